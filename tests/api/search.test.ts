// SPDX-License-Identifier: EUPL-1.2
// What is found by which words: accents, inflection, ñ, short names of laws, filters, and nothing one may not see.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, marker, type Person} from '../support/world.ts';

let world: World, person: Person, outsider: Person;
const threads: Record<string, any> = {};
const secret = marker();

async function titles(words: string, filter = '', by = person): Promise<string[]> {
  const items = await by.all(`/search?q=${encodeURIComponent(words)}${filter}`);
  return items.map((item) => item.thread.title);
}

beforeAll(async () => {
  world = await World.make();
  person = await world.person('Buscadora');
  outsider = await world.person('Ajena');
  for (const [slug, kind] of [['buscar', 'open'], ['otro', 'open'], ['cerrado', 'private'], ['oculto', 'hidden']] as const) await world.group(slug, kind, [[person, 'member']]);
  const ask = async (name: string, title: string, body: string, group = 'buscar', tags: string[] = []) => { threads[name] = await person.ask(group, title, body, tags); };
  await ask('contract', 'Contratación de un socorrista', 'La piscina abre en junio.');
  await ask('contracts', 'Dudas sobre contrataciones temporales', 'Personal de refuerzo.');
  await ask('year', 'Cierre del año presupuestario', 'En diciembre.');
  await ask('anus', 'Informe sobre ano y colon', 'Salud pública.');
  await ask('lcsp', 'Umbrales del artículo 118 de la LCSP', 'Contrato menor.', 'buscar', ['lcsp']);
  await ask('law', 'Solvencia en la Ley 9/2017', 'Clasificación de empresas.', 'otro');
  await ask('census', 'Empadronamiento de menores', 'Padrón municipal de habitantes.', 'otro', ['padron']);
  await ask('answered', 'Baja en el registro', 'Sin más.');
  await ask('private', 'Reservado', `Texto ${secret} privado`, 'cerrado');
  await ask('hidden', 'Escondido', `Texto ${secret} oculto`, 'oculto');
  const answer = await person.answer(threads.answered.id, 'Se comunica la caducidad de la inscripción al extranjero.');
  await person.accept(threads.answered.id, answer.number);
  threads.update = await person.start('buscar', {kind: 'update', title: 'Aviso de caducidad', body: 'Caducidad de inscripciones del extranjero.'});
});
afterAll(() => world?.end());

describe('words', () => {
  it.each([
    ['contratación', ['contract', 'contracts']], ['contratacion', ['contract', 'contracts']], ['contrataciones', ['contract', 'contracts']],
    ['CONTRATACIÓN', ['contract', 'contracts']], ['socorristas', ['contract']],
    ['padron', ['census']], ['padrón', ['census']], ['empadronamientos', ['census']],
    ['año', ['year']], ['AÑO', ['year']], ['an\u0303o', ['year']], ['ano', ['anus']],
  ])('%s', async (words, names) => {
    const found = await titles(words);
    for (const name of names) expect(found).toContain(threads[name].title);
    if (/^(a.*o)$/i.test(words)) expect(found).toHaveLength(1);  // año is not ano
  });

  it.each([['LCSP', 'law'], ['lcsp', 'law'], ['Ley 9/2017', 'lcsp'], ['ley 9/2017 umbrales', 'lcsp']])('%s finds what calls the law by its other name', async (words, name) => {
    expect(await titles(words)).toContain(threads[name].title);
  });

  it('of a whole question find what shares some of them', async () => {
    expect(await titles('¿Cómo hago según la norma la contratación de un socorrista para la piscina municipal este verano?')).toContain(threads.contract.title);
  });

  it('rank the exact form above a shared stem', async () => {
    expect((await titles('contrataciones'))[0]).toBe(threads.contracts.title);
  });

  it('find an accepted answer first, with its own extract', async () => {
    const [first] = (await person.get('/search?q=caducidad%20inscripci%C3%B3n')).json.items;
    expect(first).toMatchObject({thread: {id: threads.answered.id, state: 'solved'}, number: 2});
    expect(first.extract).toMatch(/<mark>caducidad<\/mark>/i);
  });

  it.each(['"', "'", '\\', '&', '|', '!', ':*', '()', '<->', '%', '_', '*', '\u0301', '😀', 'a & | b', "x' or 1=1", '<script>', '¿?', '…'])('like %s break nothing', async (words) => {
    expect((await person.get(`/search?q=${encodeURIComponent(words)}`)).status).toBe(200);
  });

  it('are shown in extracts without any other markup', async () => {
    await person.ask('buscar', 'Marcas', 'Texto xilófono <script>alert(1)</script> <mark> & [x](javascript:alert(1)) **fuerte**');
    const [item] = (await person.get('/search?q=xil%C3%B3fono')).json.items;
    expect(item.extract.replace(/<\/?mark>/g, '')).not.toMatch(/[<>]/);
    expect(item.extract).toMatch(/<mark>xilófono<\/mark>/i);
    expect(item.extract).toContain('&amp;');
    expect(item.extract.split('<mark>').length).toBe(item.extract.split('</mark>').length);
  });
});

