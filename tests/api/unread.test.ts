// SPDX-License-Identifier: EUPL-1.2
// What somebody has not read of their groups, and marking all of it as read, on every device.
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Live} from '../support/live.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
const opened: Live[] = [];
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());
afterEach(() => { for (const live of opened.splice(0)) live.close(); });

async function scene(kind: GroupKind = 'private') {
  const [writer, reader] = [await world.person('Autora'), await world.person('Lectora')];
  const slug = await world.group(`leo-${++turn}`, kind, [[writer, 'owner'], [reader, 'member']]);
  await world.database.rows(`update membership set since = now() - interval '1 year' where group_id = (select id from plaza_group where slug = $1)`, [slug]);
  return {writer, reader, slug};
}
const listed = async (person: Person, slug: string): Promise<any[]> => (await person.want(200, person.get(`/groups/${slug}/threads`))).items;
const unread = async (person: Person, slug: string) => (await listed(person, slug)).map((thread) => thread.unread);
const newest = async (person: Person, slug: string): Promise<string> => (await listed(person, slug)).map((thread) => thread.last_activity_at).sort().at(-1)!;
const told = async (person: Person) => (await person.want(200, person.get('/me/unread'))).groups;
const markGroup = (person: Person, slug: string, up_to: string) => person.want(204, person.put(`/groups/${slug}/read`, {up_to}));
/** As if it had been written so many minutes ago. */
async function age(thread: number, minutes: number): Promise<void> {
  await world.database.rows(`update post set created_at = created_at - $2 * interval '1 minute' where thread_id = $1`, [thread, minutes]);
  await world.database.rows(`update thread set created_at = created_at - $2 * interval '1 minute', last_activity_at = last_activity_at - $2 * interval '1 minute' where id = $1`, [thread, minutes]);
}

describe('what I have not read', () => {
  it('is told by group, falls as I read, and ends with belonging', async () => {
    const {writer, reader, slug} = await scene();
    const one = await writer.ask(slug, 'Una'), two = await writer.ask(slug, 'Otra');
    expect(await told(reader)).toEqual([{group: slug, threads: [two.id, one.id]}]);
    expect(await told(writer)).toEqual([]);
    await reader.want(204, reader.put(`/threads/${one.id}/read`, {number: 1}));
    expect(await told(reader)).toEqual([{group: slug, threads: [two.id]}]);
    await age(two.id, 31 * 24 * 60);
    expect(await told(reader)).toEqual([]);
    await writer.answer(two.id, 'Sube');
    await world.leave(slug, reader);
    expect(await told(reader)).toEqual([]);
  });
});

