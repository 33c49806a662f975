// SPDX-License-Identifier: EUPL-1.2
// One's own way in: the list of sessions, ending them, and changing the password.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Client} from '../support/client.ts';
import {World, type Person} from '../support/world.ts';
import {showsWhatTheMatrixLeaves} from './shown_elsewhere.ts';

let world: World;
const password = 'caballo correcto batería grapa 2026';
const better = 'otra frase larga para entrar 2027';
// The first wait is a second: a slow machine would be through with it before the next request comes.
const waitsOn = `update signin_failure set failures = failures + 5, last_at = now()`;

beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const withPassword = (name: string) => world.withPassword(name, password);

const entering = async (person: Person, secret = password, agent?: string): Promise<Client> => {
  const client = world.stranger();
  const answer = await client.post('/session', {email: person.email, password: secret}, {headers: {'user-agent': agent}});
  expect(answer.status, answer.text).toBe(200);
  client.token = /^__Host-plaza=([^;]+)/.exec(answer.headers['set-cookie'])![1];
  return client;
};
const opens = async (client: Client) => (await client.get('/me')).status === 200;

describe('the list of sessions', () => {
  it('names devices in words, tells which one asks, and is of nobody else', async () => {
    const person = await withPassword('Lista');
    await world.database.rows('delete from session where person_id = $1', [person.id]);
    const desk = await entering(person, password, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0');
    const phone = await entering(person, password, 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1');
    const strange = await entering(person, password, 'algo raro');
    await world.database.rows(`update session set last_used_at = last_used_at - interval '1 hour' where user_agent like '%Edg/%'`);
    const {items, next} = await phone.want(200, phone.get('/me/sessions'));
    expect(next).toBeNull();
    expect(items.map(({browser, system, current}: any) => [browser, system, current])).toEqual([
      ['', '', false], ['Safari', 'iPhone', true], ['Edge', 'Windows', false]]);
    expect((await desk.get('/me/sessions')).json.items.filter((item: any) => item.current).map((item: any) => item.browser)).toEqual(['Edge']);
    await world.database.rows(`update session set expires_at = now() where user_agent = 'algo raro'`);
    expect((await phone.get('/me/sessions')).json.items).toHaveLength(2);
    expect(await opens(strange)).toBe(false);
    expect((await (await world.person('Ajena')).get('/me/sessions')).json.items).toHaveLength(1);
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0', 'Firefox', 'Linux'],
    ['Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36', 'Samsung Internet', 'Android'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15', 'Safari', 'macOS'],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36', 'Chrome', 'ChromeOS'],
  ])('knows %s', async (agent, browser, system) => {
    const person = await world.person('Reconocida');
    await world.database.rows('update session set user_agent = $2 where person_id = $1', [person.id, agent]);
    expect((await person.get('/me/sessions')).json.items[0]).toMatchObject({browser, system, current: true});
  });
});

describe('ending sessions', () => {
  it('ends one of them with its live connection, and never somebody else\'s', async () => {
    const person = await world.person('Dueña de sesiones');
    const other = await world.session(person);
    const live = await world.live(other);
    const [stranger] = (await (await world.person('Otra')).get('/me/sessions')).json.items;
    const mine = (await person.get('/me/sessions')).json.items.find((item: any) => !item.current);
    expect((await person.del(`/me/sessions/${stranger.id}`)).status).toBe(404);
    expect((await person.del(`/me/sessions/${mine.id}`)).status).toBe(204);
    expect(await live.closedWith()).toBe(1008);
    expect([await opens(person), await opens(other)]).toEqual([true, false]);
    expect((await person.del(`/me/sessions/${mine.id}`)).status).toBe(404);
    expect(await world.database.value(`select count(*) from audit where action = 'session.ended' and object_id = $1`, [mine.id])).toBe(1);
  });

  it('ends all the others', async () => {
    const person = await world.person('Sola');
    const others = [await world.session(person), await world.session(person)];
    expect((await person.del('/me/sessions')).status).toBe(204);
    expect([await opens(person), ...await Promise.all(others.map(opens))]).toEqual([true, false, false]);
    expect((await person.del('/me/sessions')).status).toBe(204);
  });
});

describe('signing out', () => {
  it('asks the browser to forget what it read', async () => {
    const person = await world.person('Que sale');
    expect((await person.del('/session')).headers['clear-site-data']).toBe('"cache"');
  });
});

describe('changing the password', () => {
  it('asks for the present one, ends the other sessions, renews this one and is in the audit without secrets', async () => {
    const person = await withPassword('Cambia');
    const here = await entering(person), there = await entering(person);
    const answer = await here.put('/me/password', {current: password, new: better});
    expect(answer.status, answer.text).toBe(204);
    const token = /^__Host-plaza=([A-Za-z0-9_-]{43});/.exec(answer.headers['set-cookie'])![1];
    expect(token).not.toBe(here.token);
    expect([await opens(here), await opens(there), await opens(person)]).toEqual([false, false, false]);
    here.token = token;
    expect(await opens(here)).toBe(true);
    expect((await world.stranger().signIn(person.email, password)).status).toBe(401);
    expect((await world.stranger().signIn(person.email, better)).status).toBe(200);
    const written = await world.database.rows(`select a.action, d.details::text from audit a join audit_detail d using (seq) where a.object_id = $1`, [person.id]);
    expect(written.map((row: any) => row.action)).toContain('password.changed');
    expect(JSON.stringify(written)).not.toContain('argon2');
  });

  it('is refused without the right one, and guessing is slowed down like signing in', async () => {
    const person = await withPassword('Adivina');
    const first = await person.put('/me/password', {current: 'no es esta, seguro', new: better});
    expect([first.status, first.json.type]).toEqual([403, 'wrong_password']);
    const statuses: number[] = [];
    for (let i = 0; i < 30 && statuses.at(-1) !== 429; i++) statuses.push((await person.put('/me/password', {current: `intento número ${i}`, new: better})).status);
    expect(statuses.at(-1)).toBe(429);
    await world.database.rows(waitsOn);
    expect((await world.stranger().signIn(person.email, password)).status).toBe(429);
    await world.database.rows(`update signin_failure set last_at = last_at - interval '1 hour'`);
    expect((await person.put('/me/password', {current: password, new: better})).status).toBe(204);
  });

  it.each([
    ['of eleven characters', 'once letras', ['too_short']], ['that is common', 'ayuntamiento123', ['common']], ['of one letter', 'aaaaaaaaaaaaaaa', ['common']],
    ['that is the old one', password, ['unchanged']], ['of the demonstration', 'plaza-demo-2026', ['common']], ['beyond a thousand bytes', 'ñ'.repeat(600), ['too_long']],
  ])('refuses one %s', async (_, wanted, codes) => {
    const person = await withPassword(`Reglas${codes[0]}${wanted.length}`);
    const answer = await person.put('/me/password', {current: password, new: wanted});
    expect([answer.status, answer.json.errors]).toEqual([422, {new: codes}]);
  });

  it('takes twelve letters alone, and a phrase of hundreds of characters whole', async () => {
    const person = await withPassword('Largas');
    expect((await person.put('/me/password', {current: password, new: 'docecaracter'})).status).toBe(204);
    const again = await entering(person, 'docecaracter');
    expect((await again.put('/me/password', {current: 'docecaracter', new: 'frase ñ '.repeat(100)})).status).toBe(204);
    expect((await world.stranger().signIn(person.email, 'frase ñ '.repeat(100))).status).toBe(200);
    expect((await world.stranger().signIn(person.email, 'frase ñ '.repeat(99))).status).toBe(401);
  });

  it('refuses fields it does not know', async () => {
    const person = await world.person('Campos');
    expect((await person.put('/me/password', {current: password, new: better, person: 1})).status).toBe(422);
  });
});

showsWhatTheMatrixLeaves(import.meta.url);
