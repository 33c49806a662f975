// SPDX-License-Identifier: EUPL-1.2
// How people come in: known domains, domains of several administrations, vetting, invitations; and that no answer
// tells whether an address is known.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Client} from '../support/client.ts';
import {Live} from '../support/live.ts';
import {knowDomain, registration} from '../support/registration.ts';
import {World, type Person} from '../support/world.ts';

let world: World, admin: Person;
const password = 'caballo correcto batería grapa 2026';
beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Administra', {role: 'administrator'});
  await knowDomain(world, 'villar.test');
});
afterAll(() => world?.end());

const letters = (address: string) => world.database.rows('select kind, facts from mail where address = $1 order by created_at, id', [address]) as Promise<{kind: string; facts: any}[]>;
const tokenIn = (facts: any) => /^\/registro\/confirmar#([\w-]{32})$/.exec(facts.link)![1];
/** Asks, and takes the link out of the mail. */
async function asked(email: string): Promise<string> {
  const answer = await world.stranger().post('/registration', {email, language: 'es'});
  expect(answer.status, answer.text).toBe(202);
  const token = tokenIn((await letters(email.toLowerCase())).concat(await letters(email)).at(-1)!.facts);
  world.server.secrets.add(token);
  return token;
}
const account = (token: string, more: object = {}) => ({token, name: 'Eva Ríos', position: 'Técnica de padrón', language: 'gl', password, policy: true, ...more});
async function entered(token: string, more: object = {}): Promise<Client> {
  const client = world.stranger();
  const answer = await client.post('/registration/account', account(token, more));
  expect(answer.status, answer.text).toBe(200);
  client.token = /^__Host-plaza=([^;]+)/.exec(answer.headers['set-cookie'])![1];
  world.server.secrets.add(client.token);
  return client;
}
const look = (token: string) => world.stranger().post('/registration/look', {token});

describe('a known domain of one administration', () => {
  it('leads from a mailed link to a complete account, and the link opens nothing again', async () => {
    const token = await asked('eva@villar.test');
    expect(await letters('eva@villar.test')).toMatchObject([{kind: 'registration', facts: {hours: 72}}]);
    for (let i = 0; i < 2; i++) {
      expect((await look(token)).json).toEqual({email: 'eva@villar.test', way: 'account', inviter: '', name: '', position: '',
        administrations: [expect.objectContaining({id: world.administration, name: 'Ayuntamiento de Villar del Río'})]});
    }
    const eva = await entered(token);
    const me = await eva.want(200, eva.get('/me'));
    expect(me).toMatchObject({person: {name: 'Eva Ríos', email: 'eva@villar.test', post: 'Técnica de padrón'}, language: 'gl', administration: {id: world.administration}});
    expect((await look(token)).status).toBe(404);
    expect((await world.stranger().post('/registration/account', account(token))).status).toBe(404);
    expect((await world.stranger().signIn('eva@villar.test', password)).status).toBe(200);
    expect(await world.database.value(`select count(*)::int from audit where action = 'person.registered' and object_id = $1`, [me.person.id])).toBe(1);
  });

  it('makes the account again from the start where the database ended it for another', async () => {
    await world.database.rows(`create sequence deadlocks`);
    await world.database.rows(`create function one_deadlock() returns trigger language plpgsql security definer as $$
      begin if nextval('deadlocks') = 1 then raise exception 'deadlock' using errcode = '40P01'; end if; return new; end $$`);
    await world.database.rows(`create trigger one_deadlock before insert on credential for each row execute function one_deadlock()`);
    await entered(await asked('abrazada@villar.test'));
    expect(await world.database.value(`select last_value::int from deadlocks`)).toBe(2);
    await world.database.rows('drop trigger one_deadlock on credential');
    await world.database.rows('drop function one_deadlock');
    await world.database.rows('drop sequence deadlocks');
  });

  it('stores the token as a digest, and mails the link alone', async () => {
    const token = await asked('digest@villar.test');
    expect(await world.database.value(`select count(*)::int from registration where token_hash = sha256($1)`, [token])).toBe(1);
    expect(JSON.stringify(await world.database.rows('select * from registration'))).not.toContain(token);
  });

  it('ends after seventy-two hours and not before', async () => {
    const token = await asked('tarde@villar.test');
    const left = await world.database.value(`select extract(epoch from expires_at - now())::int from registration where email = 'tarde@villar.test'`);
    expect(Math.abs(left - 72 * 3600)).toBeLessThan(60);
    await world.database.rows(`update registration set expires_at = now() where email = 'tarde@villar.test'`);
    expect((await look(token)).status).toBe(404);
    expect((await world.stranger().post('/registration/account', account(token))).status).toBe(404);
  });

  it.each<[string, object, object]>([
    ['a short password', {password: 'corta'}, {password: ['too_short']}], ['a common one', {password: 'ayuntamiento123'}, {password: ['common']}],
    ['no name', {name: ' '}, {name: ['required']}], ['terms not accepted', {policy: false}, {policy: ['required']}],
    ['a role', {network_role: 'administrator'}, {network_role: ['unknown_field']}],
  ])('refuses %s, and the link stays good', async (what, more, errors) => {
    const token = await asked(`${what.replace(/\W/g, '')}@villar.test`);
    const answer = await world.stranger().post('/registration/account', account(token, more));
    expect([answer.status, answer.json.errors]).toEqual([422, errors]);
    await entered(token);
  });

  it('opened by many at once makes one account', async () => {
    const [one, two] = [await asked('carrera@villar.test'), await asked('carrera@villar.test')];
    const answers = await Promise.all([one, one, two, two].map((token) => world.stranger().post('/registration/account', account(token))));
    expect(answers.map(({status}) => status).sort()).toEqual([200, 404, 404, 404]);
  });
});

