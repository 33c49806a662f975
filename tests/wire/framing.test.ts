// SPDX-License-Identifier: EUPL-1.2
// How requests may be framed. What two parsers could read differently is refused and the connection closed.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {RawSocket, exchange} from '../support/raw.ts';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person;
beforeAll(async () => { world = await World.make(); person = await world.person('Cable'); });
afterAll(() => world?.end());
const port = () => world.server.port;
const host = () => `Host: 127.0.0.1:${port()}\r\n`;
const signed = () => `${host()}Cookie: ${person.cookie}\r\nX-Plaza: 1\r\nContent-Type: application/json\r\n`;
const body = '{"body":"hola"}';
const post = (headers: string, content = body) => `POST /api/v1/preview HTTP/1.1\r\n${signed()}${headers}\r\n${content}`;
const get = (headers = '', target = '/healthz', version = 'HTTP/1.1') => `GET ${target} ${version}\r\n${host()}${headers}\r\n`;

const chunks = (...parts: string[]) => parts.map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`).join('') + '0\r\n\r\n';

describe('is answered 400 and closed', () => {
  it.each<[string, () => string]>([
    ['Content-Length with Transfer-Encoding', () => post(`Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n`, chunks(body))],
    ['Transfer-Encoding with Content-Length', () => post(`Transfer-Encoding: chunked\r\nContent-Length: ${body.length}\r\n`, chunks(body))],
    ['Transfer-Encoding: xchunked', () => post('Transfer-Encoding: xchunked\r\n', chunks(body))],
    ['Transfer-Encoding: chunked, identity', () => post('Transfer-Encoding: chunked, identity\r\n', chunks(body))],
    ['Transfer-Encoding: gzip, chunked', () => post('Transfer-Encoding: gzip, chunked\r\n', chunks(body))],
    ['Transfer-Encoding: identity', () => post('Transfer-Encoding: identity\r\n', body)],
    ['Transfer-Encoding twice', () => post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', chunks(body))],
    ['Transfer-Encoding with a tab', () => post('Transfer-Encoding:\tchunked\x0b\r\n', chunks(body))],
    ['Transfer-Encoding in HTTP/1.0', () => post('Transfer-Encoding: chunked\r\n', chunks(body)).replace('HTTP/1.1', 'HTTP/1.0')],
    ['Content-Length twice', () => post(`Content-Length: ${body.length}\r\nContent-Length: ${body.length}\r\n`)],
    ['Content-Length twice, different', () => post(`Content-Length: ${body.length}\r\nContent-Length: 5\r\n`)],
    ['Content-Length as a list', () => post(`Content-Length: ${body.length},${body.length}\r\n`)],
    ['Content-Length with a sign', () => post(`Content-Length: +${body.length}\r\n`)],
    ['Content-Length below zero', () => post('Content-Length: -1\r\n')],
    ['Content-Length in hexadecimal', () => post('Content-Length: 0xf\r\n')],
    ['Content-Length that overflows', () => post('Content-Length: 18446744073709551631\r\n')],
    ['Content-Length without a value', () => post('Content-Length:\r\n')],
    ['no Host', () => 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['Host twice', () => get(host())],
    ['Host with a path', () => 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1/x\r\n\r\n'],
    ['a folded header', () => get('X-Long: a\r\n b\r\n')],
    ['a header folded by a tab', () => get('X-Long: a\r\n\tb\r\n')],
    ['a space before the colon', () => get('X-Thing : a\r\n')],
    ['a header without a colon', () => get('nothing\r\n')],
    ['a header without a name', () => get(': a\r\n')],
    ['NUL in a value', () => get('X-Thing: a\0b\r\n')],
    ['NUL in a name', () => get('X-Th\0ing: a\r\n')],
    ['NUL in the target', () => get('', '/healthz\0')],
    ['a bare line feed', () => `GET /healthz HTTP/1.1\n${host()}\r\n`],
    ['a bare carriage return', () => get('X-Thing: a\rb\r\n')],
    ['two spaces', () => get('', ' /healthz')],
    ['a tab for a space', () => `GET\t/healthz HTTP/1.1\r\n${host()}\r\n`],
    ['HTTP/3.7', () => get('', '/healthz', 'HTTP/3.7')],
    ['HTTP/0.9', () => 'GET /healthz\r\n\r\n'],
    ['lower-case http/1.1', () => get('', '/healthz', 'http/1.1')],
    ['TLS', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['HTTP/2 by force', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a chunk size that is no number', () => post('Transfer-Encoding: chunked\r\n', `zz\r\n${body}\r\n0\r\n\r\n`)],
    ['a chunk size that overflows', () => post('Transfer-Encoding: chunked\r\n', `ffffffffffffffffff\r\n${body}\r\n0\r\n\r\n`)],
    ['a chunk longer than it says', () => post('Transfer-Encoding: chunked\r\n', `1\r\n${body}\r\n0\r\n\r\n`)],
    ['2 MB of chunk extensions', () => post('Transfer-Encoding: chunked\r\n', `f;${'a'.repeat(2 << 20)}\r\n${body}\r\n0\r\n\r\n`)],
    ['1 MB of trailers', () => post('Transfer-Encoding: chunked\r\n', `f\r\n${body}\r\n0\r\n${'X-T: '.padEnd(1 << 20, 'a')}\r\n\r\n`)],
  ])('%s', async (_, data) => {
    const {answer, closed} = await exchange(port(), data());
    // Where nothing can be understood, closing without a word is an answer as well.
    if (answer) {
      expect([400, 413, 505].includes(answer.status), `status ${answer.status}`).toBe(true);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
    expect(closed).toBe(true);
  });
});

describe('is answered 400 where only the address cannot be understood', () => {
  it.each<[string, () => string]>([
    ['a target without a slash', () => get('', 'healthz')],
    ['a fragment in the target', () => get('', '/healthz#x')],
    ['a half escape', () => get('', '/api/v1/groups/%4')],
    ['an encoded NUL in the path', () => get('', '/api%00/v1')],
    ['a path that is not UTF-8', () => get('', '/api/v1/groups/%ff')],
  ])('%s', async (_, data) => {
    const socket = await RawSocket.open(port());
    socket.write(data());
    const answer = (await socket.answer())!;
    expect([answer.status, JSON.parse(answer.body.toString()).type]).toEqual([400, 'bad_target']);
    socket.destroy();
  });
});

describe('is read as it should be', () => {
  it.each<[string, () => string, number]>([
    ['Content-Length', () => post(`Content-Length: ${body.length}\r\nConnection: close\r\n`), 200],
    ['chunks', () => post('Transfer-Encoding: chunked\r\nConnection: close\r\n', chunks('{"body"', ':"hola"}')), 200],
    ['chunks of one byte', () => post('Transfer-Encoding: chunked\r\nConnection: close\r\n', chunks(...body)), 200],
    ['Chunked in capitals', () => post('transfer-encoding: Chunked\r\nConnection: close\r\n', chunks(body)), 200],
    ['HTTP/1.0', () => get('', '/healthz', 'HTTP/1.0'), 200],
    ['HEAD', () => get('Connection: close\r\n').replace('GET', 'HEAD'), 200],
    ['an unknown header', () => get('X-Anything: yes\r\nConnection: close\r\n'), 200],
    ['localhost', () => `GET /healthz HTTP/1.1\r\nHost: localhost:${port()}\r\nConnection: close\r\n\r\n`, 200],
    ['[::1]', () => `GET /healthz HTTP/1.1\r\nHost: [::1]:${port()}\r\nConnection: close\r\n\r\n`, 200],
    ['another host', () => 'GET /api/v1/installation HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
    ['a host that ends alike', () => `GET /api/v1/installation HTTP/1.1\r\nHost: 127.0.0.1.evil.example:${port()}\r\nConnection: close\r\n\r\n`, 421],
    ['another port', () => 'GET /api/v1/installation HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n\r\n', 421],
    ['a host that is said to be forwarded', () => `GET /api/v1/installation HTTP/1.1\r\n${host()}X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nConnection: close\r\n\r\n`, 200],
  ])('%s', async (_, data, status) => {
    const {answer, closed} = await exchange(port(), data(), 15_000, data().split(' ')[0]);
    expect([answer?.status, closed]).toEqual([status, true]);
  });

  it('byte by byte', async () => {
    const socket = await RawSocket.open(port());
    for (const byte of post(`Content-Length: ${body.length}\r\n`)) {
      socket.write(byte);
      await new Promise((done) => setImmediate(done));
    }
    expect((await socket.answer())!.status).toBe(200);
    socket.destroy();
  });
});

describe('more than is taken', () => {
  it.each<[string, () => string, number[]]>([
    ['a line of 5 KB', () => get(`X-Long: ${'a'.repeat(5_000)}\r\n`), [431]],
    ['a target of 5 KB', () => get('', `/${'a'.repeat(5_000)}`), [414, 431, 400]],
    ['headers of 9 KB', () => get(Array.from({length: 9}, (_, i) => `X-Long-${i}: ${'a'.repeat(1_000)}\r\n`).join('')), [431]],
    ['a thousand headers', () => get(Array.from({length: 1_000}, (_, i) => `X${i}: a\r\n`).join('')), [431]],
    ['a body of 2 GB announced', () => post('Content-Length: 2147483648\r\n'), [413]],
    ['2 MB in chunks', () => post('Transfer-Encoding: chunked\r\n', `200000\r\n${'a'.repeat(0x200000)}\r\n0\r\n\r\n`), [413]],
    ['a body on a route without one', () => `GET /healthz HTTP/1.1\r\n${host()}Content-Length: 100000\r\n\r\n${'a'.repeat(100_000)}`, [400, 413]],
  ])('is refused: %s', async (_, data, statuses) => {
    const {answer, closed} = await exchange(port(), data());
    expect(statuses).toContain(answer?.status);
    expect(closed).toBe(true);
  });

  it('is refused before it is sent', async () => {
    const socket = await RawSocket.open(port());
    socket.write(post('Content-Length: 10000000\r\nExpect: 100-continue\r\n', ''));
    expect((await socket.answer())!.status).toBe(413);
    socket.destroy();
  });

  it('of nobody in particular waits for no body', async () => {
    const socket = await RawSocket.open(port());
    socket.write(`POST /api/v1/session HTTP/1.1\r\n${host()}X-Plaza: 1\r\nContent-Type: application/json\r\nContent-Length: 50000000\r\n\r\n`);
    expect((await socket.answer())!.status).toBe(413);
    socket.destroy();
  });
});

describe('several requests on one connection', () => {
  it('are answered in their order', async () => {
    const socket = await RawSocket.open(port());
    socket.write(get('', '/healthz') + get('', '/api/v1/installation') + post(`Content-Length: ${body.length}\r\n`) + get('', '/api/v1/nothing') + get('', '/healthz'));
    const got = [];
    for (let i = 0; i < 5; i++) { const answer = (await socket.answer())!; got.push([answer.status, answer.body.toString().slice(0, 8)]); }
    expect(got).toEqual([[200, '{"status'], [200, '{"name":'], [200, '{"html":'], [404, '{"type":'], [200, '{"status']]);
    socket.destroy();
  });

  it('share nothing', async () => {
    const other = await world.person('Vecina');
    const socket = await RawSocket.open(port());
    const me = (cookie: string) => `GET /api/v1/me HTTP/1.1\r\n${host()}${cookie}\r\n`;
    socket.write(me(`Cookie: ${person.cookie}\r\n`) + me('') + me(`Cookie: ${other.cookie}\r\n`) + me(''));
    const got = [];
    for (let i = 0; i < 4; i++) { const answer = (await socket.answer())!; got.push([answer.status, JSON.parse(answer.body.toString()).person?.id]); }
    expect(got).toEqual([[200, person.id], [401, undefined], [200, other.id], [401, undefined]]);
    socket.destroy();
  });

  it('end with the one that was refused for its framing', async () => {
    const socket = await RawSocket.open(port());
    socket.write(post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${get('', '/api/v1/installation')}`));
    expect((await socket.answer())!.status).toBe(400);
    expect(await socket.answer()).toBeNull();
    socket.destroy();
  });

  it('may end in the middle without harm', async () => {
    for (let i = 1; i < 200; i += 7) {
      const socket = await RawSocket.open(port());
      socket.write(post(`Content-Length: ${body.length}\r\n`).slice(0, i));
      socket.destroy();
    }
    expect((await person.get('/me')).status).toBe(200);
  });

  it('may go away while the answer is made', async () => {
    await world.group('lejos', 'open', [[person, 'member']]);
    for (let i = 0; i < 30; i++) {
      const socket = await RawSocket.open(port());
      socket.write(`GET /api/v1/feed HTTP/1.1\r\n${signed()}\r\n`.repeat(5));
      socket.destroy();
    }
    expect((await person.get('/feed')).status).toBe(200);
  });
});
