/** The generator of names makes what it promises. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../random.mjs';
import { drawName, lookalikes } from './generate.mjs';

test('a seed repeats its names, and names of every kind occur', () => {
  const draw = () => {
    const random = createRandom(7);
    return Array.from({ length: 5_000 }, () => drawName(random));
  };
  const names = draw();
  assert.deepEqual(draw(), names);
  assert.ok(new Set(names).size > 4_500);
  for (const has of [/'/, /[#&+%?/]/, /🎉/u, /[\u0590-\u05ff]/, /\u0301/, /\s/])
    assert.ok(names.some((each) => has.test(each)));
  assert.ok(names.some((each) => !each.isWellFormed()));
  assert.ok(names.some((each) => each.length > 256 && each.length <= 1_024));
  assert.ok(names.some((each) => each.length > 1_024));
  assert.ok(names.some((each) => each.trim() === ''));
});

test('lookalikes are never the name itself', () => {
  const random = createRandom(8);
  for (let i = 0; i < 500; i += 1) {
    const name = drawName(random);
    if (name.isWellFormed()) assert.ok(!lookalikes(name).includes(name));
  }
});
