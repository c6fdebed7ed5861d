/**
 * A fake Microsoft Graph for tests and demos: an entitlement management service in memory, written from what
 * Microsoft documents and what users reported, with faults at every point. No dependency, no network; with
 * {@link serveFakeGraph} also behind a real socket in Node.
 *
 * @module
 */
export { defaultExposedHeaders } from './cors.js';
export { createFakeGraph } from './fake-graph.js';
export type {
  AnswerDelivery,
  AnswerFault,
  CommitPoint,
  DeliveryFault,
  Fault,
  FaultAnswer,
  FaultMatch,
  FaultTarget,
  SilenceFault,
} from './faults.js';
export { defaultCatalogs } from './seed.js';
export { serveFakeGraph } from './serve.js';
export type { CatalogRole, DirectoryRole, RoleAssignment, TokenGrant, TokenVerdict } from './tokens.js';
export type {
  AccessPackageSeed,
  CatalogSeed,
  FakeAccessPackage,
  FakeCatalog,
  FakeGraph,
  FakeGraphOptions,
  FakeGraphServer,
  FakeGraphServerOptions,
  NameUniqueness,
  RecordedRequest,
  RecordedStatus,
  VerifiedToken,
} from './types.js';
