/** The options of the fake. */
import type { ClaimsChallenge } from './challenge.js';
import type { InnerErrorForm } from './errors.js';
import type { AssignmentPolicySeed, AssignmentSeed, ResourceRoleScopeSeed } from './holding-types.js';
import type { Latency } from './latency.js';
import type { ExpandSupport, FilterSupport, QuerySupport } from './query-support.js';
import type { ReplicationLag } from './replication.js';
import type { Throttling } from './throttle.js';
import type { TokenVerdict } from './tokens.js';
import type { AccessPackageSeed, CatalogSeed, NameUniqueness } from './types.js';

/**
 * How the fake behaves. Every option may be left out. What Microsoft neither documents nor anybody reported
 * about Graph is an option here, so that a test can run under each position.
 */
export interface FakeGraphOptions {
  /** The origin that the fake answers as. Default: `https://graph.microsoft.com`. */
  graphRoot?: string | undefined;
  /** The catalogs to begin with. Default: a few believable ones; see {@link defaultCatalogs}. */
  catalogs?: readonly CatalogSeed[] | undefined;
  /** The access packages to begin with. Default: a few in the default catalogs; none when `catalogs` is given. */
  accessPackages?: readonly AccessPackageSeed[] | undefined;
  /** The policies of access packages to begin with. Default: none. */
  assignmentPolicies?: readonly AssignmentPolicySeed[] | undefined;
  /** The roles of access packages to begin with. Default: none. */
  resourceRoleScopes?: readonly ResourceRoleScopeSeed[] | undefined;
  /** The assignments of access packages to begin with. Default: none. */
  assignments?: readonly AssignmentSeed[] | undefined;

  /**
   * Which names count as equal within one catalog, for creating and renaming. With `none` any name may repeat.
   * Default: `caseInsensitive`.
   */
  nameUniqueness?: NameUniqueness | undefined;
  /** How `displayName eq` compares. Default: without case where `nameUniqueness` does, else exactly. */
  filterCase?: 'sensitive' | 'insensitive' | undefined;
  /**
   * How long a package that was created, changed or deleted takes to become visible to reads (lists, filters,
   * expansions, and getting one by its id), in milliseconds of the service's clock. A function is asked for each
   * commit; an older state never covers a newer one. Writes see every commit at once: a name is taken from its
   * create on, and free from the delete on; `PATCH` and `DELETE` of a package that reads do not show yet succeed, and
   * of one that was deleted are 404 even while reads still show it. Default: 0.
   */
  replicationLagMs?: ReplicationLag | undefined;

  /** What becomes of `$filter`, whatever it says or by its form. Default: the known forms are honoured. */
  filters?: QuerySupport | FilterSupport | undefined;
  /** What becomes of `$expand`, everywhere or by its form. Default: `honoured`. */
  expand?: QuerySupport | ExpandSupport | undefined;
  /** How many items a page of a list holds at most; `$top` may ask for fewer. Default: 100. */
  pageSize?: number | undefined;
  /**
   * How many access packages an expanded catalog shows at most; `accessPackages@odata.nextLink` leads to the others.
   * Default: all.
   */
  expandedPageSize?: number | undefined;

  /** The status of the refusal `DuplicateAccessPackage`, which nobody has reported. Default: 409. */
  duplicateStatus?: number | undefined;
  /** The status for a create in a catalog that does not exist, which nobody has reported. Default: 404. */
  unknownCatalogStatus?: number | undefined;
  /** The status for a create in a catalog that is not published. Default: none, it is created. */
  unpublishedCatalogStatus?: number | undefined;
  /** The status for the deletion of an access package that has assignments, which nobody has reported. Default: 400. */
  assignedStatus?: number | undefined;
  /** The status for a body that is not `application/json`, which nobody has reported. Default: 415. */
  wrongContentTypeStatus?: number | undefined;
  /** How long a name may be, in UTF-16 units, beyond which it is 400 `InvalidModel`. Default: any length. */
  maxNameLength?: number | undefined;
  /** How long a description may be, in UTF-16 units, beyond which it is 400 `InvalidModel`. Default: any length. */
  maxDescriptionLength?: number | undefined;
  /** Whether a create without a description is 400 `InvalidModel`. Default: `false`. */
  descriptionRequired?: boolean | undefined;
  /** Whether blanks around a name are taken away before it is stored. Default: `false`. */
  trimsNames?: boolean | undefined;
  /** How error bodies spell `innerError`, which has their date and ids, or that they lack it. Default: `innerError`. */
  innerError?: InnerErrorForm | undefined;

  /**
   * How long the service works on a request before it does what is asked and answers, in milliseconds of real time. What
   * `throttling` refuses is refused at once. A function is asked for each request. Default: 0.
   */
  latencyMs?: Latency | undefined;
  /**
   * How long a request travels to the service, and then its answer back, in milliseconds of real time: an answer comes
   * after twice this time at least, a 429 too. A function is asked for each way. Default: 0.
   *
   * @example
   * ```js
   * // 40 requests in 2 s, answers after 100 ms, refusals after 20 ms
   * createFakeGraph({ throttling: { limit: 40, windowMs: 2000 }, latencyMs: 80, networkMs: 10 });
   * ```
   */
  networkMs?: Latency | undefined;
  /** A limit on requests. Default: none. */
  throttling?: Throttling | undefined;
  /** Whether the tenant has the licence; without it every call is refused with 403 `NoLicense`. Default: `true`. */
  licensed?: boolean | undefined;
  /**
   * Judges tokens that the fake did not issue, e.g. JWTs of an OpenID provider: the place for a real check of
   * signature, audience and scope. It is asked for every token; `undefined` leaves the token to the fake, and a
   * throw or rejection counts as a refusal.
   */
  verifyToken?: ((token: string) => VerifiedToken | Promise<VerifiedToken>) | undefined;
  /** The claims that tokens must have been issued with; `{}` is a challenge with its defaults. Default: none. */
  claimsChallenge?: ClaimsChallenge | undefined;

  /** The service's clock: milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** The response headers that pages may read. Default: what Graph exposes today; see {@link defaultExposedHeaders}. */
  exposeHeaders?: readonly string[] | undefined;
  /** The origins whose pages may call, or `'*'`. In memory, where requests name no origin, all may. Default: `'*'`. */
  allowedOrigins?: '*' | readonly string[] | undefined;
}

/** What `verifyToken` answers. */
export type VerifiedToken = TokenVerdict | undefined;
