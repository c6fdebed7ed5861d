/** A call as the facade makes them, for the crate's tests in browsers. */
export function makeCall(members) {
  const controller = new AbortController();
  return {
    operation: 'create',
    input: { displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } },
    cloud: undefined,
    graphRoot: undefined,
    nextLink: undefined,
    offline: false,
    timedOut: false,
    controller,
    signal: controller.signal,
    getToken: async () => 'token',
    fetch(url, init) {
      this.sent = { url, ...init };
      return new Promise((resolve) => resolve(this.answer()));
    },
    answer: () => Response.json({ id: '1', displayName: 'sales reps' }, { status: 201 }),
    text: (response) => response.text(),
    ...members,
  };
}

// biome-ignore lint/security/noGlobalEval: what is evaluated are literals of the tests.
const globalEval = eval;

/** Makes a value of the source of an expression. */
export function evaluate(source) {
  return globalEval(`(${source})`);
}
