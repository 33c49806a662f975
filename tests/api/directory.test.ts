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
    ['maria', ['María Peña']], ['MARÍA', ['María Peña']], ['mar', ['María Peña', 'Mario Pena', 'ÁLVARO de la Mar']], ['peña', ['ÁLVARO de la Mar', 'María Peña']],
    ['pena', ['Mario Pena']], ['año', ['Núria Año']], ['interv', ['María Peña']], ['agreda maria', ['María Peña']], ['maria vielha', []],
    ['contratacion', ['ÁLVARO de la Mar', 'María Peña']], ['núria, ano', ['Núria Ano']], ["l'any (", []], ["' | b & !c:*", []], ['@p42', []], [':*', []],
  ])('by the words %s', async (words, names) => {
    expect(await q(words)).toEqual(names);
  });

  it('by those whose names begin so first, in pages of any size', async () => {
    for (const limit of [1, 2, 3, 20]) {
      expect(await found('q=MAR', limit)).toEqual(['María Peña', 'Mario Pena', 'ÁLVARO de la Mar']);
      expect(await found('q=+mar%C3%ADa++pe%C3%B1', limit)).toEqual(['María Peña']);
      expect(await found('q=b&like_me=true', limit)).toEqual(['Bea Ávila']);
    }
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

describe('pages', () => {
  it('go on when their last person has left meanwhile', async () => {
    const leaving = await make('María Zzz', 'Vielha');
    for (const query of ['', 'q=mari', 'band=5000-19999']) {
      await world.database.rows(`update person set status = 'active' where id = $1`, [leaving.id]);
      const whole = await found(query);
      const at = whole.indexOf('María Zzz') + 1;
      const page = (await reader.get(`/people?${query}&limit=${at}`)).json;
      expect(page.items.at(-1).name).toBe('María Zzz');
      await world.database.rows(`update person set status = 'suspended' where id = $1`, [leaving.id]);
      const rest = (await reader.get(`/people?${query}&before=${page.next}`)).json;
      expect(rest.items.map((one: any) => one.name)).toEqual(whole.slice(at));
      expect(rest.items.length).toBeGreaterThan(0);
    }
  });

  it('are whole among many, of a word of everybody and of one that stands at the far end', async () => {
    await world.database.rows(`insert into person (name, language) select case when n % 800 = 0 then 'Zuriñe' else 'Carolina' end || ' Corral ' || n, 'es' from generate_series(1, 2400) n`);
    try {
      const order = async (like: string) => (await world.database.rows('select p.name from directory d join person p on p.id = d.person_id where p.name like $1 order by d.sort, d.person_id', [like])).map(({name}) => name);
      const everybody = await order('% Corral %');
      expect(everybody).toHaveLength(2400);
      expect(await found('q=c+corral', 100)).toEqual(everybody);
      for (const limit of [1, 2, 20]) expect(await found(`q=${encodeURIComponent('zuriñe')}`, limit)).toEqual(everybody.slice(-3));
      await world.database.rows(`insert into person (name, language) select 'Corrales Corral ' || n, 'es' from generate_series(1, 500) n`);
      const named = await order('Corrales Corral %');
      for (const limit of [40, 100]) expect(await found('q=corral', limit)).toEqual([...named, ...everybody]);
      expect(await found('q=7+corrales')).toEqual(named.filter((name) => / 7\d*$/.test(name)));
    } finally {
      await world.database.rows(`delete from person where name like '% Corral %'`);
    }
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
    const {photo, posts, history, administrations, ...said} = (await changing.get('/me/profile')).json;
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
