// SPDX-License-Identifier: EUPL-1.2
// Whether what threads say still holds: checked by members, asked for, superseded, put behind in search, and asked again when a norm changes.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let author: Person, answerer: Person, host: Person, reader: Person, administrator: Person;
let turn = 0;
beforeAll(async () => {
  world = await World.make();
  [author, answerer, host, reader] = [await world.person('Autora'), await world.person('Responde'), await world.person('Dinamiza'), await world.person('Lectora')];
  administrator = await world.person('Administradora', {role: 'administrator'});
});
afterAll(() => world?.end());

const group = (kind: GroupKind = 'open') => world.group(`vigencia-${++turn}`, kind, [[author, 'member'], [answerer, 'member'], [host, 'host']]);
const shape = (thread: number, as: Person = author) => as.want(200, as.get(`/threads/${thread}`));
const details = (thread: number, as: Person = author) => as.want(200, as.get(`/threads/${thread}/validity`));
const check = (thread: number, body: object, as: Person = answerer) => as.post(`/threads/${thread}/checks`, body);
const reviews = async (as: Person, slug: string) => (await as.all(`/reviews?group=${slug}`)).map(({why, thread}: any) => [why, thread.id]);
const told = async (whom: Person, cause: string) => (await whom.all('/notifications')).filter((one: any) => one.cause === cause).map((one: any) => one.thread?.id);
const age = (thread: number, years: number) => world.database.rows(
  `with t as (update thread set created_at = now() - make_interval(years => $2) where id = $1)
   update accepted_answer set accepted_at = now() - make_interval(years => $2) where thread_id = $1`, [thread, years]);
async function solved(slug: string, title: string, body?: string): Promise<any> {
  const thread = await author.ask(slug, title, body);
  const {number} = await answerer.answer(thread.id, 'Así.');
  await author.accept(thread.id, number);
  return thread;
}

describe('a check', () => {
  it('stands with the thread, with who made it and when', async () => {
    const {id} = await solved(await group(), 'Uno');
    expect((await shape(id)).validity).toBeNull();
    const answer = await answerer.want(200, check(id, {holds: true, reason: 'Mirado el BOE.'}));
    const {validity} = await shape(id, reader);
    expect(answer.validity).toEqual(validity);
    expect(validity).toMatchObject({checked_by: {id: answerer.id, name: 'Responde'}, holds: true, asked: false, norm_changed: null, unchecked_since: null});
    expect(Date.now() - Date.parse(validity.checked_at)).toBeLessThan(60_000);
    expect((await details(id, reader)).checks).toEqual([{holds: true, reason: 'Mirado el BOE.', at: validity.checked_at, by: {id: answerer.id, name: 'Responde'}}]);
    await author.want(200, check(id, {holds: false, reason: 'Ya no: cambió la ordenanza.'}, author));
    expect((await shape(id)).validity).toMatchObject({checked_by: {id: author.id}, holds: false});
    expect((await details(id)).checks.map((one: any) => one.holds)).toEqual([false, true]);
  });

  it('says why where it holds no more, and tells who wrote it', async () => {
    const {id} = await solved(await group(), 'Dos');
    const refused = await check(id, {holds: false}, host);
    expect([refused.status, refused.json.errors]).toEqual([422, {reason: ['required']}]);
    await host.want(200, check(id, {holds: false, reason: 'Derogada.'}, host));
    for (const one of [author, answerer]) expect(await told(one, 'no_longer_holds')).toContain(id);
    expect(await told(host, 'no_longer_holds')).not.toContain(id);
    expect((await check(id, {holds: true, why: 'x'}, host)).status).toBe(422);
    expect((await check(id, {holds: true, reason: 'x'.repeat(501)}, host)).status).toBe(422);
  });

  it('is of members, and not of what passes by itself', async () => {
    const slug = await group();
    const {id} = await solved(slug, 'Tres');
    expect((await check(id, {holds: true}, reader)).status).toBe(403);
    expect((await reader.put(`/threads/${id}/check_request`)).status).toBe(403);
    await world.database.rows(`update thread set kind = 'thanks' where id = $1`, [id]);
    expect((await check(id, {holds: true})).json.errors).toEqual({holds: ['not_in_this_kind']});
    expect((await author.put(`/threads/${id}/check_request`)).json.errors).toEqual({thread: ['not_in_this_kind']});
  });

  it('is told to who has the list or the thread open', async () => {
    const {id} = await solved(await group(), 'En vivo');
    const live = await world.live(author);
    await answerer.want(200, check(id, {holds: true}));
    const event = await live.event('the check', (one) => one.kind === 'thread.changed' && one.data.validity?.holds === true);
    expect(event.data.id).toBe(id);
    expect(event.data).not.toHaveProperty('superseded_by');
    live.close();
  });
});

