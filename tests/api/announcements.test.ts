// SPDX-License-Identifier: EUPL-1.2
// Announcements: who may make them, how often, whom they reach, and who has read them.
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

async function scene(kind: GroupKind = 'private') {
  const [owner, host, member] = [await world.person('Dueña'), await world.person('Anfitriona'), await world.person('Socia')];
  const slug = await world.group(`anuncio-${++turn}`, kind, [[owner, 'owner'], [host, 'host'], [member, 'member']]);
  return {owner, host, member, slug};
}
const text = {title: 'Cambia el horario', body: 'Desde el lunes.'};
const announce = (person: Person, slug: string, more: object = {}) => person.post(`/groups/${slug}/announcements`, {...text, ...more});
const waiting = async (person: Person) => (await person.want(200, person.get('/announcements'))).items as any[];
const titles = async (person: Person) => (await waiting(person)).map(({thread}) => thread.id);
const notices = async (person: Person) => (await person.want(200, person.get('/notifications'))).items.filter(({cause}: any) => cause === 'announcement');
const details = (person: Person, thread: number) => person.want(200, person.get(`/threads/${thread}/announcement`));
const spread = () => until('everybody is told', async () => (await world.database.value(`select count(*) from job where kind = 'announcements.spread' and failed_at is null`)) === 0);
const age = (thread: number, days: number) => world.database.rows(`update announcement set announced_at = announced_at - $2 * interval '1 day', until = until - $2 * interval '1 day' where thread_id = $1`, [thread, days]);

describe('who announces, and how often', () => {
  it('moderators and owners, once in seven days, and says when again', async () => {
    const {owner, host, member, slug} = await scene();
    for (const person of [member, host]) expect((await announce(person, slug)).json.type).toBe('not_a_moderator');
    const first = await owner.want(201, announce(owner, slug));
    expect(first).toMatchObject({kind: 'announcement', title: text.title});
    const refused = await announce(owner, slug);
    expect([refused.status, refused.json.type]).toEqual([429, 'announced_lately']);
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(7 * 86_400 - 60);
    expect(wait).toBeLessThanOrEqual(7 * 86_400);
    await age(first.id, 7);
    await owner.want(201, announce(owner, slug));
  });

  it('what is urgent does not wait, says why to everybody, and stands in the audit', async () => {
    const {owner, member, slug} = await scene();
    await owner.want(201, announce(owner, slug));
    const urgent = await owner.want(201, announce(owner, slug, {urgent_reason: 'Cae la sede hoy'}));
    expect((await waiting(member))[0]).toMatchObject({urgent_reason: 'Cae la sede hoy', network: false, thread: {id: urgent.id}});
    expect(await world.database.value(`select d.details->>'urgent' from audit a join audit_detail d on d.seq = a.seq where a.action = 'announcement.made' and a.object_id = $1`, [urgent.id])).toBe('Cae la sede hoy');
    expect((await announce(owner, slug, {urgent_reason: ' '})).status).toBe(422);
    // Those that are urgent take nobody's turn.
    const other = await scene();
    await other.owner.want(201, announce(other.owner, other.slug, {urgent_reason: 'Ya'}));
    await other.owner.want(201, announce(other.owner, other.slug));
  });

  it('what is urgent at most three times a day, of a group and of the network, also at once', async () => {
    const {owner, slug} = await scene('open');
    const urgent = (person: Person, more: object = {}) => announce(person, slug, {urgent_reason: 'Hoy', ...more});
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => urgent(owner)));
    expect(answers.map(({status}) => status).sort()).toEqual([201, 201, 201, 429, 429]);
    const refused = answers.find(({status}) => status === 429)!;
    expect(refused.json.type).toBe('too_many_urgent');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(86_000);
    // Another group, and what can wait, have their own turn.
    const other = await scene();
    await other.owner.want(201, announce(other.owner, other.slug, {urgent_reason: 'Hoy'}));
    await owner.want(201, announce(owner, slug));
    await age(answers.find(({status}) => status === 201)!.json.id, 1);
    await owner.want(201, urgent(owner));
    const admin = await world.person('Admin', {role: 'administrator'});
    await world.join(slug, admin);
    const network = await Promise.all([1, 2, 3, 4].map(() => urgent(admin, {network: true})));
    expect(network.map(({status}) => status).sort()).toEqual([201, 201, 201, 429]);
    await spread();
    await world.database.rows(`update announcement set announced_at = announced_at - interval '40 days', until = now() where network`);
    await world.database.rows(`delete from notification where cause = 'announcement'`);
  });

  it('two at once are one', async () => {
    const {owner, slug} = await scene();
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => announce(owner, slug)))).map(({status}) => status).sort();
    expect(statuses).toEqual([201, 429, 429, 429]);
  });

  it('to the network those who keep it, from an open group, once in thirty days, also at once', async () => {
    const {owner, slug} = await scene('open');
    const closed = await scene();
    const stranger = await world.person('De otro sitio');
    const [guest, guests] = [await world.person('Invitada'), await world.group(`anuncio-${++turn}`, 'private')];
    await world.join(guests, guest, 'guest');
    const [admin, host] = [await world.person('Admin', {role: 'administrator'}), await world.person('Dinamiza', {role: 'network_host'})];
    for (const person of [admin, host]) for (const group of [slug, closed.slug]) await world.join(group, person);
    expect((await announce(owner, slug, {network: true})).json.type).toBe('not_a_network_speaker');
    expect((await announce(admin, closed.slug, {network: true})).json).toMatchObject({type: 'invalid', errors: {network: ['group_not_open']}});
    const statuses = (await Promise.all([admin, host].map((person) => announce(person, slug, {network: true})))).map(({status}) => status).sort();
    expect(statuses).toEqual([201, 429]);
    // A group has its own turn.
    await owner.want(201, announce(owner, slug));
    await admin.want(201, announce(admin, slug, {network: true, urgent_reason: 'Hoy'}));
    expect(await waiting(stranger)).toHaveLength(2);
    expect(await waiting(guest)).toEqual([]);
    await spread();
    expect(await notices(stranger)).toHaveLength(2);
    expect(await notices(guest)).toEqual([]);
    await world.database.rows('delete from announcement where network');
  });
});

