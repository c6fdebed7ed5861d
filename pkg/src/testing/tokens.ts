/** Tokens: the fake's own opaque ones, and the check of whatever a request carries. */
import type { ServiceRequest } from './answer.js';
import { type ClaimsChallenge, createDemand, type Demand } from './challenge.js';
import { plainChallenge } from './challenge-header.js';
import type { Clock } from './clock.js';
import { GraphFailure } from './errors.js';
import type { FakeGraphOptions } from './fake-options.js';
import { type Grant, readGrant, type TokenGrant } from './grants.js';

/** What became of judging a token: what it allows, or a refusal with 401 and this `message`. */
export type TokenVerdict =
  | {
      /** The token is good. */
      ok: true;
      /** What it allows. Default: as {@link TokenGrant} says. */
      grant?: TokenGrant | undefined;
    }
  | {
      /** The token is refused. */
      ok: false;
      /** Graph's `error.message` in the answer. Default: `Access token validation failure.` */
      message?: string | undefined;
    };

export interface TokenDesk {
  issue(grant?: TokenGrant): string;
  /** The grant of a request's token. Throws a 401 where there is none, and whatever a demand for claims throws. */
  check(request: ServiceRequest): Promise<Grant>;
  /** Demands claims of tokens from now on; `null` demands none. */
  demand(challenge: ClaimsChallenge | null): void;
  /** Goes back to the demand of the beginning. */
  reset(): void;
}

export interface TokenRules {
  verifyToken: FakeGraphOptions['verifyToken'];
  claimsChallenge: ClaimsChallenge | undefined;
}

export function createTokenDesk({ verifyToken, claimsChallenge }: TokenRules, clock: Clock): TokenDesk {
  const issued = new Map<string, Grant>();
  let demand: Demand | undefined;
  reset();

  function reset(): void {
    demand = claimsChallenge && createDemand(claimsChallenge, clock);
  }

  async function judge(token: string): Promise<Grant> {
    let verdict: TokenVerdict | undefined;
    try {
      verdict = await verifyToken?.(token);
    } catch {
      throw refusal('Access token validation failure.');
    }
    if (verdict !== undefined && typeof verdict?.ok !== 'boolean') {
      throw new TypeError('"verifyToken" must give { ok: true }, { ok: false } or undefined.');
    }
    if (verdict?.ok === false) throw refusal(verdict.message ?? 'Access token validation failure.');
    const grant = verdict ? readGrant(verdict.grant, clock) : issued.get(token);
    if (!grant) throw refusal('Access token validation failure.');
    return grant;
  }

  return {
    issue(grant) {
      const token = newToken();
      issued.set(token, readGrant(grant, clock));
      return token;
    },
    async check({ headers, method }) {
      const token = /^bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '')?.[1];
      if (token === undefined) throw refusal('Access token is empty.');
      const grant = await judge(token);
      if (grant.expiresAt <= clock.now()) throw refusal('Lifetime validation failed, the token is expired.');
      demand?.check(grant, token, method);
      return grant;
    },
    demand(challenge) {
      demand = challenge === null ? undefined : createDemand(challenge, clock);
    },
    reset,
  };
}

/** Opaque on purpose: a client that tries to look inside finds nothing. */
function newToken(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const digits = Array.from({ length: 64 }, () => alphabet[Math.floor(Math.random() * alphabet.length)]);
  return `fake.${digits.join('')}`;
}

function refusal(message: string): GraphFailure {
  return new GraphFailure(401, 'InvalidAuthenticationToken', message, [['WWW-Authenticate', plainChallenge]]);
}
