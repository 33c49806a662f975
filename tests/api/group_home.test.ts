// SPDX-License-Identifier: EUPL-1.2
// What stands on the page of a group, what one is told of it, and who belongs to it by rule.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, moderator: Person, member: Person;
let turn = 0;
beforeAll(async () => {
  world = await World.make();
  [owner, moderator, member] = await Promise.all(['Dueña', 'Moderadora', 'Miembro'].map((name) => world.person(name)));
});
afterAll(() => world?.end());

const kept = (kind: 'open' | 'private' | 'hidden' = 'open') =>
  world.group(`portada-${++turn}`, kind, [[owner, 'owner'], [moderator, 'moderator'], [member, 'member']]);
const appoint = (person: {id: number}, administration: number, change: {relation?: string; from?: number; to?: number} = {}) => world.database.value(
  `insert into appointment (person_id, administration_id, position, relation, main, valid_from, valid_to)
   values ($1, $2, 'Otra', $3, false, current_date + $4::int, current_date + $5::int) returning id`,
  [person.id, administration, change.relation ?? 'employee', change.from ?? -10, change.to ?? null]);

describe('pinned threads', () => {
  it('stand first, five at most, whoever pins at once', async () => {
    const slug = await kept();
    const threads: number[] = [];
    for (let i = 0; i < 8; i++) threads.push((await member.ask(slug, `Hilo ${i}`)).id);
    const live = await world.live(member);
    await moderator.want(204, moderator.put(`/threads/${threads[0]}/pinned`));
    await live.event('pinned', (event) => event.kind === 'thread.changed' && event.thread === threads[0] && event.data.pinned);
    const answers = await Promise.all(threads.flatMap((thread) => [moderator, owner].map((person) => person.put(`/threads/${thread}/pinned`))));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204, 409]));
    expect(answers.find((answer) => answer.status === 409)!.json.type).toBe('too_many_pinned');
    const pinned = (await member.get(`/groups/${slug}/pinned`)).json.items;
    expect(pinned).toHaveLength(5);
    expect(pinned.every((thread: any) => thread.pinned)).toBe(true);
    await owner.want(204, owner.del(`/threads/${pinned[0].id}/pinned`));
    expect((await member.get(`/threads/${pinned[0].id}`)).json.pinned).toBe(false);
    expect((await member.get(`/groups/${slug}/pinned`)).json.items.map((thread: any) => thread.id)).toEqual(pinned.slice(1).map((thread: any) => thread.id));
    const free = threads.find((thread) => !pinned.some((one: any) => one.id === thread))!;
    await owner.want(204, owner.put(`/threads/${free}/pinned`));
    expect((await member.put(`/threads/${free}/pinned`)).json.type).toBe('not_a_moderator');
  });
});

describe('levels', () => {
  it('of a thread stand before that of its group', async () => {
    const slug = await kept();
    const thread = (await owner.ask(slug, 'Avisos')).id;
    const level = async () => (await member.get(`/threads/${thread}/level`)).json;
    expect(await level()).toEqual({level: null, group_level: 'mentions'});
    await member.want(204, member.put(`/threads/${thread}/level`, {level: 'muted'}));
    await member.want(204, member.put(`/groups/${slug}/level`, {level: 'everything'}));
    expect(await level()).toEqual({level: 'muted', group_level: 'everything'});
    await member.want(204, member.del(`/threads/${thread}/level`));
    expect(await level()).toEqual({level: null, group_level: 'everything'});
    expect((await member.put(`/threads/${thread}/level`, {level: 'questions'})).status).toBe(422);
  });
});

