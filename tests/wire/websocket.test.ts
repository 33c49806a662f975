// SPDX-License-Identifier: EUPL-1.2
// WebSocket frames that no browser sends.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {RawSocket} from '../support/raw.ts';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person;
beforeAll(async () => { world = await World.make(); person = await world.person('Marcos'); });
afterAll(() => world?.end());

async function open(): Promise<RawSocket> {
  const socket = await RawSocket.open(world.server.port);
  socket.write(`GET /api/v1/live HTTP/1.1\r\nHost: ${world.server.host}\r\nOrigin: ${world.server.origin}\r\nCookie: ${person.cookie}\r\n`
    + 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    + 'Sec-WebSocket-Protocol: plaza.v1\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n');
  const answer = (await socket.answer())!;
  expect(answer.status).toBe(101);
  expect(answer.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  expect(answer.headers['sec-websocket-extensions']).toBeUndefined();
  return socket;
}

/** A frame of the client; `length` may say something else than the truth. */
function frame(opcode: number, payload: Buffer, {fin = true, rsv = 0, masked = true, length = payload.length as number | bigint} = {}): Buffer {
  const size = BigInt(length);
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode];
  const flag = masked ? 0x80 : 0;
  if (size < 126n) head.push(flag | Number(size));
  else if (size < 65_536n) head.push(flag | 126, Number(size >> 8n), Number(size & 255n));
  else head.push(flag | 127, ...Array.from({length: 8}, (_, i) => Number((size >> BigInt(8 * (7 - i))) & 255n)));
  const mask = Buffer.from([1, 2, 3, 4]);
  return Buffer.concat([Buffer.from(head), masked ? mask : Buffer.alloc(0), masked ? Buffer.from(payload.map((byte, i) => byte ^ mask[i % 4])) : payload]);
}

const text = (value: string) => Buffer.from(value, 'utf8');
const watch = text('{"type":"unwatch","thread":1}');

describe('a connection ends, and the server does not, after', () => {
  it.each<[string, Buffer]>([
    ['a frame that claims 2^58 bytes', frame(1, watch, {length: 1n << 58n})],
    ['a frame that claims 2^63 - 1 bytes', frame(1, watch, {length: (1n << 63n) - 1n})],
    ['a frame that claims 2^64 - 1 bytes', frame(1, watch, {length: (1n << 64n) - 1n})],
    ['a compressed frame that claims 2^58 bytes', frame(1, watch, {rsv: 4, length: 1n << 58n})],
    ['a frame that claims 1 GB', frame(1, watch, {length: 1n << 30n})],
    ['a compressed frame', frame(1, watch, {rsv: 4})],
    ['a frame without a mask', frame(1, watch, {masked: false})],
    ['a reserved bit', frame(1, watch, {rsv: 1})],
    ['a reserved opcode', frame(3, watch)],
    ['a reserved control opcode', frame(11, watch)],
    ['a continuation of nothing', frame(0, watch)],
    ['two beginnings', Buffer.concat([frame(1, watch, {fin: false}), frame(1, watch)])],
    ['a ping in pieces', frame(9, watch, {fin: false})],
    ['a ping of 126 bytes', frame(9, Buffer.alloc(126))],
    ['a close of one byte', frame(8, Buffer.from([3]))],
    ['a close with a code that may not be sent', frame(8, Buffer.from([0x03, 0xed]))],
    ['text that is not UTF-8', frame(1, Buffer.from([0xff, 0xfe]))],
    ['a message in more pieces than it may be large', Buffer.concat(Array.from({length: 400}, (_, i) => frame(i ? 0 : 1, Buffer.alloc(100, 97), {fin: false})))],
  ])('%s', async (_, data) => {
    const socket = await open();
    socket.write(data);
    await socket.closed(20_000);
    socket.destroy();
    expect((await person.get('/me')).status).toBe(200);
  });
});

describe('a connection stays after', () => {
  it.each<[string, Buffer]>([
    ['a message in pieces', Buffer.concat([frame(1, watch.subarray(0, 5), {fin: false}), frame(9, text('p')), frame(0, watch.subarray(5))])],
    ['a pong that nobody asked for', frame(10, text('x'))],
    ['a watch of what is not there', frame(1, text('{"type":"watch","thread":1}'))],
  ])('%s', async (_, data) => {
    const socket = await open();
    socket.write(data);
    socket.write(frame(9, text('fin')));
    let seen = Buffer.alloc(0);
    while (!seen.includes('fin')) {
      const more = await socket.bytes(1);
      expect(more.length).toBe(1);
      seen = Buffer.concat([seen, more]);
    }
    socket.destroy();
  });
});

describe('the handshake', () => {
  it.each<[string, string]>([
    ['an old version', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'],
    ['no key', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'],
    ['another protocol', 'Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'],
  ])('with %s is refused', async (_, headers) => {
    const socket = await RawSocket.open(world.server.port);
    socket.write(`GET /api/v1/live HTTP/1.1\r\nHost: ${world.server.host}\r\nOrigin: ${world.server.origin}\r\nCookie: ${person.cookie}\r\n${headers}\r\n`);
    expect([400, 426]).toContain((await socket.answer())!.status);
    socket.destroy();
  });

  it('elsewhere than at /live does not upgrade', async () => {
    const socket = await RawSocket.open(world.server.port);
    socket.write(`GET /api/v1/me HTTP/1.1\r\nHost: ${world.server.host}\r\nOrigin: ${world.server.origin}\r\nCookie: ${person.cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`
      + 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    expect((await socket.answer())!.status).not.toBe(101);
    socket.destroy();
  });

  it('that sends frames before it is answered is harmless', async () => {
    const socket = await RawSocket.open(world.server.port);
    socket.write(Buffer.concat([Buffer.from(`GET /api/v1/live HTTP/1.1\r\nHost: ${world.server.host}\r\nOrigin: ${world.server.origin}\r\nCookie: ${person.cookie}\r\n`
      + 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: plaza.v1\r\n\r\n'), frame(9, text('pronto'))]));
    await socket.answer();
    socket.destroy();
    expect((await person.get('/me')).status).toBe(200);
  });
});
