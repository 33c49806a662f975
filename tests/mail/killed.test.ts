// SPDX-License-Identifier: EUPL-1.2
// The server is killed while a letter is at every step of its way. None is lost; one arrives twice only when the process
// ended between the mail server's final 250 and our commit, and then it is the same letter.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {fateOf, letTimePass, letter, settled} from '../support/letters.ts';
import {MailServer, steps} from '../support/mail_server.ts';
import {until} from '../support/wait.ts';
import {World} from '../support/world.ts';

let post: MailServer, world: World;

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make(post.settings());
});
afterAll(async () => {
  await world?.end();
  await post?.stop();
});

let made = 0;
const somebody = () => `persona${++made}@villar.example`;

it.each(steps.filter((step) => step !== 'accepted'))('killed at %s, the letter arrives once', async (step) => {
  const address = somebody();
  await post.next(step, {do: 'hang'});
  const before = post.reached.length;
  const id = await letter(world.database, address);
  await until(`the letter is at ${step}`, () => post.reached.slice(before).includes(step));
  await world.server.kill();
  expect(await fateOf(world.database, id)).toMatchObject({state: 'queued', attempts: 0});
  await letTimePass(world.database);
  await world.restart(post.settings());
  await settled(world.database, id, 'accepted');
  expect(post.to(address)).toHaveLength(1);
});

it('killed between the last word and our commit, the letter arrives twice as the same', async () => {
  const address = somebody();
  const hold = await world.database.connect();
  const id = await letter(world.database, address);
  try {
    await hold.query('begin');
    await hold.query('select from mail where id = $1 for update', [id]);
    await until('the mail server has it', () => post.to(address).length === 1);
    await world.server.kill();
  } finally {
    await hold.query('rollback');
    hold.release();
  }
  expect((await fateOf(world.database, id)).state).toBe('queued');
  await letTimePass(world.database);
  await world.restart(post.settings());
  await settled(world.database, id, 'accepted');
  const [first, second, ...more] = post.to(address);
  expect(more).toEqual([]);
  expect(second.id).toBe(first.id);
  expect(second.raw).toBe(first.raw);
});

it('a database that goes away meanwhile makes no second one', async () => {
  const address = somebody();
  const hold = await world.database.connect();
  const id = await letter(world.database, address);
  try {
    await hold.query('begin');
    await hold.query('select from mail where id = $1 for update', [id]);
    await until('the mail server has it', () => post.to(address).length === 1);
    // Its connection is cut while it waits to write the fate down.
    await until('the connection is cut', () => world.database.value(
      `select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%mail' and datname = current_database()) cut`));
  } finally {
    await hold.query('rollback');
    hold.release();
  }
  await settled(world.database, id, 'accepted');
  expect(post.to(address)).toHaveLength(1);
});

it('killed at random moments under many letters, none is lost and none is another', {timeout: 120_000}, async () => {
  const addresses: string[] = [], ids: number[] = [];
  let kills = 0;
  for (; kills < 6; kills++) {
    // New ones in every round: however fast they go, some are under way when it is killed.
    const seen = post.messages.length;
    for (const address of Array.from({length: 12}, somebody)) {
      addresses.push(address);
      ids.push(await letter(world.database, address));
    }
    await until('some letters went', () => post.messages.length > seen + 3);
    await world.server.kill();
    await letTimePass(world.database);
    await world.restart(post.settings());
  }
  for (const id of ids) await settled(world.database, id, 'accepted');
  const copies = addresses.map((address) => post.to(address));
  expect(copies.filter((letters) => letters.length === 0)).toEqual([]);
  for (const letters of copies) expect(new Set(letters.map((message) => message.id)).size).toBe(1);
  // A kill interrupts one letter at most.
  expect(copies.filter((letters) => letters.length > 1).length).toBeLessThanOrEqual(kills);
  expect(Math.max(...copies.map((letters) => letters.length))).toBeLessThanOrEqual(2);
});

it('asked to end, it ends in time and gives the letter back', async () => {
  const address = somebody();
  await post.next('RCPT', {do: 'hang'});
  const before = post.reached.length;
  const id = await letter(world.database, address);
  await until('the letter is under way', () => post.reached.slice(before).includes('RCPT'));
  await world.server.stop();
  await world.restart(post.settings());
  await settled(world.database, id, 'accepted');
  expect(post.to(address)).toHaveLength(1);
});
