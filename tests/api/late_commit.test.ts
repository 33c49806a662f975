// SPDX-License-Identifier: EUPL-1.2
// A commit that takes longer than an answer may: what is told of it is true, and sending again has one effect.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, ana: Person, thread: number;
beforeAll(async () => {
  world = await World.make();
  ana = await world.person('Ana');
  await world.group('una', 'open', [[ana, 'owner']]);
  thread = (await ana.ask('una', '¿Se guardó?')).id;
  await world.database.rows('create table held (seconds float)');
  await world.database.rows('insert into held values (0)');
  await world.database.rows(`create function hold_commit() returns trigger language plpgsql security definer as
    $$ begin perform pg_sleep((select seconds from held)); return null; end $$`);
  await world.database.rows(`create constraint trigger hold_commit after insert on post deferrable initially deferred for each row execute function hold_commit()`);
});
afterAll(() => world?.end());

const held = (seconds: number) => world.database.rows('update held set seconds = $1', [seconds]);
const write = (body: string, key: string) => ana.post(`/threads/${thread}/posts`, {role: 'answer', body}, {headers: {'Idempotency-Key': key}});
const written = (body: string) => world.database.value('select count(*)::int from post where body = $1', [body]);

it('is waited for, and told as done', async () => {
  await held(6);
  const answer = await write('Tarda.', 'tarda');
  expect([answer.status, await written('Tarda.')]).toEqual([201, 1]);
  expect(await ana.want(201, write('Tarda.', 'tarda'))).toMatchObject({number: answer.json.number});
  expect(await written('Tarda.')).toBe(1);
});

it('is told as unknown where the connection is lost in the middle of it, and is safely sent again', async () => {
  await held(3);
  const sent = write('Se corta.', 'se-corta');
  await until('it is being committed', async () => (await world.database.value(
    `select count(pg_terminate_backend(pid))::int from pg_stat_activity where query = 'commit' and state = 'active' and datname = current_database()`)) > 0);
  const answer = await sent;
  expect([answer.status, answer.json.type, Number(answer.headers['retry-after']) > 0]).toEqual([503, 'outcome_unknown', true]);
  await held(0);
  await ana.want(201, write('Se corta.', 'se-corta'));
  expect(await written('Se corta.')).toBe(1);
});

it('is told as unknown where it takes too long, and sent again waits for it, and has its answer', async () => {
  await held(12);
  const answer = await write('Demasiado.', 'demasiado');
  expect([answer.status, answer.json.type]).toEqual([503, 'outcome_unknown']);
  expect((await write('Demasiado.', 'demasiado')).json.type).toBe('still_running');
  let again = answer;
  await until('it is done', async () => (again = await write('Demasiado.', 'demasiado')).status === 201);
  expect([await written('Demasiado.'), await world.database.value(`select number from post where body = 'Demasiado.'`)]).toEqual([1, again.json.number]);
  await held(0);
}, 60_000);
