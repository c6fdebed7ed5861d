/** A call as the facade makes them, for the crate's tests in browsers. */
export function makeCall(members) {
  const controller = new AbortController();
  const world = {
    operation: 'create',
    input: { displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } },
    id: undefined,
    nextLink: undefined,
    cloud: undefined,
    graphRoot: undefined,
    returnExisting: false,
    verify: false,
    bulk: false,
    prior: undefined,
    priorMs: 0,
    settleMs: 0,
    offline: false,
    timedOut: false,
    late: false,
    // Too little to send a create again.
    remaining: 2_000,
    closedUntil: 0,
    wholeAt: 0,
    aheadLow: Number.NaN,
    aheadHigh: Number.NaN,
    setAhead() {},
    controller,
    told: [],
    rooms: [],
    note: undefined,
    getToken: async () => 'token',
    fetch(url, init, within) {
      this.sent ??= { url, ...init };
      this.within = within;
      return init.method === 'GET' && this.operation === 'create' ? this.looked() : this.answered();
    },
    answered: () => Response.json({ id: '1', displayName: 'sales reps' }, { status: 201 }),
    looked: () => Response.json({ value: [] }),
    ...members,
  };
  const call = {
    ...world,
    get aborted() {
      return controller.signal.aborted;
    },
    get reason() {
      return controller.signal.reason;
    },
    get elapsed() {
      return performance.now();
    },
    fold: (text) => text.toLowerCase(),
    tell: (...step) => world.told.push(step),
    leave: (...left) => world.rooms.push(left),
    forget: (id) => world.rooms.push([id]),
  };
  const ask = (start) => {
    new Promise((started) => started(start())).then(
      (value) => call.answer(true, value),
      (reason) => call.answer(false, reason),
    );
  };
  let response;
  call.enter = (room) => ask(() => ({ waited: false, note: world.note, age: 0, room }));
  call.sleep = (ms) => ask(() => new Promise((resolve) => setTimeout(resolve, ms)));
  call.getToken = (...request) => {
    call.asked = request;
    ask(() => world.getToken.apply(call, request));
  };
  call.fetch = (url, init, within) =>
    ask(async () => {
      response = await world.fetch.call(call, url, init, within);
      const read = (name) => response.headers.get(name) ?? undefined;
      const names = ['Content-Type', 'request-id', 'Retry-After', 'WWW-Authenticate'];
      const [contentType, requestId, retryAfter, wwwAuthenticate] = names.map(read);
      return { status: response.status, contentType, requestId, retryAfter, wwwAuthenticate };
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
