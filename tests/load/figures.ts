// SPDX-License-Identifier: EUPL-1.2
// Measures and prints the figures; started by tests/load/run, which has set everything up.
import {cpus} from 'node:os';
import {join} from 'node:path';
import {makeCase, names, type Case} from './cases.ts';
import {Generators, Nginx, type Web} from './generators.ts';
import {idleConnectionKb} from './idle.ts';
import {limits, makeNetwork, required, say, Server, type Size} from './network.ts';
import {logStatements} from './statements.ts';

const quick = process.argv.includes('--quick');
const wanted = names.filter((name, _, all) => process.argv.includes(name) || !all.some((other) => process.argv.includes(other)));
const size: Size = quick ? {posts: 20_000, clients: 200, targets: 500, longThreads: 60, people: 10_000}
                         : {posts: 100_000, clients: 400, targets: 2_000, longThreads: 300, people: 100_000};
const seconds = quick ? 1 : 4, nginxSeconds = quick ? 1 : 2, rounds = quick ? 1 : 3;
const connections = [1, 16, 64];
const aims = {ratio: 0.7, at: 16, of: ['feed', 'thread'], residentMb: 60, directoryP99Ms: 50};

interface Figure {
  name: string; connections: number; rps: number; p50_ms: number; p99_ms: number;
  pgbench_tps: number; nginx_rps: number | null; ratio: number;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Rounds of one after the other, so that whatever else the machine does meets all of them. */
async function measure(load: Generators, c: Case, n: number): Promise<Figure> {
  const web: Web[] = [], tps: number[] = [], nginx: (number | null)[] = [];
  for (let round = 0; round < rounds; ++round) {
    web.push(await load.ofPlaza(c, n, seconds));
    tps.push(await load.ofPgbench(c, n, seconds));
    nginx.push(await load.ofNginx(c, n, nginxSeconds));
  }
  const reference = nginx.filter((value) => value !== null);
  const figure = {
    name: c.name, connections: n,
    rps: rounded(median(web.map((w) => w.rps)), 0),
    p50_ms: rounded(median(web.map((w) => w.p50_ms)), 2),
    p99_ms: rounded(median(web.map((w) => w.p99_ms)), 2),
    pgbench_tps: rounded(median(tps), 0),
    nginx_rps: reference.length > 0 ? rounded(median(reference), 0) : null,
    ratio: rounded(median(web.map((w, round) => w.rps / tps[round])), 3),
  };
  say(`  ${c.name} at ${n}: ${figure.rps} requests/s, p50 ${figure.p50_ms} ms, p99 ${figure.p99_ms} ms; ` +
    `pgbench ${figure.pgbench_tps}, nginx ${figure.nginx_rps ?? '–'}; ratio ${figure.ratio}`);
  return figure;
}

/** The cases with their statements, recorded by a server of their own. */
async function record(log: string): Promise<Case[]> {
  await logStatements(true);
  const server = await Server.start(log, {PLAZA_DATABASE_WORKERS: '1'});
  try {
    const cases: Case[] = [];
    for (const name of wanted) cases.push(await makeCase(name, server, size));
    return cases;
  } finally {
    await server.stop();
    await logStatements(false);
  }
}

async function measureAll(folder: string, cases: Case[]): Promise<void> {
  const nginx = await Nginx.start(folder);
  const server = await Server.start(join(folder, 'server.log'));
  try {
    const load = new Generators(folder, size, server.origin, nginx);
    const figures: Figure[] = [];
    for (const c of cases) {
      load.prepare(c);
      await load.warm(c);
      for (const n of connections) figures.push(await measure(load, c, n));
    }
    const resident = server.residentMb;
    say(`Server after the run: ${resident.toFixed(1)} MB resident, at most ${server.peakMb.toFixed(1)} MB.`);
    for (const f of figures) {
      if (f.connections === aims.at && aims.of.includes(f.name) && f.ratio < aims.ratio) {
        say(`Aim missed: ${f.name} at ${f.connections} connections is at ${f.ratio} of pgbench, not ${aims.ratio}.`);
      }
    }
    const slow = figures.find((f) => f.name === 'directory' && f.connections === aims.at && f.p99_ms >= aims.directoryP99Ms);
    if (slow) say(`Aim missed: the directory of ${size.people} people answers within ${slow.p99_ms} ms at p99, not ${aims.directoryP99Ms}.`);
    if (resident >= aims.residentMb) say(`Aim missed: the server takes ${resident.toFixed(1)} MB, not below ${aims.residentMb}.`);
    const waiting = quick ? 400 : 2_000;
    const kb = await idleConnectionKb(server, size.clients, waiting);
    say(`Each of ${waiting} idle live connections takes ${kb.toFixed(1)} KB of the server.`);
    process.stdout.write(`${JSON.stringify({cases: figures, server_rss_mb: rounded(resident, 1)})}\n`);
  } finally {
    await server.stop();
    await nginx.stop();
  }
}

const folder = required('LOAD_FOLDER');
const start = Date.now();
say(`Generating a network of ${size.posts} posts …`);
await makeNetwork(folder, size);
say(`  done in ${((Date.now() - start) / 1000).toFixed(0)} s`);
const cases = await record(join(folder, 'server.log'));
say(`Limits raised: ${Object.entries(limits).map(([name, value]) => `${name}=${value}`).join(' ')}`);
say(`Measuring: rounds of ${seconds} s, ${rounds} of each, on ${cpus().length} cores …`);
await measureAll(folder, cases);
