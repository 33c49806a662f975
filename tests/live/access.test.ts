// SPDX-License-Identifier: EUPL-1.2
// Who gets live events, from when and until when.
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Live, type LiveOptions} from '../support/live.ts';
import {until} from '../support/wait.ts';
import {World, marker, type Person} from '../support/world.ts';

let world: World, owner: Person;
const opened: Live[] = [];
let turn = 0;

beforeAll(async () => {
  world = await World.make();
  owner = await world.person('Propietaria');
  await world.group('plaza', 'open', [[owner, 'owner']]);
});
afterAll(() => world?.end());
afterEach(() => { for (const live of opened.splice(0)) live.close(); });

async function follow(person: Person): Promise<Live> {
  const live = await world.live(person);
  opened.push(live);
  return live;
}
const group = async (kind: 'open' | 'private' | 'hidden', members: Person[]) =>
  world.group(`grupo-${++turn}`, kind, [[owner, 'owner'], ...members.map((person) => [person, 'member'] as [Person, 'member'])]);

/** A later event that the person surely gets, so that what came before it has been decided. */
async function settle(person: Person, live: Live): Promise<void> {
  await world.join('plaza', person);
  const last = await owner.start('plaza', {kind: 'update', title: marker(), body: 'Fin.'});
  await live.event('the last thread', (event) => event.thread === last.id);
}

describe('delivery', () => {
  it.each(['private', 'hidden'] as const)('of a %s group goes to its members only', async (kind) => {
    const [member, outsider] = [await world.person('Dentro'), await world.person('Fuera')];
    const administrator = await world.person('Administradora', {role: 'administrator'});
    const slug = await group(kind, [member]);
    const [inside, ...outside] = [await follow(member), await follow(outsider), await follow(administrator)];
    const thread = await owner.ask(slug, 'Secreto');
    await owner.answer(thread.id, 'Secreto también');
    await inside.event('the answer', (event) => event.kind === 'post.created' && event.thread === thread.id);
    for (const [live, person] of [[outside[0], outsider], [outside[1], administrator]] as const) {
      await settle(person, live);
      expect(live.events.filter((event) => event.group === slug)).toEqual([]);
    }
  });

  it('of an open group goes to its members and to who watches the thread', async () => {
    const watcher = await world.person('Mirona');
    const slug = await group('open', []);
    const [one, two] = [await owner.ask(slug, 'Mirada'), await owner.ask(slug, 'No mirada')];
    const live = await follow(watcher);
    expect(await live.watch(one.id)).toMatchObject({type: 'watching', thread: one.id, cursor: expect.any(String)});
    await owner.answer(two.id, 'No llega');
    const answer = await owner.answer(one.id, 'Llega');
    await live.event('the answer', (event) => event.kind === 'post.created' && event.data.id === answer.id);
    live.send({type: 'unwatch', thread: one.id});
    await live.watch(two.id);  // its answer comes after unwatch was handled
    await owner.answer(one.id, 'Ya no llega');
    const last = await owner.answer(two.id, 'Llega');
    await live.event('the answer to the other', (event) => event.kind === 'post.created' && event.data.id === last.id);
    expect(live.events.filter((event) => event.kind === 'post.created').map((event) => event.data.id)).toEqual([answer.id, last.id]);
  });

  it('never comes twice for who is a member and watches', async () => {
    const member = await world.person('Doble');
    const slug = await group('open', [member]);
    const thread = await owner.ask(slug, 'Doble');
    const live = await follow(member);
    await live.watch(thread.id);
    const answer = await owner.answer(thread.id, 'Una vez');
    await settle(member, live);
    expect(live.events.filter((event) => event.kind === 'post.created' && event.data.id === answer.id)).toHaveLength(1);
  });
});

