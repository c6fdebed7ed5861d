/** The bytes of the WebAssembly as text, in the default entry; see `scripts/build/inline.mjs`. */
declare module '#inline' {
  const bytes: (() => Uint8Array<ArrayBuffer>) | undefined;
  export default bytes;
}

/** The package's version, put in by the build. */
declare const __VERSION__: string;

/**
 * The module for bulk work as wasm-bindgen made it, as a factory: each call makes a copy with an instance of its own
 * (`scripts/build/glue.mjs`, `src/wasm/bulk.rs`). Plain data goes in, JSON text comes out. */
declare module '#bulk-glue' {
  export interface BulkGlue {
    default(options: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;
    /** Forgets everything: rows, planner and job. */
    forget(): void;

    /** The root that a client's requests go to: `{ root }`, or `{ message }` where the options are wrong. */
    resolveRoot(cloud: string | undefined, graphRoot: string | undefined): string;

    /** Begins to read rows. Gives the problem of the source, if there is one already. */
    openRows(options: object): string | undefined;
    /** Goes on with these bytes. Gives the problem of the source, if one was found. */
    pushRows(bytes: Uint8Array): string | undefined;
    /** Ends reading. Gives the problem of the source, if one was found. */
    closeRows(): string | undefined;
    /** How many rows there are, so far. */
    countRows(): number;
    /** What was read, and how: `SourceFacts`. */
    describeRows(): string;
    /** So many of the problems, from that one on: `ProblemPage`. */
    listProblems(from: number, count: number): string;
    /** The row of that number: `SourceRow`. */
    readRow(row: number): string | undefined;

    /** Makes a planner of the rows that were read, which cannot be asked for any more then. */
    planRows(): void;
    /** Makes a planner without rows, for those of a plan. */
    planAgain(): void;
    /** Adds rows of a plan to it: `PlanRow[]`. */
    addPlanned(rows: object): void;
    /** What has to be asked: `{ ids, names }`, the ids of catalogs, and whether there are names to be resolved. */
    wantCatalogs(): string;
    /**
     * Tells all catalogs that there are, `{ catalogs: AccessPackageCatalog[] }`, or `{ error: RowError }` why nobody can
     * tell. Says whether that stands in the way of everything.
     */
    tellCatalogs(told: object): boolean;
    /**
     * Tells that all that is in a catalog has been told, `{ id, displayName }`, or with an `error: RowError` why not. Says
     * whether that stands in the way of everything.
     */
    tellCatalog(told: object): boolean;
    /** Tells what is in a catalog: `AccessPackage[]`, a page of them. */
    tellPackages(catalogId: string, packages: object): void;
    /** Judges: `counts` of a plan. */
    judgeRows(): string;
    /** What was found out about the catalogs: `PlanCatalog[]`. */
    listCatalogs(): string;
    /** So many rows of the plan, from that index on: `PlanRow[]`. */
    listPlanned(from: number, count: number): string;
    /** The ids of other packages of the names of rows, as listed. `[row, accessPackageId][]` gives `[row, ids][]`. */
    listOthers(made: object): string;

    /** Adds rows to the job that is opened next: `JobRow[]`, all of a plan, in slices. */
    addJobRows(rows: object): void;
    /** Begins a job of the rows that were added. */
    openJob(concurrency: number, stopAfter: number, now: number): void;
    /** What to do next: `Step`. */
    nextStep(now: number): string;
    /** Tells that the create of a row is about to be sent. */
    rowSent(row: number, now: number): void;
    /** Tells that a row that had its turn was not sent. */
    rowUnsent(row: number): void;
    /** Tells that an answer left open what became of it, and that it is being looked for. */
    rowAmbiguous(row: number): void;
    /** Tells how a row's create ended: `RowOutcome`. Gives its `ReportRow`, unless it has its turn again. */
    rowEnded(row: number, outcome: object, now: number): string | undefined;
    /** Tells the ids of other packages of a row's name that have appeared: `string[]`. */
    rowDoubled(row: number, ids: object): void;
    /** Whether these names of what was thrown, `string[]`, mean that somebody has to sign in. */
    needsSignIn(names: object): boolean;
    pauseJob(): void;
    resumeJob(): void;
    cancelJob(): void;
    /** Tells that the browser is online again. */
    backOnline(): void;
    /** `JobProgress`. */
    jobProgress(now: number): string;
    /** With what the job gave up: `RowError`. */
    jobError(): string | undefined;
    /** So many rows of the report, from that index on: `ReportRow[]`. */
    reportRows(from: number, count: number): string;
    /** What undoes them: `UndoItem[]`. */
    reportUndo(from: number, count: number): string;
    /** The same rows as CSV; the first ones with a header. */
    reportCsv(from: number, count: number): string;
  }

  export default function createGlue(): BulkGlue;
}

declare module '#bulk-inline' {
  export default function bytes(): Uint8Array<ArrayBuffer>;
}