describe('what waits to be looked at', () => {
  it('is what somebody asked for, until somebody checks it', async () => {
    const slug = await group();
    const {id} = await solved(slug, 'Cuatro');
    expect(await reviews(host, slug)).toEqual([]);
    await host.want(200, host.put(`/threads/${id}/check_request`));
    await answerer.want(200, answerer.put(`/threads/${id}/check_request`));
    expect((await details(id)).asked_by).toEqual({id: host.id, name: 'Dinamiza'});
    for (const one of [author, answerer, host]) expect(await reviews(one, slug)).toEqual([['asked', id]]);
    expect(await reviews(reader, slug)).toEqual([]);
    expect(await told(author, 'check_asked')).toContain(id);
    await answerer.want(200, check(id, {holds: true}));
    expect(await reviews(host, slug)).toEqual([]);
    expect(await told(author, 'check_asked')).not.toContain(id);
    expect((await shape(id)).validity.asked).toBe(false);
  });

  it('is what nobody checked for long, in the order of waiting, for who wrote it and who keeps the group', async () => {
    const slug = await group();
    const [old, older, fresh] = [await solved(slug, 'Vieja'), await solved(slug, 'Más vieja'), await solved(slug, 'Nueva')];
    const others = await host.ask(slug, 'De otra, vieja y sin resolver');
    await age(old.id, 3); await age(older.id, 4); await age(others.id, 5);
    expect(await reviews(host, slug)).toEqual([['old', older.id], ['old', old.id]]);
    expect((await host.all(`/reviews?group=${slug}`, 1)).map((one: any) => one.thread.id)).toEqual([older.id, old.id]);
    expect((await shape(old.id)).validity).toEqual({checked_at: null, checked_by: null, holds: null, asked: false, norm_changed: null, unchecked_since: expect.stringMatching(/^20\d\d-/)});
    expect((await shape(fresh.id)).validity).toBeNull();
    const neighbour = await world.person('Vecina');
    await world.join(slug, neighbour);
    expect(await reviews(neighbour, slug)).toEqual([]);
    await host.want(200, check(older.id, {holds: false, reason: 'Ya no.'}, host));
    expect(await reviews(host, slug)).toEqual([['old', old.id], ['no_longer', older.id]]);
    expect((await author.all('/reviews')).map((one: any) => one.thread.id)).toContain(old.id);
  });
});

