// SPDX-License-Identifier: EUPL-1.2
// Who may announce, keep, show and take part.
import type {Answer, Client} from '../support/client.ts';
import type {Person} from '../support/world.ts';
import {nowhere, once, reach, type Actor, type Rule, type Scene} from './matrix_rules.ts';

const far = (actor: Actor, {ground}: Scene) => reach(actor, ground);
const reads = (actor: Actor, scene: Scene) => ['read', 'write'].includes(far(actor, scene));
const reading = (ask: (client: Client, scene: Scene) => Promise<Answer>, absent: (client: Client) => Promise<Answer>, done = 200): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene), absent, right: (actor, scene) => (reads(actor, scene) ? done : 404),
});

const made = new Map<string, Promise<number>>();
/** A thread of another kind in the group, by SQL: also where nothing can be written any more. */
export function other(scene: Scene, kind: string, facts: string, which = ''): Promise<number> {
  const key = `${scene.slug} ${kind} ${which}`;
  if (!made.has(key)) made.set(key, (async () => {
    const id: number = await scene.world.database.value(
      `with t as (insert into thread (group_id, kind, title, author_id) select g.id, $2, 'Otra', $3 from plaza_group g where g.slug = $1 returning id),
            p as (insert into post (thread_id, number, role, author_id, body, html) select id, 1, 'root', $3, 'Texto', '<p>Texto</p>' from t)
       select id from t`, [scene.slug, kind, (scene.people.asker as Person).id]);
    await scene.world.database.rows(facts, [id]);
    return id;
  })());
  return made.get(key)!;
}
const announced = (scene: Scene) => other(scene, 'announcement',
  `insert into announcement (thread_id, group_id, network, until) select id, group_id, false, now() + interval '1 day' from thread where id = $1`);
const shown = (scene: Scene) => other(scene, 'update', 'insert into thread_share (thread_id) values ($1)');
const asked = `with p as (insert into poll (thread_id, multiple) values ($1, false)) insert into poll_option (thread_id, place, text) values ($1, 1, 'Sí'), ($1, 2, 'No')`;
const poll = (scene: Scene) => other(scene, 'poll', asked);
const ending = (scene: Scene) => other(scene, 'poll', asked, 'that ends');
/** What members do where nothing is archived. */
const writing = (done: number, ask: (client: Client, scene: Scene) => Promise<Answer>, absent: (client: Client) => Promise<Answer>): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene), absent,
  right: (actor, scene) => (!reads(actor, scene) ? 404 : far(actor, scene) === 'write' ? done : 403),
});
/** What the author of the thread and who moderates it do where nothing is archived. */
const keeping = (ask: (client: Client, scene: Scene) => Promise<Answer>, absent: (client: Client) => Promise<Answer>): Rule => ({
  scope: 'group', ask: ({client, scene}) => ask(client, scene), absent,
  right: (actor, scene) => (!reads(actor, scene) ? 404 : far(actor, scene) === 'write' && ['asker', 'moderator', 'owner'].includes(actor) ? 200 : 403),
});
const when = {starts_at: new Date(Date.now() + 86_400_000).toISOString(), ends_at: new Date(Date.now() + 90_000_000).toISOString()};
const event = (scene: Scene) => other(scene, 'event', `insert into gathering (thread_id, starts_at, ends_at, place) values ($1, now(), now() + interval '1 day', 'Aquí')`);
/** One that is as it is wanted, so that nothing changes: not by whom it is asked first. */
const called = async (scene: Scene) => {
  const id = await other(scene, 'event', `insert into gathering (thread_id, starts_at, ends_at, place) values ($1, '${when.starts_at}', '${when.ends_at}', 'Aquí')`, 'that is changed');
  await scene.world.database.rows(`update gathering set cancelled_at = null where thread_id = $1`, [id]);
  return id;
};
const text = {title: 'Otra', body: 'Texto'};

