// SPDX-License-Identifier: EUPL-1.2
// Guests: who may be one, and that the one group is all they see.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, moderator: Person, host: Person, member: Person;
let turn = 0;
beforeAll(async () => {
  world = await World.make();
  [owner, moderator, host, member] = await Promise.all(['Dueña', 'Moderadora', 'Anfitriona', 'Miembro'].map((name) => world.person(name)));
});
afterAll(() => world?.end());

const kept = (kind: 'open' | 'private' = 'private') =>
  world.group(`con-invitada-${++turn}`, kind, [[owner, 'owner'], [moderator, 'moderator'], [host, 'host'], [member, 'member']]);
const relation = (person: {id: number}, to: string) =>
  world.database.rows('update appointment set relation = $2 where person_id = $1', [person.id, to]);

describe('a guest', () => {
  async function guestOf(slug: string) {
    const guest = await world.person('Consultora');
    await relation(guest, 'external');
    await moderator.want(204, moderator.put(`/groups/${slug}/invitations/${guest.id}`, {role: 'guest'}));
    expect((await guest.put(`/groups/${slug}/members/me`)).json).toEqual({state: 'guest'});
    return guest;
  }

  it('sees the one group and nothing else, and nothing at all once removed', async () => {
    const slug = await kept();
    const open = await kept('open');
    const [word, inside] = [`comun${turn}`, await member.ask(slug, `Dentro comun${turn}`)];
    const outside = await member.ask(open, `Fuera comun${turn}`);
    const guest = await guestOf(slug);
    const seen = async () => ({
      groups: (await guest.all('/groups')).map((group) => group.slug), feed: (await guest.all('/feed')).map((thread) => thread.id),
      search: (await guest.all(`/search?q=${word}`)).map((item) => item.thread.id),
      open: (await guest.get(`/groups/${open}`)).status, join: (await guest.put(`/groups/${open}/members/me`)).status, thread: (await guest.get(`/threads/${outside.id}`)).status,
    });
    expect(await seen()).toEqual({groups: [slug], feed: [inside.id], search: [inside.id], open: 404, join: 404, thread: 404});
    expect((await guest.post('/groups', {slug: 'de-invitada', name: 'x', kind: 'open', description: ''})).json.type).toBe('creation_not_allowed');
    expect((await guest.post(`/threads/${inside.id}/posts`, {role: 'answer', body: 'Opino.'})).status).toBe(201);
    const live = await world.live(guest);
    expect((await live.watch(outside.id)).type).toBe('refused');
    expect((await live.watch(inside.id)).type).toBe('watching');
    await moderator.want(204, moderator.del(`/groups/${slug}/members/${guest.id}`));
    expect(await seen()).toEqual({groups: [], feed: [], search: [], open: 404, join: 404, thread: 404});
    expect(await live.closedWith()).toBe(1008);
  });

  it('hears nothing more of open groups, neither once removed from one nor once invited elsewhere', async () => {
    const [slug, open] = [await kept(), await kept('open')];
    const inside = await member.ask(open, 'Abierta');
    const removed = await guestOf(open);
    const comes = await world.person('Llega');
    await relation(comes, 'external');
    const lives = [await world.live(removed), await world.live(comes)];
    for (const live of lives) expect((await live.watch(inside.id)).type).toBe('watching');
    await moderator.want(204, moderator.del(`/groups/${open}/members/${removed.id}`));
    await moderator.want(204, moderator.put(`/groups/${slug}/invitations/${comes.id}`, {role: 'guest'}));
    await comes.want(200, comes.put(`/groups/${slug}/members/me`));
    for (const live of lives) expect(await live.closedWith()).toBe(1008);
  });

  it('is nobody who has a post, belongs to a group, or is asked to belong to a second one', async () => {
    const slug = await kept(), second = await kept();
    const employee = await world.person('Funcionaria');
    expect((await owner.put(`/groups/${slug}/invitations/${employee.id}`, {role: 'guest'})).json.errors).toEqual({role: ['not_a_guest']});
    expect((await host.put(`/groups/${slug}/invitations/${employee.id}`, {role: 'guest'})).json.type).toBe('not_a_moderator');
    const busy = await world.person('Ocupada');
    await relation(busy, 'external');
    await world.join(second, busy);
    // Who invites is not told where somebody belongs; who is invited is.
    await owner.want(204, owner.put(`/groups/${slug}/invitations/${busy.id}`, {role: 'guest'}));
    expect((await busy.put(`/groups/${slug}/members/me`)).json.type).toBe('guest_elsewhere');
    const guest = await guestOf(slug);
    expect((await owner.put(`/groups/${second}/invitations/${guest.id}`, {role: 'member'})).json.errors).toEqual({role: ['only_a_guest']});
    expect((await owner.put(`/groups/${slug}/members/${guest.id}`, {role: 'member'})).json.type).toBe('guest_stays_guest');
    // Asked twice before answering: the first answer holds.
    const twice = await world.person('Dos veces');
    await relation(twice, 'external');
    for (const group of [slug, second]) await owner.want(204, owner.put(`/groups/${group}/invitations/${twice.id}`, {role: 'guest'}));
    const answers = await Promise.all([slug, second].map((group) => twice.put(`/groups/${group}/members/me`)));
    const statuses = answers.map((answer) => answer.status).sort();
    // Who is a guest already when asked again knows of no other group.
    expect([[200, 403], [200, 404]]).toContainEqual(statuses);
    expect(await twice.all('/groups?mine=true')).toHaveLength(1);
  });

  it('is known to who reads their group or what they wrote, and to who keeps the accounts, and to nobody else', async () => {
    const slug = await kept();
    const [stranger, admin, guest] = [await world.person('Ajena'), await world.person('Administra', {role: 'administrator'}), await guestOf(slug)];
    const known = async (who: Person) => [(await who.get(`/people/${guest.id}`)).status, (await who.put(`/people/${guest.id}/follow`)).status];
    const listed = async (who: Person) => (await who.all('/people?q=consultora')).filter((one) => one.id === guest.id).length
      + (await who.get('/people/suggest?q=consultora')).json.people.filter((one: any) => one.id === guest.id).length;
    expect([await known(stranger), await known(member), await known(admin)]).toEqual([[404, 404], [200, 204], [200, 204]]);
    for (const who of [stranger, member, admin]) expect(await listed(who)).toBe(0);
    const place = (await stranger.get(`/administrations/${world.administration}`)).json.people;
    await world.database.rows('update person set guest = false where id = $1', [guest.id]);
    expect((await stranger.get(`/administrations/${world.administration}`)).json.people).toBe(place + 1);
    expect(await listed(stranger)).toBe(2);
    await world.database.rows('update person set guest = true where id = $1', [guest.id]);
    expect(await listed(stranger)).toBe(0);
    // Nor by asking to invite them elsewhere: like somebody who does not exist.
    const other = await world.group(`ajena-${slug}`, 'private', [[stranger, 'owner']]);
    const asked = async (id: number, role: string) => (await stranger.put(`/groups/${other}/invitations/${id}`, {role})).json;
    for (const role of ['guest', 'member']) expect((await asked(guest.id, role)).type).toBe('not_found');
    await owner.want(204, owner.del(`/groups/${slug}/members/${guest.id}`));
    expect([await known(stranger), await known(member), await known(admin)]).toEqual([[404, 404], [404, 404], [200, 204]]);
  });
});
