// SPDX-License-Identifier: EUPL-1.2
// Who says how a question stands.
import type {Person} from '../support/world.ts';
import {nowhere, reading, writing, type Rule, type Scene} from './matrix_rules.ts';

/** Another question of the asker, by SQL: also where nothing can be written any more. */
async function question({world, slug, people}: Scene): Promise<number> {
  return world.database.value(
    `with t as (insert into thread (group_id, kind, title, author_id) select id, 'question', 'Otra', $2 from plaza_group where slug = $1 returning id),
          p as (insert into post (thread_id, number, role, author_id, body, html) select id, 1, 'root', $2, 'Texto', '<p>Texto</p>' from t)
     select id from t`, [slug, (people.asker as Person).id]);
}
const keepers = ['asker', 'moderator', 'owner'];

export const questionRules = (): Record<string, Rule> => ({
  list_same_problem: reading((client, scene) => client.get(`/threads/${scene.thread}/same_problem`), (client) => client.get(`/threads/${nowhere}/same_problem`)),
  // Guests hold no post that would count, and whoever asked has the problem anyway.
  list_applied: reading((client, scene) => client.get(`/posts/${scene.answer}/applied`), (client) => client.get(`/posts/${nowhere}/applied`)),
  // All of them belong to one administration, and one of them says it for the others.
  say_applied: writing(200, async ({client, scene}) => {
    await scene.world.database.rows('delete from applied_result where post_id = $1', [scene.answer]);
    return client.put(`/posts/${scene.answer}/applied/${scene.world.administration}`, {result: 'Bien.'});
  }, (client) => client.put(`/posts/${nowhere}/applied/${nowhere}`, {result: 'Bien.'})),
  take_back_applied: writing(200, async ({client, scene}) => {
    await scene.world.database.rows('delete from applied_result where post_id = $1', [scene.answer]);
    return client.del(`/posts/${scene.answer}/applied/${scene.world.administration}`);
  }, (client) => client.del(`/posts/${nowhere}/applied/${nowhere}`)),
  say_same_problem: writing(200, ({client, scene}) => client.put(`/threads/${scene.thread}/same_problem`, {}),
    (client) => client.put(`/threads/${nowhere}/same_problem`, {}), (actor) => actor !== 'asker' && actor !== 'guest'),
  take_back_same_problem: writing(200, ({client, scene}) => client.del(`/threads/${scene.thread}/same_problem`), (client) => client.del(`/threads/${nowhere}/same_problem`)),
  mark_duplicate: writing(200, async ({client, scene}) => client.put(`/threads/${await question(scene)}/duplicate`, {of: scene.thread}),
    (client) => client.put(`/threads/${nowhere}/duplicate`, {of: nowhere}), (actor) => keepers.includes(actor)),
});
