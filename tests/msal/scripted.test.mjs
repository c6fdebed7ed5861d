/** What `msalGetToken` asks of MSAL.js and what it makes of the answers, with an application that follows a script. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { InteractionRequiredError, msalGetToken } from 'entra-access-packages/msal';

const ADA = { homeAccountId: 'ada', username: 'ada@contoso.example' };
const BOB = { homeAccountId: 'bob', username: 'bob@contoso.example' };
const SCOPES = ['https://graph.microsoft.com/EntitlementManagement.ReadWrite.All'];
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

const failure = (errorCode, more) => Object.assign(new Error(errorCode), { name: 'AuthError', errorCode, ...more });
const interactionRequired = (more) =>
  failure('interaction_required', { name: 'InteractionRequiredAuthError', ...more });
const answer = (accessToken, more) => ({ accessToken, account: ADA, fromCache: true, ...more });

/** An application whose methods do what the script says next: give a value, throw an error, or run a function. */
function scripted({ silent = [], popup = [], redirect = [], accounts = [ADA], active = null } = {}) {
  const calls = [];
  const follow = (method, script) => async (request) => {
    calls.push({ method, ...request });
    const step = script.shift();
    if (step === undefined) throw new Error(`the script says nothing about another ${method}`);
    if (step instanceof Error) throw step;
    return typeof step === 'function' ? step() : step;
  };
  const app = {
    acquireTokenSilent: follow('silent', silent),
    acquireTokenPopup: follow('popup', popup),
    acquireTokenRedirect: follow('redirect', redirect),
    getActiveAccount: () => active,
    getAllAccounts: () => accounts,
  };
  return { app, calls, methods: () => calls.map(({ method }) => method) };
}

/** What a client asks its callback. */
const ask = (more) => ({
  scopes: SCOPES,
  reason: 'initial',
  forceRefresh: false,
  signal: new AbortController().signal,
  ...more,
});

/** The error that only a person can mend. */
const needsPerson =
  (reason, more = {}) =>
  (error) => {
    assert.ok(error instanceof InteractionRequiredError, error.stack);
    assert.equal(error.name, 'InteractionRequiredError');
    assert.equal(error.reason, reason);
    for (const [name, value] of Object.entries(more)) assert.equal(error[name], value, name);
    return true;
  };

test('asks silently, with the scopes of the request, and opens no hidden frame', async () => {
  const { app, calls } = scripted({ silent: [answer('t')] });
  assert.equal(await msalGetToken(app)(ask()), 't');
  assert.deepEqual(calls[0].scopes, SCOPES);
  assert.equal(calls[0].account, ADA);
  assert.equal(calls[0].cacheLookupPolicy, 2);
  assert.equal(calls[0].forceRefresh, false);
  assert.ok(!('claims' in calls[0]));
});

for (const [usual, anew] of [
  [undefined, 3],
  [0, 4],
  [1, 3],
  [2, 3],
  [3, 3],
  [4, 4],
  [5, 5],
]) {
  test(`policy ${usual}: where a cached token will not do, ${anew}`, async () => {
    const { app, calls } = scripted({ silent: [answer('a', { fromCache: false }), answer('b', { fromCache: false })] });
    const getToken = msalGetToken(app, usual === undefined ? {} : { cacheLookupPolicy: usual });
    await getToken(ask({ forceRefresh: true }));
    await getToken(ask({ claims: CLAIMS }));
    assert.deepEqual(
      calls.map(({ cacheLookupPolicy, forceRefresh, claims }) => [cacheLookupPolicy, forceRefresh, claims]),
      [
        [anew, true, undefined],
        [anew, true, CLAIMS],
      ],
    );
  });
}

test('a cached answer to a forced question is that of another question: asked again', async () => {
  const { app, methods } = scripted({ silent: [answer('old'), answer('new', { fromCache: false })] });
  assert.equal(await msalGetToken(app)(ask({ forceRefresh: true })), 'new');
  assert.deepEqual(methods(), ['silent', 'silent']);
});

