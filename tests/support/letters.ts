// SPDX-License-Identifier: EUPL-1.2
// Letters written as the domain writes them, by SQL: a row and its job in one statement.
import {randomBytes} from 'node:crypto';
import type {Database} from './database.ts';
import {until} from './wait.ts';

export interface LetterOptions { person?: number; kind?: string; language?: string; facts?: object; uselessIn?: string }

export async function letter(database: Database, address: string, options: LetterOptions = {}): Promise<number> {
  const facts = options.facts ?? {link: '/nueva-contrasena#secreto-del-enlace', minutes: 30};
  return database.value(
    `with written as (
       insert into mail (person_id, address, kind, language, facts, message_id, useless_after)
       values ($1, $2, $3, $4, $5, $6, now() + $7::interval) returning id),
     job as (
       insert into job (kind, payload, unique_key, queue)
       select 'mail.send', json_build_object('mail', id), 'mail:' || id, 'mail' from written)
     select id from written`,
    [options.person ?? null, address, options.kind ?? 'password_reset', options.language ?? 'es', JSON.stringify(facts),
      randomBytes(18).toString('base64url'), options.uselessIn ?? null]);
}

export interface Fate { state: string; attempts: number; reply: string; facts: object }

export const fateOf = (database: Database, id: number): Promise<Fate> =>
  database.row('select state, attempts, reply, facts from mail where id = $1', [id]) as Promise<any>;

export function settled(database: Database, id: number, state: string): Promise<Fate> {
  return until(`letter ${id} is ${state}`, async () => {
    const fate = await fateOf(database, id);
    return fate.state === state && fate;
  }, 15_000) as Promise<Fate>;
}

/** It has been tried so often, and waits for the next time. */
export function tried(database: Database, id: number, attempts: number): Promise<Fate> {
  return until(`letter ${id} was tried ${attempts} times`, async () => {
    const fate = await fateOf(database, id);
    return fate.state === 'queued' && fate.attempts === attempts && fate;
  }, 15_000) as Promise<Fate>;
}

/** As if the pause were over, or the one who had it had been gone for long. */
export const letTimePass = (database: Database) =>
  database.rows(`update job set run_at = now(), locked_until = null where queue like 'mail%'`);