describe('towns like mine', () => {
  it('are those of my band, of my province first', async () => {
    const slug = await kept();
    const [near, far, large] = await Promise.all([world.addAdministration('Cerca', 2_000), world.addAdministration('Lejos', 4_000, '05'), world.addAdministration('Ciudad', 90_000)]);
    const from = async (name: string, administration: number | null) => {
      const person = await world.person(name);
      await world.database.rows(administration ? 'update appointment set administration_id = $2 where person_id = $1' : 'delete from appointment where person_id = $1 and $2::bigint is null', [person.id, administration]);
      await world.join(slug, person);
      return (await person.ask(slug, `De ${name}`)).title;
    };
    const titles: string[] = [];
    for (const [name, administration] of [['cerca uno', near], ['lejos uno', far], ['ciudad', large], ['nadie', null], ['cerca dos', near], ['lejos dos', far]] as const) titles.push(await from(name, administration));
    const found = await member.all(`/groups/${slug}/threads?like_me=true`, 1);
    expect(found.map((thread) => thread.title)).toEqual(['De cerca dos', 'De cerca uno', 'De lejos dos', 'De lejos uno']);
    expect((await member.all(`/groups/${slug}/threads`, 4))).toHaveLength(6);
    const people = await member.all(`/groups/${slug}/members?like_me=true`, 2);
    expect(people.map((one) => one.person.name).slice(0, 4)).toEqual(['lejos dos', 'cerca dos', 'lejos uno', 'cerca uno']);
    expect(people.some((one) => ['ciudad', 'nadie'].includes(one.person.name))).toBe(false);
    expect((await member.all(`/groups/${slug}/members`, 3)).length).toBe(people.length + 2);
    expect((await member.get(`/groups/${slug}/members?like_me=maybe`)).status).toBe(422);
    const nowhere = await world.person('Sin puesto');
    await world.database.rows('delete from appointment where person_id = $1', [nowhere.id]);
    expect((await nowhere.get(`/groups/${slug}/threads?like_me=true`)).json.items).toEqual([]);
    expect((await nowhere.get(`/groups/${slug}/members?like_me=true`)).json.items).toEqual([]);
    expect((await member.get(`/groups/${slug}/threads?like_me=maybe`)).status).toBe(422);
  });
});

describe('an idle group', () => {
  it('is shown as such to those who keep it, until something happens', async () => {
    const slug = await kept();
    const idle = async (person: Person) => (await person.get(`/groups/${slug}`)).json.idle_since;
    const look = async (ready: () => Promise<boolean>) => {
      await world.database.rows(`update schedule_run set last_run_at = now() - interval '2 hours' where name = 'idle groups'`);
      await until('the clock has looked', ready, 20_000);
    };
    await world.database.rows(`update plaza_group set created_at = now() - interval '100 days' where slug = $1`, [slug]);
    await look(async () => (await idle(owner)) !== null);
    expect([await idle(moderator) !== null, await idle(member)]).toEqual([true, null]);
    await member.ask(slug, 'Se mueve');
    await look(async () => (await idle(owner)) === null);
  });
});

