// SPDX-License-Identifier: EUPL-1.2
// Questions are asked of people who may know, each with the reason; who cannot passes it on; hosts are asked in time.
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';
import {settle} from '../support/notices.ts';
import {until} from '../support/wait.ts';

let world: World, asker: Person, host: Person, network: Person;
beforeAll(async () => {
  world = await World.make();
  [asker, host, network] = [await world.person('Pregunta'), await world.person('Anfitrión'), await world.person('Red', {role: 'network_host'})];
  await world.group('padron', 'open', [[asker, 'member'], [host, 'host']]);
});
afterAll(() => world?.end());
beforeEach(() => world.database.rows('delete from question_routing'));

const rows = (text: string, ...values: unknown[]) => world.database.rows(text, values);
const value = (text: string, ...values: unknown[]) => world.database.value(text, values);
const routing = async (thread: number, person = asker) => (await person.want(200, person.get(`/threads/${thread}/routing`))).routing;
const asked = async (person: Person): Promise<number[]> => (await person.want(200, person.get('/me/asked'))).items.map((one: any) => one.thread.id);
const whom = async (thread: number): Promise<number[]> =>
  (await rows('select person_id::int8 as id from question_ask where thread_id = $1 order by asked_at, person_id', thread)).map((row: any) => Number(row.id));
const settled = (thread: number) => until('its people were asked', async () => {
  const left = await value(`select count(*) from job where kind = 'routing.ask' and (payload ->> 'thread')::bigint = $1`, thread);
  return Number(left) === 0;
});
const ask = async (title: string, tags: string[] = [], group = 'padron', by = asker) => {
  const {id} = await by.ask(group, title, 'Cuerpo de la pregunta.', tags);
  await settled(id);
  return id as number;
};
/** Somebody who said they know these subjects. */
const skilled = async (name: string, ...skills: string[]) => {
  const person = await world.person(name);
  await rows('insert into person_skill (person_id, skill) select $1, unnest($2::text[])', person.id, skills);
  await world.join('padron', person);
  return person;
};
let subjects = 0;
const subject = () => `asunto-${++subjects}`;
const walk = async () => {
  await rows(`insert into job (kind) values ('routing.walk')`);
  await until('it was looked at', async () => Number(await value(`select count(*) from job where kind = 'routing.walk'`)) === 0);
};
const come = (thread: number, what: 'hosts_due_at' | 'network_due_at') =>
  rows(`update question_routing set ${what} = now() - interval '1 minute', next_at = now() - interval '1 minute' where thread_id = $1`, thread);
const notices = async (person: Person, cause: string): Promise<any[]> =>
  (await person.want(200, person.get('/notifications'))).items.filter((one: any) => one.cause === cause);

