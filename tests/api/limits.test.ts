// SPDX-License-Identifier: EUPL-1.2
// Nobody takes more than their share: by person, by address and by cost, told when to come back.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Client, type Answer} from '../support/client.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
// A quarter of a minute's allowance may come at once.
const [reads, searches, writes, signIns, lives, anonymous] = [20, 8, 6, 5, 4, 60];
const aMinute = (atOnce: number) => String(atOnce * 4);

beforeAll(async () => {
  world = await World.make({
    PLAZA_LIMITS_READ: aMinute(reads), PLAZA_LIMITS_SEARCH: aMinute(searches), PLAZA_LIMITS_WRITE: aMinute(writes),
    PLAZA_LIMITS_SIGN_IN: aMinute(signIns), PLAZA_LIMITS_LIVE: aMinute(lives), PLAZA_LIMITS_ANONYMOUS: '100000',
  });
});
afterAll(() => world?.end());

/** Asks until refused; gives the number of requests that passed. */
async function passed(ask: () => Promise<Answer>, most: number): Promise<number> {
  for (let i = 0; i < most; i++) {
    const answer = await ask();
    if (answer.status === 429) {
      expect(answer.json.type).toBe('too_many_requests');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      return i;
    }
    expect(answer.status).toBeLessThan(429);
  }
  return most;
}

describe('a person', () => {
  // Buckets refill while the test runs; twice the limit is far from reached.
  it.each<[string, number, (person: Person) => Promise<Answer>]>([
    ['reads', reads, (person) => person.get('/feed')],
    ['searches', searches, (person) => person.get('/search?q=contrato')],
    ['writes', writes, (person) => person.put('/groups/limites/members/me')],
    ['long polls', lives, (person) => person.get('/events?wait=0')],
  ])('%s so much and no more', async (_, limit, ask) => {
    if (!(await world.database.rows(`select 1 from plaza_group where slug = 'limites'`)).length) await world.group('limites', 'open');
    const person = await world.person('Limitada');
    const count = await passed(() => ask(person), limit * 3);
    expect(count).toBeGreaterThanOrEqual(limit);
    expect(count).toBeLessThan(limit * 2);
    // The same person on another device is the same person; somebody else is not.
    expect((await ask(await world.session(person))).status).toBe(429);
    expect((await ask(await world.person('Vecina'))).status).toBeLessThan(429);
  });

  it('who may not read for a while may still write', async () => {
    const person = await world.person('Lectora');
    await passed(() => person.get('/feed'), reads * 3);
    await world.group('aparte', 'open', [[person, 'member']]);
    expect((await person.post('/groups/aparte/threads', {kind: 'update', title: 'Aún', body: 'Puedo.'})).status).toBe(201);
  });

  it('opens so many live connections and no more', async () => {
    const person = await world.person('Conectada');
    const count = await passed(() => person.get('/events?wait=0'), lives * 3);
    expect(count).toBeLessThan(lives * 2);
    const {Live} = await import('../support/live.ts');
    const refused = await Live.attempt(person);
    expect(refused).toMatchObject({status: 429});
  });
});

describe('an address', () => {
  it('signs in so often and no more, whatever it says of itself', async () => {
    let i = 0;
    const count = await passed(() => world.stranger().post('/session', {email: `nadie${i}@villar.example`, password: 'no es esta'},
      {headers: {'x-forwarded-for': `10.0.0.${i++}`, forwarded: `for=10.0.0.${i}`}}), signIns * 3);
    expect(count).toBeLessThan(signIns * 2);
  });

  it('asks so much without being known and no more', async () => {
    const {Server} = await import('../support/server.ts');
    const server = await Server.start(world.database.url, {PLAZA_LIMITS_ANONYMOUS: aMinute(anonymous)});
    const stranger = new Client(server);
    const count = await passed(() => stranger.get('/me'), anonymous * 3);
    expect(count).toBeLessThan(anonymous * 2);
    // Who runs the machine still sees whether it lives.
    expect((await stranger.send('GET', '/healthz')).status).toBe(200);
    stranger.close();
    await server.stop();
  });
});
