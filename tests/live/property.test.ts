// SPDX-License-Identifier: EUPL-1.2
// Whatever happens in whatever order, and wherever connections break: what a reader had at the start and was told since
// is what it would load anew. Two server processes on one database; PLAZA_LIVE_STEPS and PLAZA_LIVE_SEED for long runs
// and to repeat one.
import {createHash} from 'node:crypto';
import {isDeepStrictEqual} from 'node:util';
import {afterEach, expect, it} from 'vitest';
import {Actions} from '../support/live_actions.ts';
import {LiveModel} from '../support/live_model.ts';
import {LiveReader} from '../support/live_reader.ts';
import {preset, within} from '../support/environment.ts';
import {Random} from '../support/seeded.ts';
import {Server} from '../support/server.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const steps = Number(process.env.PLAZA_LIVE_STEPS ?? (preset === 'dev' ? 400 : 100));
const seed = Number(process.env.PLAZA_LIVE_SEED ?? 20_261_122);
/** Steps in one network, and between two looks at whether everybody sees the same as somebody who comes anew. */
const stepsOfWorld = 400, stepsBetweenLooks = 25;

let world: World | null = null, other: Server | null = null;
afterEach(async () => {
  if (other && !other.ended) await other.stop();
  await world?.end();
  world = other = null;
});

interface Tally { actions: Map<string, number>; kinds: Map<string, number>; statuses: Map<number, number>; connections: number; resyncs: number; looks: number; kills: number; sessions: number }
const add = <K>(to: Map<K, number>, from: Map<K, number>) => { for (const [name, n] of from) to.set(name, (to.get(name) ?? 0) + n); };

