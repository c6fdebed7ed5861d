/** The input as a schema that form libraries and validators of requests take: Standard Schema, and Standard JSON Schema. */

import { argumentError } from './argument-error.js';
import { accessPackageJsonSchema, DRAFT_2020_12 } from './json-schema.js';
import { load } from './load.js';
import { readMessage } from './options.js';
import { realm } from './realm.js';
import { snapshot } from './snapshot.js';
import type { AccessPackageInput, MessageOptions, ValidationIssue } from './types.js';
import { judge } from './validate.js';

/** What {@link AccessPackageSchema} answers: the value as it would be sent, or everything that is wrong with it. */
export type SchemaResult =
  | {
      /** Exactly the properties that would be sent. */
      readonly value: AccessPackageInput;
      /** Nothing is wrong. */
      readonly issues?: undefined;
    }
  | {
      /** Every problem, in the order in which the properties are documented. */
      readonly issues: readonly ValidationIssue[];
    };

/** For which dialect {@link AccessPackageSchema} gives JSON Schema. */
export type JsonSchemaTarget = 'draft-2020-12' | 'draft-07' | 'openapi-3.0';

/** How JSON Schema is asked for. */
export interface JsonSchemaOptions {
  /** The dialect: a {@link JsonSchemaTarget}. */
  readonly target: JsonSchemaTarget | (string & {});
}

/**
 * {@link AccessPackageInput} as a schema by Standard Schema version 1 and Standard JSON Schema version 1, which form
 * libraries take as it is.
 *
 * @see https://standardschema.dev
 */
export interface AccessPackageSchema {
  /** What the two standards want. */
  readonly '~standard': {
    /** The version of the standards. */
    readonly version: 1;
    /** Who made the schema. */
    readonly vendor: 'entra-access-packages';
    /** For the compiler only. */
    readonly types?:
      | {
          /** What goes in. */
          readonly input: AccessPackageInput;
          /** What comes out: the same. */
          readonly output: AccessPackageInput;
        }
      | undefined;
    /**
     * Checks a value as {@link validateAccessPackage} does. A promise while the WebAssembly is not loaded, which it sees
     * to; afterwards the answer itself. Await `init()` first where a library takes no promise.
     *
     * @throws {@link LoadError} `ERR_LOAD`, by the promise.
     * @throws {@link InternalError} `ERR_INTERNAL`: a defect of this package.
     */
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
    /** The same as JSON Schema; see {@link accessPackageJsonSchema}. What goes in and what comes out are alike. */
    readonly jsonSchema: {
      /** @throws `TypeError` `ERR_INVALID_ARG_VALUE`: a dialect that is not known. */
      readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
      /** @throws `TypeError` `ERR_INVALID_ARG_VALUE`: a dialect that is not known. */
      readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
    };
  };
}

/** What `$schema` is in each dialect. */
const DIALECTS: Record<JsonSchemaTarget, object> = {
  // Not a property of the other: bundlers keep what may be a getter.
  'draft-2020-12': { $schema: DRAFT_2020_12 },
  'draft-07': { $schema: 'http://json-schema.org/draft-07/schema#' },
  'openapi-3.0': {},
};

function toJsonSchema({ target }: JsonSchemaOptions): Record<string, unknown> {
  if (!Object.hasOwn(DIALECTS, target)) {
    throw argumentError('ERR_INVALID_ARG_VALUE', `"target" must be one of ${Object.keys(DIALECTS).join(', ')}`);
  }
  const { $schema: _, ...rest } = accessPackageJsonSchema;
  return { ...DIALECTS[target as JsonSchemaTarget], ...structuredClone(rest) };
}

/** The schema of {@link AccessPackageInput}, with English texts. */
// No call makes it: bundlers keep what a call at the top level may need, here all of the WebAssembly.
export const accessPackageSchema: AccessPackageSchema = {
  '~standard': {
    version: 1,
    vendor: 'entra-access-packages',
    validate: (value) => check(value),
    jsonSchema: { input: toJsonSchema, output: toJsonSchema },
  },
};

/**
 * Makes a schema whose issues have texts of one's own; {@link accessPackageSchema} is the one with English texts.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_TYPE`: an option is of the wrong kind.
 */
export function createAccessPackageSchema(options?: MessageOptions): AccessPackageSchema {
  const message = readMessage(options);
  return { '~standard': { ...accessPackageSchema['~standard'], validate: (value) => check(value, message) } };
}

function check(value: unknown, message?: MessageOptions['message']): SchemaResult | Promise<SchemaResult> {
  // Now: what changes while the WebAssembly is loaded does not count.
  const copy = snapshot(value);
  return realm().module ? judge(copy, message) : load().then(() => judge(copy, message));
}
