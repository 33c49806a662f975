// SPDX-License-Identifier: EUPL-1.2
// Who may say what still holds.
import type {Answer, Client} from '../support/client.ts';
import type {Person} from '../support/world.ts';
import {nowhere, once, reach, type Rule, type Scene} from './matrix_rules.ts';

/** 404 below `read`, 403 for who only reads or is not among `these`. */
const member = (done: number, ask: (client: Client, scene: Scene) => Promise<Answer>, absent: (client: Client) => Promise<Answer>, these: string[] = []): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene), absent,
  right(actor, {ground}) {
    const far = reach(actor, ground);
    if (far === 'nothing' || far === 'card') return 404;
    return far === 'read' || (these.length > 0 && !these.includes(actor)) ? 403 : done;
  },
});
const reading = (ask: (client: Client, scene: Scene) => Promise<Answer>, absent: (client: Client) => Promise<Answer>): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene), absent,
  right: (actor, {ground}) => (['read', 'write'].includes(reach(actor, ground)) ? 200 : 404),
});
const keepers = ['asker', 'host', 'moderator', 'owner'];

/** A thread of the same group to take the place of the one of the scene. */
const newer = ({world, slug}: Scene): Promise<number> => world.database.value(
  `insert into thread (group_id, kind, title, author_id) select g.id, 'question', 'La nueva', m.person_id
   from plaza_group g join membership m on m.group_id = g.id and m.role = 'owner' where g.slug = $1 limit 1 returning id`, [slug]);

/** An article of the asker in the group of the scene, and its question solved. */
const article = ({world, slug, people}: Scene): Promise<number> => world.database.value(
  `with made as (insert into thread (group_id, kind, title, author_id) select id, 'article', 'Artículo', $2 from plaza_group where slug = $1 returning id)
   select id from made`, [slug, (people.asker as Person).id]);
const solved = async ({world, thread, answerNumber}: Scene) => world.database.rows(
  `insert into accepted_answer (thread_id, number) values ($1, $2) on conflict (thread_id) do nothing`, [thread, answerNumber]);
const offices = ['host', 'moderator', 'owner'];

export const knowledgeRules = (): Record<string, Rule> => ({
  read_validity: reading((client, scene) => client.get(`/threads/${scene.thread}/validity`), (client) => client.get(`/threads/${nowhere}/validity`)),
  check_thread: member(200, (client, scene) => client.post(`/threads/${scene.thread}/checks`, {holds: true}), (client) => client.post(`/threads/${nowhere}/checks`, {holds: true})),
  ask_for_check: member(200, (client, scene) => client.put(`/threads/${scene.thread}/check_request`), (client) => client.put(`/threads/${nowhere}/check_request`)),
  supersede_thread: member(200, async (client, scene) => client.put(`/threads/${scene.thread}/superseded`, {by: await newer(scene)}),
    (client) => client.put(`/threads/${nowhere}/superseded`, {by: nowhere}), keepers),
  reinstate_thread: member(200, (client, scene) => client.del(`/threads/${scene.thread}/superseded`), (client) => client.del(`/threads/${nowhere}/superseded`), keepers),
  list_reviews: reading((client, scene) => client.get(`/reviews?group=${scene.slug}`), (client) => client.get('/reviews?group=no-existe')),
  plan_review: member(200, (client, scene) => client.put(`/threads/${scene.thread}/review`, {on: '2099-01-01', owner: (scene.people.asker as Person).id}),
    (client) => client.put(`/threads/${nowhere}/review`, {on: '2099-01-01'}), keepers),
  drop_review: member(200, (client, scene) => client.del(`/threads/${scene.thread}/review`), (client) => client.del(`/threads/${nowhere}/review`), keepers),
  make_article: member(201, async (client, scene) => { await solved(scene); return client.post(`/threads/${scene.thread}/article`, {title: 'Hecho', review_on: '2099-01-01'}); },
    (client) => client.post(`/threads/${nowhere}/article`, {title: 'Hecho', review_on: '2099-01-01'})),
  list_authors: reading((client, scene) => client.get(`/threads/${scene.thread}/authors`), (client) => client.get(`/threads/${nowhere}/authors`)),
  add_author: member(200, async (client, scene) => client.put(`/threads/${await article(scene)}/authors/${(scene.people.member as Person).id}`),
    (client) => client.put(`/threads/${nowhere}/authors/${nowhere}`), ['asker']),
  remove_author: member(200, async (client, scene) => client.del(`/threads/${await article(scene)}/authors/${(scene.people.host as Person).id}`),
    (client) => client.del(`/threads/${nowhere}/authors/${nowhere}`), ['asker', 'host']),
  read_article_template: reading((client, scene) => client.get(`/groups/${scene.slug}/article_template`), (client) => client.get('/groups/no-existe/article_template')),
  set_article_template: {
    scope: 'group', ask: ({client, scene}) => client.put(`/groups/${scene.slug}/article_template`, {headings: ['Problema']}),
    absent: (client) => client.put('/groups/no-existe/article_template', {headings: []}),
    right(actor, {ground}) {
      const far = reach(actor, ground);
      if (far === 'nothing' || far === 'card') return 404;
      return far === 'write' && offices.includes(actor) ? 200 : 403;
    },
  },
  add_norm_change: once(201, ({client}) => client.post('/console/norms/boe-a-2017-12902/changes', {on: '2020-01-01', sentence: 'Cambia el art. 118.'})),
  remove_norm_change: once(200, async ({client, scene}) => client.del(`/console/norms/boe-a-2017-12902/changes/${await scene.world.database.value(
    `insert into norm_change (norm_id, changed_on, sentence) values ('BOE-A-2017-12902', '2020-01-01', 'Nada.') returning id`)}`)),
});
