// SPDX-License-Identifier: EUPL-1.2
// Jobs that tell of threads, while somebody is doing something to those: the job waits, and goes by what is there then.
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let author: Person, follower: Person;
let turn = 0;
let open: string, hidden: string;
let session: Awaited<ReturnType<World['database']['connect']>> | undefined;

beforeAll(async () => {
  world = await World.make();
  [author, follower] = [await world.person('Autora'), await world.person('Sigue')];
  hidden = await world.group('escondido', 'hidden', [[author, 'owner']]);
});
afterAll(() => world?.end());
afterEach(async () => { await session?.query('rollback'); session?.release(); session = undefined; });

/** A transaction of somebody who has taken the thread for writing, as each request does. */
async function holding(thread: number) {
  session = await world.database.connect();
  await session.query('begin');
  await session.query('select from thread where id = $1 for update', [thread]);
  return session;
}
// The pump waits for what a move takes back; that is no job.
const waits = async () => (await world.database.value<number>(
  `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query not like '%publish_events%'`)) > 0;
const left = (kind: string) => world.database.value<number>('select count(*)::int from job where kind = $1', [kind]);
const done = (kind: string) => until(`${kind} is done`, async () => (await left(kind)) === 0);
/** Until the job waits for who holds the thread; or has not waited for anybody. */
async function begun(kind: string, payload: object = {}) {
  await done(kind);
  await world.database.rows('insert into job (kind, payload) values ($1, $2)', [kind, payload]);
  await until(`${kind} waits or is done`, async () => (await waits()) || (await left(kind)) === 0);
}

describe('a move into a hidden group', () => {
  const newest = () => world.database.value<number>('select coalesce(max(id), 0) from event');
  const told = (after: number) => world.database.rows('select kind, data from event where person_id = $1 and id > $2', [follower.id, after]);
  const move = `update thread set group_id = (select id from plaza_group where slug = 'escondido') where id = $1`;
  beforeAll(() => follower.want(204, follower.put(`/people/${author.id}/follow`)));

  for (const [kind, more] of Object.entries({
    'notifications.spread': {number: 2},
    'notifications.spread_edit': {number: 1},
    'notifications.spread_act': {cause: 'thread_closed', actor: 0, told: []},
    'following.show_started': {},
    'announcements.spread': {},
    'gatherings.tell_guests': {cause: 'event_changed', actor: 0},
  })) {
    it(`is not overtaken by ${kind}`, async () => {
      open = await world.group(`abierto-${++turn}`, 'open', ['announcements.spread', 'gatherings.tell_guests'].includes(kind) ? [[author, 'owner'], [follower, 'member']] : [[author, 'owner']]);
      const thread = await author.ask(open, 'Se va');
      await author.answer(thread.id, 'Una respuesta.');
      await follower.want(204, follower.put(`/threads/${thread.id}/follow`));
      if (kind === 'announcements.spread') {
        await world.database.rows(`update thread set kind = 'announcement' where id = $1`, [thread.id]);
        await world.database.rows(
          `insert into announcement (thread_id, group_id, network, until) select id, group_id, false, now() + interval '1 day' from thread where id = $1`, [thread.id]);
      }
      if (kind === 'gatherings.tell_guests') {
        await world.database.rows(`update thread set kind = 'event' where id = $1`, [thread.id]);
        await world.database.rows(`with e as (insert into gathering (thread_id, starts_at, ends_at, place) values ($1, now(), now() + interval '1 day', 'Aquí'))
          insert into gathering_guest (thread_id, person_id, told) values ($1, $2, true)`, [thread.id, follower.id]);
      }
      await done('notifications.spread');
      await done('following.show_started');
      await world.database.rows('delete from notification where person_id = $1', [follower.id]);
      const payload = {thread: thread.id, after: 0, ...more, ...('actor' in more ? {actor: author.id} : {})};
      // There is something to be told.
      let before = await newest();
      await world.database.rows('insert into job (kind, payload) values ($1, $2)', [kind, payload]);
      await done(kind);
      expect(await told(before)).toHaveLength(1);
      await world.database.rows('delete from notification where person_id = $1', [follower.id]);

      before = await newest();
      const mover = await holding(thread.id);
      await mover.query(move, [thread.id]);
      await begun(kind, payload);
      await mover.query('commit');
      await done(kind);
      expect(await told(before)).toEqual([]);
      expect((await follower.get('/notifications')).json.items).toEqual([]);
    });
  }
});

it('what search takes up again is what stands, not what stood before an edit', async () => {
  open = await world.group(`abierto-${++turn}`, 'open', [[author, 'owner']]);
  const {id} = await world.database.row<{id: number}>('select id from plaza_group where slug = $1', [open]);
  for (const [kind, asked, values] of [
    ['search.regroup', 'insert into search_regroup (group_id) values ($1)', [id]],
    ['tags.renew', `insert into tag_renewal (tag_id) select id from tag where name = 'renovada'`, []],
  ] as [string, string, unknown[]][]) {
    const thread = await author.ask(open, `Se edita por ${kind}`, 'Dice pimiento.', ['renovada']);
    await done(kind);
    const writer = await holding(thread.id);
    await writer.query(`update post set body = 'Dice tomate.' where thread_id = $1`, [thread.id]);
    await world.database.rows(asked, values);
    await begun(kind);
    await writer.query('commit');
    await done(kind);
    const words = await world.database.value<string>('select words::text from post_search where thread_id = $1', [thread.id]);
    expect([kind, words.includes('pimiento'), words.includes('tomate')]).toEqual([kind, false, true]);
    writer.release();
    session = undefined;
  }
});

describe('jobs of validity', () => {
  const norm = 'BOE-A-2017-12902';
  let thread: any, change: number;
  const scene = async () => {
    open = await world.group(`abierto-${++turn}`, 'open', [[author, 'owner']]);
    thread = await author.ask(open, 'El contrato menor', 'Según el art. 118 LCSP.');
    await world.database.rows('insert into thread_validity (thread_id, review_on, review_by) values ($1, current_date, $2)', [thread.id, author.id]);
    change = await world.database.value('insert into norm_change (norm_id, changed_on, sentence) values ($1, current_date, $2) returning id', [norm, 'Cambia.']);
  };

  for (const kind of ['validity.norm_changed', 'validity.tell_due']) {
    it(`keep nothing that who checks a thread is about to take: ${kind}`, async () => {
      await scene();
      const checker = await holding(thread.id);
      await begun(kind, {change, after: 0});
      expect(await left(kind)).toBe(1);
      await checker.query('select from thread_validity where thread_id = $1 for update nowait', [thread.id]);
      await checker.query('commit');
      await done(kind);
      const stands = await world.database.row('select norm_change_id as change, review_told as told from thread_validity where thread_id = $1', [thread.id]);
      expect(stands).toEqual(kind === 'validity.tell_due' ? {change: null, told: true} : {change, told: false});
    });
  }

  it('ask nobody for a check that was made while they waited', async () => {
    await scene();
    const checker = await holding(thread.id);
    await begun('validity.norm_changed', {change, after: 0});
    await checker.query('update thread_validity set checked_at = clock_timestamp(), checked_by = $2, holds = true where thread_id = $1', [thread.id, author.id]);
    await checker.query('commit');
    await done('validity.norm_changed');
    expect(await world.database.value('select norm_change_id from thread_validity where thread_id = $1', [thread.id])).toBeNull();
  });
});