describe('all of a group', () => {
  it('is read up to a moment, and what came meanwhile stays unread', async () => {
    const {writer, reader, slug} = await scene();
    const known = await writer.ask(slug, 'Conocida'), fresh = await writer.ask(slug, 'Nueva'), both = await writer.ask(slug, 'A medias');
    await reader.want(204, reader.put(`/threads/${known.id}/read`, {number: 1}));
    await writer.answer(known.id, 'Segunda');
    const moment = await newest(reader, slug);
    await age(fresh.id, 5);
    await writer.answer(both.id, 'Después de mirar');
    const late = await writer.ask(slug, 'Después también');
    await markGroup(reader, slug, moment);
    const by = Object.fromEntries((await listed(reader, slug)).map((thread) => [thread.id, thread.unread]));
    expect(by).toEqual({[known.id]: 0, [fresh.id]: 0, [both.id]: 1, [late.id]: 1});
    expect((await reader.want(200, reader.get(`/threads/${both.id}`))).read_up_to).toBe(1);
    expect(await told(reader)).toEqual([{group: slug, threads: [late.id, both.id]}]);
    // Once more changes nothing, and an earlier moment takes nothing back.
    await markGroup(reader, slug, '2020-01-01T00:00:00.000Z');
    expect(await unread(reader, slug)).toEqual([1, 1, 0, 0]);
  });

  it('is read also where it is old and was never opened', async () => {
    const {writer, reader, slug} = await scene();
    const old = await writer.ask(slug, 'De hace mucho');
    await age(old.id, 60 * 24 * 60);
    expect(await unread(reader, slug)).toEqual([1]);
    await markGroup(reader, slug, await newest(reader, slug));
    expect(await unread(reader, slug)).toEqual([0]);
    await writer.answer(old.id, 'Vuelve');
    expect(await unread(reader, slug)).toEqual([2]);
  });

  it('is not read beyond now, whatever clock the reader has', async () => {
    const {writer, reader, slug} = await scene();
    await writer.ask(slug, 'Antes');
    await markGroup(reader, slug, '2099-01-01T00:00:00.000Z');
    await writer.ask(slug, 'Después');
    expect(await unread(reader, slug)).toEqual([1, 0]);
  });

  it('is told to my other devices, and to nobody else; nothing where nothing changed', async () => {
    const {writer, reader, slug} = await scene();
    await writer.ask(slug, 'Una');
    const [desk, other] = [await Live.connect(await world.session(reader)), await writer.live()];
    opened.push(desk, other);
    const moment = await newest(reader, slug);
    await markGroup(reader, slug, moment);
    await markGroup(reader, slug, moment);
    const event = await desk.event('all read', ({kind}) => kind === 'read.all');
    expect(event).toMatchObject({group: slug, thread: null, data: {up_to: moment}});
    const last = await writer.ask(slug, 'Para terminar');
    for (const live of [desk, other]) await live.event('the last', ({kind, thread}) => kind === 'post.created' || (kind === 'thread.created' && thread === last.id));
    expect(desk.events.filter(({kind}) => kind === 'read.all')).toHaveLength(1);
    expect(other.events.filter(({kind}) => kind === 'read.all')).toHaveLength(0);
  });

  it('leaves other groups, and the notices that speak to me', async () => {
    const {writer, reader, slug} = await scene();
    const elsewhere = await world.group(`leo-${++turn}`, 'open', [[writer, 'member'], [reader, 'member']]);
    const mine = await reader.ask(slug, 'Mía');
    await writer.answer(mine.id, 'Respuesta');
    await writer.ask(elsewhere, 'Allí');
    await markGroup(reader, slug, await newest(reader, slug));
    expect(await unread(reader, slug)).toEqual([0]);
    expect(await unread(reader, elsewhere)).toEqual([1]);
    expect((await reader.want(200, reader.get('/notifications'))).unread).toBe(1);
  });

  it('takes a moment and nothing else', async () => {
    const {reader, slug} = await scene();
    for (const body of [{up_to: 'ayer'}, {}, {up_to: '2026-01-01T00:00:00.000Z', thread: 1}]) expect((await reader.put(`/groups/${slug}/read`, body)).status).toBe(422);
  });
});

it('all of the feed is read: my groups, and what I opened elsewhere', async () => {
  const {writer, reader, slug} = await scene();
  const open = await world.group(`leo-${++turn}`, 'open', [[writer, 'member']]);
  const elsewhere = await writer.ask(open, 'Que sigo');
  await reader.want(204, reader.put(`/threads/${elsewhere.id}/follow`));
  await reader.want(204, reader.put(`/threads/${elsewhere.id}/read`, {number: 1}));
  await writer.answer(elsewhere.id, 'Más');
  const closed = await writer.ask(slug, 'Mía');
  const desk = await Live.connect(await world.session(reader));
  opened.push(desk);
  const items = await reader.all('/feed');
  expect(items.map(({id, unread: left}) => [id, left])).toEqual([[closed.id, 1], [elsewhere.id, 1]]);
  await reader.want(204, reader.put('/feed/read', {up_to: items[0].last_activity_at}));
  expect((await reader.all('/feed')).map((thread) => thread.unread)).toEqual([0, 0]);
  expect((await reader.want(200, reader.get('/me'))).counters.unread_threads).toBe(0);
  expect(await desk.event('all read', ({kind}) => kind === 'read.all')).toMatchObject({group: null, thread: null});
});

it('reading a part tells how much is left', async () => {
  const {writer, reader, slug} = await scene();
  const {id} = await writer.ask(slug, 'Larga');
  for (let i = 0; i < 3; i++) await writer.answer(id, `Respuesta ${i}`);
  const desk = await Live.connect(await world.session(reader));
  opened.push(desk);
  await reader.want(204, reader.put(`/threads/${id}/read`, {number: 2}));
  expect(await desk.event('read', ({kind}) => kind === 'read')).toMatchObject({thread: id, data: {number: 2, unread: 2}});
});
