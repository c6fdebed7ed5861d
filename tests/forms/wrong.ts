/** What must not compile: the schema gives React Hook Form its types. */
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { accessPackageSchema } from 'entra-access-packages';
import { useForm } from 'react-hook-form';

export function useWrongForm() {
  const form = useForm({ resolver: standardSchemaResolver(accessPackageSchema) });
  form.register('displayName');
  form.register('catalog.id');
  // @ts-expect-error: there is no such property
  form.register('catalog.name');
  // @ts-expect-error: it is a boolean
  form.setValue('isHidden', 'yes');
}
