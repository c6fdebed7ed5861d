/** The data of bulk work: a file of packages, the plan that is made of it, the job that carries it out, its report. */
import type { AccessPackageErrorCode, AccessPackageErrorReason } from '../errors.js';
import type { AccessPackageId, CatalogId, JobId } from '../ids.js';
import type { Bytes } from '../load.js';
import type {
  AccessPackage,
  AccessPackageInput,
  Attempt,
  CreateTicket,
  IssueBase,
  IssueFacts,
  MessageOptions,
  ValidationIssueCode,
} from '../types.js';

/**
 * Where rows come from: a file, its bytes or its text, a stream of either, or inputs as `create` takes them.
 *
 * CSV: UTF-8 with or without byte order mark, or UTF-16LE with one, which are what Excel writes; separated by commas,
 * semicolons or tabs; the first record names the columns. JSON: an array of objects, or one object a line.
 */
export type BulkSource = Blob | Bytes | string | ReadableStream<Bytes | string> | readonly AccessPackageInput[];

/** How a source is to be read. */
export interface ReadRowsOptions extends MessageOptions {
  /** What it is. Default: told by its first character: `[` or `{` is JSON. */
  format?: 'csv' | 'json' | undefined;
  /** What separates the cells of CSV. Default: what the header shows. */
  separator?: ',' | ';' | '\t' | undefined;
  /** The id of the catalog for rows that name none. Default: every row has to name one. */
  catalogId?: CatalogId | undefined;
  /** Columns, or properties, that are none of ours and may be passed over. Default: none, and an unknown one is an error. */
  ignore?: readonly string[] | undefined;
  /** Stops reading. */
  signal?: AbortSignal | undefined;
  /** Told now and then how far reading is; `totalBytes` is absent for a stream. */
  onProgress?: ((progress: ReadProgress) => void) | undefined;
}

/** How far reading is. */
export interface ReadProgress {
  /** How many bytes have been read. */
  bytes: number;
  /** How many there are, where that is known. */
  totalBytes?: number;
  /** How many rows have been found. */
  rows: number;
}

/** What was read, and how. */
export interface SourceFacts {
  /** The name of the file, if it was one. */
  name?: string;
  /** What it was taken for. */
  format: 'csv' | 'json' | 'inputs';
  /** How its text was encoded; absent for inputs. */
  encoding?: 'utf-8' | 'utf-16le';
  /** What separated the cells of CSV. */
  separator?: ',' | ';' | '\t';
  /** The columns of CSV as the header has them. */
  columns?: string[];
}

/**
 * Something that is wrong with one row: as {@link ValidationIssue}, of whose codes it has all and some more. Its `path` is
 * that of the input that the row stands for, whatever the column is called: `['catalog', 'id']` for one with catalog ids.
 */
export type RowProblem = IssueBase & {
  /** The number of the row, from 1; the header does not count. */
  row: number;
  /** Where it is: the name of the column as the header has it, or of the property; absent for the row as a whole. */
  column?: string;
} & (
    | IssueFacts
    | {
        /** What is wrong: {@link RowProblemCode} explains it. */
        code: Exclude<RowProblemCode, ValidationIssueCode>;
      }
  );

/**
 * What can be wrong with a row: what can be wrong with an input, and
 *
 * - `notABoolean`: something else than `true`, `false`, `yes`, `no`, `1` or `0`.
 * - `tooManyCells`: more cells than the header has columns.
 * - `malformed`: the record cannot be read: a quote in the middle of a cell, or a line that is no JSON.
 * - `ambiguousCatalog`: several catalogs have that name.
 */
export type RowProblemCode = ValidationIssueCode | 'notABoolean' | 'tooManyCells' | 'malformed' | 'ambiguousCatalog';

/** The catalog of a row, as the row names it. */
export type RowCatalog =
  | {
      /** Its id. */
      id: CatalogId;
    }
  | {
      /** Its name, which is looked up while planning. */
      displayName: string;
    };

/** One row as it was read. */
export interface SourceRow {
  /** Its number, from 1. */
  row: number;
  /** The line of the source where it begins, from 1; absent for inputs. */
  line?: number;
  /** What it asks for, as far as it could be read. */
  displayName?: string;
  /** The description that it asks for. */
  description?: string;
  /** Whether the package is to be hidden from requestors. */
  isHidden?: boolean;
  /** Its catalog by id, or by name. */
  catalog?: RowCatalog;
  /** What is wrong with it. */
  problems: RowProblem[];
}

