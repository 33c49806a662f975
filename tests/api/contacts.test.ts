// SPDX-License-Identifier: EUPL-1.2
// Contacts of an administration: named by administrators, they end posts, and what hangs from a post ends with it.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {registration} from '../support/registration.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, admin: Person, contact: Person, town: number;
beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Ada Ministradora', {role: 'administrator'});
  contact = await world.person('Concha Contacto');
  town = world.administration;
});
afterAll(() => world?.end());

const contacts = async (reader: Person, of = town) => (await reader.want(200, reader.get(`/administrations/${of}/contacts`))).items.map((one: any) => one.id);
const postOf = (person: {id: number}, of = town) =>
  world.database.value('select id from appointment where person_id = $1 and administration_id = $2 order by id limit 1', [person.id, of]);
const end = async (by: Person, person: {id: number}, of = town, reason = 'Se ha jubilado.') =>
  by.post(`/people/${person.id}/appointments/${await postOf(person, of)}/end`, {reason});
const elsewhere = async (name: string) => {
  const other = await world.addAdministration(`Ayuntamiento de ${name}`, 900);
  const person = await world.person(name);
  await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, other]);
  return {person, other};
};

describe('contacts', () => {
  it('are named and dismissed by administrators, shown to colleagues and to nobody else, and know of it themselves', async () => {
    expect(await admin.want(200, admin.put(`/administrations/${town}/contacts/${contact.id}`))).toMatchObject({items: [{id: contact.id, post: 'Técnica'}]});
    await admin.want(200, admin.put(`/administrations/${town}/contacts/${contact.id}`));
    const colleague = await world.person('Colega');
    const {person: stranger} = await elsewhere('Lejos');
    expect([await contacts(colleague), await contacts(admin), await contacts(stranger)]).toEqual([[contact.id], [contact.id], []]);
    expect((await contact.get('/me')).json.contact_of).toEqual([town]);
    expect((await colleague.get('/me')).json.contact_of).toEqual([]);
    await admin.want(200, admin.put(`/administrations/${town}/contacts/${colleague.id}`));
    expect(await admin.want(200, admin.del(`/administrations/${town}/contacts/${colleague.id}`))).toMatchObject({items: [{id: contact.id}]});
    expect((await end(colleague, contact)).json.type).toBe('not_a_contact');
    const seen = (await admin.want(200, admin.get(`/console/audit?action=contact.&object=${colleague.id}`))).items;
    expect(seen.map((one: any) => [one.action, one.details.administration])).toEqual([['contact.dismissed', String(town)], ['contact.named', String(town)]]);
  });

  it('work there, have an account, and are a handful', async () => {
    const {person} = await elsewhere('Otra');
    const guest = await world.person('Invitada');
    await world.join(await world.group('de-invitadas', 'open'), guest, 'guest');
    for (const other of [person, guest, await world.person('Suspendida', {suspended: true})]) {
      expect((await admin.put(`/administrations/${town}/contacts/${other.id}`)).json.type, other.name).toBe('not_a_colleague');
    }
    expect((await admin.put(`/administrations/${town}/contacts/4503599627370001`)).status).toBe(404);
    expect((await admin.put(`/administrations/4503599627370001/contacts/${contact.id}`)).status).toBe(404);
    const place = await world.addAdministration('Ayuntamiento de Muchos', 100);
    for (let i = 0; i < 11; i++) {
      const one = await world.person(`Contacto ${i}`);
      await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [one.id, place]);
      const answer = await admin.put(`/administrations/${place}/contacts/${one.id}`);
      expect([i, answer.status, answer.json.type]).toEqual(i < 10 ? [i, 200, undefined] : [i, 409, 'too_many_contacts']);
    }
    // Whom the list does not show takes nobody's place.
    const last = await world.database.value(`select max(person_id) from administration_contact where administration_id = $1`, [place]);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [last]);
    const next = await world.person('En su lugar');
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [next.id, place]);
    await admin.want(200, admin.put(`/administrations/${place}/contacts/${next.id}`));
  });
});