describe('membership by rule', () => {
  // Rules of whole bands and provinces.
  beforeAll(() => world.database.rows(`update person set network_role = 'network_host' where id = $1`, [owner.id]));
  const roles = async (slug: string) => Object.fromEntries((await world.database.rows(
    `select p.name, m.role || ' ' || split_part(m.source, ':', 1) as what from membership m join person p on p.id = m.person_id join plaza_group g on g.id = m.group_id
     where g.slug = $1 and m.role <> 'owner' and p.name like 'Regla %' order by p.name`, [slug])).map((row) => [row.name, row.what]));
  const rule = async (slug: string, of: object) => (await owner.want(201, owner.post(`/groups/${slug}/membership-rules`, of))).id as number;

  it('follows posts and skills at once, never touches what was made by hand, and respects whoever left', async () => {
    const slug = await world.group(`regla-${++turn}`, 'private', [[owner, 'owner']]);
    const place = await world.addAdministration('De la regla', 30_000, '50');
    const [elected, employee, byHand, leaves, removed] = await Promise.all(['electa', 'empleada', 'a mano', 'se va', 'quitada'].map((name) => world.person(`Regla ${name}`)));
    await world.join(slug, byHand);
    for (const person of [employee, byHand, leaves, removed]) await appoint(person, place);
    await appoint(elected, place, {relation: 'elected'});
    const added = await owner.want(201, owner.post(`/groups/${slug}/membership-rules`, {band: '20000-49999', province: '50', relation: 'employee'}));
    // Not the one who is in it already.
    expect(added.coming).toBe(3);
    const id = added.id as number;
    const everybody = {'Regla a mano': 'member hand', 'Regla empleada': 'member rule', 'Regla quitada': 'member rule', 'Regla se va': 'member rule'};
    await until('the rule is applied', async () => Object.keys(await roles(slug)).length === 4, 20_000);
    expect(await roles(slug)).toEqual(everybody);
    // Who was added is told once and why; who was there is not.
    expect((await employee.get('/notifications')).json.items).toMatchObject([{cause: 'membership_by_rule', times: 1, actor: null, group: {slug}}]);
    expect((await byHand.get('/notifications')).json.items).toEqual([]);
    const marks = (await owner.all(`/groups/${slug}/members`, 100)).map((one) => [one.person.name, one.by_rule]);
    expect(Object.fromEntries(marks)).toMatchObject({'Regla a mano': false, 'Regla empleada': true});
    expect((await employee.get(`/groups/${slug}/members/me`)).json).toMatchObject({my_membership: 'member', by_rule: true});
    expect((await owner.get(`/groups/${slug}/membership-rules`)).json.items).toMatchObject([{id, band: '20000-49999', province: '50', relation: 'employee', members: 3}]);
    await leaves.want(204, leaves.del(`/groups/${slug}/members/me`));
    await owner.want(204, owner.del(`/groups/${slug}/members/${removed.id}`));
    // A post that begins and one that ends change at once what hangs from them.
    const late = await world.person('Regla tardía');
    const live = await world.live(late);
    const post = await appoint(late, place);
    expect((await late.get(`/groups/${slug}/threads`)).status).toBe(200);
    await live.event('in', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'member');
    await world.database.rows('update appointment set valid_to = current_date where id = $1', [post]);
    expect((await late.get(`/groups/${slug}/threads`)).status).toBe(404);
    await live.event('out', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'none');
    await world.database.rows('update appointment set valid_to = current_date where person_id = $1 and administration_id = $2', [byHand.id, place]);
    for (const person of [leaves, removed]) await appoint(person, place);
    expect(await roles(slug)).toEqual({'Regla a mano': 'member hand', 'Regla empleada': 'member rule'});
    // Whoever was given a role stays when the rule goes.
    await owner.want(204, owner.put(`/groups/${slug}/members/${employee.id}`, {role: 'host'}));
    await owner.want(204, owner.del(`/groups/${slug}/membership-rules/${id}`));
    await until('the rule is gone', async () => (await world.database.value(`select count(*) from job where kind = 'memberships.rules'`)) === 0, 20_000);
    expect(await roles(slug)).toEqual({'Regla a mano': 'member hand', 'Regla empleada': 'host hand'});
  });

  it('ends with the post in an archived group as well', async () => {
    const slug = await world.group(`regla-${++turn}`, 'private', [[owner, 'owner']]);
    const place = await world.addAdministration('De la archivada', 30_000, '50');
    const clerk = await world.person('Regla archivada');
    const post = await appoint(clerk, place);
    await rule(slug, {administration: place});
    await until('the rule is applied', async () => (await clerk.get(`/groups/${slug}/threads`)).status === 200, 20_000);
    await owner.want(200, owner.put(`/groups/${slug}/archived`));
    await world.database.rows('update appointment set valid_to = current_date where id = $1', [post]);
    expect((await clerk.get(`/groups/${slug}/threads`)).status).toBe(404);
  });

  it('takes a skill by whatever case, and takes it back with the skill', async () => {
    const slug = await world.group(`saber-${++turn}`, 'hidden', [[owner, 'owner']]);
    await rule(slug, {skill: 'Catastro', relation: 'employee'});
    const knows = await world.person('Regla sabe');
    await world.database.rows(`insert into person_skill (person_id, skill) values ($1, 'catastro')`, [knows.id]);
    expect((await knows.get(`/groups/${slug}`)).status).toBe(200);
    await world.database.rows('delete from person_skill where person_id = $1', [knows.id]);
    expect((await knows.get(`/groups/${slug}`)).status).toBe(404);
  });

  it('says something, of an administration that there is, and only the owner says it', async () => {
    const slug = await kept();
    expect((await owner.post(`/groups/${slug}/membership-rules`, {})).json.errors).toEqual({$: ['required']});
    expect((await owner.post(`/groups/${slug}/membership-rules`, {administration: 7})).json.errors).toEqual({administration: ['unknown']});
    expect((await moderator.post(`/groups/${slug}/membership-rules`, {skill: 'x'})).json.type).toBe('not_an_owner');
    for (let i = 0; i < 20; i++) await rule(slug, {skill: `x${i}`});
    expect((await owner.post(`/groups/${slug}/membership-rules`, {skill: 'x'})).json.type).toBe('too_many_rules');
  });

  it('reaches beyond one\'s own administration only by an office of the network or in an official group', async () => {
    const plain = await world.person('Titular');
    const slug = await world.group(`regla-${++turn}`, 'open', [[plain, 'owner']]);
    const elsewhere = await world.addAdministration('De otra gente', 30_000, '50');
    const former = await world.addAdministration('De antes', 30_000, '50');
    await appoint(plain, former, {to: 0});
    const wide = [{province: '50'}, {relation: 'employee'}, {skill: 'Catastro'}, {administration: elsewhere}, {administration: former, relation: 'employee'}];
    const put = (of: object) => plain.post(`/groups/${slug}/membership-rules`, of);
    for (const of of wide) expect((await put(of)).json, JSON.stringify(of)).toMatchObject({status: 403, type: 'rule_beyond_house'});
    const consulted = await world.addAdministration('De quien asesora', 30_000, '50');
    await appoint(plain, consulted, {relation: 'external'});
    expect((await put({administration: consulted})).json.type).toBe('rule_beyond_house');
    await plain.want(201, put({administration: world.administration, relation: 'elected'}));
    await world.database.rows('update plaza_group set official = true where slug = $1', [slug]);
    for (const of of wide) await plain.want(201, put(of));
    await world.database.rows('update plaza_group set official = false where slug = $1', [slug]);
    for (const [role, may] of [['auditor', false], ['network_host', true], ['administrator', true]] as const) {
      await world.database.rows('update person set network_role = $2 where id = $1', [plain.id, role]);
      expect((await put(wide[0]!)).status, role).toBe(may ? 201 : 403);
    }
    await world.database.rows('delete from membership_rule where group_id = (select id from plaza_group where slug = $1)', [slug]);
  });

  it('lets nobody into a closed group by a skill alone, which everybody says of themselves', async () => {
    const settingsOf = async (slug: string) => world.database.row('select name, kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = $1', [slug]);
    for (const kind of ['private', 'hidden'] as const) {
      const slug = await kept(kind);
      expect((await owner.post(`/groups/${slug}/membership-rules`, {skill: 'Catastro'})).json.errors).toEqual({skill: ['self_declared']});
      await rule(slug, {skill: 'Catastro', relation: 'employee'});
    }
    const slug = await kept();
    const id = await rule(slug, {skill: 'Padrón'});
    for (const kind of ['private', 'hidden']) expect((await owner.put(`/groups/${slug}`, {...await settingsOf(slug), kind})).json.errors).toEqual({kind: ['rule_by_skill']});
    await owner.want(200, owner.put(`/groups/${slug}`, {...await settingsOf(slug), description: 'Sigue abierto'}));
    await owner.want(204, owner.del(`/groups/${slug}/membership-rules/${id}`));
    await owner.want(200, owner.put(`/groups/${slug}`, {...await settingsOf(slug), kind: 'private'}));
  });

  it('does not let anybody in by such a rule made before, and lets the rest of the group be changed', async () => {
    const slug = await kept('private');
    await world.database.rows(`insert into membership_rule (group_id, skill, created_by) select id, 'Apicultura', $2 from plaza_group where slug = $1`, [slug, owner.id]);
    const person = await world.person('Apicultora');
    await world.database.rows(`insert into person_skill (person_id, skill) values ($1, 'Apicultura')`, [person.id]);
    expect((await person.get(`/groups/${slug}`)).json.my_membership).toBe('none');
    const settings = await world.database.row('select name, kind, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = $1', [slug]);
    await owner.want(200, owner.put(`/groups/${slug}`, {...settings, description: 'Sin errata'}));
  });

  it('never makes a member of a guest', async () => {
    const slug = await kept('private');
    const guest = await world.person('Regla invitada');
    await world.join(await kept('private'), guest, 'guest');
    const place = await world.addAdministration('Otra de regla', 800, '49');
    await rule(slug, {administration: place});
    await appoint(guest, place);
    expect((await guest.get(`/groups/${slug}`)).status).toBe(404);
  });
});