/** The rows of a source, read and checked. They stay where they were read: an object is made for a row only when it is asked for. */
export interface RowTable {
  /** How many rows there are. */
  readonly length: number;
  /** What was read. */
  readonly source: SourceFacts;
  /** Everything that is wrong, in the order of the rows. */
  readonly problems: readonly RowProblem[];
  /** Gives the row of that number, from 1; `undefined` where there is none. */
  row(number: number): SourceRow | undefined;
}

/**
 * What is to become of a row.
 *
 * - `create`: nothing of its name is in its catalog.
 * - `same`: the catalog has a package of that name with the same content.
 * - `different`: the catalog has a package of that name with other content, or one whose name differs in case only.
 * - `invalid`: the row is wrong; `problems` says why.
 * - `duplicate`: an earlier row of the file has the same name, but for case, in the same catalog.
 * - `catalogNotFound`: its catalog does not exist, or the caller may not see it.
 * - `catalogNotPermitted`: the caller may not list what is in its catalog.
 * - `unchecked`: what is in its catalog could not be found out, or was not asked for (`offline`).
 */
export type PlanVerdict =
  | 'create'
  | 'same'
  | 'different'
  | 'invalid'
  | 'duplicate'
  | 'catalogNotFound'
  | 'catalogNotPermitted'
  | 'unchecked';

/** How a plan is to be made. */
export interface PlanOptions extends Omit<ReadRowsOptions, 'onProgress'> {
  /** Only read and check, and ask Graph nothing: what would be created is `unchecked` then. Default: `false`. */
  offline?: boolean | undefined;
  /** How long each request for a page may take in all, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number | undefined;
  /** Told now and then how far planning is. */
  onProgress?: ((progress: PlanProgress) => void) | undefined;
}

/** How far planning is. */
export interface PlanProgress extends ReadProgress {
  /** What is going on. */
  phase: 'reading' | 'asking' | 'judging';
  /** How many catalogs have been listed. */
  catalogs: number;
  /** How many there are to list; 0 while reading. */
  totalCatalogs: number;
}

/** What is to become of one row. */
export interface PlanRow {
  /** Its number, from 1; the header does not count. */
  row: number;
  /** The line of the source where it begins, from 1; absent for inputs. */
  line?: number;
  /** What is to become of it. */
  verdict: PlanVerdict;
  /** What would be created; absent for rows that are wrong or whose catalog is not known. */
  input?: AccessPackageInput;
  /** Its name, also of a row that is wrong, as far as it could be read. */
  displayName?: string;
  /** Its catalog as the row names it, where `input` is absent. */
  catalog?: RowCatalog;
  /** With `same` and `different`: the package that is there. */
  existing?: AccessPackage;
  /** With `different`: in what. */
  differences?: ('displayName' | 'description' | 'isHidden')[];
  /** With `duplicate`: the number of the earlier row. */
  duplicateOf?: number;
  /** With `invalid`: what is wrong with it. */
  problems?: RowProblem[];
}

/** A catalog of a plan, and what was found out about it. */
export interface PlanCatalog {
  /** Its id; absent where a name was not found. */
  id?: CatalogId;
  /** Its name, where it is known. */
  displayName?: string;
  /**
   * - `listed`: all that is in it was listed.
   * - `notFound`: it does not exist, or the caller may not see it.
   * - `notPermitted`: the caller may not list what is in it.
   * - `unchecked`: it could not be found out; `message` says why.
   */
  state: 'listed' | 'notFound' | 'notPermitted' | 'unchecked';
  /** How many packages were in it. */
  packages: number;
  /** Why it is not `listed`. */
  message?: string;
}

/**
 * What is to become of every row of a source. Plain data: it can be shown, filtered, and kept as JSON; what
 * {@link BulkClient.apply} is to carry out are its rows with the verdict `create`, of all the rows that it is given.
 */
export interface Plan {
  /** The form of this plan. */
  version: 1;
  /** The root that was asked. */
  graphRoot: string;
  /** When Graph was asked first: ISO 8601 in UTC, by this machine's clock. */
  madeAt: string;
  /** Whether Graph was not asked at all. */
  offline: boolean;
  /** What the rows were read from. */
  source: SourceFacts;
  /** The catalogs of the rows, and what was seen of them. */
  catalogs: PlanCatalog[];
  /** How many rows there are of each verdict. */
  counts: Record<PlanVerdict, number>;
  /** One for each row of the source, in its order. */
  rows: PlanRow[];
}

