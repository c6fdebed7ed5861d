/** What `entra-access-packages/testing` shows: the fake, its state and its records. */
import type { ClaimsChallenge } from './challenge.js';
import type { Fault } from './fault-types.js';
import type { TokenGrant } from './grants.js';
import type { FakeHoldings } from './holding-types.js';

/** A catalog as the fake stores it. The properties are Graph's. */
export interface FakeCatalog {
  /** A GUID. */
  id: string;
  /** Its name. */
  displayName: string;
  /** What it is for. */
  description: string | null;
  /** Who made it. `serviceDefault` is the built-in *General*. */
  catalogType: 'userManaged' | 'serviceDefault' | 'serviceManaged';
  /** Whether its packages are available for management. */
  state: 'published' | 'unpublished';
  /** Whether users outside the tenant may request its packages. */
  isExternallyVisible: boolean;
  /** ISO 8601 in UTC with seven fraction digits, as Graph writes it. */
  createdDateTime: string;
  /** ISO 8601 in UTC with seven fraction digits, as Graph writes it. */
  modifiedDateTime: string;
}

/** An access package as the fake stores it: Graph's properties, and the catalog that it is in. */
export interface FakeAccessPackage {
  /** A GUID. */
  id: string;
  /** Its name. */
  displayName: string;
  /** What it is for; `null` when it was created without. */
  description: string | null;
  /** Whether it is hidden from requestors. */
  isHidden: boolean;
  /** The id of its catalog. v1.0 answers never show it like this; only `$expand=catalog` tells. */
  catalogId: string;
  /** ISO 8601 in UTC with seven fraction digits, as Graph writes it. */
  createdDateTime: string;
  /** ISO 8601 in UTC with seven fraction digits, as Graph writes it. */
  modifiedDateTime: string;
}

/** A catalog to begin with: a name is enough. */
export type CatalogSeed = Pick<FakeCatalog, 'displayName'> & Partial<FakeCatalog>;

/** An access package to begin with: a name and the id of a seeded catalog are enough. */
export type AccessPackageSeed = Pick<FakeAccessPackage, 'displayName' | 'catalogId'> & Partial<FakeAccessPackage>;

/** How the service compares the names of the access packages in one catalog. Graph's own rule is not documented. */
export type NameUniqueness = 'caseInsensitive' | 'caseSensitive' | 'none';

/**
 * What became of a request: the HTTP status answered, `reset` when the connection or its stream was dropped instead,
 * `pending` while nothing has been answered (for ever, after the fault `hang`).
 */
export type RecordedStatus = number | 'reset' | 'pending';

/** A request that reached the fake. The token is not kept. Preflights and control calls are not recorded. */
export interface RecordedRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The absolute URL. */
  readonly url: string;
  /** The headers by lower-case name. `authorization` reads `Bearer …`, whatever the token was. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; empty when there was none. */
  readonly body: string;
  /** When it arrived, by the service's clock: ISO 8601 in UTC. */
  readonly time: string;
  /** What became of it. */
  readonly status: RecordedStatus;
  /**
   * The id of the access package that this request made: also when the caller was told otherwise, and, once it is
   * done, when that happened after the answer. Absent when it made none.
   */
  readonly created?: string;
  /** Behind a socket: which of the server's connections it came on, counted from 1. */
  readonly connection?: number;
  /** Behind a socket: whether an earlier request, a preflight included, had come on that connection. */
  readonly reused?: boolean;
  /** Behind a socket: the version of HTTP, `1.1` or `2.0`. */
  readonly httpVersion?: string;
}

/**
 * An entitlement management service in memory.
 *
 * @example
 * ```js
 * const fake = createFakeGraph();
 * const client = createAccessPackageClient({ token: fake.issueToken(), fetch: fake.fetch });
 * ```
 */
export interface FakeGraph extends FakeHoldings {
  /** The origin that it answers as. */
  readonly graphRoot: string;
  /**
   * `fetch`, as a page of another origin would see it: headers that are not exposed cannot be read, an answer
   * without CORS headers is a `TypeError`, so is a dropped connection and any other origin than `graphRoot`.
   * An aborted signal rejects with its reason; what the service has begun, it finishes. Works detached.
   */
  readonly fetch: typeof globalThis.fetch;
  /**
   * The service itself, for service workers and request interceptors: all headers are there. A dropped connection
   * rejects with `TypeError: Failed to fetch`. Works detached.
   */
  readonly handle: (request: Request) => Promise<Response>;
  /**
   * Issues a token that this fake accepts. Default grant: an administrator who may do everything, for an hour.
   *
   * @throws `TypeError`: the grant is of the wrong kind, or has a property that there is not.
   */
  readonly issueToken: (grant?: TokenGrant) => string;
  /**
   * Demands claims of every token from now on, in place of the option `claimsChallenge` and of earlier demands;
   * `null` demands none. Default: that tokens were issued after now, as when sessions are revoked.
   *
   * @throws `TypeError`: the challenge is of the wrong kind, or has a property that there is not.
   *
   * @example
   * ```js
   * fake.demandClaims({ form: 'popFirst' });
   * const token = fake.issueToken({ claims }); // the decoded claims of the challenge
   * ```
   */
  readonly demandClaims: (challenge?: ClaimsChallenge | null) => void;
  /** The catalogs as they are now: copies. */
  readonly catalogs: readonly FakeCatalog[];
  /** The access packages as they are now, whether or not replication shows them to reads already: copies. */
  readonly accessPackages: readonly FakeAccessPackage[];
  /** The requests that arrived since the beginning or the last reset, oldest first: copies. */
  readonly requests: readonly RecordedRequest[];
  /**
   * Queues a fault. The oldest fault that matches a request strikes it.
   *
   * @throws `TypeError`: the fault is of the wrong kind, or has a property that there is not.
   */
  readonly fail: (fault: Fault) => void;
  /**
   * Takes back the faults that have not struck yet, and touches nothing else: a request that a fault has struck
   * meets its end, and a commit that is still due comes.
   */
  readonly clearFaults: () => void;
  /**
   * Goes back to the beginning: state, records, faults, commits that are still due, what throttling has counted, and
   * the demand for claims. Issued tokens stay valid.
   */
  readonly reset: () => void;
}
