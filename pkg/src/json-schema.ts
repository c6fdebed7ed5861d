/** The input as JSON Schema, for tools that do not run JavaScript. */

/** White space as the core sees it (`src/flaw.rs`), each as it is: engines agree on characters, not on `\s`. */
const SPACE = '\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** A text with something else in it, and at both its ends. A call that is marked: bundlers keep what may call a `toString`. */
const filled = (): string => `^[^${SPACE}](?:[\\s\\S]*[^${SPACE}])?$`;

/** What `$schema` is in the draft that it is written in. */
export const DRAFT_2020_12 = 'https://json-schema.org/draft/2020-12/schema';

/**
 * {@link AccessPackageInput} as JSON Schema, draft 2020-12, with the limits that {@link validateAccessPackage} has.
 *
 * Two things cannot be said in it: JSON Schema counts characters, and the limits are UTF-16 code units, so that a text of
 * more than that many, some of them beyond the Basic Multilingual Plane (emoji, say), is refused by the package only;
 * and so are texts with unpaired surrogates, which well-formed JSON does not have.
 *
 * @see https://json-schema.org/draft/2020-12
 */
export const accessPackageJsonSchema = {
  $schema: DRAFT_2020_12,
  title: 'Access package',
  type: 'object',
  properties: {
    displayName: {
      description: 'The name that requestors see',
      type: 'string',
      maxLength: 1024,
      pattern: /* @__PURE__ */ filled(),
    },
    description: { description: 'What the package is for', type: 'string', maxLength: 10_000 },
    isHidden: { description: 'Whether the package is hidden from requestors', type: 'boolean' },
    catalog: {
      description: 'The catalog that the package is put into',
      type: 'object',
      properties: {
        id: { type: 'string', pattern: '^[\\dA-Fa-f]{8}(?:-[\\dA-Fa-f]{4}){3}-[\\dA-Fa-f]{12}$' },
      },
      required: ['id'],
      additionalProperties: false,
    },
  },
  required: ['displayName', 'catalog'],
  additionalProperties: false,
} as const;
