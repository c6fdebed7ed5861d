import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { importSource } from './source.mjs';

const { describe: describeEvent, countdown } = await importSource('progress-text');

const event = (type, more = {}) => ({ type, operation: 'create', call: 1, time: new Date().toISOString(), ...more });
const textOf = (type, more) => describeEvent(event(type, more))?.text;

/** The types and reasons as the package's documentation has them. */
const ATTEMPT_REASONS = [
  'initial',
  'unauthorized',
  'claimsChallenge',
  'throttled',
  'ambiguous',
  'conflict',
  'created',
  'refused',
  'failed',
];
const UNDER_WAY = ['queued', 'waiting', 'sending', 'reading', 'lookingUp', 'throttled', 'ambiguous', 'refused'];
const ENDS = ['created', 'adopted', 'existing', 'notCreated', 'deleted', 'absent', 'done', 'failed'];

describe('a step in words', () => {
  test('every step under way is one plain sentence or two', () => {
    for (const type of UNDER_WAY) {
      for (const operation of ['create', 'recheck', 'delete']) {
        for (const reason of [undefined, ...ATTEMPT_REASONS, 'somethingNew']) {
          const text = textOf(type, { operation, reason });
          assert.match(text, /^[A-Z][^\n]{5,110}\.$/, `${operation} ${type} ${reason}: ${text}`);
          assert.doesNotMatch(text, /undefined|null|NaN/);
        }
      }
    }
  });

  test('the end of a call is told by the panel, not here', () => {
    for (const type of ENDS) assert.equal(describeEvent(event(type)), undefined);
  });

  test('the steps of a lost answer read like a story', () => {
    assert.equal(textOf('lookingUp', { reason: 'initial' }), 'Looking whether the name exists already.');
    assert.equal(textOf('sending', { reason: 'initial' }), 'Sending the create to Graph.');
    assert.equal(
      textOf('ambiguous', { reason: 'serverError', status: 504 }),
      'The server failed (504). It may have been created.',
    );
    const doubt = event('ambiguous', { reason: 'serverError', status: 504 });
    assert.equal(
      describeEvent(event('lookingUp', { reason: 'ambiguous' }), doubt).text,
      'The server failed (504). Looking whether it was created.',
    );
    assert.equal(
      textOf('sending', { reason: 'ambiguous' }),
      'Looks have shown that it was not created. Sending it again.',
    );
  });

  test('a look is told without a reason where nothing was sent in this call', () => {
    const text = textOf('lookingUp', { reason: 'ambiguous', operation: 'recheck' });
    assert.equal(text, 'Looking whether it was created.');
  });

  test('another tab that creates the same is named', () => {
    assert.match(textOf('queued'), /Another tab is creating the same/);
  });

  test('a pause that Graph asked for is told with its end, and each with its own', () => {
    const until = new Date(Date.now() + 5_000);
    const step = describeEvent(event('waiting', { reason: 'throttled', waitMs: 5_000, until: until.toISOString() }));
    assert.match(step.text, /until \d{2}:\d{2}:\d{2}\.$/);
    assert.equal(step.until, until.getTime());
    const later = new Date(until.getTime() + 60_000).toISOString();
    assert.notEqual(describeEvent(event('waiting', { reason: 'throttled', until: later })).kind, step.kind);
  });

  test('a wait without an end counts from its length', () => {
    const { until } = describeEvent(event('waiting', { reason: 'failed', waitMs: 60_000 }));
    assert.ok(Math.abs(until - Date.now() - 60_000) < 5_000);
  });
});

describe('the countdown', () => {
  for (const [left, text] of [
    [5_000, '5 s'],
    [4_001, '5 s'],
    [59_001, '1 min 0 s'],
    [315_000, '5 min 15 s'],
    [1, '1 s'],
    [0, ''],
    [-5_000, ''],
  ]) {
    test(`${left} ms: “${text}”`, () => assert.equal(countdown(1_000_000 + left, 1_000_000), text));
  }
});
