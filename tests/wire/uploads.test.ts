// SPDX-License-Identifier: EUPL-1.2
// Uploads that are cut, slow, too many or refused: they cost no memory, leave nothing, and whoever sends hears why.
import {readdirSync, readFileSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {filesOf} from '../support/database.ts';
import {slowness} from '../support/environment.ts';
import {RawSocket} from '../support/raw.ts';
import {empty, job, lying, refusal, rows, send, sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person;
beforeAll(async () => { world = await World.make(); person = await world.person('Sube'); });
afterAll(() => world?.end());
beforeEach(() => empty(world));

const memory = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${world.server.pid}/status`, 'utf8'))![1]) / 1024;
const head = (who: Person, more: string) =>
  `POST /api/v1/files?name=a.txt HTTP/1.1\r\nHost: ${world.server.host}\r\nCookie: ${who.cookie}\r\nX-Plaza: 1\r\nContent-Type: text/plain\r\n${more}\r\n\r\n`;
const megabytes = (n: number) => n * 1024 * 1024;

describe('an upload', () => {
  it.each([['of known length', 'Content-Length: 5000000', ''], ['in pieces', 'Transfer-Encoding: chunked', '400000\r\n']])('%s that is cut leaves nothing', async (_, framing, before) => {
    const socket = await RawSocket.open(world.server.port);
    socket.write(head(person, framing) + before + 'x'.repeat(1_000_000));
    await until('it has begun', () => lying(world).length === 1);
    socket.destroy();
    await until('nothing lies there', () => lying(world).length === 0);
    expect(await rows(world)).toBe(0);
  });

  it('whose process is killed leaves what the next one sweeps, and nothing that was acknowledged is lost', async () => {
    const kept = await sent(person, 'Guardada.');
    const socket = await RawSocket.open(world.server.port);
    socket.write(head(person, 'Content-Length: 5000000') + 'x'.repeat(1_000_000));
    await until('it has begun', () => lying(world).length === 2);
    await world.server.kill();
    socket.destroy();
    await world.restart();
    expect([lying(world).length, await rows(world)]).toEqual([2, 1]);
    const incoming = join(filesOf(world.database.url), 'incoming'), old = new Date(Date.now() - 2 * 3600_000);
    for (const name of readdirSync(incoming)) utimesSync(join(incoming, name), old, old);
    await job(world, 'files.sweep');
    expect(lying(world)).toHaveLength(1);
    expect((await person.get(`/files/${kept.id}`)).text).toBe('Guardada.');
  });

  it('is asked for only from who may send it', async () => {
    const stranger = {cookie: 'nada=1'} as Person;
    for (const [who, status] of [[stranger, 401], [person, 100]] as const) {
      const socket = await RawSocket.open(world.server.port);
      socket.write(head(who, 'Content-Length: 5\r\nExpect: 100-continue'));
      expect((await socket.answer())!.status).toBe(status);
      if (status === 100) {
        socket.write('Hola.');
        expect((await socket.answer())!.status).toBe(201);
      }
      socket.destroy();
    }
  });

  it('that is refused is read off, so that its answer arrives', async () => {
    expect(refusal(await send(person, Buffer.alloc(megabytes(40), 'x')))).toEqual([413, 'body_too_large']);
    expect(lying(world)).toEqual([]);
  });

  it('is not held in memory, and one person sends six at a time', async () => {
    const before = memory();
    const sockets = await Promise.all(Array.from({length: 6}, () => RawSocket.open(world.server.port)));
    const piece = 'x'.repeat(megabytes(1));
    for (const socket of sockets) socket.write(head(person, `Content-Length: ${megabytes(21)}`));
    for (let i = 0; i < 20; i++) for (const socket of sockets) socket.write(piece);
    await until('six are on their way', () => lying(world).length === 6);
    await until('they have sent what they have', () => sockets.every(({socket}) => socket.writableLength === 0), 30_000);
    if (slowness === 1) expect(memory() - before).toBeLessThan(40);
    const seventh = await send(person, 'Hola.');
    expect([seventh.status, Number(seventh.headers['retry-after']) > 0]).toEqual([503, true]);
    expect((await send(await world.person('Otra'), 'Hola.')).status).toBe(201);
    for (const socket of sockets) socket.destroy();
    await until('only the whole one lies there', () => lying(world).length === 1);
    expect((await send(person, 'Hola.')).status).toBe(201);
  });

  it('does not keep others from reading while its reader is slow', async () => {
    const {id} = await sent(person, Buffer.alloc(megabytes(20), 'Acta. '));
    const before = memory();
    const sockets = await Promise.all(Array.from({length: 20}, () => RawSocket.open(world.server.port)));
    for (const {socket} of sockets) socket.pause();
    for (const socket of sockets) socket.write(`GET /api/v1/files/${id} HTTP/1.1\r\nHost: ${world.server.host}\r\nCookie: ${person.cookie}\r\n\r\n`);
    for (let i = 0; i < 5; i++) expect((await person.get(`/files/${id}`)).bytes.length).toBe(megabytes(20));
    if (slowness === 1) expect(memory() - before).toBeLessThan(60);
    for (const socket of sockets) socket.destroy();
  });

  it('takes no place from others while one person reads slowly with all theirs', async () => {
    const other = await world.person('Lee aparte');
    const [mine, theirs] = [await sent(person, Buffer.alloc(megabytes(20), 'Acta. ')), await sent(other, 'Para mí.')];
    // As many as there are places for everybody.
    const sockets = await Promise.all(Array.from({length: 128}, () => RawSocket.open(world.server.port)));
    for (const {socket} of sockets) socket.pause();
    for (const socket of sockets) socket.write(`GET /api/v1/files/${mine.id} HTTP/1.1\r\nHost: ${world.server.host}\r\nCookie: ${person.cookie}\r\n\r\n`);
    await until('theirs are taken', async () => (await person.get(`/files/${mine.id}`, {headers: {range: 'bytes=0-9'}})).status === 429);
    const refused = await person.get(`/files/${mine.id}`, {headers: {range: 'bytes=0-9'}});
    expect([refused.json.type, Number(refused.headers['retry-after']) > 0]).toEqual(['too_many_requests', true]);
    for (let i = 0; i < 5; i++) expect((await other.get(`/files/${theirs.id}`)).text).toBe('Para mí.');
    for (const socket of sockets) socket.destroy();
    await until('they are given back', async () => (await person.get(`/files/${mine.id}`, {headers: {range: 'bytes=0-9'}})).status === 206);
  });
});
