// SPDX-License-Identifier: EUPL-1.2
// What an operator looks after: a scanner that was switched off, bytes that are gone, and files too many.
import {mkdirSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, expect, it} from 'vitest';
import {filesOf} from '../support/database.ts';
import {run} from '../support/server.ts';
import {empty, job, lying, picture, read, sent} from '../support/uploads.ts';
import {World, type Person} from '../support/world.ts';

let world: World, ana: Person, beto: Person;
const folder = () => filesOf(world.database.url);
const plaza = (words: string[], more: Record<string, string> = {}) => run(words, {PLAZA_DATABASE_URL: world.database.url, PLAZA_FILES_DIR: folder(), ...more});
const doctor = async (what: string, more: Record<string, string> = {}) => {
  const done = await plaza(['doctor'], more);
  const found = JSON.parse(done.stdout).checks.find((one: any) => one.what === what);
  expect(done.code).toBe(JSON.parse(done.stdout).checks.every((one: any) => one.sound) ? 0 : 1);
  return found as {sound: boolean; found: string};
};
const nowhere = {PLAZA_CLAMD_SOCKET: '/nowhere/clamd'};

beforeAll(async () => {
  world = await World.make();
  [ana, beto] = await Promise.all(['Ana', 'Beto'].map((name) => world.person(name)));
  await world.group('obras', 'open', [[ana, 'owner'], [beto, 'member']]);
});
afterAll(() => world?.end());
beforeEach(() => empty(world));

/** Files that were sent while there was a scanner, which is there no more. */
async function inQuarantine(): Promise<{ids: number[]; thread: number}> {
  await world.restart(nowhere);
  const ids = [(await sent(ana, picture, 'plano.png')).id, (await sent(ana, 'Suelta.')).id];
  const {id} = await ana.ask('obras', 'Con plano', `![plano](/files/${ids[0]})`);
  await world.restart();
  return {ids, thread: id};
}
const statuses = (person: Person, ids: number[]) => Promise.all(ids.map(async (id) => (await read(person, id)).status));

it('what waits for a scanner that was switched off stays shut, and the doctor says how many and what to do', async () => {
  expect(await doctor('scanner')).toEqual({what: 'scanner', sound: true, found: 'none is set: files are not looked at'});
  const {ids} = await inQuarantine();
  expect(await statuses(ana, ids)).toEqual([404, 404]);
  expect(await doctor('scanner')).toMatchObject({sound: false, found: expect.stringMatching(/^2 files wait .*PLAZA_CLAMD_SOCKET.*plaza files release.*plaza files refuse/)});
  const away = await doctor('scanner', nowhere);
  expect(away).toMatchObject({sound: false, found: expect.stringMatching(/does not answer at \/nowhere\/clamd, 2 files wait/)});
  // Nothing is released past a scanner that is set.
  for (const verb of ['release', 'refuse']) expect(await plaza(['files', verb], nowhere)).toMatchObject({code: 1, stdout: ''});
  expect(await statuses(ana, ids)).toEqual([404, 404]);
});

it('the doctor asks a scanner that is set whether it answers, and sees when files wait for it all the same', async () => {
  const socket = join(folder(), '..', `clamd-${process.pid}`);
  const server = net.createServer((one) => one.on('error', () => {}).once('data', () => one.end('PONG\0')));
  await new Promise<void>((done) => { server.listen(socket, done); });
  try {
    await inQuarantine();
    expect(await doctor('scanner', {PLAZA_CLAMD_SOCKET: socket})).toMatchObject({sound: true, found: expect.stringMatching(/^clamd answers at .*, 2 files wait$/)});
    await world.database.rows(`update file set created_at = now() - interval '20 minutes'`);
    expect(await doctor('scanner', {PLAZA_CLAMD_SOCKET: socket})).toMatchObject({sound: false, found: expect.stringMatching(/2 files wait, the longest for 20 minutes/)});
  } finally {
    await new Promise((done) => { server.close(done); });
  }
});