describe('filters', () => {
  it.each<[string, string, string, string[], string[]]>([
    ['group', 'contrato ley umbrales', '&group=otro', ['law'], ['lcsp']],
    ['kind', 'caducidad', '&kind=update', ['update'], ['answered']],
    ['kind of question', 'caducidad', '&kind=question', ['answered'], ['update']],
    ['tag', 'umbrales ley', '&tag=lcsp', ['lcsp'], ['law']],
    ['solved', 'caducidad contratación', '&state=solved', ['answered'], ['contract']],
    ['unanswered', 'caducidad contratación', '&state=unanswered', ['contract'], ['answered', 'update']],
  ])('by %s', async (_, words, filter, inside, outside) => {
    const found = await titles(words, filter);
    for (const name of inside) expect(found).toContain(threads[name].title);
    for (const name of outside) expect(found).not.toContain(threads[name].title);
  });

  it('by a group that is not there, or may not be known, find nothing', async () => {
    for (const slug of ['no-existe', 'oculto', 'cerrado']) expect(await titles(secret, `&group=${slug}`, outsider)).toEqual([]);
  });
});

describe('what one may not see', () => {
  it('is found by members only', async () => {
    expect(new Set(await titles(secret))).toEqual(new Set(['Reservado', 'Escondido']));
    expect(await titles(secret, '', outsider)).toEqual([]);
  });

  it('is not found any more after leaving', async () => {
    const visitor = await world.person('Visitante');
    await world.join('cerrado', visitor);
    expect(await titles(secret, '', visitor)).toEqual(['Reservado']);
    await world.leave('cerrado', visitor);
    expect(await titles(secret, '', visitor)).toEqual([]);
  });
});

describe('what changes', () => {
  it('is found by its new words and not by its old', async () => {
    const [before, after] = [marker(), marker()];
    const thread = await person.ask('buscar', 'Cambia', `Palabra ${before}`);
    expect(await titles(before)).toEqual(['Cambia']);
    const root = (await person.get(`/threads/${thread.id}`)).json.posts.items[0];
    await person.want(200, person.put(`/posts/${root.id}`, {body: `Palabra ${after}`}));
    expect([await titles(before), await titles(after)]).toEqual([[], ['Cambia']]);
    await person.want(204, person.del(`/posts/${root.id}`));
    expect(await titles(after)).toEqual([]);
  });
});

describe('tags and administrations', () => {
  it('are found by the longest tag there may be', async () => {
    const tag = 'e'.repeat(50);
    await person.ask('buscar', 'Con etiqueta larga', 'Palabra irrepetible', [tag]);
    expect((await person.all(`/search?q=irrepetible&tag=${tag}`)).map((item) => item.thread.title)).toEqual(['Con etiqueta larga']);
  });

  it('are completed without accents and in order', async () => {
    await person.ask('buscar', 'Etiquetas', 'x', ['padrón', 'padres', 'empadronamiento']);
    const tags = (await person.get('/tags?q=padr')).json.items.map((tag: any) => tag.name);
    expect(tags).toEqual([...tags].sort((a, b) => a.localeCompare(b, 'es')));
    expect(tags).toEqual(expect.arrayContaining(['padres', 'padron', 'padrón']));
    expect(tags).not.toContain('empadronamiento');
    await world.addAdministration('Ayuntamiento de Ágreda', 3_000);
    for (const words of ['agreda', 'Ágreda', 'ÁGREDA']) {
      expect((await person.get(`/administrations?q=${encodeURIComponent(words)}`)).json.items.map((one: any) => one.name)).toEqual(['Ayuntamiento de Ágreda']);
    }
  });
});
