/** Replication: when reads see what was committed. */
import type { Clock } from './clock.js';

/** How long a commit takes to become visible to reads, in milliseconds; a function is asked for every commit. */
export type ReplicationLag = number | (() => number);

export interface Replication {
  /** The moment at which a commit of now becomes visible. */
  moment(): number;
  /** Lets a commit become visible at its moment. */
  publish(moment: number, show: () => void): void;
  /** Makes visible what is due by now. What was visible once stays so, even if the clock is set back. */
  catchUp(): void;
  /** Forgets what is under way. */
  reset(): void;
}

interface Due {
  moment: number;
  show: () => void;
}

export function createReplication(lag: ReplicationLag, clock: Clock): Replication {
  // By moment, and from `next` on what is not visible yet.
  let due: Due[] = [];
  let next = 0;

  return {
    moment() {
      const ms = typeof lag === 'function' ? lag() : lag;
      if (!(ms >= 0)) throw new TypeError('"replicationLagMs" must give milliseconds from 0 on.');
      return ms === 0 ? Number.NEGATIVE_INFINITY : clock.now() + ms;
    },
    publish(moment, show) {
      if (moment <= clock.now()) return show();
      let low = next;
      let high = due.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((due[middle]?.moment ?? 0) <= moment) low = middle + 1;
        else high = middle;
      }
      due.splice(low, 0, { moment, show });
    },
    catchUp() {
      const now = clock.now();
      for (let each = due[next]; each && each.moment <= now; each = due[next]) {
        next += 1;
        each.show();
      }
      if (next > 1000 && next * 2 > due.length) {
        due = due.slice(next);
        next = 0;
      }
    },
    reset() {
      due = [];
      next = 0;
    },
  };
}