it('they are released by a command, in their text too, and the audit says so', async () => {
  const {ids, thread} = await inQuarantine();
  const live = await world.live(beto);
  await live.watch(thread);
  expect(await plaza(['files', 'release'])).toMatchObject({code: 0, stdout: '{"released":2}\n'});
  await live.event('the post with its picture', (event) => event.kind === 'post.edited' && event.data.files[0]?.state === 'ready');
  expect([await statuses(ana, ids), (await read(beto, ids[0]!)).status]).toEqual([[200, 200], 200]);
  expect((await beto.get(`/threads/${thread}`)).json.posts.items[0].html).toContain('<img');
  expect(await world.database.value(`select count(*)::int from audit where action = 'file.released' and object_id = any ($1)`, [ids])).toBe(2);
  expect(await doctor('scanner')).toMatchObject({sound: true});
  expect(await plaza(['files', 'release'])).toMatchObject({stdout: '{"released":0}\n'});
});

it('or refused, which takes their bytes and tells their owner', async () => {
  const {ids, thread} = await inQuarantine();
  expect(await plaza(['files', 'refuse'])).toMatchObject({code: 0, stdout: '{"refused":2}\n'});
  expect((await beto.get(`/threads/${thread}`)).json.posts.items[0]).toMatchObject({html: '<p>plano</p>\n', files: []});
  expect((await ana.all('/notifications')).filter((one) => one.cause === 'file_refused')).toHaveLength(2);
  await job(world, 'files.drop_doomed');
  expect([lying(world), await statuses(ana, ids)]).toEqual([[], [404, 404]]);
});

it('the doctor finds rows without bytes, bytes of another size, and bytes without a row', async () => {
  const files = [await sent(ana, 'Está.'), await sent(ana, 'Falta.'), await sent(ana, picture, 'plano.png'), await sent(ana, 'Cortado.')];
  expect(await doctor('files')).toEqual({what: 'files', sound: true, found: '4 files'});
  const [, gone, plan, cut] = await world.database.rows('select stored from file where id = any ($1) order by array_position($1, id)', [files.map((file) => file.id)]);
  const at = (name: string) => join(folder(), 'kept', name.slice(0, 2), name);
  rmSync(at(gone.stored));
  rmSync(at(`${plan.stored}.small`));
  truncateSync(at(cut.stored), 3);
  const missing = await doctor('files');
  expect(missing).toMatchObject({sound: false, found: expect.stringMatching(/^4 files, 2 without their bytes, 1 with other bytes than were taken \(.*\): copy them from the folder's backup/)});
  for (const file of files.slice(1)) expect(missing.found).toContain(String(file.id));
  expect(missing.found).not.toContain(String(files[0].id));
  await empty(world);
  // Fresh ones may be on their way to a row, deleted ones on their way out.
  mkdirSync(join(folder(), 'kept', 'ab'), {recursive: true});
  const old = new Date(Date.now() - 4 * 3600_000);
  for (const [name, when] of [['a', old], ['b', new Date()], ['c', old]] as const) {
    writeFileSync(join(folder(), 'kept', 'ab', name.repeat(32)), 'x');
    utimesSync(join(folder(), 'kept', 'ab', name.repeat(32)), when, when);
  }
  await world.server.stop();
  await world.database.rows(`insert into file_doomed values (repeat('c', 32))`);
  expect(await doctor('files')).toMatchObject({sound: false, found: expect.stringMatching(/^0 files, 1 in the folder that belong to none/)});
  expect(readdirSync(join(folder(), 'kept', 'ab'))).toHaveLength(3);
  await world.restart();
  expect(await doctor('files', {PLAZA_FILES_DIR: ''})).toMatchObject({sound: true});
  expect(await doctor('files', {PLAZA_FILES_DIR: '/nowhere'})).toMatchObject({sound: false, found: 'the folder /nowhere is not there'});
});
