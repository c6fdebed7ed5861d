/** Every member of each public type, by name. Leaving one out, or naming one too many, does not compile. */
import type {
  AccessPackage,
  AccessPackageCatalog,
  AccessPackageInput,
  Attempt,
  AttemptResult,
  GraphAnswer,
  NetworkErrorReason,
  OutcomeUnknownReason,
  PreparedRequest,
  TokenErrorReason,
  ValidationIssueCode,
} from '../../pkg/src/slim.js';

const names = <T extends string>(all: Record<T, true>): string[] => Object.keys(all).sort();

export const accessPackage = names<keyof AccessPackage>({
  ...({ id: true, displayName: true, description: true, isHidden: true } as const),
  ...({ createdDateTime: true, modifiedDateTime: true } as const),
});
export const catalog = names<keyof AccessPackageCatalog>({
  ...({ id: true, displayName: true, description: true } as const),
  ...({ catalogType: true, state: true, isExternallyVisible: true } as const),
});
export const input = names<keyof AccessPackageInput>({
  displayName: true,
  description: true,
  isHidden: true,
  catalog: true,
});
export const attempt = names<keyof Attempt>({
  ...({ startedAt: true, clientRequestId: true, requestId: true, status: true, result: true } as const),
});
export const preparedRequest = names<keyof PreparedRequest>({
  method: true,
  url: true,
  headers: true,
  body: true,
  scopes: true,
});
export const graphAnswer = names<keyof GraphAnswer>({
  ...({ status: true, graphCode: true, graphMessage: true, requestId: true } as const),
  ...({ clientRequestId: true, date: true, retryAt: true, body: true } as const),
});
export const issueCodes = names<ValidationIssueCode>({
  ...({ required: true, wrongType: true, unknownProperty: true, blank: true } as const),
  ...({ tooLong: true, illFormed: true, notAGuid: true, unreadable: true } as const),
});
/** `crashed` is the facade's own: the core is gone then. */
export const attemptResults = names<Exclude<AttemptResult, 'crashed'>>({
  ...({ succeeded: true, refused: true, throttled: true, serverError: true } as const),
  ...({ connectionLost: true, timedOut: true, aborted: true, unreadable: true } as const),
});
/** `crashed` is the facade's own: the core is gone then. */
export const coreReasons = names<TokenErrorReason | NetworkErrorReason | Exclude<OutcomeUnknownReason, 'crashed'>>({
  ...({ failed: true, notAString: true, empty: true, malformed: true, timedOut: true } as const),
  ...({ offline: true, connectionLost: true, serverError: true, aborted: true, unreadable: true } as const),
});
