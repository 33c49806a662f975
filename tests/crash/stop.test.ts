// SPDX-License-Identifier: EUPL-1.2
// Starting and ending: quickly, and without dropping what was accepted.
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {within} from '../support/environment.ts';
import {RawSocket} from '../support/raw.ts';
import {Server} from '../support/server.ts';
import {pause, until} from '../support/wait.ts';
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

  it('is ready no more at once, takes nothing new, and lets go who asks nothing', async () => {
    const kept = await RawSocket.open(world.server.port);
    const ready = async (socket: RawSocket) => {
      socket.write(`GET /readyz HTTP/1.1\r\nHost: ${world.server.host}\r\n\r\n`);
      return (await socket.answer(2_000))?.status;
    };
    expect(await ready(kept)).toBe(200);
    const {answer, release} = await waiting();
    world.server.signal('SIGTERM');
    await until('who comes now is refused', async () => {
      let socket: RawSocket;
      try {
        socket = await RawSocket.open(world.server.port);
      } catch (error) {
        expect(error).toMatchObject({code: 'ECONNREFUSED'});
        return true;
      }
      try {
        return await ready(socket) === 503;  // one that came just before is closed without an answer
      } finally {
        socket.destroy();
      }
    }, 2_000, 5);
    await kept.closed(2_000);
    kept.destroy();
    // All that while the write was under way.
    expect(world.server.ended).toBeNull();
    await release();
    expect((await answer).status).toBe(201);
    expect((await world.server.wait()).code).toBe(0);
  });

  it('ends within a moment when nothing is under way, whoever is connected', async () => {
    const idle = await Promise.all(Array.from({length: 20}, () => RawSocket.open(world.server.port)));
    const live = await world.live(person);
    const begun = Date.now();
    world.server.signal('SIGTERM');
    expect((await world.server.wait()).code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(within(3_000));
    expect(live.code).toBe(1012);
    for (const socket of idle) socket.destroy();
  });

  it('answers who waits by long poll', async () => {
    await until('nothing is left to tell', () => world.database.value('select count(*) = 0 from event where position is null'));
    const {cursor} = (await person.get('/me')).json;
    const poll = person.get(`/events?since=${cursor}&wait=25`);
    await pause(within(300));  // it is under way
    const begun = Date.now();
    world.server.signal('SIGTERM');
    const answer = await poll;
    expect([answer.status, answer.json.resumed, answer.json.events]).toEqual([200, true, []]);
    expect((await world.server.wait()).code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(within(3_000));
  });

  it('waits for no reader who was sent away while it came back', async () => {
    const {thread, since} = await world.backlog('fin', person, 24);
    const again = await world.session(person);
    const live = await world.live(again, {since});
    live.socket.pause();
    live.send({type: 'watch', thread});
    await pause(within(200));
    await again.want(204, again.del('/session'));
    live.socket.resume();
    expect(await live.closedWith(20_000)).toBe(1008);
    world.server.signal('SIGTERM');
    expect(await world.server.wait(8_000)).toEqual({code: 0, signal: null});
  });

  it('a second time ends at once', async () => {
    const {answer, release} = await waiting();
    world.server.signal('SIGTERM');
    const begun = Date.now();
    await pause(50);
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
