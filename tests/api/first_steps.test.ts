// SPDX-License-Identifier: EUPL-1.2
// First steps of who comes in: where they stand, groups suggested to them and why, what they are told of.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {knowDomain, registration} from '../support/registration.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person;
const password = 'caballo correcto batería grapa 2026';
beforeAll(async () => {
  world = await World.make();
  world.server.secrets.add(password);
  owner = await world.person('Propietaria');
});
afterAll(() => world?.end());

const steps = async (person: Person) => person.want(200, person.get('/me/first_steps'));
const skilled = (person: Person, ...skills: string[]) =>
  world.database.rows('insert into person_skill (person_id, skill) select $1, unnest($2::text[])', [person.id, skills]);
const set = (slug: string, column: string, value: unknown) => world.database.rows(`update plaza_group set ${column} = $2 where slug = $1`, [slug, value]);
const group = async (slug: string, name: string, description: string, kind: 'open' | 'private' | 'hidden' = 'open', members: Person[] = []) => {
  await world.group(slug, kind, [[owner, 'owner'], ...members.map((one): [Person, 'member'] => [one, 'member'])]);
  await set(slug, 'name', name);
  await set(slug, 'description', description);
  await set(slug, 'join_relations', '{employee}');
};
type Suggestion = [string, string[], number];
const suggested = async (person: Person): Promise<Suggestion[]> =>
  (await person.want(200, person.get('/me/suggested_groups'))).items.map((one: any) => [one.group.slug, one.subjects, one.people]);
const clear = async () => { for (const table of ['thread', 'plaza_group']) await world.database.rows(`delete from ${table}`); };

describe('where one stands', () => {
  it('begins when somebody comes in, and is nothing for who was here before', async () => {
    const before = await world.person('De antes');
    expect((await before.get('/me')).json.first_steps_open).toBe(false);
    expect(await steps(before)).toEqual({open: false, level: 'mentions', steps: {post: 'open', subjects: 'open', groups: 'open', level: 'open'}});

    await knowDomain(world, 'recien.test');
    const {token} = await registration(world, {email: 'nueva@recien.test'});
    const done = await world.stranger().post('/registration/account', {token, name: 'Nuria Vega', position: 'Técnica', language: 'es', password, policy: true});
    expect(done.status).toBeLessThan(300);
    const id = await world.database.value(`select id from person where name = 'Nuria Vega'`);
    const nuria = await world.session({id, name: 'Nuria Vega', email: 'nueva@recien.test'});
    expect((await nuria.get('/me')).json.first_steps_open).toBe(true);
    expect(await steps(nuria)).toEqual({open: true, level: 'mentions', steps: {post: 'open', subjects: 'open', groups: 'open', level: 'open'}});
  });

  it('follows what is there, wherever it was done', async () => {
    await clear();
    const beto = await world.person('Beto');
    await world.database.rows(`update appointment set unit = 'Intervención' where person_id = $1`, [beto.id]);
    expect((await steps(beto)).steps.post).toBe('done');
    await skilled(beto, 'contratos');
    expect((await steps(beto)).steps.subjects).toBe('done');
    await group('padron', 'Padrón', '', 'private');
    await beto.put('/groups/padron/members/me', {message: 'Hola.'});
    expect((await steps(beto)).steps.groups).toBe('done');
    // Nobody chose a membership by rule.
    await world.database.rows('delete from membership_request');
    await world.database.rows(`insert into membership (group_id, person_id, source) select id, $1, 'rule:1' from plaza_group where slug = 'padron'`, [beto.id]);
    expect((await steps(beto)).steps.groups).toBe('open');
  });

  it('is kept between devices: skipped, done, and open again', async () => {
    const beto = await world.person('Beto');
    await world.database.rows('insert into first_steps (person_id) values ($1)', [beto.id]);
    await beto.want(200, beto.put('/me/first_steps/groups', {state: 'skipped'}));
    await beto.want(200, beto.put('/me/first_steps/level', {state: 'done'}));
    const elsewhere = await world.session(beto);
    expect(await steps(elsewhere)).toMatchObject({open: true, steps: {groups: 'skipped', level: 'done', post: 'open', subjects: 'open'}});
    expect((await beto.want(200, beto.put('/me/first_steps/groups', {state: 'open'}))).steps).toMatchObject({groups: 'open', level: 'done'});
    expect((await beto.want(200, beto.put('/me/first_steps', {open: false}))).open).toBe(false);
    expect((await elsewhere.get('/me')).json.first_steps_open).toBe(false);
    expect((await steps(elsewhere)).steps.level).toBe('done');
    expect((await beto.want(200, beto.put('/me/first_steps', {open: true}))).open).toBe(true);
  });

  it('reminds nobody who was here before and looks at a step', async () => {
    const beto = await world.person('Beto');
    expect(await beto.want(200, beto.put('/me/first_steps/level', {state: 'done'}))).toMatchObject({open: false, steps: {level: 'done'}});
    expect((await beto.get('/me')).json.first_steps_open).toBe(false);
  });

  it('takes nothing else', async () => {
    const beto = await world.person('Beto');
    expect((await beto.put('/me/first_steps/otro', {state: 'done'})).status).toBe(404);
    expect((await beto.put('/me/first_steps/groups', {state: 'quizá'})).status).toBe(422);
    expect((await beto.put('/me/first_steps', {open: true, person: owner.id})).status).toBe(422);
    expect((await beto.put('/me/first_steps', {})).status).toBe(422);
    expect((await beto.get('/me/suggested_groups?limit=3')).status).toBe(422);
  });
});

