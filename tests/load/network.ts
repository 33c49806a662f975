// SPDX-License-Identifier: EUPL-1.2
// The generated network: its database, the program serving it, and what load clients need to know of it.
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createWriteStream, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';

const execute = promisify(execFile);
export const here = import.meta.dirname;
export const top = resolve(here, '..', '..');

export const say = (text: string): void => { process.stderr.write(`${text}\n`); };

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start this by tests/load/run`);
  return value;
}

export const postgres = {
  bin: required('LOAD_PG_BIN'),
  app: required('LOAD_APP_URL'),
  owner: required('LOAD_OWNER_URL'),
  superuser: required('LOAD_SUPERUSER_URL'),
};
const program = required('LOAD_PLAZA');

/** What the server asks of its sessions that changes how statements are planned, read where it stands. */
export const sessionSettings = [...readFileSync(join(top, 'server', 'persistence', 'connection.cpp'), 'utf8')
  .matchAll(/-c (?:jit|plan_cache_mode|enable_\w+|\w+_cost)=\w+/g)].map(([setting]) => setting).join(' ');

export interface Size { posts: number; clients: number; targets: number; longThreads: number; people: number }

/** The same permutation as load.id() of generate.sql. */
export const multiplier = 7316717653331n, modulus = 4503599627370449n;
export const id = (n: number): bigint => BigInt(n) * multiplier % modulus;
export const tokenOf = (client: number): string => `load-client-${client}`;

export async function sql(url: string, text: string): Promise<string> {
  const {stdout} = await execute(join(postgres.bin, 'psql'), ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', text],
    {maxBuffer: 1 << 28});
  return stdout.trimEnd();
}

/** Titles and sentences of the demo's conversations: real words in the frequencies that they have there. */
function corpus(): {titles: string[]; sentences: string[]} {
  const titles: string[] = [], sentences: string[] = [];
  const folder = join(top, 'schema', 'demo', 'threads');
  for (const name of readdirSync(folder, {recursive: true, encoding: 'utf8'}).sort()) {
    if (!name.endsWith('.md') || !statSync(join(folder, name)).isFile()) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const title = /^title: (.+)$/m.exec(text)?.[1];
    if (title) titles.push(title);
    const bodies = text.replace(/^---\n[^]*?\n---\n/, '').replace(/^===.*$/gm, '').split(/\n{2,}/);
    for (const part of bodies.flatMap((body) => body.trim().split(/(?<=[.?!:])\s+/))) {
      if (part.length >= 20 && /\p{L}/u.test(part)) sentences.push(part);
    }
  }
  if (titles.length < 100 || sentences.length < 500) throw new Error(`too little text in ${folder}`);
  return {titles, sentences};
}

export async function makeNetwork(folder: string, size: Size): Promise<void> {
  // As an installation has it: what is answered is on disk.
  for (const setting of ['fsync = on', 'full_page_writes = on', "max_wal_size = '1GB'"]) {
    await sql(postgres.superuser, `alter system set ${setting}`);
  }
  await sql(postgres.superuser, 'select pg_reload_conf()');
  await execute(program, ['migrate'], {env: {...process.env, PLAZA_DATABASE_URL: postgres.owner}});
  const texts = join(folder, 'corpus.json');
  writeFileSync(texts, JSON.stringify(corpus()));
  const variables = {posts: size.posts, clients: size.clients, targets: size.targets, long_threads: size.longThreads, people: size.people};
  await execute(join(postgres.bin, 'psql'), ['-Xq', '-d', postgres.owner, '-f', join(here, 'generate.sql'),
    ...Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`])],
    {env: {...process.env, SHAPE: join(here, 'shape.json'), CORPUS: texts, PGOPTIONS: '-c synchronous_commit=off'}, maxBuffer: 1 << 26});
  await sql(postgres.superuser.replace(/\/postgres\?/, '/plaza?'), 'vacuum analyze');
}

/** No load client is to be told to wait. */
export const limits: Record<string, string> = Object.fromEntries(
  ['READ', 'SEARCH', 'WRITE', 'SIGN_IN', 'LIVE', 'ANONYMOUS'].map((name) => [`PLAZA_LIMITS_${name}`, '1000000000']));

export class Server {
  readonly host: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, host: string) {
    this.child = child;
    this.host = host;
  }

  static async start(log: string, settings: Record<string, string> = {}): Promise<Server> {
    const child = spawn(program, ['serve'], {
      env: {...process.env, PLAZA_DATABASE_URL: postgres.app, PLAZA_LISTEN: '127.0.0.1:0', PLAZA_LOG_LEVEL: 'warning',
        ...limits, ...settings},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr!.pipe(createWriteStream(log, {flags: 'a'}));
    const ended = once(child, 'exit').then(() => { throw new Error(`plaza serve ended: ${readFileSync(log, 'utf8')}`); });
    ended.catch(() => {});
    const [line] = await Promise.race([once(createInterface({input: child.stdout!}), 'line'), ended]);
    return new Server(child, JSON.parse(line).listening);
  }

  get origin(): string { return `http://${this.host}`; }
  get pid(): number { return this.child.pid!; }

  private status(field: string): number {
    const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'));
    if (!line) throw new Error(`no ${field} of the server`);
    return Number(line[1]) / 1024;
  }
  get residentMb(): number { return this.status('VmRSS'); }
  get peakMb(): number { return this.status('VmHWM'); }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

/** One group, its readers with a session each, and a question that gets the answers. */
export const oneGroup = (clients: number): string => `
  insert into administration (name, dir3, level, province_id, province, region_id, region, population)
  values ('Ayuntamiento de Villar', 'L01420001', 'municipality', '42', 'Soria', '07', 'Castilla y León', 1800);
  insert into plaza_group (slug, name, kind, description, rules) values ('todos', 'Todos', 'open', 'De todos', 'Sé amable.');
  with made as (insert into person (name, status, policy_accepted_at) select 'Lectora ' || n, 'active', now() from generate_series(0, ${clients}) n returning id, name),
       numbered as (select id, split_part(name, ' ', 2)::int as n from made),
       known as (insert into credential (person_id, email, password) select id, 'lectora.' || n || '@villar.example', 'none' from numbered),
       posted as (insert into appointment (person_id, administration_id, position) select m.id, a.id, 'Técnica' from numbered m, administration a),
       here as (insert into session (token_hash, person_id, expires_at) select sha256(convert_to('load-reader-' || n, 'UTF8')), id, now() + interval '1 day' from numbered)
  insert into membership (group_id, person_id, role) select g.id, m.id, 'member' from plaza_group g, numbered m;
  select publish_events();
`;