test('whose token: the option, the active account, the only one', async () => {
  const accounts = [ADA, BOB];
  const whose = async (app, calls, options) => {
    await msalGetToken(app, options)(ask());
    return calls.at(-1).account;
  };
  const one = scripted({ silent: [answer('t')], accounts: [BOB] });
  assert.equal(await whose(one.app, one.calls), BOB);
  const active = scripted({ silent: [answer('t')], accounts, active: BOB });
  assert.equal(await whose(active.app, active.calls), BOB);
  const told = scripted({ silent: [answer('t'), answer('t')], accounts, active: BOB });
  assert.equal(await whose(told.app, told.calls, { account: ADA }), ADA);
  assert.equal(await whose(told.app, told.calls, { account: () => ADA }), ADA);
});

test('several accounts and none active, or `null`: nobody', async () => {
  const { app, methods } = scripted({ accounts: [ADA, BOB] });
  await assert.rejects(msalGetToken(app)(ask()), needsPerson('signedOut'));
  const other = scripted({ accounts: [ADA] });
  await assert.rejects(msalGetToken(other.app, { account: () => null })(ask()), needsPerson('signedOut'));
  assert.deepEqual([...methods(), ...other.methods()], []);
});

for (const [name, error] of [
  ['InteractionRequiredAuthError', interactionRequired()],
  ['invalid_grant', failure('invalid_grant')],
  ['token_refresh_required', failure('token_refresh_required')],
]) {
  test(`${name} needs the person; without interaction nothing else is asked`, async () => {
    const { app, methods } = scripted({ silent: [error] });
    await assert.rejects(msalGetToken(app)(ask()), needsPerson('expired', { cause: error }));
    assert.deepEqual(methods(), ['silent']);
  });
}

test('other failures of MSAL.js come as they are, and ask nobody', async () => {
  const offline = failure('no_network_connectivity');
  const { app, methods } = scripted({ silent: [offline] });
  await assert.rejects(msalGetToken(app, { interaction: 'popup' })(ask()), (error) => error === offline);
  assert.deepEqual(methods(), ['silent']);
});

test('a window asks for the claims of Graph and of the tenant, at the address that is told', async () => {
  const ofTenant = '{"access_token":{"capolids":{"essential":true,"values":["p"]}}}';
  const { app, calls } = scripted({ silent: [interactionRequired({ claims: ofTenant })], popup: [answer('t')] });
  const options = { interaction: 'popup', redirectUri: '/common', popup: { redirectUri: '/blank', loginHint: 'ada' } };
  assert.equal(await msalGetToken(app, options)(ask({ claims: CLAIMS })), 't');
  const [silent, popup] = calls;
  assert.equal(silent.redirectUri, '/common');
  assert.equal(popup.redirectUri, '/blank');
  assert.equal(popup.loginHint, 'ada');
  assert.deepEqual(Object.keys(JSON.parse(popup.claims).access_token), ['acrs', 'capolids']);
});

for (const [code, reason] of [
  ['popup_window_error', 'blocked'],
  ['empty_window_error', 'blocked'],
  ['user_cancelled', 'cancelled'],
  ['access_denied', 'cancelled'],
  ['monitor_popup_timeout', 'timedOut'],
  ['timed_out', 'timedOut'],
  ['interaction_in_progress', 'busy'],
]) {
  test(`a window that ends with ${code}: ${reason}`, async () => {
    const cause = failure(code);
    const { app } = scripted({ silent: [interactionRequired()], popup: [cause] });
    const getToken = msalGetToken(app, { interaction: 'popup' });
    await assert.rejects(getToken(ask({ claims: CLAIMS })), needsPerson(reason, { cause, claims: CLAIMS }));
  });
}

test('a token of somebody else is not used', async () => {
  const { app } = scripted({ silent: [interactionRequired()], popup: [answer('t', { account: BOB })] });
  await assert.rejects(msalGetToken(app, { interaction: 'popup' })(ask()), needsPerson('otherAccount'));
});

