// SPDX-License-Identifier: EUPL-1.2
// Rows of the permission matrix for people, their posts, administrations and what one follows.
import type {Answer, Client} from '../support/client.ts';
import {twoHalves} from '../support/pictures.ts';
import type {Person} from '../support/world.ts';
import {nowhere, once, reach, type Actor, type Rule, type Scene} from './matrix_rules.ts';

const notGuests = (actor: Actor) => (actor === 'guest' ? 403 : 200);

/** All that a profile says. */
const profileOf = (name: string) => ({
  name, about: '', ask_me: '', phone: '', hours: '', skills: [], languages: [], photo_for: 'network', about_for: 'network', ask_me_for: 'network',
  skills_for: 'network', languages_for: 'network', phone_for: 'administration', hours_for: 'administration', history_for: 'network',
});

/** Whoever reads a thread may follow it. */
const ofThread = (done: number, ask: (client: Client, thread: number) => Promise<Answer>): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene.thread), absent: (client) => ask(client, nowhere),
  right: (actor, {ground}) => (['read', 'write'].includes(reach(actor, ground)) ? done : 404),
});

/** A tag that the network began with. */
async function vocabulary({world}: Scene): Promise<string> {
  await world.database.rows(`with made as (insert into tag (name) values ('del-vocabulario') on conflict do nothing returning id)
    insert into tag_synonym (tag_id, language, name) select id, 'es', 'vocabulario' from made`);
  return 'del-vocabulario';
}

let merged = 0;
/** Who runs the network. */
const hosts = (ask: Rule['ask']): Rule => ({scope: 'once', ask, right: (actor) => (actor === 'administrator' ? 200 : 403)});

