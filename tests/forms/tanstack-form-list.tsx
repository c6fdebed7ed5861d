import { useForm } from '@tanstack/react-form';
import type { AccessPackageClient, Report } from 'entra-access-packages';
import { Field } from './field';
import { type Packages, packagesSchema } from './packages-schema';

const another = { displayName: '', catalog: { id: '' } };
const two: Packages = { packages: [another, another] };

export function AccessPackagesForm({
  client,
  onEnded,
}: {
  client: AccessPackageClient;
  onEnded(report: Report): void;
}) {
  const form = useForm({
    defaultValues: two,
    validators: { onSubmitAsync: packagesSchema },
    async onSubmit({ value }) {
      onEnded(await client.apply(await client.plan(value.packages)).report);
    },
  });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.handleSubmit();
      }}
    >
      <form.Field name="packages" mode="array">
        {(packages) => (
          <>
            {packages.state.value.map((_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: TanStack Form names the fields of a list by their places
              <fieldset key={at}>
                <legend>{`Package ${at + 1}`}</legend>
                {(
                  [
                    ['Name', 'displayName'],
                    ['Catalog', 'catalog.id'],
                  ] as const
                ).map(([label, property]) => (
                  <form.Field key={property} name={`packages[${at}].${property}`}>
                    {({ state, handleChange }) => (
                      <Field
                        label={label}
                        problem={state.meta.errors[0]?.message}
                        value={state.value}
                        onChange={({ target }) => handleChange(target.value)}
                      />
                    )}
                  </form.Field>
                ))}
              </fieldset>
            ))}
            <button type="button" onClick={() => packages.pushValue(another)}>
              Another
            </button>
          </>
        )}
      </form.Field>
      <button type="submit">Create</button>
    </form>
  );
}
