// SPDX-License-Identifier: EUPL-1.2
// The console of people and the audit: what administrators do, that it holds at once, and that it is written down.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, admin: Person, auditor: Person;
beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Ada Ministradora', {role: 'administrator'});
  auditor = await world.person('Aurora Auditora', {role: 'auditor'});
});
afterAll(() => world?.end());

const audit = async (action: string, object: number) =>
  (await auditor.want(200, auditor.get(`/console/audit?action=${action}&object=${object}`))).items as any[];
const find = async (query: string) => (await admin.want(200, admin.get(`/console/people?${query}`))).items as any[];

describe('finding people', () => {
  it('goes by name without accents and by address, which only administrators see', async () => {
    const person = await world.person('Íñigo Zubizarreta');
    for (const name of ['Francisco', 'Fátima']) await world.person(name);
    for (const q of ['iñigo ZUBI', 'ZUBIZARRETA', person.email.slice(3, 24), person.email.toUpperCase()]) {
      expect(await find(`q=${encodeURIComponent(q)}`), q).toMatchObject([{person: {id: person.id}, email: person.email, status: 'active', role: null, sessions: 1, suspension: null}]);
    }
    expect(await find('role=auditor')).toMatchObject([{person: {id: auditor.id}}]);
    expect(await find('q=nadie.en.absoluto')).toEqual([]);
    const all = await admin.all('/console/people', 2);
    // As the directory has them: the accent is no letter of its own.
    const folded = all.map(({person: {name}}) => name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''));
    expect(folded).toEqual([...folded].sort((a, b) => (a < b ? -1 : 1)));
    expect(folded.indexOf('fatima')).toBeLessThan(folded.indexOf('francisco'));
    expect((await auditor.get('/console/people')).json.type).toBe('administrators_only');
    expect((await person.get('/console/audit')).json.type).toBe('auditors_only');
    expect((await admin.get('/console/people/4503599627370001')).status).toBe(404);
  });
});

describe('suspending', () => {
  it('ends sessions and live connections at once, says why, and can be taken back', async () => {
    const person = await world.person('Suspendible');
    const other = await world.session(person);
    const live = await world.live(person);
    const done = await admin.want(200, admin.put(`/console/people/${person.id}/suspension`, {reason: 'Cuenta compartida.'}));
    expect(done).toMatchObject({status: 'suspended', sessions: 0, suspension: {reason: 'Cuenta compartida.', by: 'Ada Ministradora'}});
    expect(await live.closedWith()).toBe(1008);
    for (const client of [person, other]) expect((await client.get('/me')).status).toBe(401);
    expect(await find('status=suspended')).toMatchObject([{person: {id: person.id}}]);
    await admin.want(200, admin.put(`/console/people/${person.id}/suspension`, {reason: 'Otra razón.'}));
    expect(await admin.want(200, admin.del(`/console/people/${person.id}/suspension`))).toMatchObject({status: 'active', suspension: null});
    await admin.want(200, admin.del(`/console/people/${person.id}/suspension`));
    expect((await (await world.session(person)).get('/me')).status).toBe(200);
    expect((await audit('person.', person.id)).map(({action, details, actor, object_name}) => [action, details.reason, actor.name, object_name])).toEqual([
      ['person.reinstated', undefined, admin.name, 'Suspendible'], ['person.suspended', 'Otra razón.', admin.name, 'Suspendible'], ['person.suspended', 'Cuenta compartida.', admin.name, 'Suspendible']]);
  });

  it('is not for oneself, nor for who has no account, nor without a reason', async () => {
    expect((await admin.put(`/console/people/${admin.id}/suspension`, {reason: 'Yo.'})).json.type).toBe('own_account');
    const erased = await world.person('Borrada', {erased: true});
    expect((await admin.put(`/console/people/${erased.id}/suspension`, {reason: 'Ya no está.'})).json.type).toBe('not_an_account');
    expect((await admin.put(`/console/people/${auditor.id}/suspension`, {reason: ' '})).json.errors).toEqual({reason: ['required']});
    expect((await admin.put('/console/people/4503599627370001/suspension', {reason: 'Nadie.'})).status).toBe(404);
  });
});

describe('signing somebody out', () => {
  it('ends all their sessions and is written down once', async () => {
    const person = await world.person('Salida');
    await world.session(person);
    await admin.want(204, admin.del(`/console/people/${person.id}/sessions`));
    await admin.want(204, admin.del(`/console/people/${person.id}/sessions`));
    expect((await person.get('/me')).status).toBe(401);
    expect(await audit('person.signed_out', person.id)).toMatchObject([{details: {sessions: '2'}}]);
  });
});

