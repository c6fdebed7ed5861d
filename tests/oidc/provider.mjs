/**
 * An OpenID provider on loopback (`oidc-provider` over https) which behaves towards MSAL.js as Microsoft Entra
 * does where that matters here: authorization code with PKCE for a single-page app, access tokens that are JWTs
 * for Graph, refresh tokens that rotate.
 */
import { once } from 'node:events';
import { createServer, get } from 'node:https';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { errors } from 'oidc-provider';
import { generate } from 'selfsigned';
import { answerInteraction } from './interactions.mjs';
import { errorPage, logoutPage, signedOutPage } from './pages.mjs';
import { createAdapter } from './store.mjs';

/** Seconds. Everything but access tokens outlives a test. */
const HOUR = 3600;

/**
 * What the access tokens are like. May be changed while the provider runs; the next token follows it.
 *
 * @typedef {object} TokenShape
 * @property {string} audience the `aud` claim
 * @property {string} scp the bare names of the permissions, as Entra writes them
 * @property {number} lifetime seconds. MSAL.js renews a token that lives for five minutes or less at every use.
 */

/**
 * @typedef {object} OidcServer
 * @property {string} issuer an https origin, the authority for MSAL.js
 * @property {TokenShape} tokens
 * @property {{ grant: string, at: number }[]} tokenRequests the grant type of every token request
 * @property {(client: { id: string, redirectUri: string, others?: string[] }) => void} register registers a single-page
 *   app; `others` are further addresses that answers may come back to
 * @property {() => void} forgetRefreshTokens what Entra does a day after the sign-in
 * @property {() => Promise<object>} jwks the public keys, as the provider publishes them
 * @property {() => Promise<void>} close
 */

const certificate = () =>
  generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'tests' };
}

/** The configuration of oidc-provider. Whatever has no default that it is content with is given, so that it is quiet. */
function configuration({ key, graphRoot, tokens, kinds, steps }) {
  return {
    adapter: createAdapter(kinds),
    jwks: { keys: [key] },
    cookies: { keys: ['of no worth: it lives as long as a test'] },
    clientBasedCORS: () => true,
    // Entra puts the user's names into ID tokens, where MSAL.js looks for them.
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'A. Administrator', preferred_username: id }),
    }),
    extraParams: ['claims'],
    extraTokenClaims: (_context, { grantId }) => ({ scp: tokens.scp, ...steps.claimsOf(grantId) }),
    rotateRefreshToken: (context) => steps.checkRefresh(context),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    renderError: (context, error) => {
      context.type = 'html';
      context.body = errorPage(error);
    },
    ttl: {
      AccessToken: () => tokens.lifetime,
      AuthorizationCode: 60,
      Grant: HOUR,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: HOUR,
      Session: HOUR,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = logoutPage(form);
        },
        postLogoutSuccessSource: (context) => {
          context.body = signedOutPage();
        },
      },
      resourceIndicators: {
        enabled: true,
        // MSAL.js names no resource: as with Entra, the scope tells it.
        defaultResource: () => graphRoot,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: tokens.audience,
          scope: `${graphRoot}/EntitlementManagement.ReadWrite.All`,
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokens.lifetime,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

/**
 * Authentication contexts, as Conditional Access has them: what a claims challenge wants as `acrs` is given to whoever
 * signed in for it, and not for a refresh token alone.
 */
function createSteps() {
  /** The contexts that were reached, by grant. */
  const reached = new Map();
  const wanted = (claims) => (claims ? JSON.parse(claims).access_token?.acrs?.value : undefined);
  return {
    claimsOf: (grantId) => (reached.has(grantId) ? { acrs: [reached.get(grantId)] } : {}),
    reach(grantId, claims) {
      const value = wanted(claims);
      if (value !== undefined) reached.set(grantId, value);
    },
    /** Runs before a refresh token is used up. */
    checkRefresh({ oidc }) {
      const value = wanted(oidc.body.claims);
      if (value !== undefined && reached.get(oidc.entities.RefreshToken.grantId) !== value) {
        throw new errors.CustomOIDCProviderError('interaction_required', `The context ${value} has to be reached.`);
      }
      return true;
    },
  };
}

/** Makes up for what Entra does not need to be told and this provider does. */
const actLikeEntra = (clients) => async (context, next) => {
  const { path, query } = context;
  // Entra gives refresh tokens without asking for consent anew.
  if (path === '/auth') context.query = { ...query, prompt: 'consent' };
  if (path === '/session/end' && query.post_logout_redirect_uri && !query.client_id) {
    // Entra knows by the address alone where to go back to.
    const client = [...clients.values()].find((candidate) =>
      candidate.post_logout_redirect_uris.includes(query.post_logout_redirect_uri),
    );
    if (client) context.query = { ...query, client_id: client.client_id };
  }
  await next();
};

/** GET over https with the provider's own certificate as the only one trusted. */
async function readJson(url, ca) {
  const [response] = await once(get(url, { ca }), 'response');
  return JSON.parse(await text(response));
}

/**
 * Starts a provider on a free port of loopback.
 *
 * @param {{ graphRoot: string }} options the origin of the Graph that access tokens are for
 * @returns {Promise<OidcServer>}
 */
export async function serveOidc({ graphRoot }) {
  const [{ cert, private: privateKey }, key] = await Promise.all([certificate(), signingKey()]);
  const tokens = { audience: graphRoot, scp: 'EntitlementManagement.ReadWrite.All', lifetime: HOUR };
  const tokenRequests = [];
  const clients = new Map();
  const kinds = new Map([['Client', clients]]);
  const steps = createSteps();

  // The issuer is known once the port is, so the server comes first.
  const server = createServer({ cert, key: privateKey }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `https://localhost:${server.address().port}`;
  const provider = new Provider(issuer, configuration({ key, graphRoot, tokens, kinds, steps }));
  provider.use(actLikeEntra(clients));
  provider.on('grant.success', ({ oidc }) => tokenRequests.push({ grant: oidc.params.grant_type, at: Date.now() }));
  const handle = provider.callback();
  server.on('request', (request, response) => {
    if (request.url.startsWith('/interaction/')) return void answerInteraction({ provider, steps }, request, response);
    handle(request, response);
  });

  return {
    issuer,
    tokens,
    tokenRequests,
    register: ({ id, redirectUri, others = [] }) => {
      clients.set(id, {
        client_id: id,
        redirect_uris: [redirectUri, ...others],
        post_logout_redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      });
    },
    forgetRefreshTokens: () => kinds.get('RefreshToken')?.clear(),
    jwks: () => readJson(`${issuer}/jwks`, cert),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
