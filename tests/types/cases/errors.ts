/** `code` tells the class, and the class what there is to read. */
import {
  type AccessPackage,
  AccessPackageError,
  type AccessPackageErrorCode,
  type AnyAccessPackageError,
  type ColumnProblem,
  type CreateTicket,
  GraphError,
  isAccessPackageError,
  type ValidationIssue,
} from 'entra-access-packages';

export function narrows(error: AnyAccessPackageError): string {
  error.code satisfies AccessPackageErrorCode;
  error.attempts.length satisfies number;
  switch (error.code) {
    case 'ERR_VALIDATION':
      error.issues satisfies ValidationIssue[];
      return error.name;
    case 'ERR_TOKEN':
      error.reason satisfies 'failed' | 'notAString' | 'empty' | 'malformed' | 'timedOut';
      return error.reason;
    case 'ERR_GRAPH':
      error.status satisfies number;
      error.denial?.remedies[0]?.missing satisfies string | undefined;
      return error.graphCode ?? '';
    case 'ERR_CONFLICT':
      error.existing satisfies AccessPackage | undefined;
      return error.existing?.id ?? '';
    case 'ERR_THROTTLED':
      error.ticket satisfies CreateTicket | undefined;
      return error.retryAt ?? '';
    case 'ERR_NETWORK':
      error.reason satisfies 'offline' | 'connectionLost' | 'timedOut';
      return error.reason;
    case 'ERR_OUTCOME_UNKNOWN':
      error.candidates satisfies AccessPackage[];
      return error.reason;
    case 'ERR_RESPONSE':
      return String(error.status satisfies number);
    case 'ERR_LOAD':
      return error.reason === 'csp' ? 'policy' : error.reason;
    case 'ERR_INTERNAL':
      return error.message;
    case 'ERR_SOURCE':
      error.columns satisfies readonly ColumnProblem[];
      return error.reason;
    case 'ERR_JOURNAL':
      return error.reason;
    default:
      return error satisfies never;
  }
}

export function guards(thrown: unknown) {
  if (thrown instanceof GraphError) thrown.status satisfies number;
  if (thrown instanceof AccessPackageError) thrown.code satisfies AccessPackageErrorCode;
  if (isAccessPackageError(thrown) && thrown.code === 'ERR_CONFLICT') thrown.existing?.displayName?.trim();
  return thrown;
}

export function doesNotCompile(error: AnyAccessPackageError, thrown: unknown) {
  thrown.code; // TS18046 TS2571
  error.issues; // TS2339
  switch (error.code) {
    case 'ERR_GRAPH':
      error.existing; // TS2339
      break;
    case 'ERR_LOAD':
      if (error.reason === 'offline') return; // TS2367
      break;
    case 'ERR_FETCH': // TS2678
      break;
    case 'ERR_VALIDATION':
      break;
    default:
      error.status; // TS2339: a token error has none
      error satisfies never; // TS1360
  }
  if (error.code === 'ERR_NOTHING') return; // TS2367
  new GraphError(); // TS2554
  error.code = 'ERR_GRAPH'; // TS2540
}
