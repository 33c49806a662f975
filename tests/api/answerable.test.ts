// SPDX-License-Identifier: EUPL-1.2
// Open questions that a person could answer: of their subjects, of towns like theirs, of their groups; nothing else.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, asker: Person;
beforeAll(async () => {
  world = await World.make();
  asker = await world.person('Pregunta');
  for (const [slug, kind] of [['padron', 'open'], ['obras', 'open'], ['cerrado', 'private']] as const) await world.group(slug, kind, [[asker, 'member']]);
});
afterAll(() => world?.end());

const skilled = async (name: string, ...skills: string[]): Promise<Person> => {
  const person = await world.person(name);
  await world.database.rows('insert into person_skill (person_id, skill) select $1, unnest($2::text[])', [person.id, skills]);
  return person;
};
const offered = async (person: Person): Promise<[string, string, string | null][]> =>
  (await person.want(200, person.get('/questions?scope=mine&limit=3'))).items.map((one: any) => [one.thread.title, one.why, one.subject]);
const ask = (group: string, title: string, tags: string[] = []) => asker.ask(group, title, 'Cuerpo.', tags);
const clear = () => world.database.rows('delete from thread');

describe('questions that one could answer', () => {
  it('are of my subjects first, also in open groups that are not mine', async () => {
    await clear();
    const beto = await skilled('Beto', 'Contratación menor');
    await world.join('padron', beto);
    await ask('padron', 'Del grupo');
    await ask('obras', 'Del asunto', ['contratación-menor']);
    await ask('obras', 'De otro asunto', ['licencias']);
    expect(await offered(beto)).toEqual([['Del asunto', 'subject', 'contratación-menor'], ['Del grupo', 'own', null]]);
  });

  it('know a subject by its other names', async () => {
    await clear();
    const beto = await skilled('Beto', 'Empadronamiento municipal');
    await world.join('padron', beto);
    await ask('obras', 'Por su nombre', ['padrón']);
    expect(await offered(beto)).toEqual([]);
    await world.database.rows(`insert into tag_synonym (tag_id, language, name) select id, 'es', 'empadronamiento municipal' from tag where name = 'padrón'`);
    expect(await offered(beto)).toEqual([['Por su nombre', 'subject', 'padrón']]);
  });

  it('are of subjects that I follow, too', async () => {
    await clear();
    const beto = await world.person('Beto');
    await world.join('padron', beto);
    await ask('obras', 'De lo que sigo', ['licencias-de-obra']);
    expect(await offered(beto)).toEqual([]);
    await beto.want(204, beto.put('/tags/licencias-de-obra/follow'));
    expect(await offered(beto)).toEqual([['De lo que sigo', 'subject', 'licencias-de-obra']]);
  });

  it('are of open groups for who is in none yet', async () => {
    await clear();
    const beto = await world.person('Beto');
    const gaia = await world.person('Gaia');
    await world.database.rows('delete from appointment where person_id = $1', [gaia.id]);
    await ask('obras', 'De un grupo abierto');
    await ask('cerrado', 'De un grupo cerrado');
    expect([await offered(beto), await offered(gaia)]).toEqual([[['De un grupo abierto', 'own', null]], [['De un grupo abierto', 'open', null]]]);
    await world.join('padron', gaia);
    expect(await offered(gaia)).toEqual([]);
  });

  it('come from towns like mine before others of the group', async () => {
    await clear();
    const beto = await world.person('Beto');
    await world.join('padron', beto);
    await ask('padron', 'De un pueblo como el mío');
    await ask('padron', 'De mi casa');
    await ask('padron', 'De más lejos');
    await world.database.rows(`with twin as (
      insert into administration (dir3, name, level, province_id, region_id, population)
      select 'L09999991', 'Ayuntamiento de al lado', level, province_id, region_id, population from administration where id = $1 returning id)
      update thread set author_administration_id = twin.id from twin where title = 'De un pueblo como el mío'`, [world.administration]);
    await world.database.rows(`update thread set author_administration_id = null where title = 'De más lejos'`);
    expect((await offered(beto)).map(([title, why]) => [title, why])).toEqual([['De mi casa', 'own'], ['De un pueblo como el mío', 'town'], ['De más lejos', 'group']]);
  });

  it('are three, the newest', async () => {
    await clear();
    const beto = await skilled('Beto', 'obras');
    for (const title of ['Una', 'Dos', 'Tres', 'Cuatro']) await ask('obras', title, ['obras']);
    expect((await offered(beto)).map(([title]) => title)).toEqual(['Cuatro', 'Tres', 'Dos']);
  });

  it('leave out what is answered, mine, old, muted, archived or only for practice', async () => {
    await clear();
    const beto = await skilled('Beto', 'obras');
    await world.join('obras', beto);
    const answered = await ask('obras', 'Contestada', ['obras']);
    await beto.answer(answered.id, 'Así.');
    await beto.ask('obras', 'Mía', 'Cuerpo.', ['obras']);
    const old = await ask('obras', 'Antigua', ['obras']), muted = await ask('obras', 'Callada', ['obras']);
    await world.database.rows(`update thread set created_at = now() - interval '91 days' where id = $1`, [old.id]);
    await beto.want(204, beto.put(`/threads/${muted.id}/level`, {level: 'muted'}));
    expect(await offered(beto)).toEqual([]);
    await ask('obras', 'Queda', ['obras']);
    expect((await offered(beto)).map(([title]) => title)).toEqual(['Queda']);
    await beto.want(204, beto.put('/groups/obras/level', {level: 'muted'}));
    expect(await offered(beto)).toEqual([]);
    await beto.want(204, beto.put('/groups/obras/level', {level: 'mentions'}));
    for (const [column, value] of [['practice', 'true'], ['archived_at', 'now()']] as const) {
      await world.database.rows(`update plaza_group set ${column} = ${value} where slug = 'obras'`);
      expect(await offered(beto)).toEqual([]);
      await world.database.rows(`update plaza_group set practice = false, archived_at = null where slug = 'obras'`);
    }
  });

  it('are not hidden behind many of my own', async () => {
    await clear();
    const beto = await skilled('Beto', 'obras');
    await world.join('obras', beto);
    await ask('obras', 'De otra persona', ['obras']);
    for (let i = 0; i < 21; i++) await beto.ask('obras', `Mía ${i}`, 'Cuerpo.', ['obras']);
    expect((await offered(beto)).map(([title, why]) => [title, why])).toEqual([['De otra persona', 'subject']]);
  });

  it('of a closed group are for its members alone, and no longer for who has left', async () => {
    await clear();
    const outsider = await skilled('Ajena', 'obras'), member = await skilled('Miembro', 'obras');
    await world.join('cerrado', member);
    await ask('cerrado', 'Reservada', ['obras']);
    expect(await offered(outsider)).toEqual([]);
    expect((await offered(member)).map(([title]) => title)).toEqual(['Reservada']);
    await member.want(204, member.del('/groups/cerrado/members/me'));
    expect(await offered(member)).toEqual([]);
  });
});
