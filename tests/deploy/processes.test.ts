// SPDX-License-Identifier: EUPL-1.2
// deploy/cluster: two processes on one PostgreSQL behind HAProxy. What one is told the other tells, and killing either
// loses nothing that was acknowledged.
import {once} from 'node:events';
import net from 'node:net';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Checkout, type Run} from '../support/checkout.ts';
import {key, type Answer} from '../support/client.ts';
import {Database} from '../support/database.ts';
import {within} from '../support/environment.ts';
import {Live, type LiveEvent} from '../support/live.ts';
import {reachedAt} from '../support/several.ts';
import {pause, until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let checkout: Checkout, database: Database;
beforeAll(async () => {
  checkout = new Checkout();
  database = await Database.create();
});
afterEach(() => checkout.endAll());
afterAll(async () => {
  await checkout?.remove();
  await database?.drop();
});

const cluster = (...args: string[]) => checkout.start('cluster', args, {PLAZA_DATABASE_URL: database.url, PLAZA_LIMITS_SIGN_IN: '6', PLAZA_LIMITS_WRITE: '1000000', PLAZA_LIMITS_READ: '1000000', PLAZA_LIMITS_LIVE: '1000000'});

interface Process { port: number; pid: number }
/** Those that serve now, as it said. */
function processes(run: Run): Process[] {
  const found = [...run.stderr.matchAll(/^Process (\d): 127\.0\.0\.1:(\d+), pid (\d+)$/gm)].map(([, , port, pid]) => ({port: Number(port), pid: Number(pid)}));
  for (const [, name, pid] of run.stderr.matchAll(/^Process (\d) ended with \d+ and is started again: pid (\d+)$/gm)) found[Number(name) - 1].pid = Number(pid);
  return found;
}

describe('what cannot be is said in one line', () => {
  it('an unknown argument', async () => {
    expect(await cluster('--reset').refusal()).toBe('plaza: unknown argument: --reset (deploy/cluster --help)');
  });

  it('a port that is taken', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const {port} = other.address() as net.AddressInfo;
      expect(await cluster('--port', `${port}`).refusal()).toBe(`plaza: port ${port} is taken by another program: end that, or choose another with --port`);
    } finally {
      other.close();
    }
  });
});

it('a post on one process is live on the other, and by the balancer; Ctrl-C leaves nothing', async () => {
  const run = cluster('--port', '0', '--no-demo');
  const port = await run.ready();
  const both = processes(run);
  expect(both).toHaveLength(2);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toContain('<!doctype html>');
  expect(await checkout.start('up', ['--port', '0']).refusal()).toBe('plaza: deploy/cluster is already running in this checkout: end it first');

  const balancer = reachedAt(port);
  const world = await World.around(database, balancer);
  const writer = await world.person('Escribe'), reader = await world.person('Lee');
  await world.group('plaza', 'open', [[writer, 'member'], [reader, 'member']]);
  const ways = [...both.map((one) => reachedAt(one.port, balancer.origin)), balancer];
  const lives: Live[] = [];
  for (const way of ways) {
    reader.server = way;
    lives.push(await world.live(reader));
  }
  for (const way of ways) {
    writer.server = way;
    const thread = await writer.ask('plaza', `Por ${way.port}`);
    const told = await Promise.all(lives.map((live) => live.event('the thread', (event) => event.thread === thread.id, 5_000)));
    for (const one of told) expect(one).toEqual(told[0]);
  }
  // Where somebody comes from the balancer says, not they themselves: guessing passwords is slowed down all the same.
  const guesses = await Promise.all(Array.from({length: 40}, (_, i) => fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST', headers: {'content-type': 'application/json', 'x-plaza': '1', 'x-forwarded-for': `10.1.${i}.1`},
    body: JSON.stringify({email: `nadie${i}@villar.example`, password: 'no lo sé'}),
  })));
  expect(guesses.map(({status}) => status)).toContain(429);

  await run.interrupt();
  for (const live of lives) expect(await live.closedWith()).toBe(1012);
  await checkout.nothingLeft(port);
});

