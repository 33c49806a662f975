// SPDX-License-Identifier: EUPL-1.2
// Who may read what from when to when, asked of the one rule after each change, and whether whoever was told of a group
// could read it at some moment between the place of that in the stream and its arrival. Changes of who may read happen one
// at a time, beside whatever else happens; a marker in everybody's stream follows each.
import type {Database} from './database.ts';

/** Groups that each person may read, and know of, and the addresses of these. */
interface Moment { reads: Map<number, Set<number>>; knows: Map<number, Set<number>>; addresses: Map<number, Set<string>> }
/** What is told to one person alone, of what somebody does: who was still at it when something changed may yet tell of it. */
const personal = new Set(['notification', 'read', 'read.all', 'thread.followed']);
/** The last moment before something, and the one before which nobody had begun who was at work then. */
export interface Since { published: number; begun: number }
/** Told of a group under this address: what happened after the first of these moments, asked for after the second, before the third. */
export interface Told { slug: string; kind: string; thread: number | null; place: number; from: number; to: number }

export class Access {
  private readonly moments: Moment[] = [];
  private readonly before: Since[] = [];
  /** By every address that it had. */
  private readonly groups = new Map<string, number>();
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
    const moment: Moment = {reads: new Map(), knows: new Map(), addresses: new Map()};
    for (const id of this.people) for (const each of Object.values(moment)) each.set(id, new Set());
    for (const {person, id, slug, may_read} of await this.database.rows(`select p.id as person, g.id, g.slug, v.may_read from unnest($1::bigint[]) p(id)
        cross join lateral visible_groups(p.id) v join plaza_group g on g.id = v.group_id`, [this.people])) {
      this.groups.set(slug, id);
      moment.knows.get(person)!.add(id);
      moment.addresses.get(person)!.add(slug);
      if (may_read) moment.reads.get(person)!.add(id);
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

  now(): Since { return {published: this.last, begun: Math.min(this.last, ...[...this.atWork].map(({since}) => since))}; }

  /** Puts the next marker into the stream of everybody. */
  async mark(): Promise<number> {
    const marker = this.before.push(this.now());
    await this.database.rows(`insert into event (kind, person_id, data) select 'notifications.read', id, $2 from unnest($1::bigint[]) p(id)`,
      [this.people, JSON.stringify({up_to: new Date(marker).toISOString()})]);
    await this.database.rows('select publish_events()');
    return marker;
  }
  static markerIn(kind: string, data: any): number | null {
    const number = kind === 'notifications.read' ? Date.parse(data.up_to) : NaN;
    return number < 1e9 ? number : null;
  }
  /** Told behind this marker in the stream, over a connection that was begun then, and handled now. The end of a membership,
      or of reading a group for its being open, is told whenever somebody comes back. */
  telling(slug: string, kind: string, thread: number | null, marker: number, connection: Since, to: number): Told {
    const bound = personal.has(kind) ? 'begun' : 'published', place = this.before[marker - 1]?.[bound] ?? 0;
    return {slug, kind, thread, place, from: kind === 'membership.changed' || kind === 'group.closed' ? place : Math.max(place, connection[bound]), to};
  }

  /** Whether it could be told: of a thread to who may read its group, of the group itself to who may know of it, under an address they knew. */
  could(person: number, told: Told): boolean {
    const to = Math.min(told.to, this.last), group = this.groups.get(told.slug);
    this.judged++;
    this.span += to - told.from + 1;
    const some = (from: number, which: (moment: Moment) => boolean) => this.moments.slice(from, to + 1).some(which);
    return group !== undefined && some(told.from, (one) => (told.thread === null ? one.knows : one.reads).get(person)!.has(group))
      && some(told.place, (one) => one.addresses.get(person)!.has(told.slug));
  }

  /** Nothing but `change` has changed it. */
  async unchanged(): Promise<boolean> {
    const now = await this.ask(), known = this.moments[this.last];
    const same = <T>(a: Map<number, Set<T>>, b: Map<number, Set<T>>) => this.people.every((id) => [...a.get(id)!].sort().join() === [...b.get(id)!].sort().join());
    return same(now.reads, known.reads) && same(now.addresses, known.addresses);
  }
}
