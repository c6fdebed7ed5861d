/**
 * The data that crosses the package's surface.
 *
 * Property names are Graph's own. The Rust structs behind them serialise to exactly these keys;
 * `tests/package/shapes.test.mjs` compares the two.
 */

import type { BulkClient, RowProblem } from './bulk/types.js';
import type { AccessPackageErrorCode, OutcomeUnknownReason } from './errors.js';
import type { NothingBeyond } from './exact.js';
import type { AccessPackageId, CatalogId } from './ids.js';

export type * from './bulk/types.js';
export type * from './exact.js';
export type * from './ids.js';

/** An entitlement management catalog, named by its id when a package is put into it. */
export interface CatalogReference {
  /** The catalog's id: a GUID in the form `66584aae-98bb-48cc-9458-7bee5d2a6577`. */
  id: CatalogId;
}

/**
 * What a caller asks Graph to create: exactly the properties that Microsoft documents for
 * `POST /identityGovernance/entitlementManagement/accessPackages`, and no other.
 *
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages
 */
export interface AccessPackageInput {
  /**
   * The name that requestors see. Required, without white space at its ends, at most 1,024 UTF-16 code units.
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
 * An {@link AccessPackageInput} that has nothing else, nor its catalog: `Given` is the type of what is passed. A whole
 * catalog in the place of `{ id }` does not compile, for instance, since Graph would be sent no more than its id.
 */
export type ExactAccessPackageInput<Given extends AccessPackageInput> = Given &
  NothingBeyond<AccessPackageInput, Given> & {
    /** No more than the id of the catalog. */
    readonly catalog: NothingBeyond<CatalogReference, Given['catalog']>;
  };

/**
 * An access package as Graph stores it. A property that Graph left out or sent as `null` is absent.
 *
 * @see https://learn.microsoft.com/graph/api/resources/accesspackage
 */
export interface AccessPackage {
  /** The id that Graph gave it; read-only. */
  id: AccessPackageId;
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
  id: CatalogId;
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
  /** What the request was for. */
  purpose: AttemptPurpose;
  /** Why it was sent. */
  reason: AttemptReason;
  /** How long the call waited on purpose before it, in milliseconds. */
  waitedMs: number;
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
 * What a request was for.
 *
 * - `create`, `update`, `delete`: it was to change something.
 * - `lookUp`: it was to find out whether a package exists.
 * - `read`: it read what the caller asked for, or what explains a refusal.
 */
export type AttemptPurpose = 'create' | 'update' | 'delete' | 'lookUp' | 'read';

/**
 * Why a request was sent.
 *
 * - `initial`: nothing of its purpose was sent before it.
 * - `unauthorized`: again with a new token, because Graph did not take the last one.
 * - `claimsChallenge`: again with a new token, because Graph asked for one with further claims.
 * - `throttled`: again, after the pause that Graph asked for.
 * - `ambiguous`: because an answer left open what happened: a look, or a repeat after the looks found nothing.
 * - `conflict`: a look, because Graph said that the name is taken.
 * - `created`: a look after a create that succeeded, for others of the same name.
 * - `refused`: a read that tells why Graph refused.
 * - `failed`: a read again, because it failed.
 */
export type AttemptReason =
  | 'initial'
  | 'unauthorized'
  | 'claimsChallenge'
  | 'throttled'
  | 'ambiguous'
  | 'conflict'
  | 'created'
  | 'refused'
  | 'failed';

/**
 * What became of one attempt.
 *
 * - `succeeded`: Graph answered with success and the answer could be read.
 * - `refused`: Graph answered that it did not do it.
 * - `throttled`: Graph answered 429; it did nothing.
 * - `serverError`: a 408, 499, 5xx or redirect, after which a create may or may not have been applied.
 * - `connectionLost`: no whole answer arrived.
 * - `timedOut`: its time was over while waiting for the answer: a part of `timeoutMs`, so that there is time to look.
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
  /**
   * - `created`: Graph answered 201 to this call, or to the same create at the same time (a second click, another tab),
   *   which this one waited for; then `attempts` is empty.
   * - `adopted`: the answer was lost, and a look found the package that this call made.
   * - `existing`: a package of that name was there before, and the caller asked for {@link CreateOptions.ifExists}
   *   `'return'`. Its other properties may differ from what was asked for.
   */
  outcome: 'created' | 'adopted' | 'existing';
  /** The package as Graph answered it. */
  accessPackage: AccessPackage;
  /**
   * Other packages of exactly that name that have appeared in the catalog during this call: made by somebody else,
   * or by a browser that sent the request twice by itself. Almost always empty. Absent where nobody could look.
   */
  duplicates?: AccessPackage[];
  /** Every request that this call sent. */
  attempts: Attempt[];
}

/** What {@link AccessPackageClient.recheck} found out. */
export interface RecheckResult {
  /**
   * - `adopted`: the create was applied; `accessPackage` is what it made.
   * - `notCreated`: it was not, and will not be any more.
   */
  outcome: 'adopted' | 'notCreated';
  /** The package that the create made; absent for `notCreated`. */
  accessPackage?: AccessPackage;
  /** With `adopted`: as {@link CreateResult.duplicates}. */
  duplicates?: AccessPackage[];
  /** With `notCreated`: a package of that name that is there, and that the create did not make. */
  existing?: AccessPackage;
  /** Every request that this call sent. */
  attempts: Attempt[];
}

/**
 * What is needed to find out later what became of a create: plain data, which survives `JSON.stringify` and a
 * reload. It holds what was asked for and no token. Its inside may change between versions of this package.
 */
export interface CreateTicket {
  /** The form of this ticket. */
  version: 1;
  /** The root that the create was sent to. */
  graphRoot: string;
  /** What was asked for. */
  input: AccessPackageInput;
  /** When it was sent last: ISO 8601 in UTC, by this machine's clock. */
  sentAt: string;
  /**
   * The ids of the packages of that name that were there before it was sent; `null` where nobody had looked, and
   * then a package found later cannot be told from one that was there before.
   */
  knownIds: AccessPackageId[] | null;
}

/** What a change of an access package ended as. */
export interface ChangeResult {
  /** Every request that this call sent. */
  attempts: Attempt[];
}

/** How a delete ended. */
export interface DeleteResult extends ChangeResult {
  /**
   * - `deleted`: it was there, and is gone.
   * - `absent`: Graph does not have it: it was deleted before, or never existed, or the caller may not see it.
   */
  outcome: 'deleted' | 'absent';
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

/** Where something is wrong, and what is said of it. The texts are English, and may be reworded by a later version. */
export interface IssueBase {
  /** Where: property names from the outside in, `[]` for the input itself. */
  path: string[];
  /** What was found and what is wanted, in one clause; or what {@link MessageOptions.message} has put in its place. */
  message: string;
  /** What to do about it, where there is something to say. Not where the message was replaced. */
  hint?: string;
}

/**
 * One thing that is wrong with an input. `code` is stable, and with `path` and the data that some codes bring it is all
 * that a text in another language needs: see {@link MessageOptions.message}.
 */
export type ValidationIssue = IssueBase & IssueFacts;

/** What is wrong, by its stable code, with the data that belong to it. */
export type IssueFacts =
  | {
      /** It is longer than the limit that the property's documentation names. */
      code: 'tooLong';
      /** How many UTF-16 code units are accepted; `text.length` counts them. */
      limit: number;
    }
  | {
      /** It has another type than the documented one. */
      code: 'wrongType';
      /** The type that the property is documented with. */
      expected: 'string' | 'boolean' | 'object';
      /** What was found. */
      found:
        | 'undefined'
        | 'null'
        | 'boolean'
        | 'number'
        | 'string'
        | 'array'
        | 'object'
        | 'function'
        | 'symbol'
        | 'bigint';
    }
  | {
      /** What is wrong: {@link ValidationIssueCode} explains it. */
      code: Exclude<ValidationIssueCode, 'tooLong' | 'wrongType'>;
    };

/** Texts of one's own for what can be wrong. */
export interface MessageOptions {
  /**
   * Gives the message for an issue in place of the English one, as text without markup; `undefined` keeps it. It is
   * asked for every issue of an input, and for every problem of a row of a file, whose `code`s are the same and some
   * more. What it throws reaches the caller. Default: English.
   */
  message?: ((issue: ValidationIssue | RowProblem) => string | undefined) | undefined;
}

/**
 * What can be wrong with an input.
 *
 * - `required`: a required property is missing, or its value is `undefined`.
 * - `wrongType`: a value of another type than the documented one (`null` included).
 * - `unknownProperty`: a property that Graph does not document for this request.
 * - `blank`: a name that is empty or only white space.
 * - `outerWhiteSpace`: a name that begins or ends with white space, which a service may cut off.
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
  | 'outerWhiteSpace'
  | 'tooLong'
  | 'illFormed'
  | 'notAGuid'
  | 'unreadable';

/** What {@link validateAccessPackage} answers. `value` holds exactly the properties that would be sent. */
export type ValidationResult =
  | {
      /** Nothing is wrong. */
      ok: true;
      /** The properties that would be sent. */
      value: AccessPackageInput;
    }
  | {
      /** Something is wrong. */
      ok: false;
      /** Every problem, in the order in which the properties are documented. */
      issues: ValidationIssue[];
    };

/**
 * Why a token is asked for.
 *
 * - `initial`: a first request is about to be sent.
 * - `retry`: a further request of the same call, perhaps long after the first.
 * - `unauthorized`: Graph did not take the last token; a cached one will not do.
 * - `claimsChallenge`: Graph wants a token with further claims; `claims` has them.
 */
export type TokenRequestReason = 'initial' | 'retry' | 'unauthorized' | 'claimsChallenge';

/** What the package asks of the token callback. */
export interface TokenRequest {
  /**
   * The scopes to ask MSAL.js for: one, `{root}/EntitlementManagement.ReadWrite.All`. It is the same for
   * every call of a client, reads too, so that one consent and one cached token serve a whole portal.
   */
  scopes: string[];
  /** Why a token is asked for. */
  reason: TokenRequestReason;
  /** The claims that Graph asked for, as the JSON text that MSAL.js takes as `claims`. */
  claims?: string;
  /** Whether a cached token will not do. */
  forceRefresh: boolean;
  /** Fires when all calls that wait for this token are aborted or out of time. */
  signal: AbortSignal;
}

/** Gives an access token for Graph, as text without `Bearer`. A rejection reaches the caller as `TokenError.cause`. */
export type GetToken = (request: TokenRequest) => string | Promise<string>;

/**
 * The clouds in which Microsoft Graph is offered, by the name of their deployment.
 *
 * {@link clouds} has the root, the sign-in authority and the scope of each.
 *
 * @see https://learn.microsoft.com/graph/deployments
 */
export type Cloud = 'global' | 'usGovL4' | 'usGovL5' | 'china';

/** Where a cloud is, to be handed to MSAL.js. */
export interface CloudEndpoints {
  /** The root of Microsoft Graph: an origin. */
  graphRoot: string;
  /** The origin of its sign-in; an authority for MSAL.js is this, a slash and the tenant. */
  authority: string;
  /** The scope to ask for, which is the one that {@link TokenRequest.scopes} has. */
  scope: string;
}

/** Where Graph is and how requests get there. */
export interface ConnectionOptions extends MessageOptions {
  /** The cloud. Default: `global`. */
  cloud?: Cloud | undefined;
  /**
   * An origin to use in place of the cloud's, for a fake or a gateway: `https:`, or `http:` on a loopback
   * host. `/v1.0` is added by the package. Default: the cloud's root.
   */
  graphRoot?: string | undefined;
  /**
   * A function to use in place of the global `fetch`, with the same contract. It is called as `fetch(url, init)`.
   * Creates know of each other only when they go through the same function: give all clients of a page the same.
   */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long a call may take in all, in milliseconds: loading, tokens, requests, waits and looks; of a list, each
   * page. Default: 100,000. At most 2,147,483,647.
   */
  timeoutMs?: number | undefined;
  /**
   * How long after a lost answer a package may still appear, in milliseconds: half of it for a service that does the
   * work late, half for one that shows it late. A create is sent again, and said not to have happened, only when a
   * look that began later than this still does not find it. Default: 60,000. At most 600,000.
   *
   * Graph documents neither time. A smaller value answers sooner and takes a risk; for tests with a fake it may be 0.
   */
  settleMs?: number | undefined;
  /** Told of every step of every call of the client. What it throws is reported as uncaught, and disturbs no call. */
  onEvent?: ((event: AccessPackageEvent) => void) | undefined;
}

/**
 * What {@link createAccessPackageClient} takes: one of
 *
 * - `getToken`: a callback, which is asked for a token before every request; see {@link GetToken};
 * - `token`: for short-lived scripts an access token, as text without `Bearer`, which is used as it is and never renewed.
 */
export type AccessPackageClientOptions = ConnectionOptions &
  (
    | {
        /** Asked for a token before every request. */
        getToken: GetToken;
        /** Not beside a callback. */
        token?: undefined;
      }
    | {
        /** An access token, as text without `Bearer`. It is used as it is and never renewed. */
        token: string;
        /** Not beside a token. */
        getToken?: undefined;
      }
  );

/** What every call takes. */
export interface CallOptions {
  /** Aborts the call. What that means for a create that was sent is told by {@link AccessPackageClient.create}. */
  signal?: AbortSignal | undefined;
  /** As {@link ConnectionOptions.timeoutMs}, for this call only. */
  timeoutMs?: number | undefined;
  /** As {@link ConnectionOptions.onEvent}, for this call only; both are told. */
  onEvent?: ((event: AccessPackageEvent) => void) | undefined;
}

/** What a create takes besides. */
export interface CreateOptions extends CallOptions {
  /**
   * What to do when the catalog has a package of exactly that name: `fail` with `ConflictError`, or `return` it.
   * Default: `fail`.
   */
  ifExists?: 'fail' | 'return' | undefined;
  /**
   * Whether to look at the catalog just before sending and just after: two reads more. Default: `true`.
   *
   * The look before finds a package that exists already, and is what later proves that a package found after a lost
   * answer is this call's. The look after finds a second one, which a browser may have made by sending the request
   * twice. With `false` one request is sent when all goes well; after a lost answer more outcomes stay unknown, and a
   * second package stays unseen.
   */
  verify?: boolean | undefined;
}

/** Which packages to list. */
export interface ListOptions extends CallOptions {
  /** Only those of the catalog with this id. Default: those of every catalog that the caller may read. */
  catalogId?: CatalogId | undefined;
}

/** What to change of an access package: at least one property. What is left out stays as it is. */
export interface AccessPackageChanges {
  /** As {@link AccessPackageInput.displayName}. */
  displayName?: string | undefined;
  /** As {@link AccessPackageInput.description}; may be empty. */
  description?: string | undefined;
  /** As {@link AccessPackageInput.isHidden}. */
  isHidden?: boolean | undefined;
}

/** {@link AccessPackageChanges} that have nothing else: `Given` is the type of what is passed. */
export type ExactAccessPackageChanges<Given extends AccessPackageChanges> = Given &
  NothingBeyond<AccessPackageChanges, Given>;

/** What is called; the name of the client's method. */
export type OperationName =
  | 'create'
  | 'recheck'
  | 'list'
  | 'get'
  | 'update'
  | 'delete'
  | 'undo'
  | 'listCatalogs'
  | 'getCatalog';

/**
 * One step of a call, with enough in it to say in a sentence what is going on.
 *
 * | `type` | what is going on | what is told besides |
 * | --- | --- | --- |
 * | `queued` | a create of the same name is under way in this page or another tab: waiting for its end | |
 * | `waiting` | waiting on purpose | `reason`, `waitMs`, `until` |
 * | `sending` | a request that changes something is about to be sent | `reason`; for a create `ticket` |
 * | `reading` | a request that only reads is about to be sent | `reason` |
 * | `lookingUp` | looking whether the package is there | `reason` |
 * | `throttled` | Graph answered 429 | `status` |
 * | `ambiguous` | an answer left open whether something was done | `reason`, `status` |
 * | `refused` | Graph refused | `status` |
 * | `created`, `adopted`, `existing`, `notCreated`, `deleted`, `absent`, `done` | the call ended well | |
 * | `failed` | the call rejected | `code` |
 */
export interface AccessPackageEvent {
  /** What is going on. */
  type: AccessPackageEventType;
  /** The call's method. */
  operation: OperationName;
  /** A number that all events of one call share, and no other call of this page. */
  call: number;
  /** When: ISO 8601 in UTC, by this machine's clock. */
  time: string;
  /** The name of the package, for a create. */
  displayName?: string;
  /** Why: an {@link AttemptReason}; of `waiting` {@link WaitReason}, of `ambiguous` {@link OutcomeUnknownReason}. */
  reason?: AttemptReason | WaitReason | OutcomeUnknownReason;
  /** The HTTP status of the answer that this is about. */
  status?: number;
  /** How long the wait takes, in milliseconds. */
  waitMs?: number;
  /** When the wait ends: ISO 8601 in UTC, by this machine's clock; for a countdown. */
  until?: string;
  /**
   * Of a create that is about to be sent: what {@link AccessPackageClient.recheck} needs if the page does not live
   * to see the answer. It comes before the request goes out.
   */
  ticket?: CreateTicket;
  /** The `code` of the error that the call rejected with; absent for a reason of an abort and for argument mistakes. */
  code?: AccessPackageErrorCode;
}

/** The steps of a call; {@link AccessPackageEvent} explains them. */
export type AccessPackageEventType =
  | 'queued'
  | 'waiting'
  | 'sending'
  | 'reading'
  | 'lookingUp'
  | 'throttled'
  | 'ambiguous'
  | 'refused'
  | 'created'
  | 'adopted'
  | 'existing'
  | 'notCreated'
  | 'deleted'
  | 'absent'
  | 'done'
  | 'failed';

/**
 * Why a call waits.
 *
 * - `throttled`: Graph asked for it.
 * - `failed`: a read failed and is tried again after a pause.
 * - `ambiguous`: what was sent may have been done and take a while to be seen: the next look comes after the pause.
 * - `conflict`: the name is taken, and by whom may take a while to be seen.
 */
export type WaitReason = 'throttled' | 'failed' | 'ambiguous' | 'conflict';

/** A client for the access packages of one tenant. It holds no connection and needs no closing. */
export interface AccessPackageClient extends BulkClient {
  /**
   * Creates an access package: `POST /identityGovernance/entitlementManagement/accessPackages`.
   *
   * The request is sent a second time only when looks have shown that the first was not applied. When it cannot be
   * found out in time whether the package was created, the promise rejects with `OutcomeUnknownError`, whose `ticket`
   * {@link AccessPackageClient.recheck} takes. The input is read once, before the first `await`.
   *
   * The same create under way in this page or, where Web Locks exist, in another tab is shared and not sent twice.
   *
   * Aborting before the request was sent rejects with the signal's reason as it is. Aborting afterwards
   * rejects with `OutcomeUnknownError`, whose `cause` is the reason: the package may have been created.
   *
   * @throws {@link ValidationError} `ERR_VALIDATION`: the input is wrong; nothing was sent.
   * @throws {@link TokenError} `ERR_TOKEN`: there is no usable token; nothing was created.
   * @throws {@link GraphError} `ERR_GRAPH`: Graph refused or failed; nothing was created.
   * @throws {@link ConflictError} `ERR_CONFLICT`: the name is taken in that catalog; nothing was created.
   * @throws {@link ThrottledError} `ERR_THROTTLED`: Graph asks for a longer wait than `timeoutMs` leaves.
   * @throws {@link NetworkError} `ERR_NETWORK`: Graph was not reached; nothing was created.
   * @throws {@link OutcomeUnknownError} `ERR_OUTCOME_UNKNOWN`: it was sent, and nobody here knows yet what became of it.
   * @throws {@link ResponseError} `ERR_RESPONSE`: something answered, but not Graph as documented; nothing was created.
   * @throws {@link LoadError} `ERR_LOAD`: the WebAssembly could not be loaded; nothing was sent.
   * @throws {@link InternalError} `ERR_INTERNAL`: a defect of this package; nothing was sent.
   * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an option is of the wrong kind.
   */
  create<Given extends AccessPackageInput>(
    input: ExactAccessPackageInput<Given>,
    options?: CreateOptions,
  ): Promise<CreateResult>;