const meOf = async (client: Client) => (await client.get('/me')).json?.person?.id ?? 1;
const groupOf = async ({world, slug}: Scene) => Number(await world.database.value('select id from plaza_group where slug = $1', [slug]));
const schedule = async (client: Client, group: number) => client.put('/me/drafts/later:s/publication', {
  person: await meOf(client), fields: {title: 'x'}, page: '', version: 0, publish_at: new Date(Date.now() + 3_600_000).toISOString(),
  group, way: 'threads', request: {...text, kind: 'update'},
});
const publish = async (client: Client, place: string) => client.post(`/me/drafts/${place}/publication`, {person: await meOf(client)});
/** A text of theirs that waits to be published in the group, whether they may or not. */
async function waits(client: Client, scene: Scene): Promise<void> {
  await scene.world.database.rows(`with d as (
      insert into draft (person_id, place, fields) select id, 'later:m', '{}' from person where id = $1
      on conflict (person_id, place) do update set ended = false returning person_id, place, version)
    insert into draft_publication (person_id, place, publish_at, group_id, way, request, version)
    select person_id, place, now() + interval '1 hour', $2, 'threads', '{"kind":"update","title":"x","body":"y","tags":[]}', version from d
    on conflict (person_id, place) do update set group_id = excluded.group_id`, [await meOf(client), await groupOf(scene)]);
}

