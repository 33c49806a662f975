// SPDX-License-Identifier: EUPL-1.2
// What outsiders ask of what one reads on, keeps, announces, shows and takes part in.
import type {Answer, Client} from '../support/client.ts';
import type {Person} from '../support/world.ts';

interface Stage { world: {administration: number}; threads: any[]; posts: any[]; ghosts: {threads: number[]; posts: number[]; slugs: string[]; groups: number[]} }
type Probe = [string, (stage: Stage, client: Client) => Promise<Answer>];
const get = (name: string, path: (stage: Stage) => string): Probe => [name, (stage, client) => client.get(path(stage))];

const meOf = async (client: Client) => (await client.get('/me')).json?.person?.id ?? 1;
/** A text for later in a group that only one of the worlds has, or that outsiders may not read; also one that no group would take. */
const scheduling = (name: string, way: string, request: object): Probe[] => [0, 1, 2].map((i): Probe => [`schedule ${name} in ghost group ${i}`, async ({ghosts}, client) => client.put('/me/drafts/later:a/publication', {
  person: await meOf(client), fields: {}, page: '', version: 0, publish_at: new Date(Date.now() + 7_200_000).toISOString(), group: ghosts.groups[i], way, request,
})]);

/** What waits for its time in groups where outsiders must not look, at places where they may have a text too. */
export async function waiting(writer: Person, groups: number[], word: string): Promise<void> {
  for (const [i, group] of groups.entries()) await writer.want(200, writer.put(`/me/drafts/later:${'ab'[i]}/publication`, {
    person: writer.id, fields: {title: word}, page: '', version: 0, publish_at: new Date(Date.now() + 3_600_000).toISOString(), group, way: 'threads', request: {kind: 'update', title: word, body: word, tags: [word]},
  }));
}

