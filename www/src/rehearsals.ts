/** The outcomes that can be rehearsed in the sandbox. */
import type { Fault } from 'entra-access-packages/testing';

/**
 * How long after a lost answer a package may still appear in the sandbox, in milliseconds. With a tenant it is the
 * package's default, a minute: nobody wants to rehearse for so long.
 */
export const SANDBOX_SETTLE_MS = 6_000;

/** An outcome that can be rehearsed. */
export interface Rehearsal {
  readonly id: string;
  readonly name: string;
  /** What the sandbox will do. */
  readonly note: string;
  /** What to queue; nothing lets it work. */
  readonly faults?: readonly Fault[];
  /** Whether somebody else creates a package of that name right before. */
  readonly namesake?: true;
}

const SETTLES = 'The sandbox settles that within 6 seconds; with a tenant it takes up to a minute.';

/** As Conditional Access sends it: the claims are JSON in base64. */
const CLAIMS = btoa(JSON.stringify({ access_token: { nbf: { essential: true, value: '1726258122' } } }));
const CHALLENGE =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
  `error="insufficient_claims", claims="${CLAIMS}"`;

/** The outcomes by group, in the order of the page. */
export const REHEARSALS: readonly { group: string; rehearsals: readonly Rehearsal[] }[] = [
  {
    group: 'Success',
    rehearsals: [
      { id: 'works', name: 'It works', note: 'The sandbox creates the package. Nothing real is touched.' },
      {
        id: 'slow',
        name: 'It works, slowly',
        note: 'The sandbox answers after three seconds: time to try Cancel, and to look again.',
        faults: [{ answerDelayMs: 3_000 }],
      },
    ],
  },
  {
    group: 'The answer is lost, the package is there',
    rehearsals: [
      {
        id: 'answer-lost',
        name: 'The answer is lost',
        note: 'The sandbox creates the package; the connection breaks within its answer. A look finds it.',
        faults: [{ delivery: 'cut' }],
      },
      {
        id: 'gateway-after',
        name: 'A gateway gives up, too late',
        note: '504, but the package was created. A look finds it.',
        faults: [{ answer: { status: 504 }, commit: 'before' }],
      },
      {
        id: 'late-commit',
        name: 'The work is done late',
        note: `The connection breaks, and three seconds later the package is created after all. ${SETTLES}`,
        faults: [{ delivery: 'reset', commit: { afterMs: 3_000 }, times: 2 }],
      },
    ],
  },
  {
    group: 'The answer is lost, the package is not there',
    rehearsals: [
      {
        id: 'connection-reset',
        name: 'The connection breaks',
        note: `The sandbox drops the connection and creates nothing. Looks show it, then it is sent again. ${SETTLES}`,
        faults: [{ delivery: 'reset', times: 2 }],
      },
      {
        id: 'gateway-before',
        name: 'A gateway gives up, in time',
        note: `503, and nothing was created. Looks show it, then it is sent again. ${SETTLES}`,
        faults: [{ answer: { status: 503 } }],
      },
      {
        id: 'html',
        name: 'A web page in place of an answer',
        note: `200 with HTML, as captive portals and proxies send it. Looks show that nothing was created. ${SETTLES}`,
        faults: [
          {
            answer: {
              status: 200,
              contentType: 'text/html',
              body: '<!doctype html><title>Welcome to the hotel</title>',
            },
          },
        ],
      },
    ],
  },
  {
    group: 'Something is in the way',
    rehearsals: [
      {
        id: 'throttled',
        name: 'Too many requests, a short pause',
        note: '429: Graph asks to wait for 5 seconds. A look makes sure that nothing was done, then it is sent again.',
        faults: [{ answer: { status: 429, code: 'TooManyRequests', retryAfter: 5 } }],
      },
      {
        id: 'throttled-long',
        name: 'Too many requests, a long pause',
        note: '429: Graph asks to wait for 315 seconds, which is longer than this page waits.',
        faults: [{ answer: { status: 429, code: 'TooManyRequests', retryAfter: 315 } }],
      },
      {
        id: 'claims',
        name: 'A stronger sign-in is asked for',
        note: '401 with a claims challenge, as Conditional Access sends it. A new token does.',
        faults: [{ answer: { status: 401, headers: { 'WWW-Authenticate': CHALLENGE } } }],
      },
      {
        id: 'looks-fail',
        name: 'Two looks fail',
        note: '503 to the first two looks at the catalog. They are tried again.',
        faults: [{ match: { method: 'GET' }, answer: { status: 503 }, times: 2 }],
      },
    ],
  },
  {
    group: 'Graph refuses',
    rehearsals: [
      {
        id: 'name-exists',
        name: 'The name exists',
        note: 'Somebody else creates a package of that name right before.',
        namesake: true,
      },
      {
        id: 'name-hidden',
        name: 'The name is taken, nobody sees by what',
        note: `409, but looks do not find the package that has the name. ${SETTLES}`,
        faults: [{ answer: { status: 409, code: 'DuplicateAccessPackage' } }],
      },
      {
        id: 'no-permission',
        name: 'No permission',
        note: '403: the role or the permission is missing.',
        faults: [
          {
            answer: {
              status: 403,
              code: 'UnAuthorized',
              message: 'User is not authorized to perform the operation. Reason: The caller is not authorized.',
            },
          },
        ],
      },
      {
        id: 'no-licence',
        name: 'No licence',
        note: '403: the tenant has no licence for entitlement management.',
        faults: [
          {
            answer: {
              status: 403,
              code: 'NoLicense',
              message:
                'User is not authorized to perform the operation. Reason: Tenant does not meet license requirement!',
            },
          },
        ],
      },
      {
        id: 'signed-out',
        name: 'Signed out',
        note: '401, and again to the new token: the session was revoked.',
        faults: [
          {
            answer: {
              status: 401,
              code: 'InvalidAuthenticationToken',
              message: 'Lifetime validation failed, the token is expired.',
            },
            times: 2,
          },
        ],
      },
    ],
  },
];

/** Finds a rehearsal by its id. */
export function findRehearsal(id: string): Rehearsal | undefined {
  return REHEARSALS.flatMap(({ rehearsals }) => rehearsals).find((rehearsal) => rehearsal.id === id);
}
