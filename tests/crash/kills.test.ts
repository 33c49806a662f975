// SPDX-License-Identifier: EUPL-1.2
// The server, PostgreSQL, or both are killed at random moments under load. Whatever was acknowledged is there, once,
// whole, and was told live once. PLAZA_KILLS for long runs.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {key, type Answer} from '../support/client.ts';
import {Cluster} from '../support/cluster.ts';
import {preset, within} from '../support/environment.ts';
import {Live, type LiveEvent} from '../support/live.ts';
import {prompt, Server} from '../support/server.ts';
import {pause, until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let cluster: Cluster, world: World, writers: Person[], reader: Person;
const long = process.env.PLAZA_KILLS;
const rounds = Number(long ?? (preset === 'dev' ? 9 : 3));

interface Entry { path: string; verb: 'post' | 'put'; body: unknown; headers: Record<string, string>; by: Person; acknowledged: string | null }
const ledger: Entry[] = [];

beforeAll(async () => {
  cluster = await Cluster.create();
  const database = await cluster.database();
  world = await World.around(database, await Server.start(database.url, prompt));
  writers = await Promise.all(Array.from({length: 6}, (_, i) => world.person(`Escribe ${i}`)));
  reader = await world.person('Lee');
  await world.group('caidas', 'open', [...writers, reader].map((person) => [person, 'member']));
});
afterAll(async () => {
  await world?.server.stop();
  await world?.database.forget();
  await cluster?.remove();
});

async function send(entry: Entry): Promise<Answer | null> {
  const asked = {headers: entry.headers};
  return (entry.verb === 'post' ? entry.by.post(entry.path, entry.body, asked) : entry.by.put(entry.path, entry.body, asked)).catch((error) => {
    // The connection broke; anything else is a fault of the answer.
    if (/ECONN|socket hang up|EPIPE|aborted/.test(String(error.code ?? error.message))) return null;
    throw error;
  });
}

async function act(by: Person, path: string, verb: 'post' | 'put', body: unknown): Promise<any> {
  const entry: Entry = {path, verb, body, by, headers: key(), acknowledged: null};
  ledger.push(entry);
  const answer = await send(entry);
  if (answer && answer.status < 300) entry.acknowledged = answer.text;
  else if (answer) expect([409, 503]).toContain(answer.status);
  return answer && answer.status < 300 ? answer.json : null;
}

async function load(by: Person, on: () => boolean): Promise<void> {
  while (on()) {
    const thread = await act(by, '/groups/caidas/threads', 'post', {kind: 'question', title: `Pregunta ${ledger.length}`, body: 'x', tags: ['caída']});
    if (!thread) { await pause(10); continue; }
    for (let i = 0; i < 4 && on(); i++) {
      const answer = await act(writers[(writers.indexOf(by) + i) % writers.length], `/threads/${thread.id}/posts`, 'post', {role: 'answer', body: `Respuesta ${i}`});
      if (!answer) continue;
      await act(reader, `/posts/${answer.id}/useful`, 'put', undefined);
      await act(by, `/threads/${thread.id}/accepted`, 'put', {number: answer.number});
    }
  }
}

it(`after ${rounds} kills nothing acknowledged is lost, doubled or halved`, {timeout: within(Math.max(300_000, 30_000 * rounds))}, async () => {
  let cursor: string = (await reader.get('/me')).json.cursor;
  const events: LiveEvent[] = [];
  const drain = (live: Live) => { events.push(...live.events); if (live.events.length) cursor = live.events.at(-1)!.cursor; };

  for (let round = 0; round < rounds; round++) {
    const live = await world.live(reader, {since: cursor});
    expect(live.hello.resumed, `round ${round}`).toBe(true);
    let on = true;
    const work = Promise.all(writers.map((writer) => load(writer, () => on)));
    const victim = ['server', 'postgres', 'both'][round % 3];
    try {
      await pause(300 + Math.random() * 900);
      if (victim !== 'server') await cluster.kill();
      if (victim !== 'postgres') await world.server.kill();
      await pause(Math.random() * 200);
    } finally {
      on = false;
    }
    await work;
    if (victim !== 'server') await cluster.start();
    if (victim !== 'postgres') {
      const begun = Date.now();
      await world.restart();
      await until('ready', async () => (await reader.send('GET', '/readyz')).status === 200, 20_000, 10);
      expect(Date.now() - begun, 'ready after kill -9').toBeLessThan(within(long ? 20_000 : 2_000));
    }
    await until('the first success', async () => (await reader.get('/me')).status === 200, long ? 30_000 : 6_000, 50);
    drain(live);
    live.close();
  }

  // Every request once more with its key: the acknowledged ones give the same answer, the others are done now.
  for (const entry of ledger) {
    let again: Answer | null = null;
    await until(`${entry.verb} ${entry.path} is answered`, async () => { again = await send(entry); return again && ![409, 503].includes(again.status); }, 15_000);
    expect(again!.status, `${entry.path}: ${(again as unknown as Answer).text}`).toBeLessThan(300);
    if (entry.acknowledged !== null) expect((again as unknown as Answer).text).toBe(entry.acknowledged);
  }
  expect(ledger.filter((entry) => entry.acknowledged !== null).length).toBeGreaterThan(20 * rounds);

  // As many objects as requests that make one, and no half ones.
  const made = (pattern: RegExp) => ledger.filter((entry) => pattern.test(entry.path)).length;
  const {database} = world;
  expect(await database.value('select count(*) from thread')).toBe(made(/^\/groups\/caidas\/threads$/));
  expect(await database.value(`select count(*) from post where role = 'answer'`)).toBe(made(/\/posts$/));
  expect(await database.rows(`select t.id from thread t where not exists (select from post p where p.thread_id = t.id and p.number = 1 and p.role = 'root')
    or (select count(*) from post p where p.thread_id = t.id) <> t.next_number - 1 or not exists (select from thread_tag g where g.thread_id = t.id)`)).toEqual([]);
  await world.audit();

  // Live: each thing once, in the order of commits within its thread.
  const live = await world.live(reader, {since: cursor});
  expect(live.hello.resumed).toBe(true);
  const last = await writers[0].ask('caidas', 'La última');
  await live.event('the last thread', (event) => event.thread === last.id, 20_000);
  drain(live);
  const told = (kind: string) => events.filter((event) => event.kind === kind).map((event) => event.data.id as number);
  const stored = async (what: string) => (await database.rows(`select id from ${what}`)).map((row) => row.id as number);
  expect([...told('thread.created')].sort()).toEqual([...await stored('thread')].sort());
  expect([...told('post.created')].sort()).toEqual([...await stored(`post where role = 'answer'`)].sort());
  const numbers = new Map<number, number>();
  for (const event of events.filter(({kind}) => kind === 'post.created')) {
    expect(event.data.number).toBeGreaterThan(numbers.get(event.thread!) ?? 0);
    numbers.set(event.thread!, event.data.number);
  }
});
