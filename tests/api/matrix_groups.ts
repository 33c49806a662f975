// SPDX-License-Identifier: EUPL-1.2
// Who may do what to keep a group.
import type {Answer, Client} from '../support/client.ts';
import type {Person} from '../support/world.ts';
import {inside, nowhere, once, reach, type Actor, type Rule, type Scene} from './matrix_rules.ts';

/** 404 below `read`, 403 for who does not hold the office, else `done`; archived or not unless `alsoArchived` is false. */
function office(done: number, holders: () => Actor[], ask: Rule['ask'], absent: (client: Client) => Promise<Answer>, alsoArchived = true): Rule {
  return {
    scope: 'group', ask, absent,
    right(actor, {ground}) {
      const far = reach(actor, ground);
      if (far === 'nothing' || far === 'card') return 404;
      return holders().includes(actor) && (alsoArchived || far === 'write') ? done : 403;
    },
  };
}
const keepers = (): Actor[] => ['host', 'moderator', 'owner'], moderators = (): Actor[] => ['moderator', 'owner'], owners = (): Actor[] => ['owner'];

const askerAndModerators = (): Actor[] => ['asker', 'moderator', 'owner'];

/** A thread of the asker, by SQL: also where nothing can be written any more. */
async function freshThread({world, slug, people}: Scene, closed = false): Promise<number> {
  const asker = (people.asker as Person).id;
  const thread: number = await world.database.value(
    `insert into thread (group_id, kind, title, author_id, closed_at, closed_by)
     select id, 'question', 'Otra', $2, case when $3 then now() end, case when $3 then $2::bigint end from plaza_group where slug = $1 returning id`, [slug, asker, closed]);
  await world.database.rows(`insert into post (thread_id, number, role, author_id, body, html) values ($1, 1, 'root', $2, 'Otra.', '<p>Otra.</p>')`, [thread, asker]);
  return thread;
}

/** What whoever reads the group may do. */
const reading = (ask: (client: Client, scene: Scene) => Promise<Answer>, absent: (client: Client) => Promise<Answer>, done = 200): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene), absent,
  right: (actor, scene) => (['read', 'write'].includes(reach(actor, scene.ground)) ? done : 404),
});
const freshRule = ({world, slug}: Scene): Promise<number> => world.database.value(
  `insert into membership_rule (group_id, skill) select id, 'nada' from plaza_group where slug = $1 returning id`, [slug]);

const guestInvited = ({world, slug}: Scene): Promise<number> => world.database.value(
  `insert into registration (email, token_hash, state, expires_at, inviter_id, group_id)
   select gen_random_uuid() || '@de-fuera.example', sha256(gen_random_uuid()::text::bytea), 'guest', now() + interval '1 day',
          (select person_id from membership m where m.group_id = g.id order by 1 limit 1), g.id from plaza_group g where slug = $1 returning id`, [slug]);

let newcomers = 0;
/** Somebody new, who belongs to the group or asks to. */
async function newcomer({world, slug}: Scene, as: 'member' | 'asking' | 'nothing' | 'invited'): Promise<number> {
  const person = await world.person(`Nueva ${++newcomers}`);
  if (as === 'member') await world.join(slug, person);
  if (as === 'asking') await world.database.rows('insert into membership_request (group_id, person_id) select id, $2 from plaza_group where slug = $1', [slug, person.id]);
  if (as === 'invited') await world.invite(slug, person);
  return person.id;
}
/** The settings as they are, to be sent again. */
async function settingsOf({world, slug}: Scene): Promise<object> {
  return world.database.row('select name, kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = $1', [slug]);
}

