// SPDX-License-Identifier: EUPL-1.2
// The schema that migrations make, and what the application's role may do with it.
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Database, parseConnection} from '../support/database.ts';
import {ownerUrl, root, within} from '../support/environment.ts';
import {run} from '../support/server.ts';

const execute = promisify(execFile);
let fresh: Database;

/** The definition of a database without what differs between machines and versions of pg_dump. */
async function dump(database: Database): Promise<string> {
  const words = parseConnection(database.url);
  const {stdout} = await execute('pg_dump', [
    '--schema-only', '--no-owner', '--no-tablespaces', '-h', words.host, ...(words.port ? ['-p', words.port] : []),
    '-U', words.user, '-d', database.name,
  ], {maxBuffer: 64 << 20, env: {...process.env, PGPASSWORD: words.password ?? ''}});
  return '-- SPDX-License-Identifier: EUPL-1.2\n-- What all migrations make together; written by tests/schema, never by hand.\n' + stdout
    .split('\n').filter((line) => !/^(--|SET |SELECT pg_catalog|\\(un)?restrict)/.test(line)).join('\n')
    .replace(/\n{3,}/g, '\n\n').trim() + '\n';
}

beforeAll(async () => {
  fresh = await Database.create(ownerUrl(), null);
  const done = await run(['migrate'], {PLAZA_DATABASE_URL: fresh.url});
  expect(done.code, done.stderr).toBe(0);
});
afterAll(() => fresh?.drop());

