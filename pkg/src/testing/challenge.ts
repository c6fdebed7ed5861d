/** Claims challenges: tokens that are good, but not good enough (Continuous Access Evaluation, step-up). */
import { type ChallengeForm, type ClaimsEncoding, writeChallenge } from './challenge-header.js';
import { requireKeys, requireOneOf, requireThat } from './checks.js';
import type { Clock } from './clock.js';
import { GraphFailure } from './errors.js';
import { type Grant, readClaims } from './grants.js';

/** What is demanded of tokens from now on. */
export interface ClaimsChallenge {
  /**
   * The claims that a token must have been issued with (`issueToken({ claims })`), as an object or as JSON text.
   * Default: `{"access_token":{"nbf":{"essential":true,"value":"…"}}}` with the time of the demand, as after a
   * revocation.
   */
  claims?: string | Record<string, unknown> | undefined;
  /**
   * How long a token without the claims is refused: until it is replaced by one that has them (`satisfied`), or once,
   * so that the same token passes the next time (`told`). Default: `satisfied`.
   */
  until?: 'satisfied' | 'told' | undefined;
  /** Which requests need the claims. Default: `all`. */
  applies?: 'all' | 'writes' | undefined;
  /** 401, or the 403 of Conditional Access. Default: 401. */
  status?: 401 | 403 | undefined;
  /** How `WWW-Authenticate` is written. Default: `bearer`. */
  form?: ChallengeForm | undefined;
  /** How the claims are encoded in it. Default: `base64`. */
  encoding?: ClaimsEncoding | undefined;
}

/** The demand that is in force. */
export interface Demand {
  /** Refuses a token that was not issued with the claims. `token` is told apart from others, and not kept. */
  check(grant: Grant, token: string, method: string): void;
}

const keys = ['claims', 'until', 'applies', 'status', 'form', 'encoding'];
const forms = ['bearer', 'popFirst', 'bearerFirst', 'lines'] satisfies ChallengeForm[];
const description =
  'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: ' +
  'TokenIssuedBeforeRevocationTimestamp';

/** Checks a challenge and puts it into force. */
export function createDemand(challenge: ClaimsChallenge, clock: Clock): Demand {
  requireKeys(challenge, 'A claims challenge', keys);
  const { until = 'satisfied', applies = 'all', status = 401, form = 'bearer', encoding = 'base64' } = challenge;
  requireOneOf(until, '"until"', ['satisfied', 'told']);
  requireOneOf(applies, '"applies"', ['all', 'writes']);
  requireThat(status === 401 || status === 403, '"status" must be 401 or 403.');
  requireOneOf(form, '"form"', forms);
  requireOneOf(encoding, '"encoding"', ['base64', 'base64url']);
  const revoked = { access_token: { nbf: { essential: true, value: String(Math.floor(clock.now() / 1000)) } } };
  const claims = challenge.claims === undefined ? revoked : readClaims(challenge.claims);
  const lines = writeChallenge(claims, { form, encoding, description });
  const told = new Set<string>();

  return {
    check(grant, token, method) {
      if (applies === 'writes' && (method === 'GET' || method === 'HEAD')) return;
      if (contains(grant.claims, claims)) return;
      if (until === 'told') {
        const print = fingerprint(token);
        if (told.has(print)) return;
        told.add(print);
      }
      const headers = lines.map((line): [string, string] => ['WWW-Authenticate', line]);
      // Failures of the kind that 403 stands for have been seen with this code and no message.
      if (status === 403) throw new GraphFailure(403, 'UnknownError', '', headers);
      throw new GraphFailure(401, 'InvalidAuthenticationToken', description, headers);
    },
  };
}

/** Whether everything of `wanted` is in `value`. */
function contains(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  if (Array.isArray(wanted)) return JSON.stringify(value) === JSON.stringify(wanted);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(wanted).every(
    ([name, each]) => Object.hasOwn(value, name) && contains((value as Record<string, unknown>)[name], each),
  );
}

/** Tells tokens apart without keeping them: FNV-1a twice, from the front and from the back. */
function fingerprint(token: string): string {
  const hash = (characters: Iterable<string>) => {
    let value = 0x811c9dc5;
    for (const character of characters) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
    return value >>> 0;
  };
  return `${hash(token)}.${hash([...token].reverse())}`;
}