describe('whether an address is known', () => {
  it('is told by mail only: answers are the same bytes, and take the same work', async () => {
    const known = await world.person('Conocida');
    const [one, two] = await Promise.all([known.email, 'nadie@villar.test'].map((email) => world.stranger().post('/registration', {email, language: 'es'})));
    const plain = (answer: any) => [answer.status, answer.text, Object.keys(answer.headers).sort()];
    expect(plain(one)).toEqual(plain(two));
    expect((await letters(known.email)).map(({kind}) => kind)).toEqual(['registration_known']);
    const rows = await world.database.rows(`select state from registration where email in ($1, 'nadie@villar.test') order by state`, [known.email]);
    expect(rows).toEqual([{state: 'known'}, {state: 'mailed'}]);
  });

  it('three links an hour are mailed, and the answer stays the same', async () => {
    for (let i = 0; i < 5; i++) expect((await world.stranger().post('/registration', {email: 'MUCHAS@villar.test', language: 'es'})).status).toBe(202);
    expect(await world.database.value(`select count(*)::int from mail where lower(address) = 'muchas@villar.test'`)).toBe(3);
  });

  it.each(['', 'nadie', 'a@b@c.example', 'a b@villar.test', `x@${'y'.repeat(300)}.example`])('"%.20s" is no address', async (email) => {
    expect((await world.stranger().post('/registration', {email, language: 'es'})).status).toBe(422);
  });

  it('a network that asks without end is slowed down, whatever it asks for', async () => {
    await world.database.rows(`update signin_failure set failures = 200, last_at = now()`);
    expect((await world.stranger().post('/registration', {email: 'otra@villar.test', language: 'es'})).status).toBe(429);
    await world.database.rows('delete from signin_failure');
  });
});

