// SPDX-License-Identifier: EUPL-1.2
// What outsiders ask of what one reads on, keeps, announces, shows and takes part in.
import type {Answer, Client} from '../support/client.ts';

interface Stage { world: {administration: number}; threads: any[]; posts: any[]; ghosts: {threads: number[]; posts: number[]; slugs: string[]} }
type Probe = [string, (stage: Stage, client: Client) => Promise<Answer>];
const get = (name: string, path: (stage: Stage) => string): Probe => [name, (stage, client) => client.get(path(stage))];

export const kindProbes: Probe[] = [
  get('what I have not read', () => '/me/unread'),
  get('what reaches me', () => '/me/notification_settings'), get('a way out that nobody was given', () => '/unsubscriptions/x'), get('what I keep', () => '/me/bookmarks'), get('announcements', () => '/announcements'),
  get('who found it useful', ({posts}) => `/posts/${posts[0].id}/useful`),
  get('what a thread shows', ({threads}) => `/threads/${threads[3].id}/shown`),
  ...[0, 1, 2].flatMap((i): Probe[] => [
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
    get(`poll of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/poll`),
    [`vote in ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/poll/vote`, {options: [1]})],
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
];
