/** What is said of many measurements. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from './in-turn.mjs';
import { differenceOf, noiseOf, spreadOf } from './statistics.mjs';

test('the middle, the quarters and the ends', () => {
  assert.deepEqual(spreadOf([5, 1, 4, 2, 3]), { median: 3, q1: 2, q3: 4, least: 1, most: 5, count: 5 });
  assert.deepEqual(spreadOf([4, 1, 3, 2]), { median: 2.5, q1: 1.75, q3: 3.25, least: 1, most: 4, count: 4 });
  assert.deepEqual(spreadOf([7]), { median: 7, q1: 7, q3: 7, least: 7, most: 7, count: 1 });
});

test('numbers are put in order as numbers, and the measurements are left as they are', () => {
  const values = [10, 9, 100];
  assert.equal(spreadOf(values).median, 10);
  assert.deepEqual(values, [10, 9, 100]);
});

test('of nothing nothing is said', () => assert.throws(() => spreadOf([]), /nothing was measured/));

test('a difference is taken round by round', () => {
  // The second round was slow for both.
  assert.deepEqual(differenceOf([3, 103, 4], [1, 101, 2]), { median: 2, q1: 2, q3: 2, least: 2, most: 2, count: 3 });
});

test('the noise is that of the noisier one', () => {
  assert.equal(noiseOf(spreadOf([1, 2, 3, 4, 5]), spreadOf([10, 20, 30, 40, 50])), 20);
});

test('everybody has a turn in each round, another one first; warming up does not count', async () => {
  const turns = [];
  const measured = await inTurn({
    names: ['a', 'b', 'c'],
    rounds: 2,
    warmUp: 1,
    async measure(name, round) {
      turns.push(name + round);
      return round;
    },
  });
  assert.deepEqual(turns, ['b-1', 'c-1', 'a-1', 'a0', 'b0', 'c0', 'b1', 'c1', 'a1']);
  assert.deepEqual(measured, { a: [0, 1], b: [0, 1], c: [0, 1] });
});
