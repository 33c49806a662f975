// SPDX-License-Identifier: EUPL-1.2
// What outsiders ask of what one reads on, keeps, announces, shows and takes part in.
import type {Answer, Client} from '../support/client.ts';

interface Stage { threads: any[]; posts: any[]; ghosts: {threads: number[]; posts: number[]; slugs: string[]} }
type Probe = [string, (stage: Stage, client: Client) => Promise<Answer>];
const get = (name: string, path: (stage: Stage) => string): Probe => [name, (stage, client) => client.get(path(stage))];

export const kindProbes: Probe[] = [
  get('what I have not read', () => '/me/unread'),
  get('what I keep', () => '/me/bookmarks'), get('announcements', () => '/announcements'),
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
  ['all of the private group is read', (_, client) => client.put('/groups/reservada/read', {up_to: '2026-01-01T00:00:00.000Z'})],
  ['all of what is hidden is read', ({ghosts}, client) => client.put(`/groups/${ghosts.slugs[0]}/read`, {up_to: '2026-01-01T00:00:00.000Z'})],
];
