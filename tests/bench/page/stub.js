/**
 * A Graph without a network, for pages in which only the work of the candidate is to be measured: `fetch` has its answer
 * ready. A list shows what was created since the last one, once: what a look before and a look after have to see.
 */
{
  const item = () => ({
    id: '5d4bb4f6-3f66-4b5c-9d6f-2a3d4a1f0c11',
    // The page says it, so that no body has to be read here: that would not cost the same for everybody.
    displayName: globalThis.beingCreated,
    description: 'What the people of sales need: the sites, the apps and the reports that they work with every day',
    isHidden: false,
    createdDateTime: '2026-01-05T08:00:00Z',
    modifiedDateTime: '2026-01-05T08:00:00Z',
  });
  const catalog = { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' };
  const headers = { 'Content-Type': 'application/json', 'request-id': 'cfa8c0a4-7f4b-4a27-9b2a-6f0f7a1d2b11' };
  let isNew = false;
  globalThis.fetch = async (resource, init) => {
    if ((init?.method ?? resource.method) === 'POST') {
      isNew = true;
      return new Response(JSON.stringify(item()), { status: 201, headers });
    }
    const value = isNew ? [{ ...item(), catalog }] : [];
    isNew = false;
    return new Response(JSON.stringify({ value }), { headers });
  };
}
