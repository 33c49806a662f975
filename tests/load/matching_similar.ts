// SPDX-License-Identifier: EUPL-1.2
// How often the earlier of two duplicate questions is among the first five that Plaza shows to who types the title of the
// later one, and among the first five of plain BM25.
//
// Nothing is known that was not known then: what search knows of each post, and each link between questions, is taken away
// first and given back in the order of time, up to the moment before a question was asked; how common words are is measured
// anew as this grows. Plaza is asked as the browser asks it.
import {setTimeout as pause} from 'node:timers/promises';
import pg from 'pg';
import type {Replay} from './matching.ts';
import {say, tokenOf} from './network.ts';

export interface SimilarFigures { pairs: number; share: number; baseline_bm25: number }

/** Of more pairs than that every so-many-th in the order of time. */
const mostPairs = 2000;
const first = 5;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
/** Markdown without the addresses of its links, which nobody reads as words. */
const readable = (body: string): string => body.replace(/\]\([^)\s]*\)/g, '] ').replace(/https?:\/\/\S+/g, ' ');

/** Okapi BM25 over titles and texts as they are: no stems, no stop words. */
export class Bm25 {
  private readonly postings = new Map<string, number[]>();
  private readonly lengths: number[] = [];
  private readonly names: string[] = [];
  private readonly k1 = 1.2;
  private readonly b = 0.75;
  private total = 0;

  add(name: string, text: string): void {
    const counts = new Map<string, number>();
    const words = wordsOf(text);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const at = this.names.push(name) - 1;
    for (const [word, count] of counts) {
      const list = this.postings.get(word);
      if (list) list.push(at, count);
      else this.postings.set(word, [at, count]);
    }
    this.lengths.push(words.length);
    this.total += words.length;
  }

  find(title: string, wanted: number): string[] {
    const scores = new Float64Array(this.names.length);
    const usual = this.total / Math.max(1, this.names.length);
    for (const word of wordsOf(title)) {
      const list = this.postings.get(word);
      if (!list) continue;
      const having = list.length / 2;
      const weight = Math.log(1 + (this.names.length - having + 0.5) / (having + 0.5));
      for (let i = 0; i < list.length; i += 2) {
        const often = list[i + 1];
        scores[list[i]] += weight * often * (this.k1 + 1) / (often + this.k1 * (1 - this.b + this.b * this.lengths[list[i]] / usual));
      }
    }
    const best: number[] = [];
    for (let at = 0; at < scores.length; ++at) {
      if (scores[at] === 0 || (best.length === wanted && scores[at] <= scores[best[wanted - 1]])) continue;
      const place = best.findIndex((other) => scores[at] > scores[other]);
      best.splice(place < 0 ? best.length : place, 0, at);
      best.length = Math.min(best.length, wanted);
    }
    return best.map((at) => this.names[at]);
  }
}

interface Pair { asked: string; at: string; title: string; earlier: string }

/** What is to be seen at first is nothing: it waits in tables of its own. */
const takeAway = `
  create table later_search as select * from post_search;
  create index on later_search (created_at);
  truncate post_search;
  create table later_link as select * from thread_link;
  create index on later_link (created_at);
  create table later_duplicate as select * from question_duplicate;
  create index on later_duplicate (at);
  truncate thread_link, question_duplicate;
  truncate search_frequency;
  update search_size set posts = 0;
  insert into person (id, name, status, policy_accepted_at) values (1, 'Quien pregunta', 'active', now());
  insert into credential (person_id, email, password) values (1, 'pregunta@volcado.example', 'none');
  insert into session (token_hash, person_id, expires_at)
    values (sha256(convert_to('${tokenOf(1)}', 'UTF8')), 1, now() + interval '1 day')`;