describe('a domain of several administrations', () => {
  let other: number, colleague: Person;
  beforeAll(async () => {
    other = await world.addAdministration('Ayuntamiento de Otero', 700);
    await knowDomain(world, 'diputacion.test', world.administration, other);
    colleague = await world.person('Colega');
    await world.database.rows('update appointment set administration_id = $1 where person_id = $2', [other, colleague.id]);
  });

  it('makes who comes choose, and wait for a colleague, with nothing open meanwhile', async () => {
    const token = await asked('nuevo@diputacion.test');
    const seen = (await look(token)).json;
    expect([seen.way, seen.administrations.map((one: any) => one.id).sort()]).toEqual(['confirmation', [world.administration, other].sort()]);
    for (const administration of [undefined, await world.addAdministration('Ajena', 10)]) {
      const answer = await world.stranger().post('/registration/account', account(token, {administration}));
      expect([answer.status, Object.keys(answer.json.errors)]).toEqual([422, ['administration']]);
    }
    const client = await entered(token, {administration: other});
    for (const path of ['/me', '/feed', '/groups', '/events?wait=0', '/me/sessions', '/confirmations', '/notifications']) {
      const answer = await client.get(path);
      expect([path, answer.status, answer.json.type]).toEqual([path, 428, 'confirmation_pending']);
    }
    expect((await client.put('/me/policy')).status).toBe(428);
    expect(await Live.attempt(client)).toMatchObject({status: 428});
    expect((await (await world.person('Mirona')).get('/confirmations')).json.items).toEqual([]);

    // Nor is it for who is there from outside.
    const consultant = await world.person('Consultora');
    await world.database.rows(`update appointment set administration_id = $1, relation = 'external' where person_id = $2`, [other, consultant.id]);
    expect((await consultant.get('/confirmations')).json.items).toEqual([]);

    const {items} = await colleague.want(200, colleague.get('/confirmations'));
    expect((await consultant.put(`/confirmations/${items[0].id}`)).status).toBe(404);
    expect(items).toMatchObject([{name: 'Eva Ríos', email: 'nuevo@diputacion.test', position: 'Técnica de padrón', administration: {id: other}}]);
    expect((await colleague.get('/notifications')).json.items.map((one: any) => [one.cause, one.facts.link])).toEqual([['person_awaits_confirmation', '/confirmaciones']]);
    const stranger = await world.person('De otro sitio');
    expect((await stranger.put(`/confirmations/${items[0].id}`)).status).toBe(404);
    expect((await colleague.put(`/confirmations/${items[0].id}`)).status).toBe(204);
    expect((await client.get('/me')).json).toMatchObject({person: {post: 'Técnica de padrón'}, administration: {id: other}});
    expect((await letters('nuevo@diputacion.test')).at(-1)).toMatchObject({kind: 'vetting_admitted', facts: {link: '/'}});
    expect((await colleague.put(`/confirmations/${items[0].id}`)).status).toBe(404);
  });

  it('lets a colleague refuse with a reason, after which nothing is left', async () => {
    const client = await entered(await asked('falso@diputacion.test'), {administration: other});
    const [{id}] = (await colleague.get('/confirmations')).json.items;
    expect((await colleague.post(`/confirmations/${id}/refusal`, {reason: 'No trabaja en el ayuntamiento.'})).status).toBe(204);
    expect((await client.get('/me')).status).toBe(401);
    expect((await letters('falso@diputacion.test')).at(-1)).toMatchObject({kind: 'vetting_refused', facts: {reason: 'No trabaja en el ayuntamiento.'}});
    expect(await world.database.value(`select count(*)::int from credential where email = 'falso@diputacion.test'`)).toBe(0);
  });

  it('is told to administrators where nobody of the house is here yet, and no longer once it is settled', async () => {
    const first = await world.addAdministration('Ayuntamiento de la Primera', 400);
    await knowDomain(world, 'comarca.test', world.administration, first);
    const told = async () => (await admin.get('/notifications')).json.items.filter((one: any) => one.cause === 'confirmation_without_colleagues');
    await entered(await asked('acompanada@comarca.test'), {administration: world.administration});
    expect(await told()).toEqual([]);
    const client = await entered(await asked('primera@comarca.test'), {administration: first});
    expect(await told()).toMatchObject([{times: 1, actor: null, facts: {link: '/confirmaciones'}, read: false}]);
    for (const {id} of (await admin.get('/confirmations')).json.items) expect((await admin.put(`/confirmations/${id}`)).status).toBe(204);
    expect((await client.get('/me')).json.administration.id).toBe(first);
    expect(await told()).toEqual([]);
  });

  it('shows administrators everybody who waits', async () => {
    await entered(await asked('solo@diputacion.test'), {administration: world.administration});
    expect((await admin.get('/confirmations')).json.items.map((one: any) => one.email)).toEqual(['solo@diputacion.test']);
  });
});

