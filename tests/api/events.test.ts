// SPDX-License-Identifier: EUPL-1.2
// Events: what is called, who comes, who waits, and the file for calendars.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

async function scene() {
  const people = [await world.person('Convoca'), await world.person('Primera'), await world.person('Segunda'), await world.person('Tercera')] as const;
  const slug = await world.group(`cita-${++turn}`, 'open', people.map((person, i) => [person, i ? 'member' : 'owner']));
  return {people, slug};
}
const ahead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const text = {title: 'Curso', body: 'De contratación.'};
const call = (person: Person, slug: string, more: object = {}) => person.post(`/groups/${slug}/events`, {...text, starts_at: ahead(24), ends_at: ahead(26), place: 'Salón de plenos', ...more});
const made = async (person: Person, slug: string, more: object = {}) => (await person.want(201, call(person, slug, more))).id as number;
const read = (person: Person, id: number) => person.want(200, person.get(`/threads/${id}/event`));
const come = (person: Person, id: number) => person.want(200, person.put(`/threads/${id}/event/me`));
const go = (person: Person, id: number) => person.want(200, person.del(`/threads/${id}/event/me`));
const told = async (person: Person) => (await person.want(200, person.get('/notifications'))).items.filter(({cause}: any) => cause === 'event_place').length;

it('has a time that is ahead, and a place or a link', async () => {
  const {people: [owner], slug} = await scene();
  const why = async (more: object) => (await call(owner, slug, more)).json.errors;
  expect(await why({ends_at: ahead(23)})).toEqual({ends_at: ['not_after_start']});
  expect(await why({starts_at: ahead(-3), ends_at: ahead(-2)})).toEqual({ends_at: ['not_ahead']});
  expect(await why({place: ''})).toEqual({place: ['place_or_link']});
  for (const link of ['javascript:alert(1)', 'mailto:a@b.es', '/threads/7', 'nada']) expect(await why({link})).toEqual({link: ['not_a_web_address']});
  expect(await why({places: 0})).toEqual({places: ['out_of_range']});
  const id = await made(owner, slug, {place: '', link: 'https://sala.example/1', places: 3});
  expect(await read(owner, id)).toMatchObject({place: '', link: 'https://sala.example/1', places: 3, coming: 0, waiting: 0, mine: 'none', may_sign_up: true, over: false});
  expect((await owner.get(`/threads/${(await owner.ask(slug, 'No lo es')).id}/event`)).status).toBe(404);
});