describe('groups suggested', () => {
  it('are about what I know or follow, by what they say of themselves and in whatever language I say it', async () => {
    await clear();
    await group('contratacion', 'Contratación pública', 'Contratos menores y mayores, pliegos y mesas.');
    await group('padron', 'Padrón y atención', 'Altas y bajas.', 'private');
    await group('fiestas', 'Fiestas', 'Verbenas y cohetes.');
    await world.database.rows(`with made as (insert into tag (name) values ('contrato-menor'), ('padron') returning id, name)
      insert into tag_synonym (tag_id, language, name) select id, 'ca', case name when 'padron' then 'padró' else 'contracte menor' end from made`);
    const beto = await world.person('Beto');
    expect(await suggested(beto)).toEqual([['contratacion', [], 1], ['fiestas', [], 1]]);  // where the owner, of the same town, is
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [beto.id, await world.addAdministration('Sin habitantes', null)]);
    expect(await suggested(beto)).toEqual([]);
    await beto.want(204, beto.put('/tags/contrato-menor/follow'));
    await skilled(beto, 'Padró', 'Ajedrez');
    expect(await suggested(beto)).toEqual([['contratacion', ['contrato-menor'], 0], ['padron', ['Padró'], 0]]);
  });

  it('are about what is written in them, as far as it may be read', async () => {
    await clear();
    await group('varios', 'Varios', 'De todo.');
    await group('cerrado', 'Cerrado', 'De nada.', 'private');
    const beto = await world.person('Beto');
    await world.database.rows('delete from appointment where person_id = $1', [beto.id]);
    await world.database.rows(`insert into appointment (person_id, administration_id, position) values ($1, $2, 'Técnica')`, [beto.id, await world.addAdministration('Mancomunidad', null)]);
    await skilled(beto, 'cementerios');
    expect(await suggested(beto)).toEqual([]);
    await owner.ask('cerrado', '¿Y las concesiones?', 'Cuerpo.', ['cementerios']);
    expect(await suggested(beto)).toEqual([]);
    await owner.ask('varios', '¿Y los nichos?', 'Cuerpo.', ['cementerios']);
    expect(await suggested(beto)).toEqual([['varios', ['cementerios'], 0]]);
  });

  it('are where people of towns like mine are, taken in turns with those about my subjects', async () => {
    await clear();
    const neighbours = await Promise.all(['Una', 'Dos', 'Tres'].map((name) => world.person(name)));
    const village = await world.addAdministration('Aldea', 1_200, '09');
    await world.database.rows('update appointment set administration_id = $2 where person_id = any ($1)', [neighbours.map(({id}) => id), village]);
    const [away, gone] = [await world.person('Ciudad'), await world.person('Suspendida', {suspended: true})];
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [away.id, await world.addAdministration('Ciudad', 400_000)]);
    await group('pueblos', 'Pueblos', 'De todo.', 'open', [neighbours[0], neighbours[1], gone]);
    await group('ciudades', 'Ciudades', 'De todo.', 'open', [away]);
    await group('cerrado', 'Cerrado', 'De todo.', 'private', neighbours);
    await group('oculto', 'Oculto', 'Cementerios.', 'hidden', neighbours);
    await group('nichos', 'Cementerios', 'Nichos.');
    await world.database.rows('delete from appointment where person_id = $1', [owner.id]);
    const beto = await world.person('Beto');
    await skilled(beto, 'cementerios');
    expect(await suggested(beto)).toEqual([['nichos', ['cementerios'], 0], ['pueblos', [], 2]]);
    await skilled(beto, 'pueblos');
    await world.join('nichos', neighbours[0]);
    expect(await suggested(beto)).toEqual([['nichos', ['cementerios'], 1], ['pueblos', ['pueblos'], 2]]);
  });

  it('are only those that I could join', async () => {
    await clear();
    for (const slug of ['mio', 'pedido', 'negado', 'dejado', 'archivado', 'pruebas', 'electos', 'libre']) await group(slug, `Deporte ${slug}`, '', slug === 'pedido' ? 'private' : 'open');
    const beto = await world.person('Beto');
    await skilled(beto, 'deporte');
    expect((await suggested(beto)).map(([slug]) => slug).sort()).toEqual(['archivado', 'dejado', 'electos', 'libre', 'mio', 'negado', 'pedido', 'pruebas']);
    await world.join('mio', beto);
    await beto.want(200, beto.put('/groups/pedido/members/me', {message: 'Hola.'}));
    await world.database.rows(`insert into membership_refusal (group_id, person_id, reason) select id, $1, 'No.' from plaza_group where slug = 'negado'`, [beto.id]);
    await world.join('dejado', beto);
    await beto.want(204, beto.del('/groups/dejado/members/me'));
    await world.archive('archivado');
    await set('pruebas', 'practice', true);
    await set('electos', 'join_relations', '{elected}');
    expect((await suggested(beto)).map(([slug]) => slug)).toEqual(['libre']);
  });

  it('are those of the network where there is no reason, and for guests none', async () => {
    await clear();
    await group('oficial', 'De la red', '');
    await group('otro', 'Otro', '');
    await group('casa', 'Casa', '', 'private');
    await set('oficial', 'official', true);
    const [beto, guest] = [await world.person('Beto'), await world.person('Invitada')];
    expect(await suggested(beto)).toEqual([['oficial', [], 0]]);
    await world.join('casa', guest, 'guest');
    await skilled(guest, 'otro');
    expect(await suggested(guest)).toEqual([]);
  });
});

