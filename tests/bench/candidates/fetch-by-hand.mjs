import { check } from './by-hand.mjs';
import { post } from './wire.mjs';

export const open = (to) => async (form) => {
  const problems = check(form);
  if (problems.length > 0) throw Object.assign(new Error('invalid'), { problems });
  return post(to, form);
};
