// SPDX-License-Identifier: EUPL-1.2
// What happens arrives in order, once, to those who may know, wherever they resume.
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {Live, LiveEvent} from '../support/live.ts';
import {within} from '../support/environment.ts';
import {until} from '../support/wait.ts';
import {World, marker, type Person} from '../support/world.ts';

let world: World, writer: Person, reader: Person, outsider: Person;
const opened: Live[] = [];

beforeAll(async () => {
  world = await World.make();
  writer = await world.person('Escribe');
  reader = await world.person('Lee');
  outsider = await world.person('Fuera');
  await world.group('vivo', 'open', [[writer, 'member'], [reader, 'member']]);
  await world.group('cerrado', 'private', [[writer, 'owner'], [reader, 'member']]);
  await world.group('oculto', 'hidden', [[writer, 'owner']]);
});
afterAll(() => world?.end());
afterEach(() => { for (const live of opened.splice(0)) live.close(); });

async function follow(person: Person, options = {}): Promise<Live> {
  const live = await world.live(person, options);
  opened.push(live);
  return live;
}
const shape = (events: LiveEvent[]) => events.map((event) => [event.kind, event.thread, event.data.number ?? event.data.id ?? event.data.my_membership]);
const cursors = (events: LiveEvent[]) => events.map((event) => event.cursor);

/** Waits until everything written so far has arrived, by a last thread of its own. */
async function settle(live: Live, by = writer, group = 'vivo'): Promise<void> {
  const last = await by.start(group, {kind: 'update', title: marker(), body: 'Fin.'});
  await live.event('the last thread', (event) => event.kind === 'thread.created' && event.thread === last.id);
}

describe('an event', () => {
  it('arrives within a second, with all that a reader needs to show it', async () => {
    const live = await follow(reader);
    const begun = Date.now();
    const thread = await writer.ask('vivo', 'Pregunta viva', 'Hola **a todos**', ['uno']);
    const created = await live.event('thread.created', (event) => event.kind === 'thread.created' && event.thread === thread.id, 5_000);
    expect(Date.now() - begun).toBeLessThan(within(1_000));
    const {unread, can, superseded_by, duplicate_of, same_here, ...facts} = thread;
    expect(created).toMatchObject({group: 'vivo', data: facts});
    expect([created.data.unread, created.data.can, created.data.superseded_by, created.data.duplicate_of]).toEqual([undefined, undefined, undefined, undefined]);

    const answer = await writer.answer(thread.id, 'Una *respuesta*.');
    const post = await live.event('post.created', (event) => event.kind === 'post.created' && event.thread === thread.id && event.data.number === 2);
    const {my_vote, ...shared} = answer;
    expect(post.data).toEqual(shared);

    await reader.put(`/posts/${answer.id}/useful`);
    expect((await live.event('useful.changed', (event) => event.kind === 'useful.changed')).data).toEqual({number: 2, useful: 1});
    await writer.accept(thread.id, 2);
    expect((await live.event('thread.accepted', (event) => event.kind === 'thread.accepted')).data).toMatchObject({id: thread.id, accepted: 2, state: 'solved'});
    await writer.put(`/posts/${answer.id}`, {body: 'Mejor.'});
    expect((await live.event('post.edited', (event) => event.kind === 'post.edited')).data).toMatchObject({number: 2, body: 'Mejor.', useful: 1});
    await writer.del(`/posts/${answer.id}`);
    expect((await live.event('post.hidden', (event) => event.kind === 'post.hidden')).data).toEqual({number: 2});
  });

  it('reaches every session of a person, the one that caused it as well', async () => {
    const again = await world.session(writer);
    const both = [await follow(writer), await follow(again)];
    const thread = await writer.ask('vivo', 'A todas');
    for (const live of both) await live.event('own thread', (event) => event.thread === thread.id);
  });

  it('about me reaches me alone', async () => {
    const [mine, theirs] = [await follow(reader), await follow(writer)];
    await world.group('nuevo', 'open');
    await reader.want(200, reader.put('/groups/nuevo/members/me'));
    expect(await mine.event('membership.changed', (event) => event.kind === 'membership.changed')).toMatchObject({group: 'nuevo', thread: null, data: {my_membership: 'member'}});
    const thread = await writer.ask('vivo', 'Leída');
    await reader.put(`/threads/${thread.id}/read`, {number: 1});
    expect(await mine.event('read', (event) => event.kind === 'read')).toMatchObject({thread: thread.id, data: {number: 1}});
    await settle(theirs);
    expect(theirs.events.filter((event) => ['membership.changed', 'read'].includes(event.kind))).toEqual([]);
  });

  it('of a group joined just now arrives from then on', async () => {
    const newcomer = await world.person('Recién llegada');
    const live = await follow(newcomer);
    await writer.ask('vivo', 'Antes');
    await newcomer.want(200, newcomer.put('/groups/vivo/members/me'));
    const after = await writer.ask('vivo', 'Después');
    await live.event('the thread after joining', (event) => event.thread === after.id);
    expect(live.events.filter((event) => event.kind === 'thread.created').map((event) => event.data.title)).toEqual(['Después']);
  });
});

