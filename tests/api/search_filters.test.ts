// SPDX-License-Identifier: EUPL-1.2
// Search narrowed by the band of the town that asks, by norm and to towns like mine, held against what the rows say.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, reader: Person;
const authors: Person[] = [];
const bands = {small: 'lt1000', mine: '1000-4999', large: 'ge100000'} as const;
const made: {id: number; title: string; band: string; norms: string[]}[] = [];

beforeAll(async () => {
  world = await World.make();
  reader = await world.person('Lectora');
  await world.group('filtros', 'open', [[reader, 'owner']]);
  await world.group('filtros-cerrado', 'private', []);
  const homes = {small: await world.addAdministration('Aldea', 300), mine: await world.addAdministration('Pueblo', 3_000, '05'), large: await world.addAdministration('Capital', 300_000)};
  const post = (person: Person, administration: number) => world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, administration]);
  await post(reader, await world.addAdministration('Mi pueblo', 2_000));
  const norms: [string, string[]][] = [['Sin citas.', []], ['Según la Ley 9/2017.', ['lcsp']], ['Según el art. 118 LCSP.', ['lcsp', 'lcsp 118']], ['El art. 8 LPAC.', ['lpac', 'lpac 8']]];
  for (const [name, home] of Object.entries(homes)) {
    const author = await world.person(`De ${name}`);
    authors.push(author);
    await post(author, home);
    for (const slug of ['filtros', 'filtros-cerrado']) await world.join(slug, author);
    for (const [i, [body, cites]] of norms.entries()) {
      const title = `Toldo ${name} ${i}`;
      const {id} = await author.ask('filtros', title, body);
      made.push({id, title, band: bands[name as keyof typeof bands], norms: cites});
      await author.ask('filtros-cerrado', `Toldo reservado ${name} ${i}`, body);
    }
  }
});
afterAll(() => world?.end());

const titles = async (query: string, by = reader, limit = 100) => (await by.all(`/search?q=toldo${query}`, limit)).map(({thread}: any) => thread.title).sort();
const of = (fits: (one: typeof made[number]) => boolean) => made.filter(fits).map(({title}) => title).sort();
const lcsp = (one: typeof made[number]) => one.norms.includes('lcsp');

describe('search', () => {
  it.each([
    ['', () => true],
    ...Object.values(bands).map((band): [string, (one: typeof made[number]) => boolean] => [`&band=${band}`, (one) => one.band === band]),
    ['&band=50000-99999', () => false],
    ['&like_me=true', (one) => one.band === bands.mine], ['&like_me=false', () => true],
    ['&like_me=true&band=1000-4999', (one) => one.band === bands.mine], ['&like_me=true&band=lt1000', () => false],
    ...['ley-9-2017', 'boe-a-2017-12902', 'LCSP', 'lcsp', 'Ley 9/2017', 'ley de contratos del sector público'].map((norm): [string, typeof lcsp] => [`&norm=${encodeURIComponent(norm)}`, lcsp]),
    ...['art. 118 LCSP', 'artículo 118 de la Ley 9/2017', 'art 118 lcsp'].map((norm): [string, typeof lcsp] => [`&norm=${encodeURIComponent(norm)}`, (one) => one.norms.includes('lcsp 118')]),
    ['&norm=art.%20119%20LCSP', () => false], ['&norm=ley-77-1977', () => false],
    ['&norm=LPAC&band=ge100000', (one) => one.norms.includes('lpac') && one.band === bands.large],
    ['&norm=LCSP&like_me=true&kind=question&state=unanswered&group=filtros', (one) => lcsp(one) && one.band === bands.mine],
    ['&norm=LCSP&kind=article', () => false],
  ] as [string, (one: typeof made[number]) => boolean][])('narrowed by %s finds what fits, all of it, page by page', async (query, fits) => {
    for (const limit of [1, 100]) expect(await titles(query, reader, limit)).toEqual(of(fits));
  });

  it('finds a thread by what any of its posts cites, where many do not', async () => {
    const {id} = await authors[0]!.ask('filtros', 'Marquesina', 'Sin citas.');
    await authors[1]!.answer(id, 'Según el art. 3 LPAC.');
    const found = async (norm: string) => (await reader.want(200, reader.get(`/search?q=marquesina&norm=${encodeURIComponent(norm)}`))).items.length;
    expect([await found('LPAC'), await found('art. 3 LPAC'), await found('art. 8 LPAC'), await found('LCSP')]).toEqual([1, 1, 0, 0]);
  });

  it('says what closed groups hold to their members alone', async () => {
    const reserved = (await titles('&norm=LCSP&band=lt1000', authors[0]!));
    expect(reserved).toEqual(['Toldo reservado small 1', 'Toldo reservado small 2', 'Toldo small 1', 'Toldo small 2']);
    expect(await titles('&norm=LCSP&band=lt1000')).toEqual(['Toldo small 1', 'Toldo small 2']);
  });

  it('goes through many citations as through few', async () => {
    // More than are gone through one by one: then those that match are looked at instead.
    await world.database.rows(`insert into post_citation (post_id, norm, article)
      select p.id, 'ley-1-1901', n::text from post p join thread t on t.id = p.thread_id, generate_series(1, 600) n where t.title = 'Toldo mine 0' and p.number = 1`);
    expect(await titles('&norm=ley-1-1901')).toEqual(['Toldo mine 0']);
    expect(await titles(`&norm=${encodeURIComponent('Ley 1/1901')}`)).toEqual(['Toldo mine 0']);
    expect(await titles('&norm=ley-1-1901&band=lt1000')).toEqual([]);
  });

  it('refuses what is no filter', async () => {
    for (const [query, errors] of [['band=medium', {band: ['unknown_value']}], ['norm=lo%20de%20siempre', {norm: ['unknown_norm']}], ['like_me=maybe', {like_me: ['unknown_value']}]] as const) {
      const answer = await reader.get(`/search?q=toldo&${query}`);
      expect([answer.status, answer.json.errors], query).toEqual([422, errors]);
    }
    const nobody = await world.person('Sin puesto');
    await world.database.rows('delete from appointment where person_id = $1', [nobody.id]);
    expect((await nobody.get('/search?q=toldo&like_me=true')).json.errors).toEqual({like_me: ['no_band']});
  });
});
