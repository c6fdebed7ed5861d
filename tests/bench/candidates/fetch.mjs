import { post } from './wire.mjs';

export const open = (to) => (form) => post(to, form);
