import { useMsal } from '@azure/msal-react';
import type { CreateTicket } from 'entra-access-packages';
import { useMemo, useState } from 'react';
import { openClient } from './client.js';
import { catalogId } from './config.js';
import { explain } from './explain.js';

export function CreateForm() {
  const { instance } = useMsal();
  const client = useMemo(() => openClient(instance), [instance]);
  const [displayName, setDisplayName] = useState('sales reps');
  const [status, setStatus] = useState('');
  const [ticket, setTicket] = useState<CreateTicket>();

  /** Shows what became of it, whatever that is. */
  async function show(work: () => Promise<string>) {
    setStatus('working …');
    setTicket(undefined);
    try {
      setStatus(await work());
    } catch (error) {
      const { text, ticket } = explain(error);
      setStatus(text);
      setTicket(ticket);
    }
  }

  const create = () =>
    show(async () => {
      const { outcome, accessPackage } = await (await client).create({ displayName, catalog: { id: catalogId } });
      return `${outcome}: ${accessPackage.id}`;
    });

  const lookAgain = (ticket: CreateTicket) =>
    show(async () => {
      const { outcome, accessPackage } = await (await client).recheck(ticket);
      return `${outcome}: ${accessPackage?.id ?? 'you may create it again'}`;
    });

  return (
    <>
      <h1>Create an access package</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <label>
          Name <input value={displayName} onChange={({ target }) => setDisplayName(target.value)} required />
        </label>{' '}
        <button type="submit">Create</button>
      </form>
      <p role="status">{status}</p>
      {ticket && (
        <button type="button" onClick={() => void lookAgain(ticket)}>
          Look again
        </button>
      )}
    </>
  );
}
