/** What `entra-access-packages/testing` shows: the fake, its options, its state and its records. */
import type { Fault } from './faults.js';
import type { TokenGrant, TokenVerdict } from './tokens.js';

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
  /**
   * Which names count as equal within one catalog, for creating, renaming and `displayName eq`.
   * With `none` any name may repeat, and `eq` compares exactly. Default: `caseInsensitive`.
   */
  nameUniqueness?: NameUniqueness | undefined;
  /** The status of the refusal `DuplicateAccessPackage`, which nobody has reported. Default: 409. */
  duplicateStatus?: number | undefined;
  /** The status for a create in a catalog that does not exist, which nobody has reported. Default: 404. */
  unknownCatalogStatus?: number | undefined;
  /** The status for a body that is not `application/json`, which nobody has reported. Default: 415. */
  wrongContentTypeStatus?: number | undefined;
  /** How many items a page of a list holds at most; `$top` may ask for fewer. Default: 100. */
  pageSize?: number | undefined;
  /** Whether the tenant has the licence; without it every call is refused with 403 `NoLicense`. Default: `true`. */
  licensed?: boolean | undefined;
  /**
   * Judges tokens that the fake did not issue, e.g. JWTs of an OpenID provider: the place for a real check of
   * signature, audience and scope. It is asked for every token; `undefined` leaves the token to the fake, and a
   * throw or rejection counts as a refusal.
   */
  verifyToken?: ((token: string) => VerifiedToken | Promise<VerifiedToken>) | undefined;
  /** The service's clock: milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** The response headers that pages may read. Default: what Graph exposes today; see {@link defaultExposedHeaders}. */
  exposeHeaders?: readonly string[] | undefined;
  /** The origins whose pages may call, or `'*'`. In memory, where requests name no origin, all may. Default: `'*'`. */
  allowedOrigins?: '*' | readonly string[] | undefined;
}

/** What `verifyToken` answers. */
export type VerifiedToken = TokenVerdict | undefined;

/**
 * What became of a request: the HTTP status answered, `reset` when the connection was dropped instead, `pending`
 * while nothing has been answered (for ever, after the fault `hang`).
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
export interface FakeGraph {
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
  /** Issues a token that this fake accepts. Default grant: an administrator who may do everything, for an hour. */
  readonly issueToken: (grant?: TokenGrant) => string;
  /** The catalogs as they are now: copies. */
  readonly catalogs: readonly FakeCatalog[];
  /** The access packages as they are now: copies. */
  readonly accessPackages: readonly FakeAccessPackage[];
  /** The requests that arrived since the beginning or the last reset, oldest first: copies. */
  readonly requests: readonly RecordedRequest[];
  /** Queues a fault. The oldest fault that matches a request strikes it. */
  readonly fail: (fault: Fault) => void;
  /** Goes back to the seed: state, records, faults and commits that are still due. Issued tokens stay valid. */
  readonly reset: () => void;
}

/** The options of {@link serveFakeGraph}: those of the fake, and where to listen. */
export interface FakeGraphServerOptions extends Omit<FakeGraphOptions, 'graphRoot'> {
  /** The loopback host to listen on: `127.0.0.1`, `::1` or `localhost`. Default: `127.0.0.1`. */
  host?: '127.0.0.1' | '::1' | 'localhost' | undefined;
  /** The port; 0 takes a free one. Default: 0. */
  port?: number | undefined;
  /**
   * Whether other processes and pages may steer the fake. Default: `false`.
   *
   * | request | body | answer |
   * | --- | --- | --- |
   * | `POST /_fake/token` | a {@link TokenGrant}, or nothing | `{ "token": … }` |
   * | `POST /_fake/fault` | a {@link Fault} | 204 |
   * | `POST /_fake/reset` | nothing | 204 |
   * | `GET /_fake/requests` | | the {@link RecordedRequest}s |
   * | `GET /_fake/state` | | `{ "catalogs": …, "accessPackages": … }` |
   *
   * What is wrong with a call is told as 400 `{ "error": … }`.
   */
  control?: boolean | undefined;
}

/** A fake Graph behind a real socket. */
export interface FakeGraphServer {
  /** Where it listens, e.g. `http://127.0.0.1:49152`: the `graphRoot` for a client. */
  readonly origin: string;
  /** The fake behind it. */
  readonly fake: FakeGraph;
  /** Stops listening and drops every open connection. May be called twice. */
  readonly close: () => Promise<void>;
}