describe('access that ends', () => {
  type Ending = [string, (slug: string, person: Person) => Promise<unknown>];
  const byLeaving: Ending = ['by leaving', (slug, person) => person.want(204, person.del(`/groups/${slug}/members/me`))];
  const byRemoval: Ending = ['by removal', (slug, person) => world.leave(slug, person)];

  it.each([byLeaving, byRemoval])('%s ends delivery with it', async (_, end) => {
    const member = await world.person('Se va');
    const slug = await group('private', [member]);
    const thread = await owner.ask(slug, 'Antes');
    const live = await follow(member);
    const before = await owner.answer(thread.id, 'Antes de irse');
    await live.event('what came before', (event) => event.kind === 'post.created' && event.data.id === before.id);
    await end(slug, member);
    const after = await owner.answer(thread.id, 'Después de irse');
    expect((await member.get(`/threads/${thread.id}`)).status).toBe(404);
    await settle(member, live);
    expect(live.events.filter((event) => event.kind === 'post.created' && event.data.id === after.id)).toEqual([]);
  });

  it('while others write, nothing committed later arrives', async () => {
    const member = await world.person('Carrera');
    const slug = await group('private', [member]);
    const thread = await owner.ask(slug, 'Carrera');
    const live = await follow(member);
    let stop = false;
    const writing = (async () => { while (!stop) await owner.answer(thread.id, 'Una más'); })();
    let known = 0;
    try {
      await live.until('some answers', () => live.events.length > 5);
      await member.want(204, member.del(`/groups/${slug}/members/me`));
      // Everything with a number above this was committed after the departure.
      known = await world.database.value('select max(number) from post where thread_id = $1', [thread.id]);
      await until('more answers', async () => (await world.database.value('select max(number) from post where thread_id = $1', [thread.id])) > known + 5);
    } finally {
      stop = true;
      await writing;
    }
    await settle(member, live);
    const last = Math.max(...live.events.filter((event) => event.kind === 'post.created' && event.group === slug).map((event) => event.data.number));
    expect(last).toBeLessThanOrEqual(known);
  });

  it('by making the group private ends what outsiders watched', async () => {
    const watcher = await world.person('Mirona dos');
    const slug = await group('open', []);
    const thread = await owner.ask(slug, 'Abierta');
    const live = await follow(watcher);
    await live.watch(thread.id);
    await world.setKind(slug, 'private');
    const after = await owner.answer(thread.id, 'Ya privada');
    await settle(watcher, live);
    expect(live.events.filter((event) => event.kind === 'post.created' && event.data.id === after.id)).toEqual([]);
    expect(await live.watch(thread.id)).toEqual({type: 'refused', thread: thread.id});
  });

  it('by signing out closes that session\'s connections, and no other', async () => {
    const person = await world.person('Dos sesiones');
    const again = await world.session(person);
    const [gone, stays] = [await follow(person), await follow(again)];
    await person.want(204, person.del('/session'));
    expect(await gone.closedWith(1_000)).toBe(1008);
    await settle(again, stays);
  });

  it.each<[string, (person: Person) => Promise<unknown>]>([
    ['suspension', (person) => world.database.rows(`update person set status = 'suspended' where id = $1`, [person.id])],
    ['a session taken away', (person) => world.database.rows('delete from session where person_id = $1', [person.id])],
  ])('by %s: nothing more is delivered, and the connection closes', async (_, end) => {
    const person = await world.person('Se acabó');
    await world.join('plaza', person);
    const live = await follow(person);
    await end(person);
    const after = await owner.ask('plaza', 'Después del fin');
    expect(await live.closedWith(1_000)).toBe(1008);
    expect(live.events.filter((event) => event.thread === after.id)).toEqual([]);
    const refused = await Live.attempt(person);
    expect(refused).not.toBeInstanceOf(Live);
  });
});

describe('the handshake', () => {
  let person: Person;
  beforeAll(async () => { person = await world.person('Conecta'); });

  const attempt = async (options: LiveOptions, by = person): Promise<number> => {
    const end = await Live.attempt(by, options);
    if (end instanceof Live) { end.close(); return 101; }
    return end.status;
  };

  it('succeeds from its own origin', async () => { expect(await attempt({})).toBe(101); });

  it.each<[string, LiveOptions]>([
    ['no origin', {origin: null}], ['a foreign origin', {origin: 'https://evil.example'}], ['an opaque origin', {origin: 'null'}],
    ['another port', {origin: 'http://127.0.0.1:1'}], ['a lookalike', {origin: 'http://127.0.0.1.evil.example'}],
    ['an origin that ends alike', {origin: 'http://evil.example/http://127.0.0.1'}],
  ])('is refused with %s', async (_, options) => { expect(await attempt(options)).toBe(403); });

  it('is refused to who has not come all the way', async () => {
    expect(await attempt({}, world.stranger() as Person)).toBe(401);
    expect(await attempt({}, await world.person('Política', {policyPending: true}))).toBe(428);
    expect(await attempt({}, await world.person('Segundo', {secondFactorPending: true}))).toBe(428);
    expect(await attempt({}, await world.person('Suspensa', {suspended: true}))).toBe(403);
  });

  it('takes no token from the address', async () => {
    const stranger = world.stranger() as Person;
    for (const name of ['token', 'access_token', 'session']) {
      // Refused as nobody, or for a parameter that there is not.
      expect([401, 422]).toContain(await attempt({query: `?${name}=${person.token}`}, stranger));
    }
  });

  it('speaks plaza.v1 and no other', async () => {
    const live = await Live.attempt(person, {protocols: ['other', 'plaza.v1']}) as Live;
    expect(live.socket.protocol).toBe('plaza.v1');
    live.close();
    const other = await Live.attempt(person, {protocols: ['other']}).catch(() => null);
    if (other instanceof Live) { other.close(); expect.unreachable('a subprotocol that the server does not speak was accepted'); }
  });

  it('compresses nothing', async () => {
    const live = await world.live(person, {headers: {'sec-websocket-extensions': 'permessage-deflate'}});
    expect(live.socket.extensions).toBe('');
    live.close();
  });

  it('without an upgrade is told so', async () => {
    const answer = await person.get('/live', {headers: {origin: world.server.origin}});
    expect([answer.status, answer.json.type]).toEqual([426, 'upgrade_required']);
  });
});

