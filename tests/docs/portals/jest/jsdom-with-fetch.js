const { TestEnvironment } = require('jest-environment-jsdom');

/** What jsdom lacks, or has in a form that `fetch` does not take. It has to come together. */
const { AbortController, AbortSignal, Headers, ReadableStream, Request, Response, TextDecoder, TextEncoder, fetch } =
  globalThis;
const FETCH = {
  AbortController,
  AbortSignal,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  fetch,
};

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, FETCH);
  }
};
