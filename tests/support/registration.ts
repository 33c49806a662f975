// SPDX-License-Identifier: EUPL-1.2
// Registrations and known domains, set up by SQL.
import {createHash, randomBytes} from 'node:crypto';
import type {World} from './world.ts';

export interface Row { email?: string; state?: string; inviter?: number; pending?: boolean }

/** A registration as it stands after somebody did what leads there, and its link. */
export async function registration(world: World, {email, state = 'mailed', inviter, pending = false}: Row = {}): Promise<{id: number; token: string; email: string}> {
  const token = randomBytes(24).toString('base64url');
  const address = email ?? `${randomBytes(6).toString('hex')}@nadie-conoce.example`;
  const person = pending ? await world.database.value(`insert into person (name, status) values ('Nuevo Vecino', 'pending') returning id`) : null;
  const id = await world.database.value(
    `insert into registration (email, token_hash, state, expires_at, inviter_id, name, organisation, position, reason, administration_id, person_id)
     values ($1, $2, $3, now() + interval '1 day', $4, 'Nuevo Vecino', 'Mancomunidad', 'Técnico', 'Trabajo aquí', $5, $6) returning id`,
    [address, createHash('sha256').update(token).digest(), state, inviter ?? null, pending ? world.administration : null, person]);
  return {id, token, email: address};
}

export async function knowDomain(world: World, domain: string, ...administrations: number[]): Promise<void> {
  for (const administration of administrations.length ? administrations : [world.administration]) {
    await world.database.rows('insert into mail_domain (domain, administration_id) values ($1, $2) on conflict do nothing', [domain, administration]);
  }
}
