// SPDX-License-Identifier: EUPL-1.2
// A PostgreSQL cluster that a test may kill, freeze and start again.
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {chmod, mkdtemp, rm, mkdir, chown} from 'node:fs/promises';
import {existsSync} from 'node:fs';
import {promisify} from 'node:util';
import {once} from 'node:events';
import {join} from 'node:path';
import {connectionText, Database, openPool} from './database.ts';
import {run} from './server.ts';
import {bounded, until} from './wait.ts';

const execute = promisify(execFile);
const isRoot = process.getuid!() === 0;

async function programs(): Promise<string> {
  for (const folder of ['/usr/lib/postgresql/15/bin']) if (existsSync(join(folder, 'initdb'))) return folder;
  return (await execute('pg_config', ['--bindir'])).stdout.trim();
}

/** initdb and postgres refuse to run as root; setpriv replaces itself, so that the process id is that of the server. */
function asPostgres(command: string, args: string[]): [string, string[]] {
  return isRoot
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', command, ...args]]
    : [command, args];
}

export class Cluster {
  private process: ChildProcess | null = null;
  private log = '';
  private constructor(private readonly folder: string, private readonly bin: string) {}

  static async create(): Promise<Cluster> {
    const folder = await mkdtemp('/tmp/plaza-cluster-');
    const cluster = new Cluster(folder, await programs());
    await mkdir(cluster.data);
    await chmod(folder, 0o755);
    if (isRoot) {
      const id = async (flag: string) => Number((await execute('id', [flag, 'postgres'])).stdout);
      const [uid, gid] = [await id('-u'), await id('-g')];
      await chown(folder, uid, gid);
      await chown(cluster.data, uid, gid);
    }
    const [command, args] = asPostgres(join(cluster.bin, 'initdb'),
      ['-D', cluster.data, '-U', 'plaza_owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']);
    await execute(command, args, {cwd: '/'});
    await cluster.start();
    return cluster;
  }

  private get data(): string { return join(this.folder, 'data'); }

  url(database: string): string { return connectionText({host: this.folder, user: 'plaza_owner', dbname: database}); }

  /** A migrated database in this cluster. */
  async database(): Promise<Database> {
    const database = await Database.create(this.url('postgres'), null);
    const done = await run(['migrate'], {PLAZA_DATABASE_URL: database.url});
    if (done.code !== 0) throw new Error(`plaza migrate: ${done.stderr}`);
    return database;
  }

  async start(): Promise<void> {
    // After a kill, children of the server may hold its shared memory for a moment: try again until it starts.
    await until('postgres starts', async () => {
      if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) this.launch();
      return this.answers();
    }, 30_000, 50).catch((error) => { throw new Error(`${error.message}\n${this.log.slice(-2000)}`); });
  }

  private launch(): void {
    // Only processes are killed here, never the machine: what the kernel holds is kept, and fsync would only slow.
    const [command, args] = asPostgres(join(this.bin, 'postgres'),
      ['-D', this.data, '-k', this.folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'max_connections=60']);
    this.process = spawn(command, args, {cwd: '/', stdio: ['ignore', 'ignore', 'pipe']});
    this.process.stderr!.on('data', (part) => { this.log = (this.log + part).slice(-20_000); });
  }

  private async answers(): Promise<boolean> {
    const pool = openPool(this.url('postgres'), 1);
    try {
      await pool.query('select 1');
      return true;
    } catch {
      return false;
    } finally {
      await pool.end().catch(() => {});
    }
  }

  private async gone(): Promise<void> {
    const process = this.process!;
    if (process.exitCode === null && process.signalCode === null) await bounded('the end of postgres', once(process, 'exit'), 20_000);
  }

  /** Ends at once, as `pg_ctl stop -m immediate` does; the socket is gone afterwards. */
  async stop(): Promise<void> {
    this.process!.kill('SIGQUIT');
    await this.gone();
  }

  /** kill -9 of the server; its children notice and end. */
  async kill(): Promise<void> {
    this.process!.kill('SIGKILL');
    await this.gone();
  }

  /** Every process of the cluster stands still; connections stay open and nothing answers. */
  async freeze(): Promise<void> { await this.toAll('SIGSTOP'); }
  async thaw(): Promise<void> { await this.toAll('SIGCONT'); }

  private async toAll(signal: NodeJS.Signals): Promise<void> {
    const parent = this.process!.pid!;
    if (signal === 'SIGSTOP') process.kill(parent, signal);
    const {stdout} = await execute('ps', ['-o', 'pid=', '--ppid', String(parent)]).catch(() => ({stdout: ''}));
    for (const pid of stdout.split('\n').map(Number).filter(Boolean)) {
      try { process.kill(pid, signal); } catch { /* ended meanwhile */ }
    }
    if (signal !== 'SIGSTOP') process.kill(parent, signal);
  }

  async remove(): Promise<void> {
    if (this.process && this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGCONT');
      this.process.kill('SIGQUIT');
      await this.gone();
    }
    await rm(this.folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
  }
}
