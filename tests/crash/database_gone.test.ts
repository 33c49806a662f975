// SPDX-License-Identifier: EUPL-1.2
// The database goes away in every way it can: honest answers at once, live connections stay, and all is well again
// without anybody's help when it is back.
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Client, key, type Answer} from '../support/client.ts';
import {Cluster} from '../support/cluster.ts';
import {operations} from '../support/contract.ts';
import {within} from '../support/environment.ts';
import {Live} from '../support/live.ts';
import {prompt, Server} from '../support/server.ts';
import {pause, until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let cluster: Cluster, world: World, person: Person, spare: Person, thread: any, answer: any, buried: any;

beforeAll(async () => {
  cluster = await Cluster.create();
  const database = await cluster.database();
  world = await World.around(database, await Server.start(database.url, prompt));
  person = await world.person('Paciente');
  await world.group('aguanta', 'open', [[person, 'member'], [await world.person('Propietaria'), 'owner']]);
  thread = await person.ask('aguanta', 'Pregunta');
  answer = await person.answer(thread.id, 'Respuesta');
  buried = await person.answer(thread.id, 'Para borrar');
  spare = await world.session(person);
  await world.group('sobra', 'open', [[person, 'member']]);
});
afterAll(async () => {
  await world?.server.stop();
  await world?.database.forget();
  await cluster?.remove();
});

/** Requests that would do something. Those of other operations are made of the contract: they are about nothing, and would be refused. */
const purposeful: Record<string, () => Promise<Answer>> = {
  sign_in: () => person.post('/session', {email: 'nadie@villar.example', password: 'no es esta'}),
  create_account: () => person.post('/registration/account', {
    token: 'A'.repeat(43), name: 'Nadie', position: 'Técnica', language: 'es', password: 'caballo correcto batería grapa', policy: true}),
  reset_password: () => person.put('/password_resets', {token: 'A'.repeat(43), password: 'caballo correcto batería grapa'}),
  // What was refused may still be done when a database that stood still goes on: on things that nothing else needs.
  sign_out: () => spare.del('/session'),
  read_me: () => person.get('/me'),
  list_administrations: () => person.get('/administrations'),
  list_tags: () => person.get('/tags?q=a'),
  list_groups: () => person.get('/groups'),
  create_group: () => person.post('/groups', {slug: 'durante', name: 'Durante', kind: 'open', description: ''}, {headers: key()}),
  read_group: () => person.get('/groups/aguanta'),
  list_members: () => person.get('/groups/aguanta/members'),
  join_group: () => person.put('/groups/aguanta/members/me'),
  leave_group: () => person.del('/groups/sobra/members/me'),
  list_group_threads: () => person.get('/groups/aguanta/threads'),
  start_thread: () => person.post('/groups/aguanta/threads', {kind: 'update', title: 'Durante', body: 'x'}, {headers: key()}),
  list_suggested_groups: () => person.get('/me/suggested_groups'),
  mark_first_step: () => person.put('/me/first_steps/groups', {state: 'skipped'}),
  list_waiting_questions: () => person.get('/questions'),
  read_feed: () => person.get('/feed'),
  search: () => person.get('/search?q=pregunta'),
  read_thread: () => person.get(`/threads/${thread.id}`),
  list_posts: () => person.get(`/threads/${thread.id}/posts`),
  write_post: () => person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Durante'}, {headers: key()}),
  accept_answer: () => person.put(`/threads/${thread.id}/accepted`, {number: 2}),
  withdraw_acceptance: () => person.del(`/threads/${thread.id}/accepted`),
  mark_read: () => person.put(`/threads/${thread.id}/read`, {number: 2}),
  edit_post: () => person.put(`/posts/${answer.id}`, {body: 'Durante'}),
  delete_post: () => person.del(`/posts/${buried.id}`),
  list_revisions: () => person.get(`/posts/${answer.id}/revisions`),
  mark_useful: () => person.put(`/posts/${answer.id}/useful`),
  unmark_useful: () => person.del(`/posts/${answer.id}/useful`),
  preview: () => person.post('/preview', {body: 'x'}),
  poll_events: () => person.get('/events?wait=0'),
  check_readiness: () => person.send('GET', '/readyz'),
};
const needNone = ['check_process', 'read_installation', 'read_contract', 'connect_live'];
const nothing = '4503599627370001';
const requests: Record<string, () => Promise<Answer>> = Object.fromEntries(operations.filter(({id}) => !needNone.includes(id)).map(({id, verb, path, body}) =>
  [id, purposeful[id] ?? (() => person.send(verb, path.replace('{slug}', 'aguanta').replace(/\{\w+\}/g, nothing), body ? {body: {}} : {}))]));

it('what is to be asked exists', () => {
  expect(Object.keys(requests)).toEqual(expect.arrayContaining(Object.keys(purposeful)));
  expect(Object.keys(requests).length).toBeGreaterThan(100);
});

describe.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
  ['is stopped', () => cluster.stop(), () => cluster.start()],
  ['is killed', () => cluster.kill(), () => cluster.start()],
  ['stands still', () => cluster.freeze(), () => cluster.thaw()],
])('while PostgreSQL %s', (how, away, back) => {
  let gone = false;
  // A failure here must not fail what comes after.
  afterEach(async () => {
    if (gone) await back();
    await until('all is well', async () => (await person.get('/me')).status === 200, 15_000, 100);
  });

  it('answers 503 within a second, keeps live connections, and is back within five', async () => {
    const live = await world.live(person);
    await away();
    gone = true;
    const early = live.messages.length;

    // Twice: when connections break, and when there are none left.
    for (const round of ['first', 'second']) {
      const all = Object.entries(requests), answers: (readonly [string, Answer])[] = [];
      // As many at once as people would send, not all that there is.
      for (let i = 0; i < all.length; i += 30) {
        answers.push(...await Promise.all(all.slice(i, i + 30).map(async ([id, ask]) => [id, await ask()] as const)));
      }
      for (const [id, got] of answers) {
        // The children of a killed server answer for a moment more.
        if (round === 'first' && how === 'is killed' && got.status < 500) continue;
        expect([round, id, got.status, got.status === 500 ? world.server.log.slice(-1500) : '']).toEqual([round, id, 503, '']);
        expect(Number(got.headers['retry-after']), id).toBeGreaterThan(0);
        expect(got.ms, `${round} ${id}`).toBeLessThan(within(1_000));
      }
    }
    // The number that a person tells to who runs the server leads somewhere.
    expect(world.server.entries().some(({event, incident}) => incident && /^database\.(away|overloaded)$/.test(String(event)))).toBe(true);
    const connecting = await Live.attempt(person);
    expect(connecting).toMatchObject({status: 503});
    for (const path of ['/healthz', '/api/v1/installation', '/api/v1/openapi.yaml']) expect((await person.send('GET', path)).status).toBe(200);
    await live.message('the notice', (message) => message.type === 'notice' && message.code === 'delayed', 10_000);
    expect(live.code).toBeNull();

    await back();
    gone = false;
    const begun = Date.now();
    await until('the first success', async () => (await person.get('/me')).status === 200, 6_000, 50);
    expect(Date.now() - begun).toBeLessThan(within(5_000));
    await until('every worker is well again', async () => (await Promise.all(Array.from({length: 16}, () => person.get('/feed')))).every((one) => one.status === 200), 10_000);
    expect((await person.send('GET', '/readyz')).status).toBe(200);
    await live.message('the end of the notice', (message) => message.type === 'notice' && message.code === 'on_time', 10_000);
    const after = await person.ask('aguanta', 'Después');
    await live.event('what is new', (event) => event.thread === after.id, 10_000);
    expect(live.messages.length).toBeGreaterThan(early);
    live.close();
  });
});

