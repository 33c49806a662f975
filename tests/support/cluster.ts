// SPDX-License-Identifier: EUPL-1.2
// A PostgreSQL cluster that a test may kill, freeze and start again; cluster.sh makes it and cleans up after it.
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {join} from 'node:path';
import {Database, openPool} from './database.ts';
import {root} from './environment.ts';
import {run} from './server.ts';
import {bounded, until} from './wait.ts';

const execute = promisify(execFile);
const script = join(root, 'tests', 'support', 'cluster.sh');
const asRoot = process.getuid!() === 0 ? [] : ['sudo', '-n'];

interface Place { folder: string; socket: string; url: string; superuser_url: string }

export class Cluster {
  private constructor(private readonly keeper: ChildProcess, private readonly place: Place) {}

  static async create(): Promise<Cluster> {
    const keeper = spawn('bash', [script, 'run'], {stdio: ['pipe', 'pipe', 'inherit']});
    const [line] = await bounded('a cluster starts', once(createInterface({input: keeper.stdout!}), 'line'), 60_000);
    return new Cluster(keeper, JSON.parse(line));
  }

  /** A migrated database in this cluster. */
  async database(): Promise<Database> {
    const database = await Database.create(this.place.url, null);
    const done = await run(['migrate'], {PLAZA_DATABASE_URL: database.url});
    if (done.code !== 0) throw new Error(`plaza migrate: ${done.stderr}`);
    return database;
  }

  private control(...words: string[]): Promise<unknown> { return execute('bash', [script, words[0], this.place.folder, ...words.slice(1)]); }

  async start(): Promise<void> {
    await this.control('start');
    await until('postgres answers', async () => {
      const pool = openPool(this.place.url, 1);
      try {
        return await pool.query('select 1').then(() => true, () => false);
      } finally {
        await pool.end().catch(() => {});
      }
    }, 30_000, 20);
  }

  /** Cuts everybody off; its socket is gone afterwards. `immediate`: without tidying up, as after a crash. */
  stop(mode: 'fast' | 'immediate' = 'immediate'): Promise<unknown> { return this.control('stop', mode); }

  /** kill -9 of the parent process. */
  kill(): Promise<unknown> { return this.control('kill'); }

  /** Every process stands still: connections stay open and nothing answers. */
  freeze(): Promise<void> { return this.toAll('STOP'); }
  thaw(): Promise<void> { return this.toAll('CONT'); }

  private async toAll(signal: 'STOP' | 'CONT'): Promise<void> {
    const [command, ...words] = [...asRoot, 'head', '-n', '1', join(this.place.folder, 'data', 'postmaster.pid')];
    const parent = (await execute(command, words)).stdout.trim();
    const send = async (pids: string[]) => {
      const [kill, ...rest] = [...asRoot, 'kill', `-${signal}`, ...pids];
      await execute(kill, rest).catch(() => {});  // some may have ended meanwhile
    };
    const children = async () => (await execute('ps', ['-o', 'pid=', '--ppid', parent]).catch(() => ({stdout: ''}))).stdout.split(/\s+/).filter(Boolean);
    // The parent first when stopping, so that no child is born unseen.
    if (signal === 'STOP') await send([parent]);
    await send(await children());
    if (signal === 'CONT') await send([parent]);
  }

  async remove(): Promise<void> {
    await this.thaw().catch(() => {});
    const end = once(this.keeper, 'exit');
    this.keeper.stdin!.end();
    await bounded('the end of the cluster', end, 60_000);
  }
}
