// SPDX-License-Identifier: EUPL-1.2
// What was read of a notice and what came since, when the posts it tells of go to another thread.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, moderator: Person, asker: Person, ana: Person;
let turn = 0;
const group = 'ordenado';
beforeAll(async () => {
  world = await World.make();
  [moderator, asker, ana] = await Promise.all(['Modera', 'Pregunta', 'Ana'].map((name) => world.person(name))) as [Person, Person, Person];
  await world.group(group, 'open', [[moderator, 'moderator'], [asker, 'member'], [ana, 'member']]);
});
afterAll(() => world?.end());

const list = async (person: Person, thread: number) =>
  (await person.want(200, person.get('/notifications'))).items.filter((one: any) => one.thread?.id === thread) as any[];
const shown = async (person: Person, thread: number, cause = 'answer') =>
  (await list(person, thread)).filter((one) => one.cause === cause).map(({number, times, read}) => [number, times, read]);
const stored = async (person: Person, thread: number, cause = 'answer') => world.database.row(
  'select numbers, times, read_at is null as unread from notification where person_id = $1 and thread_id = $2 and cause = $3', [person.id, thread, cause]);
const readAll = async (person: Person, thread: number) => { for (const {id} of await list(person, thread)) await person.want(204, person.put(`/notifications/${id}/read`)); };
const answers = async (thread: number, many: number) => { for (let i = 0; i < many; i++) await ana.answer(thread, `Respuesta ${i}.`); };
const split = async (thread: number, numbers: number[]): Promise<number> => (await moderator.want(201,
  moderator.post(`/threads/${thread}/split`, {numbers, kind: 'question', title: 'Otra cosa', reason: 'Es otro asunto.'}))).id;
const merge = (thread: number, into: number) => moderator.want(200, moderator.post(`/threads/${thread}/merger`, {into, reason: 'Es lo mismo.'}));
/** A thread with so many answers that were read of as notices, and so many that came since. */
async function scene(read: number, fresh: number): Promise<number> {
  const {id} = await asker.ask(group, `Pregunta ${++turn}`);
  await answers(id, read);
  await readAll(asker, id);
  await answers(id, fresh);
  return id;
}

it('leaves what was read as it was when what came since is split off', async () => {
  const thread = await scene(2, 2);
  expect(await stored(asker, thread)).toEqual({numbers: [2, 3, 4, 5], times: 2, unread: true});
  const before = (await asker.get('/me')).json.counters.notifications;
  const made = await split(thread, [4, 5]);
  expect([await shown(asker, thread), await shown(asker, made)]).toEqual([[[3, 2, true]], [[2, 2, false]]]);
  expect((await asker.get('/me')).json.counters.notifications).toBe(before);
  // And what comes next counts alone.
  await answers(thread, 1);
  expect(await shown(asker, thread)).toEqual([[6, 1, false]]);
});

it('tells nothing anew of what was read and is split off', async () => {
  const thread = await scene(2, 2);
  const made = await split(thread, [2, 3]);
  expect([await shown(asker, thread), await shown(asker, made)]).toEqual([[[5, 2, false]], [[2, 2, true]]]);
});

it('knows of each post whether it was read when some of both are split off', async () => {
  const thread = await scene(2, 2);
  const made = await split(thread, [3, 4]);
  expect([await stored(asker, thread), await stored(asker, made)]).toEqual([{numbers: [2, 5], times: 1, unread: true}, {numbers: [1, 2], times: 1, unread: true}]);
  expect([await shown(asker, thread), await shown(asker, made)]).toEqual([[[5, 1, false]], [[2, 1, false]]]);
  const one = await split(thread, [5]);
  expect([await shown(asker, thread), await shown(asker, one)]).toEqual([[[2, 1, true]], [[1, 1, false]]]);
});

it('keeps a notice that was read read, in both threads', async () => {
  const thread = await scene(3, 0);
  const made = await split(thread, [3]);
  expect([await shown(asker, thread), await shown(asker, made)]).toEqual([[[4, 2, true]], [[1, 1, true]]]);
});

it('unites two that are unread without counting what was read of either', async () => {
  const [kept, gone] = [await scene(1, 2), await scene(2, 1)];
  await merge(gone, kept);
  expect(await stored(asker, kept)).toEqual({numbers: [2, 6, 7, 3, 4, 8], times: 3, unread: true});
  expect(await shown(asker, kept)).toEqual([[8, 3, false]]);
});