describe('migrations', () => {
  it('make schema/current.sql out of nothing', async () => {
    const current = join(root, 'schema', 'current.sql');
    expect(existsSync(current), 'schema/current.sql is missing: npx vitest run --dir schema -u').toBe(true);
    await expect(await dump(fresh)).toMatchFileSnapshot(current);
  });

  it('change nothing the second time', async () => {
    const before = await dump(fresh);
    const done = await run(['migrate'], {PLAZA_DATABASE_URL: fresh.url});
    expect(done.code, done.stderr).toBe(0);
    expect(await dump(fresh)).toBe(before);
  });

  it('may give a table one more column while the server of before asks: functions that give its rows go on', async () => {
    const giving = await fresh.rows(`
      select p.oid::regprocedure::text as asked, format('%I(%s)', p.proname, (select string_agg('null::' || t::regtype, ', ') from unnest(p.proargtypes) t)) as call,
             c.oid::regclass::text as of_table
      from pg_proc p join pg_language l on l.oid = p.prolang join pg_type t on t.oid = p.prorettype join pg_class c on c.oid = t.typrelid and c.relkind = 'r'
      where p.pronamespace = 'public'::regnamespace and l.lanname = 'sql'`);
    expect(giving.map(({asked}) => asked)).toContain('visible_notifications(bigint)');
    // One statement after the other in one transaction, which is not kept.
    for (const {call, of_table} of giving) await fresh.rows(`alter table ${of_table} add column one_more integer; select from ${call}; rollback`);
  });

  it('leave no guest in the directory, whoever listed them, and come to an end', async () => {
    await fresh.rows(`insert into person (name, status) values ('Vecina', 'active'), ('Invitada', 'active')`);
    await fresh.rows(`update person set guest = true where name = 'Invitada'`);
    await fresh.rows(`delete from directory`);
    await fresh.rows(`insert into directory (person_id, sort, words) select id, 'invitada', 'invitada' from person where guest`);
    const listed = () => fresh.rows('select p.name from directory d join person p on p.id = d.person_id');
    expect(await listed()).toEqual([{name: 'Invitada'}]);
    // One that would never end is ended.
    const late = setTimeout(() => void fresh.rows(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%call directory_catch_up%' and pid <> pg_backend_pid()`), within(10_000));
    try {
      const done = await run(['migrate'], {PLAZA_DATABASE_URL: fresh.url});
      expect(done.code, done.stderr).toBe(0);
      expect(await listed()).toEqual([{name: 'Vecina'}]);
    } finally {
      clearTimeout(late);
      await fresh.rows('delete from person');
    }
  });

  it('can be run by several at once', async () => {
    const database = await Database.create(ownerUrl(), null);
    try {
      const ends = await Promise.all([1, 2, 3].map(() => run(['migrate'], {PLAZA_DATABASE_URL: database.url})));
      expect(ends.map((end) => end.code), ends.map((end) => end.stderr).join()).toEqual([0, 0, 0]);
    } finally {
      await database.drop();
    }
  });
});

describe('the role of the application', () => {
  async function as<T>(work: (sql: (text: string) => Promise<any>) => Promise<T>): Promise<T> {
    const session = await fresh.connect();
    try {
      await session.query('begin; set local role plaza_app');
      return await work((text) => session.query(text));
    } finally {
      await session.query('rollback');
      session.release();
    }
  }

  it.each([
    'create table mine (a int)',
    'create schema mine',
    'create function mine() returns int language sql as $$ select 1 $$',
    'alter table person add column more text',
    'drop table session',
    'truncate person cascade',
    'alter role plaza_app superuser',
    'create extension if not exists dblink',
    "copy person to program 'cat'",
    "select pg_read_file('/etc/passwd')",
    'update audit set action = action',
    'delete from audit',
    'truncate audit cascade',
    "update installation_secret set value = ''",
    'update id_key set key = 1',
  ])('may not: %s', async (statement) => {
    await expect(as((sql) => sql(statement))).rejects.toMatchObject({code: expect.stringMatching(/^(42501|42P01)$/)});
  });

  it('owns nothing', async () => {
    const owned = await fresh.rows(`select relname from pg_class where pg_get_userbyid(relowner) = 'plaza_app'
                                    union all select proname from pg_proc where pg_get_userbyid(proowner) = 'plaza_app'`);
    expect(owned).toEqual([]);
  });

  it('reaches every table', async () => {
    const missing = await fresh.rows(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and not has_table_privilege('plaza_app', oid, 'select') order by 1`);
    expect(missing).toEqual([]);
  });
});

describe('merging people', () => {
  it('says of every column that names a person what becomes of it', async () => {
    const named = await fresh.rows(`
      select c.conrelid::regclass::text || '.' || a.attname as tie
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
      where c.contype = 'f' and c.confrelid = 'person'::regclass order by 1`);
    const ties = await fresh.rows('select tie, how, why from person_ties() order by tie collate "C"');
    expect(ties.map(({tie}) => tie), 'schema/replaceable/38_merging.sql').toEqual(named.map(({tie}) => tie).sort());
    expect(ties.filter(({how, why}) => how !== 'move' && how !== 'unite' && !why)).toEqual([]);
    expect(ties.filter(({how}) => !['move', 'unite', 'drop', 'stay'].includes(how))).toEqual([]);
  });

  it('knows every column that holds an id of a person by its name, as one that has a foreign key', async () => {
    const loose = await fresh.rows(`
      select c.table_name || '.' || c.column_name as tie from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'bigint'
        and c.column_name ~ '_id$|_by$'
        and not exists (select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
                        where k.contype = 'f' and k.conrelid = c.table_name::regclass and a.attname = c.column_name)
        and c.table_name || '.' || c.column_name not in (select tie from person_ties()) order by 1`);
    expect(loose.map(({tie}) => tie)).toEqual([
      // The audit is never rewritten; events are about the moment in which they were sent.
      'audit.actor_id', 'audit.object_id', 'audit_waiting.object_id',
      // Of a session, which may have ended: that is what it is kept for.
      'draft_publication.session_id',
      'event.group_id', 'event.person_id', 'event.post_id', 'event.thread_id',
      // People among others: merge_people moves them by hand.
      'import_origin.new_id',
      'post_search.group_id', 'post_search.thread_id',
    ]);
  });
});

describe('the shape of the data', () => {
  it('has an index for every foreign key', async () => {
    const missing = await fresh.rows(`
      select c.conrelid::regclass::text as "table", c.conname
      from pg_constraint c
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace
        and not exists (select from pg_index i where i.indrelid = c.conrelid
          and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
      order by 1, 2`);
    // Administrations, imports and bookkeeping that nobody deletes from need none.
    const allowed = /successor|author_administration|_by_fkey$|author_id_fkey|parent|accepted_answer|audit_detail/;
    expect(missing.filter((row) => !allowed.test(row.conname))).toEqual([]);
  });

  it('gives public identifiers below 2^53 that tell nothing of their number', async () => {
    const ids = (await fresh.rows('select new_id() as id from generate_series(1, 2000)')).map((row) => row.id as number);
    expect(new Set(ids).size).toBe(2000);
    expect(Math.max(...ids)).toBeLessThan(2 ** 53);
    expect(Math.min(...ids)).toBeGreaterThan(0);
    const steps = ids.slice(1).map((id, i) => id - ids[i]);
    expect(new Set(steps).size).toBeGreaterThan(1_990);
    const rising = steps.filter((step) => step > 0).length;
    expect(rising).toBeGreaterThan(800);
    expect(rising).toBeLessThan(1_200);
  });
});