describe('what took the place of a thread', () => {
  it('is shown in both to who may read the other', async () => {
    const [closed, open] = [await group('private'), await group()];
    const old = await solved(open, 'Lo viejo'), young = await solved(open, 'Lo nuevo');
    const shown = await author.want(200, author.put(`/threads/${old.id}/superseded`, {by: young.id}));
    expect(shown.superseded_by).toMatchObject({id: young.id, title: 'Lo nuevo', group: {slug: open}});
    expect((await details(young.id, reader)).supersedes.map((one: any) => one.id)).toEqual([old.id]);
    expect((await details(old.id, reader)).superseded_by.id).toBe(young.id);
    // The other one goes behind doors.
    await world.database.rows('update thread set group_id = (select id from plaza_group where slug = $2) where id = $1', [young.id, closed]);
    expect((await shape(old.id, reader)).superseded_by).toBeNull();
    expect((await details(old.id, reader)).superseded_by).toBeNull();
    expect((await shape(old.id)).superseded_by.id).toBe(young.id);
    await author.want(200, author.del(`/threads/${old.id}/superseded`));
    expect((await shape(old.id)).superseded_by).toBeNull();
  });

  it('is said by its author or who keeps the group, of what all its readers may read, and leads nowhere back', async () => {
    const [open, closed, elsewhere] = [await group(), await group('private'), await group()];
    const [a, b, c] = [await solved(open, 'A'), await solved(open, 'B'), await solved(elsewhere, 'C')];
    const hidden = await solved(closed, 'Reservada');
    const put = (thread: number, by: number, as: Person = author) => as.put(`/threads/${thread}/superseded`, {by});
    expect((await put(a.id, b.id, answerer)).json.type).toBe('not_the_author');
    expect((await put(a.id, hidden.id)).json.errors).toEqual({by: ['not_for_all_readers']});
    expect((await put(a.id, a.id)).json.errors).toEqual({by: ['itself']});
    const outsider = await world.person('De fuera');
    await world.join(open, outsider, 'host');
    const [unread, absent] = [await put(a.id, hidden.id, outsider), await put(a.id, 4_503_599_627_370_001, outsider)];
    expect([unread.status, unread.json.errors]).toEqual([422, absent.json.errors]);
    await host.want(200, put(a.id, b.id, host));
    await author.want(200, put(b.id, c.id));
    expect((await put(c.id, a.id)).json.errors).toEqual({by: ['itself']});
    await author.want(200, put(hidden.id, c.id));
    // Nor do two at once lead round together.
    for (let round = 0; round < 8; round++) {
      const [one, two] = [await solved(open, `Una ${round}`), await solved(open, `Otra ${round}`)];
      const statuses = (await Promise.all([put(one.id, two.id), put(two.id, one.id, host)])).map(({status}) => status).sort();
      expect(statuses).toEqual([200, 422]);
    }
    // And no merger leads round: what took the place of one is replaced by the other.
    const [x, y, z] = [await solved(open, 'X'), await solved(open, 'Y'), await solved(open, 'Z')];
    await author.want(200, put(x.id, y.id));
    await author.want(200, put(z.id, x.id));
    await world.database.rows('select merge_threads($1, $2, 50)', [y.id, z.id]);
    expect(await world.database.rows('select thread_id, superseded_by from thread_validity where thread_id in ($1, $2) and superseded_by is not null', [x.id, z.id]))
      .toEqual([{thread_id: x.id, superseded_by: z.id}]);
    expect((await administrator.all('/console/audit?action=thread.superseded')).length).toBeGreaterThanOrEqual(3);
  });

  it('comes before it in search, as does what holds before what does not', async () => {
    const slug = await group();
    const titles = ['Licencia de kiosco primera', 'Licencia de kiosco segunda', 'Licencia de kiosco tercera'];
    const ids: number[] = [];
    for (const title of titles) ids.push((await solved(slug, title)).id);
    const found = async () => (await reader.all(`/search?q=${encodeURIComponent('licencia de kiosco')}`)).map((one: any) => one.thread.id);
    for (const [i, id] of ids.entries()) await world.database.rows(`update post_search set created_at = now() - make_interval(hours => $2) where thread_id = $1`, [id, 9 - i]);
    expect(await found()).toEqual([...ids].reverse());
    await author.want(200, author.put(`/threads/${ids[2]}/superseded`, {by: ids[0]}));
    await answerer.want(200, check(ids[1], {holds: false, reason: 'Derogada.'}));
    expect((await found())[0]).toBe(ids[0]);
    // What is written in it later stays behind too.
    await answerer.answer(ids[2], 'Otra licencia de kiosco.');
    expect((await found())[0]).toBe(ids[0]);
    await author.want(200, author.del(`/threads/${ids[2]}/superseded`));
    expect((await found())[0]).toBe(ids[2]);
    // What was checked lately is as new as that.
    await world.database.rows(`update post_search set created_at = now() - interval '1 hour'`);
    await answerer.want(200, check(ids[0], {holds: true}));
    expect((await found())[0]).toBe(ids[0]);
  });
});

