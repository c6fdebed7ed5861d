/** Checks the options and fills in their defaults. */
import { defaultExposedHeaders } from './cors.js';
import { readSeed, type Seed } from './seed.js';
import type { FakeGraphOptions, NameUniqueness } from './types.js';

export interface Settings {
  seed: Seed;
  nameUniqueness: NameUniqueness;
  duplicateStatus: number;
  unknownCatalogStatus: number;
  wrongContentTypeStatus: number;
  pageSize: number;
  licensed: boolean;
  verifyToken: FakeGraphOptions['verifyToken'];
  now: () => number;
  exposeHeaders: readonly string[];
  allowedOrigins: '*' | readonly string[];
}

const names: readonly string[] = [
  'graphRoot',
  'catalogs',
  'accessPackages',
  'nameUniqueness',
  'duplicateStatus',
  'unknownCatalogStatus',
  'wrongContentTypeStatus',
  'pageSize',
  'licensed',
  'verifyToken',
  'now',
  'exposeHeaders',
  'allowedOrigins',
] satisfies (keyof FakeGraphOptions)[];

/** Reads the options. A misspelt name is an error: a switch that silently does nothing would make a test lie. */
export function readOptions(options: FakeGraphOptions): Settings {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`The fake Graph has no option "${unknown}".`);
  const { nameUniqueness = 'caseInsensitive', pageSize = 100 } = options;
  if (!['caseInsensitive', 'caseSensitive', 'none'].includes(nameUniqueness)) {
    throw new TypeError('"nameUniqueness" must be caseInsensitive, caseSensitive or none.');
  }
  if (!Number.isInteger(pageSize) || pageSize < 1) throw new TypeError('"pageSize" must be a positive integer.');
  return {
    seed: readSeed(options),
    nameUniqueness,
    pageSize,
    duplicateStatus: readRefusal(options, 'duplicateStatus', 409),
    unknownCatalogStatus: readRefusal(options, 'unknownCatalogStatus', 404),
    wrongContentTypeStatus: readRefusal(options, 'wrongContentTypeStatus', 415),
    licensed: options.licensed ?? true,
    verifyToken: options.verifyToken,
    now: options.now ?? Date.now,
    exposeHeaders: options.exposeHeaders ?? defaultExposedHeaders,
    allowedOrigins: options.allowedOrigins ?? '*',
  };
}

/** Checks that `graphRoot` is an origin, and takes a slash off its end. */
export function readGraphRoot(graphRoot = 'https://graph.microsoft.com'): string {
  const url = URL.canParse(graphRoot) ? new URL(graphRoot) : undefined;
  const isOrigin = url?.pathname === '/' && url.href === `${url.origin}/`;
  if (!isOrigin) throw new TypeError('"graphRoot" must be an origin such as https://graph.microsoft.com.');
  return url.origin;
}

function readRefusal(
  options: FakeGraphOptions,
  name: 'duplicateStatus' | 'unknownCatalogStatus' | 'wrongContentTypeStatus',
  usual: number,
): number {
  const status = options[name] ?? usual;
  if (!Number.isInteger(status) || status < 400 || status > 499) throw new TypeError(`"${name}" must be 400 to 499.`);
  return status;
}