describe('order', () => {
  it('is that of commits, the same for all, each once, while many write', async () => {
    const writers = await Promise.all(Array.from({length: 6}, (_, i) => world.person(`Autora ${i}`)));
    for (const one of writers) await world.join('vivo', one);
    const [a, b] = [await follow(reader), await follow(writer)];
    const threads = await Promise.all(writers.map((one, i) => one.ask('vivo', `Orden ${i}`)));
    await Promise.all(writers.map(async (one, i) => { for (let n = 0; n < 15; n++) await one.answer(threads[i].id, `R${n}`); }));
    await settle(a);
    await settle(b);
    for (const live of [a, b]) {
      for (const [i, thread] of threads.entries()) {
        const numbers = live.events.filter((event) => event.kind === 'post.created' && event.thread === thread.id).map((event) => event.data.number);
        expect(numbers, `thread ${i}`).toEqual(Array.from({length: 15}, (_, n) => n + 2));
      }
      expect(new Set(cursors(live.events)).size).toBe(live.events.length);
    }
    const common = (live: Live) => shape(live.events.filter((event) => threads.some((thread) => thread.id === event.thread)));
    expect(common(a)).toEqual(common(b));
  });

  it('holds within one request: a thread before its posts', async () => {
    const live = await follow(reader);
    const thread = await writer.ask('vivo', 'Primero el hilo');
    await writer.answer(thread.id, 'Luego la respuesta.');
    await settle(live);
    const mine = live.events.filter((event) => event.thread === thread.id).map((event) => event.kind);
    expect(mine[0]).toBe('thread.created');
    expect(mine.filter((kind) => kind === 'post.created')).toHaveLength(1);
  });
});

