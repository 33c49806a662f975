// SPDX-License-Identifier: EUPL-1.2
// Measures and prints what a page of the feed costs beside a short and a long history; started by tests/load/feed.
import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {here, postgres, required, say, Server, sql, tokenOf} from './network.ts';

const execute = promisify(execFile);
const quick = process.argv.includes('--quick');
const sizes = {short: 10_000, long: quick ? 100_000 : 1_000_000};
const rounds = quick ? 3 : 5, requests = quick ? 40 : 100;
const aim = 1.5;
/** Whose session it is (tests/load/feed.sql), by how many groups they are of. */
const readers = [{groups: 3, client: 1}, {groups: 300, client: 2}];
const filters = {
  plain: '', question: 'kind=question', article: 'kind=article', unanswered: 'state=unanswered', solved: 'state=solved', group: 'group=tema-2',
  like_me: 'like_me=true', tag: 'tag=asunto-1', norm: 'norm=ley-9-2017', rare_tag: 'tag=asunto-200', rare_norm: 'norm=ley-1-1901',
  together: 'kind=question&state=unanswered&like_me=true&tag=asunto-1',
};
const rounded = (value: number): number => Number(value.toFixed(2));
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const within = (url: string, database: string): string => url.replace(/\/\w+\?/, `/${database}?`);

interface Network { database: string; server: Server; backends: number[] }
interface Cost { ms: number; cpu: number; shown: number }

async function make(name: string, posts: number): Promise<Network> {
  const start = Date.now();
  const database = `feed_${name}`;
  await sql(postgres.superuser, `create database ${database} owner plaza_owner`);
  await execute(required('LOAD_PLAZA'), ['migrate'], {env: {...process.env, PLAZA_DATABASE_URL: within(postgres.owner, database)}});
  const url = within(postgres.superuser, database);
  await execute(join(postgres.bin, 'psql'), ['-Xq', '-d', url, '-v', `posts=${posts}`, '-f', join(here, 'feed.sql')]);
  await sql(url, 'vacuum analyze');
  const server = await Server.start(join(required('LOAD_FOLDER'), `${database}.log`), {PLAZA_DATABASE_URL: within(postgres.app, database), PLAZA_DATABASE_WORKERS: '1'});
  await ask(server, readers[0].client, '');
  const backends = (await sql(url, `select pid from pg_stat_activity where datname = '${database}' and usename = 'plaza_app'`)).split('\n').map(Number);
  say(`  ${posts} posts in ${((Date.now() - start) / 1000).toFixed(0)} s, ${await sql(url, `select pg_size_pretty(pg_database_size('${database}'))`)}`);
  return {database, server, backends};
}

async function ask(server: Server, client: number, query: string): Promise<number> {
  const response = await fetch(`${server.origin}/api/v1/feed?${query}`, {headers: {cookie: `__Host-plaza=${tokenOf(client)}`, 'accept-encoding': 'identity'}});
  if (response.status !== 200) throw new Error(`${query}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as {items: unknown[]}).items.length;
}

/** Processor time of PostgreSQL's processes, in hundredths of a second, which is what the kernel tells. */
const ticks = (pids: number[]): number => pids.reduce((sum, pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return sum + Number(fields[11]) + Number(fields[12]);
}, 0);

async function measure({server, backends}: Network, client: number, query: string): Promise<Cost> {
  let shown = 0;
  for (let i = 0; i < 5; ++i) shown = await ask(server, client, query);
  const times: number[] = [];
  const before = ticks(backends);
  for (let i = 0; i < requests; ++i) {
    const start = performance.now();
    await ask(server, client, query);
    times.push(performance.now() - start);
  }
  return {ms: median(times), cpu: (ticks(backends) - before) * 10 / requests, shown};
}

say(`Generating networks of ${sizes.short} and ${sizes.long} posts …`);
const short = await make('short', sizes.short), long = await make('long', sizes.long);
const cases = [];
try {
  for (const {groups, client} of readers) {
    for (const [name, query] of Object.entries(filters)) {
      // In turns, so that whatever else the machine does meets both.
      const costs: [Cost[], Cost[]] = [[], []];
      for (let round = 0; round < rounds; ++round) for (const [i, network] of [short, long].entries()) costs[i].push(await measure(network, client, query));
      const of = (which: Cost[]) => ({p50_ms: rounded(median(which.map(({ms}) => ms))), cpu_ms: rounded(median(which.map(({cpu}) => cpu))), shown: which[0].shown});
      const [few, many] = costs.map(of);
      const figure = {filter: name, groups, short: few, long: many, ratio: rounded(many.p50_ms / few.p50_ms), cpu_ratio: rounded(many.cpu_ms / few.cpu_ms)};
      cases.push(figure);
      say(`  ${name}, ${groups} groups: ${few.p50_ms} and ${many.p50_ms} ms, processor ${few.cpu_ms} and ${many.cpu_ms} ms; ratio ${figure.ratio}, of the processor ${figure.cpu_ratio}`);
      // Where the short history has no full page, it is the page that grows.
      if (few.shown === many.shown && figure.cpu_ratio > aim) say(`Aim missed: ${name} for ${groups} groups costs ${figure.cpu_ratio} times as much, not ${aim}.`);
    }
  }
} finally {
  for (const {server} of [short, long]) await server.stop();
}
process.stdout.write(`${JSON.stringify({posts: sizes, cases})}\n`);
