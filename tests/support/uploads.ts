// SPDX-License-Identifier: EUPL-1.2
// Sending files, and what of them lies in the server's folder.
import {existsSync, readdirSync} from 'node:fs';
import type {Answer, Client} from './client.ts';
import {filesOf} from './database.ts';
import {twoHalves} from './pictures.ts';
import {until} from './wait.ts';
import type {Person, World} from './world.ts';

export const red = [220, 30, 30], blue = [30, 30, 220];
export const picture = twoHalves(1600, 800, red, blue);

export const send = (person: Client, bytes: Buffer | string, name = 'acta.txt') =>
  person.post(`/files?name=${encodeURIComponent(name)}`, undefined, {bytes, headers: {'content-type': 'application/octet-stream'}});
export const sent = (person: Person, bytes: Buffer | string, name?: string) => person.want(201, send(person, bytes, name));
export const read = (person: Client, id: number, query = '', headers = {}) => person.get(`/files/${id}${query}`, {headers});
export const rows = (world: World) => world.database.value('select count(*)::int from file');
export const refusal = (answer: Answer) => [answer.status, answer.json.errors ?? answer.json.type];

/** Names of what lies in the folder. */
export function lying(world: World): string[] {
  const folder = filesOf(world.database.url);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, withFileTypes: true}).filter((item) => item.isFile()).map((item) => item.name).sort();
}

/** As if the clock had reached it. */
export async function job(world: World, kind: string): Promise<void> {
  await world.database.rows(`insert into job (kind, payload, queue) values ($1, '{}', 'common')`, [kind]);
  await until(`${kind} is done`, async () => (await world.database.value(`select count(*)::int from job where kind = $1`, [kind])) === 0, 20_000);
}

/** Nothing is left of the test before. */
export async function empty(world: World): Promise<void> {
  await world.database.rows('delete from file');
  await job(world, 'files.drop_doomed');
}
