// SPDX-License-Identifier: EUPL-1.2
// What outsiders ask of files that hang from texts.
import type {Answer, Client} from '../support/client.ts';

interface Stage { file: number; ghosts: {files: number[]} }
type Probe = [string, (stage: Stage, client: Client) => Promise<Answer>];
const get = (name: string, path: (stage: Stage) => string): Probe => [name, (stage, client) => client.get(path(stage))];

/** Files hang from texts, and are read as those are. */
export const fileProbes: Probe[] = [
  ...['abierta', 'reservada', 'oculta', 'ninguna'].map((slug) => get(`files of ${slug}`, () => `/groups/${slug}/files`)),
  get('the open file', ({file}) => `/files/${file}`),
  ...[0, 1].flatMap((i): Probe[] => [
    get(`file ${i}`, ({ghosts}) => `/files/${ghosts.files[i]}`), get(`small file ${i}`, ({ghosts}) => `/files/${ghosts.files[i]}?size=small`),
    [`part of file ${i}`, ({ghosts}, client) => client.get(`/files/${ghosts.files[i]}`, {headers: {range: 'bytes=0-3'}})],
    [`known file ${i}`, ({ghosts}, client) => client.get(`/files/${ghosts.files[i]}`, {headers: {'if-none-match': '*'}})],
    get(`state of file ${i}`, ({ghosts}) => `/files/${ghosts.files[i]}/state`),
    [`remove file ${i}`, ({ghosts}, client) => client.del(`/files/${ghosts.files[i]}`)],
    [`name file ${i}`, ({ghosts}, client) => client.post('/groups/abierta/threads', {kind: 'update', title: 'x', body: `[x](/files/${ghosts.files[i]})`})],
  ]),
];
