// SPDX-License-Identifier: EUPL-1.2
// Somebody from outside is invited by address as guest of one group: who may, what the link opens, when it ends, and
// that nothing but the mail tells whether an address is known.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {key} from '../support/client.ts';
import {knowDomain, registration} from '../support/registration.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, moderator: Person, host: Person;
let turn = 0;
const password = 'caballo correcto batería grapa 2026';
beforeAll(async () => {
  world = await World.make();
  [owner, moderator, host] = await Promise.all(['Dueña', 'Moderadora', 'Anfitriona'].map((name) => world.person(name)));
});
afterAll(() => world?.end());

const kept = (kind: 'open' | 'private' | 'hidden' = 'private') => world.group(`con-invitada-${++turn}`, kind, [[owner, 'owner'], [moderator, 'moderator'], [host, 'host']]);
const keptBy = (...keepers: Person[]) => world.group(`con-invitada-${++turn}`, 'private', [[owner, 'owner'], ...keepers.map((one) => [one, 'moderator'] as [Person, 'moderator'])]);
const fresh = () => `externa${++turn}@consultora.example`;
const letters = (address: string) => world.database.rows('select kind, facts from mail where address = $1 order by created_at, id', [address]) as Promise<{kind: string; facts: any}[]>;
const look = (token: string) => world.stranger().post('/registration/look', {token});
const enter = (token: string, more: object = {}) => world.stranger().post('/registration/account', {token, name: 'Externa Gil', language: 'es', password, policy: true, ...more});
const invite = (by: Person, slug: string, email: string, more: object = {}) => by.post(`/groups/${slug}/guest-invitations`, {email, ...more});
async function invited(slug: string, email = fresh(), by = moderator): Promise<string> {
  await by.want(202, invite(by, slug, email));
  const token = /#([\w-]{32})$/.exec((await letters(email)).at(-1)!.facts.link)![1]!;
  world.server.secrets.add(token);
  return token;
}
const ended = async (token: string) => {
  for (const answer of [await look(token), await enter(token)]) expect([answer.status, answer.json.type]).toEqual([410, 'invitation_ended']);
};

