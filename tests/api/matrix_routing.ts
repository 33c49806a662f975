// SPDX-License-Identifier: EUPL-1.2
// Rows of the permission matrix for questions that are asked of people.
import type {Person} from '../support/world.ts';
import {nowhere, once, reach, reading, type Rule, type Scene} from './matrix_rules.ts';

/** Whoever of the scene may know of it was asked: each passes it on alone. */
const askedOf = ({world, thread}: Scene, person: Person) => world.database.rows(
  `insert into question_ask (thread_id, person_id, why) values ($1, $2, '[{"why":"group","name":null,"times":1}]') on conflict do nothing`, [thread, person.id]);

export const routingRules = (): Record<string, Rule> => ({
  read_routing: reading((client, scene) => client.get(`/threads/${scene.thread}/routing`), (client) => client.get(`/threads/${nowhere}/routing`)),
  say_to_routing: {
    scope: 'group',
    async ask({client, scene, actor}) {
      if (actor !== 'anonymous') {
        await scene.world.database.rows('insert into question_routing (thread_id) values ($1) on conflict do nothing', [scene.thread]);
        await askedOf(scene, scene.people[actor] as Person);
      }
      return client.put(`/threads/${scene.thread}/routing/mine`, {said: 'passed'});
    },
    absent: (client) => client.put(`/threads/${nowhere}/routing/mine`, {said: 'passed'}),
    right: (actor, {ground}) => (['read', 'write'].includes(reach(actor, ground)) ? 200 : 404),
  },
  list_asked: once(200, ({client}) => client.get('/me/asked')),
  read_routing_settings: once(200, ({client}) => client.get('/me/routing')),
  set_routing_settings: once(200, ({client}) => client.put('/me/routing', {weekly: 2})),
  be_asked_again: {
    scope: 'once',
    async ask({client, scene, actor}) {
      const declined = actor === 'anonymous' ? nowhere : await scene.world.database.value(
        `insert into routing_declined (person_id, group_id) select $1, id from plaza_group where slug = $2
         on conflict (person_id, group_id) do update set declined_at = now() returning id`, [(scene.people[actor] as Person).id, scene.slug]);
      return client.del(`/me/routing/declined/${declined}`);
    },
    right: () => 200,
    absent: (client) => client.del(`/me/routing/declined/${nowhere}`),
  },
});
