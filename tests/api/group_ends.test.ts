// SPDX-License-Identifier: EUPL-1.2
// What groups leave behind: the audit of coming and going, names of hidden groups, what nobody answered, long lists.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {registration} from '../support/registration.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, administrator: Person;
let turn = 0;
beforeAll(async () => {
  world = await World.make();
  [owner, administrator] = [await world.person('Dueña'), await world.person('Admin', {role: 'administrator'})];
});
afterAll(() => world?.end());

const kept = (kind: 'open' | 'private' | 'hidden' = 'private') => world.group(`final-${++turn}`, kind, [[owner, 'owner']]);
const settingsOf = (slug: string) => world.database.row(
  'select name, kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = $1', [slug]);
const idOf = (slug: string) => world.database.value('select id from plaza_group where slug = $1', [slug]);
const audited = (group: number) => world.database.rows(
  `select action, actor_id, d.details from audit a join audit_detail d using (seq) where object_kind = 'group' and object_id = $1 order by seq`, [group]);

describe('the audit', () => {
  it('has who asked to join, took it back, declined, and who came and went by rule', async () => {
    const slug = await kept(), group = await idOf(slug);
    const [asks, declines, byRule] = await Promise.all(['Pide', 'Declina', 'Por regla'].map((name) => world.person(name)));
    await asks.want(200, asks.put(`/groups/${slug}/members/me`, {message: 'Hola'}));
    await asks.want(200, asks.put(`/groups/${slug}/members/me`));
    await asks.want(204, asks.del(`/groups/${slug}/members/me`));
    await owner.want(204, owner.put(`/groups/${slug}/invitations/${declines.id}`, {role: 'member'}));
    await declines.want(204, declines.del(`/groups/${slug}/members/me`));
    await declines.want(204, declines.del(`/groups/${slug}/members/me`));
    const place = await world.addAdministration('De la regla', 3_000);
    await world.database.rows(`insert into appointment (person_id, administration_id, position, main) values ($1, $2, 'También allí', false)`, [owner.id, place]);
    await owner.want(201, owner.post(`/groups/${slug}/membership-rules`, {administration: place}));
    const post = await world.database.value(
      `insert into appointment (person_id, administration_id, position, main) values ($1, $2, 'Otra', false) returning id`, [byRule.id, place]);
    await world.database.rows('update appointment set valid_to = current_date where id = $1', [post]);
    const people = {count: '1', people: String(byRule.id)};
    expect((await audited(group)).map(({action, actor_id, details}) => [action, actor_id, details])).toEqual([
      ['membership.requested', asks.id, {}], ['membership.request_withdrawn', asks.id, {}],
      ['membership.invited', owner.id, {person: String(declines.id)}], ['membership.declined', declines.id, {}],
      ['membership_rule.added', owner.id, expect.anything()],
      ['membership.by_rule', null, people], ['membership.by_rule_ended', null, people],
    ]);
  });
});

describe('a group that becomes hidden', () => {
  it('moves to an address that nobody can guess, and its name is free', async () => {
    const slug = await kept('open'), group = await idOf(slug);
    const thread = (await owner.ask(slug, 'De antes')).id;
    expect((await administrator.post('/groups', {slug, name: 'x', kind: 'open', description: ''})).json.type).toBe('slug_taken');
    const hidden = await owner.want(200, owner.put(`/groups/${slug}`, {...await settingsOf(slug), kind: 'hidden'}));
    expect(hidden.slug).toMatch(new RegExp(`^${slug}-[a-z0-9]{8,}$`));
    expect(await idOf(hidden.slug)).toBe(group);
    expect((await owner.get(`/groups/${slug}`)).status).toBe(404);
    expect((await owner.get(`/threads/${thread}`)).json.group.slug).toBe(hidden.slug);
    expect((await audited(group)).at(-1).details).toEqual({from: 'open', kind: 'hidden', address_before: slug, address: hidden.slug});
    await administrator.want(201, administrator.post('/groups', {slug, name: 'x', kind: 'open', description: ''}));
    // Settled again it stays where it is; shown and hidden again it moves again.
    expect((await owner.want(200, owner.put(`/groups/${hidden.slug}`, {...await settingsOf(hidden.slug), name: 'Otra'}))).slug).toBe(hidden.slug);
    await owner.want(200, owner.put(`/groups/${hidden.slug}`, {...await settingsOf(hidden.slug), kind: 'private'}));
    expect((await owner.want(200, owner.put(`/groups/${hidden.slug}`, {...await settingsOf(hidden.slug), kind: 'hidden'}))).slug).not.toBe(hidden.slug);
  });
});

