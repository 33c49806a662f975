// SPDX-License-Identifier: EUPL-1.2
// Who polls names the threads they have open: what happens there is told as over a connection, by the same rule.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {within} from '../support/environment.ts';
import {pause, until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, reader: Person;
let turn = 0;
const missing = 4_503_599_627_370_001;
beforeAll(async () => {
  world = await World.make();
  owner = await world.person('Escribe');
  reader = await world.person('Lee sin pertenecer');
});
afterAll(() => world?.end());

async function scene(kind = 'open') {
  const slug = await world.group(`sondeo-${++turn}`, kind as 'open', [[owner, 'owner']]);
  const thread = (await owner.ask(slug, 'Pregunta', 'Texto')).id as number;
  await published();
  return {slug, thread};
}
const now = async (person = reader) => (await person.get('/me')).json.cursor as string;
const poll = (since: string, threads: unknown[], wait = 0, person = reader) => person.get(`/events?since=${since}&wait=${wait}&watch=${threads}`);
const told = (answer: any) => answer.json.events.map(({kind, thread, data}: any) => [kind, thread, data.number]);
const settle = (slug: string, kind: string) => world.database.row(`select name, $2 as kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = $1`, [slug, kind]);
const become = async (slug: string, kind: string) => owner.want(200, owner.put(`/groups/${slug}`, await settle(slug, kind)));
/** Until everything written so far is in the stream. */
const published = () => until('all is published', async () => Number(await world.database.value('select count(*) from event where position is null')) === 0);

describe('of a thread in an open group', () => {
  it('tells who watches it what happened since their cursor, and of no other', async () => {
    const {slug, thread} = await scene();
    const other = (await owner.ask(slug, 'Otra')).id;
    const since = await now();
    await owner.write(thread, 'reply', 'Que se ve al momento');
    await owner.write(other, 'reply', 'Que nadie mira');
    await published();
    const answer = await poll(since, [thread]);
    expect(answer.json.refused).toBeUndefined();
    expect(told(answer)).toContainEqual(['post.created', thread, 2]);
    expect(answer.json.events.filter((event: any) => event.thread !== thread)).toEqual([]);
    expect((await poll(since, [])).json.events).toEqual([]);
    // From its cursor on nothing comes again.
    expect((await poll(answer.json.cursor, [thread])).json.events).toEqual([]);
  });

  it('tells it while one waits', async () => {
    const {thread} = await scene();
    const waiting = poll(await now(), [thread], 25);
    await pause(500);
    const post = await owner.write(thread, 'reply', 'Ahora');
    const answer = await waiting;
    expect(answer.ms).toBeLessThan(within(5_000));
    expect(told(answer)).toContainEqual(['post.created', thread, post.number]);
  });

  it('tells members once', async () => {
    const {thread} = await scene();
    const since = await now(owner);
    await owner.write(thread, 'reply', 'Una vez');
    await published();
    const cursors = (await poll(since, [thread, thread], 0, owner)).json.events.map(({cursor}: any) => cursor);
    expect(new Set(cursors).size).toBe(cursors.length);
    expect(cursors.length).toBeGreaterThan(0);
  });

  it('ends as soon as the group closes, and says so at once to who waits', async () => {
    const {slug, thread} = await scene();
    const since = await now();
    const waiting = poll(since, [thread], 25);
    await become(slug, 'private');
    const answer = await waiting;
    const kinds = ({json}: any) => json.events.map(({kind}: any) => kind);
    expect([answer.json.refused, kinds(answer), answer.ms < within(10_000)]).toEqual([[thread], ['group.closed'], true]);
    await owner.write(thread, 'reply', 'Ya en privado');
    await published();
    const later = await poll(since, [thread]);
    expect([later.json.refused, kinds(later)]).toEqual([[thread], ['group.closed']]);
  });
});

describe('of a thread that may not be read', () => {
  it.each(['private', 'hidden'])('in a %s group it tells nothing, as of one that is not there', async (kind) => {
    const {thread} = await scene(kind);
    const since = await now();
    await owner.write(thread, 'reply', 'Secreto');
    await published();
    const [closed, none] = [await poll(since, [thread], 5), await poll(since, [missing], 5)];
    const bare = ({json: {cursor: _, refused: __, ...rest}}: any) => rest;
    expect(bare(closed)).toEqual(bare(none));
    expect([closed.json.refused, none.json.refused]).toEqual([[thread], [missing]]);
    // Both at once: a wait that differs would tell which is which.
    for (const answer of [closed, none]) expect(answer.ms).toBeLessThan(within(4_000));
    expect((await reader.get(`/events?wait=0&watch=${thread}`)).json).toMatchObject({resumed: false, events: [], refused: [thread]});
  });

  it('leaves out what was told of it before it came from there', async () => {
    const [closed, other] = [await scene('private'), await scene('private')];
    for (const {slug} of [closed, other]) await world.join(slug, reader);
    const since = await now();
    await owner.write(closed.thread, 'reply', 'Cuando era de otros');
    await owner.want(200, owner.put(`/threads/${closed.thread}/group`, {group: other.slug, reason: 'Es de aquí'}));
    await owner.write(closed.thread, 'reply', 'A la vista');
    await world.leave(closed.slug, reader);
    await published();
    const answer = await poll(since, [closed.thread]);
    expect(answer.json.refused).toBeUndefined();
    expect(JSON.stringify(answer.json.events)).not.toContain('Cuando era de otros');
    expect(JSON.stringify(answer.json.events)).toContain('A la vista');
  });
});
