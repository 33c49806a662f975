// SPDX-License-Identifier: EUPL-1.2
// What concerns a person in particular, with the reason: subjects, people and towns; by last activity, and only what they may read.
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, asker: Person, writer: Person;
beforeAll(async () => {
  world = await World.make();
  asker = await world.person('Pregunta');
  writer = await world.person('Contesta');
  for (const [slug, kind] of [['padron', 'open'], ['obras', 'open'], ['cerrado', 'private']] as const) {
    await world.group(slug, kind, [[asker, 'member'], [writer, 'member']]);
  }
});
afterAll(() => world?.end());
beforeEach(() => world.database.rows('delete from thread'));

const belongs = (person: Person, where: number) =>
  world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, where]);
/** In the province where everybody is. */
let made = 0;
const administration = async (name: string, population: number | null): Promise<number> => {
  const [{id}] = await world.database.rows(`insert into administration (dir3, name, province_id, province, region_id, region, population)
    select 'L099999' || $2, $3, province_id, province, region_id, region, coalesce($4, population) from administration
    where id = (select administration_id from appointment where person_id = $1 and main) returning id`,
    [asker.id, 10 + made++, name, population]);
  return id;
};
/** Of an administration like no other, so that nothing is near them. */
const someone = async (name: string, ...skills: string[]): Promise<Person> => {
  const person = await world.person(name);
  await belongs(person, await administration(`De ${name}`, 3_000_000));
  await world.database.rows('insert into person_skill (person_id, skill) select $1, unnest($2::text[])', [person.id, skills]);
  return person;
};
const shown = async (person: Person): Promise<[string, string, string | null][]> => {
  const page = await person.want(200, person.get('/feed/for_you'));
  return page.items.map((one: any) => [one.thread.title, one.why, one.name]);
};
const ask = (group: string, title: string, tags: string[] = []) => asker.ask(group, title, 'Cuerpo.', tags);
const answer = (thread: number) => writer.want(201, writer.post(`/threads/${thread}/posts`, {role: 'answer', body: 'Así.'}));

describe('what is for me', () => {
  it('is of subjects that I know or follow, wherever I may read, whoever has answered', async () => {
    const beto = await someone('Beto', 'Contratación menor');
    await ask('obras', 'De otro asunto', ['licencias']);
    const known = await ask('obras', 'De lo que sé', ['contratación-menor']);
    await ask('cerrado', 'De un grupo cerrado', ['contratación-menor']);
    await answer(known.id);
    expect(await shown(beto)).toEqual([['De lo que sé', 'subject', 'contratación-menor']]);
    await beto.want(204, beto.put('/tags/licencias/follow'));
    expect(await shown(beto)).toEqual([['De lo que sé', 'subject', 'contratación-menor'], ['De otro asunto', 'subject', 'licencias']]);
  });

  it('is what people write in whom I follow, not what was deleted, nor where I may not read', async () => {
    const beto = await someone('Beto');
    await beto.want(204, beto.put(`/people/${writer.id}/follow`));
    const here = await ask('obras', 'Contestada'), closed = await ask('cerrado', 'Contestada en privado');
    expect(await shown(beto)).toEqual([]);
    const post = await answer(here.id);
    await answer(closed.id);
    expect(await shown(beto)).toEqual([['Contestada', 'person', 'Contesta']]);
    await writer.want(204, writer.del(`/posts/${post.id}`));
    expect(await shown(beto)).toEqual([]);
  });

  it('is of my administration and of towns like mine', async () => {
    const beto = await world.person('Beto');
    await ask('obras', 'De los míos');
    expect(await shown(beto)).toEqual([['De los míos', 'own', null]]);
    await belongs(beto, await administration('Una parecida', null));
    expect(await shown(beto)).toEqual([['De los míos', 'town', null]]);
    await belongs(beto, await administration('Una grande', 3_000_000));
    expect(await shown(beto)).toEqual([]);
  });

  it('leaves out what I wrote, what I muted and what is archived, and gives one reason for each', async () => {
    const beto = await someone('Beto', 'licencias');
    await world.join('padron', beto);
    await beto.want(204, beto.put(`/people/${writer.id}/follow`));
    await beto.ask('padron', 'Mía', 'Cuerpo.', ['licencias']);
    const muted = await ask('obras', 'Silenciada', ['licencias']);
    const both = await ask('obras', 'Por dos razones', ['licencias']);
    await answer(both.id);
    await beto.want(204, beto.put(`/threads/${muted.id}/level`, {level: 'muted'}));
    expect(await shown(beto)).toEqual([['Por dos razones', 'subject', 'licencias']]);
    await world.database.rows(`update plaza_group set archived_at = now() where slug = 'obras'`);
    expect(await shown(beto)).toEqual([]);
    await world.database.rows(`update plaza_group set archived_at = null where slug = 'obras'`);
  });

  it('comes page by page, each thread once', async () => {
    const beto = await world.person('Beto');
    await world.database.rows('insert into person_skill (person_id, skill) values ($1, $2)', [beto.id, 'licencias']);
    const titles: string[] = [];
    for (let i = 0; i < 7; ++i) titles.push((await ask('obras', `De los míos ${i}`, i % 2 ? ['licencias'] : [])).title);
    const found: string[] = [];
    for (let before = '', pages = 1; ; ++pages) {
      const page = await beto.want(200, beto.get(`/feed/for_you?limit=3${before}`));
      found.push(...page.items.map((one: any) => one.thread.title));
      expect(page.items.length).toBe([3, 3, 1][pages - 1]);
      if (!page.next) break;
      before = `&before=${page.next}`;
    }
    expect(found).toEqual(titles.reverse());
  });

  it('neither begins, goes on nor ends otherwise because of what may not be read', async () => {
    const beto = await world.person('Beto');
    await world.database.rows('insert into person_skill (person_id, skill) values ($1, $2)', [beto.id, 'licencias']);
    await beto.want(204, beto.put(`/people/${writer.id}/follow`));
    for (let i = 0; i < 3; ++i) await ask('obras', `De los míos ${i}`, ['licencias']);
    await answer((await ask('obras', 'Contestada por quien sigo')).id);
    const pages = async () => [(await beto.get('/feed/for_you?limit=2')).json, (await beto.get('/feed/for_you?limit=3')).json];
    const before = await pages();
    // More than are looked at for any reason, and later.
    await world.database.rows(`with made as (
        insert into thread (group_id, kind, title, author_id, author_administration_id, last_activity_at)
        select (select id from plaza_group where slug = 'cerrado'), 'update', 'Ajena ' || n, $1,
               (select administration_id from appointment where person_id = $1 and main), now() + n * interval '1 second'
        from generate_series(1, 700) n returning id), tagged as (
        insert into thread_tag (thread_id, tag_id) select id, (select id from tag where name = 'licencias') from made)
      insert into post (thread_id, number, role, author_id, body, html) select id, 1, 'root', $1, 'Texto', '<p>Texto</p>' from made`, [writer.id]);
    expect(await pages()).toEqual(before);
  });
});
