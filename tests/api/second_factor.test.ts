// SPDX-License-Identifier: EUPL-1.2
// The second step of signing in: set up, asked for on every path, codes taken once, guesses slowed down.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Client} from '../support/client.ts';
import {Live} from '../support/live.ts';
import {totp} from '../support/totp.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';
import {showsWhatTheMatrixLeaves} from './shown_elsewhere.ts';

let world: World;
const password = 'caballo correcto batería grapa 2026';
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const tokenOf = (answer: {headers: Record<string, string>}) => /^__Host-plaza=([A-Za-z0-9_-]{43});/.exec(answer.headers['set-cookie'] ?? '')?.[1] ?? null;
const opens = async (client: Client) => (await client.get('/me')).status;

/** Codes are taken once: the device's clock stands still for tests, so what was used is forgotten. */
const nextStep = (person: Person) => world.database.rows('update second_factor set last_step = 0 where person_id = $1', [person.id]);
const calm = () => world.database.rows(`update signin_failure set last_at = last_at - interval '1 day'`);

async function begun(name: string): Promise<{person: Person; secret: string}> {
  const person = await world.withPassword(name, password);
  const {secret, address, qr} = await person.want(200, person.post('/me/second_factor', {password}));
  world.server.secrets.add(secret);
  expect(address).toBe(`otpauth://totp/Plaza:${encodeURIComponent(person.email)}?secret=${secret}&issuer=Plaza`);
  expect(qr.size).toBeGreaterThan(30);
  return {person, secret};
}

async function secured(name: string): Promise<{person: Person; secret: string; codes: string[]}> {
  const {person, secret} = await begun(name);
  const answer = await person.put('/me/second_factor', {code: totp(secret)});
  expect(answer.status, answer.text).toBe(200);
  person.token = tokenOf(answer);
  await nextStep(person);
  for (const code of answer.json.recovery_codes) world.server.secrets.add(code);
  return {person, secret, codes: answer.json.recovery_codes};
}

/** Password given, second step missing. */
async function halfway(person: Person): Promise<Client> {
  const client = world.stranger();
  const answer = await client.signIn(person.email, password);
  expect([answer.status, answer.json.second_factor_pending]).toEqual([200, true]);
  return client;
}

describe('setting it up', () => {
  it('takes the password, then a code; only then does it count', async () => {
    const {person, secret} = await begun('Empieza');
    expect((await person.get('/me/second_factor')).json).toEqual({on: false, since: null, recovery_codes: 0});
    expect((await world.stranger().signIn(person.email, password)).json.second_factor_pending).toBe(false);
    const wrong = await person.put('/me/second_factor', {code: totp(secret, 50)});
    expect([wrong.status, wrong.json.type]).toEqual([403, 'wrong_code']);
    expect((await person.put('/me/second_factor', {code: totp(secret)})).json.recovery_codes).toHaveLength(10);
    expect((await world.stranger().signIn(person.email, password)).json.second_factor_pending).toBe(true);
  });

  it('ends the other sessions, which had no second step, and renews this one', async () => {
    const {person, secret} = await begun('Otras fuera');
    const other = await world.session(person), before = await world.session(person);
    before.token = person.token;
    const answer = await person.put('/me/second_factor', {code: totp(secret)});
    person.token = tokenOf(answer);
    expect([await opens(person), await opens(other), await opens(before)]).toEqual([200, 401, 401]);
    expect((await person.get('/me/second_factor')).json).toMatchObject({on: true, recovery_codes: 10});
  });

  it('is not done over one that is on, nor with a wrong password', async () => {
    const {person} = await secured('Ya está');
    const again = await person.post('/me/second_factor', {password});
    expect([again.status, again.json.type]).toEqual([409, 'second_factor_on']);
    const other = await world.withPassword('Sin contraseña', password);
    expect((await other.post('/me/second_factor', {password: 'no es esta, seguro'})).json.type).toBe('wrong_password');
  });

  it('stores neither secret nor recovery codes as they are', async () => {
    const {person, secret, codes} = await secured('Guardada');
    const stored = JSON.stringify(await world.database.rows(
      `select f.*, encode(c.code_hash, 'escape') from second_factor f join recovery_code c using (person_id) where person_id = $1`, [person.id]));
    for (const plain of [secret, ...codes, ...codes.map((code) => code.replace(/-/g, ''))]) expect(stored).not.toContain(plain);
    // A secret copied to somebody else's row opens nothing there.
    const thief = await secured('Copiona');
    await world.database.rows('update second_factor set secret = (select secret from second_factor where person_id = $1) where person_id = $2', [thief.person.id, person.id]);
    thief.person.judged = false;
    expect((await thief.person.post('/me/second_factor/recovery_codes', {code: totp(thief.secret)})).status).toBe(200);
    person.judged = false;
    expect((await person.post('/me/second_factor/recovery_codes', {code: totp(thief.secret)})).status).toBe(500);
  });
});

