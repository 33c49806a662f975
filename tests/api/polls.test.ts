// SPDX-License-Identifier: EUPL-1.2
// Polls: what may be asked, who votes, and who sees what came of it.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

async function scene(kind: GroupKind = 'open') {
  const [writer, voter, other] = [await world.person('Autora'), await world.person('Votante'), await world.person('Otra')];
  const slug = await world.group(`encuesta-${++turn}`, kind, [[writer, 'owner'], [voter, 'member'], [other, 'member']]);
  return {writer, voter, other, slug};
}
const text = {title: '¿Qué día?', body: 'Para el curso.'};
const start = (person: Person, slug: string, more: object = {}) => person.post(`/groups/${slug}/polls`, {...text, options: ['Lunes', 'Martes', 'Jueves'], ...more});
const made = async (person: Person, slug: string, more: object = {}) => (await person.want(201, start(person, slug, more))).id as number;
const poll = (person: Person, id: number) => person.want(200, person.get(`/threads/${id}/poll`));
const vote = (person: Person, id: number, ...options: number[]) => person.put(`/threads/${id}/poll/vote`, {options});
const votes = async (person: Person, id: number) => (await poll(person, id)).options.map((option: any) => option.votes);
/** Numbers are shown once five have voted: so many whose votes do not matter here. */
async function others(slug: string, id: number, many: number, option: number) {
  for (let i = 0; i < many; i++) {
    const person = await world.person(`Una más ${i}`);
    await world.join(slug, person);
    await person.want(200, vote(person, id, option));
  }
}
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

it('has two to ten options that differ, and ends ahead of now', async () => {
  const {writer, slug} = await scene();
  const why = async (more: object) => (await start(writer, slug, more)).json.errors;
  expect(await why({options: ['Una']})).toEqual({options: ['too_few']});
  expect(await why({options: ['Una', 'Una']})).toEqual({options: ['repeated_option']});
  expect(await why({options: Array.from({length: 11}, (_, i) => `${i}`)})).toEqual({options: ['too_many']});
  expect(await why({options: ['Una', 'x'.repeat(201)]})).toEqual({options: ['too_long']});
  for (const closes_at of [soon(-1), soon(400)]) expect(await why({closes_at})).toEqual({closes_at: ['not_ahead']});
  expect(await why({closes_at: 'mañana'})).toEqual({closes_at: ['not_a_moment']});
  const thread = await writer.want(201, start(writer, slug, {closes_at: soon(1)}));
  expect(thread).toMatchObject({kind: 'poll', title: text.title});
  expect((await writer.get(`/threads/${(await writer.ask(slug, 'No lo es')).id}/poll`)).status).toBe(404);
});