describe('what one is told of', () => {
  const levels = async (person: Person) => Object.fromEntries((await world.database.rows(
    'select g.slug, m.level from membership m join plaza_group g on g.id = m.group_id where m.person_id = $1 order by 1', [person.id])).map(({slug, level}) => [slug, level]));

  it('holds for groups that one joins, and for those where nothing else was said', async () => {
    await clear();
    for (const slug of ['uno', 'dos', 'tres']) await group(slug, slug, '');
    const [beto, other] = [await world.person('Beto'), await world.person('Otra')];
    for (const slug of ['uno', 'dos']) for (const one of [beto, other]) await one.want(200, one.put(`/groups/${slug}/members/me`));
    await beto.want(204, beto.put('/groups/dos/level', {level: 'muted'}));
    await beto.want(204, beto.put('/me/level', {level: 'questions'}));
    await beto.want(200, beto.put('/groups/tres/members/me'));
    expect(await levels(beto)).toEqual({uno: 'questions', dos: 'muted', tres: 'questions'});
    expect(await levels(other)).toEqual({uno: 'mentions', dos: 'mentions'});
    expect(await steps(beto)).toMatchObject({level: 'questions', steps: {level: 'done'}});
    await beto.want(204, beto.put('/me/level', {level: 'everything'}));
    expect(await levels(beto)).toEqual({uno: 'everything', dos: 'muted', tres: 'everything'});
    expect((await beto.put('/me/level', {level: 'siempre'})).status).toBe(422);
    // What was said of a group stays, also where it is what one wanted of all.
    await beto.want(204, beto.put('/groups/uno/level', {level: 'everything'}));
    await beto.want(204, beto.put('/me/level', {level: 'mentions'}));
    expect(await levels(beto)).toEqual({uno: 'everything', dos: 'muted', tres: 'mentions'});
    // A server of before says nothing of the choice.
    await world.database.rows(`update membership m set level = 'muted' from plaza_group g where g.id = m.group_id and g.slug = 'tres' and m.person_id = $1`, [beto.id]);
    await beto.want(204, beto.put('/me/level', {level: 'questions'}));
    expect(await levels(beto)).toEqual({uno: 'everything', dos: 'muted', tres: 'muted'});
  });
});
