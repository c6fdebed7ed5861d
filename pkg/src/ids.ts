/**
 * Ids that carry what they name. Graph's ids are all GUIDs: nothing but the compiler tells the id of a package from the
 * id of a catalog.
 */

/** The key of a property that no value has: it exists for the compiler only. */
declare const kind: unique symbol;

/**
 * Text that names a `Kind` of thing. Any plain `string` is welcome where one is wanted; an id of another kind is not.
 * It is a string in every other respect.
 */
export type Id<Kind extends string> = string & {
  /** What it names: for the compiler only, no value has it. */
  readonly [kind]?: Kind;
};

/** The id of an access package: a GUID in the form `66584aae-98bb-48cc-9458-7bee5d2a6577`. */
export type AccessPackageId = Id<'accessPackage'>;

/** The id of a catalog: a GUID in the form `66584aae-98bb-48cc-9458-7bee5d2a6577`. */
export type CatalogId = Id<'catalog'>;

/** The id of a bulk job and of its journal: a GUID. */
export type JobId = Id<'job'>;
