// SPDX-License-Identifier: EUPL-1.2
// What administrators of the network do with administrations.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, admin: Person, other: Person, member: Person;
let made = 0;
const base = '/console/administrations';
const form = (over: object = {}) => ({dir3: `L0199${(made += 1).toString().padStart(4, '0')}`, name: 'Ayuntamiento de Prueba', level: 'municipality', ...over});
const make = async (over: object = {}) => admin.want(201, admin.post(base, form(over)));
const asForm = (one: any, over: object = {}) => ({
  dir3: one.dir3, name: one.name, level: one.level, ine: one.ine, province_id: one.province_id, population: one.population, website: one.website,
  parent: one.parent?.id ?? null, successor: one.successor?.id ?? null, valid_from: one.valid_from, valid_to: one.valid_to, version: one.version, ...over});
const audited = async (id: number) => (await admin.all(`/console/audit?object=${id}`)).map(({action}) => action);

beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Admin', {role: 'administrator'});
  other = await world.person('Otra', {role: 'administrator'});
  member = await world.person('Miembro');
});
afterAll(() => world?.end());

describe('an administration', () => {
  it('is made, with names and band that follow from codes and inhabitants', async () => {
    const one = await make({dir3: 'l01440099', name: 'Ayuntamiento de Albarracín', ine: '44009', province_id: '44', population: 1_016, website: 'https://albarracin.example', valid_from: '1979-04-03'});
    expect(one).toMatchObject({dir3: 'L01440099', ine: '44009', province: 'Teruel', region_id: '02', region: 'Aragón', band: '1000-4999',
      website: 'https://albarracin.example', valid_from: '1979-04-03', valid_to: null, version: 1, parent: null, successor: null, people: 0, domains: []});
    expect(await audited(one.id)).toEqual(['administration.created']);
    expect(await member.want(200, member.get(`/administrations/${one.id}`))).toMatchObject({name: one.name, website: one.website, ended: false});
    expect((await admin.post(base, form({dir3: 'L01440099'}))).json).toMatchObject({status: 409, type: 'code_taken'});
  });

  it.each<[string, object, string]>([
    ['no name', {name: ''}, 'name'], ['a code that is none', {dir3: '123'}, 'dir3'], ['a level that is none', {level: 'village'}, 'level'],
    ['letters for digits', {ine: '44A09'}, 'ine'], ['a province that is none', {province_id: '53'}, 'province_id'], ['a region that is none', {region_id: '20'}, 'region_id'],
    ['inhabitants below nothing', {population: -1}, 'population'], ['a script for an address', {website: 'javascript:alert(1)'}, 'website'],
    ['a day that is none', {valid_from: '2025-02-30'}, 'valid_from'], ['an end before the beginning', {valid_from: '2025-02-03', valid_to: '2025-02-02'}, 'valid_to'],
    ['a successor that is not there', {successor: 4_503_599_627_370_001}, 'successor'], ['a parent that is not there', {parent: 4_503_599_627_370_001}, 'parent'],
    ['a band', {band: 'lt1000'}, 'band'],
  ])('with %s is refused by name', async (_, over, field) => {
    const answer = await admin.post(base, form(over));
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([422, [field]]);
  });

  it('is made once, also while an import stores it', async () => {
    const session = await world.database.connect();
    await session.query('begin');
    await session.query(`insert into administration (name, dir3) values ('Del fichero', 'L01449999')`);
    const making = admin.post(base, {dir3: 'L01449999', name: 'A mano', level: 'other'});
    await until('it waits', async () => (await world.database.value(`select count(*)::int from pg_locks l join pg_database d on d.oid = l.database or l.database is null where not l.granted and d.datname = current_database()`)) > 0);
    await session.query('commit');
    session.release();
    const answer = await making;
    expect([answer.status, answer.json.type]).toEqual([409, 'code_taken']);
  });

  it('is changed at the version that was read and at no other', async () => {
    const one = await make({province_id: '42', population: 900});
    const changed = await admin.want(200, admin.put(`${base}/${one.id}`, asForm(one, {population: 1_100, name: 'Villa de Prueba'})));
    expect(changed).toMatchObject({version: 2, band: '1000-4999', name: 'Villa de Prueba'});
    expect((await other.put(`${base}/${one.id}`, asForm(one, {name: 'Lo de antes'}))).json).toMatchObject({status: 409, type: 'conflict'});
    expect(await admin.want(200, admin.get(`${base}/${one.id}`))).toEqual(changed);
    // The same again is no change, and neither are mail domains.
    expect(await admin.want(200, admin.put(`${base}/${one.id}`, asForm(changed)))).toMatchObject({version: 2});
    expect(await admin.want(200, admin.put(`${base}/${one.id}/domains/prueba.example`))).toMatchObject({version: 2});
    // Who wrote it in another way counts too.
    await world.database.rows('update administration set population = 5 where id = $1', [one.id]);
    expect((await admin.put(`${base}/${one.id}`, asForm(changed))).status).toBe(409);
  });

  it('keeps the names of its places as they are written while the codes stay', async () => {
    const one = await make({province_id: '07'});
    await world.database.rows(`update administration set province = 'Balears, Illes' where id = $1`, [one.id]);
    const read = await admin.want(200, admin.get(`${base}/${one.id}`));
    expect(await admin.want(200, admin.put(`${base}/${one.id}`, asForm(read, {population: 3})))).toMatchObject({province: 'Balears, Illes'});
  });

  it('that was merged leads people to what came after it, and takes nobody in any more', async () => {
    const [old, next] = [await make({name: 'Ayuntamiento de Oza dos Ríos'}), await make({name: 'Ayuntamiento de Oza-Cesuras'})];
    await admin.want(200, admin.put(`${base}/${old.id}/domains/oza.example`));
    await admin.want(200, admin.put(`${base}/${old.id}`, asForm(old, {valid_to: '2013-06-06', successor: next.id})));
    expect(await member.want(200, member.get(`/administrations/${old.id}`))).toMatchObject({ended: true, valid_to: '2013-06-06', successor: {id: next.id}});
    expect(await member.want(200, member.get(`/administrations/${next.id}`))).toMatchObject({predecessors: [{id: old.id}]});
    expect((await member.all('/administrations?q=oza')).map(({id}) => id)).toEqual([next.id]);
    expect((await admin.all(`${base}?q=oza`)).map(({id}) => id)).toEqual([next.id]);
    expect((await admin.all(`${base}?q=oza&ended=true`)).map(({id}) => id)).toEqual([old.id]);
    expect(await audited(old.id)).toEqual(['administration.changed', 'administration.domain_added', 'administration.created']);
  });

  it('comes after itself by no way, and belongs to itself by none', async () => {
    const [a, b, c] = [await make(), await make(), await make()];
    const set = async (one: any, over: object) => admin.put(`${base}/${one.id}`, asForm(await admin.want(200, admin.get(`${base}/${one.id}`)), over));
    for (const way of ['successor', 'parent']) {
      expect((await set(a, {[way]: a.id})).json.errors).toEqual({[way]: ['circle']});
      expect([(await set(a, {[way]: b.id})).status, (await set(b, {[way]: c.id})).status]).toEqual([200, 200]);
      expect((await set(c, {[way]: a.id})).json.errors).toEqual({[way]: ['circle']});
    }
    expect((await member.want(200, member.get(`/administrations/${a.id}`))).parents[0].id).toBe(b.id);
  });

  it('is found by words of its name, codes and mail domain, page by page', async () => {
    const some = [];
    for (const name of ['València/Valencia', 'Àger', 'Águilas', 'Zuera', 'aldea']) some.push(await make({name: `Búsqueda ${name}`, ine: '46250'}));
    await admin.want(200, admin.put(`${base}/${some[0].id}/domains/busqueda-valencia.example`));
    const names = async (query: string, limit?: number) => (await admin.all(`${base}?${query}`, limit)).map(({name}) => name.replace('Búsqueda ', ''));
    for (const limit of [1, 2, 100]) expect(await names('q=busqueda', limit)).toEqual(['Àger', 'Águilas', 'aldea', 'València/Valencia', 'Zuera']);
    expect([await names('q=valencia+busq'), await names('q=Val%C3%A8ncia+busqueda'), await names('q=busqueda-val')]).toEqual(Array(3).fill(['València/Valencia']));
    expect(await names(`q=${some[1].dir3.toLowerCase()}`)).toEqual(['Àger']);
    expect(await names('q=46250', 2)).toHaveLength(5);
    expect(await names('q=%27%26%7C%21')).toEqual([]);
    expect((await admin.get(`${base}?ended=si`)).status).toBe(422);
  });
});

