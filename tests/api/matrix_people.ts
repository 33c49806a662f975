// SPDX-License-Identifier: EUPL-1.2
// Rows of the permission matrix for people, their posts, administrations and what one follows.
import type {Person} from '../support/world.ts';
import {once, type Actor, type Rule} from './matrix_rules.ts';

const notGuests = (actor: Actor) => (actor === 'guest' ? 403 : 200);

/** All that a profile says. */
const profileOf = (name: string) => ({
  name, about: '', ask_me: '', phone: '', hours: '', skills: [], languages: [], about_for: 'network', ask_me_for: 'network',
  skills_for: 'network', languages_for: 'network', phone_for: 'administration', hours_for: 'administration', history_for: 'network',
});

export const peopleRules = (): Record<string, Rule> => ({
  read_my_profile: once(200, ({client}) => client.get('/me/profile')),
  save_my_profile: once(200, ({client, actor}) => client.put('/me/profile', profileOf(actor))),
  read_administration: once(200, ({client, scene}) => client.get(`/administrations/${scene.world.administration}`)),
  list_administration_questions: once(200, ({client, scene}) => client.get(`/administrations/${scene.world.administration}/questions`)),
  list_people: {scope: 'once', ask: ({client}) => client.get('/people?q=a'), right: notGuests},
  suggest_people: {scope: 'once', ask: ({client}) => client.get('/people/suggest?q=a'), right: notGuests},
  read_person: once(200, ({client, scene}) => client.get(`/people/${(scene.people.asker as Person).id}`)),
  list_contributions: once(200, ({client, scene}) => client.get(`/people/${(scene.people.asker as Person).id}/contributions`)),
  add_appointment: {
    scope: 'once',
    async ask({client, scene}) {
      const answer = await client.post(`/people/${(scene.people.asker as Person).id}/appointments`,
        {administration: scene.world.administration, position: 'Otra', relation: 'employee'});
      await scene.world.database.rows(`delete from appointment where position = 'Otra'`);
      return answer;
    },
    right: (actor) => (['asker', 'administrator'].includes(actor) ? 201 : 403),
  },
  change_appointment: {
    scope: 'once',
    async ask({client, scene}) {
      const {id} = scene.people.asker as Person;
      const post = await scene.world.database.value('select id from appointment where person_id = $1', [id]);
      return client.put(`/people/${id}/appointments/${post}`, {position: 'Técnica', relation: 'employee'});
    },
    right: (actor) => (['asker', 'administrator'].includes(actor) ? 200 : 403),
  },
});