describe('a client', () => {
  let person: Person, threads: number[];
  beforeAll(async () => {
    person = await world.person('Cliente');
    await world.group('mirar', 'open', [[owner, 'owner']]);
    threads = [];
    for (let i = 0; i < 21; i++) threads.push((await owner.ask('mirar', `Hilo ${i}`)).id);
  });

  it('watches at most twenty threads, and more after letting one go', async () => {
    const live = await follow(person);
    for (const thread of threads.slice(0, 20)) expect((await live.watch(thread)).type).toBe('watching');
    expect((await live.watch(threads[20])).type).toBe('refused');
    expect((await live.watch(threads[0])).type).toBe('watching');
    live.send({type: 'unwatch', thread: threads[3]});
    expect((await live.watch(threads[20])).type).toBe('watching');
  });

  it('is refused what it may not know exactly like what is not there', async () => {
    const slug = await group('hidden', []);
    const hidden = await owner.ask(slug, 'Oculta');
    const closed = await owner.ask(await group('private', []), 'Cerrada');
    const live = await follow(person);
    for (const thread of [hidden.id, closed.id, 4_503_599_627_370_001]) {
      expect(await live.watch(thread)).toEqual({type: 'refused', thread});
    }
  });

  it.each<[string, number, (live: Live) => void]>([
    ['text that is not JSON', 1008, (live) => live.send('hola')], ['a list', 1008, (live) => live.send([])],
    ['an unknown type', 1008, (live) => live.send({type: 'shout', thread: 1})], ['no type', 1008, (live) => live.send({thread: 1})],
    ['an unknown field', 1008, (live) => live.send({type: 'watch', thread: 1, also: 2})], ['no thread', 1008, (live) => live.send({type: 'watch'})],
    ['a thread that is text', 1008, (live) => live.send({type: 'watch', thread: '1'})],
    ['a thread twice', 1008, (live) => live.send('{"type":"watch","thread":1,"thread":2}')],
    ['nesting', 1008, (live) => live.send('['.repeat(2_000))],
    ['bytes', 1008, (live) => live.socket.send(Buffer.from([1, 2, 3]))],
    ['a message of 100 KB', 1009, (live) => live.send(JSON.stringify({type: 'watch', thread: 1}).padEnd(100_000))],
  ])('is shown the door for %s', async (_, code, send) => {
    const live = await follow(person);
    send(live);
    expect(await live.closedWith(5_000)).toBe(code);
  });

  it('that never stops talking is cut off, and others are not', async () => {
    const [loud, quiet] = [await follow(person), await follow(owner)];
    for (let i = 0; i < 5_000 && loud.code === null; i++) {
      loud.send({type: 'unwatch', thread: threads[i % 20]});
      if (i % 200 === 0) await new Promise((done) => setImmediate(done));
    }
    expect([1008, 1013]).toContain(await loud.closedWith(10_000));
    await settle(owner, quiet);
  });

  it('keeps alive by answering pings, and answers are not needed for more', async () => {
    const live = await follow(person);
    let pong = false;
    live.socket.on('pong', () => { pong = true; });
    live.socket.ping('x');
    await until('a pong', () => pong);
  });
});
