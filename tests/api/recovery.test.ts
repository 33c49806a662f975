// SPDX-License-Identifier: EUPL-1.2
// A forgotten password and a new address: whom a link reaches, what it opens, and what it never does.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Client} from '../support/client.ts';
import {MailServer, type Message} from '../support/mail_server.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';
import {showsWhatTheMatrixLeaves} from './shown_elsewhere.ts';

let post: MailServer, world: World;
const before = 'la contraseña de antes', after = 'la contraseña de después';

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make(post.settings());
  await world.database.rows(`insert into mail_domain values ('villar.example', $1), ('nueva.example', $1)`, [world.administration]);
});
afterAll(async () => {
  await world?.end();
  await post?.stop();
});

/** Somebody whose password is known; set as the person herself would. */
async function somebody(name = 'Ana'): Promise<Person> {
  const person = await world.person(name);
  await reset(person.email, before);
  return world.session(person);
}
async function linkFor(email: string, page: string, count = 1): Promise<string> {
  const letters = () => post.to(email).filter((message) => message.text.includes(page));
  await until('the link is mailed', () => letters().length >= count, 15_000);
  const token = new RegExp(`${page}#([\\w-]+)`).exec(letters().at(-1)!.text)![1];
  world.server.secrets.add(token);
  return token;
}
async function ask(email: string, from: Client = world.stranger(), network = '198.51.100.1'): Promise<void> {
  await world.database.rows('delete from signin_failure');
  await from.want(202, from.post('/password_resets', {email}, {headers: {'x-forwarded-for': network}}));
}
async function reset(email: string, password: string): Promise<void> {
  const count = post.to(email).filter((message) => message.text.includes('/nueva-contrasena')).length;
  await ask(email);
  const token = await linkFor(email, '/nueva-contrasena', count + 1);
  const stranger = world.stranger();
  await stranger.want(204, stranger.put('/password_resets', {token, password}));
  await until('she is told', () => post.to(email).some((message) => message.subject.startsWith('Se ha cambiado tu contraseña')));
}
const told = (email: string, beginning: string): Promise<Message> =>
  until(`${email} is told: ${beginning}`, () => post.to(email).find((message) => message.subject.startsWith(beginning)), 15_000) as Promise<Message>;