it('killing either process loses nothing acknowledged, and readers resume whole by their cursor', {timeout: within(180_000)}, async () => {
  const run = cluster('--port', '0', '--no-demo');
  const port = await run.ready();
  const balancer = reachedAt(port);
  const world = await World.around(database, balancer);
  const writers = await Promise.all(Array.from({length: 4}, (_, i) => world.person(`Escribe ${i}`)));
  const readers = await Promise.all(Array.from({length: 4}, (_, i) => world.person(`Lee ${i}`)));
  await world.group('caidas', 'open', [...writers, ...readers].map((person) => [person, 'member']));
  // While the process that answers is killed the balancer answers in its place, in the words of the interface.
  const acknowledged: {id: number; text: string}[] = [];
  let on = true;

  const insist = async (by: Person, path: string, body: object): Promise<any> => {
    const asked = {headers: key()};
    let got: Answer | null = null;
    await until(`${path} is answered`, async () => {
      got = await by.post(path, body, asked).catch((error) => {
        if (/ECONN|socket hang up|EPIPE|aborted/.test(String(error.code ?? error.message))) return null;
        throw error;
      });
      if (got && ![201, 409, 503].includes(got.status)) throw new Error(`${got.status} ${got.text}`);
      return got?.status === 201;
    }, 20_000);
    return got!.json;
  };
  const writing = Promise.all(writers.map(async (by) => {
    const thread = await insist(by, '/groups/caidas/threads', {kind: 'question', title: `De ${by.name}`, body: 'x', tags: []});
    for (let i = 0; on; i++) {
      const post = await insist(by, `/threads/${thread.id}/posts`, {role: 'answer', body: `Respuesta ${i}`});
      acknowledged.push({id: post.id, text: post.body});
    }
  }));

  /** Follows for as long as it is written, coming back by its cursor whenever it is cut off. */
  const heard = readers.map(() => [] as LiveEvent[]);
  let cuts = 0, last = 0;
  const following = Promise.all(readers.map(async (reader, i) => {
    let cursor: string = (await reader.get('/me')).json.cursor;
    while (!heard[i].some((event) => event.thread === last)) {
      const live = await Live.connect(reader, {since: cursor}).catch(() => null);
      if (!live) { await pause(50); continue; }
      expect(live.hello.resumed).toBe(true);
      await until('the last thread, or a cut', () => live.code !== null || (last > 0 && live.events.some((event) => event.thread === last)), 120_000);
      if (live.code !== null) cuts++;
      expect(live.faulty).toBeNull();
      heard[i].push(...live.events);
      cursor = heard[i].at(-1)?.cursor ?? cursor;
      live.close();
    }
  }));

  for (let round = 0; round < 4; round++) {
    await pause(1_000 + Math.random() * 1_000);
    const victim = processes(run)[round % 2];
    process.kill(victim.pid, 'SIGKILL');
    await until('it is started again', () => processes(run)[round % 2].pid !== victim.pid, 10_000);
    await until('and ready', () => fetch(`http://127.0.0.1:${victim.port}/readyz`).then(({status}) => status === 200, () => false), 10_000);
  }
  on = false;
  await writing;
  last = (await insist(writers[0], '/groups/caidas/threads', {kind: 'update', title: 'Fin', body: 'x', tags: []})).id;
  await following;

  const stored = await database.rows(`select p.id, p.body from post p join thread t on t.id = p.thread_id join plaza_group g on g.id = t.group_id where g.slug = 'caidas' and p.role = 'answer' order by p.id`);
  const byId = <T extends {id: number}>(rows: T[]) => [...rows].sort((a, b) => a.id - b.id);
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(cuts).toBeGreaterThanOrEqual(4);
  expect(stored).toEqual(byId(acknowledged).map(({id, text}) => ({id, body: text})));
  for (const events of heard) {
    const told = events.filter((event) => event.kind === 'post.created').map((event) => ({id: event.data.id as number}));
    expect(byId(told)).toEqual(stored.map(({id}) => ({id})));
    expect(new Set(events.map((event) => event.cursor)).size).toBe(events.length);
  }
  // In the same order for everybody.
  const order = (events: LiveEvent[]) => events.filter((event) => event.thread !== null).map((event) => event.cursor);
  for (const events of heard) expect(order(events)).toEqual(order(heard[0]));
  await world.audit();
  await run.interrupt();
  await checkout.nothingLeft(port);
});
