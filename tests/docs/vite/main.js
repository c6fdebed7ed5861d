/** What the test asks the page of the guide to do. */
import { createFakeGraph } from 'entra-access-packages/testing';
import { open } from './slim.js';

const fake = createFakeGraph();
const client = open({ token: fake.issueToken(), fetch: fake.fetch });
const input = { displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } };
const { outcome } = await client.create(input);
document.querySelector('output').textContent = outcome;
