/**
 * A call, step by step. In each step the core runs from the beginning of the call: what it was answered in the steps before,
 * it is answered again, in the same order, and where the next answer is not there yet the step ends. So the core keeps
 * nothing between two steps (`src/wasm/host.rs`).
 */
import { toBytes } from './border.js';
import type { Host, Said } from './instance.js';

/** What a call has for the core. */
export interface World {
  /** A fact of this moment, by its place in `Fact` in `src/wasm/host.rs`. */
  fact(fact: number): number;
  /** Keeps a fact for all calls of the client. */
  keep(fact: number, value: number): void;
  /** Does something. What it gives is to be carried out when the core has been left: it may be somebody's who comes back. */
  act(name: string, what: unknown): (() => undefined) | undefined;
  /** Finds the answer to a question; it does not reject. */
  ask(name: string, what: unknown): Promise<string>;
  /** The answer that was a page with no more of it than is kept, or as it is. */
  shorten(answer: string, kept: Kept): string;
}

/** What matters of a page: these rows of this list. */
export interface Kept {
  list: string;
  rows: readonly number[];
}

/** What ends a step: what has to be done before the next one begins. */
type Pause = () => Promise<string> | undefined;

/** The world of one call with a memory. */
export class Steps implements Host {
  readonly #world: World;
  readonly #answers: unknown[] = [];
  /** What each was the answer to: a fact, or what stands for a name. */
  readonly #kinds: number[] = [];
  #next = 0;
  /** The place of the last answer that was asked for. */
  #asked = 0;
  /** The last answer that came. */
  #text = '';
  #pause: Pause | undefined;
  /** Thrown to end a step. */
  readonly ended = {};

  constructor(world: World) {
    this.#world = world;
  }

  number(fact: number): number {
    return this.#once(fact, () => this.#world.fact(fact)) as number;
  }

  set(fact: number, value: number): void {
    this.#once(-fact, () => this.#world.keep(fact, value));
  }

  act(kind: number, read: () => Said): void {
    this.#once(kind, () => {
      const [name, what] = read();
      const given = JSON.parse(what);
      // What was a long list need not be read again in every step.
      if (name === 'keep') this.#answers[this.#asked] = toBytes(this.#world.shorten(this.#text, given));
      else this.#pause = this.#world.act(name, given);
    });
    if (this.#pause) throw this.ended;
  }

  ask(kind: number, read: () => Said): Uint8Array {
    if (this.#next < this.#answers.length) {
      this.#asked = this.#next;
      return this.#once(kind, () => {}) as Uint8Array;
    }
    const [name, what] = read();
    this.#kinds.push(kind);
    this.#pause = () => this.#world.ask(name, JSON.parse(what));
    throw this.ended;
  }

  /** Carries out steps until one comes to the end of the call. `step` enters the core. */
  async run(step: () => string): Promise<string> {
    for (;;) {
      this.#next = 0;
      this.#pause = undefined;
      try {
        return step();
      } catch (thrown) {
        if (thrown !== this.ended) throw thrown;
      }
      const answer = (this.#pause as Pause | undefined)?.();
      // Without an answer there is nothing to wait for.
      if (!answer) continue;
      this.#text = await answer;
      this.#answers.push(toBytes(this.#text));
    }
  }

  #once(kind: number, find: () => unknown): unknown {
    const at = this.#next++;
    if (at === this.#answers.length) {
      this.#answers.push(find());
      this.#kinds.push(kind);
    }
    // It would take the answer for another one's.
    if (this.#kinds[at] !== kind) throw new Error('the WebAssembly did not ask what it had asked before');
    return this.#answers[at];
  }
}
