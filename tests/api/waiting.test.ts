// SPDX-License-Identifier: EUPL-1.2
// Questions that wait for an answer, for whom and in which order; and how a group answers. Held against a plain count of random rows.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type GroupKind, type Person} from '../support/world.ts';

interface Row { id: number; title: string; group: string; tags: string[]; kind: string; at: number; band: string; waits: boolean; by: number; first: number | null }
let world: World, admin: Person;
const people: Record<string, Person> = {};
const kinds: Record<string, GroupKind> = {abierto: 'open', otro: 'open', privado: 'private', oculto: 'hidden', practica: 'open', archivado: 'open'};
const rows: Row[] = [];
const hour = 3_600_000, day = 24 * hour;

/** The same numbers in every run. */
let seed = 4711;
const random = (below: number) => { seed = (seed * 48_271) % 2_147_483_647; return seed % below; };

beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Administradora', {role: 'administrator'});
  const homes: [string, number, number][] = [['Aldea', 300, 0], ['Pueblo', 2_000, 0], ['Villa', 4_000, 0], ['Capital', 400_000, 0]];
  for (const home of homes) home[2] = await world.addAdministration(home[0], home[1]);
  const bands: Record<string, string> = {Aldea: 'lt1000', Pueblo: '1000-4999', Villa: '1000-4999', Capital: 'ge100000'};
  for (const [name, home] of [['lectora', 1], ['miembro', 2], ['ajena', 0], ['invitada', 3]] as const) {
    people[name] = await world.person(name);
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [people[name]!.id, homes[home]![2]]);
  }
  for (const [slug, kind] of Object.entries(kinds)) await world.group(slug, kind, [[admin, 'owner'], [people.miembro!, 'member']]);
  for (const slug of ['abierto', 'otro']) await world.join(slug, people.lectora!);
  await world.database.rows(`update plaza_group set practice = slug = 'practica', archived_at = case when slug = 'archivado' then now() end`);
  for (const tag of ['comun', 'rara']) await world.database.rows('insert into tag (name) values ($1)', [tag]);
  const slugs = Object.keys(kinds), now = Date.now();
  for (let n = 0; n < 220; n++) {
    const [group, home, kind] = [slugs[random(slugs.length)]!, homes[random(4)]!, random(6) ? 'question' : 'update'];
    // Two at the same moment now and then.
    const at = now - (random(30) === 0 ? 5 * day : random((random(2) ? 85 : 500) * 24 * 60) * 60_000 + n);
    const by = [admin, people.miembro!][random(2)]!;
    const tags = [...(random(2) ? ['comun'] : []), ...(random(12) === 0 ? ['rara'] : [])];
    const id: number = await world.database.value(
      `with t as (insert into thread (group_id, kind, title, author_id, author_administration_id, created_at, last_activity_at)
                  select id, $2, $3, $4, $5, $6, $6 from plaza_group where slug = $1 returning id),
            p as (insert into post (thread_id, number, role, author_id, body, html, created_at) select id, 1, 'root', $4, 'x', 'x', $6 from t),
            g as (insert into thread_tag (thread_id, tag_id) select t.id, tag.id from t, tag where tag.name = any ($7::text[]))
       select id from t`, [group, kind, `Pregunta ${n}`, by.id, home[2], new Date(at), tags]);
    const row: Row = {id, title: `Pregunta ${n}`, group, tags, kind, at, band: bands[home[0]]!, by: by.id, waits: kind === 'question', first: null};
    // Answers of others and of who asked, some deleted again.
    if (kind === 'question') for (let number = 2; number < 2 + random(4); number++) {
      const author = [admin, people.miembro!, people.lectora!][random(3)]!, when = at + random(72 * 60) * 60_000, gone = random(4) === 0;
      await world.database.rows(`insert into post (thread_id, number, role, author_id, body, html, created_at, deleted_at) values ($1, $2, 'answer', $3, $6, $6, $4, $5)`,
        [id, number, author.id, new Date(when), gone ? new Date() : null, gone ? '' : 'x']);
      if (!gone) row.waits = false;
      if (!gone && author.id !== by.id) row.first = Math.min(row.first ?? Infinity, when);
    }
    if (row.waits && random(8) === 0) {
      await world.database.rows('update thread set closed_at = now(), closed_by = $2 where id = $1', [id, admin.id]);
      row.waits = false;
    }
    rows.push(row);
  }
  await world.database.rows('analyze');
});
afterAll(() => world?.end());

