// SPDX-License-Identifier: EUPL-1.2
// A bank of consultations from a CSV file: each line is found as a question with its published criterion, which asks to be checked.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/server.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, folder: string, turn = 0;
beforeAll(async () => {
  world = await World.make();
  owner = await world.person('Propietaria');
  folder = mkdtempSync(join(tmpdir(), 'plaza-bank-'));
});
afterAll(async () => { rmSync(folder, {recursive: true}); await world?.end(); });

async function bring(slug: string, csv: string | Buffer, ...more: string[]): Promise<any> {
  writeFileSync(join(folder, 'bank.csv'), csv);
  const done = await run(['import', 'consultations', join(folder, 'bank.csv'), '--group', slug, ...more], {PLAZA_DATABASE_URL: world.database.url});
  return done.code === 0 ? JSON.parse(done.stdout) : {code: done.code, says: done.stderr.trim()};
}
const group = async (kind: 'open' | 'private' = 'open') => world.group(`banco-${++turn}`, kind, [[owner, 'owner']]);
const threads = async (slug: string) => owner.all(`/groups/${slug}/threads`);

const file = [
  'Referencia;Pregunta;Respuesta;Fecha;Autor;Norma;Etiquetas',
  'C-1;"¿Cabe prorrogar un contrato menor?\n\nVence en junio.";"No. El **artículo 29** lo impide.";03/05/2019;Intervención General;Ley 9/2017, artículo 29.8;contratos, Contrato Menor',
  'C-2;¿Ñandús en el padrón? 🦆;No consta <script>alert(1)</script>;2021-12-01;;;',
  'C-3;;Sin pregunta;2021-12-01;Secretaría;;',
  'C-4;¿Mañana?;Sí;2999-01-01;Secretaría;;',
  'C-5;¿Día?;Sí;31/02/2020;Secretaría;;',
].join('\r\n');
const faults = [
  {line: 6, field: 'question', reason: 'required'}, {line: 7, field: 'date', reason: 'in_the_future'}, {line: 8, field: 'date', reason: 'not_a_date'}];

describe('a bank of consultations', () => {
  it('is tried without a trace, brought in once, and told by line', async () => {
    const slug = await group();
    const told = {read: 5, stored: 2, unchanged: 0, errors: faults, notes: []};
    const trace = () => world.database.row(`select (select count(*)::int from thread) as threads, (select count(*)::int from person) as people,
      (select count(*)::int from import_origin) as origins, (select count(*)::int from audit where action = 'consultations.imported') as written`);
    const before = await trace();
    expect(await bring(slug, file, '--author', 'Diputación', '--dry-run')).toEqual(told);
    expect(await trace()).toEqual(before);
    expect(await bring(slug, file, '--author', 'Diputación')).toEqual(told);
    expect(await bring(slug, file, '--author', 'Diputación')).toEqual({...told, stored: 0, unchanged: 2});
    expect(await bring(slug, file.replace('No consta', 'Ya no consta'), '--author', 'Diputación'))
      .toEqual({...told, stored: 0, unchanged: 2, notes: [{line: 5, note: 'changed_since'}]});
    expect((await trace()).written).toBe(before.written + 1);
  });

  it('is read as questions with a published criterion, of its day and of who answered', async () => {
    const slug = await group();
    await bring(slug, file, '--author', 'Diputación');
    const [second, first] = await threads(slug);
    expect([first, second].map(({title, state, tags, created_at, author}: any) => [title, state, tags, created_at.slice(0, 10), author.name])).toEqual([
      ['¿Cabe prorrogar un contrato menor?', 'solved', ['contrato-menor', 'contratos'], '2019-05-03', 'Intervención General'],
      ['¿Ñandús en el padrón? 🦆', 'solved', [], '2021-12-01', 'Diputación']]);
    const {posts} = await owner.want(200, owner.get(`/threads/${first.id}`));
    expect(posts.items.map(({role, accepted, weight, author}: any) => [role, accepted, weight, author.name])).toEqual([
      ['root', false, null, 'Intervención General'], ['answer', true, 'criterion', 'Intervención General']]);
    expect(posts.items[0].body).toBe('¿Cabe prorrogar un contrato menor?\n\nVence en junio.\n\nLey 9/2017, artículo 29.8');
    expect(posts.items[0].html).toContain('href="/legislacion/');
    const other = await owner.want(200, owner.get(`/threads/${second.id}`));
    expect(other.posts.items[1].html).not.toContain('<script');
    // It is found by the norm, and waits for somebody to say whether it still holds.
    const norm = await owner.want(200, owner.get('/norms/boe-a-2017-12902/threads'));
    expect(norm.items.map(({id}: any) => id)).toContain(first.id);
    expect(await world.database.value('select count(*)::int from thread_validity where thread_id = any($1) and asked_at is not null and checked_at is null',
      [[first.id, second.id]])).toBe(2);
    // Nobody is told of hundreds of old questions.
    expect(await world.database.value('select count(*)::int from notification where thread_id = any($1)', [[first.id, second.id]])).toBe(0);
  });

  it('stays within a private group, name by name', async () => {
    const [slug, outsider] = [await group('private'), await world.person('De fuera')];
    await bring(slug, 'question,answer,date,author\n¿Xilofón municipal?,Sí,2020-01-01,Banda\n');
    expect(await threads(slug)).toHaveLength(1);
    expect((await outsider.want(200, outsider.get('/search?q=xilof%C3%B3n'))).items).toEqual([]);
    expect((await owner.want(200, owner.get('/search?q=xilof%C3%B3n'))).items).toHaveLength(1);
  });

  it('says what it lacks before it does anything', async () => {
    const slug = await group();
    expect(await bring('no-hay', file)).toMatchObject({code: 1, says: 'plaza: there is no group no-hay'});
    expect((await bring(slug, 'question,answer\na,b\n')).says).toMatch(/has no column date$/);
    expect(await bring(slug, 'question,answer,date\n¿A?,b,2020-01-01\n')).toMatchObject({stored: 0, errors: [{line: 2, field: 'author', reason: 'required'}]});
    // A long first line becomes a title that ends at a word; the text keeps it whole.
    const long = `¿${'palabra '.repeat(60)}?`;
    expect(await bring(slug, `question,answer,date,author,tags\n${long},b,2020-01-01,Z,"uno, dos, tres, cuatro, cinco, seis, !!"\n`))
      .toMatchObject({stored: 1, notes: [{line: 2, note: 'too_many_tags'}]});
    const [thread] = await threads(slug);
    expect([thread.title.length <= 200, thread.title.endsWith('palabra…'), thread.tags.length]).toEqual([true, true, 5]);
    expect(await bring(slug, Buffer.from('pregunta,respuesta,fecha,autor\n¿A\u00f1o?,S\u00ed,2020-01-01,Secretar\u00eda\n', 'latin1'))).toMatchObject({stored: 1});
    expect((await threads(slug)).map(({title}: any) => title)).toContain('¿Año?');
  });
});
