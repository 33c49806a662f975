// SPDX-License-Identifier: EUPL-1.2
// Files wait for the scanner, and nobody reads them before it has spoken. It is played here over its own protocol.
import {mkdtempSync, rmSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, expect, it} from 'vitest';
import {empty, job, lying, picture, read, sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const bad = 'ESTO-ES-UN-VIRUS-DE-PRUEBA';
let world: World, ana: Person, beto: Person, folder: string, clamd: net.Server | null = null;

/** What clamd does with INSTREAM. */
function scan(socket: net.Socket): void {
  let bytes = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (part) => {
    bytes = Buffer.concat([bytes, part]);
    if (bytes.length < 10 || bytes.subarray(0, 10).toString() !== 'zINSTREAM\0') return;
    const file: Buffer[] = [];
    for (let at = 10; at + 4 <= bytes.length;) {
      const size = bytes.readUInt32BE(at);
      if (size === 0) return void socket.end(`stream: ${Buffer.concat(file).includes(bad) ? 'Prueba.UNOFFICIAL FOUND' : 'OK'}\0`);
      file.push(bytes.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    }
  });
}
const begin = (play = scan) => new Promise<void>((done) => { clamd = net.createServer(play).listen(join(folder, 'clamd'), done); });
const stop = () => new Promise<void>((done) => { if (clamd) clamd.close(() => done()); else done(); clamd = null; });
const state = (id: number) => world.database.value('select state from file where id = $1', [id]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plaza-clamd-'));
  world = await World.make({PLAZA_CLAMD_SOCKET: join(folder, 'clamd')});
  [ana, beto] = await Promise.all(['Ana', 'Beto'].map((name) => world.person(name)));
  await world.group('obras', 'open', [[ana, 'owner'], [beto, 'member']]);
});
afterAll(async () => {
  await stop();
  await world?.end();
  rmSync(folder, {recursive: true});
});
beforeEach(() => empty(world));
afterEach(stop);

it('while the scanner is away files wait for it, in their text too, and nothing is lost', async () => {
  const file = await sent(ana, picture, 'plano.png');
  expect(file.state).toBe('checking');
  const {id} = await ana.ask('obras', 'Con plano', `Véase ![el plano](/files/${file.id}).`);
  const root = async (person: Person) => (await person.get(`/threads/${id}`)).json.posts.items[0];
  for (const person of [ana, beto]) {
    expect([(await read(person, file.id)).status, (await read(person, file.id, '?size=small')).status]).toEqual([404, 404]);
    expect(await root(person)).toMatchObject({html: '<p>Véase el plano.</p>\n', files: [{id: file.id, name: 'plano.png', state: 'checking'}]});
  }
  expect(await beto.all('/groups/obras/files')).toEqual([]);
  await until('it was asked for in vain', async () => (await world.database.value(`select max(attempts) from job where kind = 'files.scan'`)) >= 1);
  const live = await world.live(beto);
  await live.watch(id);
  await begin();
  await until('it is ready', async () => (await state(file.id)) === 'ready', 40_000);
  const told = await live.event('the post with its picture', (event) => event.kind === 'post.edited' && event.thread === id);
  expect(told.data.files).toHaveLength(1);
  expect((await root(beto)).html).toContain('<img');
  expect((await read(beto, file.id)).status).toBe(200);
});

it('what waits for it may be quoted meanwhile, by who may know of it', async () => {
  const file = await sent(ana, picture, 'plano.png');
  const body = `Véase [el plano](/files/${file.id}).`;
  expect((await beto.post('/groups/obras/threads', {kind: 'update', title: 'Con lo de otra', body})).json.errors).toEqual({body: ['unknown_file']});
  const {id} = await ana.ask('obras', 'Con plano', body);
  const quote = await beto.write(id, 'reply', `> ${body}\n\nGracias.`);
  expect(quote.html).toContain('el plano');
  expect((await read(beto, file.id)).status).toBe(404);
});

it('what it finds something in goes, its owner is told, and the audit says so', async () => {
  await begin();
  const file = await sent(ana, `Hola. ${bad}`, 'factura.txt'), good = await sent(ana, 'Hola.');
  const {id} = await ana.ask('obras', 'Con virus', `[factura](/files/${file.id})`);
  await until('it was found', async () => (await state(file.id)) === 'refused');
  await until('the other is ready', async () => (await state(good.id)) === 'ready');
  expect([(await read(ana, file.id)).status, (await read(beto, file.id)).status]).toEqual([404, 404]);
  expect((await beto.get(`/threads/${id}`)).json.posts.items[0].html).toBe('<p>factura</p>\n');
  const notice = (await ana.all('/notifications')).find((one) => one.cause === 'file_refused');
  expect(notice.facts).toEqual({file: 'factura.txt'});
  expect(await world.database.value(`select count(*)::int from audit where action = 'file.refused' and object_id = $1`, [file.id])).toBe(1);
  await job(world, 'files.drop_doomed');
  expect(lying(world)).toHaveLength(1);
});

it('a scanner that gives no verdict is not believed', async () => {
  await begin((socket) => { socket.on('error', () => {}).resume(); socket.end('INSTREAM size limit exceeded. ERROR\0'); });
  const file = await sent(ana, 'Hola.');
  await until('it was asked', async () => /size limit/.test(await world.database.value(`select coalesce(max(last_error), '') from job where kind = 'files.scan'`)));
  expect([await state(file.id), (await read(ana, file.id)).status]).toEqual(['checking', 404]);
});
