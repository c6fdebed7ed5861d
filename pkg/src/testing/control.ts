/** The control surface of the server: JSON calls by which pages and other processes steer the fake. */
import type { Answer, HeaderLines } from './answer.js';
import type { ClaimsChallenge } from './challenge.js';
import type { Fault } from './fault-types.js';
import type { TokenGrant } from './grants.js';
import type { AssignmentPolicySeed, AssignmentSeed, ResourceRoleScopeSeed } from './holding-types.js';
import type { FakeGraph } from './types.js';

const prefix = '/_fake/';

type Action = (body: string) => unknown;

/** Whether a path belongs to the control surface. */
export function isControl(path: string): boolean {
  return path.startsWith(prefix);
}

/** The origins whose pages may steer the fake: those of this machine. A site that is open beside must not. */
const localOrigin = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** A control call as it came over the socket; `origin` is that of the calling page, `null` where there is none. */
export interface ControlCall {
  method: string;
  path: string;
  body: string;
  origin: string | null;
}

/**
 * Answers a control call. Never throws: what is wrong with the call is told as 400.
 *
 * @param connections - how many connections the server has accepted
 */
export function control(fake: FakeGraph, { method, path, body, origin }: ControlCall, connections: number): Answer {
  if (origin !== null && !localOrigin.test(origin)) {
    const text = JSON.stringify({ error: 'Only pages of this machine may steer the fake.' });
    return { status: 403, headers: [['Content-Type', 'application/json']], body: text };
  }
  const answer = (status: number, body?: unknown) => answerTo(origin ?? '*', status, body);
  if (method === 'OPTIONS') return answer(204);
  const actions: Record<string, Action> = {
    'POST token': (text) => ({ token: fake.issueToken(readOptional(text) as TokenGrant) }),
    'POST fault': (text) => fake.fail(parseObject(text) as unknown as Fault),
    'DELETE fault': () => fake.clearFaults(),
    'POST claims': (text) => fake.demandClaims(text === 'null' ? null : (readOptional(text) as ClaimsChallenge)),
    'POST assignmentPolicy': (text) => {
      const { accessPackageId, ...others } = parseObject(text) as unknown as AssignmentPolicySeed;
      return fake.addAssignmentPolicy(accessPackageId, others);
    },
    'POST resourceRoleScope': (text) => {
      const { accessPackageId, ...others } = parseObject(text) as unknown as ResourceRoleScopeSeed;
      return fake.addResourceRoleScope(accessPackageId, others);
    },
    'POST assignment': (text) => {
      const { accessPackageId, ...others } = parseObject(text) as unknown as AssignmentSeed;
      return fake.addAssignment(accessPackageId, others);
    },
    'DELETE assignmentPolicy': (text) => fake.removeAssignmentPolicy(String(parseObject(text).id)),
    'DELETE resourceRoleScope': (text) => fake.removeResourceRoleScope(String(parseObject(text).id)),
    'DELETE assignment': (text) => fake.removeAssignment(String(parseObject(text).id)),
    'POST reset': () => fake.reset(),
    'GET requests': () => fake.requests,
    'GET state': () => {
      const { catalogs, accessPackages, assignmentPolicies, resourceRoleScopes, assignments } = fake;
      return { catalogs, accessPackages, assignmentPolicies, resourceRoleScopes, assignments, connections };
    },
  };
  const name = `${method} ${path.slice(prefix.length)}`;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action)
    return answer(404, { error: `There is no ${method} ${path}. There are: ${Object.keys(actions).join(', ')}.` });
  try {
    const result = action(body);
    return result === undefined ? answer(204) : answer(200, result);
  } catch (error) {
    return answer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** A body that may be left out. */
function readOptional(text: string): Record<string, unknown> | undefined {
  return text === '' ? undefined : parseObject(text);
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

function answerTo(origin: string, status: number, body?: unknown): Answer {
  const headers: HeaderLines = [
    ['Access-Control-Allow-Origin', origin],
    ['Vary', 'Origin'],
    ['Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS'],
    ['Access-Control-Allow-Headers', 'Content-Type'],
    ['Access-Control-Allow-Private-Network', 'true'],
    ['Cache-Control', 'no-store'],
  ];
  if (body === undefined) return { status, headers, body: null };
  return { status, headers: [...headers, ['Content-Type', 'application/json']], body: JSON.stringify(body) };
}
