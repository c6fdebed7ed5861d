/** The page of the tests: one of the forms, on a fake Graph, as the address tells. */
import { createAccessPackageClient, init } from 'entra-access-packages';
import { createFakeGraph } from 'entra-access-packages/testing';
import { type ComponentType, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import * as reactHookForm from './react-hook-form';
import * as reactHookFormList from './react-hook-form-list';
import * as tanstackForm from './tanstack-form';
import * as tanstackFormList from './tanstack-form-list';
import { codesSchema, germanSchema } from './texts';

const fake = createFakeGraph();
const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
Object.assign(window, { fake });

const query = new URLSearchParams(location.search);
const texts = query.get('texts');
const schema = texts === 'german' ? { schema: germanSchema } : texts === 'codes' ? { schema: codesSchema } : {};

const pages: Record<string, ComponentType> = {
  'react-hook-form': one(reactHookForm.AccessPackageForm),
  'tanstack-form': one(tanstackForm.AccessPackageForm),
  'react-hook-form-list': several(reactHookFormList.AccessPackagesForm),
  'tanstack-form-list': several(tanstackFormList.AccessPackagesForm),
};

function one(Form: typeof reactHookForm.AccessPackageForm): ComponentType {
  return function Page() {
    const [created, setCreated] = useState('');
    return (
      <main>
        <Form client={client} onCreated={setCreated} {...schema} />
        <output>{created}</output>
      </main>
    );
  };
}

function several(Form: typeof reactHookFormList.AccessPackagesForm): ComponentType {
  return function Page() {
    const [created, setCreated] = useState(0);
    return (
      <main>
        <Form client={client} onEnded={({ counts }) => setCreated(counts.created)} />
        <output>{created || ''}</output>
      </main>
    );
  };
}

const Page = pages[query.get('form') ?? ''];
if (!Page) throw new Error(`there is no form ${query.get('form')}`);
if (!query.has('unloaded')) await init();
const root = document.body.appendChild(document.createElement('div'));
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