export const groupRules = (): Record<string, Rule> => ({
  read_group_creation: once(200, ({client}) => client.get('/settings/groups')),
  list_texts: once(200, ({client}) => client.get('/texts')),
  change_text: once(204, async ({client, scene}) => {
    const version = await scene.world.database.value(`insert into kit_text (name, kind, title, body) values ('policy-uso', 'policy', 'Uso', 'Así.')
      on conflict (name) do update set title = 'Uso' returning version`);
    return client.put('/texts/policy-uso', {title: 'Uso', body: 'Así.', version});
  }),
  set_group_creation: once(200, ({client}) => client.put('/settings/groups', {members_create_groups: true})),
  read_my_membership: {
    scope: 'group',
    ask: ({client, scene}) => client.get(`/groups/${scene.slug}/members/me`),
    right: (actor, scene) => (reach(actor, scene.ground) === 'nothing' ? 404 : 200),
    absent: (client) => client.get('/groups/no-existe/members/me'),
  },
  settle_group: office(200, owners, async ({client, scene}) => client.put(`/groups/${scene.slug}`, await settingsOf(scene)),
    (client) => client.put('/groups/no-existe', {name: 'x', kind: 'open', description: '', rules: '', welcome: '', language: 'es', who_starts: 'members', join_relations: ['employee'], version: 1}), false),
  mark_group_official: {
    scope: 'group',
    ask: ({client, scene}) => client.put(`/groups/${scene.slug}/official`, {official: true}),
    right: (_, {ground}) => (ground.startsWith('hidden') ? 404 : 204),
    absent: (client) => client.put('/groups/no-existe/official', {official: true}),
  },
  archive_group: office(200, owners, async ({client, scene}) => {
    const answer = await client.put(`/groups/${scene.slug}/archived`);
    if (!scene.ground.endsWith('_archived')) await scene.world.archive(scene.slug, false);
    return answer;
  }, (client) => client.put('/groups/no-existe/archived')),
  reopen_group: office(200, owners, async ({client, scene}) => {
    const answer = await client.del(`/groups/${scene.slug}/archived`);
    if (scene.ground.endsWith('_archived')) await scene.world.archive(scene.slug);
    return answer;
  }, (client) => client.del('/groups/no-existe/archived')),
  change_role: office(204, moderators, async ({client, scene}) => client.put(`/groups/${scene.slug}/members/${await newcomer(scene, 'member')}`, {role: 'host'}),
    (client) => client.put(`/groups/no-existe/members/${nowhere}`, {role: 'host'})),
  remove_member: office(204, moderators, async ({client, scene}) => client.del(`/groups/${scene.slug}/members/${await newcomer(scene, 'member')}`),
    (client) => client.del(`/groups/no-existe/members/${nowhere}`)),
  transfer_group: office(204, owners, async ({client, actor, scene}) => {
    const answer = await client.put(`/groups/${scene.slug}/owner`, {person: await newcomer(scene, 'member')});
    if (actor === 'owner') await scene.world.join(scene.slug, client as Person, 'owner');
    return answer;
  }, (client) => client.put('/groups/no-existe/owner', {person: nowhere})),
  set_group_level: office(204, () => inside, ({client, scene}) => client.put(`/groups/${scene.slug}/level`, {level: 'muted'}),
    (client) => client.put('/groups/no-existe/level', {level: 'muted'})),
  list_requests: office(200, keepers, ({client, scene}) => client.get(`/groups/${scene.slug}/requests`), (client) => client.get('/groups/no-existe/requests')),
  answer_request: office(204, moderators, async ({client, scene}) => client.put(`/groups/${scene.slug}/requests/${await newcomer(scene, 'asking')}`, {admit: true}),
    (client) => client.put(`/groups/no-existe/requests/${nowhere}`, {admit: true}), false),
  list_group_invitations: office(200, keepers, ({client, scene}) => client.get(`/groups/${scene.slug}/invitations`), (client) => client.get('/groups/no-existe/invitations')),
  invite_guest: office(202, moderators, ({client, actor, scene}) => client.post(`/groups/${scene.slug}/guest-invitations`, {email: `${actor}@de-fuera.example`}),
    (client) => client.post('/groups/no-existe/guest-invitations', {email: 'nadie@de-fuera.example'}), false),
  list_guest_invitations: office(200, moderators, ({client, scene}) => client.get(`/groups/${scene.slug}/guest-invitations`), (client) => client.get('/groups/no-existe/guest-invitations')),
  withdraw_guest_invitation: office(204, moderators, async ({client, scene}) => client.del(`/groups/${scene.slug}/guest-invitations/${await guestInvited(scene)}`),
    (client) => client.del(`/groups/no-existe/guest-invitations/${nowhere}`)),
  invite_to_group: office(204, keepers, async ({client, scene}) => client.put(`/groups/${scene.slug}/invitations/${await newcomer(scene, 'nothing')}`, {role: 'member'}),
    (client) => client.put(`/groups/no-existe/invitations/${nowhere}`, {role: 'member'}), false),
  withdraw_group_invitation: office(204, keepers, async ({client, scene}) => client.del(`/groups/${scene.slug}/invitations/${await newcomer(scene, 'invited')}`),
    (client) => client.del(`/groups/no-existe/invitations/${nowhere}`), false),
  list_membership_rules: office(200, keepers, ({client, scene}) => client.get(`/groups/${scene.slug}/membership-rules`),
    (client) => client.get('/groups/no-existe/membership-rules')),
  add_membership_rule: office(201, owners, ({client, scene}) => client.post(`/groups/${scene.slug}/membership-rules`, {administration: scene.world.administration, relation: 'adviser', skill: 'lo que nadie sabe'}),
    (client) => client.post('/groups/no-existe/membership-rules', {skill: 'lo que nadie sabe'}), false),
  drop_membership_rule: office(204, owners, async ({client, scene}) => client.del(`/groups/${scene.slug}/membership-rules/${await freshRule(scene)}`),
    (client) => client.del(`/groups/no-existe/membership-rules/${nowhere}`)),
  list_mentionable: reading((client, scene) => client.get(`/groups/${scene.slug}/mentionable?q=a`), (client) => client.get('/groups/no-existe/mentionable?q=a')),
  mark_group_read: reading((client, scene) => client.put(`/groups/${scene.slug}/read`, {up_to: '2026-01-01T00:00:00.000Z'}),
    (client) => client.put('/groups/no-existe/read', {up_to: '2026-01-01T00:00:00.000Z'}), 204),
  list_waiting_questions: reading((client, scene) => client.get(`/questions?scope=group&group=${scene.slug}`), (client) => client.get('/questions?scope=group&group=no-existe')),
  read_group_health: reading((client, scene) => client.get(`/groups/${scene.slug}/health`), (client) => client.get('/groups/no-existe/health')),
  list_pinned: reading((client, scene) => client.get(`/groups/${scene.slug}/pinned`), (client) => client.get('/groups/no-existe/pinned')),
  pin_thread: office(204, moderators, ({client, scene}) => client.put(`/threads/${scene.thread}/pinned`), (client) => client.put(`/threads/${nowhere}/pinned`), false),
  unpin_thread: office(204, moderators, ({client, scene}) => client.del(`/threads/${scene.thread}/pinned`), (client) => client.del(`/threads/${nowhere}/pinned`), false),
  close_thread: office(200, askerAndModerators, async ({client, scene}) => client.put(`/threads/${await freshThread(scene)}/closed`, {reason: 'Está dicho.'}),
    (client) => client.put(`/threads/${nowhere}/closed`, {reason: 'Está dicho.'}), false),
  reopen_thread: office(200, askerAndModerators, async ({client, scene}) => client.del(`/threads/${await freshThread(scene, true)}/closed`),
    (client) => client.del(`/threads/${nowhere}/closed`), false),
  list_destinations: office(200, moderators, ({client, scene}) => client.get(`/threads/${scene.thread}/destinations`), (client) => client.get(`/threads/${nowhere}/destinations`)),
  // To a group of their own, where nobody else reads.
  move_thread: office(200, moderators, async ({client, scene}) => {
    const slug = `destino-${++newcomers}`;
    await scene.world.group(slug, 'private', 'id' in client && client !== scene.people.guest ? [[client as Person, 'owner']] : []);
    return client.put(`/threads/${await freshThread(scene)}/group`, {group: slug, reason: 'Es de allí.'});
  }, (client) => client.put(`/threads/${nowhere}/group`, {group: 'no-existe', reason: 'Es de allí.'}), false),
  find_moved_post: reading(async (client, scene) => {
    await scene.world.database.rows('insert into post_redirect (from_thread, number, post_id) values ($1, 99, $2) on conflict do nothing', [scene.thread, scene.answer]);
    return client.get(`/threads/${scene.thread}/moved?number=99`);
  }, (client) => client.get(`/threads/${nowhere}/moved?number=99`)),
  merge_threads: office(200, moderators, async ({client, scene}) => client.post(`/threads/${await freshThread(scene)}/merger`, {into: await freshThread(scene), reason: 'Es lo mismo.'}),
    (client) => client.post(`/threads/${nowhere}/merger`, {into: nowhere, reason: 'Es lo mismo.'}), false),
  split_thread: office(201, moderators, async ({client, scene}) => {
    const thread = await freshThread(scene);
    await scene.world.database.rows(`insert into post (thread_id, number, role, author_id, body, html) values ($1, 2, 'reply', $2, 'Y esto.', '<p>Y esto.</p>')`, [thread, (scene.people.asker as Person).id]);
    return client.post(`/threads/${thread}/split`, {numbers: [2], kind: 'update', title: 'Aparte', reason: 'Es otra cosa.'});
  }, (client) => client.post(`/threads/${nowhere}/split`, {numbers: [2], kind: 'update', title: 'Aparte', reason: 'Es otra cosa.'}), false),
  read_thread_level: reading((client, scene) => client.get(`/threads/${scene.thread}/level`), (client) => client.get(`/threads/${nowhere}/level`)),
  set_thread_level: reading((client, scene) => client.put(`/threads/${scene.thread}/level`, {level: 'muted'}), (client) => client.put(`/threads/${nowhere}/level`, {level: 'muted'}), 204),
  forget_thread_level: reading((client, scene) => client.del(`/threads/${scene.thread}/level`), (client) => client.del(`/threads/${nowhere}/level`), 204),
});
