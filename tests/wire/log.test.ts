// SPDX-License-Identifier: EUPL-1.2
// What the log says, and what it never says.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/server.ts';
import {RawSocket} from '../support/raw.ts';
import {until} from '../support/wait.ts';
import {World, marker, type Person} from '../support/world.ts';

let world: World, person: Person;
const password = `contraseña ${marker()}`;

beforeAll(async () => {
  world = await World.make({PLAZA_LOG_LEVEL: 'debug'});
  person = await world.person('Registrada');
  await world.group('registro', 'open', [[person, 'member']]);
});
afterAll(() => world?.end());

describe('the log', () => {
  it('holds no password, token, text, search or address of people', async () => {
    const done = await run(['person', 'add', '--email', 'secreta@villar.example', '--name', 'Secreta'], {PLAZA_DATABASE_URL: world.database.url}, `${password}\n`);
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout + done.stderr).not.toContain(password);
    await world.database.rows(`update person set policy_accepted_at = now() where name = 'Secreta'`);
    const stranger = world.stranger();
    await stranger.signIn('secreta@villar.example', `otra ${password}`);
    expect((await stranger.signIn('secreta@villar.example', password)).status).toBe(200);

    const secrets = Array.from({length: 8}, marker);
    for (const secret of [...secrets, 'secreta@villar.example']) world.server.secrets.add(secret);
    const thread = await stranger.want(403, stranger.post('/groups/registro/threads', {kind: 'question', title: secrets[0], body: secrets[1]}))
      .then(() => person.ask('registro', secrets[0], secrets[1]));
    await person.answer(thread.id, secrets[2]);
    await person.get(`/search?q=${secrets[3]}`);
    await person.post('/preview', {body: secrets[4], unknown: secrets[4]});
    await person.send('POST', '/api/v1/preview', {bytes: `{"body": "${secrets[5]}`});
    await person.get('/feed', {headers: {'x-anything': secrets[6], 'user-agent': secrets[6], authorization: `Bearer ${secrets[6]}`}});
    await person.get(`/groups/${secrets[7]}?token=${secrets[7]}`);
    const live = await world.live(person);
    live.send({type: 'watch', thread: 1, secret: secrets[0]});
    await live.closedWith();

    // A failure inside the server, with everything in its statement.
    await world.database.rows('alter table post rename to post_away');
    try {
      const broken = await person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: secrets[2]});
      expect(broken.status).toBe(500);
      // The incident that the person is told stands in the log.
      await until('the incident is logged', () => world.server.log.includes(broken.json.instance));
    } finally {
      await world.database.rows('alter table post_away rename to post');
    }
    world.server.check();
  });

  it('does not fill the disk with what repeats', async () => {
    const before = world.server.log.length;
    await world.database.rows('alter table thread rename to thread_away');
    try {
      for (let i = 0; i < 300; i++) expect((await person.get('/feed')).status).toBe(500);
    } finally {
      await world.database.rows('alter table thread_away rename to thread');
    }
    expect(world.server.log.length - before).toBeLessThan(300 * 120);
    await until('it works again', async () => (await person.get('/feed')).status === 200);
  });

  it('is one JSON object a line, whatever is sent', async () => {
    const socket = await RawSocket.open(world.server.port);
    socket.write(`GET /api/v1/groups/x%0a%7b%22level%22%3a%22forged%22%7d%1b%5b31m HTTP/1.1\r\nHost: ${world.server.host}\r\n\r\n`);
    await socket.answer();
    socket.destroy();
    for (let i = 0; i < 50; i++) await person.send('POST', '/api/v1/preview', {bytes: '{'});
    for (const line of world.server.log.split('\n').filter(Boolean)) expect(() => JSON.parse(line), line).not.toThrow();
    expect(world.server.log).not.toContain('\u001b');
    for (const entry of world.server.entries()) expect(entry).toMatchObject({at: expect.any(String), level: expect.any(String), event: expect.any(String)});
  });
});
