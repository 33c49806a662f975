// SPDX-License-Identifier: EUPL-1.2
// What is shown while a question is typed: what is like it, where it would belong, and nothing of what one may not read.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, marker, type Person} from '../support/world.ts';

let world: World, asker: Person, outsider: Person, insider: Person;
const threads: Record<string, any> = {};

const similar = (title: string, by = asker, more: Record<string, string> = {}): Promise<any> =>
  by.want(200, by.get(`/questions/similar?${new URLSearchParams({title, ...more})}`));
const names = (found: any): string[] => found.items.map(({thread}: any) => thread.title);

async function linked(from: string, to: string, kind: string): Promise<void> {
  await world.database.rows('insert into thread_link (from_thread_id, to_thread_id, kind) values ($1, $2, $3)', [threads[from].id, threads[to].id, kind]);
}

beforeAll(async () => {
  world = await World.make();
  asker = await world.person('Pregunta');
  outsider = await world.person('Ajena');
  insider = await world.person('Dentro');
  await world.group('obras', 'open', [[asker, 'member'], [insider, 'member']]);
  await world.group('padron', 'open', [[asker, 'member'], [insider, 'member']]);
  await world.group('reservado', 'private', [[insider, 'member']]);
  await world.group('oculto', 'hidden', [[insider, 'member']]);
  await world.group('lejos', 'open', [[insider, 'member']]);
  const ask = async (name: string, group: string, title: string, body = 'Sin más.', tags: string[] = []) => { threads[name] = await insider.ask(group, title, body, tags); };
  await ask('fence', 'obras', 'Licencia para vallar una finca rústica', 'Se trata de un cerramiento.', ['licencias']);
  await ask('works', 'obras', 'Declaración responsable en obras menores', 'Una reforma de cocina.', ['licencias', 'obras-menores']);
  await ask('well', 'obras', 'Pozo sin autorización', 'Apareció al vallar la finca rústica del vecino.');
  await ask('minor', 'padron', 'Empadronar a un menor con un solo progenitor', 'Falta la firma del otro.', ['padron']);
  await ask('moved', 'padron', 'Baja de oficio en el padrón', 'No vive allí.', ['padron']);
  const answer = await asker.answer(threads.minor.id, 'Basta la firma de quien tiene la guarda; el menor se empadrona con una declaración.');
  await insider.accept(threads.minor.id, answer.number);
});
afterAll(() => world?.end());

describe('what is like a question', () => {
  it('comes by any form of its words, the title before the text', async () => {
    expect(names(await similar('¿Hace falta licencia para vallar fincas rústicas?')).slice(0, 2)).toEqual([threads.fence.title, threads.well.title]);
  });

  it('says whether it may be the same, and shows what solved it', async () => {
    const [first] = (await similar('empadronamiento de un menor por un solo progenitor')).items;
    expect(first).toMatchObject({close: true, number: 2, thread: {id: threads.minor.id, state: 'solved'}});
    expect(first.extract).toMatch(/<mark>menor<\/mark>/i);
    expect((await similar('menor')).items.every(({close}: any) => !close)).toBe(true);
  });

  it('are five at most, questions and articles', async () => {
    for (let i = 0; i < 6; ++i) await insider.ask('lejos', `Alcantarillado del barrio ${i}`);
    await insider.start('lejos', {kind: 'update', title: 'Alcantarillado en obras', body: 'Sin más.', tags: []});
    const found = await similar('alcantarillado');
    expect(found.items).toHaveLength(5);
    expect(names(found)).not.toContain('Alcantarillado en obras');
  });

  it('is found by the titles of its duplicates, and comes before what nobody was led to', async () => {
    for (const [name, title] of [['first', 'Quiosco en la plaza mayor'], ['second', 'Quiosco en la plaza nueva'], ['asked', 'Tenderete ambulante los domingos']]) threads[name] = await insider.ask('lejos', title);
    const [, behind] = names(await similar('quiosco en la plaza'));
    const led = behind === threads.first.title ? 'first' : 'second';
    await linked('asked', led, 'duplicate');
    expect(names(await similar('quiosco en la plaza')).slice(0, 2)).toEqual([threads[led].title, threads[led === 'first' ? 'second' : 'first'].title]);
    expect(names(await similar('tenderete ambulante')).sort()).toEqual([threads[led].title, threads.asked.title].sort());
  });

  it('is looked for in one group where that is asked for', async () => {
    expect(names(await similar('licencia de obras para empadronar', asker, {group: 'padron'}))).toEqual([threads.minor.title]);
  });

  it.each(['"', "'", '\\', '&', '|', '!', ':*', '()', '%', '\u0301', '😀', "x' or 1=1", '¿?', '…', 'a', 'de la'])('%s breaks nothing', async (title) => {
    const found = await asker.get(`/questions/similar?${new URLSearchParams({title, body: title})}`);
    expect([200, 422]).toContain(found.status);
  });

  it('is asked with a title', async () => {
    expect((await asker.get('/questions/similar')).json).toMatchObject({status: 422, errors: {title: ['required']}});
    expect((await asker.get(`/questions/similar?title=${'a'.repeat(201)}`)).json).toMatchObject({status: 422, errors: {title: ['too_long']}});
    expect((await asker.get(`/questions/similar?title=a&body=${'a'.repeat(1001)}`)).json).toMatchObject({status: 422, errors: {body: ['too_long']}});
    expect((await asker.get('/questions/similar?title=a&group=-')).json).toMatchObject({status: 422, errors: {group: ['unknown_value']}});
  });
});

