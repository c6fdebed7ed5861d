import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import type { AccessPackageClient, Report } from 'entra-access-packages';
import { useFieldArray, useForm } from 'react-hook-form';
import { Field } from './field';
import { packagesSchema } from './packages-schema';

const another = { displayName: '', catalog: { id: '' } };

export function AccessPackagesForm({
  client,
  onEnded,
}: {
  client: AccessPackageClient;
  onEnded(report: Report): void;
}) {
  const { control, formState, handleSubmit, register } = useForm({
    resolver: standardSchemaResolver(packagesSchema),
    defaultValues: { packages: [another, another] },
  });
  const { fields, append } = useFieldArray({ control, name: 'packages' });

  const submit = handleSubmit(async ({ packages }) => {
    onEnded(await client.apply(await client.plan(packages)).report);
  });

  return (
    <form onSubmit={submit} noValidate>
      {fields.map(({ id }, at) => {
        const problems = formState.errors.packages?.[at];
        return (
          <fieldset key={id}>
            <legend>{`Package ${at + 1}`}</legend>
            <Field label="Name" problem={problems?.displayName?.message} {...register(`packages.${at}.displayName`)} />
            <Field
              label="Catalog"
              problem={problems?.catalog?.id?.message}
              {...register(`packages.${at}.catalog.id`)}
            />
          </fieldset>
        );
      })}
      <button type="button" onClick={() => append(another)}>
        Another
      </button>
      <button type="submit">Create</button>
    </form>
  );
}