describe('without the second step', () => {
  let person: Person, client: Client, secret: string;
  beforeAll(async () => {
    ({person, secret} = await secured('A medias'));
    await world.group('cerca', 'open', [[person, 'member']]);
    client = await halfway(person);
  });

  it.each<[string, (c: Client) => Promise<{status: number}>]>([
    ['the page\'s cookie', (c) => c.get('/me')],
    ['a bearer token', (c) => new Client(world.server).get('/me', {headers: {authorization: `Bearer ${c.token}`}})],
    ['writing', (c) => c.post('/groups/cerca/threads', {kind: 'update', title: 'x', body: 'x'})],
    ['the long poll', (c) => c.get('/events?wait=0')],
    ['the list of sessions', (c) => c.get('/me/sessions')],
    ['ending other sessions', (c) => c.del('/me/sessions')],
    ['changing the password', (c) => c.put('/me/password', {current: password, new: 'otra frase larga 2027'})],
    ['setting another up', (c) => c.post('/me/second_factor', {password})],
    ['taking it away', (c) => c.post('/me/second_factor/removal', {password, code: totp(secret)})],
    ['new recovery codes', (c) => c.post('/me/second_factor/recovery_codes', {code: totp(secret)})],
  ])('%s is 428', async (_, ask) => {
    const answer: any = await ask(client);
    expect([answer.status, answer.json.type]).toEqual([428, 'second_factor_pending']);
  });

  it('the live connection is refused before it begins', async () => {
    const live = await Live.attempt(client);
    expect(live).toMatchObject({status: 428});
  });

  it('nobody complete is signed out, however often it is tried', async () => {
    for (let i = 0; i < 35; i++) await world.database.rows(
      `insert into session (token_hash, person_id, second_factor_pending, expires_at) values (sha256($1), $2, true, now() + interval '5 minutes')`, [`${i}`, person.id]);
    await halfway(person);
    expect(await opens(person)).toBe(200);
    expect(await world.database.value('select count(*)::int from session where person_id = $1 and second_factor_pending', [person.id])).toBe(5);
    expect((await person.get('/me/sessions')).json.items).toHaveLength(1);
  });

  it('the session ends after ten minutes', async () => {
    const late = await halfway(person);
    const left = await world.database.value('select extract(epoch from max(expires_at) - now())::int from session where person_id = $1 and second_factor_pending', [person.id]);
    expect(left).toBeLessThanOrEqual(600);
    await world.database.rows('update session set expires_at = now() where person_id = $1 and second_factor_pending', [person.id]);
    expect((await late.post('/session/second_factor', {code: totp(secret)})).status).toBe(401);
  });

  it('signing out is possible', async () => {
    expect((await (await halfway(person)).del('/session')).status).toBe(204);
  });
});

describe('the second step', () => {
  it('opens the session under a new token', async () => {
    const {person, secret} = await secured('Completa');
    const client = await halfway(person);
    const before = await world.session(person);
    before.token = client.token;
    const answer = await client.post('/session/second_factor', {code: totp(secret)});
    expect([answer.status, answer.json.second_factor_pending, answer.json.person.name]).toEqual([200, false, 'Completa']);
    client.token = tokenOf(answer);
    expect([await opens(client), await opens(before)]).toEqual([200, 401]);
    expect(answer.headers['set-cookie']).toContain('Max-Age=7776000');
  });

  it('may come along with the password', async () => {
    const {person, secret} = await secured('De una vez');
    const client = world.stranger();
    const answer = await client.post('/session', {email: person.email, password, otp: totp(secret)});
    expect([answer.status, answer.json.second_factor_pending]).toEqual([200, false]);
    const wrong = await client.post('/session', {email: person.email, password, otp: totp(secret, 40)});
    expect([wrong.status, wrong.json.type, tokenOf(wrong)]).toEqual([403, 'wrong_code', null]);
    expect((await client.post('/session', {email: person.email, password: 'no es esta, seguro', otp: totp(secret)})).json.type).toBe('wrong_credentials');
  });

  it('takes a code once, and none from before the last one used', async () => {
    const {person, secret} = await secured('Repetida');
    const code = totp(secret), earlier = totp(secret, -1);
    const [one, two, three] = [await halfway(person), await halfway(person), await halfway(person)];
    expect((await one.post('/session/second_factor', {code})).status).toBe(200);
    expect((await two.post('/session/second_factor', {code})).json.type).toBe('wrong_code');
    if (totp(secret, -1) === earlier) expect((await three.post('/session/second_factor', {code: earlier})).json.type).toBe('wrong_code');
  });

  it('taken by many at once opens one session only', async () => {
    const {person, secret} = await secured('Carrera');
    const clients = await Promise.all([1, 2, 3, 4, 5].map(() => halfway(person)));
    const code = totp(secret);
    const answers = await Promise.all(clients.map((client) => client.post('/session/second_factor', {code})));
    expect(answers.filter(({status}) => status === 200)).toHaveLength(1);
  });

  it('takes each recovery code once, however it is typed, and never a void one', async () => {
    const {person, secret, codes} = await secured('Recupera');
    const client = await halfway(person);
    expect((await client.post('/session/second_factor', {code: ` ${codes[0].toUpperCase().replace(/-/g, ' ')} `})).status).toBe(200);
    expect((await person.get('/me/second_factor')).json.recovery_codes).toBe(9);
    const again = await halfway(person);
    expect((await again.post('/session/second_factor', {code: codes[0]})).json.type).toBe('wrong_code');
    const renewed = await person.post('/me/second_factor/recovery_codes', {code: totp(secret)});
    for (const code of renewed.json.recovery_codes) world.server.secrets.add(code);
    expect((await again.post('/session/second_factor', {code: codes[1]})).json.type).toBe('wrong_code');
    expect((await again.post('/session/second_factor', {code: renewed.json.recovery_codes[9]})).status).toBe(200);
  });

  it('takes the codes of the steps next to this one, and none further off', async () => {
    const {person, secret} = await secured('Relojes');
    for (const [shift, status] of [[1, 200], [-1, 200], [3, 403], [-3, 403]]) {
      await nextStep(person);
      expect([shift, (await (await halfway(person)).post('/session/second_factor', {code: totp(secret, shift)})).status]).toEqual([shift, status]);
    }
  });

  it('grows slow for who guesses, also at once, and lets the right code in later', async () => {
    const {person, secret} = await secured('Adivinada');
    const client = await halfway(person);
    const many = await Promise.all(Array.from({length: 20}, (_, i) => client.post('/session/second_factor', {code: totp(secret, 1000 + i)})));
    expect(many.filter(({status}) => status === 403).length).toBeLessThanOrEqual(5);
    expect(many.filter(({status}) => status === 429).length).toBeGreaterThanOrEqual(15);
    // The wait is of seconds: a slow machine would be through with it before the next request comes.
    await world.database.rows('update signin_failure set last_at = now()');
    expect((await client.post('/session/second_factor', {code: totp(secret)})).status).toBe(429);
    expect((await client.put('/me/password', {current: password, new: 'x'.repeat(20)})).status).toBe(428);
    await calm();
    expect((await client.post('/session/second_factor', {code: totp(secret)})).status).toBe(200);
  });

  it('is refused to who has been suspended meanwhile', async () => {
    const {person, secret} = await secured('Suspendida');
    const client = await halfway(person);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [person.id]);
    expect((await client.post('/session/second_factor', {code: totp(secret)})).json.type).toBe('suspended');
  });
});

