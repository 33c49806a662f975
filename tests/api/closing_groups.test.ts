// SPDX-License-Identifier: EUPL-1.2
// An open group that closes: who read it without belonging to it is told, so that what they have of it leaves their page.
import {afterAll, afterEach, beforeAll, expect, it} from 'vitest';
import type {Live} from '../support/live.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, member: Person, reader: Person, guest: Person;
let turn = 0;
const opened: Live[] = [];
beforeAll(async () => {
  world = await World.make();
  [owner, member, reader, guest] = await Promise.all(['Dueña', 'Miembro', 'Lee', 'Invitada'].map((name) => world.person(name))) as [Person, Person, Person, Person];
  await world.group('de-invitadas', 'open', [[owner, 'owner'], [guest, 'guest']]);
  await world.database.rows('update person set guest = true where id = $1', [guest.id]);
});
afterAll(() => world?.end());
afterEach(() => { for (const live of opened.splice(0)) live.close(); });

const group = (kind: 'open' | 'private') => world.group(`se-cierra-${++turn}`, kind, [[owner, 'owner'], [member, 'member']]);
async function become(slug: string, kind: string): Promise<string> {
  const settings = await world.database.row('select name, $2 as kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = $1', [slug, kind]);
  return (await owner.want(200, owner.put(`/groups/${slug}`, settings))).slug;
}
const published = () => until('all is published', async () => Number(await world.database.value('select count(*) from event where position is null')) === 0);
const closing = (events: any[]) => events.filter(({kind}) => kind === 'group.closed').map(({group: slug, thread, data}) => [slug, thread, data]);
/** Told at once, and when they come back. */
async function told(people: Person[], act: () => Promise<unknown>): Promise<unknown[][]> {
  await published();
  const lives = await Promise.all(people.map((person) => world.live(person)));
  opened.push(...lives);
  await act();
  await published();
  // The last thing in the stream of each.
  for (const {id} of people) await world.database.rows(`insert into event (kind, person_id, data) values ('notifications.read', $1, '{"up_to":"2026-01-01T00:00:00.000Z"}')`, [id]);
  return Promise.all(lives.map(async (live, i) => {
    await live.event('the last', ({kind}) => kind === 'notifications.read');
    const person = people[i]!;
    const missed = await person.want(200, person.get(`/events?since=${live.hello.cursor}&wait=0`));
    expect(closing(missed.events)).toEqual(closing(live.events));
    return closing(live.events);
  }));
}

it.each(['private', 'hidden'])('is told to who read it, when it becomes %s, and to nobody else', async (kind) => {
  const slug = await group('open');
  expect(await told([reader, member, guest], () => become(slug, kind))).toEqual([[[slug, null, {}]], [], []]);
});

it('is not told of one that was closed before, nor of one that opens', async () => {
  const slug = await group('private');
  expect(await told([reader], () => become(slug, 'open'))).toEqual([[]]);
  const other = await group('private');
  expect(await told([reader], () => become(other, 'hidden'))).toEqual([[]]);
});

it('is told of one that is hidden afterwards by the name they knew', async () => {
  const slug = await group('open');
  let now = '';
  const [heard] = await told([reader], async () => { await become(slug, 'private'); now = await become(slug, 'hidden'); });
  expect([heard, now === slug]).toEqual([[[slug, null, {}]], false]);
});