const titles = (items: any[]) => items.map(({thread}) => thread.title);
const all = async (by: Person, query: string, limit = 100) => titles(await by.all(`/questions?${query}`, limit));
const reads = (name: string, group: string) => kinds[group] === 'open' || name === 'miembro';
/** What should stand there, the longest waiting first; two of the same moment in either order of their numbers, as the server has it. */
const expected = (name: string, fits: (row: Row) => boolean) => rows.filter((row) => row.waits && reads(name, row.group) && row.group !== 'archivado' && fits(row))
  .sort((a, b) => a.at - b.at || a.id - b.id).map(({title}) => title);
const inNetwork = (row: Row) => row.group !== 'practica';
const near = (name: string) => (row: Row) => row.band === {lectora: '1000-4999', miembro: '1000-4999', ajena: 'lt1000'}[name];

describe('what waits', () => {
  it.each(['lectora', 'miembro', 'ajena'])('for %s is what nobody answered and may be read, by age, page by page', async (name) => {
    // By tag first: what a connection to the database does first is planned then.
    const cases: [string, (row: Row) => boolean][] = [
      ['scope=tag&tag=comun', (row) => inNetwork(row) && row.tags.includes('comun')], ['scope=tag&tag=Rara', (row) => inNetwork(row) && row.tags.includes('rara')], ['scope=tag&tag=ninguna', () => false],
      ['', inNetwork], ['scope=network', inNetwork],
      ...['abierto', 'otro', 'practica', 'archivado'].map((slug): [string, (row: Row) => boolean] => [`scope=group&group=${slug}`, (row) => row.group === slug]),
    ];
    for (const [query, fits] of cases) {
      for (const [also, only] of [['', () => true], ['&like_me=true', near(name)]] as const) {
        const should = expected(name, (row) => fits(row) && only(row));
        for (const limit of [7, 100]) {
          expect(await all(people[name]!, `${query}${also}`, limit), `${query}${also} by ${limit}`).toEqual(should);
          expect(await all(people[name]!, `${query}${also}&order=newest`, limit), `${query}${also} newest by ${limit}`).toEqual([...should].reverse());
        }
      }
      const {counts} = await people[name]!.want(200, people[name]!.get(`/questions?${query}&limit=1`));
      const of = expected(name, fits);
      expect(counts, query).toEqual({waiting: of.length, like_me: expected(name, (row) => fits(row) && near(name)(row)).length, more: false});
    }
    expect(expected(name, inNetwork).length).toBeGreaterThan(10);
  });

  it('of a common tag is looked for among all that waits', async () => {
    // More threads than are gone through one by one.
    await world.database.rows(`with made as (insert into thread (group_id, kind, title, author_id) select g.id, 'update', 'Relleno', $1 from plaza_group g, generate_series(1, 2001) where g.slug = 'otro' returning id)
      insert into thread_tag (thread_id, tag_id) select made.id, tag.id from made, tag where tag.name = 'comun'`, [admin.id]);
    const should = expected('lectora', (row) => inNetwork(row) && row.tags.includes('comun'));
    for (const limit of [1, 7, 100]) expect(await all(people.lectora!, 'scope=tag&tag=comun', limit)).toEqual(should);
    expect(await all(people.lectora!, 'scope=tag&tag=comun&like_me=true', 3)).toEqual(expected('lectora', (row) => inNetwork(row) && row.tags.includes('comun') && near('lectora')(row)));
    expect((await people.lectora!.get('/questions?scope=tag&tag=comun')).json.counts.waiting).toBe(should.length);
  });

  it('for me stands there with its reasons, by them or by age, page by page', async () => {
    const recent = (row: Row) => row.at > Date.now() - 90 * day && ['abierto', 'otro'].includes(row.group) && row.by !== people.lectora!.id;
    const should = expected('lectora', recent);
    expect(should.length).toBeGreaterThan(2);
    for (const limit of [1, 2, 100]) {
      expect(await all(people.lectora!, 'scope=mine&order=oldest', limit)).toEqual(should);
      expect(await all(people.lectora!, 'scope=mine&order=newest', limit)).toEqual([...should].reverse());
    }
    const ranks: Record<string, number> = {subject: 1, own: 2, town: 2, group: 3, open: 4};
    for (const limit of [1, 100]) {
      const items = await people.lectora!.all('/questions?scope=mine', limit);
      const keys = items.map(({why, thread}: any) => ranks[why]! * 1e15 - Date.parse(thread.created_at));
      expect(keys).toEqual([...keys].sort((a, b) => a - b));
      expect(titles(items).sort()).toEqual([...should].sort());
    }
    const {counts} = (await people.lectora!.get('/questions?scope=mine&limit=1')).json;
    expect(counts).toEqual({waiting: should.length, like_me: expected('lectora', (row) => recent(row) && near('lectora')(row)).length, more: false});
  });

  it('goes when it is answered, accepted or closed, and comes again when that is taken back', async () => {
    const {id} = await admin.ask('abierto', 'Va y viene', 'x');
    const there = async () => (await all(people.lectora!, 'scope=group&group=abierto')).includes('Va y viene');
    expect(await there()).toBe(true);
    const answer = await people.miembro!.answer(id, 'Así');
    expect(await there()).toBe(false);
    await people.miembro!.want(204, people.miembro!.del(`/posts/${answer.id}`));
    expect(await there()).toBe(true);
    await admin.want(200, admin.put(`/threads/${id}/closed`, {reason: 'Ya no hace falta'}));
    expect(await there()).toBe(false);
  });

  it('refuses what cannot be asked, and a page of another list', async () => {
    const {lectora} = people as {lectora: Person};
    for (const [query, field] of [['scope=all', 'scope'], ['scope=group', 'group'], ['group=abierto', 'group'], ['scope=tag', 'tag'], ['tag=comun', 'tag'], ['order=fit', 'order'], ['order=best', 'order'], ['like_me=maybe', 'like_me'], ['state=open', 'state']] as const) {
      const {status, json} = await lectora.get(`/questions?${query}`);
      expect([status, Object.keys(json.errors)], query).toEqual([422, [field]]);
    }
    for (const slug of ['oculto', 'privado', 'no-existe']) expect((await lectora.get(`/questions?scope=group&group=${slug}`)).status).toBe(404);
    const {next} = (await lectora.get('/questions?limit=1')).json;
    for (const query of ['order=newest', 'like_me=true', 'scope=mine', 'scope=group&group=abierto']) expect((await lectora.get(`/questions?${query}&before=${next}`)).json.errors, query).toEqual({before: ['not_a_cursor']});
    await world.database.rows('delete from appointment where person_id = $1', [people.invitada!.id]);
    expect((await people.invitada!.get('/questions?like_me=true')).json.errors).toEqual({like_me: ['no_band']});
    expect((await people.invitada!.get('/questions')).json.counts.like_me).toBe(null);
  });
});

