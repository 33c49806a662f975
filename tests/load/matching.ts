// SPDX-License-Identifier: EUPL-1.2
// Imports a Stack Exchange dump and prints how well its questions find who answers and what was asked before; started by tests/load/matching.
import {execFile} from 'node:child_process';
import {createReadStream, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {routing} from './matching_routing.ts';
import {similar} from './matching_similar.ts';
import {postgres, required, say, Server, sql} from './network.ts';

const execute = promisify(execFile);
const program = required('LOAD_PLAZA');
export const within = (url: string, database: string): string => url.replace(/\/\w+\?/, `/${database}?`);

/** The imported dump, in a copy of its own for each half of the figures. */
export interface Replay {
  /** The group that holds it; its import_origin.source is `stackexchange:${group}`. */
  group: string;
  /** Connection strings of this copy. */
  owner: string;
  app: string;
  /** A server on this copy, its limits raised. */
  start(settings?: Record<string, string>): Promise<Server>;
}

const group = 'volcado';
/** Common words that no other of these languages has. */
const telling: Record<string, RegExp> = {
  en: /\b(the|is|how|what|my|and|with|does)\b/gi, es: /\b(el|los|cómo|una|del|con|por|hacer)\b/gi,
  fr: /\b(le|les|des|est|dans|une|et|pour)\b/gi, pt: /\b(os|uma|não|como|em|para|do|são)\b/gi,
};

/** Words are cut to their stems by the language of their group, which who sets up a group says. */
async function languageOf(file: string): Promise<string> {
  const counts = Object.fromEntries(Object.keys(telling).map((language) => [language, 0]));
  let titles = 0;
  for await (const line of createInterface({input: createReadStream(file, 'utf8'), crlfDelay: Infinity})) {
    const title = / Title="([^"]*)"/.exec(line)?.[1];
    if (!title) continue;
    for (const [language, words] of Object.entries(telling)) counts[language] += title.match(words)?.length ?? 0;
    if (++titles >= 3000) break;
  }
  return Object.entries(counts).reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

async function copy(name: string): Promise<Replay> {
  await sql(postgres.superuser, `create database ${name} template plaza owner plaza_owner`);
  const app = within(postgres.app, name);
  return {
    group, owner: within(postgres.owner, name), app,
    start: (settings = {}) => Server.start(join(required('LOAD_FOLDER'), `${name}.log`), {PLAZA_DATABASE_URL: app, ...settings}),
  };
}

async function main(dump: string): Promise<void> {
  const env = {...process.env, PLAZA_DATABASE_URL: postgres.owner, PLAZA_FILES_DIR: join(required('LOAD_FOLDER'), 'files')};
  mkdirSync(env.PLAZA_FILES_DIR, {recursive: true});
  await execute(program, ['migrate'], {env});
  const language = await languageOf(join(dump, 'Posts.xml'));
  say(`Importing ${dump} into a group in '${language}' …`);
  await sql(postgres.owner, `insert into plaza_group (slug, name, kind, language) values ('${group}', 'Volcado', 'open', '${language}')`);
  const {stdout} = await execute(program, ['import', 'stackexchange', dump, '--group', group], {env, maxBuffer: 1 << 30});
  const report = JSON.parse(stdout) as {stored: Record<string, number>; seconds: number};
  say(`  ${report.stored.questions} questions and ${report.stored.answers} answers in ${report.seconds.toFixed(0)} s`);
  await sql(postgres.superuser.replace(/\/postgres\?/, '/plaza?'), 'vacuum analyze');
  const found = {routing: await routing(await copy('answering'), 'answering'), similar: await similar(await copy('asking'))};
  process.stdout.write(`${JSON.stringify(found)}\n`);
}

await main(process.argv[2]);
