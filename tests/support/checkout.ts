// SPDX-License-Identifier: EUPL-1.2
// A copy of this checkout where everything is built already: the program is that of this run, ninja finds nothing to
// do, and what was installed and built for the web has the stamps of the copy. For commands of deploy/.
import {execFile, execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect} from 'vitest';
import {binary, root} from './environment.ts';
import {bounded, until} from './wait.ts';

const execute = promisify(execFile);
export const asRoot = process.getuid!() === 0 ? [] : ['sudo', '-n'];

/** What the scripts decide by, made by their own functions. */
const stamps = `
  . deploy/lib/common.sh; . deploy/lib/node.sh
  mkdir -p "$NODE_TOOLS" web/node_modules
  tree_hash "$PLAZA_TOP/deploy/node" >"$NODE_TOOLS/.stamp"
  tree_hash "$PLAZA_TOP/web/package.json" "$PLAZA_TOP/web/package-lock.json" "$PLAZA_TOP/deploy/node" >web/node_modules/.stamp
  tree_hash "$PLAZA_TOP/web" "$PLAZA_TOP/server/openapi.yaml" "$PLAZA_TOP/deploy/node" >web/node_modules/.built`;

/** A command of deploy/ under way. */
export class Run {
  stdout = '';
  stderr = '';
  private readonly closed: Promise<unknown>;

  constructor(readonly child: ChildProcess) {
    child.stdout!.on('data', (part) => { this.stdout += part; });
    child.stderr!.on('data', (part) => { this.stderr += part; });
    this.closed = once(child, 'close');
  }

  get over(): boolean { return this.child.exitCode !== null || this.child.signalCode !== null; }

  async end(): Promise<number | null> {
    await bounded(`the end of ${this.child.spawnargs.join(' ')}\n${this.stderr}`, this.closed, 60_000);
    return this.child.exitCode;
  }

  /** The port of the line that says it is ready. */
  async ready(): Promise<number> {
    await until(`the line that it is ready\n${this.stderr}`, () => this.stdout.includes('\n') || this.child.exitCode !== null, 120_000);
    const [, port] = /^Plaza is ready on http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(this.stdout) ?? [];
    if (!port) throw new Error(`${this.child.spawnargs[0]} said ${JSON.stringify(this.stdout)}:\n${this.stderr}`);
    return Number(port);
  }

  /** A terminal tells every process of the command. */
  ctrlC(): void { process.kill(-this.child.pid!, 'SIGINT'); }

  async interrupt(): Promise<void> {
    this.ctrlC();
    expect(await this.end(), this.stderr).toBe(0);
    expect(this.stderr.trimEnd().split('\n').at(-1)).toBe('Ended.');
  }

  /** What a command that cannot do its work says: one line, and nothing of its insides. */
  async refusal(): Promise<string> {
    expect(await this.end()).toBeGreaterThan(0);
    expect(this.stdout).toBe('');
    const lines = this.stderr.trimEnd().split('\n').filter((line) => !line.endsWith('…'));
    expect(lines).toHaveLength(1);
    return lines[0];
  }
}

export class Checkout {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'plaza-checkout-')));
  private readonly running = new Set<Run>();
  private readonly hash = createHash('sha256').update(this.folder).digest('hex').slice(0, 10);

  constructor() {
    for (const part of ['deploy', 'schema', 'server/openapi.yaml', 'web/package.json', 'web/package-lock.json', 'web/dist', 'CMakePresets.json']) {
      cpSync(join(root, part), join(this.folder, part), {recursive: true});
    }
    mkdirSync(join(this.folder, 'build', 'release'), {recursive: true});
    writeFileSync(join(this.folder, 'build', 'release', 'build.ninja'), 'build plaza: phony\n');
    symlinkSync(binary(), join(this.folder, 'build', 'release', 'plaza'));
    execFileSync('bash', ['-c', stamps], {cwd: this.folder});
  }

  /** Data and logs of its private cluster, and where its socket is. */
  get place(): string { return `/var/lib/plaza/main-${this.hash}`; }
  get runFolder(): string { return `/run/plaza-${this.hash}`; }

  start(script: string, args: string[], settings: Record<string, string> = {}, input?: string): Run {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PLAZA_')));
    const run = new Run(spawn(join(this.folder, 'deploy', script), args, {
      cwd: this.folder, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'], detached: true,
      env: {...inherited, PLAZA_SCHEMA_DIR: join(this.folder, 'schema'), PLAZA_WEB_ROOT: join(this.folder, 'web', 'dist'), ...settings},
    }));
    this.running.add(run);
    run.child.stdin?.on('error', () => undefined);  // whoever refuses does not read it
    run.child.stdin?.end(input);
    return run;
  }

  async endAll(): Promise<void> {
    for (const run of this.running) {
      if (!run.over) {
        run.ctrlC();
        await run.end();
      }
      this.running.delete(run);
    }
  }

  /** Every process that names the copy's folders. */
  async left(): Promise<string[]> {
    const {stdout} = await execute('ps', ['-eo', 'pid=,args=']);
    return stdout.split('\n').filter((line) => [this.place, this.runFolder, this.folder].some((folder) => line.includes(folder)));
  }

  async nothingLeft(port?: number): Promise<void> {
    await until('no process is left', async () => (await this.left()).length === 0, 15_000);
    expect(existsSync(join(this.runFolder, '.s.PGSQL.5432'))).toBe(false);
    if (port) await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  }

  async remove(): Promise<void> {
    const [command, ...words] = [...asRoot, 'rm', '-rf', this.place, this.runFolder];
    await execute(command, words);
    rmSync(this.folder, {recursive: true});
  }
}
