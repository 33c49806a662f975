// SPDX-License-Identifier: EUPL-1.2
// An account that is erased: what was theirs alone goes, what they wrote stays.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let owner: Person, gone: Person, waiting: Person;
beforeAll(async () => {
  world = await World.make();
  [owner, gone, waiting] = [await world.person('Dueña'), await world.person('Se Va'), await world.person('Espera')];
});
afterAll(() => world?.end());

const count = (table: string, column = 'person_id') => world.database.value(`select count(*)::int from ${table} where ${column} = $1`, [gone.id]);
const erase = () => world.database.rows(`update person set status = 'erased' where id = $1`, [gone.id]);

it('leaves nothing of theirs alone, and gives their place on', async () => {
  const slug = await world.group('aula', 'open', [[gone, 'owner'], [owner, 'moderator'], [waiting, 'member']]);
  const thread = await owner.ask(slug, '¿Cómo se hace?');
  const answer = await gone.answer(thread.id, 'Así.');
  const useful = await owner.answer(thread.id, 'También así.');
  await gone.want(200, gone.put(`/posts/${useful.id}/useful`));
  for (const path of ['follow', 'bookmark']) await gone.want(204, gone.put(`/threads/${thread.id}/${path}`));
  await gone.want(200, gone.put('/me/drafts/ask', {fields: {title: 'A medias'}, version: Date.now(), page: '/ask', person: gone.id}));
  const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const event = await owner.want(201, owner.post(`/groups/${slug}/events`, {title: 'Curso', body: 'x', starts_at: soon(24), ends_at: soon(25), place: 'Aquí', places: 1}));
  await gone.want(200, gone.put(`/threads/${event.id}/event/me`));
  await waiting.want(200, waiting.put(`/threads/${event.id}/event/me`));
  const poll = async (title: string) => (await owner.want(201, owner.post(`/groups/${slug}/polls`, {title, body: 'x', options: ['Sí', 'No'], multiple: false, closes_at: soon(5)}))).id as number;
  const [open, over] = [await poll('Abierta'), await poll('Cerrada')];
  for (const id of [open, over]) await gone.want(200, gone.put(`/threads/${id}/poll/vote`, {options: [1]}));
  await world.database.rows(`update poll set closes_at = now() where thread_id = $1`, [over]);
  const article = await owner.start(slug, {kind: 'article', title: 'Entre varios', body: 'Texto.'});
  await owner.want(200, owner.put(`/threads/${article.id}/authors/${gone.id}`));

  const before = ['draft', 'bookmark', 'useful_mark', 'gathering_guest', 'article_author', 'thread_follow', 'membership', 'session'];
  for (const table of before) expect(await count(table), table).toBeGreaterThan(0);
  await erase();
  for (const table of before) expect(await count(table), table).toBe(0);
  expect(await world.database.rows('select thread_id from poll_vote where person_id = $1', [gone.id])).toEqual([{thread_id: over}]);
  const posts = (await owner.want(200, owner.get(`/threads/${thread.id}`))).posts.items;
  expect(posts.find(({id}: any) => id === answer.id).body).toBe('Así.');
  expect(posts.find(({id}: any) => id === useful.id).useful).toBe(0);
  expect(await world.database.value(`select role from membership m join plaza_group g on g.id = m.group_id where g.slug = $1 and person_id = $2`, [slug, owner.id])).toBe('owner');
  await until('the next one has the place, and was told', async () => (await waiting.get('/notifications')).json.items.some(({cause}: any) => cause === 'event_place'));
});
