import { GraphBrowser, GraphQueryable, graphfi, graphPost } from '@pnp/graph';
import { body, InjectHeaders } from '@pnp/queryable';
import { PATH, toBody } from './wire.mjs';

export function open({ origin, token }) {
  const graph = graphfi().using(
    GraphBrowser({ baseUrl: `${origin}/v1.0` }),
    InjectHeaders({ Authorization: `Bearer ${token}` }),
  );
  return async (form) => (await graphPost(GraphQueryable(graph._root, PATH), body(toBody(form)))).id;
}
