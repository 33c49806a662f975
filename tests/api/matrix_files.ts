// SPDX-License-Identifier: EUPL-1.2
// Who may do what with files, written a second time.
import {randomBytes} from 'node:crypto';
import {belongs, nowhere, once, reach, type Actor, type Rule, type Scene} from './matrix_rules.ts';
import type {Person} from '../support/world.ts';

/** A file that hangs from the first post of the thread, by SQL: also where nothing can be written any more. The asker sent it. */
async function hung({world, root, people}: Scene): Promise<number> {
  const sent = await world.person('Quien sube');
  const {id} = await sent.want(201, sent.post('/files?name=acta.txt', undefined, {bytes: 'Acta.', headers: {'content-type': 'text/plain'}}));
  await world.database.rows('update file set post_id = $2, owner_id = $3, attached_at = now(), shown = true where id = $1', [id, root, (people.asker as Person).id]);
  return id;
}

const reads = (actor: Actor, scene: Scene) => ['read', 'write'].includes(reach(actor, scene.ground));

export const fileRules = (): Record<string, Rule> => ({
  upload_file: once(201, ({client}) => client.post('/files?name=acta.txt', undefined, {bytes: randomBytes(8).toString('hex'), headers: {'content-type': 'text/plain'}})),
  read_file: {
    scope: 'group',
    ask: async ({client, scene}) => client.get(`/files/${await hung(scene)}`),
    right: (actor, scene) => (reads(actor, scene) ? 200 : 404),
    absent: (client) => client.get(`/files/${nowhere}`),
  },
  read_file_state: {
    scope: 'group',
    ask: async ({client, scene}) => client.get(`/files/${await hung(scene)}/state`),
    right: (actor, scene) => (reads(actor, scene) && actor === 'asker' ? 200 : 404),
    absent: (client) => client.get(`/files/${nowhere}/state`),
  },
  remove_file: {
    scope: 'group',
    ask: async ({client, scene}) => client.del(`/files/${await hung(scene)}`),
    right(actor, scene) {
      if (!reads(actor, scene)) return 404;
      if (!belongs(actor) || scene.ground.endsWith('_archived')) return 403;
      return actor === 'asker' ? 204 : 403;
    },
    absent: (client) => client.del(`/files/${nowhere}`),
  },
  list_group_files: {
    scope: 'group',
    ask: ({client, scene}) => client.get(`/groups/${scene.slug}/files`),
    right: (actor, scene) => (reads(actor, scene) ? 200 : 404),
    absent: (client) => client.get('/groups/no-existe/files'),
  },
});
