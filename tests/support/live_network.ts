// SPDX-License-Identifier: EUPL-1.2
// One network with its writers and readers, on two server processes; steps in it, and looks at whether every reader has
// what it would load anew.
import {createHash} from 'node:crypto';
import {isDeepStrictEqual} from 'node:util';
import {expect} from 'vitest';
import type {Cluster} from './cluster.ts';
import {Access} from './live_access.ts';
import {Actions} from './live_actions.ts';
import {Breaks, fewWorkers} from './live_breaks.ts';
import {LiveModel} from './live_model.ts';
import {LiveReader} from './live_reader.ts';
import {Random} from './seeded.ts';
import {Server} from './server.ts';
import {until} from './wait.ts';
import {World, type Person} from './world.ts';

export class Tally {
  readonly actions = new Map<string, number>();
  readonly kinds = new Map<string, number>();
  readonly statuses = new Map<number, number>();
  readonly breaks = new Map<string, number>();
  connections = 0;
  resyncs = 0;
  looks = 0;
  sessions = 0;
  /** Tellings of groups that were judged, the moments that each could belong to in sum, and what was acknowledged and found. */
  told = 0;
  moments = 0;
  acknowledged = 0;

  add(to: 'actions' | 'kinds' | 'statuses' | 'breaks', from: Map<string | number, number>): void {
    const into = this[to] as Map<string | number, number>;
    for (const [name, n] of from) into.set(name, (into.get(name) ?? 0) + n);
  }
  toJSON(): object { return Object.fromEntries(Object.entries(this).map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : value])); }
}

export class Network {
  readonly readers: LiveReader[] = [];

  private constructor(private readonly world: World, private readonly random: Random, private readonly seed: number, private readonly tally: Tally,
                      private readonly breaks: Breaks, private readonly actions: Actions, private readonly access: Access) {}

  /** In a database of the shared cluster, or in a cluster of its own that restarts. */
  static async make(random: Random, seed: number, tally: Tally, cluster: Cluster | null): Promise<Network> {
    let world: World;
    if (cluster) {
      const database = await cluster.database();
      database.patience = 60_000;
      world = await World.around(database, await Server.start(database.url, fewWorkers));
    } else {
      world = await World.make(fewWorkers);
    }
    const breaks = new Breaks(world, await Server.start(world.database.url, fewWorkers), cluster, random);
    const owner = await world.person('Dueña');
    const people: Person[] = [];
    for (let i = 0; i < 5; i++) people.push(await world.person(`Escribe ${i}`));
    const watching = await world.person('Mira'), always = await world.person('Siempre'), polls = await world.person('Sondea'), guest = await world.person('Convidada');
    for (const [slug, kind] of [['abierto', 'open'], ['privado', 'private'], ['otro', 'open']] as const) {
      await world.group(slug, kind, [[owner, 'owner'], [always, 'member'], [polls, 'member'], ...people.slice(0, 3).map((person) => [person, 'member'] as [Person, 'member'])]);
    }
    await world.join('privado', guest, 'guest');
    await world.database.rows('update person set guest = true where id = $1', [guest.id]);
    const groups: number[] = (await world.database.rows('select id from plaza_group order by id')).map(({id}) => id);
    const access = await Access.begin(world.database, [owner, ...people, watching, always, polls, guest].map(({id}) => id));
    const actions = new Actions(world, () => breaks.servers(), random, [...people, owner], owner, groups, access);
    const network = new Network(world, random, seed, tally, breaks, actions, access);
    for (let i = 0; i < 5; i++) await actions.one();

    // Each with a session of its own, as on another device, and choices of its own: who is when at which place of the
    // stream is up to the machine.
    const reader = async (name: string, person: Person, polling: number, cuts: boolean) => network.readers.push(
      new LiveReader(name, await world.session(person), () => breaks.servers(), new Random(random.below(2 ** 31)), {polls: polling, cuts}, access));
    await reader('never cut off', always, 0, false);
    await reader('member', always, 0.4, true);
    await reader('by long poll', polls, 1, true);
    await reader('watching', watching, 0, true);
    await reader('guest', guest, 0.3, true);
    await reader('owner elsewhere', owner, 0.3, true);
    for (const [i, person] of people.entries()) await reader(`writer ${i} elsewhere`, person, i === 0 ? 0 : 0.2, i !== 0);
    for (const one of network.readers) await one.start();
    return network;
  }

