// SPDX-License-Identifier: EUPL-1.2
// Signing in and out, the cookie, and what a request must bring to change anything.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Client} from '../support/client.ts';
import {binary, within} from '../support/environment.ts';
import {run} from '../support/server.ts';
import {bounded, until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';
import {showsWhatTheMatrixLeaves} from './shown_elsewhere.ts';

let world: World;
const password = 'caballo correcto batería grapa 2026';
const long = 'ñ'.repeat(64) + 'una contraseña de más de cien bytes, que nadie corta';
const email = 'ana.lopez@villar.example';
/** `password` under argon2id of 19 MiB. */
const weaker = '$argon2id$v=19$m=19456,t=2,p=1$uqlZ/osVh9HjOg0EyLpwrQ$ovp0UZoQVdQqYwCD9FEA2kRh88s24Aw18zQdTETGtBQ';

async function add(address: string, name: string, secret: string, ...more: string[]) {
  const done = await run(['person', 'add', '--email', address, '--name', name, ...more], {PLAZA_DATABASE_URL: world.database.url}, `${secret}\n`);
  expect(done.code, done.stderr).toBe(0);
  // Adding somebody accepts no policy for them; these suites are not about that.
  await world.database.rows('update person set policy_accepted_at = coalesce(policy_accepted_at, now()) where name = $1', [name]);
  return JSON.parse(done.stdout);
}

beforeAll(async () => {
  world = await World.make();
  await add(email, 'Ana López', password);
  await add('larga@villar.example', 'Larga', long);
});
afterAll(() => world?.end());

describe('adding a person', () => {
  const command = (address: string, name = 'Nueva') => ['person', 'add', '--email', address, '--name', name];
  it.each([
    ['a short password', command('corta@villar.example'), 'corta', '12 characters'],
    ['no address', command('villar'), password, 'no mail address'],
    ['no name', command('sin@villar.example', ' '), password, 'the name is empty'],
    ['an address that somebody has', command(email), password, 'somebody has this address'],
  ])('says in words what is wrong with %s', async (_, args, secret, words) => {
    const done = await run(args, {PLAZA_DATABASE_URL: world.database.url}, `${secret}\n`);
    expect(done).toMatchObject({code: 1, stdout: '', stderr: expect.stringContaining(words)});
  });

  it('asks at a terminal for the password and does not show it', async () => {
    const inner = [binary(), ...command('terminal@villar.example')].map((word) => `'${word}'`).join(' ');
    const terminal = spawn('script', ['-qec', inner, '/dev/null'], {env: {...process.env, PLAZA_DATABASE_URL: world.database.url}});
    let seen = '';
    terminal.stdout.on('data', (part) => { seen += part; });
    const ended = once(terminal, 'close');
    await until('it asks', () => seen.includes('Password: '));
    terminal.stdin.write(`${password}\n`);
    await bounded('the end of the command', ended, 10_000).finally(() => terminal.kill());
    expect(seen).toContain('{"id":');
    expect(seen).not.toContain(password);
    await world.database.rows(`update person set policy_accepted_at = now() where name = 'Nueva'`);
    expect((await world.stranger().signIn('terminal@villar.example', password)).status).toBe(200);
  });
});

describe('signing in', () => {
  it('gives the person and a cookie that scripts and other sites do not get', async () => {
    const ana = world.stranger();
    const answer = await ana.signIn(email, password);
    expect(answer.status).toBe(200);
    expect(answer.json.person.name).toBe('Ana López');
    const cookie = answer.headers['set-cookie'];
    expect(cookie).toMatch(/^__Host-plaza=[A-Za-z0-9_-]{43,};/);
    for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) expect(cookie.toLowerCase()).toContain(attribute.toLowerCase());
    expect(cookie.toLowerCase()).not.toContain('domain=');
    expect((await ana.get('/me')).json.person).toMatchObject({name: 'Ana López', email});
  });

  it('takes the address in any case, and with spaces around it', async () => {
    expect((await world.stranger().signIn(' Ana.Lopez@VILLAR.example ', password)).status).toBe(200);
  });

  it('gives a new token each time and leaves the others valid', async () => {
    const [one, two] = [world.stranger(), world.stranger()];
    await one.signIn(email, password);
    await two.signIn(email, password);
    expect(one.token).not.toBe(two.token);
    expect([(await one.get('/me')).status, (await two.get('/me')).status]).toEqual([200, 200]);
  });

  it('never takes over a token that the browser brought along', async () => {
    const planted = world.stranger();
    planted.token = 'A'.repeat(43);
    await planted.signIn(email, password);
    expect(planted.token).not.toBe('A'.repeat(43));
  });

  it('refuses a wrong password and an unknown address with the same words', async () => {
    const wrong = await world.stranger().signIn(email, 'no es esta');
    const unknown = await world.stranger().signIn('nadie@villar.example', 'no es esta');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const plain = ({instance, ...rest}: any) => rest;
    expect(plain(wrong.json)).toEqual(plain(unknown.json));
    expect(wrong.json.type).toBe('wrong_credentials');
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('takes as long for an unknown address as for a wrong password', async () => {
    const times = async (address: string) => {
      const all: number[] = [];
      for (let i = 0; i < 3; i++) all.push((await world.stranger().signIn(`${i}${address}`, 'no es esta')).ms);
      return all.sort((a, b) => a - b)[1];
    };
    for (const i of [0, 1, 2]) await add(`${i}existe@villar.example`, `Existe ${i}`, password);
    const [known, unknown] = [await times('existe@villar.example'), await times('fantasma@villar.example')];
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });

  it('reads every byte of a long password', async () => {
    expect((await world.stranger().signIn('larga@villar.example', long)).status).toBe(200);
    expect((await world.stranger().signIn('larga@villar.example', long.slice(0, -1))).status).toBe(401);
    expect((await world.stranger().signIn('larga@villar.example', `${long}x`)).status).toBe(401);
  });

  it('stores the password as argon2id of 64 MiB and two passes, and the token as a digest only', async () => {
    const stored = await world.database.value('select password from credential where email = $1', [email]);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
    const client = world.stranger();
    await client.signIn(email, password);
    const found = await world.database.value(
      'select count(*) from session where token_hash = convert_to($1, $2) or encode(token_hash, $3) = $1', [client.token, 'UTF8', 'escape']);
    expect(found).toBe(0);
  });

  it('brings an older, weaker hash up to date', async () => {
    await add('vieja@villar.example', 'Vieja', password);
    const change = (hash: string) => world.database.rows(`update credential set password = $1 where email = 'vieja@villar.example'`, [hash]);
    await change(weaker);
    expect((await world.stranger().signIn('vieja@villar.example', password)).status).toBe(200);
    const now = await world.database.value(`select password from credential where email = 'vieja@villar.example'`);
    expect(now).toMatch(/^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
    expect((await world.stranger().signIn('vieja@villar.example', password)).status).toBe(200);
  });

  it('is refused to suspended and erased people as if they did not exist', async () => {
    await add('fuera@villar.example', 'Fuera', password);
    await world.database.rows(`update person set status = 'erased' where name = 'Fuera'`);
    const answer = await world.stranger().signIn('fuera@villar.example', password);
    expect([answer.status, answer.json.type]).toEqual([401, 'wrong_credentials']);
  });

  it('slows down for an account that fails again and again, without locking it', async () => {
    await add('objetivo@villar.example', 'Objetivo', password);
    const statuses: number[] = [];
    for (let i = 0; i < 30 && statuses.at(-1) !== 429; i++) {
      statuses.push((await world.stranger().signIn('objetivo@villar.example', `intento ${i}`)).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.length).toBeGreaterThan(3);
    // Somebody else signs in as ever.
    expect((await world.stranger().signIn(email, password)).status).toBe(200);
    // Once the delay is over, the right password opens again.
    await world.database.rows(`update signin_failure set last_at = last_at - interval '1 hour'`);
    expect((await world.stranger().signIn('objetivo@villar.example', password)).status).toBe(200);
  });

  it('does not delay right passwords below thirty a minute', async () => {
    const all = await Promise.all(Array.from({length: 12}, () => world.stranger().signIn(email, password)));
    expect(all.map((answer) => answer.status)).toEqual(all.map(() => 200));
    expect(Math.max(...all.map((answer) => answer.ms))).toBeLessThan(within(8_000));
  });
});

describe('a session', () => {
  let ana: Client;
  beforeAll(async () => { ana = world.stranger(); await ana.signIn(email, password); });

  it('is carried by Authorization as well, which needs no X-Plaza', async () => {
    const bearer = new Client(world.server);
    const headers = {authorization: `Bearer ${ana.token}`, 'x-plaza': undefined};
    expect((await bearer.get('/me', {headers})).status).toBe(200);
    expect((await bearer.post('/preview', {body: 'hola'}, {headers})).status).toBe(200);
    bearer.close();
  });

  it.each(['', 'A'.repeat(43), 'no válida', '%00', "' or 1=1 --", 'A'.repeat(4000)])('is not opened by the token "%.20s"', async (token) => {
    const thief = world.stranger();
    expect((await thief.get('/me', {headers: {cookie: `__Host-plaza=${encodeURI(token)}`}})).status).toBe(401);
  });

  it('is not carried by an address', async () => {
    const answer = await world.stranger().get(`/me?token=${ana.token}`);
    expect(answer.status).toBe(401);
  });

  it('ends by signing out, at once and only there', async () => {
    const other = world.stranger();
    await other.signIn(email, password);
    const gone = await other.del('/session');
    expect(gone.status).toBe(204);
    expect(gone.headers['set-cookie']).toMatch(/^__Host-plaza=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/i);
    expect((await other.get('/me')).status).toBe(401);
    expect((await ana.get('/me')).status).toBe(200);
  });

  it.each([
    ['its time', `expires_at = now() + interval '30 seconds'`, `expires_at = now()`],
    ['fourteen idle days', `last_used_at = now() - interval '14 days' + interval '30 seconds'`, `last_used_at = now() - interval '14 days'`],
  ])('ends after %s, and not before', async (_, before, after) => {
    const person = await world.person('Que caduca');
    for (const [change, status] of [[before, 200], [after, 401]] as const) {
      await world.database.rows(`update session set ${change} where person_id = $1`, [person.id]);
      expect((await person.get('/me')).status, change).toBe(status);
    }
  });

  it('is good for nothing once its person is suspended', async () => {
    const person = await world.person('Suspendida luego');
    expect((await person.get('/me')).status).toBe(200);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [person.id]);
    expect((await person.get('/me')).status).toBe(403);
  });
});

describe('a request that changes something', () => {
  let person: Person;
  beforeAll(async () => { person = await world.person('Cruzada'); await world.group('cruce', 'open', [[person, 'member']]); });
  const update = {kind: 'update', title: 'Hola', body: 'Hola.'};

  it.each<[string, Record<string, string | undefined>]>([
    ['no X-Plaza', {'x-plaza': undefined}],
    ['another X-Plaza', {'x-plaza': '0'}],
    ['a foreign Origin', {origin: 'https://evil.example'}],
    ['an opaque Origin', {origin: 'null'}],
    ['an Origin of another port', {origin: 'http://127.0.0.1:1'}],
    ['an Origin that only begins alike', {origin: 'http://127.0.0.1.evil.example'}],
    ['Sec-Fetch-Site cross-site', {'sec-fetch-site': 'cross-site'}],
    ['Sec-Fetch-Site same-site', {'sec-fetch-site': 'same-site'}],
  ])('is refused with %s', async (_, headers) => {
    const count = () => world.database.value('select count(*) from thread');
    const before = await count();
    for (const answer of [
      await person.post('/groups/cruce/threads', update, {headers}),
      await person.put('/groups/cruce/members/me', undefined, {headers}),
      await person.del('/session', {headers}),
      await world.stranger().post('/session', {email, password}, {headers}),
    ]) expect([answer.status, answer.json.type]).toEqual([403, 'cross_site']);
    expect(await count()).toBe(before);
  });

  it.each<[string, () => Record<string, string>]>([
    ['its own Origin', () => ({origin: world.server.origin})],
    ['Sec-Fetch-Site same-origin', () => ({'sec-fetch-site': 'same-origin', origin: world.server.origin})],
  ])('passes with %s', async (_, headers) => {
    expect((await person.post('/groups/cruce/threads', update, {headers: headers()})).status).toBe(201);
  });

  it('is never a GET', async () => {
    const tables = ['thread', 'post', 'membership', 'useful_mark', 'accepted_answer', 'event', 'audit', 'thread_read', 'session'];
    const counts = () => Promise.all(tables.map((table) => world.database.value(`select count(*) from ${table}`)));
    const thread = await person.ask('cruce', '¿Cambia algo al leer?');
    const before = await counts();
    for (const path of ['/me', '/feed', '/groups', '/groups/cruce', '/groups/cruce/threads', '/groups/cruce/members', `/threads/${thread.id}`,
      `/threads/${thread.id}/posts`, '/search?q=cambia', '/tags?q=a', '/administrations', '/events?wait=0']) {
      expect((await person.get(path)).status, path).toBe(200);
    }
    expect(await counts()).toEqual(before);
  });
});

showsWhatTheMatrixLeaves(import.meta.url);
