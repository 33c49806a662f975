// SPDX-License-Identifier: EUPL-1.2
// Rows of the permission matrix for how people come in.
import {randomBytes} from 'node:crypto';
import {knowDomain, registration, type Row} from '../support/registration.ts';
import type {Person} from '../support/world.ts';
import {once, type Cell, type Actor, type Rule} from './matrix_rules.ts';

const on = (row: Row, ask: (cell: Cell, made: {id: number; token: string}) => ReturnType<Rule['ask']>): Rule['ask'] =>
  async (cell) => ask(cell, await registration(cell.scene.world, row));

/** Guests are no colleagues, whatever post they have. */
const colleagues = (actor: Actor) => (actor === 'guest' ? 404 : 204);

export const registrationRules = (): Record<string, Rule> => ({
  ask_to_register: once(202, ({client, actor}) => client.post('/registration', {email: `${actor}.${Date.now()}@nadie-conoce.example`, language: 'es'})),
  look_at_registration: once(200, on({}, ({client}, {token}) => client.post('/registration/look', {token}))),
  apply_for_admission: once(202, on({}, ({client}, {token}) =>
    client.post('/registration/application', {token, name: 'Eva', organisation: 'Mancomunidad', position: 'Técnica', reason: 'Trabajo aquí.'}))),
  create_account: once(200, async ({client, scene}) => {
    await knowDomain(scene.world, 'conocida.example');
    const {token} = await registration(scene.world, {email: `${randomBytes(6).toString('hex')}@conocida.example`});
    return client.post('/registration/account', {token, name: 'Eva', position: 'Técnica', language: 'es', password: 'caballo correcto batería', policy: true});
  }),
  list_confirmations: once(200, ({client}) => client.get('/confirmations')),
  confirm_person: {...once(204, on({state: 'confirming', pending: true}, ({client}, {id}) => client.put(`/confirmations/${id}`))), right: colleagues},
  refuse_person: {...once(204, on({state: 'confirming', pending: true}, ({client}, {id}) => client.post(`/confirmations/${id}/refusal`, {reason: 'No trabaja aquí.'}))), right: colleagues},
  list_applications: once(200, ({client}) => client.get('/applications')),
  admit_applicant: once(204, on({state: 'vetting'}, ({client, scene}, {id}) =>
    client.post(`/applications/${id}/admission`, {administration: scene.world.administration, know_domain: false}))),
  refuse_applicant: once(204, on({state: 'vetting'}, ({client}, {id}) => client.post(`/applications/${id}/refusal`, {reason: 'Falta el organismo.'}))),
  list_invitations: once(200, ({client}) => client.get('/invitations')),
  invite_person: {
    scope: 'once', ask: ({client, actor}) => client.post('/invitations', {email: `invitada.${actor}@nadie-conoce.example`}),
    right: (actor) => (actor === 'guest' ? 403 : 202),
  },
  withdraw_invitation: once(204, async ({client, scene}) => {
    const {id} = await registration(scene.world, 'id' in client ? {inviter: (client as Person).id} : {});
    return client.del(`/invitations/${id}`);
  }),
  accept_policy: {
    scope: 'once',
    async ask({client, scene, actor}) {
      const answer = await client.put('/me/policy');
      if (actor === 'policy_pending') await scene.world.database.rows('update person set policy_accepted_at = null where id = $1', [(client as Person).id]);
      return answer;
    },
    right: (actor) => (actor === 'suspended' ? 403 : actor === 'second_factor_pending' ? 428 : 204),
  },
});