describe('invitations', () => {
  it('are two hundred a day, also when they are taken back', async () => {
    const eager = await world.person('Insistente'), invited = await world.person('Invitada');
    const slug = await kept();
    await world.join(slug, eager, 'moderator');
    await world.database.rows(`select write_audit($1, 'membership.invited', 'group', $2, '{}') from generate_series(1, 199)`, [eager.id, await idOf(slug)]);
    await eager.want(204, eager.put(`/groups/${slug}/invitations/${invited.id}`, {role: 'member'}));
    await eager.want(204, eager.del(`/groups/${slug}/invitations/${invited.id}`));
    expect((await eager.put(`/groups/${slug}/invitations/${invited.id}`, {role: 'member'})).status).toBe(429);
    await owner.want(204, owner.put(`/groups/${slug}/invitations/${invited.id}`, {role: 'member'}));
  });

  it('and requests that nobody answered are forgotten by the clock', async () => {
    const slug = await kept();
    const [late, old, fresh, both] = await Promise.all(['Tarde', 'Antigua', 'Reciente', 'Invitada también'].map((name) => world.person(name)));
    await world.invite(slug, late, 'member', -1);
    for (const person of [old, fresh, both]) await person.want(200, person.put(`/groups/${slug}/members/me`));
    await world.database.rows(`update membership_request set created_at = now() - interval '181 days' where person_id = any ($1)`, [[old.id, both.id]]);
    await world.invite(slug, both);
    const live = await world.live(old);
    const stays = await world.live(both);
    await world.database.rows(`update schedule_run set last_run_at = now() - interval '2 hours' where name = 'unanswered invitations and requests'`);
    await until('the clock has looked', async () => (await world.database.value('select count(*) from membership_invitation where person_id = $1', [late.id])) === 0, 20_000);
    await live.event('told', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'none');
    expect((await owner.get(`/groups/${slug}/requests`)).json.items.map((one: any) => one.person.id)).toEqual([fresh.id]);
    expect((await old.get(`/groups/${slug}`)).json.my_membership).toBe('none');
    expect((await old.get('/notifications')).json.items).toMatchObject([{cause: 'membership_unanswered', group: {slug}, actor: null}]);
    // Who is invited as well stays so, and is told nothing else.
    expect((await both.get(`/groups/${slug}`)).json.my_membership).toBe('invited');
    await both.want(200, both.put(`/groups/${slug}/members/me`));
    const told = await stays.event('that they are in', (event) => event.kind === 'membership.changed');
    expect(told.data.my_membership).toBe('member');
    expect((await audited(await idOf(slug))).filter(({actor_id}) => actor_id === null).map(({action, details}) => [action, details.person])).toEqual(expect.arrayContaining([
      ['membership.invitation_expired', String(late.id)], ['membership.request_forgotten', String(old.id)], ['membership.request_forgotten', String(both.id)]]));
  });
});

describe('long lists', () => {
  it('of who waits, who applies and whom one invited go on, page by page', async () => {
    for (let i = 0; i < 7; i++) {
      await registration(world, {state: 'confirming', pending: true});
      await registration(world, {state: 'vetting'});
      await registration(world, {inviter: owner.id});
    }
    // Some came in the same moment.
    await world.database.rows(`update registration set created_at = date_trunc('hour', created_at)`);
    for (const [person, path] of [[owner, '/confirmations'], [administrator, '/confirmations'], [administrator, '/applications'], [owner, '/invitations']] as const) {
      const whole = (await person.get(`${path}?limit=100`)).json;
      expect(whole.items).toHaveLength(7);
      expect(whole.next).toBeNull();
      expect(await person.all(path, 3), path).toEqual(whole.items);
      expect((await person.get(`${path}?before=nada`)).status).toBe(422);
    }
  });
});
