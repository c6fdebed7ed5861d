/** Jobs that can be rehearsed in the sandbox. */
import type { JobProgress, Plan } from 'entra-access-packages';
import { byId, element } from '../dom.js';
import type { Sandbox } from '../sandbox.js';

/** How long the sandbox takes for a create, in milliseconds, so that there is something to see. */
const LATENCY_MS = 300;

/** More than any job sends. */
const ALWAYS = 1_000_000;

/** A job that can be rehearsed. */
interface BulkRehearsal {
  id: string;
  name: string;
  /** What the sandbox will do. */
  note: string;
  /** Sets it up before the job begins. */
  prepare?: (sandbox: Sandbox, plan: Plan, signal: AbortSignal) => Promise<void>;
  /** Runs once, when that share of the rows is decided. */
  midway?: (sandbox: Sandbox, signal: AbortSignal) => Promise<void>;
  /** Runs each time when so many more rows are decided. */
  every?: { rows: number; run: (sandbox: Sandbox, signal: AbortSignal) => Promise<void> };
}

const MIDWAY = 0.4;

/** So many names at most are taken or lost, however large the file is: each is a call to the sandbox. */
const MAX_NAMES = 200;

const REFUSED = {
  answer: {
    status: 403,
    code: 'UnAuthorized',
    message: 'User is not authorized to perform the operation. Reason: The caller is not authorized.',
  },
};

const REHEARSALS: readonly BulkRehearsal[] = [
  { id: 'smooth', name: 'It works', note: 'The sandbox creates everything. Nothing real is touched.' },
  {
    id: 'throttled',
    name: 'Too many requests',
    note: 'Now and then the sandbox answers 429 and asks for a pause of 4 seconds.',
    every: {
      rows: 10,
      run: async (sandbox, signal) => {
        await sandbox.clearFaults(signal);
        await sandbox.fail({ answer: { status: 429, code: 'TooManyRequests', retryAfter: 4 }, times: 2 }, signal);
        await sandbox.fail(slowly, signal);
      },
    },
  },
  {
    id: 'lost',
    name: 'One answer in ten is lost',
    note:
      'Of every tenth row the answer is lost; half of these packages were created. Looks settle that within 6 seconds; ' +
      'with a tenant it takes up to a minute.',
    prepare: async (sandbox, plan, signal) => {
      for (const [index, name] of everyTenth(plan).entries()) {
        const match = { method: 'POST', name };
        await sandbox.fail(
          index % 2 === 0 ? { match, delivery: 'cut' } : { match, delivery: 'reset', times: 2 },
          signal,
        );
      }
    },
  },
  {
    id: 'role',
    name: 'The role runs out in the middle',
    note: 'From a certain row on the sandbox refuses with 403. The job stops after five in succession.',
    midway: async (sandbox, signal) => {
      await sandbox.clearFaults(signal);
      await sandbox.fail({ ...REFUSED, match: { method: 'POST', path: 'accessPackages' }, times: ALWAYS }, signal);
    },
  },
  {
    id: 'sign-in',
    name: 'The sign-in runs out in the middle',
    note: 'The job pauses with its place kept. Resume signs in, here without a window.',
    midway: async (sandbox) => sandbox.expireSignIn(),
  },
  {
    id: 'taken',
    name: 'Names are taken meanwhile',
    note: 'After the plan was made, somebody else creates every tenth package.',
    prepare: async (sandbox, plan, signal) => {
      const inputs = plan.rows.flatMap(({ verdict, input }) => (verdict === 'create' && input ? [input] : []));
      for (const input of inputs.filter((_, index) => index % 10 === 3).slice(0, MAX_NAMES)) {
        await sandbox.createNamesake(input, signal);
      }
    },
  },
];

const slowly = { delayMs: LATENCY_MS, times: ALWAYS };

function everyTenth(plan: Plan): string[] {
  const names = plan.rows.flatMap(({ verdict, input }) => (verdict === 'create' && input ? [input.displayName] : []));
  return names.filter((_, index) => index % 10 === 4).slice(0, MAX_NAMES);
}

/** The choice of a job to rehearse, and its carrying out. */
export class BulkRehearsals {
  readonly #select = byId('bulk-rehearsal', HTMLSelectElement);
  readonly #hint = byId('bulk-rehearsal-hint', HTMLElement);

  constructor() {
    this.#select.append(...REHEARSALS.map(({ id, name }) => element('option', { value: id }, name)));
    this.#select.addEventListener('change', () => this.#show());
    this.#show();
  }

  /** Sets the sandbox up. Gives what follows the job, which is to run with each of its steps. */
  async begin(sandbox: Sandbox, plan: Plan | undefined, signal: AbortSignal): Promise<(progress: JobProgress) => void> {
    const { prepare, midway, every } = this.#chosen;
    await sandbox.clearFaults(signal);
    if (plan) await prepare?.(sandbox, plan, signal);
    await sandbox.fail(slowly, signal);
    let isMidway = false;
    let next = every?.rows ?? 0;
    const run = (step: Promise<void>) => {
      // The sandbox has gone: the job itself tells that soon enough.
      step.catch(() => undefined);
    };
    return ({ done, total }) => {
      if (midway && !isMidway && done >= total * MIDWAY && done < total) {
        isMidway = true;
        run(midway(sandbox, signal));
      }
      if (every && done >= next && done < total) {
        next = done + every.rows;
        run(every.run(sandbox, signal));
      }
    };
  }

  /** Takes back what it has set up. */
  async end(sandbox: Sandbox): Promise<void> {
    await sandbox.clearFaults(AbortSignal.timeout(5_000)).catch(() => undefined);
  }

  get #chosen(): BulkRehearsal {
    return REHEARSALS.find(({ id }) => id === this.#select.value) ?? (REHEARSALS[0] as BulkRehearsal);
  }

  #show(): void {
    this.#hint.textContent = this.#chosen.note;
  }
}
