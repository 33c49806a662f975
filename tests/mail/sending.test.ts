// SPDX-License-Identifier: EUPL-1.2
// Letters on their way to a real mail server that takes them, refuses them, keeps silent and breaks off.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {MailServer, steps, type Step} from '../support/mail_server.ts';
import {fateOf, letTimePass, letter, settled, tried} from '../support/letters.ts';
import {World} from '../support/world.ts';

let post: MailServer, world: World;

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make(post.settings({PLAZA_SMTP_REPLY_SECONDS: '2'}));
  world.server.secrets.add('secreto-del-enlace');
});
afterAll(async () => {
  await world?.end();
  await post?.stop();
});

let made = 0;
const somebody = () => `persona${++made}@villar.example`;

describe('a letter', () => {
  it('arrives once, whole, in both forms', async () => {
    const address = somebody();
    const id = await letter(world.database, address, {facts: {link: '/nueva-contrasena#secreto-del-enlace', minutes: 30, name: 'Ana <b>Núñez</b>'}});
    const fate = await settled(world.database, id, 'accepted');
    expect(fate.reply).toBe('250 taken');
    const [message, ...more] = post.to(address);
    expect(more).toEqual([]);
    expect(message.defects).toEqual([]);
    expect(message.from).toBe('plaza@plaza.example');
    expect(message.ehlo).toBe('plaza.example');
    expect(message.subject).toBe('Elige una contraseña nueva para Plaza');
    expect(message.id).toMatch(/^<[\w-]{24}@plaza\.example>$/);
    expect(message.text).toContain('https://plaza.example/nueva-contrasena#secreto-del-enlace');
    expect(message.text).toContain('Hola, Ana <b>Núñez</b>:');
    expect(message.text).toContain('30 minutos');
    expect(message.html).toContain('href="https://plaza.example/nueva-contrasena#secreto-del-enlace"');
    expect(message.html).toContain('Ana &lt;b&gt;Núñez&lt;/b&gt;');
    expect(message.html).not.toMatch(/<img|<script|<b>/);
    expect(Object.fromEntries(message.headers)).toMatchObject({'Auto-Submitted': 'auto-generated', To: address});
    // Nothing in it is longer than the wire takes, or more than ASCII.
    expect(message.raw).not.toContain('\ufffd');
    expect(Math.max(...message.raw.split('\r\n').map((line) => line.length))).toBeLessThan(100);
  });

  it('is forgotten where it opened something, once it has arrived', async () => {
    const secret = await letter(world.database, somebody());
    const plain = await letter(world.database, somebody(), {kind: 'vetting_refused', facts: {reason: 'No.'}});
    expect((await settled(world.database, secret, 'accepted')).facts).toEqual({});
    expect((await settled(world.database, plain, 'accepted')).facts).toEqual({reason: 'No.'});
  });

  it('is in the language of its reader, and in Spanish where there are no texts yet', async () => {
    const subjects = [];
    for (const language of ['en', 'ca']) {
      const address = somebody();
      await settled(world.database, await letter(world.database, address, {language}), 'accepted');
      subjects.push(post.to(address)[0].subject);
    }
    expect(subjects).toEqual(['Choose a new password for Plaza', 'Elige una contraseña nueva para Plaza']);
  });

  it('carries what people wrote as text, whatever they wrote', async () => {
    const address = somebody();
    const facts = {inviter: 'Luis "el\r\nBcc: todos@villar.example" <script>', group: '=?utf-8?Q?x?= «á»', link: '/groups/a', message: '.\nFrom me\n<img src=x onerror=alert(1)>\n.\r\nQUIT'};
    await settled(world.database, await letter(world.database, address, {kind: 'group_invitation', facts}), 'accepted');
    const [message, ...more] = post.to(address);
    expect(more).toEqual([]);
    expect(message.defects).toEqual([]);
    expect(message.headers.map(([name]) => name)).not.toContain('Bcc');
    expect(message.subject).toBe('Luis "el Bcc: todos@villar.example" <script> te invita al grupo «=?utf-8?Q?x?= «á»»');
    expect(message.text).toContain('> .\n> From me\n> <img src=x onerror=alert(1)>\n> .\n> QUIT');
    expect(message.html).not.toMatch(/<img|<script/);
  });
});

