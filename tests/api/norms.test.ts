// SPDX-License-Identifier: EUPL-1.2
// Citations of legal norms: kept with what is written, shown as links, and found by norm and article by who may read them.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let writer: Person, reader: Person, administrator: Person;
let turn = 0;
beforeAll(async () => {
  world = await World.make();
  [writer, reader] = [await world.person('Autora'), await world.person('Lectora')];
  administrator = await world.person('Administradora', {role: 'administrator'});
});
afterAll(() => world?.end());

const group = (kind: GroupKind = 'open') => world.group(`normas-${++turn}`, kind, [[writer, 'owner']]);
const cited = async (post: number) => (await world.database.rows(
  `select concat_ws(' ', norm, nullif(article, ''), nullif(part, '')) as line from post_citation where post_id = $1 order by 1`, [post])).map((row: any) => row.line ?? row[0]);
const rootOf = (thread: number) => world.database.value('select id from post where thread_id = $1 and number = 1', [thread]);
const html = (post: number) => world.database.value('select html from post where id = $1', [post]);
const norm = (slug: string, as: Person = writer) => as.want(200, as.get(`/norms/${slug}`));
const threads = async (path: string, as: Person = writer) => (await as.all(path)).map(({id}: any) => id);
const idle = () => until('all posts are taken up', async () => (await world.database.value(
  `select count(*) from job where kind = 'norms.recognise' and failed_at is null`)) === 0);

