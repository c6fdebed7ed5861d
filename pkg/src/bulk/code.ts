/** The code for bulk work as a thing that is handed around: its type, and where a realm keeps it. */

/** What `entra-access-packages/bulk` exports: the code for bulk work, for `initBulk`. */
export interface BulkCode {
  /** The version of the package that it belongs to. */
  readonly version: string;
  /** Not for callers. */
  readonly makeBulk: (kit: never) => object;
}
