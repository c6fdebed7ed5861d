/** The fake without a transport: everything wired together once, for memory and for sockets. */
import { createClock } from './clock.js';
import { createCors } from './cors.js';
import { createExchange, type Exchange } from './exchange.js';
import type { FakeGraphOptions } from './fake-options.js';
import { createFaultQueue, type FaultQueue } from './faults.js';
import { createHoldings, type Holdings } from './holdings.js';
import { createSlowService } from './latency.js';
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
  holdings: Holdings;
  faults: FaultQueue;
  log: RequestLog;
  /** Goes back to the beginning. */
  reset(): void;
}

export function createCore(options: FakeGraphOptions): Core {
  const settings = readOptions(options);
  const clock = createClock(settings.now);
  const store = createStore(settings.seed, settings, clock);
  const holdings = createHoldings(settings.holdings, clock, (id) => store.accessPackage(id) !== undefined);
  const tokens = createTokenDesk(settings, clock);
  const instant = createService(createOperations(store, holdings, settings), tokens, settings.licensed);
  const { service: unlimited, reset: letGo } = createSlowService(instant, settings.latencyMs, clock);
  const throttle = settings.throttling && createThrottle(unlimited, settings.throttling, clock);
  const cors = createCors(settings.exposeHeaders, settings.allowedOrigins);
  const faults = createFaultQueue();
  const log = createRequestLog(clock);
  const { innerError, networkMs } = settings;
  const service = throttle?.service ?? unlimited;
  const exchange = createExchange({ service, cors, faults, log, clock, innerError, networkMs });
  return {
    exchange,
    tokens,
    store,
    holdings,
    faults,
    log,
    reset() {
      exchange.reset();
      letGo();
      throttle?.reset();
      tokens.reset();
      store.reset();
      holdings.reset();
      log.clear();
      faults.clear();
    },
  };
}