  /**
   * Finds out what became of a create that ended as `OutcomeUnknownError`, or whose page did not live to see its end.
   * It only looks. A package that is found is told at once; that there is none only `settleMs` after this call began,
   * so never with a `timeoutMs` below that.
   * An abort rejects with the signal's reason as it is.
   *
   * @throws {@link OutcomeUnknownError} `ERR_OUTCOME_UNKNOWN`: it is still not known, because the time was over, or because
   * nobody could look: no token, no permission, no network. The ticket is as good as before.
   * @throws {@link LoadError} `ERR_LOAD`: the WebAssembly could not be loaded.
   * @throws {@link InternalError} `ERR_INTERNAL`: a defect of this package.
   * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: not a ticket, or one of another root.
   */
  recheck(ticket: CreateTicket, options?: CallOptions): Promise<RecheckResult>;

  /**
   * Says what {@link AccessPackageClient.create} would send, and sends nothing.
   *
   * @throws {@link ValidationError} `ERR_VALIDATION`: the input is wrong.
   * @throws {@link LoadError} `ERR_LOAD`: the WebAssembly could not be loaded.
   * @throws {@link InternalError} `ERR_INTERNAL`: a defect of this package.
   * @throws `TypeError` `ERR_INVALID_ARG_VALUE`: `cloud` or `graphRoot` has a value that it cannot have.
   */
  prepare<Given extends AccessPackageInput>(input: ExactAccessPackageInput<Given>): Promise<PreparedRequest>;

