/**
 * The data that crosses the package's surface.
 *
 * Property names are Graph's own. The Rust structs behind them serialise to exactly these keys;
 * `tests/package/shapes.test.mjs` compares the two.
 */

/** An entitlement management catalog, named by its id when a package is put into it. */
export interface CatalogReference {
  /** The catalog's id: a GUID in the form `66584aae-98bb-48cc-9458-7bee5d2a6577`. */
  id: string;
}

/**
 * What a caller asks Graph to create: exactly the properties that Microsoft documents for
 * `POST /identityGovernance/entitlementManagement/accessPackages`, and no other.
 *
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages
 */
export interface AccessPackageInput {
  /**
   * The name that requestors see. Required, not only white space, at most 1,024 UTF-16 code units.
   *
   * Graph documents no limit. Ours keeps the name short enough to be looked up in a URL afterwards.
   */
  displayName: string;
  /** What the package is for. Optional; at most 10,000 UTF-16 code units (ours: Graph documents no limit). */
  description?: string | undefined;
  /** Whether the package is hidden from requestors. Optional; Graph decides when it is left out. */
  isHidden?: boolean | undefined;
  /** The catalog that the package is put into. It cannot be changed later in v1.0. */
  catalog: CatalogReference;
}

/**
 * An access package as Graph stores it. A property that Graph left out or sent as `null` is absent.
 *
 * @see https://learn.microsoft.com/graph/api/resources/accesspackage
 */
export interface AccessPackage {
  /** The id that Graph gave it; read-only. */
  id: string;
  /** The name that requestors see. */
  displayName?: string;
  /** What the package is for. */
  description?: string;
  /** Whether the package is hidden from requestors. */
  isHidden?: boolean;
  /** When it was created: ISO 8601 in UTC, as Graph wrote it (up to seven fraction digits). */
  createdDateTime?: string;
  /** When it was last changed: ISO 8601 in UTC, as Graph wrote it (up to seven fraction digits). */
  modifiedDateTime?: string;
}

/**
 * A catalog of entitlement management. A property that Graph left out or sent as `null` is absent.
 *
 * @see https://learn.microsoft.com/graph/api/resources/accesspackagecatalog
 */
export interface AccessPackageCatalog {
  /** The catalog's id; read-only. */
  id: string;
  /** The catalog's name. */
  displayName?: string;
  /** What the catalog is for. */
  description?: string;
  /** Who made it: `userManaged`, `serviceDefault` (the built-in *General*), `serviceManaged`, or a later addition. */
  catalogType?: 'userManaged' | 'serviceDefault' | 'serviceManaged' | (string & {});
  /** Whether its packages are available for management: `published`, `unpublished`, or a later addition. */
  state?: 'published' | 'unpublished' | (string & {});
  /** Whether users outside the tenant may request its packages. */
  isExternallyVisible?: boolean;
}

/** One request that was sent for a call, whatever became of it. It never holds a token. */
export interface Attempt {
  /** When it was sent: ISO 8601 in UTC, by this machine's clock. */
  startedAt: string;
  /** The `client-request-id` that it carried, a fresh GUID: quote it to Microsoft's support. */
  clientRequestId: string;
  /** Graph's own id of the request, where it could be read. */
  requestId?: string;
  /** The HTTP status of the answer, where one was seen. */
  status?: number;
  /** What became of it. */
  result: AttemptResult;
}

/**
 * What became of one attempt.
 *
 * - `succeeded`: Graph answered with success and the answer could be read.
 * - `refused`: Graph answered that it did not do it.
 * - `throttled`: Graph answered 429; it did nothing.
 * - `serverError`: a 408, 499, 5xx or redirect, after which a create may or may not have been applied.
 * - `connectionLost`: no whole answer arrived.
 * - `timedOut`: `timeoutMs` ran out while waiting for the answer.
 * - `aborted`: the caller's signal fired while waiting for the answer.
 * - `unreadable`: an answer with a success status that is not what Graph documents.
 * - `crashed`: this package failed while waiting for the answer.
 */
export type AttemptResult =
  | 'succeeded'
  | 'refused'
  | 'throttled'
  | 'serverError'
  | 'connectionLost'
  | 'timedOut'
  | 'aborted'
  | 'unreadable'
  | 'crashed';