describe('a norm that changes', () => {
  const marked = (thread: number) => until('the job has come to it', async () => (await shape(thread)).validity?.norm_changed ?? null);
  const change = (on: string, sentence = 'Cambia el artículo 118.') => administrator.want(201, administrator.post('/console/norms/ley-9-2017/changes', {on, sentence}));

  it('asks its threads to be checked again, and tells who wrote them', async () => {
    const [slug, secret] = [await group(), await group('hidden')];
    const thread = await solved(slug, 'El contrato menor', 'Según el art. 118 LCSP.');
    const inside = await solved(secret, 'El contrato menor, aquí', 'Según el art. 118 LCSP.');
    const other = await solved(slug, 'El padrón', 'Según el art. 16 LRBRL.');
    await world.leave(secret, answerer);
    const today = new Date().toISOString().slice(0, 10);
    const shown = await change(today);
    expect(shown.changes[0]).toMatchObject({on: today, sentence: 'Cambia el artículo 118.'});
    expect(await marked(thread.id)).toBe(today);
    await marked(inside.id);
    expect((await shape(other.id)).validity).toBeNull();
    expect(await reviews(host, slug)).toEqual([['norm', thread.id]]);
    expect((await details(thread.id)).changes).toEqual([{norm: 'boe-a-2017-12902', title: expect.stringContaining('Contratos'), on: today, sentence: 'Cambia el artículo 118.'}]);
    expect((await reader.want(200, reader.get('/norms/boe-a-2017-12902'))).changes[0].sentence).toBe('Cambia el artículo 118.');
    expect((await told(author, 'norm_changed')).sort()).toEqual([thread.id, inside.id].sort());
    expect(await told(answerer, 'norm_changed')).toEqual([thread.id]);
    await answerer.want(200, check(thread.id, {holds: true, reason: 'No afecta.'}));
    expect((await shape(thread.id)).validity).toMatchObject({norm_changed: null, holds: true});
    expect(await told(author, 'norm_changed')).toEqual([inside.id]);
    expect(await reviews(host, slug)).toEqual([]);
  });

  it('leaves alone what was written or checked after it, and what was said by mistake is taken back', async () => {
    const slug = await group();
    await world.database.rows('delete from norm_change');
    const [young, old] = [await solved(slug, 'Joven', 'El art. 119 LCSP.'), await solved(slug, 'Vieja', 'El art. 120 LCSP.')];
    await age(old.id, 1);
    const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
    const {changes} = await change(day, 'Cambia el artículo 120.');
    expect(await marked(old.id)).toBe(day);
    expect((await shape(young.id)).validity).toBeNull();
    const gone = changes.find((one: any) => one.sentence === 'Cambia el artículo 120.').id;
    const left = await administrator.want(200, administrator.del(`/console/norms/boe-a-2017-12902/changes/${gone}`));
    expect(left.changes.map((one: any) => one.id)).not.toContain(gone);
    await until('its threads ask no more', async () => (await shape(old.id)).validity === null);
    await until('it is gone', async () => (await world.database.value('select count(*)::int from norm_change where id = $1', [gone])) === 0);
    expect(await told(author, 'norm_changed')).not.toContain(old.id);
    expect((await administrator.del(`/console/norms/boe-a-2017-12902/changes/${gone}`)).status).toBe(404);
    expect((await administrator.post('/console/norms/no-hay/changes', {on: day, sentence: 'x'})).status).toBe(404);
    for (const on of ['2026-02-30', 'ayer', '']) expect((await administrator.post('/console/norms/ley-9-2017/changes', {on, sentence: 'x'})).status).toBe(422);
  });

  it('whose articles are named asks those alone that cite one of them, or the norm as a whole', async () => {
    const slug = await group();
    await world.database.rows('delete from norm_change');
    const [cites, other, whole] = [await solved(slug, 'Del 123', 'El art. 123 LCSP.'), await solved(slug, 'Del 124', 'El art. 124 LCSP.'), await solved(slug, 'De toda', 'La Ley 9/2017, de 8 de noviembre, lo dice.')];
    for (const one of [cites, other, whole]) await age(one.id, 1);
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const say = (on: string, articles: string[]) => administrator.post('/console/norms/ley-9-2017/changes', {on, sentence: 'Cambian.', articles});
    for (const articles of [['ciento'.repeat(9)], ['118 bis'], ['']]) expect((await say(day(20), articles)).json.errors, articles[0]).toHaveProperty('articles');
    const shown = await administrator.want(201, say(day(20), ['123', 'da-3', '123']));
    expect(shown.changes[0].articles).toEqual(['123', 'da-3']);
    for (const one of [cites, whole]) expect(await marked(one.id)).toBe(day(20));
    await until('the job is done', async () => (await world.database.value(`select count(*) from job where kind = 'validity.norm_changed'`)) === 0);
    expect((await shape(other.id)).validity).toBeNull();
    // What is taken back falls back on what concerns the thread, and on nothing else.
    const {changes} = await administrator.want(201, say(day(10), []));
    await until('the second is on all', async () => (await shape(other.id)).validity?.norm_changed === day(10) && (await shape(cites.id)).validity?.norm_changed === day(10));
    await administrator.want(200, administrator.del(`/console/norms/boe-a-2017-12902/changes/${changes[0].id}`));
    await until('it falls back', async () => (await shape(cites.id)).validity?.norm_changed === day(20) && (await shape(other.id)).validity === null);
  });

  it('is asked for again where another change was noted over it by mistake', async () => {
    const slug = await group();
    await world.database.rows('delete from norm_change');
    const [thread, seen] = [await solved(slug, 'Con dos cambios', 'El art. 121 LCSP.'), await solved(slug, 'Ya mirada', 'El art. 122 LCSP.')];
    for (const one of [thread, seen]) await age(one.id, 1);
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await change(day(30), 'El de verdad.');
    for (const one of [thread, seen]) expect(await marked(one.id)).toBe(day(30));
    await answerer.want(200, check(seen.id, {holds: true, reason: 'Mirada entre los dos.'}));
    await world.database.rows(`update thread_validity set checked_at = now() - interval '20 days' where thread_id = $1`, [seen.id]);
    const {changes} = await change(day(15), 'El de otra norma.');
    for (const one of [thread, seen]) await until('the second is on it', async () => (await shape(one.id)).validity?.norm_changed === day(15));
    const mistake = changes.find((one: any) => one.sentence === 'El de otra norma.').id;
    await administrator.want(200, administrator.del(`/console/norms/boe-a-2017-12902/changes/${mistake}`));
    await until('the first asks again', async () => (await shape(thread.id)).validity?.norm_changed === day(30));
    await until('what was looked at asks no more', async () => (await shape(seen.id)).validity?.norm_changed === null);
    expect(await told(author, 'norm_changed')).toContain(thread.id);
    expect(await reviews(host, slug)).toEqual([['norm', thread.id]]);
  });
});