export const kindRules = (): Record<string, Rule> => ({
  list_announcements: once(200, ({client}) => client.get('/announcements')),
  announce: {
    scope: 'group',
    ask: ({client, actor, scene}) => client.post(`/groups/${scene.slug}/announcements`, {...text, urgent_reason: `Lo dice ${actor}`}),
    right: (actor, scene) => (!reads(actor, scene) ? 404 : far(actor, scene) === 'write' && ['moderator', 'owner'].includes(actor) ? 201 : 403),
    absent: (client) => client.post('/groups/no-existe/announcements', text),
  },
  read_announcement: reading(async (client, scene) => client.get(`/threads/${await announced(scene)}/announcement`), (client) => client.get(`/threads/${nowhere}/announcement`)),
  list_announcement_readers: {
    scope: 'group',
    ask: async ({client, scene}) => client.get(`/threads/${await announced(scene)}/announcement/readers`),
    right: (actor, scene) => (!reads(actor, scene) ? 404 : ['asker', 'host', 'moderator', 'owner'].includes(actor) ? 200 : 403),
    absent: (client) => client.get(`/threads/${nowhere}/announcement/readers`),
  },
  acknowledge_announcement: {
    scope: 'group',
    ask: async ({client, scene}) => client.put(`/threads/${await announced(scene)}/announcement/read`),
    right: (actor, scene) => (!reads(actor, scene) ? 404 : ['guest', 'member', 'asker', 'host', 'moderator', 'owner'].includes(actor) ? 204 : 403),
    absent: (client) => client.put(`/threads/${nowhere}/announcement/read`),
  },
  schedule_draft: writing(200, async (client, scene) => schedule(client, await groupOf(scene)), (client) => schedule(client, nowhere)),
  publish_draft: writing(201, async (client, scene) => { await waits(client, scene); return publish(client, 'later:m'); }, (client) => publish(client, 'later:nada')),
  unschedule_draft: once(204, async ({client, scene}) => { await waits(client, scene); return client.del(`/me/drafts/later:m/publication?person=${await meOf(client)}`); }),
  start_poll: writing(201, (client, scene) => client.post(`/groups/${scene.slug}/polls`, {...text, options: ['Sí', 'No']}), (client) => client.post('/groups/no-existe/polls', {...text, options: ['Sí', 'No']})),
  read_poll: reading(async (client, scene) => client.get(`/threads/${await poll(scene)}/poll`), (client) => client.get(`/threads/${nowhere}/poll`)),
  vote: writing(200, async (client, scene) => client.put(`/threads/${await poll(scene)}/poll/vote`, {options: [1]}), (client) => client.put(`/threads/${nowhere}/poll/vote`, {options: [1]})),
  change_poll: keeping(async (client, scene) => client.put(`/threads/${await poll(scene)}/poll`, {options: ['Sí', 'No'], version: 1}), (client) => client.put(`/threads/${nowhere}/poll`, {options: ['Sí', 'No'], version: 1})),
  // Another one than that which they vote in.
  close_poll: keeping(async (client, scene) => client.put(`/threads/${await ending(scene)}/poll/closed`), (client) => client.put(`/threads/${nowhere}/poll/closed`)),
  start_event: writing(201, (client, scene) => client.post(`/groups/${scene.slug}/events`, {...text, ...when, place: 'Aquí'}), (client) => client.post('/groups/no-existe/events', {...text, ...when, place: 'Aquí'})),
  read_event: reading(async (client, scene) => client.get(`/threads/${await event(scene)}/event`), (client) => client.get(`/threads/${nowhere}/event`)),
  read_event_calendar: reading(async (client, scene) => client.get(`/threads/${await event(scene)}/event/calendar`), (client) => client.get(`/threads/${nowhere}/event/calendar`)),
  change_event: keeping(async (client, scene) => client.put(`/threads/${await called(scene)}/event`, {...when, place: 'Aquí', version: 1}), (client) => client.put(`/threads/${nowhere}/event`, {...when, place: 'Aquí', version: 1})),
  cancel_event: keeping(async (client, scene) => client.put(`/threads/${await called(scene)}/event/cancelled`, {reason: 'Nada'}), (client) => client.put(`/threads/${nowhere}/event/cancelled`, {reason: 'Nada'})),
  restore_event: keeping(async (client, scene) => client.del(`/threads/${await called(scene)}/event/cancelled`), (client) => client.del(`/threads/${nowhere}/event/cancelled`)),
  list_event_people: {
    scope: 'group',
    ask: async ({client, scene}) => client.get(`/threads/${await event(scene)}/event/people`),
    right: (actor, scene) => (!reads(actor, scene) ? 404 : ['guest', 'member', 'asker', 'host', 'moderator', 'owner'].includes(actor) ? 200 : 403),
    absent: (client) => client.get(`/threads/${nowhere}/event/people`),
  },
  sign_up: writing(200, async (client, scene) => client.put(`/threads/${await event(scene)}/event/me`), (client) => client.put(`/threads/${nowhere}/event/me`)),
  sign_off: writing(200, async (client, scene) => client.del(`/threads/${await event(scene)}/event/me`), (client) => client.del(`/threads/${nowhere}/event/me`)),
  list_bookmarks: once(200, ({client}) => client.get('/me/bookmarks')),
  keep_thread: reading((client, scene) => client.put(`/threads/${scene.thread}/bookmark`), (client) => client.put(`/threads/${nowhere}/bookmark`), 204),
  let_go_of_thread: reading((client, scene) => client.del(`/threads/${scene.thread}/bookmark`), (client) => client.del(`/threads/${nowhere}/bookmark`), 204),
  list_useful: reading((client, scene) => client.get(`/posts/${scene.answer}/useful`), (client) => client.get(`/posts/${nowhere}/useful`)),
  // Into a group that nobody of these belongs to; that it comes into one's own, keeping_threads.test.ts shows.
  share_thread: {
    scope: 'group',
    async ask({client, scene}) {
      await scene.world.database.rows(`insert into plaza_group (slug, name, kind) values ('de-nadie', 'De nadie', 'open') on conflict do nothing`);
      return client.post(`/threads/${scene.thread}/shares`, {group: 'de-nadie', ...text});
    },
    right: (actor, scene) => (reads(actor, scene) && actor !== 'guest' ? 403 : 404),
    absent: (client) => client.post(`/threads/${nowhere}/shares`, {group: 'no-existe', ...text}),
  },
  read_shown_thread: reading(async (client, scene) => client.get(`/threads/${await shown(scene)}/shown`), (client) => client.get(`/threads/${nowhere}/shown`)),
});