/** How a plan is to be carried out. */
export interface ApplyOptions {
  /** Cancels the job, as {@link Job.cancel} does. */
  signal?: AbortSignal | undefined;
  /**
   * Keeps a journal in IndexedDB, so that the job can be resumed after a reload or a crash: `true`, or a label to
   * show beside it. It holds the plan and what became of its rows, and no token. Default: `false`.
   */
  journal?: boolean | string | undefined;
  /** How many creates may be under way at once, at most: 1 to 32. Default: 12. The job starts with one. */
  concurrency?: number | undefined;
  /** After how many rows in succession that end in the same refusal the job stops: at least 1. Default: 5. */
  stopAfter?: number | undefined;
  /**
   * Whether to list the catalogs once more at the end, for packages that have appeared twice. Default: `true`.
   */
  verify?: boolean | undefined;
  /** How long a row may take in all once it is sent, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number | undefined;
}

/**
 * What a job is doing.
 *
 * - `checking`: it lists the catalogs, because the plan is not fresh, or for doubles at the end.
 * - `running`: it creates.
 * - `waiting`: it does nothing until Graph wants to be asked again, or until the browser is online.
 * - `pausing`, `paused`: somebody asked for it, or the token callback failed; it goes on after {@link Job.resume}.
 * - `ended`: the report is there.
 */
export type JobState = 'checking' | 'running' | 'waiting' | 'pausing' | 'paused' | 'ended';

/**
 * Why a job is in its state.
 *
 * - `requested`: by {@link Job.pause}, {@link Job.cancel} or the signal.
 * - `interactionRequired`: the token callback said that somebody has to sign in again.
 * - `tokenFailed`: the token callback failed otherwise.
 * - `throttled`: Graph asks for a pause.
 * - `offline`: the browser is offline.
 * - `sameRefusal`: the same refusal came several times in succession.
 * - `serviceFailing`: nothing but failures came back.
 * - `checkFailed`: the catalogs could not be listed; {@link Job.resume} tries again.
 * - `journalFailed`: the journal could not be written, so nothing is sent; {@link Job.resume} tries again.
 */
export type JobReason =
  | 'requested'
  | 'interactionRequired'
  | 'tokenFailed'
  | 'throttled'
  | 'offline'
  | 'sameRefusal'
  | 'serviceFailing'
  | 'checkFailed'
  | 'journalFailed';

/**
 * What became of a row.
 *
 * - `created`: Graph said so. `adopted`: the answer was lost, and a look found the package.
 * - `existing`: a package of that name was there by then; `accessPackageId` is its id, and nothing was created.
 * - `failed`: nothing was created; `error` says why.
 * - `unknown`: it was sent, and it is not known what became of it; `ticket` settles it.
 * - `notStarted`: the job ended before its turn; nothing of it was sent, or it is known that nothing was created.
 * - `skipped`: it was not to be created, by the plan.
 */
export type RowVerdict = 'created' | 'adopted' | 'existing' | 'failed' | 'unknown' | 'notStarted' | 'skipped';

/** Why a row failed or is unknown. */
export interface RowError {
  /** The `code` of the error, such as `ERR_GRAPH`; of an error that is none of this package's its `code` or its name. */
  code: AccessPackageErrorCode | (string & {});
  /** The `message` of the error: one English sentence, which a later version may reword. */
  message: string;
  /** The `reason` of the error, where it has one. */
  reason?: AccessPackageErrorReason;
  /** The HTTP status of the last answer. */
  status?: number;
  /** Graph's own code. */
  graphCode?: string;
  /** Graph's own id of the last request, where it could be read. */
  requestId?: string;
  /** The `client-request-id` of the last request: a GUID. */
  clientRequestId?: string;
}

/** One row of a report. */
export interface ReportRow {
  /** Its number, from 1; the header does not count. */
  row: number;
  /** Its name, as far as it could be read. */
  displayName?: string;
  /** The id of its catalog, where it is known. */
  catalogId?: CatalogId;
  /** What became of it. */
  verdict: RowVerdict;
  /** What the plan said. */
  planned: PlanVerdict;
  /** The package that it made, or that was there. */
  accessPackageId?: AccessPackageId;
  /** How many requests were sent for it. */
  attempts: number;
  /** Why it failed or is unknown. */
  error?: RowError;
  /** With `unknown`: what settles it. */
  ticket?: CreateTicket;
  /** The ids of other packages of its name that have appeared during the job. */
  duplicateIds?: AccessPackageId[];
}

/** How far a job is. */
export interface JobProgress {
  /** How many rows are to be created in all. */
  total: number;
  /** How many of them are decided. */
  done: number;
  /** How many are being sent. */
  sending: number;
  /** How many of those that were sent are being looked for. */
  settling: number;
  /** How many rows there are of each verdict, so far. */
  counts: Record<RowVerdict, number>;
  /** How many requests were sent. */
  requests: number;
  /** How many of them were answered with 429. */
  throttled: number;
  /** Rows decided a second, lately; 0 before the first. */
  rate: number;
  /** How long the rest may take, in milliseconds; absent where nobody can tell yet. */
  remainingMs?: number;
}

/** What every event of a job tells. */
export interface JobEventBase {
  /** When: ISO 8601 in UTC, by this machine's clock. */
  time: string;
  /** How far the job is. */
  progress: JobProgress;
}

/** A job is in another state, or in the same one for another reason. */
export interface JobStateEvent extends JobEventBase {
  /** Tells the kind of event. */
  type: 'state';
  /** The state. */
  state: JobState;
  /** Why, where there is something to say. */
  reason?: JobReason;
  /** With `waiting`: when the wait ends, where that is known: ISO 8601 in UTC, by this machine's clock. */
  until?: string;
  /** With `waiting`: how long the wait takes, in milliseconds, where that is known. */
  waitMs?: number;
  /** What was thrown, where something was: by the token callback, for instance. */
  error?: unknown;
}

/** A row of a job is decided. */
export interface JobRowEvent extends JobEventBase {
  /** Tells the kind of event. */
  type: 'row';
  /** The row, as the report will have it. */
  row: ReportRow;
}

/** Graph answered 429 to a job. */
export interface JobThrottledEvent extends JobEventBase {
  /** Tells the kind of event. */
  type: 'throttled';
  /** The number of the row whose request was refused, from 1. */
  row: number;
}

/** Something that happened in a job; `switch (event.type)` narrows it. */
export type JobEvent = JobStateEvent | JobRowEvent | JobThrottledEvent;

/** A plan being carried out. Iterating over it gives its events from then on; it ends with the job. */
export interface Job extends AsyncIterable<JobEvent> {
  /** The id of the job: a GUID; also the id of its journal. */
  readonly id: JobId;
  /** What it is doing now. */
  readonly state: JobState;
  /** How far it is now. */
  readonly progress: JobProgress;
  /**
   * Resolves when the job has ended, however it did. Rejects when it could not begin: `JournalError`, `LoadError`, a
   * `TypeError` for what is no plan, or one of another root, or an option of the wrong kind; and for a defect of this
   * package: `InternalError`.
   */
  readonly report: Promise<Report>;
  /** Sends no further row. What was sent is waited for. */
  pause(): void;
  /** Goes on. Call it where a popup is allowed, if somebody has to sign in: the token callback is asked at once. */
  resume(): void;
  /** Ends the job: sends no further row, waits for what was sent as long as it takes, then reports. */
  cancel(): void;
}

/** How a job ended. Plain data. */
export interface Report {
  /** The form of this report. */
  version: 1;
  /** The id of the job. */
  jobId: JobId;
  /** The root that the packages were created at. */
  graphRoot: string;
  /** When the job began, the first time if it was resumed: ISO 8601 in UTC, by this machine's clock. */
  startedAt: string;
  /** When it ended: ISO 8601 in UTC, by this machine's clock. */
  endedAt: string;
  /** `completed`: every row had its turn. `stopped`: the job gave up, `reason` says why. `cancelled`: somebody wanted it. */
  ended: 'completed' | 'stopped' | 'cancelled';
  /** Why it ended before its last row. */
  reason?: JobReason;
  /** With `stopped`: what came back again and again. */
  error?: RowError;
  /** How many rows there are of each verdict. */
  counts: Record<RowVerdict, number>;
  /** How many requests were sent. */
  requests: number;
  /** How many of them were answered with 429. */
  throttled: number;
  /** Whether the catalogs were listed once more at the end: then a row without `duplicateIds` is known to be the only one. */
  verified: boolean;
  /** One for each row of the plan, in its order. */
  rows: ReportRow[];
  /** The packages that this job made, for {@link BulkClient.undo}. */
  undo: UndoItem[];
}

/** A package that a job made. */
export interface UndoItem {
  /** The number of the row that it was made for, from 1. */
  row: number;
  /** The id of the package. */
  accessPackageId: AccessPackageId;
  /** The name that it was given. A package that has another one by now is kept. */
  displayName: string;
  /** The id of the catalog that it was put into. */
  catalogId: CatalogId;
  /** Whether Graph said that it was created, or a look found it. */
  verdict: 'created' | 'adopted';
}

/** What became of the wish to delete a package again. */
export interface UndoResult {
  /** The package that this is about. */
  item: UndoItem;
  /**
   * - `deleted`: it is gone. `absent`: it was gone already.
   * - `kept`: somebody has begun to use it, `because` says how; nothing was done.
   * - `failed`: `error` says why; it is still there, or, with `ERR_OUTCOME_UNKNOWN`, it may be.
   */
  outcome: 'deleted' | 'absent' | 'kept' | 'failed';
  /** With `kept`: what it has by now, or that its name or catalog is another one. */
  because?: ('policy' | 'role' | 'assignment' | 'changed')[];
  /** With `failed`: why. */
  error?: RowError;
  /** Every request that was sent for it. */
  attempts: Attempt[];
}

/** How packages are to be deleted again. */
export interface UndoOptions {
  /** Stops before the next package; the iteration rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** How long each package may take, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number | undefined;
}

/** A journal that is kept in this browser. */
export interface JournalInfo {
  /** The id of the job. */
  id: JobId;
  /** What {@link ApplyOptions.journal} said, or the name of the file. */
  label: string;
  /** The root that the packages are created at. */
  graphRoot: string;
  /** When the job began: ISO 8601 in UTC, by this machine's clock. */
  startedAt: string;
  /** When it was written last: ISO 8601 in UTC, by this machine's clock. */
  changedAt: string;
  /** How many rows are to be created. */
  total: number;
  /** How many of them are decided. */
  done: number;
  /** Whether the job has ended; then there is nothing to resume, and {@link BulkClient.resume} gives its report again. */
  ended: boolean;
  /** Whether it is being carried out, here or in another tab. */
  running: boolean;
}

/** What a client does with many packages at once. */
export interface BulkClient {
  /**
   * Reads a source, checks every row, and finds out what is to become of it: each catalog is listed once, and nothing
   * is changed.
   *
   * @throws {@link SourceError} `ERR_SOURCE`: the source cannot be read as rows.
   * @throws {@link TokenError} `ERR_TOKEN`: there is no usable token.
   * @throws {@link ThrottledError} `ERR_THROTTLED`: Graph asks for a longer wait than `timeoutMs` leaves.
   * @throws {@link NetworkError} `ERR_NETWORK`: the browser is offline.
   * @throws {@link LoadError} `ERR_LOAD`: the WebAssembly could not be loaded.
   * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an option is of the wrong kind.
   */
  plan(source: BulkSource | RowTable, options?: PlanOptions): Promise<Plan>;

