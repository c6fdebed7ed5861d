import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type AccessPackageInput, accessPackageSchema } from 'entra-access-packages';

export interface Packages {
  packages: AccessPackageInput[];
}

/** A form with several packages: each is checked as one, and what is wrong is told at its place in the list. */
export const packagesSchema: StandardSchemaV1<Packages> = {
  '~standard': {
    version: 1,
    vendor: 'contoso-portal',
    async validate(value) {
      const { packages } = value as Packages;
      const results = await Promise.all(packages.map((each) => accessPackageSchema['~standard'].validate(each)));
      const issues = results.flatMap(({ issues = [] }, at) =>
        issues.map((issue) => ({ ...issue, path: ['packages', at, ...issue.path] })),
      );
      return issues.length > 0 ? { issues } : { value: { packages } };
    },
  },
};