describe('a forgotten password', () => {
  it('is chosen anew with the mailed link, which ends all sessions and works once', async () => {
    const ana = await world.person('Ana');
    await ask(ana.email.toUpperCase());
    const token = await linkFor(ana.email, '/nueva-contrasena');
    const stranger = world.stranger();
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(await world.database.value('select count(*) from account_token where token_hash = sha256($1)', [token])).toBe(1);
    expect((await stranger.put('/password_resets', {token, password: 'corta'})).json.errors).toEqual({password: ['too_short']});
    expect((await stranger.put('/password_resets', {token, password: 'plaza-demo-2026'})).json.errors).toEqual({password: ['common']});
    // To look at it uses nothing up.
    for (let i = 0; i < 2; i++) await stranger.want(204, stranger.post('/password_resets/look', {token}));
    await stranger.want(204, stranger.put('/password_resets', {token, password: after}));
    expect((await stranger.post('/password_resets/look', {token})).json.type).toBe('link_ended');
    expect((await ana.get('/me')).status).toBe(401);
    expect((await stranger.put('/password_resets', {token, password: before})).status).toBe(410);
    expect((await stranger.signIn(ana.email, after)).status).toBe(200);
    expect((await told(ana.email, 'Se ha cambiado tu contraseña')).text).toContain('https://plaza.example/contrasena-olvidada');
    expect(await world.database.value(`select count(*) from audit where action = 'password.reset' and object_id = $1`, [ana.id])).toBe(1);
  });

  it('is bound to the address it was mailed to', async () => {
    const ana = await world.person('Ana');
    await ask(ana.email);
    const token = await linkFor(ana.email, '/nueva-contrasena');
    const stranger = world.stranger();
    await world.database.rows(`update credential set email = 'otra.' || email where person_id = $1`, [ana.id]);
    expect((await stranger.put('/password_resets', {token, password: after})).status).toBe(410);
    await world.database.rows('update credential set email = $2 where person_id = $1', [ana.id, ana.email]);
    await stranger.want(204, stranger.put('/password_resets', {token, password: after}));
  });

  it('has one link at a time, for half an hour, for its own purpose', async () => {
    const ana = await world.person('Ana');
    await ask(ana.email);
    const first = await linkFor(ana.email, '/nueva-contrasena');
    await ask(ana.email);
    const second = await linkFor(ana.email, '/nueva-contrasena', 2);
    const stranger = world.stranger();
    expect(second).not.toBe(first);
    expect((await stranger.put('/password_resets', {token: first, password: after})).status).toBe(410);
    expect((await stranger.put('/email_changes', {token: second})).status).toBe(410);
    const life = await world.database.value<number>('select extract(epoch from expires_at - created_at)::int from account_token where person_id = $1', [ana.id]);
    expect(life).toBeLessThanOrEqual(30 * 60);
    await world.database.rows(`update account_token set expires_at = now() where person_id = $1`, [ana.id]);
    expect((await stranger.put('/password_resets', {token: second, password: after})).status).toBe(410);
  });

  it('is used by one of many who use the link at once', async () => {
    const ana = await world.person('Ana');
    await ask(ana.email);
    const token = await linkFor(ana.email, '/nueva-contrasena');
    const ends = await Promise.all(Array.from({length: 5}, (_, i) => world.stranger().put('/password_resets', {token, password: `${after} ${i}`})));
    expect(ends.map(({status}) => status).sort()).toEqual([204, 410, 410, 410, 410]);
  });

  it('answers the same for who has no account, and mails nothing', async () => {
    const ana = await world.person('Ana'), suspended = await world.person('Suspendida', {suspended: true}), erased = await world.person('Borrada', {erased: true});
    const stranger = world.stranger();
    const shown = async (email: string) => {
      await world.database.rows('delete from signin_failure');
      const {status, text, headers} = await stranger.post('/password_resets', {email});
      const {date, ...rest} = headers;
      return {status, text, headers: Object.keys(rest).sort()};
    };
    const known = await shown(ana.email);
    expect(known.status).toBe(202);
    const others = ['nadie@villar.example', suspended.email, erased.email];
    for (const email of others) expect(await shown(email)).toEqual(known);
    await linkFor(ana.email, '/nueva-contrasena');
    await until('all jobs are done', async () => await world.database.value(`select count(*) from job where kind = 'recovery.mail_reset'`) === 0);
    for (const email of others) expect(await world.database.value('select count(*) from mail where address = $1', [email])).toBe(0);
  });

  it('does the same statements whether there is an account', async () => {
    const ana = await world.person('Ana');
    const jobs = async (email: string) => {
      await world.database.rows('delete from signin_failure');
      const before = await world.database.value<number>(`select last_value from pg_sequences where sequencename = 'job_id_seq'`);
      await world.stranger().post('/password_resets', {email});
      return await world.database.value<number>(`select last_value from pg_sequences where sequencename = 'job_id_seq'`) - before > 0;
    };
    expect([await jobs(ana.email), await jobs('nadie@villar.example')]).toEqual([true, true]);
  });

  it('is asked for a few times only, for an address and from a network', async () => {
    await world.database.rows('delete from signin_failure');
    const stranger = world.stranger();
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await stranger.post('/password_resets', {email: 'mucho@villar.example'})).status);
    expect(statuses.slice(0, 3)).toEqual([202, 202, 202]);
    const last = await stranger.post('/password_resets', {email: 'MUCHO@villar.example'});
    expect(last.status).toBe(429);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect((await stranger.post('/password_resets', {email: 'otra@villar.example'})).status).toBe(202);
    await world.database.rows('delete from signin_failure');
  });

  it('is nothing for who was suspended after asking', async () => {
    const ana = await world.person('Ana');
    await ask(ana.email);
    const token = await linkFor(ana.email, '/nueva-contrasena');
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [ana.id]);
    expect((await world.stranger().put('/password_resets', {token, password: after})).status).toBe(410);
  });
});

