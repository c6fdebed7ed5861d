/** Asks the token callback, once for all calls that want the same token at the same time. */
import type { GetToken, TokenRequest } from './types.js';

/** Somebody's question that is on its way, and how many wait for its answer. */
interface Asked {
  answer: Promise<unknown>;
  waiting: number;
  controller: AbortController;
}

/** The desk of one client. */
export class TokenDesk {
  readonly #getToken: GetToken;
  readonly #asked = new Map<string, Asked>();
  #last: Omit<TokenRequest, 'signal'> | undefined;

  constructor(getToken: GetToken) {
    this.#getToken = getToken;
  }

  /** Asks. The callback's signal fires when all who wait have given up. */
  async ask(request: Omit<TokenRequest, 'signal'>, signal: AbortSignal): Promise<unknown> {
    this.#last = request;
    const { scopes, claims, forceRefresh } = request;
    const key = JSON.stringify([scopes, claims, forceRefresh]);
    const asked = this.#asked.get(key) ?? this.#begin(key, request);
    asked.waiting += 1;
    const giveUp = () => {
      asked.waiting -= 1;
      if (asked.waiting > 0) return;
      this.#end(key, asked);
      asked.controller.abort(signal.reason);
    };
    signal.addEventListener('abort', giveUp);
    try {
      return await asked.answer;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Asks for the same as the last time, whatever came of it. */
  async askAgain(signal: AbortSignal): Promise<unknown> {
    return this.#last && this.ask(this.#last, signal);
  }

  #begin(key: string, request: Omit<TokenRequest, 'signal'>): Asked {
    const controller = new AbortController();
    // The callback runs at once, so that a browser still counts a popup as opened by the click.
    const answer = new Promise((resolve) => resolve(this.#getToken({ ...request, signal: controller.signal })));
    const asked: Asked = { answer: answer.finally(() => this.#end(key, asked)), waiting: 0, controller };
    this.#asked.set(key, asked);
    return asked;
  }

  #end(key: string, asked: Asked): void {
    if (this.#asked.get(key) === asked) this.#asked.delete(key);
  }
}
