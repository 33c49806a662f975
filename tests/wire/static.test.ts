// SPDX-License-Identifier: EUPL-1.2
// Static files: what is in the folder, nothing around it, with the headers that keep a page safe.
import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {brotliDecompressSync, gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {RawSocket, exchange} from '../support/raw.ts';
import {World} from '../support/world.ts';

let world: World, folder: string;
const page = '<!doctype html><title>Plaza</title><script type="module" src="/assets/app-12345678.js"></script>';
const script = `export const text = "${'plaza '.repeat(1_000)}";`;
const secret = 'zona-reservada';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plaza-web-'));
  await mkdir(join(folder, 'dist', 'assets'), {recursive: true});
  await writeFile(join(folder, 'secret.txt'), secret);
  await writeFile(join(folder, 'dist', 'index.html'), page);
  await writeFile(join(folder, 'dist', 'robots.txt'), 'User-agent: *\nDisallow: /\n');
  await writeFile(join(folder, 'dist', 'assets', 'app-12345678.js'), script);
  await symlink(join(folder, 'secret.txt'), join(folder, 'dist', 'link.txt'));
  world = await World.make({PLAZA_WEB_ROOT: join(folder, 'dist')});
});
afterAll(async () => { await world?.end(); await rm(folder, {recursive: true, force: true}); });

async function raw(target: string, headers = '', verb = 'GET') {
  const {answer} = await exchange(world.server.port, `${verb} ${target} HTTP/1.1\r\nHost: ${world.server.host}\r\n${headers}Connection: close\r\n\r\n`);
  return answer;
}

describe('the application', () => {
  it.each(['/', '/grupos/contratacion', '/hilos/123'])('is what a browser gets at %s', async (target) => {
    const answer = (await raw(target, 'Accept: text/html,*/*\r\n'))!;
    expect([answer.status, answer.body.toString(), answer.headers['content-type']]).toEqual([200, page, 'text/html; charset=utf-8']);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('has files that are kept for good, since their name says their content', async () => {
    const answer = (await raw('/assets/app-12345678.js'))!;
    expect([answer.status, answer.body.toString()]).toEqual([200, script]);
    expect(answer.headers['content-type']).toMatch(/^text\/javascript/);
    expect(answer.headers['cache-control']).toMatch(/max-age=31536000.*immutable/);
    expect((await raw('/assets/app-12345678.js', `If-None-Match: ${answer.headers.etag}\r\n`))!.status).toBe(304);
  });

  it('comes compressed to who can read that', async () => {
    const brotli = (await raw('/assets/app-12345678.js', 'Accept-Encoding: gzip, br\r\n'))!;
    expect([brotli.headers['content-encoding'], brotliDecompressSync(brotli.body).toString()]).toEqual(['br', script]);
    const gzip = (await raw('/assets/app-12345678.js', 'Accept-Encoding: gzip\r\n'))!;
    expect([gzip.headers['content-encoding'], gunzipSync(gzip.body).toString()]).toEqual(['gzip', script]);
    expect(brotli.headers.vary).toMatch(/accept-encoding/i);
    expect(new Set([brotli.headers.etag, gzip.headers.etag]).size).toBe(2);
  });

  it('is not found where there is no file', async () => {
    for (const target of ['/assets/none.js', '/nothing.png', '/index.html.bak', '/.git/config', '/assets/', '/assets']) {
      expect((await raw(target))!.status, target).toBe(404);
    }
  });
});

describe('nothing leads out of the folder', () => {
  it.each([
    '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%2e%2e%2fsecret.txt', '/assets/../../secret.txt', '/assets/..%5c..%5csecret.txt', '/..\\secret.txt',
    '/%252e%252e/secret.txt', '//secret.txt', '/./../secret.txt', '/%c0%ae%c0%ae/secret.txt', '/..;/secret.txt', '/link.txt', '/../../../../../../etc/passwd', '/%2fetc%2fpasswd',
    '/assets/%00/../../secret.txt', '/assets/app-12345678.js%00.txt', '/\u202e/secret.txt', '/api/v1/../../secret.txt', 'http://127.0.0.1/../secret.txt', 'file:///etc/passwd',
  ])('%s', async (target) => {
    const answer = await raw(Buffer.from(target, 'utf8').toString('latin1'));
    const text = answer?.body.toString() ?? '';
    expect(text).not.toContain(secret);
    expect(text).not.toContain('root:');
    if (answer) expect([200, 400, 404, 421]).toContain(answer.status);
    if (answer?.status === 200) expect(text).toBe(page);
  });

  it('not a directory either', async () => {
    expect((await raw('/assets/'))!.body.toString()).not.toContain('app-12345678');
  });
});

describe('every answer', () => {
  const answers: [string, string, string, string][] = [
    ['a page', 'GET', '/', 'Accept: text/html\r\n'], ['a file', 'GET', '/assets/app-12345678.js', ''], ['HEAD', 'HEAD', '/', ''], ['a missing file', 'GET', '/none.js', ''],
    ['the interface', 'GET', '/api/v1/installation', ''], ['a refusal', 'GET', '/api/v1/me', ''], ['nothing', 'GET', '/api/v1/none', ''], ['another method', 'DELETE', '/', ''],
    ['another host', 'GET', '/', 'Host: evil.example\r\n'], ['health', 'GET', '/healthz', ''], ['a broken request', 'GET', '/%', ''], ['OPTIONS', 'OPTIONS', '/api/v1/me', 'Origin: https://evil.example\r\n'],
  ];

  it.each(answers)('carries what keeps browsers safe: %s', async (_, verb, target, headers) => {
    const host = headers.startsWith('Host') ? '' : `Host: ${world.server.host}\r\n`;
    const socket = await RawSocket.open(world.server.port);
    socket.write(`${verb} ${target} HTTP/1.1\r\n${host}${headers}Connection: close\r\n\r\n`);
    const answer = (await socket.answer(15_000, verb))!;
    socket.destroy();
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['referrer-policy']).toMatch(/^(no-referrer|same-origin|strict-origin-when-cross-origin)$/);
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    const policy = Object.fromEntries(answer.headers['content-security-policy'].split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...rest]) => [name, rest.join(' ')]));
    expect(policy['default-src']).toMatch(/^'(none|self)'$/);
    expect(policy['frame-ancestors']).toBe("'none'");
    expect(policy['base-uri'] ?? "'none'").toMatch(/^'(none|self)'$/);
    expect(answer.headers['content-security-policy']).not.toMatch(/unsafe|\*|data: *script|http:/);
    if (target === '/' && verb === 'GET' && !headers.startsWith('Host')) {
      expect(policy['require-trusted-types-for']).toBe("'script'");
      expect(policy['object-src'] ?? policy['default-src']).toBe("'none'");
    }
    expect(answer.names.filter((name) => ['server', 'x-powered-by', 'access-control-allow-origin', 'access-control-allow-credentials'].includes(name))).toEqual([]);
    for (const name of ['content-type', 'content-length', 'content-security-policy', 'date', 'cache-control']) {
      expect(answer.names.filter((other) => other === name).length, name).toBeLessThanOrEqual(1);
    }
    expect(answer.headers.date).toMatch(/GMT$/);
  });
});
