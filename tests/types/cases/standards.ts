/** The schema is one by Standard Schema and Standard JSON Schema, as their own types have it. */
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import {
  type AccessPackageInput,
  accessPackageJsonSchema,
  accessPackageSchema,
  createAccessPackageSchema,
  type ValidationIssue,
} from 'entra-access-packages';
import { accessPackageSchema as slim } from 'entra-access-packages/slim';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export const schema: StandardSchemaV1<AccessPackageInput, AccessPackageInput> = accessPackageSchema;
export const json: StandardJSONSchemaV1<AccessPackageInput, AccessPackageInput> = accessPackageSchema;
export const both: StandardSchemaV1<AccessPackageInput> & StandardJSONSchemaV1<AccessPackageInput> = slim;
export const input: Same<StandardSchemaV1.InferInput<typeof accessPackageSchema>, AccessPackageInput> = true;
export const output: Same<StandardSchemaV1.InferOutput<typeof accessPackageSchema>, AccessPackageInput> = true;

export async function generic<S extends StandardSchemaV1>(any: S, value: unknown): Promise<unknown> {
  const result = await any['~standard'].validate(value);
  return result.issues ?? result.value;
}

export async function compiles() {
  await generic(createAccessPackageSchema(), {});
  const result = await accessPackageSchema['~standard'].validate({});
  if (result.issues) result.issues satisfies readonly ValidationIssue[];
  else result.value satisfies AccessPackageInput;
  accessPackageJsonSchema.properties.displayName.maxLength satisfies 1024;
  return accessPackageSchema['~standard'].jsonSchema.input({ target: 'draft-07' });
}

export const wrong: StandardSchemaV1<{ displayName: number }> = accessPackageSchema; // TS2322 TS2375
export const notSame: Same<AccessPackageInput, { displayName: string }> = true; // TS2322
export function doesNotCompile() {
  accessPackageSchema['~standard'].validate({}).issues; // TS2339: it may be a promise
  accessPackageSchema['~standard'].version = 1; // TS2540
  accessPackageSchema['~standard'].jsonSchema.input(); // TS2554
  accessPackageJsonSchema.required = []; // TS2540
  createAccessPackageSchema({ language: 'de' }); // TS2353 TS2345
}
