/** What is wrong with an input, with what a text in another language needs. */
import {
  type AccessPackageInput,
  createAccessPackageClient,
  createAccessPackageSchema,
  type MessageOptions,
  type RowProblem,
  type RowProblemCode,
  readRows,
  type ValidationIssue,
  type ValidationIssueCode,
  validateAccessPackage,
} from 'entra-access-packages';

export function translated(issue: ValidationIssue | RowProblem): string {
  const at = issue.path.join('.');
  switch (issue.code) {
    case 'tooLong':
      return `${at}: ${issue.limit satisfies number}`;
    case 'wrongType':
      return `${at}: ${issue.expected} ${issue.found}`;
    case 'required':
    case 'unknownProperty':
    case 'blank':
    case 'outerWhiteSpace':
    case 'illFormed':
    case 'notAGuid':
    case 'unreadable':
      return `${at}: ${issue.hint ?? issue.message}`;
    case 'notABoolean':
    case 'tooManyCells':
    case 'malformed':
    case 'ambiguousCatalog':
      return `${issue.row satisfies number} ${issue.column ?? ''}`;
    default:
      return issue satisfies never;
  }
}

export function ways(input: unknown) {
  const message: MessageOptions['message'] = translated;
  validateAccessPackage(input, { message });
  createAccessPackageSchema({ message: ({ code }) => (code === 'blank' ? 'leer' : undefined) });
  createAccessPackageClient({ token: 'x', message });
  readRows('displayName', { message });
  const result = validateAccessPackage(input);
  if (result.ok) result.value satisfies AccessPackageInput;
  else result.issues[0]?.code satisfies ValidationIssueCode | undefined;
  const code: RowProblemCode = 'tooLong' satisfies ValidationIssueCode;
  return code;
}

export function doesNotCompile(issue: ValidationIssue, problem: RowProblem) {
  if (issue.code === 'blank') issue.limit; // TS2339
  if (issue.code === 'ambiguousCatalog') return; // TS2367: of rows only
  issue.limit; // TS2339: only where the code says so
  issue.row; // TS2339
  if (problem.code === 'tooShort') return; // TS2367
  validateAccessPackage({}, { message: 'no' }); // TS2322
  validateAccessPackage({}, { message: () => 7 }); // TS2322
  validateAccessPackage({}, { messages: translated }); // TS2345 TS2561
  const result = validateAccessPackage({});
  result.value; // TS2339: only where it is valid
  if (!result.ok) result.value; // TS2339
}