describe('a server that refuses', () => {
  it.each(['RCPT', 'DATA', 'content'] as Step[])('for good at %s is believed, and its words are kept', async (step) => {
    await post.next(step, {do: 'reply', words: '550 5.1.1 no hay nadie con ese nombre'});
    const address = somebody();
    const id = await letter(world.database, address);
    const fate = await settled(world.database, id, 'refused');
    expect(fate).toMatchObject({reply: '550 5.1.1 no hay nadie con ese nombre', attempts: 1});
    expect(await world.database.value(`select count(*) from job where payload->>'mail' = $1`, [String(id)])).toBe(0);
    expect(post.to(address)).toEqual([]);
  });

  it.each(['connect', 'MAIL', 'RCPT', 'DATA', 'content'] as Step[])('for now at %s is asked again after a growing pause', async (step) => {
    const address = somebody();
    await post.next(step, {do: 'reply', words: '451 4.7.1 try later'});
    const id = await letter(world.database, address);
    await tried(world.database, id, 1);
    const pause = () => world.database.value<number>(
      `select extract(epoch from run_at - now())::int from job where payload->>'mail' = $1`, [String(id)]);
    const first = await pause();
    expect(first).toBeGreaterThan(10);
    await post.next(step, {do: 'reply', words: '451 4.7.1 try later'});
    await letTimePass(world.database);
    const fate = await tried(world.database, id, 2);
    expect(fate.reply).toBe('451 4.7.1 try later');
    expect(await pause()).toBeGreaterThan(first * 3);
    await letTimePass(world.database);
    await settled(world.database, id, 'accepted');
    expect(post.to(address)).toHaveLength(1);
  });

  it.each(['connect', 'MAIL', 'RCPT'] as Step[])('us, not the letter, at %s, is asked again', async (step) => {
    await post.next(step, {do: 'reply', words: '554 5.7.1 you are on a list'});
    const id = await letter(world.database, somebody());
    await tried(world.database, id, 1);
    await letTimePass(world.database);
    await settled(world.database, id, 'accepted');
  });

  it('again and again makes us give up in the end', async () => {
    const id = await letter(world.database, somebody());
    await post.next('RCPT', {do: 'reply', words: '450 4.2.2 mailbox full'});
    await tried(world.database, id, 1);
    await post.next('RCPT', {do: 'reply', words: '450 4.2.2 mailbox full'});
    await world.database.rows(`update job set attempts = 17, run_at = now() where payload->>'mail' = $1`, [String(id)]);
    expect(await settled(world.database, id, 'given_up')).toMatchObject({attempts: 18, reply: '450 4.2.2 mailbox full'});
  });
});

describe('a server that', () => {
  it.each(steps.filter((step) => step !== 'accepted'))('breaks off at %s gets the letter again', async (step) => {
    const address = somebody();
    await post.next(step, {do: 'drop'});
    const id = await letter(world.database, address);
    await tried(world.database, id, 1);
    expect(post.to(address)).toEqual([]);
    await letTimePass(world.database);
    await settled(world.database, id, 'accepted');
    expect(post.to(address)).toHaveLength(1);
  });

  it('breaks off after its last word has the letter, once', async () => {
    const address = somebody();
    await post.next('accepted', {do: 'drop'});
    await settled(world.database, await letter(world.database, address), 'accepted');
    expect(post.to(address)).toHaveLength(1);
  });

  it.each(steps.filter((step) => step !== 'accepted'))('keeps silent at %s is left, and gets the letter again', async (step) => {
    const address = somebody();
    await post.next(step, {do: 'hang'});
    const id = await letter(world.database, address);
    await tried(world.database, id, 1);
    await letTimePass(world.database);
    await settled(world.database, id, 'accepted');
    expect(post.to(address)).toHaveLength(1);
  });

  it('keeps silent holds no other job up', async () => {
    await post.next('RCPT', {do: 'hang'});
    const before = post.reached.length;
    const id = await letter(world.database, somebody());
    await expect.poll(() => post.reached.slice(before)).toContain('RCPT');
    await world.database.rows(`insert into job (kind, payload) values ('sessions.clean', '{}')`);
    await expect.poll(() => world.database.value(`select count(*) from job where queue = 'common'`)).toBe(0);
    expect((await fateOf(world.database, id)).attempts).toBe(0);
    await tried(world.database, id, 1);
    await letTimePass(world.database);
    await settled(world.database, id, 'accepted');
  });
});

describe('who may not receive it any more', () => {
  it.each([
    ['is suspended', `update person set status = 'suspended' where id = $1`],
    ['has another address', `update credential set email = 'otra.' || email where person_id = $1`],
    ['has no account', `delete from credential where person_id = $1`],
  ])('since she %s, gets nothing', async (_, change) => {
    const ana = await world.person('Ana');
    await post.next('RCPT', {do: 'reply', words: '450 4.2.1 later'});
    const id = await letter(world.database, ana.email, {person: ana.id});
    await tried(world.database, id, 1);
    await world.database.rows(change, [ana.id]);
    await letTimePass(world.database);
    expect((await settled(world.database, id, 'withdrawn')).facts).toEqual({});
    expect(post.to(ana.email)).toEqual([]);
  });

  it('since she is erased, gets nothing, and her address is kept in no letter', async () => {
    const ana = await world.person('Ana');
    await post.next('RCPT', {do: 'reply', words: '450 4.2.1 later'});
    const id = await letter(world.database, ana.email, {person: ana.id});
    await tried(world.database, id, 1);
    await world.database.rows(`update person set status = 'erased' where id = $1`, [ana.id]);
    expect(await world.database.value('select count(*)::int from mail where id = $1', [id])).toBe(0);
    await letTimePass(world.database);
    await expect.poll(() => world.database.value(`select count(*)::int from job where payload::jsonb ->> 'mail' = $1`, [String(id)])).toBe(0);
    expect(post.to(ana.email)).toEqual([]);
  });

  it('since it is too late, gets nothing', async () => {
    const address = somebody();
    expect((await settled(world.database, await letter(world.database, address, {uselessIn: '-1 second'}), 'withdrawn')).reply).toMatch(/^too late/);
    expect(post.to(address)).toEqual([]);
  });
});
