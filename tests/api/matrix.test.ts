// SPDX-License-Identifier: EUPL-1.2
// Every operation of the contract by every actor in every kind of group, against the rules written in matrix_rules.ts.
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {document, operations} from '../support/contract.ts';
import type {Answer, Client} from '../support/client.ts';
import {Live} from '../support/live.ts';
import {World, type Person, type Role} from '../support/world.ts';
import {actors, grounds, reach, rules, type Actor, type Ground, type Scene} from './matrix_rules.ts';
import {shownElsewhere} from './shown_elsewhere.ts';

let world: World;
const scenes = {} as Record<Ground, Scene>;

beforeAll(async () => {
  world = await World.make();
  const people: Partial<Record<Actor, Client>> = {
    anonymous: world.stranger(),
    policy_pending: await world.person('Pendiente', {policyPending: true}),
    second_factor_pending: await world.person('Factor', {secondFactorPending: true}),
    suspended: await world.person('Suspendida', {suspended: true}),
    administrator: await world.person('Admin', {role: 'administrator'}),
    auditor: await world.person('Auditora', {role: 'auditor'}),
    erased: await world.person('Borrada', {erased: true}),
  };
  for (const name of actors) if (name !== 'guest') people[name] ??= await world.person(name);
  await world.group('otro', 'open', [[people.moderator_elsewhere as Person, 'moderator']]);
  for (const ground of grounds) {
    const slug = `grupo-${ground.replace(/_/g, '-')}`;
    const kind = ground.split('_')[0] as 'open';
    // A guest belongs to one group and to no other.
    const guest = await world.person(`Invitada en ${ground}`);
    await world.join(await world.group(slug, kind), guest, 'guest');
    for (const role of (['member', 'host', 'moderator', 'owner'] as Role[])) await world.join(slug, people[role] as Person, role);
    // Those whose steps are pending would be members if they were admitted.
    for (const name of ['asker', 'erased', 'policy_pending', 'second_factor_pending', 'suspended', 'former_member'] as Actor[]) {
      await world.join(slug, people[name] as Person);
    }
    await world.join(slug, await world.person(`Otra propietaria de ${ground}`), 'owner');
    const thread = await (people.asker as Person).ask(slug, `Pregunta en ${ground}`);
    const answer = await (people.member as Person).answer(thread.id, 'Así se hace.');
    await world.leave(slug, people.former_member as Person);
    if (ground.endsWith('_archived')) await world.archive(slug);
    const root = await world.database.value('select id from post where thread_id = $1 and number = 1', [thread.id]);
    scenes[ground] = {world, ground, slug, thread: thread.id, root, answer: answer.id, answerNumber: answer.number, people: {...people, guest} as Record<Actor, Client>};
  }
});
afterAll(() => world?.end());

/** What an actor who is not admitted gets, whatever it asks for. */
function barrier(actor: Actor, who: string): number | null {
  if (who === 'anyone') return null;
  if (actor === 'anonymous' || actor === 'erased') return 401;
  if (who === 'partial') return null;
  if (actor === 'suspended') return 403;
  if (actor === 'policy_pending' || actor === 'second_factor_pending') return 428;
  if (who === 'auditor' && !['administrator', 'auditor'].includes(actor)) return 403;
  if (who === 'administrator' && actor !== 'administrator') return 403;
  return null;
}

const left = new Set(['date', 'x-request-id', 'connection', 'keep-alive']);
const bytes = ({status, text, rawHeaders}: Answer) => JSON.stringify([status, text,
  rawHeaders.flatMap((name, i) => (i % 2 || left.has(name.toLowerCase()) ? [] : [`${name}: ${rawHeaders[i + 1]}`]))]);

/** What was really answered. */
const worked = new Set<string>();
const met = Object.fromEntries(actors.map((actor) => [actor, new Set<number>()])) as Record<Actor, Set<number>>;

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
  const rule = rules[id];
  const places: (Ground | null)[] = rule?.scope === 'group' ? grounds : [null];

  it.each(places.map((ground) => [ground ?? 'anywhere', ground] as const))('%s', async (_, ground) => {
    const scene = scenes[ground ?? 'open'];
    const got: Record<string, unknown> = {}, right: Record<string, unknown> = {};
    for (const actor of actors) {
      const client = scene.people[actor];
      const answer = await rule.ask({actor, client, scene});
      const expected = barrier(actor, operation.who) ?? rule.right(actor, scene);
      got[actor] = answer.status;
      met[actor].add(answer.status);
      if (answer.status < 400) worked.add(id);
      right[actor] = expected;
      if (answer.status === 404 && rule.absent) {
        // What one may not know of and what does not exist are the same bytes.
        got[`${actor}, bytes`] = bytes(answer as Answer);
        right[`${actor}, bytes`] = bytes(await rule.absent(client));
      }
    }
    expect(got).toEqual(right);
  });
});

describe('the live command', () => {
  const commands: Record<string, (live: Live, scene: Scene) => Promise<string>> = {
    watch: async (live, scene) => (await live.watch(scene.thread)).type,
    // It says nothing; what was not watched may be let go by anybody.
    unwatch: async (live, scene) => {
      live.send({type: 'unwatch', thread: scene.thread});
      return (await live.watch(1)).type;
    },
  };

  it('has a row for each that the contract names', () => {
    expect(Object.keys(commands).sort()).toEqual([...document.components.schemas.live_command.properties.type.enum].sort());
  });

  it.each(grounds)('watch and unwatch, %s', async (ground) => {
    const scene = scenes[ground];
    const got: Record<string, unknown> = {}, right: Record<string, unknown> = {};
    for (const actor of actors.filter((name) => barrier(name, 'complete') === null)) {
      const live = await world.live(scene.people[actor]);
      got[actor] = [await commands.watch(live, scene), await commands.unwatch(live, scene)];
      right[actor] = [['read', 'write'].includes(reach(actor, ground)) ? 'watching' : 'refused', 'refused'];
      live.close();
    }
    expect(got).toEqual(right);
  });
});

it('was played with every actor meeting every answer it can, each of them from the server', () => {
  // What needs no sign-in: a link that ended or leads on, an account that may not exist, the outbox of what is no demonstration.
  const known = [202, 303, 404, 410];
  const full = [101, 200, 201, 202, 204, 303, 401, 403, 404, 410];
  const right: Record<Actor, number[]> = {
    anonymous: [200, ...known, 401].sort(), erased: [200, ...known, 401].sort(),
    policy_pending: [200, 204, ...known, 401, 403, 428].sort(), second_factor_pending: [200, 204, ...known, 401, 403, 428].sort(),
    suspended: [200, 204, ...known, 401, 403].sort(),
    outsider: full, former_member: full, moderator_elsewhere: full, administrator: full, auditor: full,
    guest: full, member: full, asker: full, host: full, moderator: full, owner: full,
  };
  expect(Object.fromEntries(actors.map((actor) => [actor, [...met[actor]].sort()]))).toEqual(right);
});

it('showed every operation at work, but those that a file of their own shows', () => {
  expect(operations.map(({id}) => id).filter((id) => !worked.has(id)).sort()).toEqual(Object.keys(shownElsewhere).sort());
});

it.each([...new Set(Object.values(shownElsewhere))])('leaves operations to %s, which ends by asking whether it showed them', (file) => {
  expect(readFileSync(new URL(file, import.meta.url), 'utf8').trim()).toMatch(/\nshowsWhatTheMatrixLeaves\(import\.meta\.url\);$/);
});
