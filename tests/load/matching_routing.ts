// SPDX-License-Identifier: EUPL-1.2
// How often one of the five people whom a question is asked of is among those who answered it, beside the five who had answered most until
// then, and those who had on its tags.
//
// Nothing is known that was not known then: threads, posts, tags, links and acceptances are taken away first and given back in the order of
// time, up to the moment before a question was asked. What is measured is the job of the server itself (routing_replay.cpp), with nothing
// of one question left for the next: nobody is away, silent or has had enough.
import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import pg from 'pg';
import {within, type Replay} from './matching.ts';
import {postgres, required, say} from './network.ts';

export interface RoutingFigures { questions: number; share: number; baseline_active: number; baseline_tags: number | null }

/** Of more questions than that every so-many-th in the order of time. */
const mostQuestions = 3000;
const first = 5, skipped = 0.3;

const takeAway = `
  set session_replication_role = replica;
  update person set status = 'active', policy_accepted_at = now() where status = 'imported';
  insert into membership (group_id, person_id) select g.id, p.id from plaza_group g, person p where p.status = 'active' on conflict do nothing;
  create table later_thread as select * from thread; create index on later_thread (created_at);
  create table later_post as select * from post; create index on later_post (created_at);
  create table later_tag as select tt.*, t.created_at from thread_tag tt join thread t on t.id = tt.thread_id; create index on later_tag (created_at);
  create table later_accepted as select * from accepted_answer; create index on later_accepted (accepted_at);
  create table later_search as select * from post_search; create index on later_search (created_at);
  create table later_link as select * from thread_link; create index on later_link (created_at);
  create table later_duplicate as select * from question_duplicate; create index on later_duplicate (at);
  truncate thread cascade; truncate search_frequency; update search_size set posts = 0`;

interface Question { id: string; at: string; author: string; tags: string[]; answers: {by: string; at: string}[] }

/** The five that have most of it, but for the one who asks; of equals who came first. */
const most = (counts: Map<string, number>, but: string): string[] =>
  [...counts].filter(([person]) => person !== but).sort((a, b) => b[1] - a[1]).slice(0, first).map(([person]) => person);

