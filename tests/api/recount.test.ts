// SPDX-License-Identifier: EUPL-1.2
import {afterAll, beforeAll, expect, it} from 'vitest';
import {run} from '../support/server.ts';
import {World} from '../support/world.ts';

let world: World;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const plaza = async (...words: string[]) => {
  const done = await run(words, {PLAZA_DATABASE_URL: world.database.url});
  return {...done, told: JSON.parse(done.stdout)};
};

it('plaza doctor --recount names each counter that differs, sets it right, and finds nothing after that', async () => {
  const author = await world.person('Autora');
  const slug = await world.group('recuento', 'open', [[author, 'member']]);
  const {id: thread} = await author.ask(slug, '¿Cuántas respuestas hay?');
  expect((await plaza('doctor', '--recount')).told).toEqual({set_right: []});
  await world.database.rows('update thread set replies = 9 where id = $1', [thread]);
  const seen = await plaza('doctor');
  expect(seen.code).toBe(1);
  expect(seen.told.checks.find(({what}: any) => what === 'counters')).toMatchObject({sound: false, found: expect.stringContaining('plaza doctor --recount')});
  const mended = await plaza('doctor', '--recount');
  expect(mended.code).toBe(0);
  expect(mended.told).toEqual({set_right: [{counter: 'thread.replies', object: thread, stored: 9, counted: 0}]});
  expect(mended.stderr).toContain(`thread.replies of ${thread}: 0, was 9`);
  expect((await plaza('doctor', '--recount')).told).toEqual({set_right: []});
});
