// SPDX-License-Identifier: EUPL-1.2
// The five cases: what a load client asks, and which of its values change from person to person.
import {createHash, randomUUID} from 'node:crypto';
import {multiplier, modulus, id, postgres, sql, tokenOf, type Server, type Size} from './network.ts';
import {statementsOf, toScript, type Fact, type Script, type Yield} from './statements.ts';

export const names = ['feed', 'thread', 'search', 'directory', 'post'] as const;
export type Name = (typeof names)[number];

export interface Case {
  name: Name;
  things: string[];     // the lines of client.lua's file
  script: Script;       // the same for pgbench
  answer: string;       // the bytes of one answer, for nginx
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const someone = 7;  // whose request is recorded

/** As the web application has it: some sentences in paragraphs. */
const body = JSON.stringify({role: 'answer', body:
  'En nuestro caso lo resolvimos con un informe previo de la secretaría y un anuncio en el tablón.\n\n' +
  '- Primero se pide el certificado de existencia de crédito.\n- Después se publica la convocatoria.\n\n' +
  'Si el plazo es **menor de diez días**, conviene motivarlo en el expediente: la intervención suele preguntarlo. '.repeat(4).trim()});

const person = (size: Size): string => `
\\set n random(1, ${size.clients})
\\set person :n * ${multiplier} % ${modulus}
\\set token 100000000000000000 + :n`;
const thread = (from: number, to: number): string => `
\\set t random(${from}, ${to})
\\set thread :t * ${multiplier} % ${modulus}`;

function ask(server: Server, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.origin}/api/v1${path}`,
    {...init, headers: {cookie: `__Host-plaza=${tokenOf(someone)}`, 'accept-encoding': 'identity', ...init.headers}});
}

async function answered(response: Response, status: number): Promise<string> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.url}: ${response.status} ${text}`);
  return text;
}

const identity: Fact[] = [
  {value: String(id(someone)), variable: 'person'},
  {value: sha256(tokenOf(someone)), variable: 'token'},
];

async function reading(server: Server, path: string, prologue: string, facts: Fact[]): Promise<{script: Script; answer: string}> {
  let answer = '';
  const recorded = await statementsOf(async () => { answer = await answered(await ask(server, path), 200); });
  return {script: toScript(prologue, recorded, [...identity, ...facts], []), answer};
}

async function feed(server: Server, size: Size): Promise<Case> {
  return {name: 'feed', things: [], ...await reading(server, '/feed', person(size), [])};
}

async function oneThread(server: Server, size: Size): Promise<Case> {
  const shown = id(1);
  const found = await reading(server, `/threads/${shown}?order=best&limit=50`,
    person(size) + thread(1, size.longThreads), [{value: String(shown), variable: 'thread'}]);
  const answers = JSON.parse(found.answer).posts.items.filter((post: {role: string}) => post.role === 'answer').length;
  if (answers !== 20) throw new Error(`the thread shows ${answers} answers, not 20`);
  return {name: 'thread', things: Array.from({length: size.longThreads}, (_, n) => String(id(n + 1))), ...found};
}

async function search(server: Server, size: Size): Promise<Case> {
  const phrases = (await sql(postgres.owner, 'select text from load.phrases order by n')).split('\n');
  // Variables of pgbench are numbers unless a query sets them: each client takes other words every sixteenth time.
  const prologue = `${person(size)}
\\if :turn % 16 = 0
\\set p random(1, ${phrases.length})
select text as phrase from load.phrases where n = :p \\gset
\\endif
\\set turn :turn + 1`;
  const found = await reading(server, `/search?q=${encodeURIComponent(phrases[0])}`, prologue,
    [{value: phrases[0], variable: 'phrase'}]);
  found.script.definitions.turn = '0';
  return {name: 'search', things: phrases.map(encodeURIComponent), ...found};
}

async function directory(server: Server, size: Size): Promise<Case> {
  const questions = (await sql(postgres.owner, "select words || '|' || province || '|' || band from load.question order by n"))
    .split('\n').map((line) => line.split('|'));
  const address = (question: string[]) => ['q', 'province', 'band']
    .flatMap((name, at) => (question[at] ? [`${name}=${encodeURIComponent(question[at])}`] : [])).join('&');
  const prologue = `${person(size)}
\\set p random(1, ${questions.length})
select words, province, band from load.question where n = :p \\gset`;
  const [words, province, band] = questions[0];
  const found = await reading(server, `/people?${address(questions[0])}`, prologue,
    [{value: words, variable: 'words'}, {value: province, variable: 'province'}, {value: band, variable: 'band'}]);
  return {name: 'directory', things: questions.map(address), ...found};
}

async function post(server: Server, size: Size): Promise<Case> {
  const first = size.longThreads + 1, last = size.longThreads + size.targets;
  const shown = id(first);
  let key = '', made = {id: 0, number: 0};
  const recorded = await statementsOf(async () => {
    key = `recorded-${randomUUID()}`;
    const response = await ask(server, `/threads/${shown}/posts`, {method: 'POST', body,
      headers: {'content-type': 'application/json', 'x-plaza': '1', 'idempotency-key': key}});
    made = JSON.parse(await answered(response, 201));
  });
  const facts = [...identity, {value: String(shown), variable: 'thread'}, {value: key, variable: 'key'}];
  const yields: Yield[] = [
    {from: /for update of t\b/i, column: 'next_number', value: String(made.number)},
    {from: /insert into post /i, column: 'id', value: String(made.id)},
  ];
  const script = toScript(`${person(size)}${thread(first, last)}
\\set key random(1, 9000000000000000000)`, recorded, facts, yields);
  return {name: 'post', things: [body, ...Array.from({length: size.targets}, (_, n) => String(id(first + n)))], script, answer: ''};
}

const makers = {feed, thread: oneThread, search, directory, post};
export const makeCase = (name: Name, server: Server, size: Size): Promise<Case> => makers[name](server, size);