describe('how a group answers', () => {
  it.each([90, 365])('of the last %i days is what a plain count says', async (days) => {
    for (const group of Object.keys(kinds)) {
      const asked = rows.filter((row) => row.group === group && row.kind === 'question' && row.at > Date.now() - days * day);
      const waits = asked.flatMap(({at, first}) => (first === null ? [] : [(first - at) / 1000])).sort((a, b) => a - b);
      const middle = waits.length / 2;
      const median = waits.length === 0 ? null : Math.round((waits[Math.ceil(middle) - 1]! + waits[Math.floor(middle)]!) / 2);
      const few = asked.length + (group === 'abierto' ? 1 : 0) < 5;
      const health = await people.miembro!.want(200, people.miembro!.get(`/groups/${group}/health?days=${days}`));
      // One was asked meanwhile, and closed again.
      expect(health, group).toEqual({days, questions: asked.length + (group === 'abierto' ? 1 : 0), answered: few ? null : waits.length, median_seconds: few ? null : median,
        waiting: rows.filter((row) => row.group === group && row.waits).length});
    }
  });

  it('says nothing of fewer than five questions but how many they are', async () => {
    const slug = await world.group('pocas', 'open', [[admin, 'owner']]);
    const health = () => people.lectora!.want(200, people.lectora!.get(`/groups/${slug}/health`));
    expect(await health()).toEqual({days: 365, questions: 0, answered: null, median_seconds: null, waiting: 0});
    for (let n = 0; n < 4; n++) await people.lectora!.want(200, people.lectora!.put(`/groups/${slug}/members/me`)).then(() => admin.ask(slug, `Poca ${n}`));
    expect(await health()).toEqual({days: 365, questions: 4, answered: null, median_seconds: null, waiting: 4});
    const {id} = await admin.ask(slug, 'Quinta');
    expect(await health()).toEqual({days: 365, questions: 5, answered: 0, median_seconds: null, waiting: 5});
    // Who asked answering themselves is no answer of the group, but the question waits no more.
    await admin.answer(id, 'Ya lo sé');
    expect(await health()).toEqual({days: 365, questions: 5, answered: 0, median_seconds: null, waiting: 4});
    await people.lectora!.answer(id, 'Y yo');
    expect(await health()).toMatchObject({answered: 1, waiting: 4, median_seconds: expect.any(Number)});
    expect((await people.lectora!.get(`/groups/${slug}/health?days=30`)).status).toBe(422);
  });
});
