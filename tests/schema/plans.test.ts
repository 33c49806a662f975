// SPDX-License-Identifier: EUPL-1.2
// What happens for each person who is told of something is planned once for a session: a scalar function in SQL that reads tables
// would be planned anew in each statement that calls it, which is most of what telling somebody takes.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Database} from '../support/database.ts';
import {ownerUrl} from '../support/environment.ts';
import {run} from '../support/server.ts';

interface Routine { name: string; language: string; set: boolean; text: string }
let fresh: Database;
let routines: Map<string, Routine>;
beforeAll(async () => {
  fresh = await Database.create(ownerUrl(), null);
  const done = await run(['migrate'], {PLAZA_DATABASE_URL: fresh.url});
  expect(done.code, done.stderr).toBe(0);
  const all = await fresh.rows(`
    select p.proname as name, l.lanname as language, p.proretset as set, p.prosrc as text
    from pg_proc p join pg_language l on l.oid = p.prolang where p.pronamespace = 'public'::regnamespace`) as Routine[];
  routines = new Map(all.map((routine) => [routine.name, routine]));
});
afterAll(() => fresh?.drop());

/** The function and all that it calls, as far as its text names them. */
function reached(from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const [, word] of routines.get(from)!.text.matchAll(/\b([a-z_0-9]+)\(/g)) if (routines.has(word)) reached(word, seen);
  return seen;
}

it.each(['tell_notification', 'write_notice_letter', 'search_document'])('%s calls nothing that is planned again and again', (name) => {
  const called = [...reached(name)];
  expect(called.length).toBeGreaterThan(2);
  expect(called.filter((one) => {
    const {language, set, text} = routines.get(one)!;
    return language === 'sql' && !set && /\bfrom\b/i.test(text.replaceAll(/'[^']*'/g, ''));
  })).toEqual([]);
});
