// SPDX-License-Identifier: EUPL-1.2
// Administrations: found by level and place, and the page of each.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, reader: Person, member: Person, administrator: Person;
const ids: Record<string, number> = {};

async function add(name: string, level: string, province: string | null, region: string | null, population: number | null = null): Promise<void> {
  ids[name] = await world.database.value(
    `insert into administration (name, dir3, level, province_id, region_id, population) values ($1, $2, $3, $4, $5, $6) returning id`,
    [name, `L${Object.keys(ids).length}`, level, province, region, population]);
}

beforeAll(async () => {
  world = await World.make();
  reader = await world.person('Lectora');
  member = await world.person('Miembro');
  administrator = await world.person('Admin', {role: 'administrator'});
  await add('Diputación de Teruel', 'province', '44', '02');
  await add('Gobierno de Aragón', 'region', null, '02');
  await add('Ayuntamiento de Albarracín', 'municipality', '44', '02', 1_000);
  await add('Ayuntamiento de Valdecuenca', 'municipality', '44', '02', 40);
  await add('Ayuntamiento de Huesca', 'municipality', '22', '02', 53_000);
  await world.database.rows('update administration set successor_id = $2, valid_to = current_date - 1 where id = $1', [ids['Ayuntamiento de Valdecuenca'], ids['Ayuntamiento de Albarracín']]);
  await world.database.rows(`insert into mail_domain (domain, administration_id) values ('albarracin.example', $1)`, [ids['Ayuntamiento de Albarracín']]);
  await world.group('abierto', 'open', [[member, 'owner']]);
  await world.group('cerrado', 'private', [[member, 'owner']]);
});
afterAll(() => world?.end());

const names = async (query: string) => (await reader.all(`/administrations?${query}`)).map((one) => one.name);
const page = async (name: string, by = reader) => by.want(200, by.get(`/administrations/${ids[name]}`));

describe('administrations', () => {
  it('are found by level, region, province and band, without those that ended', async () => {
    expect(await names('region=02')).toEqual(['Ayuntamiento de Albarracín', 'Ayuntamiento de Huesca', 'Diputación de Teruel', 'Gobierno de Aragón']);
    expect(await names('province=44&level=municipality')).toEqual(['Ayuntamiento de Albarracín']);
    expect(await names('band=50000-99999')).toEqual(['Ayuntamiento de Huesca']);
    expect(await names('level=region')).toEqual(['Gobierno de Aragón']);
    for (const wrong of ['level=village', 'region=2', 'province=444', 'band=x']) expect((await reader.get(`/administrations?${wrong}`)).status).toBe(422);
  });

  it('stand below the council of their province and their region', async () => {
    const above = async (name: string) => (await page(name)).parents.map((one: any) => one.name);
    expect(await above('Ayuntamiento de Albarracín')).toEqual(['Diputación de Teruel', 'Gobierno de Aragón']);
    expect(await above('Diputación de Teruel')).toEqual(['Gobierno de Aragón']);
    expect(await above('Gobierno de Aragón')).toEqual([]);
    expect(await above('Ayuntamiento de Huesca')).toEqual(['Gobierno de Aragón']);
  });

  it('name what came before and after them', async () => {
    expect(await page('Ayuntamiento de Valdecuenca')).toMatchObject({successor: {id: ids['Ayuntamiento de Albarracín']}, valid_to: expect.any(String), predecessors: []});
    expect((await page('Ayuntamiento de Albarracín')).predecessors).toMatchObject([{name: 'Ayuntamiento de Valdecuenca'}]);
  });

  it('show their mail domains to administrators of the network alone', async () => {
    expect((await page('Ayuntamiento de Albarracín')).domains).toBeNull();
    expect((await page('Ayuntamiento de Albarracín', administrator)).domains).toEqual(['albarracin.example']);
  });

  it('count and list what was asked from there as far as the reader may read it', async () => {
    const town = ids['Ayuntamiento de Huesca'];
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [member.id, town]);
    const open = await member.ask('abierto', 'Pregunta abierta');
    const closed = await member.ask('cerrado', 'Pregunta cerrada');
    const answer = await member.answer(closed.id, 'Así.');
    await member.accept(closed.id, answer.number);
    await member.start('abierto', {kind: 'update', title: 'Novedad', body: 'x'});
    expect(await page('Ayuntamiento de Huesca')).toMatchObject({people: 1, asked: 1, solved: 0});
    expect(await page('Ayuntamiento de Huesca', member)).toMatchObject({people: 1, asked: 2, solved: 1});
    expect(await page('Ayuntamiento de Huesca', administrator)).toMatchObject({asked: 1, solved: 0});
    const asked = async (by: Person) => (await by.all(`/administrations/${town}/questions`, 1)).map((one) => one.id);
    expect([await asked(reader), await asked(member)]).toEqual([[open.id], [closed.id, open.id]]);
    // Who moves on takes nothing away from where it was asked.
    await world.database.rows('update appointment set valid_to = current_date where person_id = $1', [member.id]);
    expect(await page('Ayuntamiento de Huesca')).toMatchObject({people: 0, asked: 1});
  });

  it('that are not there are not found', async () => {
    for (const id of ['4503599627370001', 'x', '0']) for (const rest of ['', '/questions']) expect((await reader.get(`/administrations/${id}${rest}`)).status).toBe(404);
  });
});