/** How a create ended well. */
export interface CreateResult {
  /** `created`: Graph answered 201 to this call. */
  outcome: 'created';
  /** The package as Graph answered it. */
  accessPackage: AccessPackage;
  /** Every request that this call sent. */
  attempts: Attempt[];
}

/** A request as it would be sent, for showing it. The token is not part of it. */
export interface PreparedRequest {
  /** The HTTP method. */
  method: 'POST';
  /** The absolute URL. */
  url: string;
  /** The headers except `Authorization` and `client-request-id`, which are made anew for each request. */
  headers: Record<string, string>;
  /** The body, to the byte as it would be sent. */
  body: string;
  /** The delegated permission that the token needs, as a scope to ask MSAL.js for. */
  scopes: string[];
}

/**
 * One thing that is wrong with an input.
 *
 * `code` is stable; `message` and `hint` are English texts that may be reworded.
 */
export interface ValidationIssue {
  /** Where: property names from the outside in, `[]` for the input itself. */
  path: string[];
  /** What is wrong. */
  code: ValidationIssueCode;
  /** What was found and what is wanted, in one clause. */
  message: string;
  /** What to do about it, where there is something to say. */
  hint?: string;
}

/**
 * What can be wrong with an input.
 *
 * - `required`: a required property is missing, or its value is `undefined`.
 * - `wrongType`: a value of another type than the documented one (`null` included).
 * - `unknownProperty`: a property that Graph does not document for this request.
 * - `blank`: a name that is empty or only white space.
 * - `tooLong`: longer than the limit that the property's documentation names.
 * - `illFormed`: a string with unpaired surrogates, which cannot be sent without changing it.
 * - `notAGuid`: a catalog id that is no GUID.
 * - `unreadable`: reading it threw (a getter or a Proxy); the thrown value is the error's `cause`.
 */
export type ValidationIssueCode =
  | 'required'
  | 'wrongType'
  | 'unknownProperty'
  | 'blank'
  | 'tooLong'
  | 'illFormed'
  | 'notAGuid'
  | 'unreadable';

/** What {@link validateAccessPackage} answers. `value` holds exactly the properties that would be sent. */
export type ValidationResult = { ok: true; value: AccessPackageInput } | { ok: false; issues: ValidationIssue[] };

/** What the package asks of the token callback. */
export interface TokenRequest {
  /**
   * The scopes to ask MSAL.js for: one, `{root}/EntitlementManagement.ReadWrite.All`. It is the same for
   * every call of a client, reads too, so that one consent and one cached token serve a whole portal.
   */
  scopes: string[];
  /** Why a token is asked for. `initial`: a request is about to be sent. */
  reason: 'initial';
  /** Whether a cached token will not do. */
  forceRefresh: boolean;
  /** Fires when the call that needs the token is aborted or out of time. */
  signal: AbortSignal;
}

/** Gives an access token for Graph, as text without `Bearer`. A rejection reaches the caller as `TokenError.cause`. */
export type GetToken = (request: TokenRequest) => string | Promise<string>;

/**
 * The clouds in which Microsoft Graph is offered, by the name of their deployment.
 *
 * | cloud | Graph root |
 * | --- | --- |
 * | `global` | `https://graph.microsoft.com` |
 * | `usGovL4` | `https://graph.microsoft.us` |
 * | `usGovL5` | `https://dod-graph.microsoft.us` |
 * | `china` | `https://microsoftgraph.chinacloudapi.cn` |
 *
 * @see https://learn.microsoft.com/graph/deployments
 */
export type Cloud = 'global' | 'usGovL4' | 'usGovL5' | 'china';

/** Where Graph is and how requests get there. */
export interface ConnectionOptions {
  /** The cloud. Default: `global`. */
  cloud?: Cloud | undefined;
  /**
   * An origin to use in place of the cloud's, for a fake or a gateway: `https:`, or `http:` on a loopback
   * host. `/v1.0` is added by the package. Default: the cloud's root.
   */
  graphRoot?: string | undefined;
  /** A function to use in place of the global `fetch`, with the same contract. It is called as `fetch(url, init)`. */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long a call may take in all, in milliseconds: loading, token, request and answer; of a list, each page.
   * Default: 100,000. At most 2,147,483,647.
   */
  timeoutMs?: number | undefined;
}

