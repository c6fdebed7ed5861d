/** Checks that the options of bulk work are of the kinds that they should be. */
import type { Kit } from './kit.js';
import type { ApplyOptions, PlanOptions, ReadRowsOptions, UndoItem, UndoOptions } from './types.js';

/** The checks, with the mistakes that they tell. */
function checks(kit: Kit) {
  const kind = (holds: boolean, name: string, wanted: string) => {
    if (!holds) throw kit.argumentError('ERR_INVALID_ARG_TYPE', `"${name}" must be ${wanted}`);
  };
  const value = (holds: boolean, name: string, wanted: string) => {
    if (!holds) throw kit.argumentError('ERR_INVALID_ARG_VALUE', `"${name}" must be ${wanted}`);
  };
  return { kind, value };
}

function object<T extends object>(kit: Kit, options: T | undefined): T {
  checks(kit).kind(options === undefined || (typeof options === 'object' && options !== null), 'options', 'an object');
  return options ?? ({} as T);
}

function readSignal(kit: Kit, signal: unknown): void {
  const isSignal = Object.prototype.toString.call(signal) === '[object AbortSignal]';
  checks(kit).kind(signal === undefined || isSignal, 'signal', 'an AbortSignal');
}

/** Reads how a source is to be read. */
export function readRowsOptions(kit: Kit, options: ReadRowsOptions | undefined) {
  const { format, separator, catalogId, ignore = [], signal, onProgress, message } = object(kit, options);
  const { kind, value } = checks(kit);
  value([undefined, 'csv', 'json'].includes(format), 'format', '"csv" or "json"');
  value([undefined, ',', ';', '\t'].includes(separator), 'separator', 'a comma, a semicolon or a tab');
  kind(catalogId === undefined || typeof catalogId === 'string', 'catalogId', 'a string');
  value(catalogId === undefined || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(catalogId), 'catalogId', 'a GUID');
  kind(Array.isArray(ignore) && ignore.every((each) => typeof each === 'string'), 'ignore', 'an array of strings');
  kind(onProgress === undefined || typeof onProgress === 'function', 'onProgress', 'a function');
  kind(message === undefined || typeof message === 'function', 'message', 'a function');
  readSignal(kit, signal);
  return { format, separator, catalogId, ignore, signal, onProgress, message };
}

/** Reads how a plan is to be made. */
export function readPlanOptions(kit: Kit, options: PlanOptions | undefined) {
  const { offline = false, timeoutMs, onProgress, ...rest } = object(kit, options);
  const { kind } = checks(kit);
  kind(typeof offline === 'boolean', 'offline', 'a boolean');
  kind(onProgress === undefined || typeof onProgress === 'function', 'onProgress', 'a function');
  return { offline, timeoutMs: readTimeout(kit, timeoutMs), onProgress, how: readRowsOptions(kit, rest) };
}

/** Reads how a plan is to be carried out. */
export function readApplyOptions(kit: Kit, options: ApplyOptions | undefined) {
  const { signal, journal = false, concurrency = 12, stopAfter = 5, verify = true, timeoutMs } = object(kit, options);
  const { kind, value } = checks(kit);
  readSignal(kit, signal);
  kind(typeof journal === 'boolean' || typeof journal === 'string', 'journal', 'a boolean or a string');
  value(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 32, 'concurrency', 'from 1 to 32');
  value(Number.isInteger(stopAfter) && stopAfter >= 1 && stopAfter <= 2 ** 31, 'stopAfter', 'at least 1');
  kind(typeof verify === 'boolean', 'verify', 'a boolean');
  return { signal, journal, concurrency, stopAfter, verify, timeoutMs: readTimeout(kit, timeoutMs) };
}

/** Reads what is to be deleted, and how. */
export function readUndoOptions(kit: Kit, items: readonly UndoItem[], options: UndoOptions | undefined) {
  const { signal, timeoutMs } = object(kit, options);
  const isItem = (item: UndoItem) =>
    [item?.accessPackageId, item?.displayName, item?.catalogId].every((each) => typeof each === 'string');
  checks(kit).kind(Array.isArray(items) && items.every(isItem), 'items', 'the undo list of a report, or a part of it');
  readSignal(kit, signal);
  return { signal, timeoutMs: readTimeout(kit, timeoutMs) };
}

/** Reads how long something may take. */
function readTimeout(kit: Kit, timeoutMs: number | undefined): number | undefined {
  const { kind, value } = checks(kit);
  kind(timeoutMs === undefined || typeof timeoutMs === 'number', 'timeoutMs', 'a number');
  const isTime = timeoutMs === undefined || (timeoutMs > 0 && timeoutMs < 2 ** 31);
  value(isTime, 'timeoutMs', 'greater than 0 and at most 2147483647');
  return timeoutMs;
}
