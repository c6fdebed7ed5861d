/** The check that the fake Graph makes of tokens in these tests: a real one, of signature, issuer, audience and time. */
import { createLocalJWKSet, jwtVerify } from 'jose';

/**
 * Makes a `verifyToken` for the fake Graph.
 *
 * @param {{ issuer: string, jwks: () => Promise<object> }} oidc
 * @param {string} audience what `aud` has to be
 * @returns {NonNullable<import('entra-access-packages/testing').FakeGraphOptions['verifyToken']>}
 */
export function createTokenCheck({ issuer, jwks }, audience) {
  let keys;
  return async (token) => {
    keys ??= createLocalJWKSet(await jwks());
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'] });
      // The permissions themselves are judged by the fake, which answers 403 where one is missing.
      // What a challenge asked for, in the form in which it did.
      const claims = payload.acrs ? { access_token: { acrs: { essential: true, value: payload.acrs[0] } } } : {};
      return { ok: true, grant: { scopes: payload.scp.split(' '), expiresAt: payload.exp * 1000, claims } };
    } catch (error) {
      return { ok: false, message: `Access token validation failure: ${error.code}.` };
    }
  };
}
