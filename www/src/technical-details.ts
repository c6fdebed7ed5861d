/** What to quote to somebody who has to look into it: ids and codes, never a token. */
import type { Attempt, GraphAnswer } from 'entra-access-packages';
import { copyButton, element } from './dom.js';
import { factList } from './package-facts.js';

type Line = [name: string, value: string];

/** The foldable part of an outcome: the error where there is one, and every request that was sent. */
export function technicalDetails(attempts: readonly Attempt[], error?: unknown): HTMLElement {
  const groups = [...(error === undefined ? [] : [errorLines(error)]), ...attempts.map(attemptLines)];
  if (attempts.length === 0) groups.push([['requests', 'none was sent']]);
  const text = groups.map((lines) => lines.map(([name, value]) => `${name}: ${value}`).join('\n')).join('\n\n');
  return element(
    'details',
    { class: 'more' },
    element('summary', {}, 'Technical details'),
    element('div', { class: 'ledger' }, ...groups.map((lines) => factList(lines))),
    copyButton(() => text, 'Copy the technical details'),
  );
}

/** The requests of whatever was thrown. */
export function attemptsOf(error: unknown): readonly Attempt[] {
  const { attempts } = error as { attempts?: readonly Attempt[] };
  return Array.isArray(attempts) ? attempts : [];
}

function attemptLines(attempt: Attempt, index: number): Line[] {
  const { purpose, reason, waitedMs, startedAt, status, result, clientRequestId, requestId } = attempt;
  const waited = waitedMs > 0 ? `, after a wait of ${(waitedMs / 1_000).toFixed(1)} s` : '';
  const lines: Line[] = [
    [`request ${index + 1}`, `${PURPOSES[purpose]} (${reason})${waited}`],
    ['sent', startedAt],
    ['result', status === undefined ? result : `${status} ${result}`],
    ['client-request-id', clientRequestId],
  ];
  if (requestId !== undefined) lines.push(['request-id', requestId]);
  return lines;
}

const PURPOSES: Record<Attempt['purpose'], string> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  lookUp: 'look',
  read: 'read',
};

function errorLines(error: unknown): Line[] {
  if (!(error instanceof Error)) return [['error', String(error)]];
  const lines: Line[] = [['error', `${error.name}: ${error.message}`]];
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  if (typeof code === 'string') lines.push(['code', code]);
  if (typeof reason === 'string') lines.push(['reason', reason]);
  const answer = error as GraphAnswer;
  for (const key of ['graphCode', 'graphMessage', 'date', 'retryAt'] as const) {
    if (typeof answer[key] === 'string') lines.push([key, answer[key]]);
  }
  if (error.cause instanceof Error) lines.push(['cause', `${error.cause.name}: ${error.cause.message}`]);
  return lines;
}
