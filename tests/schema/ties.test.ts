// SPDX-License-Identifier: EUPL-1.2
// Whatever hangs from a thread, a post or a person says what becomes of it when those are merged, split, moved or erased: a
// table that comes is not forgotten.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Database} from '../support/database.ts';
import {ownerUrl} from '../support/environment.ts';
import {run} from '../support/server.ts';

let fresh: Database;
beforeAll(async () => {
  fresh = await Database.create(ownerUrl(), null);
  const done = await run(['migrate'], {PLAZA_DATABASE_URL: fresh.url});
  expect(done.code, done.stderr).toBe(0);
});
afterAll(() => fresh?.drop());

const keysTo = (table: string) => fresh.rows(`
  select c.conrelid::regclass::text || '(' || string_agg(a.attname, ',' order by k.n) || ')' as tie, c.confdeltype::text as ends
  from pg_constraint c cross join unnest(c.conkey) with ordinality k(attnum, n) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
  where c.contype = 'f' and c.confrelid = $1::regclass group by c.oid order by 1`, [table]) as Promise<{tie: string; ends: string}[]>;
const source = async (...functions: string[]) =>
  (await Promise.all(functions.map((name) => fresh.value(`select prosrc from pg_proc where proname = $1`, [name])))).join('\n') as string;

/**
 *  moves   to the thread that stays (or is made), with the numbers it has there; `unites` where both have one
 *  copies  both have it
 *  goes    with the thread that is gone
 *  stays   with the thread
 *  never   hangs from kinds that are not merged (server/domain/order: only_posts)
 */
type Fate = 'moves' | 'unites' | 'copies' | 'goes' | 'stays' | 'never';
const threadTies: Record<string, [merge: Fate, split: Fate, move: Fate]> = {
  'accepted_answer(thread_id)': ['moves', 'goes', 'stays'],
  'announcement(thread_id,kind)': ['never', 'stays', 'stays'],
  'article_author(thread_id)': ['never', 'stays', 'stays'],
  'article_source(article_id)': ['never', 'stays', 'stays'],
  'article_source(question_id)': ['moves', 'moves', 'stays'],
  'bookmark(thread_id)': ['unites', 'stays', 'stays'],
  'gathering(thread_id,kind)': ['never', 'stays', 'stays'],
  'model_document(derived_from)': ['moves', 'stays', 'stays'],
  'model_document(thread_id,kind)': ['never', 'stays', 'stays'],
  'notification(thread_id)': ['unites', 'moves', 'stays'],
  'poll(thread_id,kind)': ['never', 'stays', 'stays'],
  'post(thread_id)': ['moves', 'moves', 'stays'],
  'question_duplicate(of_thread_id)': ['moves', 'stays', 'stays'],
  'question_duplicate(thread_id)': ['goes', 'stays', 'stays'],
  'question_reopened(thread_id)': ['goes', 'stays', 'stays'],
  'same_problem(thread_id)': ['unites', 'stays', 'stays'],
  // Whom it was asked of is said no more: the other one asked people of its own.
  'question_routing(thread_id)': ['goes', 'stays', 'stays'],
  // Lines of what was done to a thread that is no more; that it was merged is said in the other one.
  'thread_act(other_id)': ['moves', 'stays', 'stays'],
  'thread_act(thread_id)': ['goes', 'stays', 'stays'],
  'thread_check(thread_id)': ['goes', 'stays', 'stays'],
  'thread_follow(thread_id)': ['unites', 'copies', 'stays'],
  'thread_level(thread_id)': ['unites', 'copies', 'stays'],
  'thread_link(from_thread_id)': ['goes', 'stays', 'stays'],
  'thread_link(to_thread_id)': ['unites', 'stays', 'stays'],
  // Who wants no letters of a conversation wants none of what it becomes.
  'thread_mail_off(thread_id)': ['unites', 'copies', 'stays'],
  'thread_pin(thread_id)': ['goes', 'stays', 'goes'],
  'thread_read(thread_id)': ['unites', 'copies', 'stays'],
  'thread_share(source_id)': ['moves', 'stays', 'stays'],
  'thread_share(thread_id)': ['moves', 'stays', 'stays'],
  // The one that stays says what it is about, and whether it holds.
  'thread_tag(thread_id)': ['goes', 'copies', 'stays'],
  'thread_validity(superseded_by)': ['moves', 'stays', 'stays'],
  'thread_validity(thread_id)': ['goes', 'stays', 'stays'],
};
/** Posts keep their rows: `row` hangs from that and needs nothing; `number` names them by their place. */
const postTies: Record<string, 'row' | 'number'> = {
  'accepted_answer(thread_id,number)': 'number',
  'applied_result(post_id)': 'row',
  'file(post_id)': 'row',
  'idempotency(post_id)': 'row',
  'post(thread_id,parent)': 'number',
  'post_citation(post_id)': 'row',
  'post_redirect(post_id)': 'row',
  'post_revision(post_id)': 'row',
  'post_search(post_id)': 'row',
  'useful_mark(post_id)': 'row',
};

