import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ConflictError,
  GraphError,
  InternalError,
  LoadError,
  NetworkError,
  OutcomeUnknownError,
  ResponseError,
  ThrottledError,
  TokenError,
  ValidationError,
} from 'entra-access-packages';
import { InteractionRequiredError } from 'entra-access-packages/msal';
import { importSource } from './source.mjs';

const { explain } = await importSource('explain');

const tenant = { identity: 'tenant', doing: 'create' };
const sandbox = { identity: 'sandbox', doing: 'create' };
const message = 'x';
const ticket = { version: 1 };
const sent = [{ purpose: 'lookUp' }, { purpose: 'create' }];
const named = (name) => Object.assign(new Error(message), { name });
const refusal = (status, graphCode, { claims, ...more } = {}) =>
  new GraphError({ message, answer: { status, graphCode, claims }, ...more });
const unknown = (reason, more = {}) => new OutcomeUnknownError({ message, reason, answer: {}, ...more });
const existing = { id: '1', displayName: 'sales reps' };
const conflict = (more = {}) => new ConflictError({ message, answer: { status: 409 }, ...more });
const throttled = (more = {}) => new ThrottledError({ message, answer: { status: 429 }, ...more });

/** Every reason of an unknown outcome that the package's types name. */
const REASONS = [
  'serverError',
  'connectionLost',
  'timedOut',
  'aborted',
  'unreadable',
  'throttled',
  'conflict',
  'lookFailed',
  'crashed',
];

