/** The fake behind a socket: its options and its face. */
import type { FakeGraphOptions } from './fake-options.js';
import type { FakeGraph } from './types.js';

/** A protocol that the server may speak, by its ALPN name. */
export type ServerProtocol = 'h2' | 'http/1.1';

/** The options of {@link serveFakeGraph}: those of the fake, and where and how to listen. */
export interface FakeGraphServerOptions extends Omit<FakeGraphOptions, 'graphRoot'> {
  /** The loopback host to listen on: `127.0.0.1`, `::1` or `localhost`. Default: `127.0.0.1`. */
  host?: '127.0.0.1' | '::1' | 'localhost' | undefined;
  /** The port; 0 takes a free one. Default: 0. */
  port?: number | undefined;
  /** A private key and its certificate (chain), in PEM: the server then speaks `https:`. Default: none, `http:`. */
  tls?:
    | {
        /** The private key, in PEM. */
        key: string;
        /** The certificate, or the chain that begins with it, in PEM. */
        cert: string;
      }
    | undefined;
  /**
   * The protocols to offer; HTTP/2 needs `tls`, as it does in browsers.
   * Default: `['h2', 'http/1.1']` with `tls`, `['http/1.1']` without.
   */
  protocols?: readonly ServerProtocol[] | undefined;
  /**
   * Whether connections serve more than one request. With `false` each is ended after its first answer, as
   * `Connection: close` or HTTP/2's GOAWAY announces, so that every request comes on a fresh connection: browsers send
   * requests again by themselves when a reused one drops. Default: `true`.
   */
  keepAlive?: boolean | undefined;
  /**
   * Whether other processes and pages may steer the fake. Default: `false`.
   *
   * | request | body | answer |
   * | --- | --- | --- |
   * | `POST /_fake/token` | a {@link TokenGrant}, or nothing | `{ "token": … }` |
   * | `POST /_fake/fault` | a {@link Fault}, its expressions as texts | 204 |
   * | `DELETE /_fake/fault` | | 204; takes back the faults that have not struck, as `clearFaults` does |
   * | `POST /_fake/claims` | a {@link ClaimsChallenge} for `demandClaims`, `null`, or nothing | 204 |
   * | `POST /_fake/assignmentPolicy`, `…/resourceRoleScope`, `…/assignment` | what is added, with its `accessPackageId` | what was added |
   * | `DELETE` of these | `{ "id": … }` | `true`, or `false` where there is none |
   * | `POST /_fake/reset` | nothing | 204 |
   * | `GET /_fake/requests` | | the {@link RecordedRequest}s |
   * | `GET /_fake/state` | | `{ "catalogs": …, "accessPackages": …, "assignmentPolicies": …, "resourceRoleScopes": …, "assignments": …, "connections": … }` |
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
  /** How many connections it has accepted so far. A reset of the fake does not change that. */
  readonly connections: number;
  /** Stops listening and drops every open connection. May be called twice. */
  readonly close: () => Promise<void>;
}
