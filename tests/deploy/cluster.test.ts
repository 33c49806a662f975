// SPDX-License-Identifier: EUPL-1.2
// The cluster that deploy/ and the tests make: whom it lets in, and when it ends.
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, existsSync, mkdtempSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {root} from '../support/environment.ts';
import {until} from '../support/wait.ts';

const execute = promisify(execFile);
const script = join(root, 'tests', 'support', 'cluster.sh');
const asRoot = process.getuid!() === 0 ? [] : ['sudo', '-n'];
const gone = async (folder: string) => !existsSync(folder);

interface Place { folder: string; socket: string; url: string }
let keeper: ChildProcess;
let place: Place;

async function create() {
  keeper = spawn('bash', [script, 'run'], {stdio: ['pipe', 'pipe', 'inherit']});
  const [line] = await once(createInterface({input: keeper.stdout!}), 'line');
  place = JSON.parse(line);
}

const ask = async (sql: string, ...before: string[]) => {
  const [command, ...words] = [...before, '/usr/lib/postgresql/15/bin/psql', '-XAtq', place.url, '-c', sql];
  return (await execute(command, words, {cwd: '/'})).stdout.trim();
};

describe('a cluster of our own', () => {
  beforeAll(create);
  afterAll(async () => {
    keeper.stdin!.end();
    await until('the folder is removed', () => gone(place.folder));
  });

  it('lets its maker in', async () => {
    expect(await ask('select current_user')).toBe('plaza_owner');
  });

  it('keeps out everybody else on the machine', async () => {
    const nobody = [...asRoot, 'setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'];
    await expect(ask('select 1', ...nobody)).rejects.toThrow(/Peer authentication failed/);
  });

  it('listens on no network address', async () => {
    expect(await ask('show listen_addresses')).toBe('');
  });

  it('stores text as UTF-8, in an order that no library update changes', async () => {
    expect(await ask("select pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = 'plaza'")).toBe('UTF8 C.UTF-8');
  });

  it('gives the application a role that owns and defines nothing', async () => {
    expect(await ask("select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = 'plaza_app'")).toBe('f|f|f');
    expect(await ask("select count(*) from pg_database d join pg_roles r on r.oid = d.datdba where r.rolname = 'plaza_app'")).toBe('0');
  });

  it('has kept what was committed before a kill, once started again', async () => {
    await ask('create table kept as select 1 as one');
    await execute('bash', [script, 'kill', place.folder]);
    await execute('bash', [script, 'start', place.folder]);
    expect(await ask('select one from kept')).toBe('1');
  });
});

it('a cluster ends with whoever used it, also after a kill', async () => {
  await create();
  expect(existsSync(place.folder)).toBe(true);
  keeper.kill('SIGKILL');
  await until('the folder is removed', () => gone(place.folder));
});

/** Whoever asks the script for a cluster and for nothing else, in a process group of its own. */
const starting = (folder: string) => spawn('bash', ['-c', '. "$1/deploy/lib/common.sh"; . "$1/deploy/lib/cluster.sh"; cluster_temporary "$2"; cluster_start; sleep 60',
  'bash', root, folder], {detached: true, stdio: 'ignore'});
const living = async (folder: string) => (await execute('ps', ['-eo', 'args'])).stdout.split('\n').filter((line) => line.includes(folder) && !line.includes('ps -eo'));

it.each(['SIGINT', 'SIGKILL'])('a cluster whose start meets %s half way ends as well', async (signal) => {
  const folder = mkdtempSync('/tmp/plaza-test-half-');
  chmodSync(folder, 0o755);
  const child = starting(folder);
  try {
    // PostgreSQL listens; the command that started it has still to wait for it, and to make roles and a database.
    await until('PostgreSQL listens', () => existsSync(join(folder, 'socket', '.s.PGSQL.5432')), 30_000, 1);
  } finally {
    const [command, ...words] = [...asRoot, 'kill', `-${signal.slice(3)}`, '--', `-${child.pid}`];
    await execute(command, words);
  }
  await until('the folder is removed', () => gone(folder), 20_000);
  expect(await living(folder)).toEqual([]);
});