/** What {@link createAccessPackageClient} takes: a token callback or, for short-lived scripts, a token. */
export type AccessPackageClientOptions = ConnectionOptions &
  (
    | {
        /** Asked for a token before every request. */
        getToken: GetToken;
        token?: undefined;
      }
    | {
        /** An access token, as text without `Bearer`. It is used as it is and never renewed. */
        token: string;
        getToken?: undefined;
      }
  );

/** What every call takes. */
export interface CallOptions {
  /** Aborts the call. What that means for a create that was sent is told by {@link AccessPackageClient.create}. */
  signal?: AbortSignal | undefined;
  /** As {@link ConnectionOptions.timeoutMs}, for this call only. */
  timeoutMs?: number | undefined;
}

/** A client for the access packages of one tenant. It holds no connection and needs no closing. */
export interface AccessPackageClient {
  /**
   * Creates an access package: `POST /identityGovernance/entitlementManagement/accessPackages`.
   *
   * One request is sent, never a second: when its answer leaves open whether the package was created, the
   * promise rejects with `OutcomeUnknownError`. The input is read once, before the first `await`.
   *
   * Aborting before the request was sent rejects with the signal's reason as it is. Aborting afterwards
   * rejects with `OutcomeUnknownError`, whose `cause` is the reason: the package may have been created.
   *
   * @throws {ValidationError} `ERR_VALIDATION`: the input is wrong; nothing was sent.
   * @throws {TokenError} `ERR_TOKEN`: there is no usable token; nothing was sent.
   * @throws {GraphError} `ERR_GRAPH`: Graph refused; nothing was created.
   * @throws {ConflictError} `ERR_CONFLICT`: Graph says that the name is taken in that catalog.
   * @throws {ThrottledError} `ERR_THROTTLED`: Graph answered 429; nothing was created.
   * @throws {NetworkError} `ERR_NETWORK`: the browser is offline; nothing was sent.
   * @throws {OutcomeUnknownError} `ERR_OUTCOME_UNKNOWN`: it was sent, and nobody here knows what became of it.
   * @throws {LoadError} `ERR_LOAD`: the WebAssembly could not be loaded; nothing was sent.
   * @throws {InternalError} `ERR_INTERNAL`: a defect of this package; nothing was sent.
   * @throws {TypeError} `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an option is of the wrong kind.
   */
  create(input: AccessPackageInput, options?: CallOptions): Promise<CreateResult>;

  /**
   * Says what {@link AccessPackageClient.create} would send, and sends nothing.
   *
   * @throws {ValidationError} `ERR_VALIDATION`: the input is wrong.
   * @throws {LoadError} `ERR_LOAD`: the WebAssembly could not be loaded.
   * @throws {InternalError} `ERR_INTERNAL`: a defect of this package.
   * @throws {TypeError} `ERR_INVALID_ARG_VALUE`: `cloud` or `graphRoot` has a value that it cannot have.
   */
  prepare(input: AccessPackageInput): Promise<PreparedRequest>;

  /**
   * Lists the catalogs that the caller may read: `GET /identityGovernance/entitlementManagement/catalogs`.
   * Pages are fetched as the iteration reaches them. An abort rejects with the signal's reason as it is.
   *
   * @throws {TokenError} `ERR_TOKEN`: there is no usable token.
   * @throws {GraphError} `ERR_GRAPH`: Graph refused, or failed.
   * @throws {ThrottledError} `ERR_THROTTLED`: Graph answered 429.
   * @throws {NetworkError} `ERR_NETWORK`: Graph was not reached, or its answer was lost or late.
   * @throws {ResponseError} `ERR_RESPONSE`: the answer is not what Graph documents.
   * @throws {LoadError} `ERR_LOAD`: the WebAssembly could not be loaded.
   * @throws {InternalError} `ERR_INTERNAL`: a defect of this package.
   * @throws {TypeError} `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an option is of the wrong kind.
   */
  listCatalogs(options?: CallOptions): AsyncIterable<AccessPackageCatalog>;
}
