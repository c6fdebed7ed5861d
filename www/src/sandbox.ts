/** The sandbox: tokens for anybody, and outcomes to rehearse. */
import type { TokenRequest } from 'entra-access-packages';
import type { Fault } from 'entra-access-packages/testing';
import type { SandboxConfig } from './config.js';
import type { Identity } from './identity.js';

/** An outcome that can be rehearsed. */
export interface Rehearsal {
  readonly id: string;
  readonly name: string;
  /** What the sandbox will do. */
  readonly note: string;
  /** What to queue; nothing lets it work. */
  readonly fault?: Fault;
}

/** The outcomes by group, in the order of the page. */
export const REHEARSALS: readonly { group: string; rehearsals: readonly Rehearsal[] }[] = [
  {
    group: 'Success',
    rehearsals: [
      { id: 'works', name: 'It works', note: 'The sandbox creates the package. Nothing real is touched.' },
      {
        id: 'slow',
        name: 'It works, slowly',
        note: 'The sandbox answers after three seconds: time to try Cancel.',
        fault: { answerDelayMs: 3_000 },
      },
    ],
  },
  {
    group: 'Graph refuses',
    rehearsals: [
      {
        id: 'name-taken',
        name: 'The name is taken',
        note: '409: the catalog has a package of that name.',
        fault: { answer: { status: 409, code: 'DuplicateAccessPackage' } },
      },
      {
        id: 'no-permission',
        name: 'No permission',
        note: '403: the role or the permission is missing.',
        fault: {
          answer: {
            status: 403,
            code: 'UnAuthorized',
            message: 'User is not authorized to perform the operation. Reason: The caller is not authorized.',
          },
        },
      },
      {
        id: 'no-licence',
        name: 'No licence',
        note: '403: the tenant has no licence for entitlement management.',
        fault: {
          answer: {
            status: 403,
            code: 'NoLicense',
            message:
              'User is not authorized to perform the operation. Reason: Tenant does not meet license requirement!',
          },
        },
      },
      {
        id: 'signed-out',
        name: 'Signed out',
        note: '401: the token has run out.',
        fault: {
          answer: {
            status: 401,
            code: 'InvalidAuthenticationToken',
            message: 'Lifetime validation failed, the token is expired.',
          },
        },
      },
      {
        id: 'throttled',
        name: 'Too many requests',
        note: '429: Graph asks to wait for 30 seconds.',
        fault: { answer: { status: 429, code: 'TooManyRequests', retryAfter: 30 } },
      },
    ],
  },
  {
    group: 'The outcome is unknown',
    rehearsals: [
      {
        id: 'answer-lost',
        name: 'The answer is lost',
        note: 'The sandbox creates the package; the connection breaks within its answer.',
        fault: { delivery: 'cut' },
      },
      {
        id: 'connection-reset',
        name: 'The connection breaks',
        note: 'The sandbox drops the connection and creates nothing. The page cannot know that.',
        fault: { delivery: 'reset', times: 2 },
      },
      {
        id: 'gateway-after',
        name: 'A gateway gives up, too late',
        note: '504, but the package was created.',
        fault: { answer: { status: 504 }, commit: 'before' },
      },
      {
        id: 'gateway-before',
        name: 'A gateway gives up, in time',
        note: '503, and nothing was created. The page cannot know that.',
        fault: { answer: { status: 503 } },
      },
      {
        id: 'html',
        name: 'A web page in place of an answer',
        note: '200 with HTML, as captive portals and proxies send it.',
        fault: {
          answer: { status: 200, contentType: 'text/html', body: '<!doctype html><title>Welcome to the hotel</title>' },
        },
      },
    ],
  },
];

/** Finds a rehearsal by its id. */
export function findRehearsal(id: string): Rehearsal | undefined {
  return REHEARSALS.flatMap(({ rehearsals }) => rehearsals).find((rehearsal) => rehearsal.id === id);
}

/** The sandbox as an identity. */
export class Sandbox implements Identity {
  readonly kind = 'sandbox';
  readonly signedIn = true;
  readonly connection: { graphRoot: string };
  readonly #chosen: () => Rehearsal | undefined;

  constructor({ graphRoot }: SandboxConfig, chosen: () => Rehearsal | undefined) {
    this.connection = { graphRoot };
    this.#chosen = chosen;
  }

  readonly getToken = async ({ signal }: TokenRequest): Promise<string> => {
    const response = await this.#post('token', undefined, signal);
    const { token } = (await response.json()) as { token: string };
    return token;
  };

  /** Queues the outcome to rehearse, which strikes the next create. */
  async beforeCreate(signal: AbortSignal): Promise<void> {
    const fault = this.#chosen()?.fault;
    if (fault) await this.#post('fault', fault, signal);
  }

  async #post(path: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
    const response = await fetch(new URL(`/_fake/${path}`, this.connection.graphRoot), {
      method: 'POST',
      credentials: 'omit',
      ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
      signal,
    });
    if (!response.ok) throw new Error(`the sandbox answered with ${response.status}`);
    return response;
  }
}
