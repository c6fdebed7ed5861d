import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
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
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../../www/src/explain.ts', import.meta.url))],
  bundle: true,
  write: false,
  format: 'esm',
});
const { explain } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

const tenant = { identity: 'tenant', doing: 'create' };
const sandbox = { identity: 'sandbox', doing: 'create' };
const message = 'x';
const named = (name) => Object.assign(new Error(message), { name });
const refusal = (status, graphCode) => new GraphError({ message, answer: { status, graphCode } });
const unknown = (reason) => new OutcomeUnknownError({ message, reason, answer: {} });

describe('explain', () => {
  /** Every error, what to call it, and whether a package was created. */
  const cases = [
    [new ValidationError({ message, issues: [] }), /not complete/, 'no'],
    [new TokenError({ message, reason: 'failed', cause: named('SignInNeeded') }), /Sign in/, 'no'],
    [new TokenError({ message, reason: 'failed', cause: named('InteractionRequiredAuthError') }), /Sign in/, 'no'],
    [new TokenError({ message, reason: 'failed', cause: named('BrowserAuthError') }), /gave no token/, 'no'],
    [new TokenError({ message, reason: 'malformed' }), /gave no token/, 'no'],
    [new TokenError({ message, reason: 'timedOut' }), /too long/, 'no'],
    [refusal(400, 'InvalidModel'), /does not accept the request/, 'no'],
    [refusal(401, 'InvalidAuthenticationToken'), /does not accept the sign-in/, 'no'],
    [refusal(403, 'UnAuthorized'), /may not create/, 'no'],
    [refusal(403, undefined), /may not create/, 'no'],
    [refusal(403, 'NoLicense'), /licence/, 'no'],
    [refusal(404, 'ResourceNotFound'), /does not find the catalog/, 'no'],
    [refusal(422, undefined), /status 422/, 'no'],
    [new ConflictError({ message, answer: { status: 409 } }), /taken/, 'unknown'],
    [new ThrottledError({ message, answer: { status: 429 } }), /wait/, 'no'],
    [new NetworkError({ message, reason: 'offline' }), /offline/, 'no'],
    [new NetworkError({ message, reason: 'connectionLost' }), /not reached/, 'no'],
    [unknown('serverError'), /Nobody here knows/, 'unknown'],
    [unknown('aborted'), /Nobody here knows/, 'unknown'],
    [unknown('crashed'), /Nobody here knows/, 'unknown'],
    [new ResponseError({ message, answer: { status: 200 } }), /could not be read/, 'no'],
    [new LoadError({ message, reason: 'csp' }), /could not load/, 'no'],
    [new InternalError({ message }), /defect/, 'no'],
  ];
  for (const [error, title, created] of cases) {
    test(`${error.name} ${error.reason ?? error.status ?? ''} ${error.graphCode ?? ''}: ${created}`, () => {
      const explanation = explain(error, tenant);
      assert.match(explanation.title, title);
      assert.equal(explanation.created, created);
    });
  }

  test('each reason for not knowing has words of its own', () => {
    const reasons = ['serverError', 'connectionLost', 'timedOut', 'aborted', 'unreadable', 'crashed'];
    assert.equal(new Set(reasons.map((reason) => explain(unknown(reason), tenant).text)).size, reasons.length);
  });

  test('signing in again is offered where it helps, and never in the sandbox', () => {
    for (const error of [refusal(401), new TokenError({ message, reason: 'failed' })]) {
      assert.equal(explain(error, tenant).signIn, true);
      assert.equal(explain(error, sandbox).signIn, undefined);
    }
  });

  test('a refused list is not told as a refused create', () => {
    assert.match(explain(refusal(403), { identity: 'tenant', doing: 'list' }).title, /list catalogs/);
  });

  test('an unheard-of code is not passed over in silence', () => {
    assert.throws(() => explain({ code: 'ERR_NEW' }, tenant));
  });
});
