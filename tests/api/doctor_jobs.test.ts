// SPDX-License-Identifier: EUPL-1.2
// What jobs that failed for good are to whoever runs the server.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {run} from '../support/server.ts';
import {until} from '../support/wait.ts';
import {World} from '../support/world.ts';

let world: World;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const plaza = async (...args: string[]) => JSON.parse((await run(args, {PLAZA_DATABASE_URL: world.database.url})).stdout);
const jobs = async () => (await plaza('doctor')).checks.find(({what}: any) => what === 'jobs');

it('plaza doctor names jobs that were put aside by their kind, and has them done again', async () => {
  expect(await jobs()).toMatchObject({sound: true, found: 'none put aside'});
  await world.database.rows(`insert into job (kind, payload, failed_at, attempts, last_error)
    select kind, '{}', now(), 8, 'no' from unnest(array['search.measure', 'search.measure', 'sessions.clean']) kind`);
  await world.database.rows(`insert into job (kind, payload, attempts, last_error, run_at) values ('events.prune', '{}', 2, 'no', now() + interval '1 hour')`);
  const told = await jobs();
  expect(told.sound).toBe(false);
  expect(told.found).toContain(': 2 of search.measure, 1 of sessions.clean. ');
  expect(told.found).toContain('plaza doctor --retry-jobs');
  expect(told.found).toContain('tried again by themselves: 1 of events.prune');
  expect(await plaza('doctor', '--retry-jobs')).toEqual({begun_anew: 3});
  await until('they are done', async () => (await world.database.value(`select count(*)::int from job where kind in ('search.measure', 'sessions.clean')`)) === 0);
  expect((await jobs()).sound).toBe(true);
});
