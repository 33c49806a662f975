// SPDX-License-Identifier: EUPL-1.2
// Rows of the permission matrix for mails, forgotten passwords and changed addresses.
import {once, type Rule} from './matrix_rules.ts';

const token = 'no-es-el-de-ningun-enlace';

export const mailRules = (): Record<string, Rule> => ({
  list_mails: {scope: 'once', ask: ({client}) => client.get('/mails'), right: (actor) => (actor === 'administrator' ? 200 : 403)},
  send_mail_again: {
    scope: 'once',
    async ask({client, scene}) {
      const id = await scene.world.database.value(
        `insert into mail (address, kind, language, facts, message_id, state, settled_at)
         values ('nadie@nadie.example', 'vetting_refused', 'es', '{"reason":"No."}', gen_random_uuid()::text, 'refused', now()) returning id`);
      return client.post(`/mails/${id}/again`);
    },
    right: (actor) => (actor === 'administrator' ? 204 : 403),
    absent: (client) => client.post('/mails/4503599627370001/again'),
  },
  // Whoever has an address from a letter; nobody has this one.
  show_unsubscription: once(303, ({client}) => client.get(`/unsubscriptions/${token}`)),
  unsubscribe: once(410, ({client}) => client.post(`/unsubscriptions/${token}`)),
  resubscribe: once(410, ({client}) => client.del(`/unsubscriptions/${token}`)),
  read_notification_settings: once(200, ({client}) => client.get('/me/notification_settings')),
  set_notification_settings: once(200, ({client}) => client.put('/me/notification_settings', {
    app: ['answers', 'mentions', 'decisions', 'announcements'], mail: ['mentions'], from_minute: 540, to_minute: 600, days: [1], zone: 'Atlantic/Canary'})),
  // This is no demonstration.
  read_outbox: once(404, ({client}) => client.get('/outbox')),
  ask_for_password_reset: once(202, ({client, actor, scene}) => client.post('/password_resets', {email: `${actor}.${scene.ground}@nadie.example`})),
  look_at_password_reset: once(410, ({client}) => client.post('/password_resets/look', {token})),
  reset_password: once(410, ({client}) => client.put('/password_resets', {token, password: 'una frase que nadie usa'})),
  confirm_email_change: once(410, ({client}) => client.put('/email_changes', {token})),
  ask_for_email_change: once(403, ({client}) => client.post('/me/email', {email: 'otra@villar.example', password: 'no es esta, seguro'})),
});
