// SPDX-License-Identifier: EUPL-1.2
// Who says what of model documents.
import {other} from './matrix_kinds.ts';
import {nowhere, once, reading, writing, type Rule, type Scene} from './matrix_rules.ts';

const whose = new Map<unknown, Promise<number>>();
/** Of an administration that nobody of these belongs to. */
function elsewhere({world}: Scene): Promise<number> {
  if (!whose.has(world)) whose.set(world, world.addAdministration('Ayuntamiento de los modelos', 4_000));
  return whose.get(world)!;
}
const model = async (scene: Scene) => other(scene, 'article', `insert into model_document (thread_id, type, administration_id, state)
  select id, 'ordinance', ${await elsewhere(scene)}, 'in_force' from thread where id = $1`);
const said = async (scene: Scene) => ({type: 'form', administration: await elsewhere(scene), state: 'draft'});
const text = {title: 'Modelo', body: 'Texto', type: 'form', administration: nowhere, state: 'draft'};
const adoption = (thread: number, administration: number) => `/threads/${thread}/model/adoptions/${administration}`;

export const modelRules = (): Record<string, Rule> => ({
  list_models: once(200, ({client}) => client.get('/models?type=ordinance')),
  start_model: writing(201, async ({client, scene}) => client.post(`/groups/${scene.slug}/models`, {...text, ...(await said(scene))}), (client) => client.post('/groups/no-existe/models', text)),
  read_model: reading(async (client, scene) => client.get(`/threads/${await model(scene)}/model`), (client) => client.get(`/threads/${nowhere}/model`)),
  change_model: writing(200, async ({client, scene}) => client.put(`/threads/${await model(scene)}/model`, await said(scene)),
    (client) => client.put(`/threads/${nowhere}/model`, {type: 'form', administration: nowhere, state: 'draft'}), (actor) => actor === 'asker'),
  list_model_adoptions: reading(async (client, scene) => client.get(`/threads/${await model(scene)}/model/adoptions`), (client) => client.get(`/threads/${nowhere}/model/adoptions`)),
  // All of them belong to one administration; that nobody speaks for another, models.test.ts shows.
  adopt_model: writing(200, async ({client, scene}) => client.put(adoption(await model(scene), scene.world.administration)), (client) => client.put(adoption(nowhere, nowhere))),
  take_back_model_adoption: writing(200, async ({client, scene}) => client.del(adoption(await model(scene), scene.world.administration)), (client) => client.del(adoption(nowhere, nowhere))),
});
