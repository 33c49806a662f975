// SPDX-License-Identifier: EUPL-1.2
// Behind a proxy and with TLS of its own.
import {execFile} from 'node:child_process';
import {cp, mkdtemp, rm} from 'node:fs/promises';
import https from 'node:https';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import tls from 'node:tls';
import {promisify} from 'node:util';
import {WebSocket} from 'ws';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Client} from '../support/client.ts';
import {Server} from '../support/server.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const execute = promisify(execFile);
let world: World;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

describe('behind a proxy that is configured', () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.start(world.database.url, {
      PLAZA_TRUSTED_PROXIES: '127.0.0.1/32', PLAZA_ALLOWED_HOSTS: 'plaza.example,plaza.example:8443', PLAZA_LIMITS_ANONYMOUS: '40',
    });
  });
  afterAll(() => server?.stop());

  it('counts by the address that the proxy names, the last one', async () => {
    const client = new Client(server);
    const ask = (address: string) => client.get('/me', {headers: {'x-forwarded-for': `198.51.100.7, ${address}`}});
    let refused = false;
    for (let i = 0; i < 40 && !refused; i++) refused = (await ask('192.0.2.1')).status === 429;
    expect(refused).toBe(true);
    expect((await ask('192.0.2.2')).status).toBe(401);
    client.close();
  });

  it('answers under its names and no other', async () => {
    const client = new Client(server);
    const status = async (host: string) => (await client.send('GET', '/healthz', {headers: {host, 'x-forwarded-for': '192.0.2.9'}})).status;
    expect(await status('plaza.example')).toBe(200);
    expect(await status('PLAZA.example')).toBe(200);
    expect((await client.get('/installation', {headers: {host: 'evil.example', 'x-forwarded-for': '192.0.2.9'}})).status).toBe(421);
    client.close();
  });

  it('takes changes from its own pages only, by the scheme that the proxy names', async () => {
    const person = await world.person('Proxy');
    const client = new Client(server, person.token);
    const preview = async (origin: string) => (await client.post('/preview', {body: 'x'}, {
      headers: {host: 'plaza.example', origin, 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.8'}})).status;
    expect(await preview('https://plaza.example')).toBe(200);
    expect(await preview('https://evil.example')).toBe(403);
    expect(await preview('http://plaza.example')).toBe(403);
    client.close();
  });
});

describe('with TLS', () => {
  let server: Server, folder: string, person: Person;

  async function certificate(name: string): Promise<void> {
    await execute('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
      '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)]);
    await cp(join(folder, `${name}.key`), join(folder, 'plaza.key'));
    await cp(join(folder, `${name}.pem`), join(folder, 'plaza.pem'));
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plaza-tls-'));
    await certificate('first');
    person = await world.person('Cifrada');
    server = await Server.start(world.database.url, {PLAZA_TLS_CERTIFICATE: join(folder, 'plaza.pem'), PLAZA_TLS_KEY: join(folder, 'plaza.key')});
  });
  afterAll(async () => { await server?.stop(); await rm(folder, {recursive: true, force: true}); });

  /** The certificate that a new connection is shown, or the reason why there is none. */
  const connect = (options: tls.ConnectionOptions = {}) => new Promise<string>((done) => {
    const socket = tls.connect({host: '127.0.0.1', port: server.port, rejectUnauthorized: false, ...options}, () => {
      done(`${socket.getProtocol()} ${String(socket.getPeerCertificate().subject.CN)}`);
      socket.destroy();
    });
    socket.on('error', () => { done('refused'); socket.destroy(); });
  });

  it('speaks 1.2 and 1.3 and nothing older', async () => {
    expect(await connect({maxVersion: 'TLSv1.2'})).toBe('TLSv1.2 first');
    expect(await connect({minVersion: 'TLSv1.3'})).toBe('TLSv1.3 first');
    expect(await connect({minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0'})).toBe('refused');
    // Without forward secrecy.
    expect(await connect({maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES256-SHA256:AES128-GCM-SHA256:@SECLEVEL=0'})).toBe('refused');
  });

  const get = (path: string) => new Promise<{status: number; headers: Record<string, unknown>}>((done, fail) => {
    https.get({host: '127.0.0.1', port: server.port, path, rejectUnauthorized: false, agent: false, headers: {host: server.host, cookie: person.cookie}}, (response) => {
      response.resume().on('end', () => done({status: response.statusCode!, headers: response.headers}));
    }).on('error', fail);
  });

  it('answers, and tells browsers to come back by it', async () => {
    const answer = await get('/api/v1/me');
    expect(answer.status).toBe(200);
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d{8}/);
  });

  it('carries live connections', async () => {
    const socket = new WebSocket(`wss://${server.host}/api/v1/live`, ['plaza.v1'], {rejectUnauthorized: false, origin: `https://${server.host}`, headers: {cookie: person.cookie!}});
    const first = await new Promise<string>((done, fail) => { socket.on('message', (data) => done(data.toString())); socket.on('error', fail); });
    expect(JSON.parse(first).type).toBe('hello');
    socket.terminate();
  });

  it('reads its certificate again on SIGHUP, and keeps the old one where the new one is broken', async () => {
    await certificate('second');
    server.signal('SIGHUP');
    await until('the new certificate is shown', async () => (await connect()) === 'TLSv1.3 second');
    await execute('sh', ['-c', `echo broken > ${join(folder, 'plaza.pem')}`]);
    server.signal('SIGHUP');
    await get('/healthz');
    expect(await connect()).toBe('TLSv1.3 second');
  });

  it('is not upset by what is no TLS', async () => {
    const {RawSocket} = await import('../support/raw.ts');
    const half = await RawSocket.open(server.port);
    half.write('\x16\x03\x01');
    for (const bytes of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', Buffer.alloc(5_000, 0x16)]) {
      const socket = await RawSocket.open(server.port);
      socket.write(bytes);
      await socket.closed(20_000);
      socket.destroy();
    }
    expect((await get('/healthz')).status).toBe(200);
    half.destroy();
  });
});