export const peopleRules = (): Record<string, Rule> => ({
  read_my_profile: once(200, ({client}) => client.get('/me/profile')),
  save_my_profile: once(200, ({client, actor}) => client.put('/me/profile', profileOf(actor))),
  read_tag: once(200, async ({client, scene}) => client.get(`/tags/${await vocabulary(scene)}`)),
  list_tag_threads: once(200, async ({client, scene}) => client.get(`/tags/${await vocabulary(scene)}/threads`)),
  list_console_tags: hosts(({client}) => client.get('/console/tags?q=a')),
  keep_tag: hosts(({client}) => client.put('/console/tags/guardada', {description: 'De qué va.', es: ['Guardadas'], ca: ['Desades']})),
  merge_tags: hosts(async ({client, scene}) => {
    const gone = `sobra-${++merged}`;
    await scene.world.database.rows('insert into tag (name, vocabulary) values ($1, true)', [gone]);
    return client.post(`/console/tags/${gone}/merger`, {into: await vocabulary(scene)});
  }),
  read_first_steps: once(200, ({client}) => client.get('/me/first_steps')),
  open_first_steps: once(200, ({client}) => client.put('/me/first_steps', {open: false})),
  mark_first_step: {...once(200, ({client}) => client.put('/me/first_steps/groups', {state: 'skipped'})), absent: (client: Client) => client.put('/me/first_steps/nada', {state: 'skipped'})},
  list_suggested_groups: once(200, ({client}) => client.get('/me/suggested_groups')),
  set_my_level: once(204, ({client}) => client.put('/me/level', {level: 'questions'})),
  read_administration: once(200, ({client, scene}) => client.get(`/administrations/${scene.world.administration}`)),
  list_administration_questions: once(200, ({client, scene}) => client.get(`/administrations/${scene.world.administration}/questions`)),
  list_people: {scope: 'once', ask: ({client}) => client.get('/people?q=a'), right: notGuests},
  suggest_people: {scope: 'once', ask: ({client}) => client.get('/people/suggest?q=a'), right: notGuests},
  read_person: once(200, ({client, scene}) => client.get(`/people/${(scene.people.asker as Person).id}`)),
  set_my_photo: once(200, ({client}) => client.put('/me/photo', undefined, {bytes: twoHalves(48, 48, [200, 0, 0], [0, 0, 200]), headers: {'content-type': 'image/png'}})),
  remove_my_photo: once(204, ({client}) => client.del('/me/photo')),
  read_photo: {
    scope: 'once',
    async ask({client, scene}) {
      const {id} = scene.people.asker as Person;
      await scene.world.database.rows(
        `insert into person_photo (person_id, version, small, large) values ($1, '0123456789abcdef', 'ab', 'abcd') on conflict do nothing`, [id]);
      return client.get(`/people/${id}/photo`);
    },
    right: () => 200,
    absent: (client) => client.get(`/people/${nowhere}/photo`),
  },
  list_contributions: once(200, ({client, scene}) => client.get(`/people/${(scene.people.asker as Person).id}/contributions`)),
  list_drafts: once(200, async ({client}) => client.get(`/me/drafts?person=${(await client.get('/me')).json?.person?.id ?? 1}`)),
  read_draft: once(200, async ({client, scene}) => {
    await scene.world.database.rows(`insert into draft (person_id, place, fields) select id, 'mine', '{}' from person on conflict do nothing`);
    return client.get(`/me/drafts/mine?person=${(await client.get('/me')).json?.person?.id ?? 1}`);
  }),
  save_draft: once(200, async ({client}) => client.put('/me/drafts/ask', {person: (await client.get('/me')).json?.person?.id ?? 1, fields: {title: 'x'}, version: 0})),
  remove_draft: once(204, async ({client}) => client.del(`/me/drafts/ask?version=1&person=${(await client.get('/me')).json?.person?.id ?? 1}`)),
  list_following: once(200, ({client}) => client.get('/me/following?kind=threads')),
  follows_person: once(200, ({client, scene}) => client.get(`/people/${(scene.people.asker as Person).id}/follow`)),
  follow_person: once(204, ({client, actor, scene}) => client.put(`/people/${(scene.people[actor === 'asker' ? 'member' : 'asker'] as Person).id}/follow`)),
  unfollow_person: once(204, ({client, scene}) => client.del(`/people/${(scene.people.asker as Person).id}/follow`)),
  follows_tag: once(200, async ({client, scene}) => client.get(`/tags/${await vocabulary(scene)}/follow`)),
  follow_tag: once(204, async ({client, scene}) => client.put(`/tags/${await vocabulary(scene)}/follow`)),
  unfollow_tag: once(204, async ({client, scene}) => client.del(`/tags/${await vocabulary(scene)}/follow`)),
  follows_thread: ofThread(200, (client, thread) => client.get(`/threads/${thread}/follow`)),
  follow_thread: ofThread(204, (client, thread) => client.put(`/threads/${thread}/follow`)),
  unfollow_thread: ofThread(204, (client, thread) => client.del(`/threads/${thread}/follow`)),
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
  mail_address_confirmation: once(202, ({client}) => client.post('/me/address_confirmation')),
  confirm_address: once(410, ({client}) => client.put('/address_confirmations', {token: 'x'.repeat(43)})),
  // The host is a contact of theirs; a guest does not know who works elsewhere.
  list_contacts: once(200, ({client, scene}) => client.get(`/administrations/${scene.world.administration}/contacts`)),
  name_contact: once(200, async ({client, scene}) => client.put(`/administrations/${scene.world.administration}/contacts/${(await scene.world.person('Por nombrar')).id}`)),
  dismiss_contact: once(200, async ({client, scene}) => client.del(`/administrations/${scene.world.administration}/contacts/${(await scene.world.person('Por cesar')).id}`)),
  end_appointment: {
    scope: 'once',
    async ask({client, scene}) {
      const {id} = await scene.world.person('Por terminar');
      await scene.world.database.rows('insert into administration_contact (administration_id, person_id) values ($1, $2) on conflict do nothing',
        [scene.world.administration, (scene.people.host as Person).id]);
      const post = await scene.world.database.value('select id from appointment where person_id = $1', [id]);
      return client.post(`/people/${id}/appointments/${post}/end`, {reason: 'Ya no trabaja aquí.'});
    },
    right: (actor) => (['host', 'administrator'].includes(actor) ? 200 : actor === 'guest' ? 404 : 403),
  },
});