describe('whom it reaches', () => {
  it('every member, also who has muted the group, and nobody else', async () => {
    const {owner, member, host, slug} = await scene('open');
    const outsider = await world.person('Ajena');
    for (const person of [member, host]) await person.want(200, person.put(`/groups/${slug}/level`, {level: person === member ? 'muted' : 'everything'}).then(() => person.get(`/groups/${slug}`)));
    const live = await Live.connect(member);
    opened.push(live);
    const {id} = await owner.want(201, announce(owner, slug));
    await spread();
    expect(await live.event('the notice', ({kind}) => kind === 'notification')).toMatchObject({thread: id, data: {notification: {cause: 'announcement'}}});
    for (const person of [member, host]) expect(await notices(person)).toHaveLength(1);
    expect((await host.want(200, host.get('/notifications'))).items).toHaveLength(1);
    expect(await notices(owner)).toEqual([]);
    expect([await notices(outsider), await waiting(outsider)]).toEqual([[], []]);
    expect((await outsider.put(`/threads/${id}/announcement/read`)).json.type).toBe('not_a_member');
  });

  it('it waits until it is read, or its days are over, or it may not be seen', async () => {
    const {owner, member, host, slug} = await scene();
    const {id} = await owner.want(201, announce(owner, slug));
    expect([await titles(member), await titles(owner)]).toEqual([[id], []]);
    const desk = await Live.connect(await world.session(member));
    opened.push(desk);
    await member.want(204, member.put(`/threads/${id}/announcement/read`));
    await member.want(204, member.put(`/threads/${id}/announcement/read`));
    expect(await desk.event('on the other device', ({kind}) => kind === 'announcement.read')).toMatchObject({thread: id, data: {}});
    expect(await titles(member)).toEqual([]);
    expect(await titles(host)).toEqual([id]);
    await world.leave(slug, host);
    expect(await titles(host)).toEqual([]);
    await world.join(slug, host, 'host');
    await age(id, 14);
    expect(await titles(host)).toEqual([]);
    const question = await member.ask(slug, 'No es un anuncio');
    for (const path of ['announcement', 'announcement/readers']) expect((await owner.get(`/threads/${question.id}/${path}`)).status).toBe(404);
    expect((await member.put(`/threads/${question.id}/announcement/read`)).status).toBe(404);
  });
});

describe('who has read it', () => {
  it('know its author and who keeps the group: how many of how many, and who, now members', async () => {
    const {owner, host, member, slug} = await scene();
    const {id} = await owner.want(201, announce(owner, slug));
    expect(await details(member, id)).toMatchObject({for_me: true, read_at: null, readers: null});
    expect(await details(host, id)).toMatchObject({readers: {read: 1, of: 3}});
    await member.want(204, member.put(`/threads/${id}/announcement/read`));
    expect((await details(member, id)).read_at).toMatch(/^\d{4}-/);
    expect(await details(owner, id)).toMatchObject({readers: {read: 2, of: 3}});
    expect((await owner.all(`/threads/${id}/announcement/readers`)).map((person) => person.id).sort()).toEqual([owner.id, member.id].sort());
    expect((await owner.all(`/threads/${id}/announcement/readers`, 1))).toHaveLength(2);
    expect((await member.get(`/threads/${id}/announcement/readers`)).json.type).toBe('not_a_host');
    await world.leave(slug, member);
    expect(await details(owner, id)).toMatchObject({readers: {read: 1, of: 2}});
    expect((await owner.all(`/threads/${id}/announcement/readers`)).map((person) => person.id)).toEqual([owner.id]);
  });
});
