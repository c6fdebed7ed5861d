/** The fake without a transport: everything wired together once, for memory and for sockets. */
import { createClock } from './clock.js';
import { createCors } from './cors.js';
import { createExchange, type Exchange } from './exchange.js';
import type { FakeGraphOptions } from './fake-options.js';
import { createFaultQueue, type FaultQueue } from './faults.js';
import { createRequestLog, type RequestLog } from './log.js';
import { createOperations } from './operations.js';
import { readOptions } from './options.js';
import { createService } from './service.js';
import { createStore, type Store } from './store.js';
import { createThrottle } from './throttle.js';
import { createTokenDesk, type TokenDesk } from './tokens.js';

export interface Core {
  exchange: Exchange;
  tokens: TokenDesk;
  store: Store;
  faults: FaultQueue;
  log: RequestLog;
  /** Goes back to the beginning. */
  reset(): void;
}

export function createCore(options: FakeGraphOptions): Core {
  const settings = readOptions(options);
  const clock = createClock(settings.now);
  const store = createStore(settings.seed, settings, clock);
  const tokens = createTokenDesk(settings, clock);
  const unlimited = createService(createOperations(store, settings), tokens, settings.licensed);
  const throttle = settings.throttling && createThrottle(unlimited, settings.throttling, clock);
  const cors = createCors(settings.exposeHeaders, settings.allowedOrigins);
  const faults = createFaultQueue();
  const log = createRequestLog(clock);
  const { innerError } = settings;
  const exchange = createExchange({ service: throttle?.service ?? unlimited, cors, faults, log, clock, innerError });
  return {
    exchange,
    tokens,
    store,
    faults,
    log,
    reset() {
      exchange.reset();
      throttle?.reset();
      tokens.reset();
      store.reset();
      log.clear();
      faults.clear();
    },
  };
}
