// SPDX-License-Identifier: EUPL-1.2
// deploy/up and deploy/plaza in a copy of this checkout where everything is built already: the program is that of this
// run, ninja finds nothing to do, and what was installed and built for the web has the stamps of the copy.
import {execFile, execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {binary, ownerUrl, root} from '../support/environment.ts';
import {Database} from '../support/database.ts';
import {bounded, until} from '../support/wait.ts';

const execute = promisify(execFile);
const asRoot = process.getuid!() === 0 ? [] : ['sudo', '-n'];
let copy: string, hash: string;
const running = new Set<Run>();

/** What the scripts decide by, made by their own functions. */
const stamps = `
  . deploy/lib/common.sh; . deploy/lib/node.sh
  mkdir -p "$NODE_TOOLS" web/node_modules
  tree_hash "$PLAZA_TOP/deploy/node" >"$NODE_TOOLS/.stamp"
  tree_hash "$PLAZA_TOP/web/package.json" "$PLAZA_TOP/web/package-lock.json" "$PLAZA_TOP/deploy/node" >web/node_modules/.stamp
  tree_hash "$PLAZA_TOP/web" "$PLAZA_TOP/server/openapi.yaml" "$PLAZA_TOP/deploy/node" >web/node_modules/.built`;

beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'plaza-checkout-')));
  for (const part of ['deploy', 'schema', 'server/openapi.yaml', 'web/package.json', 'web/package-lock.json', 'web/dist', 'CMakePresets.json']) {
    cpSync(join(root, part), join(copy, part), {recursive: true});
  }
  mkdirSync(join(copy, 'build', 'release'), {recursive: true});
  writeFileSync(join(copy, 'build', 'release', 'build.ninja'), 'build plaza: phony\n');
  symlinkSync(binary(), join(copy, 'build', 'release', 'plaza'));
  execFileSync('bash', ['-c', stamps], {cwd: copy});
  hash = createHash('sha256').update(copy).digest('hex').slice(0, 10);
});

afterEach(async () => {
  for (const run of running) {
    if (run.child.exitCode === null && run.child.signalCode === null) {
      ctrlC(run);
      await run.end();
    }
    running.delete(run);
  }
});
afterAll(async () => {
  const [command, ...words] = [...asRoot, 'rm', '-rf', place(), runFolder()];
  await execute(command, words);
  rmSync(copy, {recursive: true});
});

const place = () => `/var/lib/plaza/main-${hash}`;
const runFolder = () => `/run/plaza-${hash}`;

class Run {
  stdout = '';
  stderr = '';
  private readonly closed: Promise<unknown>;

  constructor(readonly child: ChildProcess) {
    child.stdout!.on('data', (part) => { this.stdout += part; });
    child.stderr!.on('data', (part) => { this.stderr += part; });
    this.closed = once(child, 'close');
    running.add(this);
  }

  async end(): Promise<number | null> {
    await bounded(`the end of ${this.child.spawnargs.join(' ')}\n${this.stderr}`, this.closed, 60_000);
    return this.child.exitCode;
  }

  /** The port of the line that says it is ready. */
  async ready(): Promise<number> {
    await until(`the line that it is ready\n${this.stderr}`, () => this.stdout.includes('\n') || this.child.exitCode !== null, 120_000);
    const [, port] = /^Plaza is ready on http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(this.stdout) ?? [];
    if (!port) throw new Error(`deploy/up said ${JSON.stringify(this.stdout)}:\n${this.stderr}`);
    return Number(port);
  }
}

function start(script: string, args: string[], settings: Record<string, string> = {}, input?: string): Run {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PLAZA_')));
  const run = new Run(spawn(join(copy, 'deploy', script), args, {
    cwd: copy, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'], detached: true,
    env: {...inherited, PLAZA_SCHEMA_DIR: join(copy, 'schema'), PLAZA_WEB_ROOT: join(copy, 'web', 'dist'), ...settings},
  }));
  run.child.stdin?.on('error', () => undefined);  // whoever refuses does not read it
  run.child.stdin?.end(input);
  return run;
}
const up = (...args: string[]) => start('up', args);
const psql = async (url: string, sql: string) => (await execute('/usr/lib/postgresql/15/bin/psql', ['-XAtq', url, '-c', sql])).stdout.trim();

const inside = (sql: string) => psql(`postgresql://plaza_owner@/plaza?host=${runFolder()}`, sql);

/** What a command that cannot do its work says: one line, and nothing of its insides. */
async function refusal(run: Run): Promise<string> {
  expect(await run.end()).toBeGreaterThan(0);
  expect(run.stdout).toBe('');
  const lines = run.stderr.trimEnd().split('\n').filter((line) => !line.endsWith('…'));
  expect(lines).toHaveLength(1);
  return lines[0];
}

/** A terminal tells every process of the command. */
const ctrlC = (run: Run) => process.kill(-run.child.pid!, 'SIGINT');

async function interrupt(run: Run): Promise<void> {
  ctrlC(run);
  expect(await run.end(), run.stderr).toBe(0);
  expect(run.stderr.trimEnd().split('\n').at(-1)).toBe('Ended.');
}

/** Every process that names the copy's folders. */
async function left(): Promise<string[]> {
  const {stdout} = await execute('ps', ['-eo', 'pid=,args=']);
  return stdout.split('\n').filter((line) => [place(), runFolder(), copy].some((folder) => line.includes(folder)));
}
const nothingLeft = async (port?: number) => {
  await until('no process is left', async () => (await left()).length === 0, 15_000);
  expect(existsSync(join(runFolder(), '.s.PGSQL.5432'))).toBe(false);
  if (port) await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
};

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
    const places = () => execute('bash', ['-c', `! ${[...asRoot].join(' ')} grep -rlF "$1" "$2" "$3/build"`, '-', secret, place(), copy]);
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
      expect(existsSync(join(runFolder(), '.s.PGSQL.5432'))).toBe(false);
      const doctor = start('plaza', ['doctor']);
      expect(await doctor.end(), doctor.stderr).toBe(0);
      await interrupt(run);
      await nothingLeft(port);
    } finally {
      await database.drop();
    }
  });
});