describe('any other address', () => {
  const application = (token: string) => ({token, name: 'Iker Sanz', organisation: 'Mancomunidad del Valle', position: 'Secretario', reason: 'Llevo tres ayuntamientos.'});

  it('goes before the administrators, who admit it and make its domain known', async () => {
    const token = await asked('iker@valle.test');
    expect((await look(token)).json).toMatchObject({way: 'vetting', administrations: []});
    expect((await world.stranger().post('/registration/account', account(token))).status).toBe(404);
    expect((await world.stranger().post('/registration/application', application(token))).status).toBe(202);
    expect((await look(token)).json).toMatchObject({way: 'waiting'});
    expect((await world.stranger().post('/registration/application', application(token))).status).toBe(404);
    const [one] = (await admin.get('/applications')).json.items;
    expect(one).toMatchObject({...(({token: _, ...rest}) => rest)(application(token)), email: 'iker@valle.test', inviter: ''});
    const nowhere = await admin.post(`/applications/${one.id}/admission`, {administration: 4_503_599_627_370_001, know_domain: true});
    expect([nowhere.status, nowhere.json.errors]).toEqual([422, {administration: ['unknown']}]);
    expect((await admin.post(`/applications/${one.id}/admission`, {administration: world.administration, know_domain: true})).status).toBe(204);
    expect((await look(token)).status).toBe(404);
    const link = (await letters('iker@valle.test')).at(-1)!;
    expect(link).toMatchObject({kind: 'vetting_admitted', facts: {hours: 72, name: 'Iker Sanz'}});
    const client = await entered(tokenIn(link.facts));
    expect((await client.get('/me')).json.administration.id).toBe(world.administration);
    expect((await look(await asked('otra@valle.test'))).json.way).toBe('account');
  });

  it('is admitted, but does not make known a domain where anybody opens a mailbox', async () => {
    const {id} = await registration(world, {state: 'vetting'});
    await world.database.rows(`update registration set email = 'ana.vetting@gmail.com' where id = $1`, [id]);
    const waiting = (await admin.get('/applications?limit=100')).json.items as {id: number; domain_open: boolean}[];
    expect(waiting.find((one) => one.id === id)?.domain_open).toBe(true);
    expect(waiting.filter((one) => one.id !== id && one.domain_open)).toEqual([]);
    const refused = await admin.post(`/applications/${id}/admission`, {administration: world.administration, know_domain: true});
    expect([refused.status, refused.json.errors]).toEqual([422, {know_domain: ['open_to_anybody']}]);
    expect((await admin.post(`/applications/${id}/admission`, {administration: world.administration, know_domain: false})).status).toBe(204);
    expect((await look(await asked('otra.vetting@gmail.com'))).json.way).toBe('vetting');
  });

  it('is refused with a reason that is mailed', async () => {
    const token = await asked('quien@fuera.test');
    await world.stranger().post('/registration/application', application(token));
    const [one] = (await admin.get('/applications')).json.items;
    expect((await admin.post(`/applications/${one.id}/refusal`, {reason: 'No es una administración.'})).status).toBe(204);
    expect((await letters('quien@fuera.test')).at(-1)).toMatchObject({kind: 'vetting_refused', facts: {reason: 'No es una administración.'}});
    expect((await look(token)).status).toBe(404);
    expect((await admin.post(`/applications/${one.id}/refusal`, {reason: 'x'})).status).toBe(404);
  });

  it('is told to every active administrator, and to nobody else', async () => {
    const [second, away, host, person] = [await world.person('Segunda'), await world.person('Suspendida'), await world.person('Dinamiza'), await world.person('Cualquiera')];
    await world.database.rows(`update person set network_role = 'administrator' where id in ($1, $2)`, [second.id, away.id]);
    await world.database.rows(`update person set network_role = 'network_host' where id = $1`, [host.id]);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [away.id]);
    await world.database.rows('delete from notification');
    for (const email of ['avisa@fuera.test', 'avisa2@fuera.test']) {
      expect((await world.stranger().post('/registration/application', application(await asked(email)))).status).toBe(202);
    }
    for (const one of [admin, second]) {
      expect((await one.get('/notifications')).json.items).toMatchObject([{cause: 'application_waiting', times: 2, actor: null, facts: {link: '/administracion/solicitudes'}}]);
    }
    expect(await world.database.value(`select count(*)::int from notification where person_id in ($1, $2, $3)`, [away.id, host.id, person.id])).toBe(0);
    expect(await world.database.value(`select count(distinct person_id)::int from notification where cause = 'application_waiting'`)).toBe(2);
    // Whoever comes to it when another has decided finds nothing left to do.
    await world.database.rows(`update registration set state = 'refused', decided_at = now() where state = 'vetting'`);
    expect([(await second.get('/notifications')).json.items, (await second.get('/me')).json.counters.notifications]).toEqual([[], 0]);
    await world.database.rows('update person set network_role = null where id in ($1, $2, $3)', [second.id, away.id, host.id]);
  });

  it('is nobody\'s to see or decide but an administrator\'s', async () => {
    const {id} = await registration(world, {state: 'vetting'});
    const person = await world.person('Curiosa');
    for (const answer of [await person.get('/applications'), await person.post(`/applications/${id}/admission`, {administration: world.administration, know_domain: true})]) {
      expect([answer.status, answer.json.type]).toEqual([403, 'administrators_only']);
    }
  });
});

