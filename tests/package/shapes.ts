/** Every member of each public type, by name. Leaving one out, or naming one too many, does not compile. */
import type {
  AccessPackage,
  AccessPackageCatalog,
  AccessPackageChanges,
  AccessPackageErrorCode,
  AccessPackageEvent,
  AccessPackageEventType,
  AccessPackageInput,
  Attempt,
  AttemptPurpose,
  AttemptReason,
  AttemptResult,
  ChangeResult,
  Cloud,
  CloudEndpoints,
  CreateResult,
  CreateTicket,
  DeleteResult,
  Denial,
  GraphAnswer,
  NetworkErrorReason,
  OperationName,
  OutcomeUnknownReason,
  PreparedRequest,
  RecheckResult,
  Remedy,
  TokenErrorReason,
  TokenRequest,
  TokenRequestReason,
  ValidationIssue,
  ValidationIssueCode,
  WaitReason,
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
export const changes = names<keyof AccessPackageChanges>({ displayName: true, description: true, isHidden: true });
export const attempt = names<keyof Attempt>({
  ...({ purpose: true, reason: true, waitedMs: true, startedAt: true } as const),
  ...({ clientRequestId: true, requestId: true, status: true, result: true } as const),
});
export const preparedRequest = names<keyof PreparedRequest>({
  method: true,
  url: true,
  headers: true,
  body: true,
  scopes: true,
});
export const createResult = names<keyof CreateResult>({
  outcome: true,
  accessPackage: true,
  duplicates: true,
  attempts: true,
});
export const createOutcomes = names<CreateResult['outcome']>({ created: true, adopted: true, existing: true });
export const recheckResult = names<keyof RecheckResult>({
  ...({ outcome: true, accessPackage: true, duplicates: true, existing: true, attempts: true } as const),
});
export const recheckOutcomes = names<RecheckResult['outcome']>({ adopted: true, notCreated: true });
export const changeResult = names<keyof ChangeResult>({ attempts: true });
export const deleteResult = names<keyof DeleteResult>({ outcome: true, attempts: true });
export const ticket = names<keyof CreateTicket>({
  ...({ version: true, graphRoot: true, input: true, sentAt: true, knownIds: true } as const),
});
export const graphAnswer = names<keyof GraphAnswer>({
  ...({ status: true, graphCode: true, graphMessage: true, requestId: true } as const),
  ...({ clientRequestId: true, date: true, retryAt: true, claims: true, body: true } as const),
});
export const denial = names<keyof Denial>({ reason: true, catalog: true, remedies: true });
export const denialReasons = names<Denial['reason']>({ noLicense: true, noGovernanceSku: true, unauthorized: true });
export const catalogAccess = names<NonNullable<Denial['catalog']>>({
  readable: true,
  notFound: true,
  unreadable: true,
});
export const remedy = names<keyof Remedy>({ missing: true, fix: true });
export const missing = names<Remedy['missing']>({
  ...({ license: true, permission: true, consent: true, role: true, catalog: true } as const),
});
export const issue = names<keyof ValidationIssue>({ path: true, code: true, message: true, hint: true });
export const issueCodes = names<ValidationIssueCode>({
  ...({ required: true, wrongType: true, unknownProperty: true, blank: true, outerWhiteSpace: true } as const),
  ...({ tooLong: true, illFormed: true, notAGuid: true, unreadable: true } as const),
});
export const event = names<keyof AccessPackageEvent>({
  ...({ type: true, operation: true, call: true, time: true, displayName: true, reason: true } as const),
  ...({ status: true, waitMs: true, until: true, ticket: true, code: true } as const),
});
export const eventTypes = names<AccessPackageEventType>({
  ...({ queued: true, waiting: true, sending: true, reading: true, lookingUp: true } as const),
  ...({ throttled: true, ambiguous: true, refused: true, failed: true, done: true } as const),
  ...({ created: true, adopted: true, existing: true, notCreated: true, deleted: true, absent: true } as const),
});
export const operations = names<OperationName>({
  ...({ create: true, recheck: true, list: true, get: true, update: true, delete: true } as const),
  ...({ undo: true, listCatalogs: true, getCatalog: true } as const),
});
export const waitReasons = names<WaitReason>({ throttled: true, failed: true, ambiguous: true, conflict: true });
export const tokenRequest = names<keyof TokenRequest>({
  ...({ scopes: true, reason: true, claims: true, forceRefresh: true, signal: true } as const),
});
export const tokenRequestReasons = names<TokenRequestReason>({
  ...({ initial: true, retry: true, unauthorized: true, claimsChallenge: true } as const),
});
export const attemptPurposes = names<AttemptPurpose>({
  ...({ create: true, update: true, delete: true, lookUp: true, read: true } as const),
});
export const attemptReasons = names<AttemptReason>({
  ...({ initial: true, unauthorized: true, claimsChallenge: true, throttled: true, ambiguous: true } as const),
  ...({ conflict: true, created: true, refused: true, failed: true } as const),
});
/** `crashed` is the facade's own: the core is gone then. */
export const attemptResults = names<Exclude<AttemptResult, 'crashed'>>({
  ...({ succeeded: true, refused: true, throttled: true, serverError: true } as const),
  ...({ connectionLost: true, timedOut: true, aborted: true, unreadable: true } as const),
});
/** `crashed` is the facade's own: the core is gone then. */
export const doubts = names<Exclude<OutcomeUnknownReason, 'crashed'>>({
  ...({ serverError: true, connectionLost: true, timedOut: true, aborted: true, unreadable: true } as const),
  ...({ throttled: true, conflict: true, lookFailed: true } as const),
});
export const problems = names<TokenErrorReason | NetworkErrorReason>({
  ...({ failed: true, notAString: true, empty: true, malformed: true, timedOut: true } as const),
  ...({ offline: true, connectionLost: true } as const),
});
export const errorCodes = names<AccessPackageErrorCode>({
  ...({ ERR_VALIDATION: true, ERR_TOKEN: true, ERR_GRAPH: true, ERR_CONFLICT: true, ERR_THROTTLED: true } as const),
  ...({ ERR_NETWORK: true, ERR_OUTCOME_UNKNOWN: true, ERR_RESPONSE: true } as const),
  ...({ ERR_LOAD: true, ERR_INTERNAL: true, ERR_SOURCE: true, ERR_JOURNAL: true } as const),
});
export const clouds = names<Cloud>({ global: true, usGovL4: true, usGovL5: true, china: true });
export const cloudEndpoints = names<keyof CloudEndpoints>({ graphRoot: true, authority: true, scope: true });
