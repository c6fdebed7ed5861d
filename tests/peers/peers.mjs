/**
 * Published clients, each as its documentation has it: a function that creates an access package and gives its id.
 * All of them get the same served fake, over the network stack that they choose by themselves.
 */
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { AnonymousAuthenticationProvider, HttpMethod, RequestInformation } from '@microsoft/kiota-abstractions';
import { FetchRequestAdapter } from '@microsoft/kiota-http-fetchlibrary';
import { Client } from '@microsoft/microsoft-graph-client';
import { GraphBrowser, GraphQueryable, graphfi, graphPost } from '@pnp/graph';
import { body, InjectHeaders } from '@pnp/queryable';
import ky from 'ky';

const PATH = 'identityGovernance/entitlementManagement/accessPackages';

/**
 * @typedef {object} Peer
 * @property {string} name how it is told in the name of a test
 * @property {string} retries whether it repeats a POST as it comes, or what switches that on
 * @property {(to: { origin: string, token: string }, input: object) => Promise<string>} create gives the id
 * @property {(error: any) => number | undefined} statusOf the status that its error tells
 */

/** Microsoft's client hands its token to `https:` only, and the fake speaks `http:`. It takes the global `fetch`. */
const { fetch } = globalThis;
globalThis.fetch = (resource, init) =>
  fetch(typeof resource === 'string' ? resource.replace('https://127.0.0.1:', 'http://127.0.0.1:') : resource, init);

/** @type {Peer} */
const graphClient = {
  name: '@microsoft/microsoft-graph-client',
  retries: 'as it comes',
  async create({ origin, token }, input) {
    const client = Client.init({
      baseUrl: `${origin.replace('http:', 'https:')}/`,
      customHosts: new Set([new URL(origin).hostname]),
      authProvider: (done) => done(null, token),
    });
    return (await client.api(`/${PATH}`).post(input)).id;
  },
  statusOf: ({ statusCode }) => statusCode,
};

/** @type {Peer} */
const kiota = {
  name: 'Kiota (@microsoft/kiota-http-fetchlibrary)',
  retries: 'as it comes',
  async create({ origin, token }, input) {
    const adapter = new FetchRequestAdapter(new AnonymousAuthenticationProvider());
    const request = new RequestInformation(HttpMethod.POST);
    request.URL = `${origin}/v1.0/${PATH}`;
    request.headers.add('Authorization', `Bearer ${token}`);
    request.setStreamContent(new TextEncoder().encode(JSON.stringify(input)), 'application/json');
    const answer = await adapter.sendPrimitive(request, 'ArrayBuffer', undefined);
    return JSON.parse(new TextDecoder().decode(answer)).id;
  },
  statusOf: ({ responseStatusCode }) => responseStatusCode,
};

/** @type {Peer} */
const pnp = {
  name: 'PnPjs (@pnp/graph)',
  retries: 'as it comes',
  async create({ origin, token }, input) {
    const graph = graphfi().using(
      GraphBrowser({ baseUrl: `${origin}/v1.0` }),
      InjectHeaders({ Authorization: `Bearer ${token}` }),
    );
    return (await graphPost(GraphQueryable(graph._root, PATH), body(input))).id;
  },
  statusOf: ({ status }) => status,
};

/** @type {Peer} */
const azurePipeline = {
  name: 'Azure’s pipeline (@azure/core-rest-pipeline)',
  retries: 'as it comes',
  async create({ origin, token }, input) {
    const request = createPipelineRequest({
      url: `${origin}/v1.0/${PATH}`,
      method: 'POST',
      headers: createHttpHeaders({ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }),
      body: JSON.stringify(input),
      allowInsecureConnection: true,
    });
    const pipeline = createPipelineFromOptions({});
    const { status, bodyAsText } = await pipeline.sendRequest(createDefaultHttpClient(), request);
    if (status !== 201) throw Object.assign(new Error(bodyAsText ?? 'no body'), { status });
    return JSON.parse(bodyAsText ?? '').id;
  },
  statusOf: ({ status }) => status,
};

/** @type {Peer} */
const kyClient = {
  name: 'ky',
  retries: 'with retry.methods: [post]',
  async create({ origin, token }, input) {
    const options = { json: input, headers: { Authorization: `Bearer ${token}` }, retry: { methods: ['post'] } };
    const { id } = await ky.post(`${origin}/v1.0/${PATH}`, options).json();
    return id;
  },
  statusOf: ({ response }) => response?.status,
};

export const PEERS = [graphClient, kiota, pnp, azurePipeline, kyClient];
