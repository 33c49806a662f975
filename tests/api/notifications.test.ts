// SPDX-License-Identifier: EUPL-1.2
// Notices: who is told of what, once for each cause and thread, and what becomes of them when what they tell of goes.
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Live} from '../support/live.ts';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
const opened: Live[] = [];
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());
afterEach(() => { for (const live of opened.splice(0)) live.close(); });

async function scene(kind: GroupKind = 'open') {
  const [asker, ana, beto] = await Promise.all(['Pregunta', 'Ana', 'Beto'].map((name) => world.person(name)));
  const owner = await world.person('Dueña');
  const slug = await world.group(`avisos-${++turn}`, kind, [[owner, 'owner'], [asker, 'member'], [ana, 'member'], [beto, 'member']]);
  return {asker, ana, beto, owner, slug, thread: (await asker.ask(slug, `Pregunta ${turn}`)).id as number};
}
async function follow(person: Person): Promise<Live> {
  const live = await world.live(person);
  opened.push(live);
  return live;
}
const list = async (person: Person) => (await person.want(200, person.get('/notifications'))).items as any[];
const unread = async (person: Person) => {
  const [listed, counted] = [(await person.get('/notifications?limit=1')).json.unread, (await person.get('/me')).json.counters.notifications];
  expect(counted).toBe(listed);
  return counted as number;
};
const notice = (live: Live, cause: string) =>
  live.event(`a notice of ${cause}`, (event) => event.kind === 'notification' && event.data.notification.cause === cause && !event.data.notification.read);

describe('who is told', () => {
  it('the asker of answers and comments, whoever answered of comments, never of one\'s own acts', async () => {
    const {asker, ana, beto, slug, thread} = await scene();
    const answer = await ana.answer(thread, 'Así.');
    await beto.comment(thread, 1, '¿De qué año?');
    await asker.comment(thread, answer.number, 'Gracias.');
    await asker.answer(thread, 'Yo misma.');
    await ana.comment(thread, answer.number, 'De nada.');
    expect(await list(asker)).toMatchObject([
      {cause: 'comment', actor: {id: beto.id}, times: 1, read: false},
      {cause: 'answer', actor: {id: ana.id}, number: answer.number, times: 1, thread: {id: thread, kind: 'question'}, group: {slug}, read: false}]);
    expect(await list(ana)).toMatchObject([{cause: 'comment', actor: {id: asker.id}, times: 1}]);
    expect(await list(beto)).toEqual([]);
    expect(await unread(asker)).toBe(2);
  });

  it('in an update, its author and whom a reply speaks to', async () => {
    const {asker, ana, beto, slug} = await scene();
    const update = await asker.start(slug, {kind: 'update', title: 'Aviso', body: 'Texto'});
    const reply = await ana.write(update.id, 'reply', 'Visto.');
    await beto.write(update.id, 'reply', 'De acuerdo contigo.', reply.number);
    expect(await list(asker)).toMatchObject([{cause: 'reply', actor: {id: ana.id}, times: 1}]);
    expect(await list(ana)).toMatchObject([{cause: 'reply', actor: {id: beto.id}, times: 1}]);
  });

  it('whose answer was accepted, as long as it is', async () => {
    const {asker, ana, beto, thread} = await scene();
    const [first, second] = [await ana.answer(thread, 'Una.'), await beto.answer(thread, 'Otra.')];
    await asker.accept(thread, first.number);
    expect(await list(ana)).toMatchObject([{cause: 'accepted', actor: {id: asker.id}, number: first.number}]);
    await asker.accept(thread, second.number);
    expect(await list(ana)).toEqual([]);
    expect(await list(beto)).toMatchObject([{cause: 'accepted'}]);
    await asker.want(200, asker.del(`/threads/${thread}/accepted`));
    expect(await unread(beto)).toBe(0);
    // Accepting one's own tells nobody.
    const own = await asker.answer(thread, 'Al final fue así.');
    await asker.accept(thread, own.number);
    expect((await list(asker)).filter(({cause}) => cause === 'accepted')).toEqual([]);
  });

  it('nobody in a group of practice, and nobody who is not active', async () => {
    const {asker, ana, beto, slug, thread} = await scene();
    await world.database.rows('update plaza_group set practice = true where slug = $1', [slug]);
    await ana.answer(thread, 'De prueba.');
    expect(await list(asker)).toEqual([]);
    await world.database.rows('update plaza_group set practice = false where slug = $1', [slug]);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [asker.id]);
    await beto.answer(thread, 'De verdad.');
    expect(await world.database.value('select count(*) from notification where person_id = $1', [asker.id])).toBe(0);
  });

  it('nobody who may not see the thread any more when it happens', async () => {
    const {asker, ana, slug, thread} = await scene('private');
    await world.leave(slug, asker);
    await ana.answer(thread, 'Tarde.');
    expect(await world.database.value('select count(*) from notification where person_id = $1', [asker.id])).toBe(0);
  });

  it('in the transaction of its cause: what is refused tells nobody', async () => {
    const {asker, ana, thread} = await scene();
    await world.database.rows(`create function no_event() returns trigger language plpgsql as $$ begin
      if new.kind = 'notification' then raise exception 'no' using errcode = '23514'; end if; return new; end $$`);
    await world.database.rows('create trigger no_event before insert on event for each row execute function no_event()');
    try {
      expect((await ana.post(`/threads/${thread}/posts`, {role: 'answer', body: 'Se pierde'})).status).toBe(500);
    } finally {
      await world.database.rows('drop trigger no_event on event');
    }
    expect(await list(asker)).toEqual([]);
    expect(await world.database.value(`select count(*) from post where thread_id = $1 and role = 'answer'`, [thread])).toBe(0);
  });
});

