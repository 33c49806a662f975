// SPDX-License-Identifier: EUPL-1.2
// The real scanner as Debian sets it up, in a folder of its own and with one signature of ours: none are fetched.
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {join} from 'node:path';
import {until} from './wait.ts';

/** The text that every scanner knows and that harms nobody, in two parts: else one would take this file away. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const places = /^(LocalSocket\w*|DatabaseDirectory|LogFile\w*|PidFile|User|Foreground|TemporaryDirectory)\b/;

export class Clamd {
  log = '';
  private constructor(private readonly child: ChildProcess, readonly socket: string) {}

  /** `more`: lines that take the place of Debian's, or stand beside them. */
  static async start(folder: string, more: string[] = []): Promise<Clamd> {
    const socket = join(folder, 'clamd'), signatures = join(folder, 'signatures');
    mkdirSync(signatures, {recursive: true});
    rmSync(socket, {force: true});
    writeFileSync(join(signatures, 'own.ndb'), `Plaza.Prueba:0:*:${Buffer.from(eicar).toString('hex')}\n`);
    const named = new Set(more.map((line) => line.split(' ')[0]));
    const debian = readFileSync('/etc/clamav/clamd.conf', 'utf8').split('\n').filter((line) => !places.test(line) && !named.has(line.split(' ')[0]!));
    writeFileSync(join(folder, 'clamd.conf'), [...debian, `LocalSocket ${socket}`, `DatabaseDirectory ${signatures}`, `TemporaryDirectory ${folder}`, 'Foreground yes', ...more, ''].join('\n'));
    const child = spawn('/usr/sbin/clamd', ['-c', join(folder, 'clamd.conf')], {stdio: ['ignore', 'pipe', 'pipe']});
    const clamd = new Clamd(child, socket);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { clamd.log += part; });
    try {
      await until('clamd answers', () => {
        if (child.exitCode !== null) throw new Error(clamd.log);
        return new Promise<boolean>((done) => { const one = net.connect(socket, () => { one.destroy(); done(true); }).on('error', () => done(false)); });
      });
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`clamd does not start:\n${clamd.log}`, {cause: error});
    }
    return clamd;
  }

  /** Megabytes that it takes. */
  get memory(): number { return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))![1]) / 1024; }

  signal(name: NodeJS.Signals): void { this.child.kill(name); }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await ended;
  }
}