describe('offices', () => {
  it('are given, changed and taken away, and hold at the next request', async () => {
    const person = await world.person('Nombrada');
    const give = (role: string) => admin.put(`/console/people/${person.id}/role`, {role});
    const roles = async (session: Person) => (await session.get('/me')).json.roles;
    expect(await admin.want(200, give('administrator'))).toMatchObject({role: 'administrator'});
    // A session that was a member's does not become an administrator's.
    expect((await person.get('/me')).status).toBe(401);
    const office = await world.session(person);
    expect((await office.get('/console/people')).status).toBe(200);
    expect(await roles(office)).toEqual(['administrator']);
    await admin.want(200, give('network_host'));
    const host = await world.session(person);
    expect((await host.get('/console/people')).status).toBe(403);
    expect(await roles(host)).toEqual(['network_host']);
    await admin.want(200, give('none'));
    expect(await roles(host)).toEqual([]);
    expect((await give('emperor')).status).toBe(422);
    expect((await audit('person.role_changed', person.id)).map(({details}) => [details.from, details.to])).toEqual([
      ['network_host', ''], ['administrator', 'network_host'], ['', 'administrator']]);
    const suspended = await world.person('Suspendida', {suspended: true});
    expect((await admin.put(`/console/people/${suspended.id}/role`, {role: 'auditor'})).json.type).toBe('not_an_account');
  });

  it('leave one administrator, also when two let go of each other at once', async () => {
    expect((await admin.put(`/console/people/${admin.id}/role`, {role: 'none'})).json.type).toBe('last_administrator');
    for (let round = 0; round < 8; round++) {
      const second = await world.person(`Segunda ${round}`, {role: 'administrator'});
      const answers = await Promise.all([
        admin.put(`/console/people/${second.id}/${round % 2 ? 'role' : 'suspension'}`, round % 2 ? {role: 'none'} : {reason: 'A la vez.'}),
        second.put(`/console/people/${admin.id}/role`, {role: 'none'}),
      ]);
      const left = await world.database.rows(`select id from person where network_role = 'administrator' and status = 'active'`);
      expect([round, left.length, answers.filter(({status}) => status === 200).length]).toEqual([round, 1, 1]);
      // As it was, for the next round.
      await world.database.rows(`update person set network_role = 'administrator' where id = $1`, [admin.id]);
      await world.database.rows(`update person set network_role = null where id = $1`, [second.id]);
    }
  });

  it('are kept by the database whatever path takes them away', async () => {
    for (const sql of ['update person set network_role = null where id = $1', `update person set status = 'erased' where id = $1`, 'delete from person where id = $1']) {
      await expect(world.database.rows(sql, [admin.id]), sql).rejects.toThrow(/last administrator/);
    }
  });
});

describe('the audit', () => {
  it('names whom and what an act was about, for as long as they are known', async () => {
    const [holder, town] = [await world.person('Nuria Nombrada'), world.administration];
    const called = await world.database.value('select name from administration where id = $1', [town]);
    const [{id: applied}] = await world.database.rows(
      `insert into registration (email, token_hash, state, expires_at, name) values ('ana@fuera.test', '\\x01', 'vetting', now() + interval '1 day', 'Ana Fuera') returning id`);
    await admin.want(200, admin.put(`/administrations/${town}/contacts/${holder.id}`));
    await admin.want(204, admin.post(`/applications/${applied}/refusal`, {reason: 'No nos consta.'}));
    expect((await audit('contact.named', holder.id))[0]).toMatchObject({object_name: holder.name, details: {administration: String(town)}, names: {administration: called}});
    expect((await audit('registration.refused', Number(applied)))[0]).toMatchObject({object_name: 'Ana Fuera', names: {}});
    await world.database.rows(`select write_audit(null, 'membership.by_rule', 'installation', 0, jsonb_build_object('count', '2', 'people', $1::text))`, [`${holder.id}, ${admin.id}`]);
    expect((await auditor.want(200, auditor.get('/console/audit?action=membership.by_rule'))).items[0].names).toEqual({people: [admin.name, holder.name].sort().join(', ')});
    await world.database.rows('delete from registration where id = $1', [applied]);
    expect((await audit('registration.refused', Number(applied)))[0].object_name).toBeNull();
  });

  it('is read page by page, by whom and to whom, and its reading is written down once', async () => {
    const person = await world.person('Auditada');
    for (const role of ['auditor', 'network_host', 'none']) await admin.want(200, admin.put(`/console/people/${person.id}/role`, {role}));
    const reads = () => world.database.value(`select count(*)::int from audit where action = 'audit.read' and actor_id = $1`, [auditor.id]);
    const before = await reads();
    expect((await auditor.all(`/console/audit?object=${person.id}`, 1)).map(({details}) => details.to)).toEqual(['', 'network_host', 'auditor']);
    expect(await reads()).toBe(before + 1);
    const own = (await admin.want(200, admin.get(`/console/audit?action=audit.read&actor=${auditor.id}&limit=1`))).items[0];
    expect(own).toMatchObject({action: 'audit.read', actor: {id: auditor.id}, object: null});
    expect((await auditor.get('/console/audit?actor=x')).json.errors).toEqual({actor: ['not_an_identifier']});
    expect((await auditor.get('/console/audit?action=DROP')).status).toBe(422);
  });

  it('says nothing of groups that the reader may not know of', async () => {
    const owner = await world.person('Dueña');
    const group = await owner.want(201, owner.post('/groups', {slug: 'oculto', name: 'Oculto', kind: 'hidden', description: ''}));
    const open = await owner.want(201, owner.post('/groups', {slug: 'abierto', name: 'Abierto', kind: 'open', description: ''}));
    for (const reader of [admin, auditor]) {
      const seen = (await reader.want(200, reader.get(`/console/audit?actor=${owner.id}&limit=100`))).items;
      expect(seen.map((entry: any) => entry.object_name)).toContain('Abierto');
      expect(JSON.stringify(seen)).not.toContain(group.slug);
    }
    expect(open.slug).toBe('abierto');
  });

  it('tells whether its chain holds', async () => {
    expect((await auditor.get('/console/audit/state')).json).toEqual({sound: true, first_break: null});
    const {seq, action} = await world.database.row(`select seq, action from audit where action = 'person.suspended' order by seq limit 1`);
    await world.database.rows(`update audit set action = 'person.praised' where seq = $1`, [seq]);
    expect((await auditor.get('/console/audit/state')).json).toEqual({sound: false, first_break: Number(seq)});
    await world.database.rows('update audit set action = $2 where seq = $1', [seq, action]);
  });
});