describe('one notice for each cause and thread', () => {
  it('is renewed by what follows and counts once', async () => {
    const {asker, ana, beto, thread} = await scene();
    const live = await follow(asker);
    const first = await ana.answer(thread, 'Una.');
    expect((await notice(live, 'answer')).data).toMatchObject({change: 1, notification: {times: 1, actor: {id: ana.id}}});
    const second = await beto.answer(thread, 'Dos.');
    const event = await live.event('the second answer', (e) => e.kind === 'notification' && e.data.notification.number === second.number);
    expect(event.data).toMatchObject({change: 0, notification: {times: 2, actor: {id: beto.id}}});
    expect(await unread(asker)).toBe(1);
    const [row] = await list(asker);
    expect(row).toEqual(event.data.notification);
    await asker.want(204, asker.put(`/notifications/${row.id}/read`));
    expect(await unread(asker)).toBe(0);
    // Once read it begins anew.
    const third = await ana.answer(thread, 'Tres.');
    expect(await list(asker)).toMatchObject([{id: row.id, times: 1, number: third.number, read: false}]);
    expect(await world.database.value('select count(*) from notification where person_id = $1', [asker.id])).toBe(1);
    expect(first.number).toBeLessThan(third.number);
  });

  it('also under races', async () => {
    const {asker, ana, beto, thread} = await scene();
    const live = await follow(asker);
    const answers = await Promise.all(Array.from({length: 12}, (_, i) => (i % 2 ? ana : beto).answer(thread, `R${i}`)));
    expect(await list(asker)).toMatchObject([{times: 12, number: Math.max(...answers.map(({number}) => number))}]);
    const all = () => live.events.filter(({kind}) => kind === 'notification');
    await live.event('the last', () => all().length === 12);
    expect(all().map(({data}) => data.change).sort()).toEqual([...Array(11).fill(0), 1]);
  });

  it('goes with the posts it tells of', async () => {
    const {asker, ana, beto, thread} = await scene();
    const [one, two] = [await ana.answer(thread, 'Una.'), await beto.answer(thread, 'Dos.')];
    await beto.want(204, beto.del(`/posts/${two.id}`));
    expect(await list(asker)).toMatchObject([{number: one.number, times: 1, actor: {id: ana.id}}]);
    const [{id}] = await list(asker);
    await ana.want(204, ana.del(`/posts/${one.id}`));
    expect(await list(asker)).toEqual([]);
    expect(await unread(asker)).toBe(0);
    expect((await asker.put(`/notifications/${id}/read`)).status).toBe(404);
    // And comes back for what is written afterwards, as one more.
    const live = await follow(asker);
    await ana.answer(thread, 'Mejor así.');
    expect((await notice(live, 'answer')).data).toMatchObject({change: 1, notification: {times: 1}});
    expect(await unread(asker)).toBe(1);
  });
});

describe('a notice of a post that was deleted', () => {
  it('is not given to who comes back afterwards', async () => {
    const {asker, ana, thread} = await scene();
    const since = (await asker.get('/me')).json.cursor;
    const {id} = await ana.answer(thread, 'Me equivoqué.');
    await ana.want(204, ana.del(`/posts/${id}`));
    const missed = await until('the deletion is told', async () => {
      const batch = (await asker.get(`/events?since=${since}&wait=0`)).json;
      return batch.events.some((event: any) => event.kind === 'post.hidden') && batch;
    });
    expect(missed.events.filter((event: any) => event.kind === 'notification' && event.data.notification)).toEqual([]);
  });
});

describe.each(['private', 'hidden'] as const)('leaving a %s group', (kind) => {
  it('takes its notices away, and coming back brings them again', async () => {
    const {asker, ana, slug, thread} = await scene(kind);
    const since = (await asker.get('/me')).json.cursor;
    await ana.answer(thread, 'Secreta.');
    const [row] = await list(asker);
    const tag = (await asker.get('/notifications')).headers.etag;
    await world.leave(slug, asker);
    expect(await list(asker)).toEqual([]);
    expect((await asker.get('/notifications', {headers: {'if-none-match': tag}})).status).toBe(200);
    expect(await unread(asker)).toBe(0);
    expect((await asker.put(`/notifications/${row.id}/read`)).text).toBe((await asker.put('/notifications/4503599627370001/read')).text);
    // Nor does who comes back with an old cursor get what was told before.
    const missed = await until('the departure is told', async () => {
      const batch = (await asker.get(`/events?since=${since}&wait=0`)).json;
      return batch.events.some((event: any) => event.kind === 'membership.changed') && batch;
    });
    expect(missed.resumed).toBe(true);
    expect(missed.events.filter((event: any) => event.kind === 'notification')).toEqual([]);
    await world.join(slug, asker);
    expect(await list(asker)).toMatchObject([{id: row.id, read: false}]);
  });
});

