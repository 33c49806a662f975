// SPDX-License-Identifier: EUPL-1.2
// Thousands of readers lose their connection at once and come back with their cursors, while others read and write at a
// steady pace: how long these wait before and meanwhile, and whether each reader was told of each post exactly once.
// With `--crowd` it is the process that holds the readers.
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {randomBytes, randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {join} from 'node:path';
import {createInterface, type Interface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';
import {oneGroup, postgres, required, say, Server, sql} from './network.ts';

const quick = process.argv.includes('--quick');
const clients = Number(process.env.LOAD_RETURNING ?? (quick ? 500 : 5_000));
const readsPerSecond = 30, writesPerSecond = 2, calmSeconds = quick ? 5 : 15;
const quantile = (values: number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0).toFixed(1));
};

/** As web/src/api/live.ts: who is not greeted within that comes again. */
const helloWithinMs = 10_000;

/** Somebody with the application open; frames by hand, since five thousand share a process. */
class Reader {
  readonly told = new Map<string, number>();
  cursor: string | null = null;
  open = false;
  gaps = 0;
  refusals = 0;
  givenUp = 0;
  private socket: Socket | null = null;
  private failures = 0;
  private readonly n: number;
  private readonly port: number;

  constructor(n: number, port: number) {
    this.n = n;
    this.port = port;
  }

  connect(): void {
    const socket = this.socket = connect(this.port, '127.0.0.1');
    const since = this.cursor ? `?since=${this.cursor}` : '';
    let received = Buffer.alloc(0), head = false, code = 0;
    const patience = setTimeout(() => {
      if (this.open || socket !== this.socket) return;
      this.givenUp++;
      socket.destroy();
    }, helloWithinMs);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('connect', () => socket.write(`GET /api/v1/live${since} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nOrigin: http://127.0.0.1:${this.port}\r\n` +
      `Cookie: __Host-plaza=load-reader-${this.n}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: plaza.v1\r\n\r\n`));
    socket.on('data', (part) => {
      received = received.length ? Buffer.concat([received, part]) : part;
      if (!head) {
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!received.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) { this.refusals++; socket.destroy(); return; }
        head = true;
        received = received.subarray(end + 4);
      }
      for (;;) {
        if (received.length < 2) return;
        let size = received[1]! & 0x7f, at = 2;
        if (size === 126) { if (received.length < 4) return; size = received.readUInt16BE(2); at = 4; }
        else if (size === 127) { if (received.length < 10) return; size = Number(received.readBigUInt64BE(2)); at = 10; }
        if (received.length < at + size) return;
        const payload = received.subarray(at, at + size);
        const opcode = received[0]! & 0x0f;
        received = received.subarray(at + size);
        if (opcode === 8) { code = payload.length >= 2 ? payload.readUInt16BE(0) : 0; socket.end(Buffer.from([0x88, 0x80, 0, 0, 0, 0])); }
        if (opcode === 9) socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]));
        if (opcode === 1) this.hear(payload.toString(), since !== '');
      }
    });
    socket.on('close', () => {
      clearTimeout(patience);
      const was = this.open;
      this.open = false;
      // As web/src/api/live-machine.ts: 1012 spreads them over five seconds, anything else doubles from one.
      if (!was) this.failures++;
      else this.failures = 0;
      const wait = code === 1012 ? 500 + 4500 * Math.random() : Math.min(5_000, 1000 * 2 ** Math.max(0, this.failures - 1)) * (0.5 + Math.random() / 2);
      setTimeout(() => this.connect(), wait);
    });
  }

  private hear(text: string, returning: boolean): void {
    const message = JSON.parse(text);
    if (message.type === 'hello') {
      this.open = true;
      this.failures = 0;
      if (returning && !message.resumed) this.gaps++;
    }
    if (message.cursor) this.cursor = message.cursor;
    if (message.kind === 'post.created') { const key = String(message.data.id); this.told.set(key, (this.told.get(key) ?? 0) + 1); }
  }

  cut(): void { this.socket?.destroy(); }
}

/** The process of the readers: one word in, one line of JSON out. */
async function crowd(port: number): Promise<void> {
  const all = Array.from({length: clients}, (_, n) => new Reader(n + 1, port));
  for (let i = 0; i < all.length; i += 50) {
    for (const one of all.slice(i, i + 50)) one.connect();
    while (all.slice(i, i + 50).some(({open}) => !open)) await pause(5);
  }
  console.log('{}');
  let begun = 0, backAt: number[] = [], broken = new Set<Reader>();
  setInterval(() => { for (const one of broken) if (one.open) { broken.delete(one); backAt.push(performance.now() - begun); } }, 10);
  for await (const word of createInterface({input: process.stdin})) {
    if (word === 'expect' || word === 'cut') {
      begun = performance.now();
      backAt = [];
      if (word === 'cut') for (const one of all) one.cut();
      while (all.some(({open}) => open)) await pause(2);
      broken = new Set(all);
      console.log('{}');
    } else if (word === 'back') {
      while (broken.size) await pause(10);
      console.log(JSON.stringify({all_ms: Math.round(Math.max(...backAt)), half_ms: Math.round(quantile(backAt, 0.5))}));
    } else {
      const posts: string[] = JSON.parse(word);
      for (let tries = 0; tries < 200 && all.some(({told}) => posts.some((id) => !told.has(id))); tries++) await pause(100);
      let lost = 0, doubled = 0;
      for (const {told} of all) for (const id of posts) { const n = told.get(id) ?? 0; if (n === 0) lost++; if (n > 1) doubled++; }
      const sum = (of: (one: Reader) => number) => all.reduce((total, one) => total + of(one), 0);
      console.log(JSON.stringify({lost, doubled, gaps: sum(({gaps}) => gaps), refusals: sum(({refusals}) => refusals), given_up: sum(({givenUp}) => givenUp)}));
    }
  }
}

