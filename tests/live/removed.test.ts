// SPDX-License-Identifier: EUPL-1.2
// What jobs tell many people of takes some time: whoever is removed meanwhile, or watched what becomes hidden, is told
// nothing after it, and not where it went.
import {afterAll, beforeAll, expect, it} from 'vitest';
import {pause, until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let owner: Person, removed: Person, other: Person;
beforeAll(async () => {
  world = await World.make();
  [owner, removed, other] = await Promise.all(['Dueña', 'Expulsada', 'Otra'].map((name) => world.person(name)));
});
afterAll(() => world?.end());

/** Something waits for a lock. */
const waiting = async () => (await world.database.value<number>(
  'select count(*)::int from pg_locks where not granted')) > 0;

it('tells nobody of a post after their removal', async () => {
  await world.group('equipo', 'private', [[owner, 'owner'], [removed, 'member'], [other, 'member']]);
  const [first, second] = [removed, other].sort((a, b) => a.id - b.id);
  for (const person of [first, second]) await person.want(204, person.put('/groups/equipo/level', {level: 'everything'}));
  const thread = await owner.ask('equipo', '¿Quién lo oye?');
  await owner.comment(thread.id, 1, 'Lo primero.');
  const told = (person: Person) => world.database.value<number>(
    `select coalesce(sum(cardinality(numbers)), 0)::int from notification where person_id = $1 and cause = 'new_post'`, [person.id]);
  await until('both were told', async () => (await told(first)) === 1 && (await told(second)) === 1);
  const live = await world.live(first);
  const session = await world.database.connect();
  try {
    // The job has told the first of them, and waits for the notice of the second.
    await session.query('begin');
    await session.query('select from notification where person_id = $1 for update', [second.id]);
    await owner.comment(thread.id, 1, 'Y esto después.');
    await until('the job waits', waiting);
    const removal = owner.del(`/groups/equipo/members/${first.id}`);
    // Were it not to wait for the job, it would be published now, before what the job writes.
    const early = await Promise.race([removal.then(() => true), pause(300).then(() => false)]);
    if (early) await live.event('the removal', ({kind}) => kind === 'membership.changed');
    await session.query('rollback');
    expect((await removal).status).toBe(204);
  } finally {
    await session.query('rollback');
    session.release();
  }
  await live.event('the removal', ({kind, data}) => kind === 'membership.changed' && data.my_membership === 'none');
  await until('the second was told', async () => (await told(second)) === 2);
  const kinds = live.events.map(({kind}) => kind);
  expect(kinds.slice(kinds.indexOf('membership.changed'))).toEqual(['membership.changed']);
});

it('tells who watched an open thread of what was written before, under the name they know', async () => {
  await world.group('abierta', 'open', [[owner, 'owner']]);
  const thread = await owner.ask('abierta', '¿Se ve?');
  const live = await world.live(other);
  await live.watch(thread.id);
  const session = await world.database.connect();
  let slug = '';
  try {
    // Nothing is published until both are written.
    await session.query('begin');
    await session.query('select from event_head for update');
    await owner.comment(thread.id, 1, 'Todavía abierta.');
    const settings = await world.database.row(
      `select name, 'hidden' as kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = 'abierta'`);
    slug = (await owner.want(200, owner.put('/groups/abierta', settings))).slug;
  } finally {
    await session.query('rollback');
    session.release();
  }
  expect(await live.event('what was written', ({kind}) => kind === 'post.created')).toMatchObject({group: 'abierta'});
  expect(slug).not.toBe('abierta');
  expect(JSON.stringify(live.messages)).not.toContain(slug);
});
