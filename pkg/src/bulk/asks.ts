/**
 * What the core of bulk work can be asked, or told: the numbers that `src/wasm/bulk.rs` goes by, each with the values that
 * it takes and what comes back. What is a text comes last of them. `?` is a value that may be absent.
 */

/** Forgets everything: rows, planner and job. */
export const FORGET = 0;

/** Begins to read rows: format?, separator?, catalogId?, inputs, size?, names to ignore. */
export const OPEN_ROWS = 1;
/** Ends reading. Gives the problem of the source as JSON, if one was found. */
export const CLOSE_ROWS = 2;
/** Gives how many rows there are, so far. */
export const COUNT_ROWS = 3;
/** What was read, and how: JSON of `SourceFacts`. */
export const DESCRIBE_ROWS = 4;
/** From, count. So many of the problems, from that one on: JSON of `ProblemPage`. */
export const LIST_PROBLEMS = 5;
/** Number. JSON of `SourceRow`. */
export const READ_ROW = 6;

/** Seed. Makes a planner of the rows that were read; the seed is any number, another one each time. */
export const PLAN_ROWS = 7;
/** What has to be asked: JSON of `{ ids, names }`, the ids of catalogs, and whether there are names to be resolved. */
export const WANT_CATALOGS = 8;
/** Id, name. Tells a catalog that there is. */
export const KNOW_CATALOG = 9;
/** Code?, status?, message? of an error. All catalogs have been told, or not. Gives `1` if that stands in the way of everything. */
export const TELL_CATALOGS = 10;
/** Id, code?, status?, message?, name?. All that is in a catalog has been told, or not. Gives `1` as above. */
export const TELL_CATALOG = 11;
/**
 * Id of the catalog, isHidden?, displayName?, description?. Tells a package. Where a row has its name, gives four times the
 * number of that row, and 2 if the package is the nearest one to it so far, and 1 if it has exactly its name.
 */
export const TELL_PACKAGE = 12;
/** Judges: JSON of the `counts` of a plan. */
export const JUDGE_ROWS = 13;
/** JSON of `PlanCatalog[]`. */
export const LIST_CATALOGS = 14;
/** From, count. So many rows of the plan, from that index on: JSON of `PlanRow[]`, without `existing`. */
export const LIST_PLANNED = 15;

/** Number, start (`fresh`, `sent` or a verdict), attempts, throttled. Adds a row to the next job, in the order of the numbers. */
export const ADD_JOB_ROW = 16;
/** Concurrency, stopAfter. Begins a job of the rows that were added. */
export const OPEN_JOB = 17;
/** What to do next: JSON of `Step`. */
export const NEXT_STEP = 18;
/** Row. Its create is about to be sent. */
export const ROW_SENT = 19;
/** Row. It had its turn, and was not sent. */
export const ROW_UNSENT = 20;
/** Row. An answer left open what became of it, and it is being looked for. */
export const ROW_AMBIGUOUS = 21;
export const PAUSE_JOB = 22;
export const RESUME_JOB = 23;
export const CANCEL_JOB = 24;
/** The browser is online again. */
export const BACK_ONLINE = 25;
/** Names of what was thrown. Gives `1` if somebody has to sign in. */
export const NEEDS_SIGN_IN = 26;
/** JSON of `JobProgress`. */
export const JOB_PROGRESS = 27;
/** The number of the row with whose error the job gave up, if it did. */
export const JOB_ERROR = 28;
/** Row. Its verdict, as far as it has one. */
export const ROW_VERDICT = 29;
/**
 * Row, outcome?, code?, reason?, status?, whether there is a package, whether there is a ticket, attempts, throttled,
 * closedUntil, retryAfterMs?, whether somebody has to sign in, graphCode?. How its create ended. Gives its verdict if it is
 * decided now, `noted` if this is what is known of it until its next turn, and nothing if nothing came of it.
 */
export const ROW_ENDED = 30;