  /**
   * Lists the catalogs that the caller may read: `GET /identityGovernance/entitlementManagement/catalogs`.
   * Pages are fetched as the iteration reaches them. An abort rejects with the signal's reason as it is.
   *
   * A read that fails is tried again, a few times and within `timeoutMs`; that goes for every read of the client.
   *
   * @throws {@link TokenError} `ERR_TOKEN`: there is no usable token.
   * @throws {@link GraphError} `ERR_GRAPH`: Graph refused, or failed.
   * @throws {@link ThrottledError} `ERR_THROTTLED`: Graph asks for a longer wait than `timeoutMs` leaves.
   * @throws {@link NetworkError} `ERR_NETWORK`: Graph was not reached, or its answer was lost or late.
   * @throws {@link ResponseError} `ERR_RESPONSE`: the answer is not what Graph documents.
   * @throws {@link LoadError} `ERR_LOAD`: the WebAssembly could not be loaded.
   * @throws {@link InternalError} `ERR_INTERNAL`: a defect of this package.
   * @throws `TypeError` `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an option is of the wrong kind.
   */
  listCatalogs(options?: CallOptions): AsyncIterable<AccessPackageCatalog>;

  /**
   * Reads a catalog: `GET /identityGovernance/entitlementManagement/catalogs/{id}`. Rejects as
   * {@link AccessPackageClient.listCatalogs} does; a catalog that does not exist is a `GraphError` with status 404.
   */
  getCatalog(id: CatalogId, options?: CallOptions): Promise<AccessPackageCatalog>;