describe('reading', () => {
  it('the thread as far as the posts reads what tells of them', async () => {
    const {asker, ana, thread} = await scene();
    const answer = await ana.answer(thread, 'Una.');
    const later = await ana.comment(thread, answer.number, 'Y además…');
    await ana.comment(thread, 1, 'Por cierto');
    await asker.want(204, asker.put(`/threads/${thread}/read`, {number: later.number}));
    expect(await list(asker)).toMatchObject([{cause: 'comment', read: false}, {cause: 'answer', read: true}]);
    expect(await unread(asker)).toBe(1);
  });

  it('of a notice that is renewed meanwhile tell it as it is then', async () => {
    const {asker, ana, thread} = await scene();
    const live = await follow(asker);
    await ana.answer(thread, 'Así.');
    const {id} = (await notice(live, 'answer')).data.notification;
    const renewing = await world.database.connect();
    try {
      await renewing.query('begin');
      await renewing.query(`update notification set renewed_at = now() + interval '1 hour' where id = $1`, [id]);
      const reading = asker.put(`/notifications/${id}/read`);
      await until('it waits', async () => Number(await world.database.value(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) >= 1);
      await renewing.query('commit');
      await asker.want(204, reading);
    } finally {
      renewing.release();
    }
    const told = await live.event('that it is read', (event) => event.kind === 'notification' && event.data.notification.read);
    expect(told.data.notification).toEqual((await list(asker)).find((one) => one.id === id));
  });

  it('on one device is seen on the other, one or all', async () => {
    const {asker, ana, beto, thread, slug} = await scene();
    const other = await world.session(asker);
    const [here, there] = [await follow(asker), await follow(other)];
    await ana.answer(thread, 'Una.');
    const {id} = (await notice(there, 'answer')).data.notification;
    await asker.want(204, asker.put(`/notifications/${id}/read`));
    const read = await there.event('the notice, read', (event) => event.kind === 'notification' && event.data.notification.read);
    expect(read.data).toMatchObject({change: -1, notification: {id}});
    // A second time nothing happens.
    await asker.want(204, asker.put(`/notifications/${id}/read`));
    const more = await asker.ask(slug, 'Otra');
    await beto.answer(more.id, 'Sí.');
    await beto.comment(more.id, 1, 'No.');
    await notice(here, 'comment');
    const [newest, older] = await list(other);
    await other.want(204, other.put('/notifications/read', {up_to: older.renewed_at}));
    expect(await unread(asker)).toBe(1);
    await other.want(204, other.put('/notifications/read', {up_to: newest.renewed_at}));
    expect(await unread(asker)).toBe(0);
    const told = await here.event('all read', (event) => event.kind === 'notifications.read' && event.data.up_to === newest.renewed_at);
    expect(told).toMatchObject({group: null, thread: null});
    expect(here.events.filter((event) => event.kind === 'notification' && event.data.notification.read)).toHaveLength(1);
  });

  it('of others\' notices is refused, and of a moment that is none', async () => {
    const {asker, ana, thread} = await scene();
    await ana.answer(thread, 'Una.');
    const [{id}] = await list(asker);
    expect((await ana.put(`/notifications/${id}/read`)).status).toBe(404);
    expect(await unread(asker)).toBe(1);
    for (const up_to of ['ayer', '2026-02-30T00:00:00.000Z', '2026-01-01', '2026-01-01T00:00:00.000+01:00', '2026-01-01T25:00:00.000Z']) {
      const refused = await asker.put('/notifications/read', {up_to});
      expect([refused.status, refused.json.errors]).toEqual([422, {up_to: ['not_a_moment']}]);
    }
    expect((await asker.put('/notifications/read', {})).status).toBe(422);
  });

  it('page by page misses none', async () => {
    const asker = await world.person('Muchas');
    const slug = await world.group(`avisos-${++turn}`, 'open', [[asker, 'member']]);
    const ana = await world.person('Ana');
    await world.join(slug, ana);
    for (let i = 0; i < 7; i++) await ana.answer((await asker.ask(slug, `P${i}`)).id, 'R');
    const all = await asker.all('/notifications', 3);
    expect(all.map(({thread}) => thread.title)).toEqual(['P6', 'P5', 'P4', 'P3', 'P2', 'P1', 'P0']);
  });

  it('counts to a hundred', async () => {
    const asker = await world.person('Famosa');
    await world.database.rows(
      `insert into notification (person_id, cause, group_id) select $1, 'prueba_' || translate(n::text, '0123456789', 'abcdefghij'), null from generate_series(1, 120) n`, [asker.id]);
    expect(await unread(asker)).toBe(100);
  });
});