describe('a new address', () => {
  it('takes the place of the old one when the link is used, and the old one is told', async () => {
    const ana = await somebody();
    const device = await world.session(ana);
    const email = `ana.${ana.id}@nueva.example`;
    await ana.want(202, ana.post('/me/email', {email: email.toUpperCase(), password: before}));
    const token = await linkFor(email.toUpperCase(), '/nueva-direccion');
    expect((await ana.get('/me')).json.person.email).toBe(ana.email);
    await ana.want(204, ana.put('/email_changes', {token}));
    expect((await ana.get('/me')).json.person.email).toBe(email);
    expect((await device.get('/me')).status).toBe(401);
    expect((await told(ana.email, 'Tu cuenta de Plaza tiene otra dirección')).text).toContain(email);
    expect((await ana.put('/email_changes', {token})).status).toBe(410);
    const stranger = world.stranger();
    expect((await stranger.signIn(email, before)).status).toBe(200);
    expect((await world.stranger().signIn(ana.email, before)).status).toBe(401);
  });

  it('is not had with a link that was asked for with another password, or from a session that was ended', async () => {
    const ana = await somebody();
    const thief = await world.session(ana);
    const ends: [string, () => Promise<unknown>][] = [
      ['the password is changed', () => ana.want(204, ana.put('/me/password', {current: before, new: after})).then(() => reset(ana.email, before))],
      ['other sessions end', async () => { const again = await world.session(ana); await again.want(204, again.del('/me/sessions')); }],
    ];
    for (const [turn, [what, end]] of ends.entries()) {
      const email = `ladrona.${turn}.${ana.id}@nueva.example`;
      const session = turn === 0 ? thief : await world.session(ana);
      await session.want(202, session.post('/me/email', {email, password: before}));
      const token = await linkFor(email, '/nueva-direccion');
      await end();
      expect([what, (await world.stranger().put('/email_changes', {token})).status]).toEqual([what, 410]);
    }
  });

  it('is asked for with the password', async () => {
    const ana = await somebody();
    expect((await ana.post('/me/email', {email: 'ana@nueva.example', password: 'no es esta, seguro'})).json.type).toBe('wrong_password');
  });

  it.each([['ana@desconocida.example', 'unknown_domain'], ['ana nueva@nueva.example', 'not_an_address'], ['"a"@nueva.example', 'not_an_address']])(
    'that is %s is refused: %s', async (email, code) => {
      const ana = await somebody();
      expect((await ana.post('/me/email', {email, password: before})).json.errors).toEqual({email: [code]});
    });

  it('of somebody else is not told, and nothing is mailed; taken meanwhile it is refused', async () => {
    const ana = await somebody(), beto = await world.person('Beto');
    expect((await ana.post('/me/email', {email: ana.email, password: before})).json.errors).toEqual({email: ['unchanged']});
    await ana.want(202, ana.post('/me/email', {email: beto.email, password: before}));
    await until('the job is done', async () => await world.database.value(`select count(*) from job where kind = 'recovery.mail_email_change'`) === 0);
    expect(await world.database.value('select count(*) from mail where address = $1', [beto.email])).toBe(0);
    const email = `disputada.${ana.id}@nueva.example`;
    await ana.want(202, ana.post('/me/email', {email, password: before}));
    const token = await linkFor(email, '/nueva-direccion');
    await world.database.rows('update credential set email = $2 where person_id = $1', [beto.id, email]);
    expect((await world.stranger().put('/email_changes', {token})).json.type).toBe('email_taken');
  });
});

showsWhatTheMatrixLeaves(import.meta.url);
