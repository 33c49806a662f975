// SPDX-License-Identifier: EUPL-1.2
// What hangs from the consultations of a bank comes in by name, as what people send does, with those who may read its group.
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {filesOf} from '../support/database.ts';
import {run} from '../support/server.ts';
import {lying, picture, read} from '../support/uploads.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, outsider: Person, folder: string, turn = 0;
beforeAll(async () => {
  world = await World.make();
  [owner, outsider] = [await world.person('Propietaria'), await world.person('De fuera')];
  folder = mkdtempSync(join(tmpdir(), 'plaza-bank-'));
  mkdirSync(join(folder, 'adjuntos'));
  const put = (name: string, bytes: Buffer | string) => writeFileSync(join(folder, 'adjuntos', name), bytes);
  put('Informe, anexo [1].pdf'.normalize('NFD'), '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  put('Árbol.txt'.normalize('NFD'), 'El árbol.');
  put('plano.png', picture);
  put('programa.txt', Buffer.from('7f454c4602010100000000000000000003003e00', 'hex'));
  put('vacio.txt', '');
  writeFileSync(join(folder, 'fuera.txt'), 'Fuera de la carpeta');
  symlinkSync(join(folder, 'fuera.txt'), join(folder, 'adjuntos', 'enlace.txt'));
});
afterAll(async () => { rmSync(folder, {recursive: true}); await world?.end(); });

const settings = (more = {}) => ({PLAZA_DATABASE_URL: world.database.url, PLAZA_FILES_DIR: filesOf(world.database.url), PLAZA_FILES_RESERVE_MB: '1', ...more});
async function bring(slug: string, lines: string[], more: string[] = ['--attachments', join(folder, 'adjuntos')], env = {}): Promise<any> {
  writeFileSync(join(folder, 'bank.csv'), ['Referencia;Pregunta;Respuesta;Fecha;Autor;Adjuntos', ...lines].join('\n'));
  const done = await run(['import', 'consultations', join(folder, 'bank.csv'), '--group', slug, ...more], settings(env));
  return done.code === 0 ? JSON.parse(done.stdout) : {code: done.code, says: done.stderr.trim()};
}
const group = async (kind: 'open' | 'private' = 'private') => world.group(`adjuntos-${++turn}`, kind, [[owner, 'owner']]);
const line = (reference: string, files: string) => `${reference};¿Consulta ${reference}?;Respuesta;2020-01-01;Secretaría;"${files}"`;
const count = () => world.database.value('select count(*)::int from file');

describe('attachments of a bank of consultations', () => {
  it('hang from the answer, are read by who may read it, and come once', async () => {
    const slug = await group();
    const lines = [line('A', 'Informe, anexo [1].pdf; Árbol.txt|plano.png|plano.png')];
    const told = {read: 1, stored: 1, unchanged: 0, errors: [], notes: []};
    const [rows, bytes] = [await count(), lying(world)];
    expect(await bring(slug, lines, ['--attachments', join(folder, 'adjuntos'), '--dry-run'])).toEqual(told);
    expect([await count(), lying(world)]).toEqual([rows, bytes]);
    expect(await bring(slug, lines)).toEqual(told);
    const lies = lying(world);
    expect(await bring(slug, lines)).toEqual({...told, stored: 0, unchanged: 1});
    expect([await count(), lying(world)]).toEqual([rows + 3, lies]);

    const [thread] = await owner.all(`/groups/${slug}/threads`);
    const {posts} = await owner.want(200, owner.get(`/threads/${thread.id}`));
    const [, answer] = posts.items;
    expect(answer.files.map(({name, kind}: any) => [name, kind])).toEqual(expect.arrayContaining([['Informe, anexo [1].pdf', 'application/pdf'], ['Árbol.txt', 'text/plain'], ['plano.png', 'image/png']]));
    expect(answer.html).toContain('>Informe, anexo [1].pdf</a>');
    for (const {id} of answer.files) {
      expect((await read(owner, id)).status).toBe(200);
      expect((await read(outsider, id)).status).toBe(404);
    }
    // A picture is made anew, as anybody's.
    const shown = answer.files.find((one: any) => one.name === 'plano.png');
    expect((await read(owner, shown.id, '?size=small')).status).toBe(200);
    expect(await bring(slug, [line('A', 'plano.png')])).toEqual({...told, stored: 0, unchanged: 1, notes: [{line: 2, note: 'changed_since'}]});
  });

  it('are told by line and file where they are missing or refused, and leave nothing of that line', async () => {
    const slug = await group();
    const [rows, bytes] = [await count(), lying(world)];
    const lines = [line('B', 'plano.png;no-esta.pdf;programa.txt;vacio.txt'), line('C', '../fuera.txt;enlace.txt'), line('D', Array.from({length: 21}, (_, i) => `f${i}`).join(';')), line('E', '')];
    const faults = (at: number, all: [string, string][]) => all.map(([file, reason]) => ({line: at, field: 'attachments', reason, file}));
    const errors = [...faults(2, [['no-esta.pdf', 'missing'], ['programa.txt', 'type_not_taken'], ['vacio.txt', 'empty_file']]),
      ...faults(3, [['../fuera.txt', 'missing'], ['enlace.txt', 'missing']]), {line: 4, field: 'attachments', reason: 'too_many_files', file: 'f20'}];
    for (const more of [['--dry-run'], []]) {
      const told = await bring(slug, lines, ['--attachments', join(folder, 'adjuntos'), ...more]);
      expect(told.errors.filter((one: any) => one.line < 4 || one.reason === 'too_many_files')).toEqual(errors);
      expect([told.read, told.stored]).toEqual([4, 1]);
      expect([await count(), lying(world)]).toEqual([rows, bytes]);
    }
    expect((await owner.all(`/groups/${slug}/threads`)).map(({title}: any) => title)).toEqual(['¿Consulta E?']);
    // Put right, it comes.
    expect(await bring(slug, [line('B', 'plano.png')])).toMatchObject({stored: 1, errors: []});
  });

  it('need a folder, and what is scanned waits for that', async () => {
    const slug = await group();
    expect(await bring(slug, [line('F', 'plano.png')], [])).toMatchObject({stored: 0, errors: [{line: 2, field: 'attachments', reason: 'no_folder', file: 'plano.png'}]});
    expect(await bring(slug, [line('F', 'plano.png')], undefined, {PLAZA_FILES_DIR: ''})).toMatchObject({code: 1, says: expect.stringContaining('files-dir')});
    expect(await bring(slug, [line('F', 'Árbol.txt')], undefined, {PLAZA_CLAMD_SOCKET: join(folder, 'no.sock')})).toMatchObject({stored: 1});
    const id = await world.database.value(`select max(id) from file where name = 'Árbol.txt' and state = 'checking'`);
    expect((await read(owner, id)).status).toBe(404);
    expect(await world.database.value(`select count(*)::int from job where queue = 'scan' and payload->>'file' = $1`, [String(id)])).toBe(1);
  });
});