it('a server that starts while the database is away is ready soon after it is back', async () => {
  await cluster.stop();
  const starting = Server.start(world.database.url, prompt);
  let server: Server | undefined;
  try {
    await pause(500);
  } finally {
    await cluster.start();
  }
  const begun = Date.now();
  try {
    server = await starting;
    const client = new Client(server);
    await until('ready', async () => (await client.send('GET', '/readyz')).status === 200, 10_000, 20);
    expect(Date.now() - begun).toBeLessThan(within(5_000));
    client.close();
  } finally {
    await server?.stop();
  }
  await until('the other one as well', async () => (await person.get('/me')).status === 200, 10_000, 50);
});

describe('what was asked meanwhile', () => {
  it('had no effect, or the one that is repeated with its key', async () => {
    // A write that was refused with 503 while the cluster stood still may have been done when it went on; its key says so.
    const headers = key();
    await cluster.freeze();
    const refused = await person.post('/groups/aguanta/threads', {kind: 'update', title: 'Con llave', body: 'x'}, {headers});
    await cluster.thaw();
    expect(refused.status).toBe(503);
    await until('the same request succeeds', async () => (await person.post('/groups/aguanta/threads', {kind: 'update', title: 'Con llave', body: 'x'}, {headers})).status === 201, 15_000, 100);
    expect(await world.database.value(`select count(*) from thread where title = 'Con llave'`)).toBe(1);
    await world.audit();
  });

  it('a lost COMMIT answer is told by the key as well', async () => {
    // Many connections are cut at random moments of their transactions.
    const keys: [string, object][] = [];
    let cutting = true;
    const cutter = (async () => {
      while (cutting) {
        await world.database.rows(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and application_name <> 'tests' order by random() limit 2`).catch(() => []);
        await pause(15);
      }
    })();
    const answers: Record<string, string> = {};
    try {
      await Promise.all(Array.from({length: 6}, async (_, i) => {
        for (let n = 0; n < 15; n++) {
          const body = {role: 'answer', body: `Corte ${i}/${n}`};
          const headers = key();
          keys.push([body.body, headers]);
          const got = await person.post(`/threads/${thread.id}/posts`, body, {headers});
          expect([201, 409, 503]).toContain(got.status);
          if (got.status === 201) answers[body.body] = got.text;
        }
      }));
    } finally {
      cutting = false;
      await cutter;
    }
    for (const [text, headers] of keys) {
      let again: Answer;
      await until('an answer', async () => (again = await person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: text}, {headers: headers as Record<string, string>})).status === 201, 15_000);
      if (answers[text]) expect(again!.text).toBe(answers[text]);
    }
    const doubled = await world.database.rows(`select body, count(*) from post where thread_id = $1 and body like 'Corte%' group by body having count(*) <> 1`, [thread.id]);
    expect(doubled).toEqual([]);
    expect(await world.database.value(`select count(*) from post where thread_id = $1 and body like 'Corte%'`, [thread.id])).toBe(keys.length);
    await world.audit();
  });
});
