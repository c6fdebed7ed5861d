/** Inputs with nothing in them but what may be sent, also where TypeScript would let a variable have more. */

/** What makes a property stand out that a request does not have: no value is one. */
declare const notAProperty: unique symbol;

/** The type that a property would have to have which is none of the request's: nothing but `undefined` has it. */
export interface NotAProperty<Name extends PropertyKey> {
  /** The name that is refused. */
  readonly [notAProperty]: Name;
}

/** The names of properties that any member of a union has. */
export type NamesOf<T> = T extends unknown ? keyof T : never;

/**
 * The properties of `Given` that `Shape` does not have, each of them one that cannot be. TypeScript by itself refuses
 * those of a literal only; {@link AccessPackageClient.create} refuses them at run time wherever they come from.
 */
export type NothingBeyond<Shape, Given> = {
  readonly [Name in Exclude<NamesOf<Given>, keyof Shape>]?: NotAProperty<Name> | undefined;
};