describe('who is invited by address as guest of a group', () => {
  it('comes in without a post and sees that group and nothing else', async () => {
    const slug = await kept('hidden'), open = await kept('open'), email = fresh();
    await moderator.want(202, invite(moderator, slug, email, {message: 'Ven.'}));
    const [letter] = await letters(email);
    const name = await world.database.value('select name from plaza_group where slug = $1', [slug]);
    expect(letter).toMatchObject({kind: 'guest_invitation', facts: {inviter: 'Moderadora', group: name, message: 'Ven.', days: 14}});
    const token = letter!.facts.link.split('#')[1];
    world.server.secrets.add(token);
    for (let i = 0; i < 2; i++) {
      expect((await look(token)).json).toEqual({email, way: 'guest', administrations: [], inviter: 'Moderadora', name: '', position: '', group: name});
    }
    const answer = await enter(token, {position: 'Interventora', administration: world.administration});
    expect(answer.status, answer.text).toBe(200);
    const guest = world.stranger();
    guest.token = /^__Host-plaza=([^;]+)/.exec(answer.headers['set-cookie'])![1]!;
    world.server.secrets.add(guest.token);
    const me = await guest.want(200, guest.get('/me'));
    expect([me.person.name, me.administration, me.first_steps_open, me.guest]).toEqual(['Externa Gil', null, false, true]);
    expect((await guest.post('/invitations', {email: fresh()})).json.type).toBe('guests_only_their_group');
    expect((await moderator.get('/me')).json.guest).toBe(false);
    const [group] = (await guest.get('/groups')).json.items;
    expect([group.slug, group.my_membership]).toEqual([slug, 'guest']);
    expect((await guest.get('/groups')).json.items).toHaveLength(1);
    expect((await guest.get(`/groups/${open}`)).status).toBe(404);
    expect(await world.database.rows('select p.guest, p.status, (select count(*)::int from appointment a where a.person_id = p.id) as posts from person p where p.id = $1', [me.person.id]))
      .toEqual([{guest: true, status: 'active', posts: 0}]);
    expect((await look(token)).status).toBe(404);
    expect((await world.stranger().signIn(email, password)).status).toBe(200);
    expect((await moderator.get('/invitations')).json.items[0]).toMatchObject({email, state: 'joined'});
    expect((await moderator.get('/notifications')).json.items).toMatchObject([{cause: 'guest_joined', group: {slug}, actor: {id: me.person.id}, times: 1}]);
  });

  it('is invited by moderators and owners of a group that is not archived, and by nobody else', async () => {
    const slug = await kept(), hidden = await kept('hidden'), [outsider, member] = [await world.person('Ajena'), await world.person('Miembro')];
    await world.join(slug, member);
    expect((await invite(owner, slug, fresh())).status).toBe(202);
    expect((await invite(host, slug, fresh())).json.type).toBe('not_a_moderator');
    expect((await invite(member, slug, fresh())).json.type).toBe('not_a_moderator');
    expect((await invite(outsider, slug, fresh())).status).toBe(404);
    const [there, nowhere] = [await invite(outsider, hidden, fresh()), await invite(outsider, 'no-existe', fresh())];
    expect([there.status, nowhere.status, there.json.type]).toEqual([404, 404, nowhere.json.type]);
    expect((await invite(owner, slug, 'nadie')).json.errors).toEqual({email: ['not_an_address']});
    await world.database.rows('update plaza_group set archived_at = now() where slug = $1', [slug]);
    expect((await invite(owner, slug, fresh())).json.type).toBe('group_archived');
  });

  it('has a link that ends with the group, or when who invited keeps it no more', async () => {
    const archived = await kept(), lost = await kept(), left = await kept();
    const tokens = [await invited(archived), await invited(lost), await invited(left)] as const;
    await world.database.rows('update plaza_group set archived_at = now() where slug = $1', [archived]);
    await owner.want(204, owner.put(`/groups/${lost}/members/${moderator.id}`, {role: 'host'}));
    await moderator.want(204, moderator.del(`/groups/${left}/members/me`));
    for (const token of tokens) await ended(token);
    await owner.want(204, owner.put(`/groups/${lost}/members/${moderator.id}`, {role: 'moderator'}));
    expect((await enter(tokens[1])).status).toBe(200);
    const gone = await world.person('Se va'), slug = await kept();
    await world.join(slug, gone, 'moderator');
    const token = await invited(slug, fresh(), gone);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [gone.id]);
    await ended(token);
  });

  it('has a link that ends with who invited, and goes over to the account that theirs is merged into', async () => {
    const [erased, gone, kept] = [await world.person('Se borra'), await world.person('Doble'), await world.person('Queda')];
    const admin = await world.person('Ada', {role: 'administrator'}), slug = await keptBy(erased, gone);
    const tokens = [await invited(slug, fresh(), erased), await invited(slug, fresh(), gone)] as const;
    await world.database.rows(`update person set status = 'erased' where id = $1`, [erased.id]);
    await ended(tokens[0]);
    const {id} = await admin.want(202, admin.post(`/console/people/${gone.id}/merger`, {into: kept.id, reason: 'Se registró dos veces.'}));
    await until('the merger has ended', async () => (await admin.want(200, admin.get(`/console/mergers/${id}`))).finished_at);
    expect((await look(tokens[1])).json.inviter).toBe('Queda');
    expect((await enter(tokens[1])).status).toBe(200);
  });

  it('finds nothing behind a link that is too old, or of somebody whose last post has ended', async () => {
    const leaver = await world.person('Se jubila'), admin = await world.person('Ana', {role: 'administrator'}), slug = await keptBy(leaver);
    const [old, taken] = [await invited(slug, fresh(), owner), await invited(slug, fresh(), leaver)];
    await world.database.rows(`update registration set expires_at = now() - interval '1 second' where token_hash = sha256($1)`, [Buffer.from(old)]);
    const [{id, today}] = await world.database.rows('select id, current_date::text as today from appointment where person_id = $1', [leaver.id]);
    await admin.want(200, admin.put(`/people/${leaver.id}/appointments/${id}`, {position: 'Técnica', relation: 'employee', until: today}));
    for (const token of [old, taken]) expect([(await look(token)).status, (await enter(token)).status]).toEqual([404, 404]);
  });

  it('waits for who changes the group meanwhile, and finds it as it is then', async () => {
    const slug = await kept(), token = await invited(slug), other = await world.database.connect();
    try {
      await other.query('begin');
      await other.query('update plaza_group set archived_at = now() where slug = $1', [slug]);
      const answer = enter(token);
      await until('it waits', () => world.database.value(`select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%plaza_group%for share%')`));
      await other.query('commit');
      expect((await answer).json.type).toBe('invitation_ended');
    } finally {
      await other.query('rollback');
      other.release();
    }
  });

  it('is invited once by what is sent twice, which the audit has', async () => {
    const slug = await kept(), email = fresh(), once = key();
    for (let i = 0; i < 2; i++) expect((await moderator.post(`/groups/${slug}/guest-invitations`, {email}, {headers: once})).status).toBe(202);
    expect(await letters(email)).toHaveLength(1);
    const written = (action: string) => world.database.rows(`select a.actor_id as by, d.details from audit a join audit_detail d using (seq) where action = $2 and object_id = (select id from plaza_group where slug = $1)`, [slug, action]);
    expect(await written('registration.guest_invited')).toEqual([{by: moderator.id, details: {}}]);
    const token = await invited(slug);
    const [, {id}] = (await moderator.get('/invitations')).json.items;
    await owner.want(204, owner.del(`/groups/${slug}/guest-invitations/${id}`));
    expect(await written('registration.guest_withdrawn')).toEqual([{by: owner.id, details: {inviter: String(moderator.id)}}]);
    const guest = (await enter(token)).json.person.id;
    expect(await written('membership.accepted')).toEqual([{by: guest, details: {role: 'guest'}}]);
    expect(await world.database.rows(`select action, details from audit join audit_detail using (seq) where action like 'person.%' and actor_id = $1`, [guest])).toEqual([{action: 'person.registered', details: {}}]);
  });

  it('comes in once, of however many links', async () => {
    const [slug, second, email] = [await kept(), await kept(), fresh()];
    const tokens = [await invited(slug, email), await invited(slug, email), await invited(second, email, owner)] as const;
    const answers = await Promise.all([tokens[0], tokens[0], tokens[1], tokens[2]].map((token) => enter(token)));
    expect(answers.map(({status}) => status).sort()).toEqual([200, 404, 404, 404]);
    expect(await world.database.value('select count(*)::int from membership m join credential c on c.person_id = m.person_id where c.email = $1', [email])).toBe(1);
  });

  it('is told by mail alone that the address is known', async () => {
    const slug = await kept('hidden'), known = await world.person('Ya dentro'), inviter = await world.person('Pregunta');
    await world.join(slug, inviter, 'moderator');
    const [one, two] = [await invite(inviter, slug, known.email), await invite(inviter, slug, fresh())];
    expect([one.status, one.text]).toEqual([two.status, two.text]);
    expect((await inviter.get('/invitations')).json.items.map((each: any) => each.state)).toEqual(['waiting', 'waiting']);
    expect((await inviter.get(`/groups/${slug}/invitations`)).json.items).toEqual([]);
    const [letter] = await letters(known.email);
    expect(letter!.kind).toBe('guest_invitation_known');
    expect(letter!.facts.link).toBe('/');
  });

  it('comes back after having been removed, and nobody but they is told that the address was known', async () => {
    const [first, slug] = [await kept(), await kept('hidden')], email = fresh(), inviter = await world.person('Vuelve a invitar');
    await world.join(slug, inviter, 'moderator');
    const guest = world.stranger();
    guest.token = /^__Host-plaza=([^;]+)/.exec((await enter(await invited(first, email))).headers['set-cookie'])![1]!;
    world.server.secrets.add(guest.token);
    const {id} = (await guest.want(200, guest.get('/me'))).person;
    await moderator.want(204, moderator.del(`/groups/${first}/members/${id}`));
    const ask = async () => {
      const [one, two] = [await invite(inviter, slug, email, {message: 'Otra vez.'}), await invite(inviter, slug, fresh())];
      expect([one.status, one.text]).toEqual([two.status, two.text]);
      expect((await inviter.get('/invitations')).json.items.slice(0, 2).map((each: any) => each.state)).toEqual(['waiting', 'waiting']);
      expect((await inviter.get(`/groups/${slug}/invitations`)).json.items).toEqual([]);
      expect((await inviter.del(`/groups/${slug}/invitations/${id}`)).status).toBe(204);
      const {json} = await guest.get(`/groups/${slug}/members/me`);
      expect(json).toMatchObject({my_membership: 'invited', invitation: {role: 'guest', message: 'Otra vez.', by: {name: 'Vuelve a invitar'}}});
    };
    await ask();
    expect((await letters(email)).at(-1)).toMatchObject({kind: 'guest_invitation_again', facts: {inviter: 'Vuelve a invitar', message: 'Otra vez.', link: `/groups/${slug}`, days: 14}});
    expect((await guest.get('/notifications')).json.items[0]).toMatchObject({cause: 'group_invitation'});
    // Taken back by the address, it is gone with the group.
    const waiting = (await owner.all(`/groups/${slug}/guest-invitations`)).find((one) => one.email === email);
    await owner.want(204, owner.del(`/groups/${slug}/guest-invitations/${waiting.id}`));
    expect((await guest.get(`/groups/${slug}`)).status).toBe(404);
    await ask();
    await guest.want(200, guest.put(`/groups/${slug}/members/me`));
    expect((await guest.get('/groups')).json.items.map((one: any) => [one.slug, one.my_membership])).toEqual([[slug, 'guest']]);
    expect((await inviter.get('/invitations')).json.items.find((one: any) => one.email === email && one.state !== 'withdrawn').state).toBe('joined');
    // A guest elsewhere, and a colleague, are told what to do.
    await inviter.want(202, invite(inviter, slug, email));
    expect((await letters(email)).at(-1)!.kind).toBe('guest_invitation_known');
    expect(await world.database.value(`select count(*)::int from audit where action = 'membership.invited' and object_id = (select id from plaza_group where slug = $1)`, [slug])).toBe(0);
  });

  it('finds nothing behind a link that was withdrawn, by nobody but who sent it', async () => {
    const slug = await kept(), inviter = await world.person('Retira');
    await world.join(slug, inviter, 'moderator');
    const token = await invited(slug, fresh(), inviter);
    const [{id}] = (await inviter.get('/invitations')).json.items;
    expect((await moderator.del(`/invitations/${id}`)).status).toBe(404);
    expect((await inviter.del(`/invitations/${id}`)).status).toBe(204);
    expect([(await look(token)).status, (await enter(token)).status]).toEqual([404, 404]);
  });

  it('is seen and taken back by every moderator of the group, known or not, and by nobody else', async () => {
    const slug = await kept(), other = await kept(), known = await world.person('Conocida');
    const token = await invited(slug);
    await moderator.want(202, invite(moderator, slug, known.email));
    await invited(slug, fresh(), owner);
    const path = `/groups/${slug}/guest-invitations`;
    const list = await owner.all(path, 2);
    expect(list.map(({inviter, email}) => [inviter, email === known.email])).toEqual([['Dueña', false], ['Moderadora', true], ['Moderadora', false]]);
    expect(await owner.all(`/groups/${other}/guest-invitations`)).toEqual([]);
    expect((await host.get(path)).json.type).toBe('not_a_moderator');
    expect((await host.del(`${path}/${list[2].id}`)).json.type).toBe('not_a_moderator');
    expect((await owner.del(`/groups/${other}/guest-invitations/${list[2].id}`)).status).toBe(404);
    for (const {id} of list.slice(1)) expect((await owner.del(`${path}/${id}`)).status).toBe(204);
    expect((await owner.del(`${path}/${list[2].id}`)).status).toBe(404);
    expect([(await look(token)).status, (await enter(token)).status]).toEqual([404, 404]);
    expect((await moderator.get('/invitations')).json.items.slice(0, 2).map((each: any) => each.state)).toEqual(['withdrawn', 'withdrawn']);
    expect(await owner.all(path)).toHaveLength(1);
  });

  it('is one of the twenty of a week', async () => {
    const slug = await kept(), inviter = await world.person('Muchas');
    await world.join(slug, inviter, 'moderator');
    const answers = await Promise.all(Array.from({length: 22}, (_, i) => (i % 2 ? invite(inviter, slug, fresh()) : inviter.post('/invitations', {email: fresh()}))));
    expect(answers.filter(({status}) => status === 202)).toHaveLength(20);
    expect(answers.find(({status}) => status === 409)!.json.type).toBe('too_many_invitations');
  });

  it('is the only one who needs no position', async () => {
    const slug = await kept(), guest = await invited(slug), email = fresh();
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('consultora.example', $1) on conflict do nothing`, [world.administration]);
    await moderator.want(202, moderator.post('/invitations', {email}));
    const ordinary = (await letters(email))[0]!.facts.link.split('#')[1];
    world.server.secrets.add(ordinary);
    expect((await enter(ordinary)).json.errors).toEqual({position: ['required']});
    await world.database.rows(`delete from mail_domain where domain = 'consultora.example'`);
    expect((await enter(guest)).status).toBe(200);
  });

  it('is nobody whose address is of an administration, by its domain or by a link that waits', async () => {
    const slug = await kept(), [domain, prepared, admitted, applied] = [`${fresh()}.es`, fresh(), fresh(), fresh()];
    const tokens = [await invited(slug, domain), await invited(slug, prepared), await invited(slug, admitted), await invited(slug, applied)] as const;
    for (const token of tokens) expect((await look(token)).json.way).toBe('guest');
    await knowDomain(world, domain.split('@')[1]!);
    for (const [email, state] of [[prepared, 'prepared'], [admitted, 'admitted'], [applied, 'mailed']] as const) {
      const made = await registration(world, {email, state});
      await world.database.rows('update registration set administration_id = $2 where id = $1', [made.id, world.administration]);
    }
    for (const token of tokens.slice(0, 3)) {
      for (const answer of [await look(token), await enter(token)]) expect([answer.status, answer.json.type]).toEqual([409, 'colleague_not_guest']);
    }
    expect((await enter(tokens[3])).status).toBe(200);
    // A link that has ended keeps nobody away.
    await world.database.rows(`update registration set expires_at = now() where email = $1 and state = 'prepared'`, [prepared]);
    expect((await enter(tokens[1])).status).toBe(200);
  });
});