async function measure(): Promise<object> {
  await promisify(execFile)(required('LOAD_PLAZA'), ['migrate'], {env: {...process.env, PLAZA_DATABASE_URL: postgres.owner}});
  await sql(postgres.owner, oneGroup(clients));
  await sql(postgres.superuser.replace(/\/postgres\?/, '/plaza?'), 'vacuum analyze');
  const log = join(required('LOAD_FOLDER'), 'server.log');
  let server = await Server.start(log);
  const {host, origin} = server;
  const faults: string[] = [], posts: string[] = [], running = new Set<Promise<unknown>>();
  let waited = {read: [] as number[], write: [] as number[]}, down = false, over = false;
  const ask = async (kind: 'read' | 'write', path: string, init: RequestInit = {}): Promise<any> => {
    const begun = performance.now();
    try {
      const response = await fetch(`${origin}/api/v1${path}`, {...init, headers: {cookie: `__Host-plaza=load-reader-0`, ...init.headers}});
      const text = await response.text();
      if (!down) waited[kind].push(performance.now() - begun);
      if (response.ok) return JSON.parse(text);
      if (!down) faults.push(`${path}: ${response.status}`);
    } catch (error) {
      if (!down) faults.push(`${path}: ${(error as Error).message}`);
    }
  };
  const change = {'content-type': 'application/json', 'x-plaza': '1', origin};
  const thread = await ask('write', '/groups/todos/threads', {method: 'POST', headers: change, body: JSON.stringify({kind: 'question', title: '¿Vuelven todos?', body: 'A cada uno una vez.', tags: []})});
  const write = async () => {
    const made = await ask('write', `/threads/${thread.id}/posts`, {method: 'POST', headers: {...change, 'idempotency-key': randomUUID()},
      body: JSON.stringify({role: 'answer', body: `Respuesta. ${'Una frase de un par de líneas. '.repeat(10)}`})});
    if (made) posts.push(String(made.id));
  };
  for (let n = 0; n < 20; n++) await write();
  for (let n = 0; n < 40; n++) await ask('read', '/feed');
  posts.length = 0;

  say(`Connecting ${clients} readers …`);
  const child: ChildProcess = spawn(process.execPath, [import.meta.filename, '--crowd', host.split(':')[1]!, ...(quick ? ['--quick'] : [])], {stdio: ['pipe', 'pipe', 'inherit']});
  const lines: Interface = createInterface({input: child.stdout!});
  const answer = async () => JSON.parse((await once(lines, 'line'))[0]);
  const tell = async (word: string) => { child.stdin!.write(`${word}\n`); return answer(); };
  await answer();

  const keepOn = async (perSecond: number, act: () => Promise<unknown>): Promise<void> => {
    for (let at = performance.now(); !over; at += -Math.log(1 - Math.random()) / perSecond * 1_000) {
      await pause(Math.max(0, at - performance.now()));
      if (down) continue;
      const one = act().finally(() => running.delete(one));
      running.add(one);
    }
  };
  const paths = [`/threads/${thread.id}?limit=50`, '/feed', '/me', '/groups/todos/threads'];
  const load = [keepOn(readsPerSecond, () => ask('read', paths[Math.floor(Math.random() * paths.length)]!)), keepOn(writesPerSecond, write)];
  const figures = () => {
    const {read, write} = waited;
    waited = {read: [], write: []};
    const errors = faults.splice(0);
    for (const fault of errors.slice(0, 3)) say(`  ${fault}`);
    return {reads: read.length, read_p50_ms: quantile(read, 0.5), read_p99_ms: quantile(read, 0.99), write_p50_ms: quantile(write, 0.5), write_p99_ms: quantile(write, 0.99), errors: errors.length};
  };
  try {
    const ticks = async () => Number((await promisify(execFile)('bash', ['-c', `awk '{print $14+$15}' /proc/${server.pid}/stat`])).stdout);
    await pause(2_000);
    figures();
    await pause(calmSeconds * 1_000);
    const calm = figures();
    say('All connections break at once …');
    let spent = await ticks();
    await tell('cut');
    figures();
    const cutBack = await tell('back');
    const cut = {...figures(), ...cutBack, cpu_ms_per_return: Number(((await ticks() - spent) * 10 / clients).toFixed(3))};
    await pause(3_000);
    say('The server restarts …');
    down = true;
    const [port] = [host.split(':')[1]];
    const gone = tell('expect');
    await server.stop();
    await gone;
    server = await Server.start(log, {PLAZA_LISTEN: `127.0.0.1:${port}`});
    spent = await ticks();
    down = false;
    const restartBack = await tell('back');
    const restart = {...figures(), ...restartBack, cpu_ms_per_return: Number(((await ticks() - spent) * 10 / clients).toFixed(3))};
    await pause(3_000);
    over = true;
    await Promise.all([...load, ...running]);
    return {clients, calm, cut, restart, posts: posts.length, ...await tell(JSON.stringify(posts))};
  } finally {
    over = true;
    child.kill('SIGKILL');
    await server.stop();
  }
}

if (process.argv.includes('--crowd')) await crowd(Number(process.argv[process.argv.indexOf('--crowd') + 1]));
else process.stdout.write(`${JSON.stringify(await measure())}\n`);
