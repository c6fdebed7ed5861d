/** A call as the facade makes them, for the crate's tests in browsers. */
export function makeCall(members) {
  const controller = new AbortController();
  const world = {
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
      return this.answered();
    },
    answered: () => Response.json({ id: '1', displayName: 'sales reps' }, { status: 201 }),
    ...members,
  };
  const call = { ...world };
  const ask = (start) => {
    new Promise((started) => started(start())).then(
      (value) => call.answer(true, value),
      (reason) => call.answer(false, reason),
    );
  };
  let response;
  call.getToken = (scope) => ask(() => world.getToken.call(call, scope));
  call.fetch = (url, init) =>
    ask(async () => {
      response = await world.fetch.call(call, url, init);
      const read = (name) => response.headers.get(name) ?? undefined;
      const [contentType, requestId, retryAfter] = ['Content-Type', 'request-id', 'Retry-After'].map(read);
      return { status: response.status, contentType, requestId, retryAfter };
    });
  call.text = () =>
    ask(async () => {
      const text = await response.text();
      try {
        return { length: text.length, value: JSON.parse(text) };
      } catch (unparsed) {
        return { length: text.length, value: text, unparsed };
      }
    });
  return call;
}

/** Carries a call out, as the facade does; the two functions know the number. */
export function carryOut(call, start, resume) {
  return new Promise((resolve) => {
    const go = (settlement) => settlement && resolve(settlement);
    call.answer = (ok, value) => go(resume(ok, value));
    go(start(call));
  });
}

// biome-ignore lint/security/noGlobalEval: what is evaluated are literals of the tests.
const globalEval = eval;

/** Makes a value of the source of an expression. */
export function evaluate(source) {
  return globalEval(`(${source})`);
}
