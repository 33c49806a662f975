// SPDX-License-Identifier: EUPL-1.2
// Waiting for something to become true, with a bound and without guessing how long it takes.
import {within} from './environment.ts';

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Repeats `probe` until it gives something truthy. */
export async function until<T>(what: string, probe: () => Promise<T> | T, ms = 30_000, every = 20): Promise<T> {
  const end = Date.now() + within(ms);
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${within(ms)} ms in vain: ${what} (last: ${String(last)})`);
    await pause(every);
  }
}

/** The outcome of `work`, or an error once `ms` (stretched for sanitizers) have passed. */
export async function bounded<T>(what: string, work: Promise<T>, ms = 10_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not within ${within(ms)} ms: ${what}`)), within(ms));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