describe('ending a post', () => {
  it('ends what hangs from it at once, over live as well, tells the person and is written down', async () => {
    const leaver = await world.person('Sale Pronto');
    const {person: newcomer} = await elsewhere('Nueva');
    await admin.want(200, admin.put(`/administrations/${town}/contacts/${leaver.id}`));
    await world.group('por-regla', 'private', [[newcomer, 'owner']]);
    await world.database.rows(`update plaza_group set official = true where slug = 'por-regla'`);
    await newcomer.want(201, newcomer.post('/groups/por-regla/membership-rules', {administration: town}));
    await until('the rule lets them in', async () => (await leaver.get('/groups/por-regla/threads')).status === 200);
    await world.group('de-empleados', 'open', [[newcomer, 'owner']]);
    const waiting = await registration(world, {state: 'confirming', pending: true});
    const invited = await registration(world, {inviter: leaver.id});
    expect((await leaver.get('/confirmations')).json.items.map((one: any) => one.id)).toContain(waiting.id);
    const live = await world.live(leaver);

    const done = await contact.want(200, end(contact, leaver));
    expect(done).toMatchObject({id: leaver.id, posts: []});
    await live.event('that they are out', ({kind}) => kind === 'membership.changed');
    expect((await leaver.get('/groups/por-regla/threads')).status).toBe(404);
    await newcomer.ask('por-regla', 'Solo para quien sigue');
    await newcomer.ask('de-empleados', 'Para toda la red');
    expect((await leaver.get('/confirmations')).json.items).toEqual([]);
    expect((await leaver.put(`/confirmations/${waiting.id}`)).status).toBe(404);
    expect((await leaver.get('/me')).json).toMatchObject({contact_of: [], posts: [], administration: null});
    expect(await contacts(admin)).toEqual([contact.id]);
    expect((await leaver.put('/groups/de-empleados/members/me')).json.type).toBe('relation_not_admitted');
    expect(await world.database.value('select state from registration where id = $1', [invited.id])).toBe('withdrawn');
    expect((await leaver.get('/groups')).json.items.map((one: any) => one.my_membership)).not.toContain('member');

    expect((await leaver.get('/notifications')).json.items[0]).toMatchObject({cause: 'post_ended', actor: {id: contact.id}, facts: {administration: 'Ayuntamiento de Villar del Río', link: '/perfil'}});
    expect(await world.database.row('select address, facts from mail where kind = $2 and person_id = $1', [leaver.id, 'post_ended'])).toEqual({
      address: leaver.email, facts: {name: 'Sale Pronto', position: 'Técnica', administration: 'Ayuntamiento de Villar del Río', reason: 'Se ha jubilado.', link: '/perfil'}});
    const written = async (action: string, object: number) => (await admin.want(200, admin.get(`/console/audit?action=${action}&object=${object}`))).items.map(({details}: any) => details);
    expect(await written('contact.dismissed', leaver.id)).toMatchObject([{administration: String(town), post: String(await postOf(leaver))}]);
    expect(await written('registration.invitation_withdrawn', invited.id)).toEqual([{inviter: String(leaver.id)}]);
    const [entry] = (await admin.want(200, admin.get(`/console/audit?action=appointment.ended&object=${await postOf(leaver)}`))).items;
    expect(entry).toMatchObject({actor: {id: contact.id}, details: {person: String(leaver.id), administration: String(town), reason: 'Se ha jubilado.'}});
    expect((await end(contact, leaver)).json.type).toBe('post_ended');
  });

  it('ended by an administrator in the profile takes the invitations with it just so', async () => {
    const leaver = await world.person('Termina En El Perfil');
    const invited = await registration(world, {inviter: leaver.id});
    const today = await world.database.value(`select current_date::text`);
    await admin.want(200, admin.put(`/people/${leaver.id}/appointments/${await postOf(leaver)}`, {position: 'Técnica', relation: 'employee', until: today}));
    expect(await world.database.value('select state from registration where id = $1', [invited.id])).toBe('withdrawn');
  });

  it('in several places is told of all of them until it was read', async () => {
    const {person, other} = await elsewhere('Dos Pueblos');
    await world.database.rows(`insert into appointment (person_id, administration_id, position, main) values ($1, $2, 'Otra', false)`, [person.id, town]);
    const told = async () => (await person.get('/notifications')).json.items[0].facts.administration;
    await admin.want(200, end(admin, person, other));
    await admin.want(200, end(admin, person, town));
    expect(await told()).toBe('Ayuntamiento de Dos Pueblos, Ayuntamiento de Villar del Río');
    await person.want(204, person.put('/notifications/read', {up_to: new Date(Date.now() + 60_000).toISOString()}));
    await world.database.rows(`insert into appointment (person_id, administration_id, position) values ($1, $2, 'Otra más')`, [person.id, other]);
    const again = await world.database.value('select id from appointment where person_id = $1 and valid_to is null', [person.id]);
    await admin.want(200, admin.post(`/people/${person.id}/appointments/${again}/end`, {reason: 'Otra vez.'}));
    expect(await told()).toBe('Ayuntamiento de Dos Pueblos');
  });

  it('cannot be undone by whom it was taken from', async () => {
    const leaver = await world.person('Vuelve Solo');
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('villar.example', $1) on conflict do nothing`, [town]);
    await contact.want(200, end(contact, leaver));
    const post = await postOf(leaver);
    const tomorrow = new Date(Date.now() + 12 * 3600_000).toISOString().slice(0, 10);
    expect((await leaver.put(`/people/${leaver.id}/appointments/${post}`, {position: 'Técnica', relation: 'employee', until: tomorrow})).json.type).toBe('post_needs_confirmation');
    expect((await leaver.post(`/people/${leaver.id}/appointments`, {administration: town, position: 'Otra', relation: 'employee'})).json.type).toBe('post_needs_confirmation');
    await admin.want(201, admin.post(`/people/${leaver.id}/appointments`, {administration: town, position: 'Otra', relation: 'employee'}));
  });

  it('is for contacts of that administration and for administrators, and never for oneself', async () => {
    const {person, other} = await elsewhere('Ajena');
    expect((await end(contact, person, other)).json.type).toBe('not_a_contact');
    expect((await end(contact, contact)).json.type).toBe('own_account');
    await admin.want(200, end(admin, person, other));
    expect((await contact.post(`/people/${person.id}/appointments/4503599627370001/end`, {reason: 'Nada.'})).status).toBe(404);
    expect((await contact.post(`/people/4503599627370001/appointments/4503599627370001/end`, {reason: 'Nada.'})).status).toBe(404);
    expect((await contact.post(`/people/${person.id}/appointments/${await postOf(person, other)}/end`, {reason: ' '})).json.errors).toEqual({reason: ['required']});
    const mate = await world.person('Compañera');
    await contact.want(200, admin.del(`/administrations/${town}/contacts/${contact.id}`));
    expect((await end(contact, mate)).json.type).toBe('not_a_contact');
    await admin.want(200, admin.put(`/administrations/${town}/contacts/${contact.id}`));
    await contact.want(200, end(contact, mate));
  });

  it('leaves the contact of two posts there in place, and ends with the last one', async () => {
    const two = await world.person('Dos Puestos');
    await admin.want(201, admin.post(`/people/${two.id}/appointments`, {administration: town, position: 'Otra', relation: 'employee'}));
    await admin.want(200, admin.put(`/administrations/${town}/contacts/${two.id}`));
    await admin.want(200, end(admin, two));
    expect(await contacts(admin)).toContain(two.id);
    const left = await world.database.value('select id from appointment where person_id = $1 and valid_to is null', [two.id]);
    await two.want(200, two.put(`/people/${two.id}/appointments/${left}`, {position: 'Otra', relation: 'employee', until: '2026-01-31'}));
    expect(await contacts(admin)).not.toContain(two.id);
  });
});