describe('votes', () => {
  it('count once for each person, and may be changed and taken back', async () => {
    const {writer, voter, other, slug} = await scene();
    const id = await made(writer, slug);
    await others(slug, id, 4, 3);
    await voter.want(200, vote(voter, id, 1));
    await voter.want(200, vote(voter, id, 2));
    await other.want(200, vote(other, id, 2));
    expect(await votes(voter, id)).toEqual([0, 2, 4]);
    expect(await poll(voter, id)).toMatchObject({my_votes: [2], voters: 6});
    expect((await other.want(200, vote(other, id))).voters).toBeNull();
    expect(await votes(voter, id)).toEqual([0, 1, 4]);
    expect((await vote(voter, id, 1, 2)).json.errors).toEqual({options: ['too_many_chosen']});
    expect((await vote(voter, id, 4)).json.errors).toEqual({options: ['unknown_option']});
    for (const options of ['1', [0], [11], ['1'], [1.5]]) expect((await voter.put(`/threads/${id}/poll/vote`, {options})).status).toBe(422);
    expect((await voter.put(`/threads/${id}/poll/vote`, {})).json.errors).toEqual({options: ['required']});
  });

  it('of several options, each once, also sent at once', async () => {
    const {writer, voter, slug} = await scene();
    const id = await made(writer, slug, {multiple: true});
    await others(slug, id, 4, 1);
    await Promise.all([[1, 3], [3, 1, 1], [2, 3]].map((options) => voter.want(200, vote(voter, id, ...options))));
    const after = await poll(voter, id);
    expect(after.voters).toBe(5);
    expect(after.options.map((option: any) => option.votes).reduce((sum: number, one: number) => sum + one)).toBe(4 + 2);
    expect(after.my_votes).toHaveLength(2);
  });

  it('are shown as numbers to who has voted, and to nobody as names', async () => {
    const {writer, voter, other, slug} = await scene();
    const id = await made(writer, slug);
    await voter.want(200, vote(voter, id, 3));
    await others(slug, id, 3, 2);
    for (const person of [writer, other, await world.person('De fuera')]) expect(await poll(person, id)).toMatchObject({voters: null, my_votes: [], options: [{votes: null}, {votes: null}, {votes: null}]});
    // Four tell who chose what.
    expect(await poll(voter, id)).toMatchObject({voters: null, fewest_shown: 5, my_votes: [3], options: [{votes: null}, {votes: null}, {votes: null}]});
    await writer.want(200, vote(writer, id, 1));
    const {text: seen} = await writer.get(`/threads/${id}/poll`);
    expect(JSON.parse(seen).options.map((option: any) => option.votes)).toEqual([1, 3, 1]);
    expect(seen).not.toContain(String(voter.id));
    expect(seen).not.toContain('Votante');
  });

  it('end with the poll, and then all see what came of it', async () => {
    const {writer, voter, other, slug} = await scene();
    const id = await made(writer, slug, {closes_at: soon(1)});
    await voter.want(200, vote(voter, id, 1));
    await world.database.rows(`update poll set closes_at = now() where thread_id = $1`, [id]);
    expect((await vote(other, id, 1)).json.type).toBe('poll_closed');
    expect(await poll(other, id)).toMatchObject({closed: true, may_vote: false, voters: 1, my_votes: []});
    expect(await votes(await world.person('De fuera'), id)).toEqual([1, 0, 0]);
    const closed = await made(writer, slug);
    await writer.want(200, writer.put(`/threads/${closed}/closed`, {reason: 'Ya está decidido'}));
    expect((await vote(voter, closed, 1)).json.type).toBe('poll_closed');
    expect(await poll(voter, closed)).toMatchObject({closed: true, voters: null});
  });

  it('of fewer than five tell nobody who chose what, when somebody ends the poll', async () => {
    const {writer, voter, other, slug} = await scene();
    const ways: Record<string, (id: number) => Promise<unknown>> = {
      'by its button': (id) => writer.want(200, writer.put(`/threads/${id}/poll/closed`)),
      'with its thread': (id) => writer.want(200, writer.put(`/threads/${id}/closed`, {reason: 'Ya está'})),
      'by an end that nobody had counted with': async (id) => {
        const {options, version} = await poll(writer, id);
        await writer.want(200, writer.put(`/threads/${id}/poll`, {options: options.map(({text}: any) => text), closes_at: soon(1), version}));
        await world.database.rows('update poll set closes_at = now() where thread_id = $1', [id]);
      },
    };
    for (const [way, end] of Object.entries(ways)) for (const enough of [false, true]) {
      const id = await made(writer, slug);
      await voter.want(200, vote(voter, id, 2));
      await others(slug, id, enough ? 4 : 3, 1);
      await end(id);
      for (const person of [writer, voter, other]) {
        expect(await poll(person, id), `${way}, ${enough}`).toMatchObject({closed: true, voters: enough ? 5 : null,
          options: enough ? [{votes: 4}, {votes: 1}, {votes: 0}] : [{votes: null}, {votes: null}, {votes: null}]});
      }
    }
  });

  it('stay hidden while few where the thread was closed or the group archived before the day that was said', async () => {
    for (const end of ['thread', 'group']) {
      const {writer, voter, other, slug} = await scene();
      const id = await made(writer, slug, {closes_at: soon(1)});
      expect((await poll(other, id)).few_shown).toBe(true);
      await voter.want(200, vote(voter, id, 1));
      if (end === 'thread') await writer.want(200, writer.put(`/threads/${id}/closed`, {reason: 'Ya'}));
      else await world.database.rows('update plaza_group set archived_at = now() where slug = $1', [slug]);
      await world.database.rows(`update poll set closes_at = clock_timestamp() where thread_id = $1`, [id]);
      expect(await poll(other, id)).toMatchObject({closed: true, few_shown: false, voters: null});
      expect(await votes(other, id)).toEqual([null, null, null]);
    }
  });

  it('are told to who looks at the poll once for many', async () => {
    const {writer, voter, other, slug} = await scene();
    const id = await made(writer, slug);
    const live = await world.live(other);
    await live.watch(id);
    for (let i = 0; i < 6; i++) await Promise.all([voter, writer].map((person) => person.want(200, vote(person, id, 1 + (i % 3)))));
    const told = () => live.events.filter(({kind, thread}: any) => kind === 'poll.changed' && thread === id).length;
    await live.event('that there are votes', ({kind, thread}) => kind === 'poll.changed' && thread === id);
    await until('nothing waits', async () => (await world.database.value(`select count(*) from job where kind = 'polls.tell_votes'`)) === 0);
    expect(told()).toBeLessThanOrEqual(3);
    live.close();
  });

  it('are told also where the job that tells of others has begun already, and it begins after those it waits for', async () => {
    const {writer, voter, slug} = await scene();
    const id = await made(writer, slug);
    const jobs = async () => (await world.database.rows<{key: string | null}>(`select unique_key as key from job where payload ->> 'thread' = $1 order by id`, [String(id)])).map(({key}) => key);
    const key = `polls.tell_votes:${id}`;
    await world.database.rows(`insert into job (kind, payload, unique_key, run_at) values ('polls.tell_votes', jsonb_build_object('thread', $1::bigint), $2, now() + interval '1 hour')`, [id, key]);
    const one = await world.database.connect();
    try {
      await one.query('begin');
      await one.query(`select enqueue_soon('polls.tell_votes', $1, 7200)`, [id]);
      expect((await one.query('select unique_key as key from job where unique_key = $1 or unique_key is null and payload ->> \'thread\' = $2', [key, String(id)])).rows).toEqual([{key}]);
      const free = async () => (await world.database.rows('select from job where unique_key = $1 for update skip locked', [key])).length;
      expect(await free()).toBe(0);
      await one.query('commit');
      expect(await free()).toBe(1);
    } finally {
      one.release();
    }
    await world.database.rows(`update job set locked_until = now() + interval '1 minute' where unique_key = $1`, [key]);
    await voter.want(200, vote(voter, id, 2));
    expect(await jobs()).toEqual([key, null]);
    // One that failed begins again only after long: whoever looks at the poll does not wait for it.
    await until('nothing waits but what failed', async () => (await jobs()).length === 1);
    await world.database.rows('update job set locked_until = null where unique_key = $1', [key]);
    await voter.want(200, vote(voter, id, 3));
    expect(await jobs()).toEqual([key, null]);
    await world.database.rows('delete from job where unique_key = $1', [key]);
  });

  it('belong to who may write', async () => {
    const {writer, slug} = await scene();
    const id = await made(writer, slug);
    const outsider = await world.person('De fuera');
    expect((await poll(outsider, id)).may_vote).toBe(false);
    expect((await vote(outsider, id, 1)).json.type).toBe('not_a_member');
    expect((await poll(writer, id)).may_vote).toBe(true);
    await world.database.rows('update plaza_group set archived_at = now() where slug = $1', [slug]);
    expect((await poll(writer, id)).may_vote).toBe(false);
    expect((await vote(writer, id, 1)).json.type).toBe('group_archived');
  });
});
