// SPDX-License-Identifier: EUPL-1.2
// Starting and ending: quickly, and without dropping what was accepted.
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {within} from '../support/environment.ts';
import {RawSocket} from '../support/raw.ts';
import {Server} from '../support/server.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person;
const releases: (() => Promise<void>)[] = [];

beforeEach(async () => {
  world = await World.make();
  person = await world.person('Final');
  await world.group('fin', 'open', [[person, 'member']]);
});
afterEach(async () => {
  for (const release of releases.splice(0)) await release();
  if (world.server.ended) await world.restart();  // the end of the world asks for one that runs
  await world.end();
});

/** A write that waits for a row until `release`. */
async function waiting() {
  const thread = await person.ask('fin', 'Espera');
  const session = await world.database.connect();
  await session.query('begin');
  await session.query('select 1 from thread where id = $1 for update', [thread.id]);
  const answer = person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'A tiempo.'});
  answer.catch(() => {});  // whoever wants to know awaits it
  await until('the write waits', () => world.database.value(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`), 5_000, 5);
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    await session.query('commit');
    session.release();
  };
  releases.push(release);
  return {answer, thread: thread.id, release};
}

describe('SIGTERM', () => {
  it('lets accepted requests finish, closes live connections with 1012, and exits 0', async () => {
    const live = await world.live(person);
    const {answer, thread, release} = await waiting();
    world.server.signal('SIGTERM');
    expect(await live.closedWith(5_000)).toBe(1012);
    await release();
    expect((await answer).status).toBe(201);
    expect(await world.server.wait(12_000)).toEqual({code: 0, signal: null});
    world.server.check();
    expect(await world.database.value(`select count(*) from post where thread_id = $1 and role = 'answer'`, [thread])).toBe(1);
  });

  it('turns readiness off at once and takes nothing new', async () => {
    const kept = await RawSocket.open(world.server.port);
    const {answer, release} = await waiting();
    world.server.signal('SIGTERM');
    await until('it is not ready', async () => {
      const socket = await RawSocket.open(world.server.port).catch(() => null);
      if (!socket) return true;
      socket.write(`GET /readyz HTTP/1.1\r\nHost: ${world.server.host}\r\n\r\n`);
      const got = await socket.answer(2_000).catch(() => null);
      socket.destroy();
      return got === null || got.status === 503;
    }, 2_000);
    await release();
    expect([201, 503]).toContain((await answer).status);
    await world.server.wait();
    await kept.closed();
    kept.destroy();
  });

  it('answers long polls and ends within a moment when nothing is under way', async () => {
    const {cursor} = (await person.get('/me')).json;
    const poll = person.get(`/events?since=${cursor}&wait=25`);
    const idle = await Promise.all(Array.from({length: 20}, () => RawSocket.open(world.server.port)));
    await until('the poll is under way', () => world.server.ended === null);
    await person.get('/me');
    const begun = Date.now();
    world.server.signal('SIGTERM');
    expect([200, 503]).toContain((await poll).status);
    expect((await world.server.wait()).code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(within(3_000));
    for (const socket of idle) socket.destroy();
  });

  it('a second time ends at once', async () => {
    const {answer, release} = await waiting();
    world.server.signal('SIGTERM');
    const begun = Date.now();
    await new Promise((done) => setTimeout(done, 50));
    world.server.signal('SIGTERM');
    await world.server.wait();
    expect(Date.now() - begun).toBeLessThan(within(600));
    await release();
    await answer.catch(() => {});
  });

  it('gives SIGINT the same manners', async () => {
    world.server.signal('SIGINT');
    expect((await world.server.wait()).code).toBe(0);
  });
});

describe('starting', () => {
  it('is ready within two seconds, also after kill -9', async () => {
    for (const end of ['stop', 'kill'] as const) {
      await world.server[end]();
      const begun = Date.now();
      await world.restart();
      await until('ready', async () => (await person.send('GET', '/readyz')).status === 200, 5_000, 10);
      expect(Date.now() - begun, end).toBeLessThan(within(2_000));
    }
  });

  it('two processes on one database tell each other what happened', async () => {
    const second = await Server.start(world.database.url);
    try {
      const other = await world.session(person);
      other.server = second;
      const live = await world.live(other);
      const thread = await person.ask('fin', 'Desde el otro');
      await live.event('the thread', (event) => event.thread === thread.id);
      live.close();
    } finally {
      await second.stop();
    }
  });
});
