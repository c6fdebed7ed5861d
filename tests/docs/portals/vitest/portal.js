import { isAccessPackageError } from 'entra-access-packages';

/** A form for the name of a package. It is given its client, so that tests can give it another one. */
export function showForm(place, client, catalogId) {
  const form = document.createElement('form');
  const output = document.createElement('output');
  form.append(
    Object.assign(document.createElement('input'), { name: 'displayName' }),
    document.createElement('button'),
  );
  place.replaceChildren(form, output);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const displayName = new FormData(form).get('displayName');
    try {
      const { outcome } = await client.create({ displayName, catalog: { id: catalogId } });
      output.textContent = outcome === 'created' ? 'Created.' : 'It is there.';
    } catch (error) {
      if (!isAccessPackageError(error)) throw error;
      output.textContent = error.code === 'ERR_CONFLICT' ? 'Please choose another name.' : error.message;
    }
  });
}