describe('a question', () => {
  it('is asked of five who know its subject, each told why, and of nobody else', async () => {
    const tag = subject();
    const knowing = await Promise.all(['Uno', 'Dos', 'Tres', 'Cuatro', 'Cinco', 'Seis', 'Siete'].map((name) => skilled(name, tag)));
    const other = await skilled('De otra cosa', 'urbanismo');
    const twin = await world.addAdministration('Ayuntamiento de San Felices', 2_100);
    await rows('update appointment set administration_id = $1 where person_id = any ($2)', twin, knowing.map((person) => person.id));
    const id = await ask('¿Cómo se hace?', [tag]);
    const chosen = await whom(id);
    expect(chosen).toHaveLength(5);
    expect(knowing.map((one) => one.id)).toEqual(expect.arrayContaining(chosen));
    const one = knowing.find((person) => person.id === chosen[0])!;
    expect(await asked(one)).toEqual([id]);
    expect((await notices(one, 'routed')).map((notice) => [notice.thread.id, notice.facts.why[0]])).toEqual([[id, {why: 'skill', name: tag, times: 1}]]);
    expect((await routing(id, one)).mine).toEqual({why: [{why: 'skill', name: tag, times: 1}, {why: 'town', name: null, times: 3}], asked_at: expect.any(String), said: null});
    expect(await asked(other)).toEqual([]);
    expect(await routing(id)).toEqual({
      asked_at: expect.any(String), nobody_at: null, people: 5, passed: 0, hosts_due_at: expect.any(String), hosts_asked_at: null,
      network_due_at: expect.any(String), network_asked_at: null, mine: null});
    expect(await value(`select count(*) from audit a where a.action = 'question.routed' and a.object_id = $1`, id)).toBe(5);
  });

  it('is asked of who answered on its tags, to questions that cite the same norm, and in the group, in the words of each', async () => {
    const tag = subject();
    const [answers, cites] = [await world.person('Responde'), await world.person('Cita')];
    for (const person of [answers, cites]) await world.join('padron', person);
    for (const title of ['Una', 'Dos']) await answers.answer((await asker.ask('padron', title, 'Texto.', [tag])).id, 'Así.');
    await cites.answer((await asker.ask('padron', 'Otra')).id, 'Lo dice el artículo 118 de la Ley 9/2017.');
    const {id} = await asker.ask('padron', '¿Y con la Ley 9/2017?', 'Cuerpo.', [tag]);
    await settled(id);
    expect(await whom(id)).toEqual(expect.arrayContaining([answers.id, cites.id]));
    expect((await routing(id, answers)).mine.why[0]).toEqual({why: 'tag', name: tag, times: 2});
    expect((await routing(id, cites)).mine.why[0]).toMatchObject({why: 'norm', times: 1});
  });

  it('is asked of nobody who wrote it, may not read it, is away, is silent, has had enough or does not want that', async () => {
    const tag = subject();
    await world.group('cerrado', 'private', [[asker, 'member']]);
    const member = await skilled('De dentro', tag), outside = await skilled('De fuera', tag), guest = await skilled('Invitada', tag);
    const away = await skilled('De viaje', tag), silent = await skilled('En silencio', tag), full = await skilled('Con cupo', tag), unwilling = await skilled('No quiere', tag);
    await rows('update person set guest = true where id = $1', guest.id);
    for (const person of [member, away, silent, full, unwilling]) await world.join('cerrado', person);
    await settle(away, {away_until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)});
    await silent.want(204, silent.put('/groups/cerrado/level', {level: 'muted'}));
    await full.want(200, full.put('/me/routing', {weekly: 1}));
    await rows('insert into person_skill (person_id, skill) values ($1, $2)', asker.id, tag);
    const declinable = await ask('Primera', [tag], 'cerrado');
    expect((await whom(declinable)).sort()).toEqual([member.id, full.id, unwilling.id].sort());
    await unwilling.want(200, unwilling.put(`/threads/${declinable}/routing/mine`, {said: 'declined'}));
    expect(await whom(await ask('Segunda', [tag], 'cerrado'))).toEqual([member.id]);
    expect((await outside.get(`/threads/${declinable}/routing`)).status).toBe(404);
    await rows('delete from person_skill where person_id = $1', asker.id);
  });

  it('asks somebody else in place of who passes it on, ten in all at most', async () => {
    const tag = subject();
    const knowing = new Map<number, Person>();
    for (let i = 0; i < 12; ++i) { const person = await skilled(`Sabe ${i}`, tag); knowing.set(person.id, person); }
    const id = await ask('Pasa', [tag], await world.group('pasa', 'open', [[asker, 'member']]));
    const before = await whom(id);
    for (let i = 0; i < 8; ++i) {
      const open = (await rows('select person_id::int8 as id from question_ask where thread_id = $1 and said is null order by person_id limit 1', id))[0] as any;
      const person = knowing.get(Number(open.id))!;
      const shown = (await person.want(200, person.put(`/threads/${id}/routing/mine`, {said: 'passed'}))).routing;
      expect(shown.mine.said).toBe('passed');
      expect(await asked(person)).toEqual([]);
      expect(await notices(person, 'routed')).toEqual([]);
      await settled(id);
    }
    expect(await whom(id)).toHaveLength(10);
    expect(before).toHaveLength(5);
    expect(await routing(id)).toMatchObject({people: 10, passed: 8});
  });

  it('lets who declined be asked again when they say so', async () => {
    const tag = subject();
    const person = await skilled('Cambia de idea', tag);
    const group = await world.group('cambia', 'open', [[asker, 'member']]);
    const first = await ask('Primera vez', [tag], group);
    await person.want(200, person.put(`/threads/${first}/routing/mine`, {said: 'declined'}));
    const settings = await person.want(200, person.get('/me/routing'));
    expect(settings).toEqual({weekly: 3, declined: [{id: expect.any(Number), tag, group: null}]});
    expect(await whom(await ask('Segunda vez', [tag], group))).toEqual([]);
    expect(await person.want(200, person.del(`/me/routing/declined/${settings.declined[0].id}`))).toEqual({weekly: 3, declined: []});
    expect((await person.del(`/me/routing/declined/${settings.declined[0].id}`)).status).toBe(404);
    expect(await whom(await ask('Tercera vez', [tag], group))).toEqual([person.id]);
  });

  it('is not counted beyond their week by many at once', async () => {
    const tag = subject();
    const person = await skilled('La única', tag);
    await Promise.all(Array.from({length: 8}, (_, i) => asker.ask('padron', `A la vez ${i}`, 'Cuerpo.', [tag])));
    await world.routed();
    expect(Number(await value('select count(*) from question_ask where person_id = $1', person.id))).toBe(3);
  });

  it('is no more asked of anybody once it is solved, and leaves the list of who answered', async () => {
    const tag = subject();
    const [one, other] = [await skilled('Contesta', tag), await skilled('No llega', tag)];
    const id = await ask('Se resuelve', [tag]);
    const answer = await one.answer(id, 'Así se hace.');
    expect([await asked(one), await asked(other)]).toEqual([[], [id]]);
    await asker.accept(id, answer.number);
    expect([await asked(other), await notices(other, 'routed')]).toEqual([[], []]);
  });
});