export async function routing(replay: Replay, name: string): Promise<RoutingFigures> {
  const [, user, host] = /^postgresql:\/\/(\w+)@\/\w+\?host=(.*)$/.exec(within(postgres.superuser, name))!;
  const database = new pg.Client({user, database: name, host});
  await database.connect();
  const rows = async <T>(text: string, values: unknown[] = []): Promise<T[]> => (await database.query(text, values)).rows as T[];
  const columns = async (table: string): Promise<string> => (await rows<{name: string}>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`, [table]))
    .map((column) => column.name).join(', ');
  const text = (moment: string): string => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')`;
  const all = await rows<Question>(`
    select t.id::text, ${text('t.created_at')} as at, t.author_id::text as author,
           array(select tag_id::text from thread_tag where thread_id = t.id) as tags,
           (select coalesce(json_agg(json_build_object('by', p.author_id::text, 'at', ${text('p.created_at')}) order by p.created_at), '[]')
            from post p join person a on a.id = p.author_id and a.status <> 'erased'
            where p.thread_id = t.id and p.role = 'answer' and p.author_id <> t.author_id) as answers
    from thread t where t.kind = 'question' order by t.created_at, t.id`);
  await database.query(takeAway);
  const given = {thread: await columns('thread'), post: await columns('post')};
  const candidates = all.slice(Math.floor(all.length * skipped)).filter((question) => question.answers.length > 0);
  const step = Math.max(1, candidates.length / mostQuestions);
  const sample = Array.from({length: Math.floor(candidates.length / step)}, (_, i) => candidates[Math.floor(i * step)]);
  say(`Asking people of ${sample.length} of ${candidates.length} questions …`);
  const tagsOf = new Map(all.map((question) => [question.id, question.tags]));
  const answers = all.flatMap((question) => question.answers.map((one) => ({...one, question: question.id}))).sort((a, b) => (a.at < b.at ? -1 : 1));

  const replayed = spawn(join(required('LOAD_BUILD'), 'tests', 'load', 'load_routing'), {env: {...process.env, PLAZA_DATABASE_URL: replay.app}, stdio: ['pipe', 'pipe', 'inherit']});
  const lines = createInterface({input: replayed.stdout})[Symbol.asyncIterator]();
  const active = new Map<string, number>(), onTag = new Map<string, Map<string, number>>();
  const times: number[] = [];
  let shown = '-infinity', heard = 0, known = 0, measured = 0, hits = 0, activeHits = 0, tagHits = 0, tagged = 0;
  try {
    for (const question of sample) {
      const since = [shown, question.at];
      if (question.at !== shown) {
        const fresh = await rows<{id: string}>(`
          insert into thread (${given.thread})
          select ${given.thread.replace('last_activity_at', 'created_at').replace(/\b(answers|replies)\b/g, '0').replace(/\bsolved\b/, 'false').replace(/\bclosed_(at|by)\b/g, 'null')}
          from later_thread where created_at >= $1 and created_at < $2 on conflict do nothing returning id::text`, since);
        known += fresh.length;
        await database.query(`insert into thread_tag (thread_id, tag_id, last_activity_at) select thread_id, tag_id, created_at from later_tag where created_at >= $1 and created_at < $2 on conflict do nothing`, since);
        await database.query(`insert into post (${given.post}) select ${given.post} from later_post where created_at >= $1 and created_at < $2 on conflict do nothing`, since);
        await database.query(`
          with active as (select thread_id, max(created_at) as at from later_post where created_at >= $1 and created_at < $2 group by thread_id),
               told as (update thread t set last_activity_at = a.at from active a where t.id = a.thread_id and t.last_activity_at < a.at)
          update thread_tag tt set last_activity_at = a.at from active a where tt.thread_id = a.thread_id and tt.last_activity_at < a.at`, since);
        await database.query('insert into accepted_answer select * from later_accepted where accepted_at >= $1 and accepted_at < $2', since);
        await database.query('insert into post_search select * from later_search where created_at >= $1 and created_at < $2', since);
        await database.query('insert into thread_link select * from later_link where created_at >= $1 and created_at < $2', since);
        await database.query('insert into question_duplicate select * from later_duplicate where at >= $1 and at < $2', since);
        if (known > measured * 1.1) {
          await database.query('select search_measure()');
          await database.query('analyze thread, post, thread_tag, post_search');
          measured = known;
        }
        for (; heard < answers.length && answers[heard].at < question.at; ++heard) {
          const {by, question: to} = answers[heard];
          active.set(by, (active.get(by) ?? 0) + 1);
          for (const tag of tagsOf.get(to)!) {
            if (!onTag.has(tag)) onTag.set(tag, new Map());
            onTag.get(tag)!.set(by, (onTag.get(tag)!.get(by) ?? 0) + 1);
          }
        }
        shown = question.at;
      }
      // The question itself, as it was asked.
      await database.query(`insert into thread (${given.thread}) select ${given.thread.replace('last_activity_at', 'created_at').replace(/\b(answers|replies)\b/g, '0').replace(/\bsolved\b/, 'false').replace(/\bclosed_(at|by)\b/g, 'null')} from later_thread where id = $1 on conflict do nothing`, [question.id]);
      await database.query(`insert into post (${given.post}) select ${given.post} from later_post where thread_id = $1 and number = 1 on conflict do nothing`, [question.id]);
      await database.query('insert into thread_tag (thread_id, tag_id, last_activity_at) select thread_id, tag_id, created_at from later_tag where thread_id = $1 on conflict do nothing', [question.id]);
      const begun = performance.now();
      replayed.stdin.write(`${question.id}\n`);
      const line = await lines.next();
      if (line.done) throw new Error('the replay ended');
      times.push(performance.now() - begun);
      const chosen = JSON.parse(line.value) as string[];
      if (chosen.length > first || chosen.includes(question.author)) throw new Error(`${question.id}: ${line.value}`);
      const answered = new Set(question.answers.map(({by}) => by));
      const any = (people: string[]): number => (people.some((person) => answered.has(person)) ? 1 : 0);
      hits += any(chosen);
      activeHits += any(most(active, question.author));
      if (question.tags.length > 0) ++tagged;
      const byTags = new Map<string, number>();
      for (const tag of question.tags) for (const [person, count] of onTag.get(tag) ?? []) byTags.set(person, (byTags.get(person) ?? 0) + count);
      tagHits += any(most(byTags, question.author));
    }
  } finally {
    replayed.stdin.end();
    await database.end();
  }
  times.sort((a, b) => a - b);
  const timed = (part: number): string => times[Math.floor((times.length - 1) * part)]?.toFixed(0) ?? '–';
  say(`  chosen within ${timed(0.5)} ms at p50, ${timed(0.99)} ms at p99`);
  const share = (n: number): number => Number((n / Math.max(1, sample.length)).toFixed(4));
  return {questions: sample.length, share: share(hits), baseline_active: share(activeHits), baseline_tags: tagged > 0 ? share(tagHits) : null};
}
