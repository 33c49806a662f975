// SPDX-License-Identifier: EUPL-1.2
// Who may read what from when to when, asked of the one rule after each change, and whether whoever was told of a group
// could read it at some moment between the place of that in the stream and its arrival. Changes of who may read happen one
// at a time, beside whatever else happens; a marker in everybody's stream follows each.
import type {Database} from './database.ts';

/** The addresses of groups that each person may read, and know of. */
interface Moment { reads: Map<number, Set<string>>; knows: Map<number, Set<string>> }
/** What is told to one person alone, of what somebody does: who was still at it when something changed may yet tell of it. */
const personal = new Set(['notification', 'read', 'read.all', 'thread.followed']);
/** Told of a group under this address, between these two moments. */
export interface Told { slug: string; kind: string; thread: number | null; from: number; to: number }

export class Access {
  private readonly moments: Moment[] = [];
  /** By marker, the last moment that everything behind it in the stream comes after, and the one before which nobody at work had begun. */
  private readonly before: {published: number; begun: number}[] = [];
  private readonly atWork = new Set<{since: number}>();
  private turn: Promise<void> = Promise.resolve();
  private changing = false;
  /** How many moments each telling that was judged could belong to, in sum, and how many there were. */
  judged = 0;
  span = 0;

  private constructor(private readonly database: Database, private readonly people: number[]) {}

  static async begin(database: Database, people: number[]): Promise<Access> {
    const made = new Access(database, [...new Set(people)]);
    await made.look();
    await made.mark();
    return made;
  }

  /** The last moment that is known, and the one that a change under way leads to. */
  get last(): number { return this.moments.length - 1; }
  get next(): number { return this.last + Number(this.changing); }

  private async ask(): Promise<Moment> {
    const moment: Moment = {reads: new Map(), knows: new Map()};
    for (const id of this.people) { moment.reads.set(id, new Set()); moment.knows.set(id, new Set()); }
    for (const {person, slug, may_read} of await this.database.rows(`select p.id as person, g.slug, v.may_read from unnest($1::bigint[]) p(id)
        cross join lateral visible_groups(p.id) v join plaza_group g on g.id = v.group_id`, [this.people])) {
      moment.knows.get(person)!.add(slug);
      if (may_read) moment.reads.get(person)!.add(slug);
    }
    return moment;
  }
  private async look(): Promise<void> { this.moments.push(await this.ask()); }

  /** A change of who may read what, when the one before it is over. */
  change(act: () => Promise<void>): Promise<void> {
    const done = this.turn.then(async () => {
      this.changing = true;
      try {
        await act();
      } finally {
        await this.look();
        this.changing = false;
      }
      await this.mark();
    });
    this.turn = done.catch(() => {});
    return done;
  }

  /** Something that does not change it, beside what does. */
  async beside<T>(act: () => Promise<T>): Promise<T> {
    const mine = {since: this.last};
    this.atWork.add(mine);
    try {
      return await act();
    } finally {
      this.atWork.delete(mine);
    }
  }

  /** Puts the next marker into the stream of everybody. */
  async mark(): Promise<number> {
    const marker = this.before.push({published: this.last, begun: Math.min(this.last, ...[...this.atWork].map(({since}) => since))});
    await this.database.rows(`insert into event (kind, person_id, data) select 'notifications.read', id, $2 from unnest($1::bigint[]) p(id)`,
      [this.people, JSON.stringify({up_to: new Date(marker).toISOString()})]);
    await this.database.rows('select publish_events()');
    return marker;
  }
  static markerIn(kind: string, data: any): number | null {
    const number = kind === 'notifications.read' ? Date.parse(data.up_to) : NaN;
    return number < 1e9 ? number : null;
  }
  /** The first moment at which something of this kind behind this marker can have happened. */
  since(marker: number, kind: string): number { return this.before[marker - 1]?.[personal.has(kind) ? 'begun' : 'published'] ?? 0; }

  /** Whether what was told could be: of a thread to who may read its group, of the group itself to who may know of it. */
  could(person: number, told: Told): boolean {
    const to = Math.min(told.to, this.last);
    this.judged++;
    this.span += to - told.from + 1;
    for (let i = told.from; i <= to; i++) {
      if ((told.thread === null ? this.moments[i].knows : this.moments[i].reads).get(person)!.has(told.slug)) return true;
    }
    return false;
  }

  /** Nothing but `change` has changed it. */
  async unchanged(): Promise<boolean> {
    const now = await this.ask(), known = this.moments[this.last];
    const same = (a: Map<number, Set<string>>, b: Map<number, Set<string>>) => this.people.every((id) => [...a.get(id)!].sort().join() === [...b.get(id)!].sort().join());
    return same(now.reads, known.reads) && same(now.knows, known.knows);
  }
}
