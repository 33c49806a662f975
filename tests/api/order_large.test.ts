// SPDX-License-Identifier: EUPL-1.2
// Threads of many hundred posts are merged, split, moved and renamed at once: whoever does it is told that it is done.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person, type Role} from '../support/world.ts';

let world: World;
let moderator: Person, asker: Person, member: Person, reader: Person, writers: Person[];
const group = 'largas';
const many = 900;

beforeAll(async () => {
  world = await World.make();
  [moderator, asker, member, reader, ...writers] = await Promise.all(
    ['Modera', 'Pregunta', 'Miembro', 'Lee', ...Array.from({length: 40}, (_, i) => `Escribe ${i}`)].map((name) => world.person(name))) as
      [Person, Person, Person, Person, ...Person[]];
  await world.group(group, 'open', [[moderator, 'owner'], [asker, 'member'], [member, 'member'], ...writers.map((one) => [one, 'member'] as [Person, Role])]);
});
afterAll(() => world?.end());

/** Answers, and a comment to each second one; each says a word of its own. */
async function large(title: string, word: string, posts = many): Promise<number> {
  const {id} = await asker.ask(group, title);
  await world.database.rows(`
    insert into post (thread_id, number, parent, role, author_id, body, html)
    select $1, i, case when i % 3 = 0 then i - 1 end, case when i % 3 = 0 then 'comment' else 'answer' end,
           ($2::bigint[])[1 + i % cardinality($2::bigint[])], $3 || i, '<p>' || $3 || i || '</p>' from generate_series(2, $4::int) i`,
  [id, writers.map((one) => one.id), word, posts]);
  return id;
}
const found = async (word: string) => (await member.all(`/search?q=${word}`)).map((one: any) => [one.thread.id, one.number]);
const taken = () => until('search has taken them up', async () =>
  await world.database.value(`select count(*)::int from job where kind = 'search.renew'`) === 0);
const wrong = () => world.database.rows(`
  select * from (select 'post' as what, p.id from post p left join post_search s on s.post_id = p.id
                 where p.deleted_at is null and (s.thread_id, s.number) is distinct from (p.thread_id, p.number)
                 union all select counter, object from recount()) x limit 3`);
const keyed = (person: Person, path: string, body: object, key: string) => person.post(path, body, {headers: {'idempotency-key': key}});

it('a thread of many posts is merged into another, and that is what is answered', async () => {
  const gone = await large('La grande', 'enebro');
  const kept = await large('La que queda', 'sabina', 100);
  await world.database.rows('insert into accepted_answer (thread_id, number) values ($1, 101)', [gone]);
  await world.database.rows('insert into bookmark (person_id, thread_id) values ($1, $2)', [reader.id, gone]);
  for (const [person, thread, number] of [[reader, kept, 100], [reader, gone, 600], [member, kept, 40], [member, gone, 600]] as const) {
    await person.want(204, person.put(`/threads/${thread}/read`, {number}));
  }
  const sent = {into: kept, reason: 'Es lo mismo.'};
  const answer = await keyed(moderator, `/threads/${gone}/merger`, sent, 'grande');
  expect([answer.status, answer.json.id, answer.json.accepted]).toEqual([200, kept, 201]);
  const again = await keyed(moderator, `/threads/${gone}/merger`, sent, 'grande');
  expect([again.status, again.text]).toEqual([200, answer.text]);

  expect(await world.database.row(`
    select count(*)::int as posts, min(number) as least, max(number) as most, count(*) filter (where role = 'comment')::int as comments,
           bool_and(role <> 'comment' or parent = number - 1) as hung from post where thread_id = $1 and number > 100`, [kept]))
    .toEqual({posts: many, least: 101, most: 100 + many, comments: many / 3, hung: true});
  expect(await world.database.value('select count(*)::int from post_redirect r join post p on p.id = r.post_id where r.from_thread = $1 and p.number = r.number + 100 and p.thread_id = $2', [gone, kept])).toBe(many);
  expect((await member.get(`/threads/${gone}`)).json).toEqual({thread: kept, number: 101});
  expect((await reader.get(`/threads/${kept}`)).json.read_up_to).toBe(700);
  expect((await member.get(`/threads/${kept}`)).json.read_up_to).toBe(40);
  expect((await reader.all('/me/bookmarks')).map((one: any) => one.thread?.id ?? one.id)).toEqual([kept]);
  // The first ones are found at once, the last ones by and by, and none where it is no more.
  expect(await found('enebro20')).toEqual([[kept, 201]]);
  await taken();
  expect(await wrong()).toEqual([]);
  expect(await found(`enebro${many}`)).toEqual([[kept, 201]]);
});

it('many answers are split off with what hangs from them, and everybody who wrote one hears of it', async () => {
  const thread = await large('Por partir', 'acebo');
  const answers = Array.from({length: 100}, (_, i) => 2 + 3 * i);
  const sent = {numbers: answers, kind: 'question', title: 'Lo partido', reason: 'Es otro asunto.'};
  const answer = await keyed(moderator, `/threads/${thread}/split`, sent, 'partida');
  expect(answer.status).toBe(201);
  const again = await keyed(moderator, `/threads/${thread}/split`, sent, 'partida');
  expect([again.status, again.text]).toEqual([201, answer.text]);
  const made = answer.json.id as number;
  expect(await world.database.row(`
    select count(*)::int as posts, max(number) as most, count(*) filter (where role = 'root')::int as roots from post where thread_id = $1`, [made]))
    .toEqual({posts: 200, most: 200, roots: 1});
  expect((await member.get(`/threads/${thread}/moved?number=299`)).json).toEqual({thread: made, number: 199});
  await taken();
  expect(await wrong()).toEqual([]);
  expect(await found('acebo299')).toEqual([[made, 199]]);
  expect(await found('acebo298')).toEqual([[thread, 298]]);
  const authors = await world.database.value('select count(distinct author_id)::int from post where thread_id = $1', [made]);
  await until('all who wrote were told', async () => authors === await world.database.value(
    `select count(*)::int from notification n where n.thread_id = $1 and n.cause = 'posts_split'`, [made]));
});

it('one that goes to a closed group is found by nobody else from then on, and by its readers by and by', async () => {
  const thread = await large('Se va dentro', 'tejo');
  await world.group('dentro', 'private', [[moderator, 'owner']]);
  await moderator.want(200, moderator.put(`/threads/${thread}/group`, {group: 'dentro', reason: 'Es de allí.'}));
  for (const number of [2, 500, many]) expect(await found(`tejo${number}`)).toEqual([]);
  await taken();
  for (const number of [2, 500, many]) {
    expect(await found(`tejo${number}`)).toEqual([]);
    expect((await moderator.all(`/search?q=tejo${number}`)).map((one: any) => one.number)).toEqual([number]);
  }
  expect(await wrong()).toEqual([]);
});
