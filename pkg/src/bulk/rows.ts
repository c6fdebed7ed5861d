/** Reads a source into rows that stay in the WebAssembly. */
import type { ColumnProblem, SourceErrorReason } from '../errors.js';
import { reword } from '../reword.js';
import type { MessageOptions } from '../types.js';
import { CLOSE_ROWS, COUNT_ROWS, DESCRIBE_ROWS, LIST_PROBLEMS, OPEN_ROWS, READ_ROW } from './asks.js';
import { Breath } from './breath.js';
import type { Kit } from './kit.js';
import { Module } from './module.js';
import { readRowsOptions } from './options.js';
import { type Sliced, slice } from './slices.js';
import type { BulkSource, ReadRowsOptions, RowProblem, RowTable, SourceFacts, SourceRow } from './types.js';

/** How many problems are made objects of at a time. */
const PROBLEMS = 1000;

/** What the core says of a source that cannot be read as rows (`src/bulk/source_problem.rs`). */
interface SourceProblem {
  reason: SourceErrorReason;
  message: string;
  line?: number;
  row?: number;
  columns?: ColumnProblem[];
  hint?: string;
}

/** Problems as the core lists them (`ProblemPage` in `src/bulk/rows.rs`). */
interface ProblemPage {
  /** Each with the first row that it is said of. */
  said: RowProblem[];
  /** For each problem the number of its row, and the place in `said`. */
  rows: [row: number, said: number][];
}

/** The rows that were read, for those who may have the module too. */
export class Rows implements RowTable {
  readonly length: number;
  readonly source: SourceFacts;
  readonly problems: readonly RowProblem[];
  /** The texts for problems. */
  readonly message: MessageOptions['message'];
  readonly #module: Module;

  constructor(
    module: Module,
    source: SourceFacts,
    problems: readonly RowProblem[],
    message: MessageOptions['message'],
  ) {
    this.#module = module;
    this.message = message;
    this.length = countRows(module);
    this.source = source;
    this.problems = problems;
  }

  row(number: number): SourceRow | undefined {
    if (!Number.isInteger(number) || number < 1 || number > this.length) return undefined;
    const row = this.#module.ask<SourceRow>(READ_ROW, number);
    reword(row.problems, this.message);
    return row;
  }

  /** Whether it is one, also one of another copy of this file. */
  static is(source: object): source is Rows {
    return #module in source;
  }

  /** The module with the rows. */
  get module(): Module {
    return this.#module;
  }
}

/** Reads the source, and checks every row. */
export async function readRows(kit: Kit, source: BulkSource, options: ReadRowsOptions | undefined): Promise<Rows> {
  const { signal, onProgress, message, ...how } = readRowsOptions(kit, options);
  const sliced = slice(kit, source);
  const { name, size } = sliced;
  const module = await Module.start(kit);
  const breath = new Breath();
  let bytes = 0;
  signal?.throwIfAborted();
  await feed(kit, module, sliced, how, async (length) => {
    bytes += length;
    onProgress?.({ bytes, ...(size !== undefined && { totalBytes: size }), rows: countRows(module) });
    await breath.pause();
    signal?.throwIfAborted();
  });
  const problems: RowProblem[] = [];
  for (;;) {
    const { said, rows } = module.ask<ProblemPage>(LIST_PROBLEMS, problems.length, PROBLEMS);
    const some = rows.map(([row, what]) => ({ ...(said[what] as RowProblem), row }));
    for (const problem of reword(some, message)) problems.push(problem);
    if (some.length < PROBLEMS) break;
    await breath.pause();
  }
  signal?.throwIfAborted();
  const facts = module.ask<SourceFacts>(DESCRIBE_ROWS);
  return new Rows(module, { ...(name !== undefined && { name }), ...facts }, problems, message);
}

/** Reads the slices into the module. */
export async function feed(
  kit: Kit,
  module: Module,
  { inputs, size, slices }: Omit<Sliced, 'name'>,
  { format, separator, catalogId, ignore = [] }: ReadRowsOptions,
  each: (length: number) => Promise<void>,
): Promise<void> {
  const check = (problem: string) => {
    if (problem) throw new kit.errors.SourceError(JSON.parse(problem) as SourceProblem);
  };
  module.say(OPEN_ROWS, format, separator, catalogId, inputs, size, ...ignore);
  for await (const part of slices) {
    check(module.push(part));
    await each(part.length);
  }
  check(module.say(CLOSE_ROWS));
}

function countRows(module: Module): number {
  return Number(module.say(COUNT_ROWS));
}