describe('resuming', () => {
  it('at every position gives what came after it, no more and no less', async () => {
    const live = await follow(reader);
    const start = live.hello.cursor;
    const thread = await writer.ask('vivo', 'Reanudar');
    for (let i = 0; i < 8; i++) await writer.answer(thread.id, `R${i}`);
    await writer.accept(thread.id, 3);
    await settle(live);
    const whole = live.events;
    expect(whole.length).toBeGreaterThanOrEqual(11);
    const positions = [start, ...cursors(whole)];
    for (const [i, since] of positions.entries()) {
      const again = await follow(reader, {since});
      expect(again.hello.resumed).toBe(true);
      const rest = whole.slice(i);
      await again.until(`${rest.length} events after position ${i}`, () => again.events.length >= rest.length);
      expect(again.events.slice(0, rest.length)).toEqual(rest);
      again.close();
    }
  });

  it('goes on with what is new without a seam', async () => {
    const first = await follow(reader);
    const threads: number[] = [];
    const writing = (async () => { for (let i = 0; i < 30; i++) threads.push((await writer.ask('vivo', `Costura ${i}`)).id); })();
    await first.until('some of them', () => first.events.length >= 3);
    let at = first;
    const seen = [...first.events];
    first.close();
    while (seen.filter((event) => event.kind === 'thread.created').length < 30) {
      const next = await follow(reader, {since: seen.at(-1)!.cursor});
      expect(next.hello.resumed).toBe(true);
      await next.until('one more', () => next.events.length > 0);
      next.close();
      seen.push(...next.events);
      at = next;
    }
    await writing;
    void at;
    expect(seen.filter((event) => event.kind === 'thread.created').map((event) => event.thread)).toEqual(threads);
    expect(new Set(cursors(seen)).size).toBe(seen.length);
  });

  it('from the cursor of /me misses nothing that /me did not know', async () => {
    const {cursor} = (await reader.get('/me')).json;
    const thread = await writer.ask('vivo', 'Entre medias');
    const live = await follow(reader, {since: cursor});
    await live.event('what came between', (event) => event.thread === thread.id);
  });

  it.each([
    ['unknown', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'], ['of another purpose', ''], ['broken', 'x'],
  ])('with a cursor that is %s starts anew and says so', async (what, cursor) => {
    if (what === 'of another purpose') {
      await writer.ask('vivo', 'Para otra página');
      await writer.ask('vivo', 'Y otra');
      cursor = (await reader.get('/feed?limit=1')).json.next;
    }
    const live = await follow(reader, {since: cursor});
    expect(live.hello.resumed).toBe(false);
    const thread = await writer.ask('vivo', 'Desde ahora');
    await live.event('what is new', (event) => event.thread === thread.id);
  });

  it('with a cursor that is too old starts anew and says so', async () => {
    const live = await follow(reader);
    const old = live.hello.cursor;
    const thread = await writer.ask('vivo', 'Ya olvidada');
    await live.event('what is forgotten next', (event) => event.thread === thread.id);
    live.close();
    await world.database.rows('delete from event where position is not null');
    expect((await follow(reader, {since: old})).hello.resumed).toBe(false);
  });

  it('says so as well when what was missed goes while it is looked up', async () => {
    const {cursor} = (await reader.get('/me')).json;
    const thread = await writer.ask('vivo', 'Se olvida a tiempo');
    const live = await follow(reader, {since: cursor});
    await live.event('the thread', (event) => event.thread === thread.id);
    const session = await world.database.connect();
    try {
      // Between the look at the stream and the look at what was missed stands a question for my groups.
      await session.query('begin');
      await session.query('lock table membership in access exclusive mode');
      const poll = reader.get(`/events?since=${cursor}&wait=0`);
      await until('the look waits', () => world.database.value(
        `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`), 5_000, 5);
      await world.database.rows('delete from event where position is not null');
      await session.query('commit');
      expect((await poll).json).toMatchObject({resumed: false, events: []});
    } finally {
      session.release();
    }
  });

  it('replays nothing that one may not see any more, or did not see then', async () => {
    const guest = await world.person('De paso');
    await world.join('cerrado', guest);
    const live = await follow(guest);
    const secret = await writer.ask('cerrado', 'Secreto');
    await live.event('while a member', (event) => event.thread === secret.id);
    live.close();
    await world.leave('cerrado', guest);
    const again = await follow(guest, {since: live.hello.cursor});
    await guest.want(200, guest.put('/groups/vivo/members/me'));
    await settle(again);
    expect(again.events.filter((event) => event.group === 'cerrado' && event.kind !== 'membership.changed')).toEqual([]);
  });
});

describe('long polling', () => {
  it('gives the same events with the same cursors', async () => {
    const live = await follow(reader);
    const since = live.hello.cursor;
    const thread = await writer.ask('vivo', 'Por turnos');
    await writer.answer(thread.id, 'R');
    await settle(live);
    const polled: LiveEvent[] = [];
    let cursor = since;
    while (polled.length < live.events.length) {
      const batch = await reader.want(200, reader.get(`/events?since=${cursor}&wait=2`));
      expect(batch.resumed).toBe(true);
      polled.push(...batch.events);
      cursor = batch.cursor;
    }
    expect(polled).toEqual(live.events);
    const resumed = await follow(reader, {since: cursor});
    expect(resumed.hello.resumed).toBe(true);
  });

  it('waits for the next event and answers at once when it comes', async () => {
    const {cursor} = (await reader.get('/me')).json;
    const waiting = reader.get(`/events?since=${cursor}&wait=25`);
    const thread = await writer.ask('vivo', 'Esperada');
    const answer = await waiting;
    expect(answer.json.events.map((event: any) => event.thread)).toContain(thread.id);
    expect(answer.ms).toBeLessThan(within(5_000));
  });

  it('answers with nothing when nothing happened', async () => {
    const {cursor} = (await outsider.get('/me')).json;
    const answer = await outsider.get(`/events?since=${cursor}&wait=1`);
    expect(answer.json).toMatchObject({resumed: true, events: []});
    expect(answer.ms).toBeGreaterThan(900);
  });

  it('holds up nobody else, however many wait', async () => {
    const {cursor} = (await outsider.get('/me')).json;
    const waiting = Array.from({length: 40}, () => outsider.get(`/events?since=${cursor}&wait=5`));
    const begun = Date.now();
    for (let i = 0; i < 5; i++) await reader.want(200, reader.get('/feed'));
    expect(Date.now() - begun).toBeLessThan(within(2_000));
    await Promise.all(waiting);
  });
});