describe('where it would belong', () => {
  it('is where what is like it stands, among the groups where one may start threads', async () => {
    expect((await similar('Licencia para una obra menor')).groups[0]).toBe('obras');
    expect((await similar('Padrón: baja de un menor')).groups[0]).toBe('padron');
    expect((await similar('Licencia para una obra menor', outsider)).groups).toEqual([]);
    await world.database.rows("update plaza_group set who_starts = 'moderators' where slug = 'padron'");
    expect((await similar('Padrón: baja de un menor')).groups).not.toContain('padron');
    await world.database.rows("update plaza_group set who_starts = 'members' where slug = 'padron'");
    await world.archive('padron');
    expect((await similar('Padrón: baja de un menor')).groups).not.toContain('padron');
    await world.archive('padron', false);
  });

  it('has the tags that the text names, by any of their names, then those of what is like it', async () => {
    await world.database.rows("insert into tag (name, description, vocabulary) values ('contratacion-publica', '', true)");
    await world.database.rows("insert into tag_synonym (tag_id, language, name) select id, 'ca', 'compra pública' from tag where name = 'contratacion-publica'");
    const found = await similar('Licencia para vallar', asker, {body: 'Tiene que ver con la Compra Pública de vallas.'});
    expect(found.tags.slice(0, 2)).toEqual(['contratacion-publica', 'licencias']);
  });
});

describe('what one may not read', () => {
  it('is neither shown nor proposed, and changes nothing', async () => {
    const word = marker();
    await insider.ask('lejos', `Vertedero ${word.slice(0, 6)} comarcal`);
    await insider.ask('lejos', 'Vertedero de áridos', 'Nada más.', ['aridos']);
    const before = await similar('vertedero comarcal de áridos', asker);
    threads.last = before.items.at(-1).thread;
    expect(before.items.length).toBeGreaterThan(1);
    for (const group of ['reservado', 'oculto']) {
      for (let i = 0; i < 3; ++i) {
        threads[`${group}${i}`] = await insider.ask(group, 'Vertedero comarcal de áridos', `Vertedero ${word}`, [word]);
        for (const to of ['well', 'last']) for (const kind of ['duplicate', 'related']) await linked(`${group}${i}`, to, kind);
      }
    }
    const after = await similar('vertedero comarcal de áridos', asker);
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
    expect(await similar(word, asker, {body: word})).toEqual({items: [], groups: [], tags: []});
    const seen = await similar('vertedero comarcal de áridos', insider);
    expect(names(seen)).toEqual(expect.arrayContaining(['Vertedero comarcal de áridos', threads.well.title]));
  });

  it('is not found any more by who left', async () => {
    await world.join('oculto', outsider);
    expect(names(await similar('vertedero comarcal de áridos', outsider))).toContain('Vertedero comarcal de áridos');
    await world.leave('oculto', outsider);
    expect(names(await similar('vertedero comarcal de áridos', outsider))).not.toContain('Vertedero comarcal de áridos');
  });

  it('is nothing of what was deleted', async () => {
    const thread = await insider.ask('lejos', 'Efímera ordenanza de terrazas');
    expect(names(await similar('ordenanza de terrazas'))).toContain(thread.title);
    const [post] = (await insider.get(`/threads/${thread.id}`)).json.posts.items;
    await insider.want(204, insider.del(`/posts/${post.id}`));
    expect(names(await similar('ordenanza de terrazas'))).not.toContain(thread.title);
  });
});