describe('explain', () => {
  /** Every error, what to call it, and whether a package was created. */
  const cases = [
    [new ValidationError({ message, issues: [] }), /not complete/, 'no'],
    [new TokenError({ message, reason: 'failed', cause: new InteractionRequiredError('expired') }), /Sign in/, 'no'],
    [new TokenError({ message, reason: 'failed', cause: named('BrowserAuthError') }), /gave no token/, 'no'],
    [new TokenError({ message, reason: 'malformed' }), /gave no token/, 'no'],
    [new TokenError({ message, reason: 'timedOut' }), /too long/, 'no'],
    [refusal(400, 'InvalidModel'), /does not accept the request/, 'no'],
    [refusal(401, 'InvalidAuthenticationToken'), /does not accept the sign-in/, 'no'],
    [refusal(401, 'InvalidAuthenticationToken', { claims: '{}' }), /stronger sign-in/, 'no'],
    [refusal(403, 'UnAuthorized', { claims: '{}' }), /stronger sign-in/, 'no'],
    [refusal(403, 'UnAuthorized'), /may not create/, 'no'],
    [refusal(403, undefined), /may not create/, 'no'],
    [refusal(403, 'NoLicense'), /licence/, 'no'],
    [refusal(403, 'NoGovernanceSku'), /licence/, 'no'],
    [refusal(404, 'ResourceNotFound'), /does not find the catalog/, 'no'],
    [refusal(422, undefined), /status 422/, 'no'],
    [refusal(503, undefined), /failed \(status 503\)/, 'no'],
    [conflict(), /taken/, 'no'],
    [conflict({ existing }), /taken/, 'no'],
    [throttled(), /wait/, 'no'],
    [throttled({ ticket }), /wait/, 'no'],
    [new NetworkError({ message, reason: 'offline' }), /offline/, 'no'],
    [new NetworkError({ message, reason: 'connectionLost' }), /not reached/, 'no'],
    [new NetworkError({ message, reason: 'timedOut' }), /not reached/, 'no'],
    ...REASONS.map((reason) => [unknown(reason), /Nobody here knows/, 'unknown']),
    [new ResponseError({ message, answer: { status: 200 } }), /could not be read/, 'no'],
    [new LoadError({ message, reason: 'csp' }), /could not load/, 'no'],
    [new InternalError({ message }), /defect/, 'no'],
  ];
  for (const [error, title, done] of cases) {
    const what = [error.name, error.reason ?? error.status, error.graphCode].filter(Boolean).join(' ');
    test(`${what}: ${done}`, () => {
      const explanation = explain(error, tenant);
      assert.match(explanation.title, title);
      assert.equal(explanation.done, done);
    });
    test(`${what}, while looking what became of a create: that is as unknown as before`, () => {
      assert.equal(explain(error, { identity: 'tenant', doing: 'recheck' }).done, 'unknown');
    });
  }

  test('each reason for not knowing has words of its own', () => {
    assert.equal(new Set(REASONS.map((reason) => explain(unknown(reason), tenant).text)).size, REASONS.length);
  });

  test('a look that failed is told with what is known of it', () => {
    const look = (reason, status, more) =>
      explain(unknown(reason, { answer: { status }, ...more }), { identity: 'tenant', doing: 'recheck' });
    assert.match(look('lookFailed', 403).text, /refused the look \(status 403\)/);
    assert.match(look('lookFailed', 503).text, /failed \(status 503\)/);
    assert.match(look('aborted').text, /cancelled/);
    assert.match(look('timedOut').text, /in time/);
    assert.match(look('lookFailed', undefined, { candidates: [existing] }).text, /nothing shows whether/);
    for (const signedOut of [
      look('lookFailed', 401),
      look('lookFailed', undefined, { cause: new InteractionRequiredError('expired') }),
    ]) {
      assert.equal(signedOut.title, 'Sign in to go on');
      assert.equal(signedOut.signIn, true);
      assert.equal(signedOut.done, 'unknown');
    }
  });

  test('a sandbox that is gone is told as such when something is looked for', () => {
    const error = unknown('lookFailed', { cause: new TypeError('Failed to fetch') });
    assert.match(explain(error, { identity: 'sandbox', doing: 'recheck' }).next[0], /npm start/);
  });

  test('who can look again is told to, who cannot is sent to the admin center', () => {
    assert.match(explain(unknown('timedOut', { ticket }), tenant).next[0], /^Look again/);
    assert.match(explain(unknown('timedOut'), tenant).next[0], /admin center/);
  });

  test('candidates are told as what they are', () => {
    assert.match(explain(unknown('timedOut', { candidates: [existing] }), tenant).text, /nothing shows whether/);
    assert.match(explain(unknown('timedOut', { candidates: [existing, existing] }), tenant).text, /^.*2 packages/);
    // Another look would find the same.
    assert.match(explain(unknown('timedOut', { candidates: [existing], ticket }), tenant).next[0], /audit log/);
  });

  test('a pause is told as a time of day, and a request that was turned away as what it is', () => {
    const retryAt = new Date(Date.now() + 315_000).toISOString();
    const { text, next, word } = explain(throttled({ answer: { status: 429, retryAt }, ticket }), tenant);
    assert.match(next[0], /^Try again after .*\d{2}:\d{2}:\d{2}\./);
    assert.match(text, /By its documentation/);
    assert.equal(word, 'Turned away by Graph', 'which is all that is known');
    assert.doesNotMatch(explain(throttled(), tenant).text, /By its documentation/);
  });

  test('after a create that was sent, nothing created is told as what looks have shown', () => {
    for (const reason of ['connectionLost', 'timedOut']) {
      assert.match(explain(new NetworkError({ message, reason, attempts: sent }), tenant).text, /Looks have shown/);
      assert.doesNotMatch(explain(new NetworkError({ message, reason }), tenant).text, /Looks have shown/);
    }
  });

  test('why somebody has to sign in is told: each reason in words of its own', () => {
    const why = (reason) => {
      const cause = new InteractionRequiredError(reason);
      const { text, signIn } = explain(new TokenError({ message, reason: 'failed', cause }), tenant);
      assert.equal(signIn, true);
      assert.match(text, /Nothing was sent to Graph/);
      return text;
    };
    const reasons = ['signedOut', 'expired', 'blocked', 'cancelled', 'timedOut', 'busy', 'leaving', 'otherAccount'];
    assert.equal(new Set(reasons.map(why)).size, reasons.length);
    assert.doesNotMatch(reasons.map(why).join(), /undefined/);
    assert.match(why('blocked'), /browser did not let/);
    assert.match(why('cancelled'), /closed/);
  });

  test('a token that was missing after something was sent is not told as nothing sent', () => {
    const error = (attempts) => new TokenError({ message, reason: 'failed', attempts });
    assert.match(explain(error([]), tenant).text, /Nothing was sent/);
    assert.doesNotMatch(explain(error(sent), tenant).text, /Nothing was sent/);
  });

  test('signing in again is offered where it helps, and never in the sandbox', () => {
    const errors = [refusal(401), refusal(401, '', { claims: '{}' }), new TokenError({ message, reason: 'failed' })];
    for (const error of errors) {
      assert.equal(explain(error, tenant).signIn, true);
      assert.equal(explain(error, sandbox).signIn, undefined);
    }
  });

  test('a refused list or delete is not told as a refused create', () => {
    assert.match(explain(refusal(403), { identity: 'tenant', doing: 'list' }).title, /list/);
    assert.match(explain(refusal(403), { identity: 'tenant', doing: 'delete' }).title, /delete/);
    assert.match(explain(unknown('timedOut'), { identity: 'tenant', doing: 'delete' }).title, /deleted/);
  });

  test('an unheard-of code or reason is not passed over in silence', () => {
    assert.throws(() => explain({ code: 'ERR_NEW' }, tenant));
    assert.throws(() => explain(unknown('unheardOf'), tenant));
  });
});

describe('a refusal that explains itself', () => {
  const remedies = [
    { missing: 'role', fix: 'Ask for the role.' },
    { missing: 'permission', fix: 'Add the permission.' },
    { missing: 'consent', fix: 'Consent.' },
    { missing: 'catalog', fix: 'Look at the id.' },
    { missing: 'license', fix: 'Get a licence.' },
  ];
  const denied = (catalog) => refusal(403, 'UnAuthorized', { denial: { reason: 'unauthorized', catalog, remedies } });

  test('gives each remedy with its fix, in the package’s order', () => {
    const { missing, next } = explain(denied(), tenant);
    assert.deepEqual(
      missing.map(({ fix }) => fix),
      remedies.map(({ fix }) => fix),
    );
    assert.equal(new Set(missing.map(({ name }) => name)).size, remedies.length);
    assert.deepEqual(next, [], 'no advice beside');
  });

  test('says whether the catalog can be read', () => {
    const texts = ['readable', 'notFound', 'unreadable', undefined].map((each) => explain(denied(each), tenant).text);
    assert.equal(new Set(texts).size, texts.length);
    assert.match(texts[0], /can read the catalog/);
  });

  test('without remedies there is advice all the same', () => {
    const { missing, next } = explain(refusal(403, 'UnAuthorized'), tenant);
    assert.equal(missing, undefined);
    assert.ok(next.length > 0);
  });
});