describe('who comes', () => {
  it('waits beyond the places, comes up when somebody goes, and is told', async () => {
    const {people: [owner, one, two, three], slug} = await scene();
    const id = await made(owner, slug, {places: 1});
    expect((await come(one, id)).mine).toBe('coming');
    expect((await come(one, id)).coming).toBe(1);
    for (const person of [two, three]) expect((await come(person, id)).mine).toBe('waiting');
    expect(await read(owner, id)).toMatchObject({coming: 1, waiting: 2});
    expect((await owner.all(`/threads/${id}/event/people`, 2)).map(({person, coming}) => [person.id, coming])).toEqual([[one.id, true], [two.id, false], [three.id, false]]);
    await go(one, id);
    expect([(await read(two, id)).mine, await told(two), await told(three)]).toEqual(['coming', 1, 0]);
    // Who leaves the group leaves the place.
    await world.leave(slug, two);
    expect((await read(three, id)).mine).toBe('coming');
    await until('who waited hears of it', async () => (await told(three)) === 1);
    // Whoever joins again comes behind the others.
    await two.want(200, two.put(`/groups/${slug}/members/me`));
    expect((await read(two, id)).mine).toBe('none');
    expect([(await come(two, id)).mine, (await read(three, id)).mine]).toEqual(['waiting', 'coming']);
    const outsider = await world.person('De fuera');
    expect((await outsider.get(`/threads/${id}/event/people`)).json.type).toBe('not_a_member');
    expect((await read(outsider, id)).may_sign_up).toBe(false);
    expect((await read(owner, id)).may_sign_up).toBe(true);
    await world.database.rows('update plaza_group set archived_at = now() where slug = $1', [slug]);
    expect((await read(owner, id)).may_sign_up).toBe(false);
    expect((await owner.put(`/threads/${id}/event/me`)).json.type).toBe('group_archived');
  });

  it.each([
    ['was removed', (slug: string, owner: Person, gone: Person) => owner.want(204, owner.del(`/groups/${slug}/members/${gone.id}`))],
    ['is suspended', (_: string, __: Person, gone: Person) => world.database.rows(`update person set status = 'suspended' where id = $1`, [gone.id])],
  ])('is told when who had the place %s', async (_, end) => {
    const {people: [owner, one, two], slug} = await scene();
    const id = await made(owner, slug, {places: 1});
    for (const person of [one, two]) await come(person, id);
    await end(slug, owner, one);
    await until('who waited hears of it', async () => (await told(two)) === 1);
    expect((await read(two, id)).mine).toBe('coming');
  });

  it('keeps the place they were told of when who had it before is no longer suspended', async () => {
    const {people: [owner, one, two, three], slug} = await scene();
    const [id, all] = [await made(owner, slug, {places: 1}), await made(owner, slug, {places: 3})];
    for (const person of [one, two]) for (const event of [id, all]) await come(person, event);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [one.id]);
    await until('who waited hears of it', async () => (await told(two)) === 1);
    await world.database.rows(`update person set status = 'active' where id = $1`, [one.id]);
    await until('nothing waits', async () => Number(await world.database.value(`select count(*) from job where kind = 'gatherings.come_up'`)) === 0, 10_000);
    const mine = async (event: number) => Promise.all([one, two].map(async (person) => (await read(person, event)).mine));
    expect([await mine(id), await mine(all)]).toEqual([['waiting', 'coming'], ['coming', 'coming']]);
    await come(three, id);
    await owner.want(204, owner.del(`/groups/${slug}/members/${two.id}`));
    await until('who came back has it again', async () => (await read(one, id)).mine === 'coming');
  });

  it('is told by one job, however many are removed at once', async () => {
    const {people: [owner, ...others], slug} = await scene();
    const id = await made(owner, slug, {places: 1});
    for (const person of [...others, owner]) await come(person, id);
    const one = await world.database.connect();
    try {
      await one.query('begin');
      await one.query('delete from membership where person_id = any ($1) and group_id = (select id from plaza_group where slug = $2)', [others.map((person) => person.id), slug]);
      expect((await one.query(`select count(*)::int as n from job where kind = 'gatherings.come_up' and payload ->> 'thread' = $1`, [String(id)])).rows[0].n).toBe(1);
      await one.query('commit');
    } finally {
      one.release();
    }
    await until('who is left hears of it', async () => (await told(owner)) === 1);
  });

  it('never exceeds the places, also at once, nor signs up for what is over', async () => {
    const {people, slug} = await scene();
    const id = await made(people[0], slug, {places: 2});
    await Promise.all(people.map((person) => come(person, id)));
    expect(await read(people[0], id)).toMatchObject({coming: 2, waiting: 2});
    await world.database.rows(`update gathering set starts_at = now() - interval '2 hours', ends_at = now() where thread_id = $1`, [id]);
    expect((await people[1].del(`/threads/${id}/event/me`)).json.type).toBe('event_over');
    expect(await read(people[1], id)).toMatchObject({over: true, may_sign_up: false});
  });
});

it('is a file that calendars take: escaped, folded, in UTC', async () => {
  const {people: [owner], slug} = await scene();
  const words = 'De contratación.';
  const title = 'Curso; con coma, barra \\ y una señal muy larga de tildes: áéíóúáéíóúáéíóúáéíóúáéíóúáéíóúáéíóú';
  const id = await made(owner, slug, {title, place: 'Aquí,\u00a0allí', link: 'https://sala.example/a?b=1;c,d', starts_at: '2027-03-28T01:30:00.000Z', ends_at: '2027-03-28T03:00:00.000Z'});
  const {status, text: file, headers} = await owner.get(`/threads/${id}/event/calendar`);
  expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(headers['content-disposition']).toMatch(/^attachment; filename="Curso; con coma.*\.ics"; filename\*=UTF-8''Curso%3B%20con%20coma.*%C3%B3%C3%BA\.ics$/);
  expect(file.endsWith('\r\n')).toBe(true);
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(file.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
  const lines = file.replace(/\r\n /g, '').split('\r\n');
  expect(lines.filter((line) => !/^DTSTAMP:\d{8}T\d{6}Z$/.test(line))).toEqual([
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Plaza//Plaza//ES', 'METHOD:PUBLISH', 'BEGIN:VEVENT', `UID:plaza-${id}`, 'SEQUENCE:0', 'STATUS:CONFIRMED',
    'DTSTART:20270328T013000Z', 'DTEND:20270328T030000Z', `SUMMARY:${title.replace(/([\\;,])/g, '\\$1')}`, 'LOCATION:Aquí\\,\u00a0allí',
    `DESCRIPTION:${words}\\n\\n${world.server.origin}/threads/${id}`,
    'URL:https://sala.example/a?b=1;c,d', 'END:VEVENT', 'END:VCALENDAR', '']);
  // Where it is seen nowhere, and says nothing but its title, the calendar leads back to it all the same.
  const bare = await made(owner, slug, {title: 'Pleno', body: 'Pleno', link: ''});
  expect((await owner.get(`/threads/${bare}/event/calendar`)).text).toMatch(new RegExp(`\r\nDESCRIPTION:${world.server.origin}/threads/${bare}\r\nURL:${world.server.origin}/threads/${bare}\r\n`));
});