describe('taking it away', () => {
  it('asks for password and code, renews the session and is in the audit', async () => {
    const {person, secret} = await secured('Se quita');
    expect((await person.post('/me/second_factor/removal', {password: 'no es esta, seguro', code: totp(secret)})).json.type).toBe('wrong_password');
    expect((await person.post('/me/second_factor/removal', {password, code: totp(secret, 9)})).json.type).toBe('wrong_code');
    const answer = await person.post('/me/second_factor/removal', {password, code: totp(secret)});
    expect(answer.status).toBe(204);
    expect(await opens(person)).toBe(401);
    person.token = tokenOf(answer);
    expect(await opens(person)).toBe(200);
    expect((await world.stranger().signIn(person.email, password)).json.second_factor_pending).toBe(false);
    const acts = await world.database.rows(`select action from audit where object_id = $1 order by seq`, [person.id]);
    expect(acts.map((row: any) => row.action)).toEqual(expect.arrayContaining(['second_factor.on', 'second_factor.off']));
    const letters = await world.database.rows('select kind, address from mail where person_id = $1 order by id', [person.id]);
    expect(new Set(letters.map((row: any) => `${row.kind} ${row.address}`)))
      .toEqual(new Set([`second_factor_on ${person.email}`, `second_factor_off ${person.email}`]));
  });
});

it('a changed password leaves the second step where it is', async () => {
  const {person, secret} = await secured('Cambiada');
  const answer = await person.put('/me/password', {current: password, new: 'otra frase larga para 2027'});
  expect(answer.status).toBe(204);
  const client = world.stranger();
  expect((await client.signIn(person.email, 'otra frase larga para 2027')).json.second_factor_pending).toBe(true);
  expect((await client.post('/session/second_factor', {code: totp(secret)})).status).toBe(200);
});

it('so does one chosen by a mailed link', async () => {
  const {person, secret} = await secured('Olvidadiza');
  expect((await world.stranger().post('/password_resets', {email: person.email})).status).toBeLessThan(300);
  let link = '';
  await until('the link is mailed', async () => {
    const found = await world.database.rows(`select facts->>'link' as link from mail where address = $1 and kind = 'password_reset'`, [person.email]);
    link = found[0]?.link ?? '';
    return link !== '';
  });
  const token = link.split('#')[1];
  world.server.secrets.add(token);
  const done = await world.stranger().put('/password_resets', {token, password: 'otra frase larga para 2028'});
  expect(done.status, done.text).toBe(204);
  const client = world.stranger();
  expect((await client.signIn(person.email, 'otra frase larga para 2028')).json.second_factor_pending).toBe(true);
  expect((await client.get('/me')).status).toBe(428);
  expect((await client.post('/session/second_factor', {code: totp(secret)})).status).toBe(200);
});

showsWhatTheMatrixLeaves(import.meta.url);