test('one window at a time, and who waited for it gets its token', async () => {
  let close;
  const window = () => new Promise((resolve) => (close = () => resolve(answer('popup'))));
  const silent = [interactionRequired(), interactionRequired(), answer('cached')];
  const { app, methods } = scripted({ silent, popup: [window] });
  const first = msalGetToken(app, { interaction: 'popup' })(ask());
  const second = msalGetToken(app, { interaction: 'popup' })(ask());
  while (methods().length < 3) await new Promise(setImmediate);
  close();
  assert.deepEqual(await Promise.all([first, second]), ['popup', 'cached']);
  assert.deepEqual(methods(), ['silent', 'silent', 'popup', 'silent']);
});

test('a refusal refuses everybody who waited', async () => {
  let refuse;
  const window = () => new Promise((_, reject) => (refuse = () => reject(failure('user_cancelled'))));
  const { app, methods } = scripted({ silent: [interactionRequired(), interactionRequired()], popup: [window] });
  const asked = [0, 1].map(() => msalGetToken(app, { interaction: 'popup' })(ask()));
  const ended = Promise.allSettled(asked);
  while (methods().length < 3) await new Promise(setImmediate);
  refuse();
  for (const { reason } of await ended) needsPerson('cancelled')(reason);
  assert.deepEqual(methods(), ['silent', 'silent', 'popup']);
});

test('an abort ends the waiting with its reason, and the next window takes the turn over', async () => {
  const silent = [interactionRequired(), interactionRequired()];
  const { app, calls, methods } = scripted({ silent, popup: [() => new Promise(() => {}), answer('t')] });
  const getToken = msalGetToken(app, { interaction: 'popup' });
  const controller = new AbortController();
  const asked = getToken(ask({ signal: controller.signal }));
  const rejected = assert.rejects(asked, (error) => error === 'enough');
  while (methods().length < 2) await new Promise(setImmediate);
  controller.abort('enough');
  await rejected;
  assert.equal(await getToken(ask()), 't');
  assert.equal(calls[1].overrideInteractionInProgress, undefined);
  assert.equal(calls[3].overrideInteractionInProgress, true);
});

test('aborted before: nothing is asked', async () => {
  const { app, calls } = scripted();
  await assert.rejects(msalGetToken(app)(ask({ signal: AbortSignal.abort('no') })), (error) => error === 'no');
  assert.deepEqual(calls, []);
});

test('redirect: the page leaves, and whoever asked is told', async () => {
  const { app, calls } = scripted({ accounts: [], redirect: [() => undefined] });
  await assert.rejects(msalGetToken(app, { interaction: 'redirect' })(ask()), needsPerson('leaving'));
  assert.equal(calls[0].prompt, 'select_account');
});

test('arguments of the wrong kind are told at once', () => {
  const { app } = scripted();
  const code = (name) => ({ name: 'TypeError', code: `ERR_INVALID_ARG_${name}` });
  // As the service of msal-angular: no application, but it holds one.
  assert.throws(() => msalGetToken({ acquireTokenSilent() {}, instance: app }), code('TYPE'));
  assert.throws(() => msalGetToken(null), code('TYPE'));
  assert.throws(() => msalGetToken(app, { account: 'ada' }), code('TYPE'));
  assert.throws(() => msalGetToken(app, { interaction: 'silent' }), code('VALUE'));
  assert.throws(() => msalGetToken(app, { cacheLookupPolicy: 6 }), code('VALUE'));
});

for (const extension of ['js', 'cjs']) {
  test(`msal.${extension} holds and imports nothing of MSAL.js`, async () => {
    const text = await readFile(new URL(`../../pkg/dist/msal.${extension}`, import.meta.url), 'utf8');
    assert.doesNotMatch(text, /@azure|\brequire\(|\bimport\b|PublicClientApplication\s*[({]|login\.microsoftonline/);
  });
}