describe('mail domains', () => {
  it('may be of several administrations, which says so', async () => {
    const [a, b] = [await make({name: 'Primera'}), await make({name: 'Segunda'})];
    const mine = await admin.want(200, admin.put(`${base}/${a.id}/domains/Diputacion.Example`));
    expect(mine.domains).toEqual([{domain: 'diputacion.example', shared: 0, shared_with: []}]);
    const both = await admin.want(200, admin.put(`${base}/${b.id}/domains/diputacion.example`));
    expect(both.domains).toMatchObject([{domain: 'diputacion.example', shared: 1, shared_with: [{id: a.id, name: 'Primera'}]}]);
    await admin.want(200, admin.put(`${base}/${b.id}/domains/diputacion.example`));
    expect(await audited(b.id)).toEqual(['administration.domain_added', 'administration.created']);
  });

  it.each(['nodot', '-x.example', 'a..b', 'x@y.example', 'gmail.com', 'hotmail.es'])('are no %s', async (domain) => {
    const one = await make();
    expect((await admin.put(`${base}/${one.id}/domains/${domain}`)).json.errors).toHaveProperty('domain');
  });

  it('are two hundred, of which one may be added again', async () => {
    const one = await world.addAdministration('De muchos dominios', 100);
    await world.database.rows(`insert into mail_domain (administration_id, domain) select $1, 'd' || n || '.example' from generate_series(1, 200) n`, [one]);
    expect((await admin.put(`${base}/${one}/domains/d7.example`)).status).toBe(200);
    expect((await admin.put(`${base}/${one}/domains/otro.example`)).json.type).toBe('too_many_domains');
    expect(await world.database.value('select count(*)::int from mail_domain where administration_id = $1', [one])).toBe(200);
  });

  it('that are taken away leave accounts as they are', async () => {
    const one = await make();
    await admin.want(200, admin.put(`${base}/${one.id}/domains/villar.example`));
    expect(member.email).toMatch(/@villar\.example$/);
    expect(await admin.want(200, admin.del(`${base}/${one.id}/domains/villar.example`))).toMatchObject({domains: []});
    await member.want(200, member.get('/me'));
    expect((await audited(one.id))[0]).toBe('administration.domain_removed');
    expect((await admin.del(`${base}/${one.id}/domains/villar.example`)).status).toBe(200);
    expect((await audited(one.id)).length).toBe(3);
  });
});

it('nobody else sees or changes any of it', async () => {
  const one = await make();
  for (const request of [member.get(base), member.get(`${base}/${one.id}`), member.post(base, form()), member.put(`${base}/${one.id}`, asForm(one)),
    member.put(`${base}/${one.id}/domains/x.example`), member.del(`${base}/${one.id}/domains/x.example`)]) expect((await request).status).toBe(403);
  for (const request of [admin.get(`${base}/4503599627370001`), admin.put(`${base}/4503599627370001`, asForm(one, {dir3: 'L09999999'})), admin.put(`${base}/x/domains/x.example`)]) expect((await request).status).toBe(404);
});