describe('a question that nobody answers', () => {
  it('is said to the hosts of its group in time, and to those of the network after them', async () => {
    const tag = subject();
    await skilled('No contesta', tag);
    const id = await ask('Espera', [tag]);
    await walk();
    expect(await routing(id)).toMatchObject({hosts_asked_at: null, network_asked_at: null});
    await come(id, 'hosts_due_at');
    await walk();
    expect((await notices(host, 'question_waits')).map((notice) => notice.thread.id)).toContain(id);
    expect(await notices(network, 'question_waits')).toEqual([]);
    expect(await routing(id)).toMatchObject({hosts_asked_at: expect.any(String), network_asked_at: null});
    await come(id, 'network_due_at');
    await walk();
    expect((await notices(network, 'question_waits')).map((notice) => notice.thread.id)).toEqual([id]);
    expect(await value(`select count(*) from audit a where a.action in ('question.hosts_asked', 'question.network_asked') and a.object_id = $1`, id)).toBe(2);
    await host.answer(id, 'Yo lo sé.');
    expect((await notices(host, 'question_waits')).map((notice) => notice.thread.id)).not.toContain(id);
    expect(await notices(network, 'question_waits')).toEqual([]);
  });

  it('is said to the hosts within a working day where there was nobody to ask', async () => {
    const id = await ask('Nadie sabe', [subject()], await world.group(`solo-${++subjects}`, 'open', [[asker, 'member'], [host, 'host']]));
    const shown = await routing(id);
    expect(shown).toMatchObject({people: 0, asked_at: null, nobody_at: expect.any(String), hosts_asked_at: null});
    expect(Date.parse(shown.hosts_due_at)).toBeLessThan(Date.parse(shown.network_due_at));
    expect(await value('select hosts_due_at <= solution_moment(thread_id, now(), 1) from question_routing where thread_id = $1', id)).toBe(true);
    await come(id, 'hosts_due_at');
    await walk();
    expect((await notices(host, 'question_waits')).map((notice) => notice.thread.id)).toContain(id);
  });

  it('waits no more once it is answered, and anew when that answer goes', async () => {
    const tag = subject();
    const person = await skilled('Se arrepiente', tag);
    const id = await ask('Vuelve a esperar', [tag]);
    const answer = await person.answer(id, 'Creo que así.');
    await come(id, 'hosts_due_at');
    await walk();
    expect(await routing(id)).toMatchObject({hosts_due_at: null, hosts_asked_at: null});
    await person.want(204, person.del(`/posts/${answer.id}`));
    await walk();
    const again = await routing(id);
    expect(Date.parse(again.hosts_due_at)).toBeGreaterThan(Date.now());
    expect(again.hosts_asked_at).toBeNull();
  });

  it('is said to hosts once by two processes that look at the same moment', async () => {
    const tag = subject();
    await skilled('Calla', tag);
    const id = await ask('Una vez', [tag]);
    await come(id, 'hosts_due_at');
    await rows(`insert into job (kind) select 'routing.walk' from generate_series(1, 6)`);
    await until('it was looked at', async () => Number(await value(`select count(*) from job where kind = 'routing.walk'`)) === 0);
    expect(await value(`select count(*) from audit a where a.action = 'question.hosts_asked' and a.object_id = $1`, id)).toBe(1);
  });

  it('is not looked after in a place of practice', async () => {
    await world.group('practicas', 'open', [[asker, 'member']]);
    await rows(`update plaza_group set practice = true where slug = 'practicas'`);
    const {id} = await asker.ask('practicas', 'De prueba');
    expect(await routing(id)).toBeNull();
  });
});

describe('working days', () => {
  const after = (moment: string, days: number, region = '') =>
    value(`select to_char(working_moment($1::timestamptz, $2, $3, 'Europe/Madrid') at time zone 'Europe/Madrid', 'YYYY-MM-DD HH24:MI')`, moment, days, region);
  it('leave out weekends, holidays of the country and those of the region', async () => {
    expect(await after('2026-11-23T10:00+01', 3)).toBe('2026-11-26 10:00');
    expect(await after('2026-11-26T10:00+01', 3)).toBe('2026-12-01 10:00');
    expect(await after('2026-12-04T10:00+01', 1)).toBe('2026-12-07 10:00');
    expect(await after('2026-12-07T10:00+01', 1)).toBe('2026-12-09 10:00');
    expect(await after('2026-10-23T10:00+02', 3)).toBe('2026-10-28 10:00');
    await rows(`insert into holiday (day, region_id, name) values ('2026-04-23', '07', 'Castilla y León'), ('2026-04-24', '', 'De todos')`);
    expect([await after('2026-04-22T09:00+02', 1, '07'), await after('2026-04-22T09:00+02', 1, '13')]).toEqual(['2026-04-27 09:00', '2026-04-23 09:00']);
  });
});
