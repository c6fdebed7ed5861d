/** Checks the options and fills in their defaults. */
import type { ContentRules } from './bodies.js';
import type { ClaimsChallenge } from './challenge.js';
import { requireCount, requireDuration, requireOneOf, requireThat } from './checks.js';
import { defaultExposedHeaders } from './cors.js';
import type { InnerErrorForm } from './errors.js';
import type { FakeGraphOptions } from './fake-options.js';
import type { HoldingSeeds } from './holdings.js';
import { type Latency, requireLatency } from './latency.js';
import type { OperationRules } from './operations.js';
import { readExpandSupport, readFilterSupport } from './query-support.js';
import { readSeed, type Seed } from './seed.js';
import type { StoreRules } from './store.js';
import type { Throttling } from './throttle.js';

export interface Settings extends StoreRules, OperationRules {
  seed: Seed;
  holdings: HoldingSeeds;
  latencyMs: Latency;
  networkMs: Latency;
  innerError: InnerErrorForm;
  throttling: Throttling | undefined;
  licensed: boolean;
  verifyToken: FakeGraphOptions['verifyToken'];
  claimsChallenge: ClaimsChallenge | undefined;
  now: () => number;
  exposeHeaders: readonly string[];
  allowedOrigins: '*' | readonly string[];
}

const names: readonly string[] = [
  'graphRoot',
  'catalogs',
  'accessPackages',
  'assignmentPolicies',
  'resourceRoleScopes',
  'assignments',
  'nameUniqueness',
  'filterCase',
  'replicationLagMs',
  'filters',
  'expand',
  'pageSize',
  'expandedPageSize',
  'duplicateStatus',
  'unknownCatalogStatus',
  'unpublishedCatalogStatus',
  'assignedStatus',
  'wrongContentTypeStatus',
  'maxNameLength',
  'maxDescriptionLength',
  'descriptionRequired',
  'trimsNames',
  'innerError',
  'latencyMs',
  'networkMs',
  'throttling',
  'licensed',
  'verifyToken',
  'claimsChallenge',
  'now',
  'exposeHeaders',
  'allowedOrigins',
] satisfies (keyof FakeGraphOptions)[];

/** Reads the options. A misspelt name is an error: a switch that silently does nothing would make a test lie. */
export function readOptions(options: FakeGraphOptions): Settings {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  requireThat(unknown === undefined, `The fake Graph has no option "${unknown}".`);
  const { nameUniqueness = 'caseInsensitive', pageSize = 100, expandedPageSize = Infinity } = options;
  requireOneOf(nameUniqueness, '"nameUniqueness"', ['caseInsensitive', 'caseSensitive', 'none']);
  const { filterCase = nameUniqueness === 'caseInsensitive' ? 'insensitive' : 'sensitive' } = options;
  requireOneOf(filterCase, '"filterCase"', ['sensitive', 'insensitive']);
  const { replicationLagMs = 0, innerError = 'innerError', latencyMs = 0, networkMs = 0 } = options;
  if (typeof replicationLagMs !== 'function') requireDuration(replicationLagMs, '"replicationLagMs"');
  requireLatency(latencyMs, '"latencyMs"');
  requireLatency(networkMs, '"networkMs"');
  requireOneOf(innerError, '"innerError"', ['innerError', 'innererror', 'absent']);
  requireCount(pageSize, '"pageSize"');
  if (expandedPageSize !== Infinity) requireCount(expandedPageSize, '"expandedPageSize"');
  return {
    seed: readSeed(options),
    holdings: options,
    latencyMs,
    networkMs,
    nameUniqueness,
    filterCase,
    replicationLag: replicationLagMs,
    filters: readFilterSupport(options.filters),
    expand: readExpandSupport(options.expand),
    pageSize,
    expandedPageSize,
    content: readContentRules(options),
    duplicateStatus: readRefusal(options, 'duplicateStatus') ?? 409,
    unknownCatalogStatus: readRefusal(options, 'unknownCatalogStatus') ?? 404,
    unpublishedCatalogStatus: readRefusal(options, 'unpublishedCatalogStatus'),
    assignedStatus: readRefusal(options, 'assignedStatus') ?? 400,
    innerError,
    throttling: options.throttling,
    licensed: options.licensed ?? true,
    verifyToken: options.verifyToken,
    claimsChallenge: options.claimsChallenge,
    now: options.now ?? Date.now,
    exposeHeaders: options.exposeHeaders ?? defaultExposedHeaders,
    allowedOrigins: options.allowedOrigins ?? '*',
  };
}

/** Checks that `graphRoot` is an origin, and takes a slash off its end. */
export function readGraphRoot(graphRoot = 'https://graph.microsoft.com'): string {
  const url = URL.canParse(graphRoot) ? new URL(graphRoot) : undefined;
  const isOrigin = url?.pathname === '/' && url.href === `${url.origin}/`;
  requireThat(isOrigin, '"graphRoot" must be an origin such as https://graph.microsoft.com.');
  return url.origin;
}

function readContentRules(options: FakeGraphOptions): ContentRules {
  const { maxNameLength = Infinity, maxDescriptionLength = Infinity } = options;
  if (maxNameLength !== Infinity) requireCount(maxNameLength, '"maxNameLength"');
  if (maxDescriptionLength !== Infinity) requireCount(maxDescriptionLength, '"maxDescriptionLength"', 0);
  return {
    wrongContentTypeStatus: readRefusal(options, 'wrongContentTypeStatus') ?? 415,
    maxNameLength,
    maxDescriptionLength,
    descriptionRequired: options.descriptionRequired ?? false,
    trimsNames: options.trimsNames ?? false,
  };
}

function readRefusal(
  options: FakeGraphOptions,
  name:
    | 'duplicateStatus'
    | 'unknownCatalogStatus'
    | 'unpublishedCatalogStatus'
    | 'assignedStatus'
    | 'wrongContentTypeStatus',
): number | undefined {
  const status = options[name];
  if (status === undefined) return undefined;
  const isRefusal = Number.isInteger(status) && status >= 400 && status <= 499;
  requireThat(isRefusal, `"${name}" must be 400 to 499.`);
  return status;
}
