/**
 * A fake Microsoft Graph for tests and demos: an entitlement management service in memory, written from what
 * Microsoft documents and what users reported, with faults at every point. No dependency, no network; with
 * {@link serveFakeGraph} also behind a real socket in Node.
 *
 * @packageDocumentation
 */
export type { ClaimsChallenge } from './challenge.js';
export type { ChallengeForm, ClaimsEncoding } from './challenge-header.js';
export { defaultExposedHeaders } from './cors.js';
export type { InnerErrorForm } from './errors.js';
export { createFakeGraph } from './fake-graph.js';
export type { FakeGraphOptions, VerifiedToken } from './fake-options.js';
export type {
  AnswerDelivery,
  AnswerFault,
  CommitPoint,
  DeliveryFault,
  Fault,
  FaultAnswer,
  FaultMatch,
  FaultTarget,
  SilenceDelivery,
  SilenceFault,
} from './fault-types.js';
export type { CatalogRole, DirectoryRole, RoleAssignment, TokenGrant } from './grants.js';
export type {
  AssignmentPolicySeed,
  AssignmentSeed,
  FakeAssignment,
  FakeAssignmentPolicy,
  FakeHoldings,
  FakeResourceRoleScope,
  ResourceRoleScopeSeed,
} from './holding-types.js';
export type { Latency } from './latency.js';
export type { ExpandSupport, FilterSupport, QuerySupport } from './query-support.js';
export type { ReplicationLag } from './replication.js';
export { defaultCatalogs } from './seed.js';
export { serveFakeGraph } from './serve.js';
export type { FakeGraphServer, FakeGraphServerOptions, ServerProtocol } from './server-types.js';
export type { Throttling } from './throttle.js';
export type { TokenVerdict } from './tokens.js';
export type {
  AccessPackageSeed,
  CatalogSeed,
  FakeAccessPackage,
  FakeCatalog,
  FakeGraph,
  NameUniqueness,
  RecordedRequest,
  RecordedStatus,
} from './types.js';
