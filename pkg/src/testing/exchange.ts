/** One exchange from request to delivery: record it, let a fault strike, let the service work. */
import type { Answer, Delivery, ServiceRequest } from './answer.js';
import type { Clock } from './clock.js';
import { type Cors, close } from './cors.js';
import type { ExchangeIds, InnerErrorForm } from './errors.js';
import { applyFaultHeaders, renderFaultAnswer } from './fault-answers.js';
import { type ArmedFault, type FaultQueue, isSilence } from './faults.js';
import { newGuid } from './guid.js';
import { type Latency, readLatency } from './latency.js';
import type { RequestLog } from './log.js';
import type { Service } from './service.js';

export interface Exchange {
  /** Takes a request to its end. Never rejects. */
  run(request: ServiceRequest): Promise<Delivery>;
  /** Forgets the commits that are still due. */
  reset(): void;
}

type Work = () => Promise<Answer>;

export interface ExchangeParts {
  service: Service;
  cors: Cors;
  faults: FaultQueue;
  log: RequestLog;
  clock: Clock;
  innerError: InnerErrorForm;
  networkMs: Latency;
}

export function createExchange(parts: ExchangeParts): Exchange {
  const { service, cors, faults, log, clock, innerError, networkMs } = parts;
  const due = new Set<ReturnType<typeof setTimeout>>();
  let era = 0;

  /** Adds what every answer carries. */
  function complete(answer: Answer, request: ServiceRequest, ids: ExchangeIds): Answer {
    answer.headers.push(
      ['request-id', ids.requestId],
      ['client-request-id', ids.clientRequestId],
      ['x-ms-ags-diagnostic', '{"ServerInfo":{"DataCenter":"Fake","Slice":"E","Ring":"0","ScaleUnit":"000"}}'],
      ['OData-Version', '4.0'],
      ['Cache-Control', 'no-cache'],
      ['Date', new Date(clock.now()).toUTCString()],
    );
    cors.open(answer, request.headers);
    return answer;
  }

  /** One way, to the service or back. */
  const travel = () => clock.sleep(readLatency(networkMs, '"networkMs"'));

  function commitLater(work: Work, afterMs: number): void {
    const timer = setTimeout(() => {
      due.delete(timer);
      void work();
    }, afterMs);
    due.add(timer);
  }

  async function strike(fault: ArmedFault, work: Work, request: ServiceRequest, ids: ExchangeIds): Promise<Delivery> {
    const begun = era;
    await clock.sleep(fault.delayMs);
    // After a reset in the meantime this request belongs to a state that is gone.
    if (begun !== era) return { kind: 'reset' };
    const own = fault.commit === 'before' ? await work() : undefined;
    await clock.sleep(fault.answerDelayMs);
    if (typeof fault.commit === 'object' && begun === era) commitLater(work, fault.commit.afterMs);
    const { delivery } = fault;
    if (isSilence(delivery)) return { kind: delivery };
    const plain = fault.answer ? renderFaultAnswer(fault.answer, own, ids) : (own ?? (await work()));
    const answer = complete(plain, request, ids);
    if (fault.answer) applyFaultHeaders(fault.answer, answer.headers);
    if (delivery !== 'withoutCors') return { kind: delivery, answer };
    close(answer);
    return { kind: 'whole', answer };
  }

  return {
    async run(request) {
      const begun = era;
      await travel();
      // After a reset in the meantime this request belongs to a state that is gone.
      if (begun !== era) return { kind: 'reset' };
      const preflight = cors.isPreflight(request.method, request.headers);
      const requestId = newGuid();
      const ids = {
        requestId,
        clientRequestId: request.headers.get('client-request-id') ?? requestId,
        time: clock.now(),
        innerError,
      };
      const entry = preflight ? undefined : log.open(request);
      const work = async () => {
        const answer = preflight ? cors.preflight(request.headers) : await service(request, ids);
        if (answer.created !== undefined) entry?.created(answer.created);
        return answer;
      };
      const fault = faults.take(request);
      const delivery: Delivery = fault
        ? await strike(fault, work, request, ids)
        : { kind: 'whole', answer: complete(await work(), request, ids) };
      entry?.close(delivery);
      await travel();
      return delivery;
    },
    reset() {
      era += 1;
      for (const timer of due) clearTimeout(timer);
      due.clear();
    },
  };
}
