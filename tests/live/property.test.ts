// SPDX-License-Identifier: EUPL-1.2
// Whatever happens in whatever order, and wherever connections break: what a reader had at the start and was told since
// is what it would load anew, and nobody is told of what they cannot read. Two server processes that are killed, and a
// PostgreSQL that restarts; PLAZA_LIVE_STEPS and PLAZA_LIVE_SEED for long runs and to repeat one.
import {afterEach, expect, it} from 'vitest';
import {Cluster} from '../support/cluster.ts';
import {preset, within} from '../support/environment.ts';
import {Network, Tally} from '../support/live_network.ts';
import {Random} from '../support/seeded.ts';

const long = process.env.PLAZA_LIVE_STEPS;
const steps = Number(long ?? (preset === 'dev' ? 400 : 100));
const seed = Number(process.env.PLAZA_LIVE_SEED ?? 20_261_122);
/** Steps in one network, and between two looks at whether everybody sees the same as somebody who comes anew. */
const stepsOfNetwork = 400, stepsBetweenLooks = 25;
/** Of a short run, the steps at its end in a cluster that restarts; sanitizers see the same in what database_gone does. */
const stepsOfRestarts = long ? steps : preset === 'dev' ? 100 : 0;

let network: Network | null = null, cluster: Cluster | null = null;
afterEach(async () => {
  await network?.abandon();
  await cluster?.remove();
  network = cluster = null;
});

async function some(random: Random, count: number, restarts: boolean, tally: Tally): Promise<void> {
  if (restarts) cluster ??= await Cluster.create();
  const here = network = await Network.make(random, seed, tally, restarts ? cluster : null);
  for (let done = 0; done < count; ) {
    for (const until = Math.min(count, done + stepsBetweenLooks); done < until; ) done += await here.steps(long ? 0.03 : restarts ? 0.15 : 0.02);
    await here.look();
  }
  await here.end();
  network = null;
}

it(`state at the start and events are the state loaded anew (${steps} steps, seed ${seed})`, {timeout: within(120_000 + steps * 200)}, async () => {
  const random = new Random(seed);
  const tally = new Tally();
  for (let done = 0, count = 0; done < steps; done += count) {
    const quiet = steps - stepsOfRestarts - done;
    count = Math.min(stepsOfNetwork, quiet > 0 ? quiet : steps - done);
    await some(random, count, quiet <= 0, tally);
    if (long) console.error(`${done + count} of ${steps} steps, seed ${seed}`);
  }
  console.error(JSON.stringify(tally));
  expect(tally.resyncs).toBe(0);
  // Or nothing was looked at.
  expect(tally.looks).toBeGreaterThanOrEqual(Math.floor(steps / stepsBetweenLooks));
  expect(tally.told).toBeGreaterThan(steps);
  expect(tally.moments).toBeGreaterThanOrEqual(tally.told);
  expect(tally.acknowledged).toBeGreaterThan(steps / 10);
  if (stepsOfRestarts > 0) expect(tally.breaks.size).toBeGreaterThan(0);
  for (const kind of ['thread.created', 'thread.changed', 'thread.accepted', 'thread.gone', 'thread.ordered', 'post.created', 'post.edited', 'post.hidden',
    'useful.changed', 'notification', 'notifications.read', 'membership.changed', 'read', 'read.all']) {
    if (steps >= 2_000 || (steps >= 400 && !['read.all', 'thread.gone'].includes(kind))) expect(tally.kinds.get(kind) ?? 0, kind).toBeGreaterThan(0);
  }
});
