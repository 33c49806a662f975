// SPDX-License-Identifier: EUPL-1.2
// Who may do what, written a second time and independently of the server: one row for each operation of the contract.
// A row makes the request for a cell and says which statuses are right.
import type {Answer} from '../support/client.ts';
import type {Client} from '../support/client.ts';
import {Live} from '../support/live.ts';
import type {Person, World} from '../support/world.ts';
import {fileRules} from './matrix_files.ts';
import {groupRules} from './matrix_groups.ts';
import {knowledgeRules} from './matrix_knowledge.ts';
import {kindRules} from './matrix_kinds.ts';
import {mailRules} from './matrix_mail.ts';
import {modelRules} from './matrix_models.ts';
import {questionRules} from './matrix_questions.ts';
import {peopleRules} from './matrix_people.ts';
import {registrationRules} from './matrix_registration.ts';
import {routingRules} from './matrix_routing.ts';

export type Actor = 'anonymous' | 'erased' | 'policy_pending' | 'second_factor_pending' | 'suspended' | 'outsider' | 'former_member'
  | 'moderator_elsewhere' | 'administrator' | 'auditor' | 'guest' | 'member' | 'asker' | 'host' | 'moderator' | 'owner';
export const actors: Actor[] = ['anonymous', 'erased', 'policy_pending', 'second_factor_pending', 'suspended', 'outsider',
  'former_member', 'moderator_elsewhere', 'administrator', 'auditor', 'guest', 'member', 'asker', 'host', 'moderator', 'owner'];

export type Ground = 'open' | 'private' | 'hidden' | 'open_archived' | 'private_archived' | 'hidden_archived';
export const grounds: Ground[] = ['open', 'private', 'hidden', 'open_archived', 'private_archived', 'hidden_archived'];

/** Of which nothing is done: it has no job. */
const begunMerger = async ({world, people}: {world: World; people: Record<string, unknown>}) => world.database.value(
  `insert into person_merger (gone_id, kept_id, by_id, reason) values ($1, $2, $3, 'x') returning id`,
  [(await world.person('Una')).id, (await world.person('Otra')).id, (people.asker as Person).id]);

/** How far an actor gets in a group. */
export type Reach = 'nothing' | 'card' | 'read' | 'write';

export const inside: Actor[] = ['guest', 'member', 'asker', 'host', 'moderator', 'owner'];
export const belongs = (actor: Actor) => inside.includes(actor);

export function reach(actor: Actor, ground: Ground): Reach {
  if (belongs(actor)) return ground.endsWith('_archived') ? 'read' : 'write';
  if (ground.startsWith('hidden')) return 'nothing';
  return ground.startsWith('open') ? 'read' : 'card';
}

/** Things of one group to act on. */
export interface Scene {
  world: World; ground: Ground; slug: string; thread: number; root: number; answer: number; answerNumber: number;
  people: Record<Actor, Client>;
}

export interface Cell { actor: Actor; client: Client; scene: Scene }

export interface Rule {
  /** `group`: asked in every kind of group; `once`: has nothing to do with groups. */
  scope: 'once' | 'group';
  ask(cell: Cell): Promise<Pick<Answer, 'status' | 'text'> & Partial<Answer>>;
  /** Statuses for an actor who is admitted. */
  right(actor: Actor, scene: Scene): number;
  /** The same request for something that does not exist. */
  absent?(client: Client): Promise<Answer>;
}

export const nowhere = 4_503_599_627_370_001;
const body = {body: 'Un texto.'};
export const once = (right: number, ask: Rule['ask']): Rule => ({scope: 'once', ask, right: () => right});

/** 404 below `read`, 200 from there. */
export const reading = (ask: (client: Client, scene: Scene) => Promise<Answer>, absent: (client: Client) => Promise<Answer>): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene), absent,
  right: (actor, scene) => (['read', 'write'].includes(reach(actor, scene.ground)) ? 200 : 404),
});

