// SPDX-License-Identifier: EUPL-1.2
// What became of mails, for administrators; and the outbox, for everybody on a demonstration and nobody elsewhere.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Database} from '../support/database.ts';
import {letter, settled} from '../support/letters.ts';
import {MailServer} from '../support/mail_server.ts';
import {Server, run} from '../support/server.ts';
import {World, type Person} from '../support/world.ts';
import {showsWhatTheMatrixLeaves} from './shown_elsewhere.ts';

let post: MailServer, world: World, administrator: Person;

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make(post.settings());
  administrator = await world.person('Administra', {role: 'administrator'});
});
afterAll(async () => {
  await world?.end();
  await post?.stop();
});

describe('the fates of mails', () => {
  it('are listed with the words of the server, never with what they say', async () => {
    await post.next('RCPT', {do: 'reply', words: '550 5.1.1 no such person'});
    const refused = await letter(world.database, 'primera@villar.example');
    await settled(world.database, refused, 'refused');
    const accepted = await letter(world.database, 'segunda@villar.example');
    await settled(world.database, accepted, 'accepted');
    const answer = await administrator.get('/mails');
    expect(answer.json.items).toMatchObject([
      {id: accepted, state: 'accepted', reply: '250 taken', can_send_again: false},
      {id: refused, state: 'refused', reply: '550 5.1.1 no such person', address: 'primera@villar.example', attempts: 1, can_send_again: true}]);
    expect(answer.text).not.toContain('secreto-del-enlace');
    expect((await administrator.get('/mails?state=refused')).json.items.map((item: any) => item.id)).toEqual([refused]);
    expect((await administrator.all('/mails', 1)).map((item) => item.id)).toEqual([accepted, refused]);
    expect((await administrator.get('/mails?state=lost')).status).toBe(422);
  });

  it('change when one is sent again, as the same letter, and that stands in the audit', async () => {
    const [item] = (await administrator.get('/mails?state=refused')).json.items;
    const name = await world.database.value('select message_id from mail where id = $1', [item.id]);
    await administrator.want(204, administrator.post(`/mails/${item.id}/again`));
    await settled(world.database, item.id, 'accepted');
    expect(post.to(item.address).map((message) => message.id)).toEqual([`<${name}@plaza.example>`]);
    expect((await administrator.post(`/mails/${item.id}/again`)).json.type).toBe('mail_not_stopped');
    expect(await world.database.value(`select count(*) from audit where action = 'mail.sent_again' and object_id = $1 and actor_id = $2`, [item.id, administrator.id])).toBe(1);
  });

  it('are for administrators only', async () => {
    for (const role of [undefined, 'auditor'] as const) {
      const other = await world.person('Otra', {role});
      expect((await other.get('/mails')).status).toBe(403);
    }
  });
});

describe('the doctor', () => {
  it('says when nothing is mailed, and what to set', async () => {
    const mail = async (more: Record<string, string>) => JSON.parse((await run(['doctor'], {PLAZA_DATABASE_URL: world.database.url, ...more})).stdout).checks.find((one: any) => one.what === 'mail');
    expect(await mail({})).toMatchObject({sound: true, found: expect.stringMatching(/^no mail server is set: .*PLAZA_SMTP_URL/)});
    expect((await mail({PLAZA_DEMO: 'true'})).found).toContain('/buzon');
    expect((await mail({PLAZA_SMTP_URL: 'smtp://mail.villar.test:587', PLAZA_MAIL_FROM: 'plaza@villar.test', PLAZA_PUBLIC_URL: 'https://plaza.villar.test'})).found).toContain('smtp://mail.villar.test:587');
  });
});

describe('the outbox', () => {
  it('is nowhere but on a demonstration', async () => {
    const shown = async (path: string) => (await world.stranger().get(path)).text;
    expect(await shown('/outbox')).toBe(await shown('/nowhere'));
    expect((await administrator.get('/outbox')).status).toBe(404);
  });

  it('shows on a demonstration what would have been mailed, with links that work there', async () => {
    const database = await Database.create();
    await database.rows('update installation set demo = true');
    const demo = await World.around(database, await Server.start(database.url, {PLAZA_DEMO: 'true'}));
    try {
      const id = await letter(database, 'nueva@villar.example');
      expect((await settled(database, id, 'accepted')).reply).toBe('kept_in_outbox');
      const {items} = (await demo.stranger().get('/outbox')).json;
      expect(items).toMatchObject([{id, address: 'nueva@villar.example', subject: 'Elige una contraseña nueva para Plaza'}]);
      expect(items[0].link).toBe(`http://${demo.server.host}/nueva-contrasena#secreto-del-enlace`);
      expect(items[0].text).toContain(items[0].link);

      // What is addressed to somebody, with its way out.
      const [asker, ana] = [await demo.person('Pregunta'), await demo.person('Ana')];
      await demo.group('buzon', 'open', [[asker, 'member'], [ana, 'member']]);
      const thread = (await asker.ask('buzon', '¿Cómo?')).id;
      await ana.answer(thread, 'Así.');
      const [told] = (await demo.stranger().get('/outbox')).json.items;
      const runs = await database.value(`select rfc3339(j.run_at) from job j join mail m on j.unique_key = 'mail:' || m.id where m.id = $1`, [told.id]);
      expect([told.waits_until, items[0].waits_until]).toEqual([runs, null]);
      expect(told).toMatchObject({address: asker.email, subject: '[Grupo buzon] ¿Cómo?', link: `http://${demo.server.host}/threads/${thread}#p2`});
      const token = /sin-correos#(\S+)/.exec(told.text)![1];
      const off = () => database.value('select count(*)::int from thread_mail_off');
      await demo.stranger().want(204, demo.stranger().post(`/unsubscriptions/${token}`));
      expect(await off()).toBe(1);
      expect((await demo.stranger().get('/outbox')).json.items).toHaveLength(1);
      await demo.stranger().want(204, demo.stranger().del(`/unsubscriptions/${token}`));
      expect(await off()).toBe(0);
      const administers = await demo.person('Administra', {role: 'administrator'});
      expect((await administers.get('/mails')).json.items.map(({kind}: any) => kind)).toEqual(['password_reset']);
    } finally {
      await demo.end();
    }
  });
});

showsWhatTheMatrixLeaves(import.meta.url);