it('unites one that was read with one that is unread, and counts only what is new', async () => {
  const [read, fresh] = [await scene(2, 0), await scene(1, 1)];
  await merge(read, fresh);
  expect(await stored(asker, fresh)).toEqual({numbers: [2, 5, 6, 3], times: 1, unread: true});
  expect(await shown(asker, fresh)).toEqual([[3, 1, false]]);
  const [kept, gone] = [await scene(2, 0), await scene(1, 1)];
  await merge(gone, kept);
  expect(await stored(asker, kept)).toEqual({numbers: [2, 3, 5, 6], times: 1, unread: true});
  expect(await shown(asker, kept)).toEqual([[6, 1, false]]);
  // Without the new one it is as it was.
  const {id} = await world.database.row('select id from post where thread_id = $1 and number = 6', [kept]) as {id: number};
  await ana.want(204, ana.del(`/posts/${id}`));
  expect(await shown(asker, kept)).toEqual([[5, 1, true]]);
});

it('unites two that were read as one that was', async () => {
  const [kept, gone] = [await scene(1, 0), await scene(2, 0)];
  await merge(gone, kept);
  expect(await shown(asker, kept)).toEqual([[5, 3, true]]);
});

it('keeps to the last fifty, and of those what is new', async () => {
  const [kept, gone] = [await scene(1, 1), await scene(1, 1)];
  await world.database.rows('update notification set numbers = array(select generate_series(101, 148)) || $2::int[], times = 1 where thread_id = $1', [kept, [2, 3]]);
  await merge(gone, kept);
  const {numbers, times} = await stored(asker, kept) as {numbers: number[]; times: number};
  expect([numbers.length, numbers.slice(-4), times]).toEqual([50, [2, 5, 3, 6], 2]);
});

it('keeps the notice of an acceptance when an answer that was accepted before is split off', async () => {
  const thread = await scene(0, 3);
  const accept = (number: number) => asker.accept(thread, number);
  await accept(2);
  await readAll(ana, thread);
  await accept(3);
  expect(await stored(ana, thread, 'accepted')).toEqual({numbers: [2, 3], times: 1, unread: true});
  const made = await split(thread, [2]);
  expect([await shown(ana, thread, 'accepted'), await shown(ana, made, 'accepted')]).toEqual([[[3, 1, false]], []]);
  // Nor when both were unread.
  await accept(4);
  expect(await stored(ana, thread, 'accepted')).toEqual({numbers: [3, 4], times: 2, unread: true});
  await split(thread, [3]);
  expect(await shown(ana, thread, 'accepted')).toEqual([[4, 1, false]]);
  // The one that is accepted takes it away.
  const last = await split(thread, [4]);
  // Nothing is accepted where they went: what is accepted there later counts alone.
  expect(await world.database.rows(`select thread_id from notification where cause = 'accepted' and thread_id = any ($1)`, [[thread, made, last]])).toEqual([]);
});

it('sends the letter that waits with what is new', async () => {
  const letters = (thread: number) => world.database.rows(`
    select l.numbers from notice_letter l join notification n on n.id = l.notification_id join mail m on m.id = l.mail_id
    where n.thread_id = $1 and n.person_id = $2 and n.cause = 'answer'`, [thread, asker.id]).then((all) => all.map(({numbers}) => [...numbers].sort()));
  const says = (thread: number) => world.database.rows(`
    select f.facts::jsonb ->> 'link' as link, (f.facts::jsonb ->> 'more')::int as more
    from notice_letter l join notification n on n.id = l.notification_id, notice_letter_facts(l.mail_id) f
    where n.thread_id = $1 and n.person_id = $2 and n.cause = 'answer'`, [thread, asker.id]);
  const thread = await scene(2, 2);
  expect(await letters(thread)).toEqual([[2, 3, 4, 5]]);
  // The one that was read is not in it any more.
  expect(await says(thread)).toEqual([{link: `/threads/${thread}#p5`, more: 1}]);
  const made = await split(thread, [4, 5]);
  expect([await letters(thread), await letters(made)]).toEqual([[], [[1, 2]]]);
  expect(await says(made)).toEqual([{link: `/threads/${made}#p2`, more: 1}]);
  // It stays with what is left that is new.
  const some = await scene(1, 2);
  const apart = await split(some, [2, 3]);
  expect([await says(some), await says(apart)]).toEqual([[{link: `/threads/${some}#p4`, more: null}], []]);
  // With both, where both told of something new.
  const [kept, gone] = [await scene(1, 0), await scene(0, 1)];
  await merge(gone, kept);
  expect((await says(kept)).map(({link}) => link)).toContain(`/threads/${kept}#p4`);
});