describe('a review whose day came', () => {
  const due = async () => {
    await world.database.rows(`insert into job (kind) values ('validity.tell_due')`);
    await until('it is told', async () => (await world.database.value(`select count(*)::int from job where kind = 'validity.tell_due'`)) === 0);
  };
  const plan = (thread: number, whom: Person) => world.database.rows(
    `insert into thread_validity (thread_id, review_on, review_by) values ($1, current_date, $2)`, [thread, whom.id]);

  it('goes to who wrote it where they left who was to look, else to who keeps the group, and waits while nobody can', async () => {
    const slug = await group();
    const {id} = await solved(slug, 'Para repasar');
    await world.leave(slug, reader);
    await plan(id, reader);
    await due();
    expect([await told(reader, 'review_due'), await told(author, 'review_due')]).toEqual([[], [id]]);
    const other = await solved(slug, 'Para repasar también');
    await plan(other.id, reader);
    for (const person of [author, answerer]) await world.leave(slug, person);
    await world.archive(slug);
    await due();
    expect(await told(host, 'review_due')).toEqual([]);
    await world.archive(slug, false);
    await due();
    expect(await told(host, 'review_due')).toEqual([other.id]);
    expect((await details(other.id, host)).review).toMatchObject({by: {id: host.id}});
  });
});
