/** A call as the facade makes them, for the crate's tests in browsers. */
export function makeCall(members) {
  const controller = new AbortController();
  const call = {
    operation: 'create',
    input: { displayName: 'sales reps', catalog: { id: '66584aae-98bb-48cc-9458-7bee5d2a6577' } },
    returnExisting: false,
    verify: false,
    settleMs: 0,
    offline: false,
    timedOut: false,
    // Too little to send a create again.
    remaining: 2_000,
    controller,
    told: [],
    rooms: [],
    note: undefined,
    getToken: async () => 'token',
    fetch(_url, init) {
      return init.method === 'GET' && this.operation === 'create' ? this.looked() : this.answered();
    },
    answered: () => Response.json({ id: '1', displayName: 'sales reps' }, { status: 201 }),
    looked: () => Response.json({ value: [] }),
    ...members,
  };
  return call;
}

/** What the core asks of a call, and what it is answered. */
function worldOf(call, keep) {
  const facts = () => {
    const { aborted } = call.controller.signal;
    const interrupted = aborted ? 1 + call.timedOut : 0;
    const random = Math.floor(Math.random() * 2 ** 32);
    return [Date.now(), performance.now(), call.remaining, random, +call.offline, interrupted, 0, 0, NaN, NaN];
  };
  const send = async ({ url, within, longest, ...init }) => {
    call.sent ??= { url, ...init };
    call.bounds = { within, longest };
    let head = {};
    try {
      const response = await call.fetch(url, init);
      const read = (name) => response.headers.get(name) ?? undefined;
      const names = ['Content-Type', 'request-id', 'Retry-After', 'WWW-Authenticate'];
      const [contentType, requestId, retryAfter, wwwAuthenticate] = names.map(read);
      head = { status: response.status, contentType, requestId, retryAfter, wwwAuthenticate };
      const text = await response.text();
      if (text === '') return head;
      try {
        const json = JSON.parse(text);
        return { ...head, length: text.length, json, body: keep(json) };
      } catch (unparsed) {
        return { ...head, length: text.length, body: keep(text), unparsed: keep(unparsed) };
      }
    } catch (reason) {
      return { ...head, failed: keep(reason) };
    }
  };
  const asked = {
    send,
    enter: async () => ({ waited: false, note: call.note, age: 0 }),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async token({ scope, reason, claims, forceRefresh }) {
      const request = [scope, reason, claims, forceRefresh];
      call.asked = request;
      try {
        const token = await call.getToken.apply(call, request);
        return typeof token === 'string' ? { token } : {};
      } catch (reason) {
        return { failed: keep(reason) };
      }
    },
  };
  const done = {
    tell: (step) => call.told.push(step),
    leave: (left) => call.rooms.push(left),
    forget: (id) => call.rooms.push([id]),
    keep: () => {},
  };
  return { facts, asked, done };
}

/** Carries a call out step by step, as the facade does. `run` enters the core. */
export async function carryOut(call, run) {
  const kept = [];
  const world = worldOf(call, (value) => kept.push(value));
  const answers = [];
  const text = JSON.stringify({ ...call, controller: undefined });
  for (;;) {
    let next = 0;
    let question;
    const once = (find) => {
      if (next === answers.length) answers.push(find());
      next += 1;
      return answers[next - 1];
    };
    globalThis.host = {
      number: (fact) => once(() => world.facts()[fact]),
      set: () => once(() => {}),
      fold: (text) => text.toLowerCase(),
      iso: (millis) => new Date(millis).toISOString(),
      act: (name, what) => once(() => void world.done[name](JSON.parse(what))),
      ask(name, what) {
        if (next < answers.length) return once();
        question = () => world.asked[name](JSON.parse(what));
        throw question;
      },
    };
    try {
      const { cause, body, ...settlement } = JSON.parse(run(text));
      const value = (number) => (number ? kept[number - 1] : number === 0 ? call.controller.signal.reason : undefined);
      return { json: JSON.stringify(settlement), cause: value(cause), body: value(body) };
    } catch (thrown) {
      if (thrown !== question) throw thrown;
      answers.push(JSON.stringify((await question()) ?? null));
    }
  }
}

// biome-ignore lint/security/noGlobalEval: what is evaluated are literals of the tests.
const globalEval = eval;

/** Makes a value of the source of an expression. */
export function evaluate(source) {
  return globalEval(`(${source})`);
}
