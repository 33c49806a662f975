// SPDX-License-Identifier: EUPL-1.2
// A database of one's own, copied from the migrated template and dropped at the end.
import {randomBytes} from 'node:crypto';
import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import pg from 'pg';
import {ownerUrl, template} from './environment.ts';
import {pause, until} from './wait.ts';

// Identifiers stay below 2^53 by design, so bigint may be read as a number.
pg.types.setTypeParser(20, Number);

/** Key words of a libpq connection string, in either of its forms. */
export function parseConnection(text: string): Record<string, string> {
  if (/^postgres(ql)?:\/\//.test(text)) {
    const [, user, password, host, port, database, query] =
      /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?(?:\?(.*))?$/.exec(text)!;
    const words: Record<string, string> = {};
    const put = (name: string, value?: string) => { if (value) words[name] = decodeURIComponent(value); };
    put('user', user), put('password', password), put('host', host), put('port', port), put('dbname', database);
    for (const [name, value] of new URLSearchParams(query ?? '')) words[name] = value;
    return words;
  }
  return Object.fromEntries([...text.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))/g)]
    .map(([, name, quoted, plain]) => [name, (quoted ?? plain).replace(/\\(.)/g, '$1')]));
}

export function connectionText(words: Record<string, string>): string {
  return Object.entries(words).map(([name, value]) => `${name}='${value.replace(/(['\\])/g, '\\$1')}'`).join(' ');
}

export function openPool(text: string, max = 4): pg.Pool {
  const words = parseConnection(text);
  const pool = new pg.Pool({
    host: words.host, port: Number(words.port ?? 5432), user: words.user, password: words.password,
    database: words.dbname, max, application_name: 'tests',
  });
  // A cluster that tests kill breaks idle connections; whoever queries next sees the error.
  pool.on('error', () => {});
  return pool;
}

/** Where a server on this database keeps the files that people upload. */
export const filesOf = (url: string) => join(tmpdir(), `plaza-files-${parseConnection(url).dbname}`);

/** What a statement says that its cluster broke off, or that finds none. */
const brokenOff = (error: any) => /^(57P0[123]|08...|ECONN\w+|ENOENT|EPIPE)$/.test(error.code ?? '') || /Connection terminated|timeout expired/.test(error.message);

export class Database {
  /** How long a statement that a restart of the cluster breaks off is begun again, in milliseconds: only for what may be done twice. */
  patience = 0;

  private constructor(readonly url: string, readonly name: string, private readonly pool: pg.Pool,
                      private readonly admin: string) {}

  /** Copies `from`; `owner` is a connection string of the schema's owner. */
  static async create(owner = ownerUrl(), from: string | null = template()): Promise<Database> {
    const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
    const words = parseConnection(owner);
    const adminUrl = connectionText({...words, dbname: 'postgres'});
    const admin = openPool(adminUrl, 1);
    try {
      // Copying fails while anybody else copies the same template.
      await until('the template is free', () => admin
        .query(from === null ? `create database ${name}` : `create database ${name} template "${from}"`)
        .then(() => true, (error) => { if (error.code === '55006') return false; throw error; }), 30_000, 50);
    } finally {
      await admin.end();
    }
    const url = connectionText({...words, dbname: name});
    return new Database(url, name, openPool(url), adminUrl);
  }

  async rows<R extends pg.QueryResultRow = any>(text: string, values: unknown[] = []): Promise<R[]> {
    for (const end = Date.now() + this.patience; ; await pause(20)) {
      try {
        return (await this.pool.query<R>(text, values)).rows;
      } catch (error) {
        if (!brokenOff(error) || Date.now() >= end) throw error;
      }
    }
  }

  async row<R extends pg.QueryResultRow = any>(text: string, values: unknown[] = []): Promise<R> {
    const rows = await this.rows<R>(text, values);
    if (rows.length !== 1) throw new Error(`${rows.length} rows instead of one: ${text}`);
    return rows[0];
  }

  async value<T = any>(text: string, values: unknown[] = []): Promise<T> {
    return Object.values(await this.row(text, values))[0] as T;
  }

  /** A session of its own, for locks and transactions. */
  connect(): Promise<pg.PoolClient> { return this.pool.connect(); }

  async drop(): Promise<void> {
    await this.pool.end();
    rmSync(filesOf(this.url), {recursive: true, force: true});
    const admin = openPool(this.admin, 1);
    try {
      // PostgreSQL's own vacuum may be at work in it, which the owner may not end: it is soon gone.
      await until('the database is dropped', () => admin.query(`drop database if exists ${this.name} with (force)`)
        .then(() => true, (error) => { if (error.code === '42501') return false; throw error; }), 60_000, 100);
    } finally {
      await admin.end();
    }
  }

  /** Lets go without dropping, where the cluster itself goes away. */
  async forget(): Promise<void> {
    await this.pool.end().catch(() => {});
    rmSync(filesOf(this.url), {recursive: true, force: true});
  }
}