async function network(random: Random, count: number, tally: Tally): Promise<void> {
  const here = world = await World.make();
  other = await Server.start(here.database.url);
  const servers = () => [here.server, other!];
  const owner = await here.person('Dueña');
  const people: Person[] = [];
  for (let i = 0; i < 5; i++) people.push(await here.person(`Escribe ${i}`));
  const watching = await here.person('Mira'), always = await here.person('Siempre'), polls = await here.person('Sondea'), guest = await here.person('Convidada');
  for (const [slug, kind] of [['abierto', 'open'], ['privado', 'private'], ['otro', 'open']] as const) {
    await here.group(slug, kind, [[owner, 'owner'], [always, 'member'], [polls, 'member'], ...people.slice(0, 3).map((person) => [person, 'member'] as [Person, 'member'])]);
  }
  await here.join('privado', guest, 'guest');
  await here.database.rows('update person set guest = true where id = $1', [guest.id]);
  const groups: number[] = (await here.database.rows('select id from plaza_group order by id')).map(({id}) => id);
  const actions = new Actions(here, servers, random, [...people, owner], owner, groups);
  for (let i = 0; i < 5; i++) await actions.one();

  // Each with a session of its own, as on another device, and choices of its own: who is when at which place of the
  // stream is up to the machine.
  const reader = async (name: string, person: Person, polling: number, cuts: boolean) =>
    new LiveReader(name, await here.session(person), servers, new Random(random.below(2 ** 31)), {polls: polling, cuts});
  const readers = [
    await reader('never cut off', always, 0, false), await reader('member', always, 0.4, true), await reader('by long poll', polls, 1, true),
    await reader('watching', watching, 0, true), await reader('guest', guest, 0.3, true), await reader('owner elsewhere', owner, 0.3, true),
    ...await Promise.all(people.map((person, i) => reader(`writer ${i} elsewhere`, person, 0.2, true))),
  ];
  for (const one of readers) await one.start();
  const cutters = readers.slice(1);
  let markers = 0;

  const look = async () => {
    const marker = ++markers;
    await here.database.rows(`insert into event (kind, person_id, data) select 'notifications.read', id, $2 from unnest($1::bigint[]) p(id)`,
      [[...new Set(readers.map(({person}) => person.id))], JSON.stringify({up_to: new Date(marker).toISOString()})]);
    await here.database.rows('select publish_events()');
    for (const one of readers) {
      await until(`${one.name} has heard all (seed ${seed})`, () => one.fault || one.marker >= marker, 20_000, 5);
      if (one.fault) throw one.fault;
    }
    for (const one of readers) {
      // What was asked to be watched may still be on its way.
      let fresh: LiveModel;
      await until(`${one.name} sees what it would load anew (seed ${seed}, ${marker})`, async () => {
        fresh = new LiveModel((path) => one.ask(path));
        for (const thread of one.model.watched) fresh.watched.add(thread);
        await fresh.load();
        return isDeepStrictEqual(one.model.picture(), fresh.picture());
      }, 1_500, 100).catch(() => { expect(one.model.picture(), `${one.name}, seed ${seed}, look ${marker}`).toEqual(fresh.picture()); });
      if (fresh!.allMine && one.model.allMine) expect(one.unreadCounted(), `${one.name}, seed ${seed}`).toBe((await one.ask('/me')).json.counters.notifications);
    }
    // Each event once, and in one order for everybody.
    const place = new Map(readers[0].handled.map((cursor, i) => [cursor, i]));
    for (const one of readers) {
      expect(new Set(one.handled).size, `${one.name} heard something twice (seed ${seed})`).toBe(one.handled.length);
      const common = one.handled.flatMap((cursor) => place.get(cursor) ?? []);
      expect(common, `${one.name} heard in another order (seed ${seed})`).toEqual([...common].sort((a, b) => a - b));
    }
    // Of groups that could not be read before nor since, nothing was told.
    for (const one of readers) {
      for (const slug of one.groupsTold) expect(one.allowed.has(slug) || actions.touched.has(slug), `${one.name} was told of ${slug} (seed ${seed})`).toBe(true);
    }
    await allow();
    tally.looks++;
  };
  const allow = async () => {
    actions.touched.clear();
    const slugs: string[] = (await here.database.rows('select slug from plaza_group')).map(({slug}) => slug);
    for (const one of readers) {
      one.groupsTold.clear();
      one.allowed.clear();
      for (const slug of slugs) if ((await one.ask(`/groups/${slug}/threads?limit=1`)).status === 200) one.allowed.add(slug);
    }
  };
  await allow();

  for (let done = 0; done < count; ) {
    for (let until = done + stepsBetweenLooks; done < until && done < count; ) {
      const together = 1 + random.below(4);
      await Promise.all(Array.from({length: together}, () => actions.one()));
      done += together;
      for (const one of cutters) if (random.chance(0.12)) one.cut();
      if (random.chance(0.5)) {
        const ids = (await here.database.rows(`select t.id from thread t join plaza_group g on g.id = t.group_id order by t.id`)).map(({id}) => id as number);
        const chosen = ids.filter(() => random.chance(0.3)).slice(0, 6);
        readers[3].watch(chosen);
      }
      if (random.chance(0.01)) {
        // Signed out, and in again elsewhere.
        const one = random.pick(cutters);
        await here.database.rows('delete from session where token_hash = $1', [createHash('sha256').update(one.person.token!).digest()]);
        one.person = await here.session(one.person);
        tally.sessions++;
      }
      if (random.chance(0.004)) {
        await other!.kill();
        other = await Server.start(here.database.url);
        tally.kills++;
      }
    }
    await look();
  }
  for (const one of readers) await one.stop();
  for (const one of readers) {
    if (one.fault) throw one.fault;
    add(tally.kinds, one.kinds);
    tally.connections += one.connections;
    tally.resyncs += one.resyncs;
  }
  add(tally.actions, actions.done);
  add(tally.statuses, actions.statuses);
  await other!.stop();
  await here.end();
  world = other = null;
}

it(`state at the start and events are the state loaded anew (${steps} steps, seed ${seed})`, {timeout: within(120_000 + steps * 200)}, async () => {
  const random = new Random(seed);
  const tally: Tally = {actions: new Map(), kinds: new Map(), statuses: new Map(), connections: 0, resyncs: 0, looks: 0, kills: 0, sessions: 0};
  for (let done = 0; done < steps; done += stepsOfWorld) {
    await network(random, Math.min(stepsOfWorld, steps - done), tally);
    if (steps > stepsOfWorld) console.error(`${Math.min(steps, done + stepsOfWorld)} of ${steps} steps, seed ${seed}`);
  }
  console.error(JSON.stringify({...tally, actions: Object.fromEntries(tally.actions), kinds: Object.fromEntries(tally.kinds), statuses: Object.fromEntries(tally.statuses)}));
  expect(tally.resyncs).toBe(0);
  for (const kind of ['thread.created', 'thread.changed', 'thread.accepted', 'thread.gone', 'thread.ordered', 'post.created', 'post.edited', 'post.hidden',
    'useful.changed', 'notification', 'notifications.read', 'membership.changed', 'read', 'read.all']) {
    if (steps >= 2_000 || (steps >= 400 && !['read.all', 'thread.gone'].includes(kind))) expect(tally.kinds.get(kind) ?? 0, kind).toBeGreaterThan(0);
  }
});
