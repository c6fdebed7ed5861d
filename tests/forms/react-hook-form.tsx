import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { type AccessPackageClient, accessPackageSchema, isAccessPackageError } from 'entra-access-packages';
import { useForm } from 'react-hook-form';
import { Field } from './field';

export function AccessPackageForm({
  client,
  schema = accessPackageSchema,
  onCreated,
}: {
  client: AccessPackageClient;
  schema?: typeof accessPackageSchema;
  onCreated(id: string): void;
}) {
  const { formState, handleSubmit, register, setError } = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { displayName: '', description: '', isHidden: false, catalog: { id: '' } },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (input) => {
    try {
      onCreated((await client.create(input)).accessPackage.id);
    } catch (error) {
      if (!isAccessPackageError(error)) throw error;
      const field = error.code === 'ERR_CONFLICT' ? 'displayName' : 'root';
      setError(field, { type: error.code, message: error.message });
    }
  });

  return (
    <form onSubmit={submit} noValidate>
      <Field label="Name" problem={errors.displayName?.message} {...register('displayName')} />
      <Field label="Description" problem={errors.description?.message} {...register('description')} />
      <Field label="Hidden" type="checkbox" {...register('isHidden')} />
      <Field label="Catalog" problem={errors.catalog?.id?.message} {...register('catalog.id')} />
      <p role="alert">{errors.root?.message}</p>
      <button type="submit" disabled={isSubmitting}>
        Create
      </button>
    </form>
  );
}