export const kindProbes: Probe[] = [
  ...scheduling('a text', 'threads', {kind: 'update', title: 'x', body: 'x', tags: []}), ...scheduling('a poll', 'polls', {title: 'x', body: 'x', tags: [], options: ['x', 'y']}),
  ...scheduling('what is none', 'threads', {kind: 'update'}), ...scheduling('an announcement', 'announcements', {title: 'x', body: 'x', tags: []}),
  ...['later:a', 'later:b'].flatMap((place): Probe[] => [
    [`what waits at ${place}`, async (_, client) => client.get(`/me/drafts/${place}?person=${await meOf(client)}`)],
    [`publish what waits at ${place}`, async (_, client) => client.post(`/me/drafts/${place}/publication`, {person: await meOf(client)})],
    [`cancel what waits at ${place}`, async (_, client) => client.del(`/me/drafts/${place}/publication?person=${await meOf(client)}`)],
    [`write where something waits at ${place}`, async (_, client) => client.put(`/me/drafts/${place}`, {person: await meOf(client), fields: {title: 'x'}, page: '', version: 9})],
  ]),
  ...['contrato', 'informe del contrato en la piscina', 'xilofonista'].map((title) => get(`like ${title}`, () => `/questions/similar?title=${encodeURIComponent(title)}&body=xilofonista`)),
  ...['abierta', 'reservada', 'oculta', 'ninguna'].map((slug) => get(`like it in ${slug}`, () => `/questions/similar?title=contrato&group=${slug}`)),
  get('what I have not read', () => '/me/unread'),
  get('what I was asked', () => '/me/asked'), get('how often I am asked', () => '/me/routing'),
  get('what reaches me', () => '/me/notification_settings'), get('a way out that nobody was given', () => '/unsubscriptions/x'), get('what I keep', () => '/me/bookmarks'), get('announcements', () => '/announcements'),
  get('who found it useful', ({posts}) => `/posts/${posts[0].id}/useful`),
  get('what a thread shows', ({threads}) => `/threads/${threads[3].id}/shown`),
  ...[0, 1, 2].flatMap((i): Probe[] => [
    get(`poll for ghost ${i}`, ({ghosts, threads}) => `/events?wait=0&watch=${ghosts.threads[i]},${threads[0].id}`),
    [`poll for ghost ${i} from now`, async ({ghosts}, client) => client.get(`/events?since=${(await client.get('/me')).json.cursor}&wait=0&watch=${ghosts.threads[i]}`)],
    get(`announcement of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/announcement`),
    get(`who read ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/announcement/readers`),
    [`say to have read ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/announcement/read`)],
    [`keep ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/bookmark`)],
    [`let go of ghost ${i}`, ({ghosts}, client) => client.del(`/threads/${ghosts.threads[i]}/bookmark`)],
    [`share ghost ${i}`, ({ghosts}, client) => client.post(`/threads/${ghosts.threads[i]}/shares`, {group: 'abierta', title: 'x', body: 'x'})],
    [`share into ghost ${i}`, ({threads, ghosts}, client) => client.post(`/threads/${threads[0].id}/shares`, {group: ghosts.slugs[i % 2], title: 'x', body: 'x'})],
    get(`what ghost ${i} shows`, ({ghosts}) => `/threads/${ghosts.threads[i]}/shown`),
    ...['', '/people', '/calendar'].map((part) => get(`event${part} of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/event${part}`)),
    [`sign up for ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/event/me`)],
    [`change the event of ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/event`, {starts_at: '2099-01-01T10:00:00.000Z', ends_at: '2099-01-01T12:00:00.000Z', place: 'x', version: 1})],
    [`call off ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/event/cancelled`, {reason: 'x'})],
    [`call ghost ${i} again`, ({ghosts}, client) => client.del(`/threads/${ghosts.threads[i]}/event/cancelled`)],
    [`change the poll of ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/poll`, {options: ['x', 'y'], version: 1})],
    [`end the poll of ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/poll/closed`)],
    get(`poll of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/poll`),
    [`vote in ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/poll/vote`, {options: [1]})],
    get(`how ghost ${i} is looked after`, ({ghosts}) => `/threads/${ghosts.threads[i]}/routing`),
    [`pass ghost ${i} on`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/routing/mine`, {said: 'passed'})],
    get(`who found ghost ${i} useful`, ({ghosts}) => `/posts/${ghosts.posts[i]}/useful`),
  ]),
  ...['', 'order=adopted', 'type=ordinance', 'state=in_force', 'q=xilofonista', 'tag=xilofonista', 'group=abierta', 'group=reservada', 'group=oculta', 'group=ninguna', 'limit=1'].map((query) => get(`models ${query}`, () => `/models?${query}`)),
  // One that came from a thread which only one of the worlds has, or that nobody has any more, and from which another came there.
  get('what a model came from', ({threads}) => `/threads/${threads[5].id}/model`), get('who took a model over', ({threads}) => `/threads/${threads[5].id}/model/adoptions`), get('the model', ({threads}) => `/threads/${threads[5].id}`),
  ['say that a model came from elsewhere', ({threads, world}, client) => client.put(`/threads/${threads[5].id}/model`, {type: 'form', administration: world.administration, state: 'draft'})],
  ...[0, 1, 2].flatMap((i): Probe[] => [
    get(`model of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/model`), get(`adoptions of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/model/adoptions`),
    [`say what ghost ${i} is`, ({ghosts, world}, client) => client.put(`/threads/${ghosts.threads[i]}/model`, {type: 'form', administration: world.administration, state: 'draft'})],
    [`adopt ghost ${i}`, ({ghosts, world}, client) => client.put(`/threads/${ghosts.threads[i]}/model/adoptions/${world.administration}`)],
    [`adopt ghost ${i} no more`, ({ghosts, world}, client) => client.del(`/threads/${ghosts.threads[i]}/model/adoptions/${world.administration}`)],
    [`a model that came from ghost ${i}`, ({ghosts, world}, client) => client.post('/groups/abierta/models', {title: 'x', body: 'x', type: 'form', administration: world.administration, state: 'draft', derived_from: ghosts.threads[i]})],
  ]),
  ['all of the private group is read', (_, client) => client.put('/groups/reservada/read', {up_to: '2026-01-01T00:00:00.000Z'})],
  ['all of what is hidden is read', ({ghosts}, client) => client.put(`/groups/${ghosts.slugs[0]}/read`, {up_to: '2026-01-01T00:00:00.000Z'})],
  // What waits for an answer, how groups answer, and search narrowed by what only some texts say.
  ...['', '&order=newest', '&limit=1', '&like_me=true', '&limit=1&order=newest'].flatMap((query) => ['scope=network', 'scope=mine', 'scope=tag&tag=contratos', 'scope=tag&tag=xilofonista', 'scope=group&group=abierta', 'scope=group&group=reservada', 'scope=group&group=oculta']
    .map((scope): Probe => get(`what waits ${scope}${query}`, () => `/questions?${scope}${query}`))),
  get('what is mine to answer by age', () => '/questions?scope=mine&order=oldest&limit=1'),
  ...['abierta', 'reservada', 'oculta', 'ninguna'].map((slug) => get(`how ${slug} answers`, () => `/groups/${slug}/health`)),
  ...[0, 1].flatMap((i): Probe[] => [get(`what waits in ghost ${i}`, ({ghosts}) => `/questions?scope=group&group=${ghosts.slugs[i]}`), get(`how ghost ${i} answers`, ({ghosts}) => `/groups/${ghosts.slugs[i]}/health?days=90`)]),
  ...['band=lt1000', 'band=1000-4999', 'like_me=true', 'norm=LCSP', 'norm=art.%20118%20LCSP', 'norm=ley-7-1985', 'norm=ley-77-1977'].flatMap((query) => ['contrato', 'xilofonista'].map((words) => get(`search ${words} by ${query}`, () => `/search?q=${words}&${query}`))),
];
