// SPDX-License-Identifier: EUPL-1.2
// People read, search and write at the rate of a busy hour while all follow live by connections that break: how long they wait,
// and whether each of them was told of each post exactly once.
import {randomUUID} from 'node:crypto';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {WebSocket} from 'ws';
import {id, makeNetwork, postgres, required, say, Server, sql, tokenOf, type Size} from './network.ts';

const quick = process.argv.includes('--quick');
const size: Size = quick ? {posts: 20_000, clients: 100, targets: 500, longThreads: 60, people: 3_000}
                         : {posts: 100_000, clients: 400, targets: 2_000, longThreads: 300, people: 10_000};
const seconds = quick ? 15 : 300;
/** Of the knowledge network that `shape.json` counts, for one write. */
const viewsPerWrite = 71;
const writesPerSecond = 1;
/** Of the live connections, so many break in a minute. */
const brokenPerMinute = 0.05;
/** Who lost the connection comes back within so many milliseconds. */
const shortestPause = 500, longestPause = 3_000;

const below = (n: number): number => Math.floor(Math.random() * n);
const exponential = (perSecond: number): number => -Math.log(1 - Math.random()) / perSecond * 1_000;
const quantile = (values: number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0).toFixed(1));
};

/** Somebody with the application open, through however many connections. */
class Reader {
  readonly told = new Map<number, number>();
  breaks = 0;
  gaps = 0;
  private cursor: string | null = null;
  private socket: WebSocket | null = null;
  private over = false;
  private readonly server: Server;
  private readonly client: number;

  constructor(server: Server, client: number) {
    this.server = server;
    this.client = client;
  }

  connect(): Promise<void> {
    return new Promise((done, fail) => {
      const since = this.cursor ? `?since=${this.cursor}` : '';
      const socket = this.socket = new WebSocket(`ws://${this.server.host}/api/v1/live${since}`, ['plaza.v1'],
        {headers: {cookie: `__Host-plaza=${tokenOf(this.client)}`}, origin: this.server.origin, perMessageDeflate: false});
      socket.on('error', fail);
      socket.on('message', (data) => {
        const message = JSON.parse(data.toString());
        if (message.type === 'hello') {
          if (since && !message.resumed) this.gaps++;
          done();
        }
        if (message.cursor) this.cursor = message.cursor;
        if (message.kind === 'post.created') this.told.set(message.data.id, (this.told.get(message.data.id) ?? 0) + 1);
      });
    });
  }

  /** The connection ends without a word, as when a laptop is shut. */
  async lose(): Promise<void> {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.breaks++;
    this.socket.removeAllListeners('message');
    this.socket.terminate();
    await pause(shortestPause + below(longestPause - shortestPause));
    if (!this.over) await this.connect();
  }

  close(): void { this.over = true; this.socket?.terminate(); }
}

const body = (n: number): string => JSON.stringify({role: 'answer',
  body: `Respuesta ${n}. ${'En nuestro caso lo resolvimos con un informe previo de la secretaría. '.repeat(6)}`});

async function measure(): Promise<object> {
  say(`Generating a network of ${size.posts} posts …`);
  const folder = required('LOAD_FOLDER');
  await makeNetwork(folder, size);
  const phrases = (await sql(postgres.owner, 'select text from load.phrases order by n')).split('\n');
  const server = await Server.start(join(folder, 'server.log'));
  const readers = Array.from({length: size.clients}, (_, n) => new Reader(server, n + 1));
  const waited = {read: [] as number[], write: [] as number[]};
  const posts: number[] = [], faults: string[] = [], running = new Set<Promise<unknown>>();

  const ask = async (kind: 'read' | 'write', path: string, init: RequestInit = {}): Promise<any> => {
    const begun = performance.now();
    try {
      const response = await fetch(`${server.origin}/api/v1${path}`,
        {...init, headers: {cookie: `__Host-plaza=${tokenOf(1 + below(size.clients))}`, ...init.headers}});
      const text = await response.text();
      waited[kind].push(performance.now() - begun);
      if (response.ok) return JSON.parse(text);
      faults.push(`${path}: ${response.status}`);
    } catch (error) {
      faults.push(`${path}: ${(error as Error).message}`);
    }
  };
  const thread = () => `/threads/${id(1 + below(size.longThreads + size.targets))}`;
  const view = (): Promise<unknown> => {
    const dice = Math.random();
    if (dice < 0.3) return ask('read', '/feed');
    if (dice < 0.75) return ask('read', `${thread()}?order=best&limit=50`);
    if (dice < 0.9) return ask('read', '/me');
    return ask('read', `/search?q=${encodeURIComponent(phrases[below(phrases.length)]!)}`);
  };
  const write = async (): Promise<void> => {
    const path = `/threads/${id(1 + size.longThreads + below(size.targets))}/posts`;
    const made = await ask('write', path, {method: 'POST', body: body(posts.length),
      headers: {'content-type': 'application/json', 'x-plaza': '1', 'idempotency-key': randomUUID(), origin: server.origin}});
    if (made) posts.push(made.id);
  };
  /** At random moments, so many a second, whatever becomes of those before. */
  const keepOn = async (perSecond: number, act: () => Promise<unknown>, end: number): Promise<void> => {
    for (let at = performance.now() + exponential(perSecond); at < end; at += exponential(perSecond)) {
      await pause(Math.max(0, at - performance.now()));
      const one = act().catch((error) => { faults.push((error as Error).message); }).finally(() => running.delete(one));
      running.add(one);
    }
  };

  try {
    await Promise.all(readers.map((reader) => reader.connect()));
    for (let n = 0; n < 50; n++) await view();  // plans are made
    await write();
    posts.length = waited.read.length = waited.write.length = 0;
    await pause(1_000);
    for (const reader of readers) reader.told.clear();
    say(`${seconds} s of ${writesPerSecond} writes and ${viewsPerWrite * writesPerSecond} views a second by ${size.clients} people who follow live …`);
    const end = performance.now() + seconds * 1_000;
    await Promise.all([
      keepOn(writesPerSecond, write, end),
      keepOn(writesPerSecond * viewsPerWrite, view, end),
      keepOn(brokenPerMinute / 60 * size.clients, () => readers[below(readers.length)]!.lose(), end),
    ]);
    await Promise.all(running);
    for (let tries = 0; tries < 100 && readers.some(({told}) => told.size < posts.length); tries++) await pause(100);
    await pause(500);

    const expected = new Set(posts);
    let lost = 0, doubled = 0;
    for (const {told} of readers) {
      for (const post of expected) {
        const times = told.get(post) ?? 0;
        if (times === 0) lost++;
        if (times > 1) doubled++;
      }
    }
    for (const fault of faults.slice(0, 5)) say(`  ${fault}`);
    const total = (of: (reader: Reader) => number) => readers.reduce((sum, reader) => sum + of(reader), 0);
    return {seconds, clients: size.clients, views: waited.read.length, writes: posts.length, errors: faults.length,
      read_p50_ms: quantile(waited.read, 0.5), read_p99_ms: quantile(waited.read, 0.99),
      write_p50_ms: quantile(waited.write, 0.5), write_p99_ms: quantile(waited.write, 0.99),
      breaks: total(({breaks}) => breaks), gaps: total(({gaps}) => gaps), deliveries: total(({told}) => told.size), lost, doubled};
  } finally {
    for (const reader of readers) reader.close();
    await server.stop();
  }
}

process.stdout.write(`${JSON.stringify(await measure())}\n`);
