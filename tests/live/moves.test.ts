// SPDX-License-Identifier: EUPL-1.2
// A group that becomes hidden moves to an address that cannot be guessed: whoever belongs to it is told where.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World;
let owner: Person, member: Person, invited: Person;
beforeAll(async () => {
  world = await World.make();
  [owner, member, invited] = await Promise.all(['Dueña', 'Marta', 'Convidada'].map((name) => world.person(name)));
  await world.group('equipo', 'private', [[owner, 'owner'], [member, 'moderator']]);
  await world.invite('equipo', invited);
});
afterAll(() => world?.end());

it('tells its members and those invited, live and when they come back', async () => {
  const asked = await world.person('Pide');
  await asked.want(200, asked.put('/groups/equipo/members/me'));
  const link = async () => (await member.get('/notifications')).json.items.find((one: any) => one.cause === 'membership_requested')?.facts.link;
  expect(await link()).toBe('/groups/equipo/members');
  const live = await world.live(member);
  const since = live.hello.cursor;
  const settings = await world.database.row(
    `select name, 'hidden' as kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = 'equipo'`);
  const {slug} = await owner.want(200, owner.put('/groups/equipo', settings));
  expect(slug).not.toBe('equipo');
  const told = {kind: 'membership.changed', group: slug, data: {my_membership: 'moderator'}};
  expect(await live.event('the move', (event) => event.group === slug)).toMatchObject(told);
  expect([undefined, `/groups/${slug}/members`]).toContain(await link());
  const again = await world.live(member, {since});
  expect(await again.event('the move', (event) => event.group === slug)).toMatchObject(told);
  const waiting = await world.live(invited, {since});
  expect(await waiting.event('the move', (event) => event.group === slug)).toMatchObject({kind: 'membership.changed', data: {my_membership: 'invited'}});
});
