// SPDX-License-Identifier: EUPL-1.2
// The work address is confirmed again: by the clock and after a letter came back, with the posts ending where nobody
// answers. The tests move the times in the database and have the clock's job run.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {MailServer} from '../support/mail_server.ts';
import {letter, settled} from '../support/letters.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';
import {showsWhatTheMatrixLeaves} from './shown_elsewhere.ts';

let world: World, post: MailServer, admin: Person;
beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make(post.settings());
  admin = await world.person('Ada Ministradora', {role: 'administrator'});
});
afterAll(async () => { await world?.end(); await post?.stop(); });

/** The clock's work, once, now. */
async function walk(): Promise<void> {
  const {id} = await world.database.row(`insert into job (kind) values ('leavers.walk') returning id`);
  await until('the clock has done it', async () => (await world.database.rows(`select from job where id = $1 or kind = 'leavers.lapse'`, [id])).length === 0);
}
const age = (person: {id: number}, column: string, days: number) =>
  world.database.rows(`update credential set ${column} = ${column} - $2 * interval '1 day' where person_id = $1`, [person.id, days]);
const letters = async (person: {id: number}) =>
  (await world.database.rows('select kind from mail where person_id = $1 order by created_at, id', [person.id])).map(({kind}) => kind);
const state = async (person: Person) => (await person.want(200, person.get('/me'))).confirm_address;
const posts = async (person: Person) => (await person.get('/me')).json.posts.length;
/** The token of the newest link that was mailed. */
async function link(person: Person, kind = 'address_confirmation'): Promise<string> {
  const {id} = await world.database.row('select id from mail where person_id = $1 and kind = $2 order by created_at desc limit 1', [person.id, kind]);
  await settled(world.database, id, 'accepted');
  return /confirmar-direccion#([\w-]+)/.exec(post.to(person.email).at(-1)!.text)![1];
}
/** As if they had been asked and reminded in vain. */
async function lapsed(...people: Person[]): Promise<void> {
  for (const {id} of people) await world.database.rows(`update credential set asked_at = now() - interval '60 days', reminded_at = null where person_id = $1`, [id]);
  await walk();
  for (const person of people) {
    await link(person, 'address_reminder');
    await world.database.rows(`update credential set reminded_at = now() - interval '20 days' where person_id = $1`, [person.id]);
    await world.database.rows(`update account_token set created_at = created_at - interval '20 days' where person_id = $1`, [person.id]);
  }
}
const confirm = (token: string) => world.stranger().put('/address_confirmations', {token});