  /**
   * Carries a plan out: creates its rows whose verdict is `create`, one honest verdict a row. A plan that is older than
   * 15 seconds is checked again first. Whatever stands in its way, {@link Job.report} tells it; nothing is thrown.
   */
  apply(plan: Plan, options?: ApplyOptions): Job;

  /**
   * Goes on with a job whose page was left: rows that were being sent are settled first, then the rest has its turn.
   * {@link Job.report} rejects with `JournalError` where there is no such journal, or another tab is at it, and with
   * whatever else stands in its way; nothing is thrown.
   */
  resume(journalId: JobId, options?: Omit<ApplyOptions, 'journal'>): Job;

  /**
   * Lists the journals that this browser keeps of this client's root, the latest first.
   *
   * @throws {@link JournalError} `ERR_JOURNAL`: there is no IndexedDB, or it does not answer.
   */
  listJournals(): Promise<JournalInfo[]>;

  /**
   * Throws a journal away.
   *
   * @throws {@link JournalError} `ERR_JOURNAL`: the job is being carried out, or IndexedDB does not answer.
   */
  deleteJournal(journalId: JobId): Promise<void>;

  /**
   * Deletes what a job made, one after the other, save what somebody has begun to use: a package that by now has a
   * policy, a role or an assignment, or another name, is kept. Nothing happens until it is iterated over. What Graph refuses is a result with the outcome
   * `failed`, and the next one has its turn; an abort rejects with the signal's reason as it is.
   *
   * @throws {@link LoadError} `ERR_LOAD`, when it is iterated over: the code for bulk work could not be loaded.
   * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, when it is iterated over: not items of a report, or
   * an option is of the wrong kind.
   */
  undo(items: readonly UndoItem[], options?: UndoOptions): AsyncIterable<UndoResult>;
}