describe('what hangs from threads and posts', () => {
  it('says what merging, splitting and moving do with it', async () => {
    const ties = await keysTo('thread');
    expect(ties.map(({tie}) => tie).sort(), 'schema/replaceable/54_thread_merging.sql').toEqual(Object.keys(threadTies).sort());
    const done = [await source('merge_threads', 'renumber_notices'), await source('split_thread', 'renumber_notices'), await source('thread_group_changed')];
    for (const {tie, ends} of ties) {
      const [table, column] = tie.split(/[(,)]/) as [string, string];
      threadTies[tie]!.forEach((fate, i) => {
        const named = new RegExp(`\\b(insert into|update|delete from) ${table}\\b`).test(done[i]!);
        if (['moves', 'unites', 'copies'].includes(fate)) expect(named, `${tie} ${['merge', 'split', 'move'][i]}`).toBe(true);
        // What goes with the row of the thread needs nothing but its key; of another act it is said.
        if (fate === 'goes' && i === 0) expect(ends, tie).toBe('c');
        if (fate === 'goes' && i > 0) expect(done[i], tie).toMatch(new RegExp(`delete from ${table}\\b`));
        expect(column).toBeTruthy();
      });
    }
  });

  it('hangs from the row of a post, or is renumbered with it', async () => {
    expect((await keysTo('post')).map(({tie}) => tie).sort()).toEqual(Object.keys(postTies).sort());
    const numbered = Object.entries(postTies).filter(([, by]) => by === 'number').map(([tie]) => tie.split('(')[0]!);
    const [merge, split] = [await source('merge_threads'), await source('split_thread')];
    for (const table of numbered) for (const text of [merge, split]) expect(text).toMatch(new RegExp(`\\b${table}\\b`));
    const loose = await fresh.rows(`
      select c.table_name || '.' || c.column_name as named from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name in ('number', 'numbers', 'next_number') order by 1`);
    expect(loose.map(({named}) => named), 'what names posts by number').toEqual([
      'accepted_answer.number', 'article_source.number',
      // Of a law.
      'norm.number',
      // Carried over with the notices.
      'notice_letter.numbers', 'notification.numbers', 'post.number', 'post_redirect.number',
      // A trigger keeps it with the post.
      'post_search.number',
      'thread.next_number', 'thread_act.numbers', 'thread_read.number',
    ]);
  });
});

describe('erasing an account', () => {
  it('says of every column that names a person what becomes of it', async () => {
    const named = (await keysTo('person')).map(({tie}) => tie.replace('(', '.').replace(')', ''));
    const ties = await fresh.rows('select tie, how, why from person_erasure()');
    expect(ties.map(({tie}) => tie).sort(), 'schema/replaceable/39_erasing.sql').toEqual(named.sort());
    expect(ties.filter(({how}) => !['drop', 'stay'].includes(how))).toEqual([]);
    expect(ties.filter(({how, why}) => how === 'stay' && !why)).toEqual([]);
  });
});