describe('every year', () => {
  it('asks who holds a post, reminds them, and ends the posts of who does not answer', async () => {
    const person = await world.person('No Contesta');
    const fresh = await world.person('Reciente');
    const without = await world.person('Sin Puesto');
    await world.database.rows('delete from appointment where person_id = $1', [without.id]);
    await age(person, 'confirmed_at', 370);
    await age(without, 'confirmed_at', 370);
    await age(fresh, 'confirmed_at', 350);
    await walk();
    await walk();
    expect([await letters(person), await letters(fresh), await letters(without)]).toEqual([['address_confirmation'], [], []]);
    expect((await state(person)).why).toBe('yearly');
    expect(Math.round((Date.parse((await state(person)).until) - Date.now()) / 86400_000)).toBe(45);
    expect(await state(fresh)).toBeNull();
    expect((await person.get('/notifications')).json.items[0]).toMatchObject({cause: 'address_asked', facts: {link: '/cuenta/seguridad'}});

    await age(person, 'asked_at', 36);
    await walk();
    await walk();
    expect(await letters(person)).toEqual(['address_confirmation', 'address_reminder']);
    await link(person, 'address_reminder');
    // However late the reminder went, they have its days.
    await age(person, 'asked_at', 30);
    await walk();
    expect(await posts(person)).toBe(1);

    await world.group('por-regla', 'private', [[fresh, 'owner']]);
    await fresh.want(201, fresh.post('/groups/por-regla/membership-rules', {administration: world.administration}));
    await until('the rule lets them in', async () => (await person.get('/groups/por-regla/threads')).status === 200);
    await admin.want(200, admin.put(`/administrations/${world.administration}/contacts/${person.id}`));
    const written = await person.ask('por-regla', '¿Se queda?');
    const live = await world.live(person);
    await age(person, 'reminded_at', 11);
    await walk();
    await live.event('that they are out', ({kind}) => kind === 'membership.changed');
    expect((await person.get('/me')).json).toMatchObject({posts: [], contact_of: [], confirm_address: {why: 'lapsed', until: null}});
    expect((await person.get('/groups/por-regla/threads')).status).toBe(404);
    expect((await fresh.get(`/threads/${written.id}`)).json.author).toMatchObject({id: person.id, name: 'No Contesta'});
    expect((await letters(person)).at(-1)).toBe('address_lapsed');
    await walk();
    expect((await letters(person)).filter((kind) => kind === 'address_lapsed')).toHaveLength(1);
    const seen = (await admin.want(200, admin.get(`/console/audit?action=person.address_lapsed&object=${person.id}`))).items;
    expect(seen).toMatchObject([{actor: null}]);
  });

  it('lets who comes late come back to the administration of their address, and nobody else', async () => {
    const person = await world.person('Llega Tarde');
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('villar.example', $1) on conflict do nothing`, [world.administration]);
    await lapsed(person);
    await walk();
    const again = {administration: world.administration, position: 'Técnica', relation: 'employee'};
    expect((await person.get('/me/profile')).json.administrations).toEqual([]);
    expect((await person.post(`/people/${person.id}/appointments`, again)).json.type).toBe('post_needs_confirmation');
    await person.want(202, person.post('/me/address_confirmation'));
    const token = await link(person);
    // Nothing ends that has ended.
    const [day, month, year] = new Intl.DateTimeFormat('es', {timeZone: 'Europe/Madrid', day: '2-digit', month: '2-digit', year: 'numeric'}).format(new Date()).split('/');
    expect(post.to(person.email).at(-1)!.text).toContain(`terminaron el ${day}/${month}/${year}`);
    expect(post.to(person.email).at(-1)!.text).not.toMatch(/terminarán|días/);
    expect((await confirm(token)).status).toBe(204);
    expect(await state(person)).toBeNull();
    expect((await person.get('/me/profile')).json.administrations).toMatchObject([{id: world.administration}]);
    await person.want(201, person.post(`/people/${person.id}/appointments`, again));
    expect(await posts(person)).toBe(1);
  });
});

describe('a post given elsewhere', () => {
  it('gives nothing back where the address was not confirmed', async () => {
    const person = await world.person('Cambió De Pueblo');
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('villar.example', $1) on conflict do nothing`, [world.administration]);
    const other = await world.addAdministration('Ayuntamiento de Otra Parte', 900, '42');
    await lapsed(person);
    await walk();
    await admin.want(201, admin.post(`/people/${person.id}/appointments`, {administration: other, position: 'Técnica', relation: 'employee'}));
    const again = {administration: world.administration, position: 'Técnica', relation: 'employee'};
    expect((await person.post(`/people/${person.id}/appointments`, again)).json.type).toBe('post_needs_confirmation');
    expect((await person.get('/me/profile')).json.administrations.map((one: any) => one.id)).toEqual([other]);
    await world.database.rows(`update account_token set created_at = created_at - interval '6 minutes' where person_id = $1`, [person.id]);
    await person.want(202, person.post('/me/address_confirmation'));
    expect((await confirm(await link(person))).status).toBe(204);
    await person.want(201, person.post(`/people/${person.id}/appointments`, again));
  });
});