async function ask(origin: string, title: string): Promise<{found: string[]; ms: number}> {
  for (let attempt = 1; ; ++attempt) {
    const start = performance.now();
    const answer = await fetch(`${origin}/api/v1/questions/similar?${new URLSearchParams({title})}`,
      {headers: {cookie: `__Host-plaza=${tokenOf(1)}`}});
    const ms = performance.now() - start;
    if (answer.status === 200) {
      const {items} = await answer.json() as {items: {thread: {id: number}}[]};
      return {found: items.map(({thread}) => String(thread.id)), ms};
    }
    const text = await answer.text();
    // The machine is busy with what was just given back.
    if (answer.status !== 503 || attempt === 30) throw new Error(`${title}: ${answer.status} ${text}`);
    await pause(1000);
  }
}

export async function similar(replay: Replay): Promise<SimilarFigures> {
  const [, user, name, host] = /^postgresql:\/\/(\w+)@\/(\w+)\?host=(.*)$/.exec(replay.owner)!;
  const database = new pg.Client({user, database: name, host});
  await database.connect();
  const rows = async <T>(text: string, values: unknown[] = []): Promise<T[]> => (await database.query(text, values)).rows as T[];
  await database.query(takeAway);
  // Moments as text: they are more exact than what JavaScript has.
  const pairs = await rows<Pair>(`
    select l.from_thread_id as asked, to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00') as at, f.title, l.to_thread_id as earlier
    from later_link l join thread f on f.id = l.from_thread_id join thread t on t.id = l.to_thread_id
    where l.kind = 'duplicate' and t.created_at < f.created_at
    order by f.created_at, f.id, l.to_thread_id`);
  if (pairs.length === 0) {
    await database.end();
    return {pairs: 0, share: 0, baseline_bm25: 0};
  }
  const step = Math.max(1, pairs.length / mostPairs);
  const sample = Array.from({length: Math.floor(pairs.length / step)}, (_, i) => pairs[Math.floor(i * step)]);
  say(`Asking ${sample.length} of ${pairs.length} later questions …`);

  const server = await replay.start();
  const bm25 = new Bm25();
  const times: number[] = [];
  let shown = '-infinity', measured = 0, known = 0, hits = 0, baselineHits = 0;
  try {
    for (const pair of sample) {
      if (pair.at !== shown) {
        const since = [shown, pair.at];
        await database.query('insert into post_search select * from later_search where created_at >= $1 and created_at < $2 order by created_at', since);
        await database.query('insert into thread_link select * from later_link where created_at >= $1 and created_at < $2', since);
        await database.query('insert into question_duplicate select * from later_duplicate where at >= $1 and at < $2', since);
        const fresh = await rows<{id: string; title: string; body: string}>(`
          select t.id, t.title, p.body from thread t join post p on p.thread_id = t.id and p.number = 1
          where t.kind = 'question' and t.created_at >= $1 and t.created_at < $2 order by t.created_at, t.id`, since);
        for (const {id, title, body} of fresh) bm25.add(String(id), `${title}\n${readable(body)}`);
        known += fresh.length;
        shown = pair.at;
        // As the clock of an installation does every so often.
        if (known > measured * 1.1) {
          await database.query('select search_measure()');
          await database.query('analyze post_search, thread_link');
          measured = known;
        }
      }
      const {found, ms} = await ask(server.origin, pair.title);
      times.push(ms);
      if (found.length > first) throw new Error(`${found.length} shown`);
      if (found.includes(String(pair.earlier))) ++hits;
      if (bm25.find(pair.title, first).includes(String(pair.earlier))) ++baselineHits;
    }
  } finally {
    await server.stop();
    await database.end();
  }
  times.sort((a, b) => a - b);
  const within = (part: number): string => times[Math.floor((times.length - 1) * part)].toFixed(0);
  say(`  ${known} questions known at the end; an answer within ${within(0.5)} ms at p50, ${within(0.99)} ms at p99`);
  const share = (n: number): number => Number((n / sample.length).toFixed(4));
  return {pairs: sample.length, share: share(hits), baseline_bm25: share(baselineHits)};
}
