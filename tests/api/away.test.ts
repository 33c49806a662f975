// SPDX-License-Identifier: EUPL-1.2
// What happened while somebody was away: shown once they are back after more than a week, to them alone, until they put it away.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const away = async (person: Person) => person.want(200, person.get('/feed/away')) as Promise<{since: string | null; items: {why: string; thread: any}[]}>;
const shown = async (person: Person) => (await away(person)).items.map(({why, thread}) => [why, thread.id]);
const lastHere = (person: Person, days: number) => world.database.rows(
  `insert into person_seen (person_id, day) values ($1, current_date - $2::int) on conflict (person_id) do update set day = excluded.day, away_from = null`, [person.id, days]);
const dayOf = async (days: number) => (await world.database.value(`select (current_date - $1::int)::text`, [days])) as string;
/** The session was last used so long ago, and is used now. */
async function comeBack(person: Person): Promise<void> {
  await world.database.rows(`update session set last_used_at = now() - interval '2 minutes' where person_id = $1`, [person.id]);
  await person.want(200, person.get('/me'));
}

async function scene() {
  const [me, other] = [await world.person('Lectora'), await world.person('Autora')];
  const slug = await world.group(`vuelta-${++turn}`, 'open', [[other, 'owner'], [me, 'member']]);
  const mine = await me.ask(slug, 'Mía');
  const solved = await other.ask(slug, 'Resuelta mientras');
  const quiet = await me.ask(slug, 'Mía sin novedad');
  await other.answer(mine.id, 'Así');
  const answer = await me.answer(solved.id, 'De este modo');
  await other.want(200, other.put(`/threads/${solved.id}/accepted`, {number: answer.number}));
  await world.database.rows(`update thread_read set number = 0 where person_id = $1 and thread_id = $2`, [me.id, solved.id]);
  return {me, other, slug, mine, solved, quiet};
}

describe('what happened meanwhile', () => {
  it('is shown after more than a week, until it is put away, and not again for that break', async () => {
    const {me, mine, solved} = await scene();
    expect(await away(me)).toEqual({since: null, items: []});
    await lastHere(me, 7);
    expect((await away(me)).since).toBeNull();
    await lastHere(me, 8);
    const since = await dayOf(8);
    expect((await me.get('/me')).json.away_since).toBe(since);
    expect(await shown(me)).toEqual([['mine', mine.id], ['solved', solved.id]]);
    // Once it is noted that they are back, the break stands until they say so.
    await comeBack(me);
    expect(await world.database.value('select day = current_date from person_seen where person_id = $1', [me.id])).toBe(true);
    expect((await away(me)).since).toBe(since);
    await comeBack(me);
    expect((await away(me)).since).toBe(since);
    await me.want(204, me.del('/feed/away'));
    expect(await away(me)).toEqual({since: null, items: []});
    expect((await me.get('/me')).json.away_since).toBeNull();
    await comeBack(me);
    expect((await away(me)).since).toBeNull();
    await me.want(204, me.del('/feed/away'));
  });

  it('says nothing of what was read, muted, written by oneself or may not be read', async () => {
    const {me, other, slug, mine, solved} = await scene();
    await lastHere(me, 20);
    await me.want(204, me.put(`/threads/${solved.id}/level`, {level: 'muted'}));
    expect(await shown(me)).toEqual([['mine', mine.id]]);
    await me.want(204, me.put(`/threads/${mine.id}/read`, {number: 2}));
    expect(await shown(me)).toEqual([]);
    await other.answer(mine.id, 'Otra');
    expect(await shown(me)).toEqual([['mine', mine.id]]);
    await world.setKind(slug, 'private');
    await world.leave(slug, me);
    expect(await shown(me)).toEqual([]);
  });

  it('holds what one follows and announcements that ended, a few of each', async () => {
    const {me, other, slug} = await scene();
    const elsewhere = await world.group(`lejos-${turn}`, 'open', [[other, 'owner']]);
    const followed = [];
    for (let i = 0; i < 5; ++i) {
      const {id} = await other.ask(elsewhere, `Seguida ${i}`);
      await me.want(204, me.put(`/threads/${id}/follow`));
      await me.want(204, me.put(`/threads/${id}/read`, {number: 1}));
      await other.answer(id, 'Algo');
      followed.unshift(id);
    }
    const announced = await other.want(201, other.post(`/groups/${slug}/announcements`, {title: 'Se cierra el plazo', body: 'Texto', tags: []})) as {id: number};
    await lastHere(me, 9);
    expect((await shown(me)).filter(([why]) => why === 'followed').map(([, id]) => id)).toEqual(followed.slice(0, 3));
    expect((await shown(me)).map(([why]) => why)).not.toContain('announcement');
    await world.database.rows(`update announcement set until = now() - interval '1 hour' where thread_id = $1`, [announced.id]);
    expect(await shown(me)).toContainEqual(['announcement', announced.id]);
  });
});

it('notes the day of who is here, once a day, and nobody else is told', async () => {
  const {me, other} = await scene();
  await world.database.rows('delete from person_seen where person_id = $1', [me.id]);
  await comeBack(me);
  await until('the day is noted', async () => (await world.database.value('select count(*) from person_seen where person_id = $1 and day = current_date and away_from is null', [me.id])) === 1);
  await lastHere(me, 30);
  for (const path of [`/people/${me.id}`, '/feed/away', '/people']) expect((await other.get(path)).text, path).not.toContain(await dayOf(30));
});
