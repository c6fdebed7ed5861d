/** Where the provider keeps what it issues, and the applications that are registered with it: this process' memory. */

/**
 * Makes the adapter class that oidc-provider asks for.
 *
 * @param {Map<string, Map<string, object>>} kinds what is kept, by its kind and its id
 */
export function createAdapter(kinds) {
  return class MemoryAdapter {
    #entries;

    /** @param {string} kind `AccessToken`, `Session`, `Client`, … */
    constructor(kind) {
      if (!kinds.has(kind)) kinds.set(kind, new Map());
      this.#entries = kinds.get(kind);
    }

    async upsert(id, payload) {
      this.#entries.set(id, payload);
    }

    async find(id) {
      return this.#entries.get(id);
    }

    async findByUid(uid) {
      return [...this.#entries.values()].find((payload) => payload.uid === uid);
    }

    async consume(id) {
      // The provider compares it with its clock, in seconds.
      this.#entries.get(id).consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id) {
      this.#entries.delete(id);
    }

    async revokeByGrantId(grantId) {
      for (const [id, payload] of this.#entries) {
        if (payload.grantId === grantId) this.#entries.delete(id);
      }
    }
  };
}