async function watchedBy(client: Client, thread: number): Promise<Answer> {
  const answer = await client.get(`/events?wait=0&watch=${thread}`);
  return answer.json.refused?.includes(thread) ? {...answer, status: 404, text: '', rawHeaders: []} : answer;
}

/** 404 below `read`, 403 for who only reads, else `done`, unless `also` finds another reason. */
export function writing(done: number, ask: Rule['ask'], absent: (client: Client) => Promise<Answer>, also: (actor: Actor) => boolean = () => true): Rule {
  return {
    scope: 'group', ask, absent,
    right(actor, {ground}) {
      const far = reach(actor, ground);
      if (far === 'nothing' || far === 'card') return 404;
      return far === 'read' || !also(actor) ? 403 : done;
    },
  };
}

/** A new answer of the asker, by SQL: also where nothing can be written any more. */
function freshPost({world, thread, people}: Scene): Promise<number> {
  return world.database.value(
    `insert into post (thread_id, number, role, author_id, body, html)
     select id, next_number, 'answer', $2, 'Respuesta.', '<p>Respuesta.</p>' from thread where id = $1 returning id`, [thread, (people.asker as Person).id]);
}

export const rules: Record<string, Rule> = {
  ...fileRules(),
  ...groupRules(),
  ...kindRules(),
  ...knowledgeRules(),
  ...routingRules(),
  ...peopleRules(),
  ...registrationRules(),
  ...mailRules(),
  ...modelRules(),
  ...questionRules(),
  check_process: once(200, ({client}) => client.send('GET', '/healthz')),
  check_readiness: once(200, ({client}) => client.send('GET', '/readyz')),
  read_installation: once(200, ({client}) => client.get('/installation')),
  read_contract: once(200, ({client}) => client.get('/openapi.yaml')),
  sign_in: once(401, ({client, actor}) => client.post('/session', {email: `${actor}@nadie.example`, password: 'no es esta'})),
  sign_out: {
    scope: 'once',
    // A session of its own, since it ends.
    async ask({client, scene}) {
      if (!('id' in client)) return client.del('/session');
      const again = await scene.world.session(client as Person);
      return again.del('/session');
    },
    right: () => 204,
  },
  list_sessions: once(200, ({client}) => client.get('/me/sessions')),
  end_other_sessions: once(204, ({client}) => client.del('/me/sessions')),
  end_session: {
    scope: 'once',
    async ask({client, scene}) {
      if (!('id' in client)) return client.del(`/me/sessions/${nowhere}`);
      const person = client as Person;
      await scene.world.session(person);
      const id = await scene.world.database.value('select max(id) from session where person_id = $1 and id <> (select id from session where token_hash = sha256($2))', [person.id, person.token]);
      return client.del(`/me/sessions/${id}`);
    },
    right: () => 204,
  },
  change_password: once(403, ({client}) => client.put('/me/password', {current: 'no es esta, seguro', new: 'una frase que nadie usa'})),
  finish_sign_in: once(403, ({client}) => client.post('/session/second_factor', {code: '000000'})),
  read_second_factor: once(200, ({client}) => client.get('/me/second_factor')),
  begin_second_factor: once(403, ({client}) => client.post('/me/second_factor', {password: 'no es esta, seguro'})),
  confirm_second_factor: once(403, ({client}) => client.put('/me/second_factor', {code: '000000'})),
  renew_recovery_codes: once(403, ({client}) => client.post('/me/second_factor/recovery_codes', {code: '000000'})),
  remove_second_factor: once(403, ({client}) => client.post('/me/second_factor/removal', {password: 'no es esta, seguro', code: '000000'})),
  read_me: once(200, ({client}) => client.get('/me')),
  list_console_people: once(200, ({client}) => client.get('/console/people?q=a')),
  read_console_person: once(200, ({client, scene}) => client.get(`/console/people/${(scene.people.asker as Person).id}`)),
  suspend_person: once(200, async ({client, scene}) => client.put(`/console/people/${(await scene.world.person('Por suspender')).id}/suspension`, {reason: 'Porque sí.'})),
  reinstate_person: once(200, async ({client, scene}) => client.del(`/console/people/${(await scene.world.person('Por readmitir', {suspended: true})).id}/suspension`)),
  set_network_role: once(200, async ({client, scene}) => client.put(`/console/people/${(await scene.world.person('Por nombrar')).id}/role`, {role: 'network_host'})),
  reset_second_factor: once(200, async ({client, scene}) => {
    const {id} = await scene.world.person('Sin móvil');
    await scene.world.database.rows(`insert into second_factor (person_id, secret, confirmed_at) values ($1, 'sellado', now())`, [id]);
    return client.post(`/console/people/${id}/second_factor/reset`, {reason: 'Lo ha perdido.'});
  }),
  preview_merger: once(200, async ({client, scene}) =>
    client.get(`/console/people/${(await scene.world.person('Doble')).id}/merger?into=${(await scene.world.person('Única')).id}`)),
  merge_people: once(202, async ({client, scene}) =>
    client.post(`/console/people/${(await scene.world.person('Doble')).id}/merger`, {into: (await scene.world.person('Única')).id, reason: 'La misma.'})),
  last_mergers: once(200, ({client}) => client.get('/console/mergers')),
  read_merger: once(200, async ({client, scene}) => client.get(`/console/mergers/${await begunMerger(scene)}`)),
  give_up_merger: once(200, async ({client, scene}) => client.del(`/console/mergers/${await begunMerger(scene)}`)),
  end_sessions_of: once(204, async ({client, scene}) => client.del(`/console/people/${(await scene.world.person('Por salir')).id}/sessions`)),
  list_norms: once(200, ({client}) => client.get('/norms?q=ley')),
  read_norm: once(200, ({client}) => client.get('/norms/boe-a-2017-12902')),
  list_norm_threads: once(200, ({client}) => client.get('/norms/boe-a-2017-12902/threads?article=118')),
  list_console_norms: once(200, ({client}) => client.get('/console/norms?q=contratos')),
  add_norm: once(201, ({client, actor}) => client.post('/console/norms', {title: `Norma de ${actor}`, kind: 'ley', number: `${actor.length * 100 + Math.floor(Math.random() * 90) + 10}/1950`})),
  add_norm_name: once(200, ({client}) => client.put('/console/norms/boe-a-2017-12902/names/LCDM')),
  remove_norm_name: once(200, async ({client, scene}) => {
    await scene.world.database.rows(`insert into norm_alias (alias, norm_id, acronym, words, own) values ('LQDM', 'BOE-A-2017-12902', true, ' lqdm ', true) on conflict do nothing`);
    return client.del('/console/norms/boe-a-2017-12902/names/LQDM');
  }),
  list_console_administrations: once(200, ({client}) => client.get('/console/administrations?q=a')),
  create_administration: once(201, ({client, actor}) => client.post('/console/administrations', {dir3: `M${Date.now().toString().slice(-9)}`, name: `Hecha por ${actor}`, level: 'other'})),
  read_console_administration: once(200, ({client, scene}) => client.get(`/console/administrations/${scene.world.administration}`)),
  change_administration: once(200, async ({client, scene}) => {
    const id = await scene.world.addAdministration('Por cambiar', 100);
    return client.put(`/console/administrations/${id}`, {dir3: `C${Date.now().toString().slice(-9)}`, name: 'Cambiada', level: 'other', version: 1});
  }),
  add_mail_domain: once(200, ({client, scene}) => client.put(`/console/administrations/${scene.world.administration}/domains/anadido.example`)),
  remove_mail_domain: once(200, ({client, scene}) => client.del(`/console/administrations/${scene.world.administration}/domains/anadido.example`)),
  export_mail_domains: once(200, ({client}) => client.get('/console/domains')),
  last_domain_imports: once(200, ({client}) => client.get('/console/domain_imports')),
  read_domain_import: once(200, async ({client, scene}) => {
    const id = await scene.world.database.value(`insert into domain_import (by_id, dry_run, csv, digest, finished_at) values ($1, true, '', '', now()) returning id`, [(scene.people.asker as Person).id]);
    return client.get(`/console/domain_imports/${id}`);
  }),
  import_mail_domains: once(202, ({client}) => client.post('/console/domains', {csv: 'dir3,domain\n', dry_run: true})),
  start_people_import: once(201, ({client}) => client.post('/console/people_imports', {csv: 'name,email,dir3\n', dry_run: true})),
  last_people_imports: once(200, ({client}) => client.get('/console/people_imports')),
  read_people_import: once(200, async ({client, scene}) => {
    const id = await scene.world.database.value(`insert into people_import (by_id, dry_run, csv) values ($1, true, '') returning id`, [(scene.people.asker as Person).id]);
    return client.get(`/console/people_imports/${id}`);
  }),
  take_back_people_import: once(200, async ({client, scene}) => {
    const id = await scene.world.database.value(`insert into people_import (by_id, dry_run, csv) values ($1, false, '') returning id`, [(scene.people.asker as Person).id]);
    return client.del(`/console/people_imports/${id}`);
  }),
  list_audit: once(200, ({client}) => client.get('/console/audit?limit=1')),
  verify_audit: once(200, ({client}) => client.get('/console/audit/state')),
  list_notifications: once(200, ({client}) => client.get('/notifications')),
  mark_all_notifications_read: once(204, ({client}) => client.put('/notifications/read', {up_to: '2026-01-01T00:00:00.000Z'})),
  mark_notification_read: {
    scope: 'group',
    // A notice of their own about the thread, which is seen as far as the thread is.
    async ask({client, actor, scene}) {
      const of = 'id' in client ? (client as Person).id : (scene.people.asker as Person).id;
      const id = await scene.world.database.value(
        `insert into notification (person_id, cause, thread_id) values ($1, $3, $2) returning id`, [of, scene.thread, `matrix_${actor}`]);
      return client.put(`/notifications/${id}/read`);
    },
    right: (actor, scene) => (['read', 'write'].includes(reach(actor, scene.ground)) ? 204 : 404),
    absent: (client) => client.put(`/notifications/${nowhere}/read`),
  },
  list_administrations: once(200, ({client}) => client.get('/administrations')),
  list_tags: once(200, ({client}) => client.get('/tags?q=a')),
  list_groups: once(200, ({client}) => client.get('/groups')),
  create_group: {...once(201, ({client, actor}) => client.post('/groups', {
    slug: `nuevo-${actor.replace(/_/g, '-')}-${Date.now()}`, name: 'Nuevo', kind: 'open', description: ''})), right: (actor) => (actor === 'guest' ? 403 : 201)},
  read_away: once(200, ({client}) => client.get('/feed/away')),
  put_away: once(204, ({client}) => client.del('/feed/away')),
  list_for_you: once(200, ({client}) => client.get('/feed/for_you')),
  mark_feed_read: once(204, ({client}) => client.put('/feed/read', {up_to: '2026-01-01T00:00:00.000Z'})),
  list_unread: once(200, ({client}) => client.get('/me/unread')),
  read_feed: once(200, ({client}) => client.get('/feed')),
  search: once(200, ({client}) => client.get('/search?q=contrato')),
  preview: once(200, ({client}) => client.post('/preview', body)),
  find_similar: once(200, ({client}) => client.get('/questions/similar?title=contrato')),
  // Told at once what it may not watch.
  poll_events: reading(async (client, {thread}) => watchedBy(client, thread), (client) => watchedBy(client, nowhere)),
  connect_live: once(101, async ({client}) => {
    const live = await Live.attempt(client);
    if (!(live instanceof Live)) return {status: live.status, text: live.body};
    live.close();
    return {status: 101, text: ''};
  }),

  read_group: {
    scope: 'group',
    ask: ({client, scene}) => client.get(`/groups/${scene.slug}`),
    right: (actor, scene) => (reach(actor, scene.ground) === 'nothing' ? 404 : 200),
    absent: (client) => client.get('/groups/no-existe'),
  },
  join_group: {
    scope: 'group',
    async ask({client, actor, scene}) {
      const answer = await client.put(`/groups/${scene.slug}/members/me`);
      if (!belongs(actor) && 'id' in client) await scene.world.expel(scene.slug, client as Person);
      return answer;
    },
    right(actor, {ground}) {
      if (belongs(actor)) return 200;
      if (reach(actor, ground) === 'nothing') return 404;
      return ground.endsWith('_archived') ? 403 : 200;
    },
    absent: (client) => client.put('/groups/no-existe/members/me'),
  },
  leave_group: {
    scope: 'group',
    async ask({client, actor, scene}) {
      const answer = await client.del(`/groups/${scene.slug}/members/me`);
      if (belongs(actor)) await scene.world.join(scene.slug, client as Person, actor === 'asker' ? 'member' : actor as 'member');
      return answer;
    },
    right: (actor, scene) => (reach(actor, scene.ground) === 'nothing' ? 404 : 204),
    absent: (client) => client.del('/groups/no-existe/members/me'),
  },
  list_members: reading((client, scene) => client.get(`/groups/${scene.slug}/members`), (client) => client.get('/groups/no-existe/members')),
  list_group_threads: reading((client, scene) => client.get(`/groups/${scene.slug}/threads`), (client) => client.get('/groups/no-existe/threads')),
  read_thread: reading((client, scene) => client.get(`/threads/${scene.thread}`), (client) => client.get(`/threads/${nowhere}`)),
  list_posts: reading((client, scene) => client.get(`/threads/${scene.thread}/posts`), (client) => client.get(`/threads/${nowhere}/posts`)),
  list_revisions: reading((client, scene) => client.get(`/posts/${scene.root}/revisions`), (client) => client.get(`/posts/${nowhere}/revisions`)),

  start_thread: writing(201, ({client, scene}) => client.post(`/groups/${scene.slug}/threads`, {kind: 'update', title: 'Aviso', ...body}),
    (client) => client.post('/groups/no-existe/threads', {kind: 'update', title: 'Aviso', ...body})),
  write_post: writing(201, ({client, scene}) => client.post(`/threads/${scene.thread}/posts`, {role: 'answer', ...body}),
    (client) => client.post(`/threads/${nowhere}/posts`, {role: 'answer', ...body})),
  mark_read: {
    scope: 'group',
    ask: ({client, scene}) => client.put(`/threads/${scene.thread}/read`, {number: 1}),
    right: (actor, scene) => (['read', 'write'].includes(reach(actor, scene.ground)) ? 204 : 404),
    absent: (client) => client.put(`/threads/${nowhere}/read`, {number: 1}),
  },
  accept_answer: writing(200, ({client, scene}) => client.put(`/threads/${scene.thread}/accepted`, {number: scene.answerNumber}),
    (client) => client.put(`/threads/${nowhere}/accepted`, {number: 2}), (actor) => ['asker', 'moderator', 'owner'].includes(actor)),
  withdraw_acceptance: writing(200, ({client, scene}) => client.del(`/threads/${scene.thread}/accepted`),
    (client) => client.del(`/threads/${nowhere}/accepted`), (actor) => ['asker', 'moderator', 'owner'].includes(actor)),
  edit_post: writing(200, ({client, scene}) => client.put(`/posts/${scene.root}`, body),
    (client) => client.put(`/posts/${nowhere}`, body), (actor) => actor === 'asker'),
  delete_post: writing(204, async ({client, scene}) => client.del(`/posts/${await freshPost(scene)}`),
    (client) => client.del(`/posts/${nowhere}`), (actor) => actor === 'asker'),
  mark_useful: writing(200, ({client, scene}) => client.put(`/posts/${scene.answer}/useful`),
    (client) => client.put(`/posts/${nowhere}/useful`), (actor) => actor !== 'member'),  // the member wrote it
  unmark_useful: writing(200, ({client, scene}) => client.del(`/posts/${scene.answer}/useful`),
    (client) => client.del(`/posts/${nowhere}/useful`)),
};
