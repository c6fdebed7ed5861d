/** Places in the repository that several scripts name. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Joins path segments to the root of the repository. */
export const inRoot = (...segments) => path.join(ROOT, ...segments);