describe('invitations', () => {
  it('lead who is invited in as they would come by themselves, and name who invited', async () => {
    const person = await world.person('Anfitriona');
    expect((await person.post('/invitations', {email: 'amiga@villar.test', message: 'Vente.'})).status).toBe(202);
    expect((await person.post('/invitations', {email: 'amigo@lejos.test'})).status).toBe(202);
    const [letter] = await letters('amiga@villar.test');
    expect(letter).toMatchObject({kind: 'invitation', facts: {inviter: 'Anfitriona', message: 'Vente.', days: 14}});
    expect((await look(tokenIn(letter.facts))).json).toMatchObject({way: 'account', inviter: 'Anfitriona'});
    await entered(tokenIn(letter.facts));
    const far = tokenIn((await letters('amigo@lejos.test'))[0].facts);
    await world.stranger().post('/registration/application', {token: far, name: 'Lejos', organisation: 'O', position: 'P', reason: 'R'});
    expect((await admin.get('/applications')).json.items.find((one: any) => one.email === 'amigo@lejos.test').inviter).toBe('Anfitriona');
    expect((await person.get('/invitations')).json.items.map((one: any) => [one.email, one.state])).toEqual([['amigo@lejos.test', 'answered'], ['amiga@villar.test', 'joined']]);
    expect((await person.get('/notifications')).json.items.map((one: any) => [one.cause, one.group, one.times])).toEqual([['invited_joined', null, 1]]);
    expect((await (await world.person('Otra')).get('/invitations')).json.items).toEqual([]);
  });

  it('tell nothing of who has an account', async () => {
    const person = await world.person('Pregunta'), known = await world.person('Ya dentro');
    const [one, two] = [await person.post('/invitations', {email: known.email, message: 'Ven.'}), await person.post('/invitations', {email: 'nadie.aun@villar.test'})];
    expect([one.status, one.text]).toEqual([two.status, two.text]);
    expect((await person.get('/invitations')).json.items.map((each: any) => each.state)).toEqual(['waiting', 'waiting']);
    expect(await letters(known.email)).toMatchObject([{kind: 'invitation_known', facts: {inviter: 'Pregunta', link: '/', message: 'Ven.'}}]);
  });

  it('are withdrawn by who sent them, and then open nothing', async () => {
    const person = await world.person('Retira'), other = await world.person('Ajena');
    await person.post('/invitations', {email: 'retirada@villar.test'});
    const [{id}] = (await person.get('/invitations')).json.items;
    const token = tokenIn((await letters('retirada@villar.test'))[0].facts);
    expect((await other.del(`/invitations/${id}`)).status).toBe(404);
    expect((await person.del(`/invitations/${id}`)).status).toBe(204);
    expect((await look(token)).status).toBe(404);
    expect((await person.del(`/invitations/${id}`)).status).toBe(404);
  });

  it('are twenty a week, also when sent at once', async () => {
    const person = await world.person('Muchas');
    const answers = await Promise.all(Array.from({length: 25}, (_, i) => person.post('/invitations', {email: `i${i}@muchas.test`})));
    expect(answers.filter(({status}) => status === 202)).toHaveLength(20);
    expect(answers.find(({status}) => status === 409)!.json.type).toBe('too_many_invitations');
  });
});

describe('the terms of use', () => {
  it('are accepted by who has not, which opens the network', async () => {
    const person = await world.person('Acepta', {policyPending: true});
    expect((await person.get('/me')).json.type).toBe('policy_pending');
    expect((await person.put('/me/policy')).status).toBe(204);
    expect((await person.get('/me')).status).toBe(200);
    expect((await person.put('/me/policy')).status).toBe(204);
    expect(await world.database.value(`select count(*)::int from audit where action = 'policy.accepted' and object_id = $1`, [person.id])).toBe(1);
  });
});