describe('what is written', () => {
  it('is shown with its citations as links, and kept with them', async () => {
    const slug = await group();
    const body = 'Según los arts. 21 y 24 de la Ley 39/2015 y el **art. 118.3.b) LCSP**.';
    const thread = await writer.ask(slug, 'Con citas', body);
    const root = await rootOf(thread.id);
    expect(await html(root)).toBe('<p>Según los <a href="/legislacion/boe-a-2015-10565?articulo=21">arts. 21</a> y '
      + '<a href="/legislacion/boe-a-2015-10565?articulo=24">24 de la Ley 39/2015</a> y el '
      + '<strong><a href="/legislacion/boe-a-2017-12902?articulo=118">art. 118.3.b) LCSP</a></strong>.</p>\n');
    expect(await cited(root)).toEqual(['boe-a-2015-10565 21', 'boe-a-2015-10565 24', 'boe-a-2017-12902 118 3.b']);
    expect((await writer.want(200, writer.post('/preview', {body}))).html).toBe(await html(root));
  });

  it('is left alone in code and in links, whose addresses count', async () => {
    const slug = await group();
    const thread = await writer.ask(slug, 'Sin citas', '`art. 21 LPAC` y [art. 22 LPAC](https://example.com/) y\n\n    art. 23 LPAC\n\n'
      + '[aquí](https://www.boe.es/eli/es/l/2017/11/08/9/con#a10) y https://www.boe.es/buscar/act.php?id=BOE-A-1985-5392 y art.\n\n24 LPAC');
    const root = await rootOf(thread.id);
    expect(await cited(root)).toEqual(['boe-a-1985-5392', 'boe-a-2015-10565', 'boe-a-2017-12902 10']);
    expect((await html(root)).match(/\/legislacion\/[^"]*/g)).toEqual(['/legislacion/boe-a-2015-10565']);
  });

  it('changes with the text, and goes with it', async () => {
    const slug = await group();
    const {id} = await writer.ask(slug, 'Pregunta', 'Nada.');
    const answer = await writer.answer(id, 'El art. 5 LGT.');
    expect(await cited(answer.id)).toEqual(['boe-a-2003-23186 5']);
    await writer.want(200, writer.put(`/posts/${answer.id}`, {body: 'El art. 6 LGT y la Ley 40/2015.'}));
    expect(await cited(answer.id)).toEqual(['boe-a-2003-23186 6', 'boe-a-2015-10566']);
    await writer.want(204, writer.del(`/posts/${answer.id}`));
    expect(await cited(answer.id)).toEqual([]);
  });
});

it('the title of a thread counts, and changes', async () => {
  const slug = await group();
  const {id} = await writer.ask(slug, '¿Qué dice el art. 30 LIVA?', 'El art. 31 LIVA no lo dice.');
  const root = await rootOf(id);
  expect(await cited(root)).toEqual(['boe-a-1992-28740 30', 'boe-a-1992-28740 31']);
  const answer = await writer.answer(id, 'Nada.');
  await writer.want(200, writer.put(`/posts/${answer.id}`, {body: 'Nada de nada.'}));
  expect(await cited(answer.id)).toEqual([]);
  await writer.want(200, writer.put(`/posts/${root}`, {body: 'Ya no cito.', title: '¿Qué dice el art. 32 LIVA?'}));
  expect(await cited(root)).toEqual(['boe-a-1992-28740 32']);
  await writer.want(200, writer.put(`/posts/${root}`, {body: 'Sigo sin citar.'}));
  expect(await cited(root)).toEqual(['boe-a-1992-28740 32']);
  await world.database.rows('delete from post_citation where post_id = $1', [root]);
  await world.database.rows(`insert into job (kind) values ('norms.recognise')`);
  await idle();
  expect(await cited(root)).toEqual(['boe-a-1992-28740 32']);
});

describe('the page of a norm', () => {
  it('lists the threads by article, each once, and answers to every slug of the norm', async () => {
    const slug = await group();
    const one = await writer.ask(slug, 'Uno', 'art. 7 y art. 8 TRLSRU');
    await writer.answer(one.id, 'También art. 8 TRLSRU y la disposición adicional tercera del TRLSRU.');
    const two = await writer.ask(slug, 'Dos', 'arts. 8 a 10 del Real Decreto Legislativo 7/2015');
    const found = await norm('boe-a-2015-11723');
    expect(found).toMatchObject({slug: 'boe-a-2015-11723', reference: 'BOE-A-2015-11723', official: 'https://www.boe.es/buscar/act.php?id=BOE-A-2015-11723', threads: 2});
    expect(found.names.slice(0, 2)).toEqual(['TRLS', 'TRLSRU']);
    expect(found.articles).toEqual([{article: '7', threads: 1}, {article: '8', threads: 2}, {article: '9', threads: 1}, {article: '10', threads: 1}, {article: 'da-3', threads: 1}]);
    expect(await norm('real-decreto-legislativo-7-2015')).toEqual(found);
    expect(await threads('/norms/boe-a-2015-11723/threads')).toEqual([two.id, one.id]);
    expect(await (await writer.all('/norms/boe-a-2015-11723/threads', 1)).map(({id}: any) => id)).toEqual([two.id, one.id]);
    expect(await threads('/norms/real-decreto-legislativo-7-2015/threads?article=da-3')).toEqual([one.id]);
    expect(await threads('/norms/boe-a-2015-11723/threads?article=99')).toEqual([]);
    expect((await writer.get('/norms/boe-a-2015-11723/threads?article=A%208')).status).toBe(422);
  });

  it('is there for what the table does not know only where a thread is that one may read', async () => {
    const slug = await group('hidden');
    const {id} = await writer.ask(slug, 'Oculta', 'La Ley 7/1987 y el art. 3 LJCA.');
    expect(await norm('ley-7-1987')).toMatchObject({title: 'Ley 7/1987', reference: null, official: null, names: [], threads: 1, articles: []});
    const [secret, nothing] = [await reader.get('/norms/ley-7-1987'), await reader.get('/norms/ley-7-1988')];
    expect(secret.status).toBe(404);
    expect(secret.text).toBe(nothing.text);
    expect((await reader.get('/norms/ley-7-1987/threads')).status).toBe(404);
    expect(await norm('boe-a-1998-16718', reader)).toMatchObject({threads: 0, articles: []});
    expect(await threads('/norms/boe-a-1998-16718/threads', reader)).toEqual([]);
    expect(await threads('/norms/boe-a-1998-16718/threads')).toEqual([id]);
    expect((await reader.all('/norms')).map((one: any) => one.slug)).not.toContain('ley-7-1987');
    expect((await writer.all('/norms')).map((one: any) => one.slug)).toContain('ley-7-1987');
    for (const bad of ['Ley', 'ley_7', 'x'.repeat(90)]) expect((await writer.get(`/norms/${bad}`)).status).toBe(404);
  });

  it('is found by its title, its number and its names, those of most threads first', async () => {
    const slug = await group();
    for (const body of ['LTAIBG', 'Ley 19/2013', 'LEPDN: la Ley 50/1997']) await writer.ask(slug, body, body);
    const found = async (q: string) => (await writer.all(`/norms?q=${encodeURIComponent(q)}`)).map((one: any) => [one.slug, one.threads]);
    for (const q of ['transparencia', 'ley 19/2013', 'ltaibg']) expect(await found(q)).toEqual([['boe-a-2013-12887', 2]]);
    expect(await found('50/1997')).toEqual([['ley-50-1997', 1]]);
    const all = await writer.all('/norms', 2);
    expect(new Set(all.map((one: any) => one.slug)).size).toBe(all.length);
    expect(all.map((one: any) => one.threads)).toEqual(all.map((one: any) => one.threads).sort((a: number, b: number) => b - a));
  });
});

describe('names that administrators add', () => {
  it('are recognised in what was written and in what is written, until they are taken back', async () => {
    const slug = await group();
    await idle();
    const before = await rootOf((await writer.ask(slug, 'Antes', 'El art. 4 LCGP y la ley de pruebas del municipio.')).id);
    expect(await cited(before)).toEqual([]);
    const added = await administrator.want(200, administrator.put('/console/norms/boe-a-2017-12902/names/LCGP'));
    expect(added.names).toContainEqual({name: 'LCGP', own: true});
    await administrator.want(200, administrator.put('/console/norms/ley-9-2017/names/Ley%20de%20Pruebas'));
    const after = await rootOf((await writer.ask(slug, 'Después', 'El art. 5 LCGP.')).id);
    expect(await cited(after)).toEqual(['boe-a-2017-12902 5']);
    await idle();
    expect(await cited(before)).toEqual(['boe-a-2017-12902', 'boe-a-2017-12902 4']);
    expect(await html(before)).toContain('<a href="/legislacion/boe-a-2017-12902?articulo=4">art. 4 LCGP</a>');
    expect((await writer.all('/search?q=LCGP')).length).toBeGreaterThan(0);
    await administrator.want(200, administrator.del('/console/norms/boe-a-2017-12902/names/LCGP'));
    await administrator.want(200, administrator.del('/console/norms/boe-a-2017-12902/names/Ley%20de%20Pruebas'));
    await idle();
    expect([...await cited(before), ...await cited(after)]).toEqual([]);
    const acts = (await administrator.all('/console/audit?action=norm.')).map((row: any) => [row.action, row.details.name]);
    expect(acts.slice(0, 4)).toEqual([['norm.name_removed', 'Ley de Pruebas'], ['norm.name_removed', 'LCGP'], ['norm.name_added', 'Ley de Pruebas'], ['norm.name_added', 'LCGP']]);
  });

  it('are of one norm each, and no single word of everybody', async () => {
    const add = (slug: string, name: string) => administrator.put(`/console/norms/${slug}/names/${encodeURIComponent(name)}`);
    expect((await add('boe-a-2017-12902', 'LPAC')).json.type).toBe('name_taken');
    expect((await add('boe-a-2017-12902', 'LEY DE TRANSPARENCIA')).json.type).toBe('name_taken');
    await administrator.want(200, add('boe-a-2017-12902', 'LCSP'));
    for (const name of ['ley', 'contrato', 'Ley 9', 'a b'.repeat(60), 'X', '--']) {
      const refused = await add('boe-a-2017-12902', name);
      expect([refused.status, refused.json?.errors?.name], name).toEqual([422, ['not_a_name']]);
    }
    expect((await add('ley-1-1901', 'LUNO')).status).toBe(404);
    expect((await administrator.del('/console/norms/boe-a-2017-12902/names/LCSP')).status).toBe(404);
  });

  it('can be of norms that they add, whose earlier citations lead to one page', async () => {
    const slug = await group();
    await idle();
    const post = await rootOf((await writer.ask(slug, 'Autonómica', 'El art. 9 de la Ley 5/2019 de Castilla-La Mancha y LEPC.')).id);
    expect(await cited(post)).toEqual(['ley-5-2019-castilla-la-mancha 9']);
    const made = await administrator.want(201, administrator.post('/console/norms',
      {title: 'Ley 5/2019, de prueba, de Castilla-La Mancha', kind: 'ley', number: '5/2019', community: 'castilla-la-mancha'}));
    expect(made).toMatchObject({slug: 'ley-5-2019-castilla-la-mancha', own: true, names: []});
    await administrator.want(200, administrator.put(`/console/norms/${made.slug}/names/LEPC`));
    await idle();
    expect(await cited(post)).toEqual(['ley-5-2019-castilla-la-mancha', 'ley-5-2019-castilla-la-mancha 9']);
    expect((await norm(made.slug)).names).toEqual(['LEPC']);
    const add = async (wanted: object) => { const {status, json} = await administrator.post('/console/norms', {title: 'Otra', ...wanted}); return [status, json.type, json.errors]; };
    expect(await add({kind: 'ley', number: '5/2019', community: 'castilla-la-mancha'})).toEqual([409, 'norm_known', undefined]);
    expect(await add({reference: 'BOE-A-2017-12902'})).toEqual([409, 'norm_known', undefined]);
    expect(await add({reference: 'BOE-17'})).toEqual([422, 'invalid', {reference: ['not_a_reference']}]);
    expect(await add({kind: 'bando', number: '1/2020'})).toEqual([422, 'invalid', {kind: ['unknown_kind']}]);
    expect(await add({kind: 'ley', number: 'primera'})).toEqual([422, 'invalid', {number: ['not_a_number']}]);
    expect(await add({kind: 'ley'})).toEqual([422, 'invalid', {number: ['required']}]);
    expect(await add({kind: 'real-decreto', number: '1/2020', community: 'galicia'})).toEqual([422, 'invalid', {community: ['unknown_community']}]);
  });
});

it('what was written past the interface is taken up by the job', async () => {
  const slug = await group();
  await idle();
  const {id} = await writer.ask(slug, 'Importada', 'Nada.');
  const post = await rootOf(id);
  await world.database.rows(`update post set body = 'El art. 2 LOEX.', html = '<p>El art. 2 LOEX.</p>' where id = $1`, [post]);
  await world.database.rows(`insert into job (kind) values ('norms.recognise')`);
  await idle();
  expect(await cited(post)).toEqual(['boe-a-2000-544 2']);
  expect(await html(post)).toBe('<p>El <a href="/legislacion/boe-a-2000-544?articulo=2">art. 2 LOEX</a>.</p>\n');
});
