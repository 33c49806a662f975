// SPDX-License-Identifier: EUPL-1.2
// Measures how a post reaches all connected readers of its group: how soon, at what cost, and whether each got it once;
// in turns with a bare broadcast of the same bytes to as many connections.
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface, type Interface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';
import {oneGroup, postgres, required, say, Server, sql} from './network.ts';

const quick = process.argv.includes('--quick');
const clients = quick ? 1_000 : 10_000, rounds = quick ? 10 : 60, warmUp = 5;
const folder = required('LOAD_FOLDER');
const started = new Set<ChildProcess>();

async function launch(command: string, words: string[]): Promise<{child: ChildProcess; lines: Interface; first: any}> {
  const child = spawn(command, words, {stdio: ['pipe', 'pipe', 'inherit']});
  started.add(child);
  const lines = createInterface({input: child.stdout!});
  const ended = once(child, 'exit').then(([code]) => { throw new Error(`${command} ended with ${code}`); });
  ended.catch(() => {});
  const [line] = await Promise.race([once(lines, 'line'), ended]) as [string];
  return {child, lines, first: JSON.parse(line)};
}

/** Readers of one server, and the writer beside them. */
class Crowd {
  private readonly child: ChildProcess;
  private readonly lines: Interface;
  private readonly ended: Promise<never>;

  private constructor(child: ChildProcess, lines: Interface) {
    this.child = child;
    this.lines = lines;
    this.ended = once(child, 'exit').then(([code]) => { throw new Error(`the readers ended with ${code}`); });
    this.ended.catch(() => {});
  }

  static async at(host: string): Promise<Crowd> {
    const {child, lines} = await launch(join(required('LOAD_BUILD'), 'tests', 'load', 'load_readers'), [host.split(':')[1]!, String(clients)]);
    return new Crowd(child, lines);
  }

  async ask(line: string): Promise<any> {
    const answer = once(this.lines, 'line');
    this.child.stdin!.write(`${line}\n`);
    return JSON.parse((await Promise.race([answer, this.ended]))[0]);
  }
}

const request = (name: string, head: string[], body: string): string => {
  const file = join(folder, name);
  writeFileSync(file, [...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
  return file;
};

const ticks = 1_000_000 / Number((await promisify(execFile)('getconf', ['CLK_TCK'])).stdout);
/** Processor time of a process in microseconds. */
function cpu(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * ticks;
}
function resident(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}
const quantile = (sorted: number[], q: number) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]!;
const round = (value: number, digits: number) => Number(value.toFixed(digits));

async function post(host: string, path: string, body: object): Promise<any> {
  const answer = await fetch(`http://${host}/api/v1${path}`, {method: 'POST', body: JSON.stringify(body), headers: {
    cookie: '__Host-plaza=load-reader-0', 'content-type': 'application/json', 'x-plaza': '1', origin: `http://${host}`}});
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function measure(): Promise<object> {
  await promisify(execFile)(required('LOAD_PLAZA'), ['migrate'], {env: {...process.env, PLAZA_DATABASE_URL: postgres.owner}});
  await sql(postgres.owner, oneGroup(clients));
  await sql(postgres.superuser.replace(/\/postgres\?/, '/plaza?'), 'vacuum analyze');
  const server = await Server.start(join(folder, 'server.log'));
  const bare = await launch(join(required('LOAD_BUILD'), 'tests', 'load', 'load_bare'), []);
  try {
    const thread = await post(server.host, '/groups/todos/threads', {kind: 'question', title: '¿Llega a todos?', body: 'A cada uno una vez.', tags: []});
    const before = resident(server.pid), bareBefore = resident(bare.child.pid!);
    say(`Connecting ${clients} readers …`);
    const begun = Date.now();
    const crowd = await Crowd.at(server.host);
    say(`  ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    const bareCrowd = await Crowd.at(bare.first.listening);
    await pause(500);
    const memory = (resident(server.pid) - before) / clients, bareMemory = (resident(bare.child.pid!) - bareBefore) / clients;

    // A post is two events: itself, and its thread as it is now.
    const answer = (n: number) => request('answer.http', [`POST /api/v1/threads/${thread.id}/posts HTTP/1.1`, `Host: ${server.host}`, 'Cookie: __Host-plaza=load-reader-0',
      `Origin: ${server.origin}`, 'X-Plaza: 1', 'Content-Type: application/json'], JSON.stringify({role: 'answer', body: `Respuesta ${n}. ${'Una frase de un par de líneas. '.repeat(10)}`}));
    const write = async (n: number) => (await crowd.ask(`write ${answer(n)} 2`)).ms as number;
    for (let n = 0; n < warmUp; n++) await write(n);
    const texts = (await crowd.ask('texts 2')).map((event: unknown) => JSON.stringify(event)) as string[];
    const same = request('same.http', ['POST / HTTP/1.1', `Host: ${bare.first.listening}`], texts.join('\n'));
    const spread = async () => (await bareCrowd.ask(`write ${same} 2`)).ms as number;
    for (let n = 0; n < warmUp; n++) await spread();

    say(`Writing ${rounds} posts, in turns with the bare broadcast …`);
    const times: number[] = [], bareTimes: number[] = [];
    let spent = 0, bareSpent = 0;
    for (let n = 0; n < rounds; n++) {
      let at = cpu(server.pid);
      times.push(await write(warmUp + n));
      await pause(50);
      spent += cpu(server.pid) - at;
      at = cpu(bare.child.pid!);
      bareTimes.push(await spread());
      await pause(50);
      bareSpent += cpu(bare.child.pid!) - at;
    }
    const {lost, doubled} = await crowd.ask('end');
    for (const list of [times, bareTimes]) list.sort((a, b) => a - b);
    const deliveries = rounds * 2 * clients;
    say(`  bare: ${round(quantile(bareTimes, 0.5), 1)} ms p50, ${round(quantile(bareTimes, 0.99), 1)} ms p99, ${round(bareMemory, 0)} bytes a connection; ` +
      `a post: ${texts.map((text) => Buffer.byteLength(text)).join(' and ')} bytes; processor ${round(spent / bareSpent, 2)} times the bare broadcast`);
    return {clients, p50_ms: round(quantile(times, 0.5), 1), p99_ms: round(quantile(times, 0.99), 1), cpu_us_per_delivery: round(spent / deliveries, 2),
      bare_cpu_us_per_delivery: round(bareSpent / deliveries, 2), bytes_per_connection: round(memory, 0), lost, doubled};
  } finally {
    await server.stop();
  }
}

try {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
} finally {
  for (const child of started) child.kill('SIGKILL');
}
