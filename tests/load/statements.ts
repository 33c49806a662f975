// SPDX-License-Identifier: EUPL-1.2
// What the server sends to PostgreSQL for one request, taken from PostgreSQL's own log of a real request, so that the
// scripts of pgbench cannot drift from it.
import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import {postgres, sql} from './network.ts';

export interface Statement { text: string; values: (string | null)[] }
interface Entry { pid: number; message?: string; detail?: string }

const inPlaza = postgres.superuser.replace(/\/postgres\?/, '/plaza?');

/** Every statement of sessions that begin from now on is logged, or none. */
export async function logStatements(on: boolean): Promise<void> {
  if (on) {
    await sql(inPlaza, "alter role plaza_app set log_statement = 'all'");
    await sql(inPlaza, "alter role plaza_app set log_error_verbosity = 'default'");
    await sql(inPlaza, "alter system set log_destination = 'jsonlog'");
  } else {
    await sql(inPlaza, 'alter role plaza_app reset all');
    await sql(inPlaza, 'alter system reset log_destination');
  }
  await sql(inPlaza, 'select pg_reload_conf()');
}

async function logSize(): Promise<number> {
  return Number(await sql(inPlaza, "select coalesce((pg_stat_file(pg_current_logfile('jsonlog'), true)).size, 0)"));
}

/** What was logged since then. PostgreSQL writes its log with delay: a statement of our own says when all is there. */
async function logUntilNow(from: number): Promise<string> {
  const mark = `all logged ${randomUUID()}`;
  await sql(postgres.app, `select '${mark}'`);
  for (let tries = 0; tries < 100; ++tries) {
    const size = await logSize() - from;
    const text = await sql(inPlaza, `select pg_read_file(pg_current_logfile('jsonlog'), ${from}, ${size})`);
    if (text.includes(mark)) return text;
    await pause(100);
  }
  throw new Error('PostgreSQL does not write its log of statements');
}

function values(detail = ''): (string | null)[] {
  const found: (string | null)[] = [];
  for (const [, place, text] of detail.matchAll(/\$(\d+) = (NULL|'(?:[^']|'')*')/g)) {
    found[Number(place) - 1] = text === 'NULL' ? null : text.slice(1, -1).replaceAll("''", "'");
  }
  return found;
}

/** The statements of one request, in order. `ask` must make the server send them on one connection. */
export async function statementsOf(ask: () => Promise<void>): Promise<Statement[]> {
  await ask();  // statements are prepared, the session is noted as used
  const before = await logSize();
  await ask();
  const entries = (await logUntilNow(before)).split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Entry);
  const session = entries.find((entry) => entry.message?.includes('token_hash'))?.pid;
  if (!session) throw new Error('the request was not found in the log of statements');
  const found: Statement[] = [];
  for (const entry of entries) {
    const executed = /^(?:execute [^:]+|statement): ([^]+)$/.exec(entry.message ?? '');
    if (entry.pid === session && executed) found.push({text: executed[1].trim(), values: values(entry.detail)});
  }
  return found;
}

/** What changes from one request to the next: the value in the recorded request and the variable that takes its place. */
export interface Fact { value: string; variable: string }
/** A value that a statement yields and later ones use: the statement, by a part of its text, and the column. */
export interface Yield { from: RegExp; column: string; value: string }

export interface Script { text: string; definitions: Record<string, string> }

/** A pgbench script that sends the statements with other people's values. */
export function toScript(prologue: string, recorded: Statement[], facts: Fact[], yields: Yield[]): Script {
  const definitions: Record<string, string> = {};
  const used = new Set<string>();
  const captured: Fact[] = [];
  let out = prologue.trim();
  recorded.forEach((statement, at) => {
    if (/(^|[^:]):[A-Za-z_]/.test(statement.text)) throw new Error(`pgbench would take a part of this as a variable: ${statement.text}`);
    const text = statement.text.replace(/\$(\d+)/g, (_, place) => {
      const value = statement.values[Number(place) - 1];
      if (value === undefined) throw new Error(`no value of $${place} in: ${statement.text}`);
      if (value === null) return 'null';
      if (value === '') return "''"; // pgbench takes no empty definition
      const known = [...facts, ...captured].find((fact) => fact.value === value);
      if (known) {
        used.add(known.variable);
        return `:${known.variable}`;
      }
      const name = `c${at}_${place}`;
      definitions[name] = value;
      return `:${name}`;
    });
    const taken = yields.filter((y) => y.from.test(statement.text));
    const prefix = `s${at}_`;
    for (const y of taken) captured.push({value: y.value, variable: prefix + y.column});
    out += `\n${text.replace(/;$/, '')}${taken.length > 0 ? ` \\gset ${prefix}` : ';'}`;
  });
  const missing = [...facts, ...captured].filter((fact) => !used.has(fact.variable));
  if (missing.length > 0 || captured.length !== yields.length) {
    throw new Error(`recorded statements do not use: ${missing.map((fact) => fact.variable).join(', ') || 'a yielded value'}`);
  }
  return {text: `${out}\n`, definitions};
}