  /** Some steps at once, and what may break meanwhile. How many there were. */
  async steps(breaking: number): Promise<number> {
    const {random, readers} = this, cutters = readers.filter(({habits}) => habits.cuts);
    const together = 1 + random.below(4);
    const work = Array.from({length: together}, () => this.access.beside(() => this.actions.one()));
    if (random.chance(breaking)) work.push(this.breaks.one());
    await Promise.all(work);
    for (const one of cutters) if (random.chance(0.12)) one.cut();
    if (random.chance(0.5)) {
      const ids = (await this.world.database.rows('select t.id from thread t join plaza_group g on g.id = t.group_id order by t.id')).map(({id}) => id as number);
      readers[3].watch(ids.filter(() => random.chance(0.3)).slice(0, 6));
    }
    if (random.chance(0.01)) {
      // Signed out, and in again elsewhere.
      const one = random.pick(cutters);
      await this.world.database.rows('delete from session where token_hash = $1', [createHash('sha256').update(one.person.token!).digest()]);
      one.person = await this.world.session(one.person);
      this.tally.sessions++;
    }
    return together;
  }

  private async sees(one: LiveReader, marker: number): Promise<void> {
    const {seed} = this;
    await until(`${one.name} has heard all (seed ${seed})`, () => one.fault || one.marker >= marker, 20_000, 2);
    if (one.fault) throw one.fault;
    // What was asked to be watched may still be on its way, and so may notices, which jobs write.
    let fresh: LiveModel, unread: number;
    const same = () => isDeepStrictEqual(one.model.picture(), fresh.picture()) && (!fresh.allMine || !one.model.counted || one.unreadCounted() === unread);
    await until(`${one.name} sees what it would load anew (seed ${seed}, ${marker})`, async () => {
      fresh = new LiveModel((path) => one.ask(path));
      for (const thread of one.model.watched) fresh.watched.add(thread);
      await fresh.load();
      unread = (await one.ask('/me')).json.counters.notifications;
      return same();
    }, 5_000, 100).catch(async () => {
      await this.tell(one).catch(() => {});
      const name = `${one.name}, seed ${seed}, look ${this.tally.looks + 1}`;
      expect(one.model.picture(), name).toEqual(fresh.picture());
      if (!same()) expect(one.unreadCounted(), name).toBe(unread);
    });
  }

  /** What the reader did, and what the stream still holds, for whoever looks into a failure. */
  private async tell(one: LiveReader): Promise<void> {
    const stream = await this.world.database.rows(`select position, to_char(created_at, 'MI:SS.MS') as at, kind, slug, thread_id, left(data, 160) as data from event
      where person_id = $1 or person_id is null order by position desc limit 250`, [one.person.id]);
    console.error(`${one.name}, ${one.person.id}:\n${one.diary.join('\n')}\n${stream.reverse().map((row) => Object.values(row).join(' ')).join('\n')}`);
  }

  /** Everybody has heard all, and sees the same as somebody who comes anew. */
  async look(): Promise<void> {
    const {readers, seed, access} = this;
    const marker = await access.mark();
    for (const one of readers) one.return();
    await Promise.all(readers.map((one) => this.sees(one, marker)));
    // Each event once, and in one order for everybody.
    const place = new Map(readers[0].handled.map((cursor, i) => [cursor, i]));
    for (const one of readers) {
      expect(new Set(one.handled).size, `${one.name} heard something twice (seed ${seed})`).toBe(one.handled.length);
      const common = one.handled.flatMap((cursor) => place.get(cursor) ?? []);
      expect(common, `${one.name} heard in another order (seed ${seed})`).toEqual([...common].sort((a, b) => a - b));
    }
    expect(await access.unchanged(), `who may read what has changed by something else (seed ${seed})`).toBe(true);
    for (const one of readers) {
      for (const told of one.told.splice(0)) {
        if (access.could(one.person.id, told)) continue;
        await this.tell(one).catch(() => {});
        throw new Error(`${one.name} was told of what it could not read (seed ${seed}, look ${this.tally.looks + 1}): ${JSON.stringify(told)}`);
      }
    }
    this.tally.looks++;
  }

  async end(): Promise<void> {
    const {readers, tally, actions, access} = this;
    await Promise.all(readers.map((one) => one.stop()));
    for (const one of readers) {
      if (one.fault) throw one.fault;
      tally.add('kinds', one.kinds);
      tally.connections += one.connections;
      tally.resyncs += one.resyncs;
    }
    tally.acknowledged += await actions.kept();
    tally.add('actions', actions.done);
    tally.add('statuses', actions.statuses);
    tally.add('breaks', this.breaks.done);
    tally.told += access.judged;
    tally.moments += access.span;
    await this.breaks.stop();
    await this.world.end();
  }

  /** Whatever state it is in. */
  async abandon(): Promise<void> {
    await Promise.all(this.readers.map((one) => one.stop().catch(() => {})));
    await this.breaks.stop().catch(() => {});
    await this.world.end().catch(() => {});
  }
}
