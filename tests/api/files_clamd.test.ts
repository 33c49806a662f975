// SPDX-License-Identifier: EUPL-1.2
// The real clamd over its socket. What it does when it answers oddly is played in files_scanned.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, expect, it} from 'vitest';
import {docx, pdf, zip} from '../support/archives.ts';
import {Clamd, eicar} from '../support/clamd.ts';
import {empty, job, lying, picture, read, sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, ana: Person, beto: Person, folder: string, clamd: Clamd;
const become = (person: Person, id: number, state: string) =>
  until(`file ${id} is ${state}`, async () => (await person.want(200, person.get(`/files/${id}/state`))).state === state, 40_000);
const failed = (id: number) =>
  until('it was asked for in vain', async () => (await world.database.value(`select max(attempts) from job where kind = 'files.scan' and payload::jsonb ->> 'file' = $1`, [String(id)])) >= 1);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plaza-clamd-'));
  clamd = await Clamd.start(folder);
  world = await World.make({PLAZA_CLAMD_SOCKET: clamd.socket});
  [ana, beto] = await Promise.all(['Ana', 'Beto'].map((name) => world.person(name)));
  await world.group('obras', 'open', [[ana, 'owner'], [beto, 'member']]);
});
afterAll(async () => {
  try {
    await world?.end();
  } finally {
    // Whatever does not end as it should: no scanner is left running.
    await clamd?.kill();
    rmSync(folder, {recursive: true});
  }
});
beforeEach(() => empty(world));

it('what it finds nothing in is ready, the largest that is taken too', async () => {
  expect(clamd.memory).toBeLessThan(100);
  const files = [];
  for (const [bytes, name] of [[pdf, 'acta.pdf'], [picture, 'plano.png'], [docx(), 'informe.docx'], [Buffer.alloc(25 * 1024 * 1024, 'Acta del pleno. '), 'largo.txt']] as const) {
    const file = await sent(ana, bytes, name);
    expect(file.state).toBe('checking');
    files.push(file.id);
  }
  for (const id of files) await become(ana, id, 'ready');
  expect((await read(ana, files[0])).bytes.equals(pdf)).toBe(true);
});

it.each<[string, () => Buffer | string, string]>([
  ['as it is', () => eicar, 'factura.txt'],
  ['in an archive', () => zip([{name: 'hola.txt', bytes: 'Hola.'}, {name: 'facturas/factura.txt', bytes: eicar}]), 'facturas.zip'],
  ['in an archive in an archive', () => zip([{name: 'dentro.zip', bytes: zip([{name: 'factura.txt', bytes: eicar}])}]), 'facturas.zip'],
  ['in a document', () => docx({name: 'word/media/factura.txt', bytes: eicar}), 'factura.docx'],
])('what it finds something in goes with its bytes, and its owner is told: %s', async (_, make, name) => {
  // Its text is there before it has spoken.
  clamd.signal('SIGSTOP');
  const file = await sent(ana, make(), name);
  const {id} = await ana.ask('obras', 'Con virus', `[factura](/files/${file.id})`);
  clamd.signal('SIGCONT');
  await become(ana, file.id, 'refused');
  expect([(await read(ana, file.id)).status, (await read(beto, file.id)).status, (await beto.get(`/files/${file.id}/state`)).status]).toEqual([404, 404, 404]);
  expect((await beto.get(`/threads/${id}`)).json.posts.items[0]).toMatchObject({html: '<p>factura</p>\n', files: []});
  const notice = (await ana.all('/notifications')).find((one) => one.cause === 'file_refused' && one.thread?.id === id);
  expect(notice.facts).toEqual({file: name});
  expect(await world.database.value(`select details ->> 'found' from audit join audit_detail d using (seq) where action = 'file.refused' and object_id = $1`, [file.id])).toMatch(/^Plaza\.Prueba\.UNOFFICIAL/);
  await job(world, 'files.drop_doomed');
  expect(lying(world)).toEqual([]);
});

it('while it is dead files stay in quarantine for everybody, and go on when it lives again', async () => {
  await clamd.kill();
  const clean = await sent(ana, pdf, 'acta.pdf'), marked = await sent(ana, eicar, 'factura.txt');
  const {id} = await ana.ask('obras', 'Sin antivirus', `[acta](/files/${clean.id}) [factura](/files/${marked.id})`);
  for (const file of [clean, marked]) {
    await failed(file.id);
    for (const person of [ana, beto]) expect([(await read(person, file.id)).status, (await read(person, file.id, '', {'if-none-match': '*'})).status]).toEqual([404, 404]);
  }
  expect(await beto.all('/groups/obras/files')).toEqual([]);
  expect((await beto.get(`/threads/${id}`)).json.posts.items[0].files.map((file: any) => [file.name, file.state])).toEqual([['acta.pdf', 'checking'], ['factura.txt', 'checking']]);
  const live = await world.live(beto);
  await live.watch(id);
  clamd = await Clamd.start(folder);
  await become(ana, clean.id, 'ready');
  await become(ana, marked.id, 'refused');
  await live.event('the post with the one that is left', (event) => event.kind === 'post.edited' && event.thread === id && event.data.files.length === 1 && event.data.files[0].state === 'ready');
  expect([(await read(beto, clean.id)).status, (await read(beto, marked.id)).status]).toEqual([200, 404]);
});

it('one that hangs holds nothing else up, nor the end of the server', async () => {
  clamd.signal('SIGSTOP');
  try {
    const file = await sent(ana, pdf, 'acta.pdf');
    await until('it is being looked at', async () => (await world.database.value(`select max(attempts) from job where kind = 'files.scan'`)) >= 1);
    expect((await ana.get('/me')).status).toBe(200);
    const begun = Date.now();
    await world.restart({PLAZA_CLAMD_SOCKET: clamd.socket});
    expect(Date.now() - begun).toBeLessThan(10_000);
    clamd.signal('SIGCONT');
    await become(ana, file.id, 'ready');
  } finally {
    clamd.signal('SIGCONT');
  }
});

it('what is larger than it unpacks is refused where it is told to say so', async () => {
  await clamd.kill();
  clamd = await Clamd.start(folder, ['MaxScanSize 1M', 'AlertExceedsMax yes']);
  const file = await sent(ana, zip([{name: 'relleno.txt', bytes: 'Relleno. '.repeat(300_000)}, {name: 'factura.txt', bytes: eicar}]), 'todo.zip');
  await become(ana, file.id, 'refused');
});
