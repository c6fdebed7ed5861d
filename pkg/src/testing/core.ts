/** The fake without a transport: everything wired together once, for memory and for sockets. */
import { createClock } from './clock.js';
import { createCors } from './cors.js';
import { createExchange, type Exchange } from './exchange.js';
import { createFaultQueue, type FaultQueue } from './faults.js';
import { createRequestLog, type RequestLog } from './log.js';
import { createOperations } from './operations.js';
import { readOptions } from './options.js';
import { createService } from './service.js';
import { createStore, type Store } from './store.js';
import { createTokenDesk, type TokenDesk } from './tokens.js';
import type { FakeGraphOptions } from './types.js';

export interface Core {
  exchange: Exchange;
  tokens: TokenDesk;
  store: Store;
  faults: FaultQueue;
  log: RequestLog;
}

export function createCore(options: FakeGraphOptions): Core {
  const settings = readOptions(options);
  const clock = createClock(settings.now);
  const store = createStore(settings.seed, settings, clock);
  const tokens = createTokenDesk(settings.verifyToken, clock);
  const service = createService(createOperations(store, settings), tokens, settings.licensed);
  const cors = createCors(settings.exposeHeaders, settings.allowedOrigins);
  const faults = createFaultQueue();
  const log = createRequestLog(clock);
  const exchange = createExchange({ service, cors, faults, log, clock });
  return { exchange, tokens, store, faults, log };
}