describe('the end of a round', () => {
  it('comes for each on their own, written down for each post, and not for who cannot answer or holds none', async () => {
    const [one, other, suspended, ended] = [await world.person('Una'), await world.person('Otra'), await world.person('Suspendida'), await world.person('Terminada')];
    await lapsed(one, other, suspended, ended);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [suspended.id]);
    await world.database.rows('update appointment set valid_to = current_date, main = false where person_id = $1', [ended.id]);
    const held = await world.database.rows('select id from appointment where person_id = $1', [one.id]);
    await walk();
    expect([await posts(one), await posts(other)]).toEqual([0, 0]);
    const open = await world.database.rows('select person_id from credential where person_id = any ($1) and lapsed_at is null', [[suspended.id, ended.id]]);
    expect(open).toHaveLength(2);
    const seen = (await admin.want(200, admin.get(`/console/audit?action=appointment.ended&object=${held[0]!.id}`))).items;
    expect(seen).toMatchObject([{actor: null, details: {person: String(one.id)}}]);

    // Given a post by hand, they are asked as everybody is.
    await admin.want(201, admin.post(`/people/${one.id}/appointments`, {administration: world.administration, position: 'Técnica', relation: 'employee'}));
    expect(await state(one)).toMatchObject({why: 'yearly'});
    await lapsed(one);
    await walk();
    expect(await posts(one)).toBe(0);
  });

  it('does not come while no letter has arrived: they are reminded again', async () => {
    const person = await world.person('Sin Cartero');
    await lapsed(person);
    await world.database.rows(`update mail set state = 'given_up' where person_id = $1`, [person.id]);
    await walk();
    expect([await posts(person), await letters(person)]).toEqual([1, ['address_reminder', 'address_reminder']]);
  });
});

describe('the link', () => {
  it('outlives a change of password', async () => {
    const person = await world.person('Cambia Contraseña');
    await age(person, 'confirmed_at', 370);
    await walk();
    const token = await link(person);
    await world.database.rows(`update credential set password = password || 'x' where person_id = $1`, [person.id]);
    await world.database.rows(`update credential set password = left(password, -1) where person_id = $1`, [person.id]);
    expect((await confirm(token)).status).toBe(204);
  });

  it('is mailed with one click, not twice within minutes, and used once by its button', async () => {
    const person = await world.person('Confirma');
    await person.want(202, person.post('/me/address_confirmation'));
    expect(await letters(person)).toEqual([]);  // nothing was asked
    await age(person, 'confirmed_at', 370);
    await walk();
    const first = await link(person);
    await person.want(202, person.post('/me/address_confirmation'));
    expect(await letters(person)).toHaveLength(1);
    await world.database.rows(`update account_token set created_at = created_at - interval '6 minutes' where person_id = $1`, [person.id]);
    await person.want(202, person.post('/me/address_confirmation'));
    await until('another one is there', async () => (await letters(person)).length === 2 && (await link(person)) !== first);
    expect((await confirm(first)).json.type).toBe('link_ended');
    const token = await link(person);
    expect((await confirm(token)).status).toBe(204);
    expect((await confirm(token)).status).toBe(410);
    expect(await state(person)).toBeNull();
    await walk();
    expect(await letters(person)).toHaveLength(2);
    expect((await confirm('x'.repeat(43))).status).toBe(410);
  });

  it('says as many days as are left, however late the clock and the reminder are', async () => {
    const person = await world.person('Con Retraso');
    const days = async () => Math.ceil((Date.parse((await state(person)).until) - Date.now()) / 86_400_000);
    const mailed = async () => {
      await world.database.rows(`delete from account_token where person_id = $1`, [person.id]);
      await person.want(202, person.post('/me/address_confirmation'));
      await link(person);
      return Number(/Tienes (\d+) días/.exec(post.to(person.email).at(-1)!.text)![1]);
    };
    await world.database.rows(`update credential set asked_at = now() - interval '5 days' where person_id = $1`, [person.id]);
    expect([await days(), await mailed()]).toEqual([40, 40]);
    await world.database.rows(`update credential set asked_at = now() - interval '60 days' where person_id = $1`, [person.id]);
    expect([await days(), await mailed()]).toEqual([10, 10]);
    await world.database.rows(`update credential set reminded_at = now() - interval '4 days' where person_id = $1`, [person.id]);
    expect([await days(), await mailed()]).toEqual([6, 6]);
  });

  it('is nothing for who is suspended, and waits for them', async () => {
    const person = await world.person('Vuelve Luego');
    await age(person, 'confirmed_at', 370);
    await walk();
    const token = await link(person);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [person.id]);
    expect((await confirm(token)).status).toBe(410);
    await world.database.rows(`update person set status = 'active' where id = $1`, [person.id]);
    expect((await confirm(token)).status).toBe(204);
  });

  it('opens nothing of another purpose, and ends with the address', async () => {
    const person = await world.person('Cambia Dirección');
    await age(person, 'confirmed_at', 370);
    await walk();
    const token = await link(person);
    expect((await world.stranger().put('/email_changes', {token})).status).toBe(410);
    await world.database.rows('update credential set email = $2 where person_id = $1', [person.id, `otra.${person.email}`]);
    expect((await confirm(token)).status).toBe(410);
  });
});

