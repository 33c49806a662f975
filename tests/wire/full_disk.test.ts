// SPDX-License-Identifier: EUPL-1.2
// A disk that is full, at the lowest layer: whoever sends a file hears of it, no trace is left, and the server goes on.
import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {filesOf} from '../support/database.ts';
import {RawSocket} from '../support/raw.ts';
import {lying, refusal, rows, send, sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const megabytes = (n: number) => n * 1024 * 1024;
const unshare = ['unshare', '-m', '--propagation', 'unchanged', ...(process.getuid!() === 0 ? [] : ['-r'])];
/** What is mounted is to be seen by nobody else; in a root that was changed to (chroot), / is no mount, and what is above it rules. */
const apart = 'mount --make-rprivate / 2>/dev/null;';
/** Some containers let nobody mount; the limit of the last test is of the same kind and works everywhere. */
const mounts = spawnSync(unshare[0]!, [...unshare.slice(1), 'sh', '-c', `${apart} mount -t tmpfs tmpfs /mnt && umount /mnt`]).status === 0;

let world: World, ana: Person;
beforeAll(async () => { world = await World.make(); ana = await world.person('Ana'); });
afterAll(() => world?.end());

/** The server with a disk of its own for files, which only it sees. */
async function disk(size: number): Promise<string> {
  mkdirSync(filesOf(world.database.url), {recursive: true});
  const mount = `${apart} mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"`;
  await world.restart({PLAZA_FILES_RESERVE_MB: '0'}, [...unshare, 'sh', '-c', mount, 'sh', String(size), filesOf(world.database.url)]);
  return join(`/proc/${world.server.pid}/root`, filesOf(world.database.url));
}
const there = (folder: string) => readdirSync(folder, {recursive: true, withFileTypes: true}).filter((item) => item.isFile()).map((item) => item.name);

it.runIf(mounts)('that is too small from the beginning', async () => {
  const folder = await disk(megabytes(1));
  expect(refusal(await send(ana, 'Hola.'))).toEqual([507, 'storage_full']);
  expect([there(folder), await rows(world), (await ana.get('/me')).status]).toEqual([[], 0, 200]);
});

it.runIf(mounts)('that fills while a file arrives', async () => {
  const folder = await disk(megabytes(40));
  const first = await sent(ana, 'Guardada.');
  const fill = (left: number) => {
    const {bavail, bsize} = statfsSync(folder);
    writeFileSync(join(folder, 'full'), Buffer.alloc(bavail * bsize - left));
  };
  const socket = await RawSocket.open(world.server.port);
  socket.write(`POST /api/v1/files?name=a.txt HTTP/1.1\r\nHost: ${world.server.host}\r\nCookie: ${ana.cookie}\r\nX-Plaza: 1\r\nContent-Type: text/plain\r\nContent-Length: ${megabytes(4)}\r\n\r\n`);
  socket.write('x'.repeat(megabytes(1)));
  await until('it has begun', () => there(folder).length === 2);
  await until('and lies there', () => socket.socket.writableLength === 0);
  fill(megabytes(1));
  socket.write('x'.repeat(megabytes(3)));
  const answer = (await socket.answer())!;
  expect([answer.status, JSON.parse(answer.body.toString()).type, Number(answer.headers['retry-after']) > 0]).toEqual([507, 'storage_full', true]);
  expect(there(folder).sort()).toEqual([await world.database.value('select stored from file'), 'full'].sort());
  // The connection goes on, and so does the server: what is there is read, what is asked for is answered.
  socket.write(`GET /healthz HTTP/1.1\r\nHost: ${world.server.host}\r\n\r\n`);
  expect((await socket.answer())!.status).toBe(200);
  socket.destroy();
  expect([(await ana.get(`/files/${first.id}`)).text, await rows(world)]).toEqual(['Guardada.', 1]);
  // And when there is room again, files are taken again.
  rmSync(join(folder, 'full'));
  expect((await ana.get(`/files/${(await sent(ana, 'Otra.')).id}`)).text).toBe('Otra.');
});

it('that lets no file grow further', async () => {
  // In units of 512 bytes, as `sh` counts them.
  await world.restart({}, ['sh', '-c', 'ulimit -f 2000 && exec "$@"', 'sh']);
  await world.database.rows('delete from file');
  const before = lying(world);
  expect(refusal(await send(ana, Buffer.alloc(megabytes(2), 'x')))).toEqual([507, 'storage_full']);
  expect([lying(world), await rows(world), (await ana.get('/me')).status]).toEqual([before, 0, 200]);
  expect((await ana.get(`/files/${(await sent(ana, 'Otra.')).id}`)).text).toBe('Otra.');
});