  /**
   * Lists the access packages that the caller may read: `GET /identityGovernance/entitlementManagement/accessPackages`.
   * It behaves as {@link AccessPackageClient.listCatalogs} does.
   */
  list(options?: ListOptions): AsyncIterable<AccessPackage>;

  /**
   * Reads an access package: `GET /identityGovernance/entitlementManagement/accessPackages/{id}`. Rejects as
   * {@link AccessPackageClient.listCatalogs} does. Just after a create a 404 may mean: not to be seen yet.
   */
  get(id: AccessPackageId, options?: CallOptions): Promise<AccessPackage>;

  /**
   * Changes an access package: `PATCH /identityGovernance/entitlementManagement/accessPackages/{id}`.
   *
   * When an answer leaves open whether the change was made, the package is read: if it has the values, the change is
   * done; if not, it is sent again. As everywhere without version numbers the last change wins.
   *
   * @throws {@link ValidationError} `ERR_VALIDATION`: the changes are wrong; nothing was sent.
   * @throws {@link ConflictError} `ERR_CONFLICT`: the new name is taken in that catalog; nothing was changed.
   * @throws {@link OutcomeUnknownError} `ERR_OUTCOME_UNKNOWN`: it was sent, and nobody here knows whether it was applied;
   * without a ticket: the same call again settles it.
   *
   * And as {@link AccessPackageClient.listCatalogs}.
   */
  update<Given extends AccessPackageChanges>(
    id: AccessPackageId,
    changes: ExactAccessPackageChanges<Given>,
    options?: CallOptions,
  ): Promise<ChangeResult>;

  /**
   * Deletes an access package: `DELETE /identityGovernance/entitlementManagement/accessPackages/{id}`. Graph refuses
   * while it has assignments. An answer that leaves open whether it was done is followed by the same request again.
   *
   * @throws {@link OutcomeUnknownError} `ERR_OUTCOME_UNKNOWN`: it was sent, and nobody here knows whether it was applied;
   * without a ticket: the same call again settles it.
   *
   * And as {@link AccessPackageClient.listCatalogs}.
   */
  delete(id: AccessPackageId, options?: CallOptions): Promise<DeleteResult>;
}
