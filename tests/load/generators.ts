// SPDX-License-Identifier: EUPL-1.2
// The programs that make load, and nginx to compare with. Each runs for a given time and yields its figures.
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';
import type {Case, Name} from './cases.ts';
import {here, postgres, sessionSettings, type Size} from './network.ts';

const execute = promisify(execFile);

export interface Web { rps: number; p50_ms: number; p99_ms: number }

async function wrk(origin: string, words: string[], connections: number, seconds: number): Promise<Web> {
  const {stdout} = await execute('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '10s',
    '-s', join(here, 'client.lua'), origin, '--', ...words]);
  const line = /^FIGURES (.*)$/m.exec(stdout);
  if (!line) throw new Error(`wrk printed no figures: ${stdout}`);
  const found = JSON.parse(line[1]) as {requests: number; seconds: number; p50_ms: number; p99_ms: number; refused: number; broken: number};
  if (found.refused + found.broken > 0) {
    throw new Error(`${words[0]} at ${connections}: of ${found.requests} requests ${found.refused} were refused, ${found.broken} broke`);
  }
  return {rps: found.requests / found.seconds, p50_ms: found.p50_ms, p99_ms: found.p99_ms};
}

/** Writes the files of a case, and runs it in its forms. */
export class Generators {
  private readonly folder: string;
  private readonly size: Size;
  private readonly plaza: string;
  private readonly nginx: Nginx;

  constructor(folder: string, size: Size, plaza: string, nginx: Nginx) {
    this.folder = folder;
    this.size = size;
    this.plaza = plaza;
    this.nginx = nginx;
  }

  prepare(c: Case): void {
    writeFileSync(this.file(c.name, 'things'), c.things.map((line) => `${line}\n`).join(''));
    writeFileSync(this.file(c.name, 'pgbench'), c.script.text);
    if (c.answer) this.nginx.put(`${c.name}.json`, c.answer);
    writeFileSync(this.file(c.name, 'bytes'), `${c.name}.json\n`);
  }

  private file(name: Name, kind: string): string { return join(this.folder, `${name}.${kind}`); }

  ofPlaza(c: Case, connections: number, seconds: number): Promise<Web> {
    return wrk(this.plaza, [c.name, this.file(c.name, 'things'), String(this.size.clients)], connections, seconds);
  }

  /** Until every connection of the server to its database has planned what it needs: the first requests wait for that, and some give up. */
  async warm(c: Case): Promise<void> {
    for (let tries = 1; ; ++tries) {
      try {
        await this.ofPlaza(c, 16, 1);
        return;
      } catch (error) {
        if (tries === 8) throw error;
      }
    }
  }

  async ofNginx(c: Case, connections: number, seconds: number): Promise<number | null> {
    if (!c.answer) return null;
    return (await wrk(this.nginx.origin, ['bytes', this.file(c.name, 'bytes'), String(this.size.clients)], connections, seconds)).rps;
  }

  async ofPgbench(c: Case, connections: number, seconds: number): Promise<number> {
    const definitions = Object.entries(c.script.definitions).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
    const {stdout} = await execute(join(postgres.bin, 'pgbench'), ['-n', '-M', 'prepared', '-c', String(connections), '-j', '1',
      '-T', String(seconds), '--random-seed=rand', '-f', this.file(c.name, 'pgbench'), ...definitions, postgres.app],
      {env: {...process.env, PGOPTIONS: sessionSettings}});
    const tps = /^tps = ([\d.]+)/m.exec(stdout);
    if (!tps) throw new Error(`pgbench printed no figure: ${stdout}`);
    return Number(tps[1]);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address() as {port: number};
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Nginx {
  readonly origin: string;
  private readonly child: ChildProcess;
  private readonly folder: string;

  private constructor(child: ChildProcess, folder: string, origin: string) {
    this.child = child;
    this.folder = folder;
    this.origin = origin;
  }

  static async start(folder: string): Promise<Nginx> {
    const port = await freePort();
    for (const name of ['files', 'temporary']) mkdirSync(join(folder, name), {recursive: true});
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((kind) => `${kind}_temp_path ${join(folder, 'temporary', kind)};`).join('\n  ');
    writeFileSync(join(folder, 'nginx.conf'), `
worker_processes auto;
daemon off;
pid ${join(folder, 'nginx.pid')};
error_log stderr warn;
events { worker_connections 1024; }
http {
  ${temporary}
  access_log off;
  default_type application/json;
  keepalive_requests 1000000000;
  open_file_cache max=100;
  sendfile on;
  tcp_nopush on;
  server { listen 127.0.0.1:${port}; root ${join(folder, 'files')}; }
}
`);
    const child = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {stdio: ['ignore', 'ignore', 'pipe']});
    let log = '';
    child.stderr!.on('data', (part) => { log += part; });
    const nginx = new Nginx(child, folder, `http://127.0.0.1:${port}`);
    for (let tries = 0; tries < 100; ++tries) {
      if (child.exitCode !== null) break;
      if (await fetch(nginx.origin).then(() => true, () => false)) return nginx;
      await pause(50);
    }
    await nginx.stop();
    throw new Error(`nginx does not start: ${log}`);
  }

  put(name: string, bytes: string): void { writeFileSync(join(this.folder, 'files', name), bytes); }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}
