import { useForm } from '@tanstack/react-form';
import {
  type AccessPackageClient,
  type AccessPackageInput,
  accessPackageSchema,
  isAccessPackageError,
  type ValidationIssue,
} from 'entra-access-packages';
import { useState } from 'react';
import { Field } from './field';

const nothing: AccessPackageInput = { displayName: '', description: '', isHidden: false, catalog: { id: '' } };
const fields = [
  ['Name', 'displayName'],
  ['Description', 'description'],
  ['Catalog', 'catalog.id'],
] as const;

/** Issues arrive whole: with `code`, `hint` and the data of some codes. */
function textOf(errors: readonly unknown[]): string | undefined {
  const [issue] = errors as Partial<ValidationIssue>[];
  return issue?.hint ?? issue?.message;
}

export function AccessPackageForm({
  client,
  schema = accessPackageSchema,
  onCreated,
}: {
  client: AccessPackageClient;
  schema?: typeof accessPackageSchema;
  onCreated(id: string): void;
}) {
  const [failure, setFailure] = useState('');
  const form = useForm({
    defaultValues: nothing,
    validators: { onChange: schema }, // at once: `await init()` before this is shown
    async onSubmit({ value, formApi }) {
      setFailure('');
      try {
        onCreated((await client.create(value)).accessPackage.id);
      } catch (error) {
        if (!isAccessPackageError(error)) throw error;
        if (error.code !== 'ERR_CONFLICT') return setFailure(error.message);
        // Holds the form until the name is another one.
        formApi.setErrorMap({ onSubmit: { fields: { displayName: [error] } } });
      }
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
      {fields.map(([label, name]) => (
        <form.Field key={name} name={name}>
          {({ state: { value, meta }, handleChange, handleBlur }) => (
            <Field
              label={label}
              problem={meta.isTouched ? textOf(meta.errors) : undefined}
              value={value ?? ''}
              onBlur={handleBlur}
              onChange={({ target }) => handleChange(target.value)}
            />
          )}
        </form.Field>
      ))}
      <form.Field name="isHidden">
        {({ state, handleChange }) => (
          <Field
            label="Hidden"
            type="checkbox"
            checked={state.value ?? false}
            onChange={({ target }) => handleChange(target.checked)}
          />
        )}
      </form.Field>
      <p role="alert">{failure}</p>
      <button type="submit">Create</button>
    </form>
  );
}
