// SPDX-License-Identifier: EUPL-1.2
// The directory: who is found by what, in which order, and that it tells of nothing that is not shown to everybody.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, reader: Person;
const towns: Record<string, number> = {};

async function make(name: string, town: string, change: {position?: string; skills?: string[]; skillsFor?: string} = {}): Promise<Person> {
  const person = await world.person(name);
  await world.database.rows('update appointment set administration_id = $2, position = $3 where person_id = $1', [person.id, towns[town], change.position ?? 'Técnica']);
  for (const skill of change.skills ?? []) await world.database.rows('insert into person_skill (person_id, skill) values ($1, $2)', [person.id, skill]);
  if (change.skillsFor) await world.database.rows(`insert into profile_audience (person_id, field, audience) values ($1, 'skills', $2)`, [person.id, change.skillsFor]);
  return person;
}

async function town(name: string, population: number, province: string, region: string): Promise<void> {
  towns[name] = await world.addAdministration(`Ayuntamiento de ${name}`, population, province);
  await world.database.rows('update administration set region_id = $2 where id = $1', [towns[name], region]);
}

const found = async (query: string, limit = 20) => (await reader.all(`/people?${query}`, limit)).map((one) => one.name);
const q = (words: string) => found(`q=${encodeURIComponent(words)}`);

beforeAll(async () => {
  world = await World.make();
  await town('Arévalo', 8_000, '05', '07');
  await town('Ágreda', 3_000, '42', '07');
  await town('Berlanga', 900, '42', '07');
  await town('Peñafiel', 5_200, '47', '07');
  await town('Vielha', 5_600, '25', '09');
  reader = await make('Zoe Lectora', 'Arévalo');
  await make('María Peña', 'Ágreda', {position: 'Secretaria-interventora', skills: ['Contratación', 'Padrón']});
  await make('Mario Pena', 'Berlanga', {skills: ['contratacion'], skillsFor: 'administration'});
  await make('ÁLVARO de la Mar', 'Peñafiel', {skills: ['contratación pública']});
  await make('Núria Año', 'Vielha');
  await make('Núria Ano', 'Vielha');
  await make('Bea Ávila', 'Arévalo');
});
afterAll(() => world?.end());

describe('people are found', () => {
  it.each([
    ['maria', ['María Peña']], ['MARÍA', ['María Peña']], ['mar', ['ÁLVARO de la Mar', 'María Peña', 'Mario Pena']], ['peña', ['ÁLVARO de la Mar', 'María Peña']],
    ['pena', ['Mario Pena']], ['año', ['Núria Año']], ['interv', ['María Peña']], ['agreda maria', ['María Peña']], ['maria vielha', []],
    ['contratacion', ['ÁLVARO de la Mar', 'María Peña']], ['núria, ano', ['Núria Ano']], ["l'any (", []], ["' | b & !c:*", []], ['@p42', []], [':*', []],
  ])('by the words %s', async (words, names) => {
    expect(await q(words)).toEqual(names);
  });

  it('by skill, whole but for case and accents', async () => {
    expect(await found('skill=CONTRATACION')).toEqual(['María Peña']);
    expect(await found(`skill=${encodeURIComponent('contratación pública')}`)).toEqual(['ÁLVARO de la Mar']);
  });

  it('by province, band, both and administration', async () => {
    expect(await found('province=42')).toEqual(['María Peña', 'Mario Pena']);
    expect(await found('band=5000-19999')).toEqual(['ÁLVARO de la Mar', 'Bea Ávila', 'Núria Ano', 'Núria Año', 'Zoe Lectora']);
    expect(await found('province=42&band=lt1000')).toEqual(['Mario Pena']);
    expect(await found(`administration=${towns.Vielha}&q=nuria`)).toEqual(['Núria Ano', 'Núria Año']);
  });

  it('in towns like mine, the nearest first', async () => {
    const order = ['Bea Ávila', 'Zoe Lectora', 'ÁLVARO de la Mar', 'Núria Ano', 'Núria Año'];
    for (const limit of [1, 2, 3, 5, 20]) expect(await found('like_me=true', limit)).toEqual(order);
    expect(await found('like_me=true&q=n')).toEqual(['Núria Ano', 'Núria Año']);
    const homeless = await world.person('Sin Puesto');
    await world.database.rows('delete from appointment where person_id = $1', [homeless.id]);
    expect((await homeless.get('/people?like_me=true')).json.errors).toEqual({like_me: ['no_band']});
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [homeless.id]);
  });

  it('in the order of names, in pages of any size', async () => {
    const whole = ['ÁLVARO de la Mar', 'Bea Ávila', 'María Peña', 'Mario Pena', 'Núria Ano', 'Núria Año', 'Zoe Lectora'];
    for (const limit of [1, 2, 3, 7]) expect(await found('', limit)).toEqual(whole);
  });

  it('as they are shown', async () => {
    const [maria] = await reader.all('/people?q=maria%20agreda');
    expect(maria).toMatchObject({name: 'María Peña', skills: ['Contratación', 'Padrón'], posts: [{position: 'Secretaria-interventora', administration: {id: towns.Ágreda, band: '1000-4999'}}]});
  });

  it.each(['province=4', 'province=xx', 'band=huge', 'administration=0', 'like_me=yes', 'q=a&q=b', 'wanted=x', 'before=zzz', 'limit=0'])('and %s is refused', async (query) => {
    expect((await reader.get(`/people?${query}`)).status).toBe(422);
  });
});

describe('what is not shown to the whole network', () => {
  it('is neither found nor in the answer', async () => {
    expect(await found('skill=contratacion')).not.toContain('Mario Pena');
    const [mario] = await reader.all('/people?q=mario');
    expect(mario.skills).toEqual([]);
  });

  it('leaves the directory with a change of its readers, and comes back', async () => {
    const changing = await make('Ximena Cambia', 'Vielha', {skills: ['apicultura']});
    expect(await found('skill=apicultura')).toEqual(['Ximena Cambia']);
    const {posts, history, administrations, ...said} = (await changing.get('/me/profile')).json;
    await changing.want(200, changing.put('/me/profile', {...said, skills_for: 'groups'}));
    expect([await found('skill=apicultura'), await q('apicultura')]).toEqual([[], []]);
    await changing.want(200, changing.put('/me/profile', {...said, name: 'Xenia Cambia'}));
    expect([await found('skill=apicultura'), await q('ximena')]).toEqual([['Xenia Cambia'], []]);
    await world.database.rows(`update administration set name = 'Conselh de Vielha' where id = $1`, [towns.Vielha]);
    expect(await q('conselh xenia')).toEqual(['Xenia Cambia']);
    for (const status of ['suspended', 'erased', 'imported']) {
      await world.database.rows('update person set status = $2 where id = $1', [changing.id, status]);
      expect(await q('xenia')).toEqual([]);
    }
  });
});

describe('suggestions', () => {
  it('are people and administrations, the ones that begin so first', async () => {
    expect((await reader.get('/people/suggest?q=ar%C3%A9')).json).toMatchObject({people: [{name: 'Bea Ávila', post: 'Técnica'}, {name: 'Zoe Lectora'}], administrations: [{name: 'Ayuntamiento de Arévalo'}]});
    expect((await reader.get('/people/suggest?q=mari')).json.people.map((one: any) => one.name)).toEqual(['María Peña', 'Mario Pena']);
    for (const nothing of ['', ' ', '()', 'zzzz']) expect((await reader.get(`/people/suggest?q=${encodeURIComponent(nothing)}`)).json).toEqual({people: [], administrations: []});
  });
});
