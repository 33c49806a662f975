// SPDX-License-Identifier: EUPL-1.2
// deploy/up and deploy/plaza in a copy of this checkout where everything is built already.
import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import net from 'node:net';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {asRoot, Checkout, type Run} from '../support/checkout.ts';
import {ownerUrl} from '../support/environment.ts';
import {Database} from '../support/database.ts';
import {until} from '../support/wait.ts';

const execute = promisify(execFile);
let checkout: Checkout;
beforeAll(() => { checkout = new Checkout(); });
afterEach(() => checkout.endAll());
afterAll(() => checkout.remove());

const start = (script: string, args: string[], settings: Record<string, string> = {}, input?: string) => checkout.start(script, args, settings, input);
const up = (...args: string[]) => start('up', args);
const psql = async (url: string, sql: string) => (await execute('/usr/lib/postgresql/15/bin/psql', ['-XAtq', url, '-c', sql])).stdout.trim();

const inside = (sql: string) => psql(`postgresql://plaza_owner@/plaza?host=${checkout.runFolder}`, sql);
const refusal = (run: Run) => run.refusal();
const interrupt = (run: Run) => run.interrupt();
const left = () => checkout.left();
const nothingLeft = (port?: number) => checkout.nothingLeft(port);

const signIn = (port: number, email = 'tecnica@demo.example', password = 'plaza-demo-2026') => fetch(`http://127.0.0.1:${port}/api/v1/session`, {
  method: 'POST', headers: {'content-type': 'application/json', 'x-plaza': '1'},
  body: JSON.stringify({email, password}),
});

describe('what cannot be is said in one line', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown argument', ['--nonsense'], /^plaza: unknown argument: --nonsense \(deploy\/up --help\)$/],
    ['a port that is none', ['--port', '70000'], /^plaza: --port needs a number/],
    ['--reset of a database of one\'s own', ['--reset', '--database', 'postgresql:///x'], /^plaza: --reset is for the private cluster/],
    ['--reset without --yes where nobody can be asked', ['--reset'], /^plaza: --reset throws away all data .* add --yes to confirm$/],
    ['a database that does not answer', ['--database', 'postgresql://ana:geheim@/plaza?host=/nowhere'], /^plaza: the database cannot be reached: .*\/nowhere/],
  ])('%s', async (_, args, text) => {
    const run = up(...args);
    expect(await refusal(run)).toMatch(text);
    expect(run.stderr).not.toContain('geheim');
  });

  it('a port that is taken', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const {port} = other.address() as net.AddressInfo;
      expect(await refusal(up('--port', `${port}`))).toBe(`plaza: port ${port} is taken by another program: end that, or choose another with --port`);
    } finally {
      other.close();
    }
  });

  it('the program where nothing is installed', async () => {
    expect(await refusal(start('plaza', ['doctor']))).toBe('plaza: nothing is installed here yet: run deploy/up first');
  });
});

describe('a checkout', () => {
  it('serves the demo network, once, until Ctrl-C', async () => {
    const run = up('--port', '0');
    const port = await run.ready();
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('<!doctype html>');
    expect((await signIn(port)).status).toBe(200);
    expect(run.stderr).toContain('published password plaza-demo-2026');
    expect(run.stderr).not.toContain('No mail server');

    // A second one is refused, and the program itself works beside it.
    expect(await refusal(up('--port', '0'))).toBe('plaza: deploy/up is already running in this checkout: end it first');
    const doctor = start('plaza', ['doctor']);
    expect(await doctor.end(), doctor.stderr).toBe(0);
    expect(() => JSON.parse(doctor.stdout)).not.toThrow();
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

    await interrupt(run);
    await nothingLeft(port);
  });

  it('is up again in a moment when nothing changed, with what it had', async () => {
    const begun = Date.now();
    const run = up('--port', '0', '--no-demo');
    const port = await run.ready();
    expect(Date.now() - begun).toBeLessThan(20_000);
    expect((await signIn(port)).status).toBe(200);
    expect(run.stderr).toMatch(/^This database holds the demo network already\.$/m);
    expect(run.stderr).toMatch(/^To start empty: --reset --no-demo\.$/m);
    expect(run.stderr).not.toContain('Loading the demo network');
    await interrupt(run);
    await nothingLeft(port);
  });

  it('is empty after --reset --no-demo', async () => {
    const run = up('--port', '0', '--reset', '--yes', '--no-demo');
    const port = await run.ready();
    expect((await signIn(port)).status).toBe(401);
    expect(run.stderr).not.toContain('plaza-demo-2026');
    expect(await inside('select count(*) from person')).toBe('0');
    expect(run.stderr).toContain('deploy/plaza init --administrator-email');
    await interrupt(run);
    await nothingLeft(port);
  });

  it('begins a real network with --administrator, whole or not at all, and once', async () => {
    const email = 'alcaldia@villar.example', secret = 'ocho olivos junto al río';
    const begin = (input: string) => start('up', ['--port', '0', '--no-demo', '--administrator', email, '--name', 'Ana Villar'], {}, input);
    const places = () => execute('bash', ['-c', `! ${[...asRoot].join(' ')} grep -rlF "$1" "$2" "$3/build"`, '-', secret, checkout.place, checkout.folder]);
    expect(await refusal(begin(''))).toContain('takes the password from standard input');
    expect(await refusal(begin('corta\n'))).toMatch(/^plaza: the network did not begin and is empty: the password needs \d+ characters at least$/);
    await nothingLeft();

    const run = begin(`${secret}\n`);
    const port = await run.ready();
    expect((await signIn(port, email, secret)).status).toBe(200);
    const counts = 'select (select count(*) from person), (select count(*) > 10 from plaza_group), (select count(*) > 100 from tag)';
    expect(await inside(counts)).toBe('1|t|t');
    expect((await left()).filter((line) => line.includes(secret))).toEqual([]);
    expect(run.stderr).not.toMatch(/empty|plaza-demo/);
    expect(run.stderr).toMatch(/^No mail server is set: .*PLAZA_SMTP_URL/m);
    await interrupt(run);
    await places();

    const again = begin('una contraseña que ya no cuenta\n');
    const there = await again.ready();
    expect((await signIn(there, email, secret)).status).toBe(200);
    expect(await inside(counts)).toBe('1|t|t');
    await interrupt(again);
    await nothingLeft(there);
  });

  it('ends when it is interrupted on the way', async () => {
    const run = up('--port', '0');
    await until('it has begun', () => run.stderr.includes('Starting the private PostgreSQL cluster'), 30_000, 5);
    await interrupt(run);
    expect(run.stdout).toBe('');
    await nothingLeft();
  });

  it('serves a database of one\'s own, named in the environment, and starts no other', async () => {
    const database = await Database.create(ownerUrl(), null);
    try {
      const run = start('up', ['--port', '0'], {PLAZA_DATABASE_URL: database.url});
      const port = await run.ready();
      expect((await signIn(port)).status).toBe(200);
      expect(run.stderr).toMatch(/published password plaza-demo-2026\.\nTo start empty: --no-demo with an empty database\.$/m);
      expect(existsSync(join(checkout.runFolder, '.s.PGSQL.5432'))).toBe(false);
      const doctor = start('plaza', ['doctor']);
      expect(await doctor.end(), doctor.stderr).toBe(0);
      await interrupt(run);
      await nothingLeft(port);
    } finally {
      await database.drop();
    }
  });
});