describe('a letter that comes back', () => {
  it('begins a round where the address is still theirs', async () => {
    const person = await world.person('Rebota');
    const sent = (address: string) => letter(world.database, address, {person: person.id, kind: 'password_changed', facts: {link: '/'}});
    const words = '550 5.1.1 no such user';
    await post.next('content', {do: 'reply', words});  // that is about the letter
    await settled(world.database, await sent(person.email), 'refused');
    expect(await state(person)).toBeNull();
    // What is about us, a policy, or a mailbox that is full for some days.
    for (const other of ['550 5.1.8 Sender address rejected: Domain not found', '550 5.7.23 SPF validation failed', '552 5.2.2 Mailbox full',
      '550 Service unavailable; client host blocked using Spamhaus', '554 no', '550 5.7.606 Access denied, banned sending IP']) {
      await post.next('RCPT', {do: 'reply', words: other});
      await settled(world.database, await sent(person.email), 'refused');
      expect(await state(person), other).toBeNull();
    }
    await post.next('RCPT', {do: 'reply', words});
    await settled(world.database, await sent(person.email), 'refused');
    expect((await state(person)).why).toBe('bounced');
    expect(await world.database.rows(`select from audit where action = 'person.address_bounced' and object_id = $1`, [person.id])).toHaveLength(1);
    expect((await person.get('/notifications')).json.items[0]).toMatchObject({cause: 'address_bounced'});
    await walk();
    expect(new Set(await letters(person))).toEqual(new Set(['password_changed']));
    await age(person, 'asked_at', 36);
    await walk();
    await age(person, 'reminded_at', 11);
    await age(person, 'asked_at', 11);
    await walk();
    expect([await posts(person), (await state(person)).why]).toEqual([0, 'lapsed']);
  });

  it('does where nothing but words say that nobody is there', async () => {
    const person = await world.person('Sin Código');
    await until('no other letter is on its way', async () => (await world.database.value(`select count(*)::int from mail where state = 'queued' and kind not like 'notice%'`)) === 0);
    await post.next('RCPT', {do: 'reply', words: '550 No such user here'});
    await settled(world.database, await letter(world.database, person.email, {person: person.id, kind: 'password_changed', facts: {link: '/'}}), 'refused');
    expect((await state(person)).why).toBe('bounced');
  });
});

it('a round of more people than are reminded at a time ends for none of them without a letter', async () => {
  const person = await world.person('La Última');
  await world.database.rows(`
    with everybody as (insert into person (name, language) select 'Espera ' || n, 'es' from generate_series(1, 501) n returning id),
         held as (insert into appointment (person_id, administration_id, position, main) select id, $1, 'Técnica', true from everybody)
    insert into credential (person_id, email, password, asked_at) select id, 'espera' || id || '@villar.example', '', now() - interval '80 days' from everybody`, [world.administration]);
  await world.database.rows(`update credential set asked_at = now() - interval '60 days' where person_id = $1`, [person.id]);
  await world.database.rows(`update credential set reminded_at = now() - interval '20 days' where asked_at is not null`);
  await walk();
  expect(await world.database.value(`select count(*)::int from credential where lapsed_at is not null and (person_id = $1 or email like 'espera%')`, [person.id])).toBe(0);
  expect([await posts(person), await letters(person)]).toEqual([1, []]);
});

showsWhatTheMatrixLeaves(import.meta.url);
