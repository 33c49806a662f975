// SPDX-License-Identifier: EUPL-1.2
// "Same problem here": counted in administrations, by the post one held when one said so.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World;
let asker: Person, colleague: Person, first: Person, second: Person, third: Person, reader: Person, moderator: Person;
let uno: number, dos: number;
const group = 'problemas';
const belongs = (person: Person, administration: number) => world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, administration]);
beforeAll(async () => {
  world = await World.make();
  [asker, colleague, first, second, third, reader, moderator] = await Promise.all(['Pregunta', 'Colega', 'Primera', 'Segunda', 'Tercera', 'Lectora', 'Modera'].map((name) => world.person(name))) as [Person, Person, Person, Person, Person, Person, Person];
  [uno, dos] = [await world.addAdministration('Ayuntamiento de Uno', 900), await world.addAdministration('Ayuntamiento de Dos', 20_000)];
  for (const person of [first, second]) await belongs(person, uno);
  await belongs(third, dos);
  await world.group(group, 'open', [[asker, 'member'], [colleague, 'member'], [first, 'member'], [second, 'member'], [third, 'member'], [moderator, 'moderator']]);
});
afterAll(() => world?.end());

const page = (thread: number, as: Person = reader) => as.want(200, as.get(`/threads/${thread}`));
const say = (thread: number, as: Person, body: object = {}) => as.put(`/threads/${thread}/same_problem`, body);
const unsay = (thread: number, as: Person) => as.want(200, as.del(`/threads/${thread}/same_problem`));
const names = async (thread: number, as: Person = reader) => (await as.all(`/threads/${thread}/same_problem`)).map(({name}: any) => name);
const follows = async (thread: number, as: Person) => (await as.want(200, as.get(`/threads/${thread}/follow`))).following;

describe('the same problem here', () => {
  it('is counted once for each administration, and names no person', async () => {
    const {id} = await asker.ask(group, '¿Alguien más?');
    expect((await page(id)).same_problem).toBe(0);
    expect(await first.want(200, say(id, first))).toMatchObject({same_problem: 1, same_here: true});
    expect(await second.want(200, say(id, second))).toMatchObject({same_problem: 1, same_here: true});
    await third.want(200, say(id, third));
    // Where it was asked it counts once somebody else says it there.
    expect(await colleague.want(200, say(id, colleague))).toMatchObject({same_problem: 3});
    expect(await page(id)).toMatchObject({same_problem: 3, same_here: false});
    expect(await names(id)).toEqual(['Ayuntamiento de Uno', 'Ayuntamiento de Dos', 'Ayuntamiento de Villar del Río']);
    const answer = await reader.get(`/threads/${id}/same_problem?limit=2`);
    expect(answer.json.items[0]).toEqual({id: uno, name: 'Ayuntamiento de Uno', band: 'lt1000'});
    expect(answer.text).not.toMatch(/Primera|Segunda|Tercera|Colega/);
    expect((await reader.want(200, reader.get(`/threads/${id}/same_problem?before=${answer.json.next}`))).items.map(({name}: any) => name)).toEqual(['Ayuntamiento de Villar del Río']);
    const listed = (await reader.want(200, reader.get(`/groups/${group}/threads`))).items.find((one: any) => one.id === id);
    expect(listed.same_problem).toBe(3);
    await unsay(id, second);
    expect((await page(id)).same_problem).toBe(3);
    expect(await unsay(id, first)).toMatchObject({same_problem: 2, same_here: false});
  });

  it('stays where it was said when that person goes elsewhere', async () => {
    const [{id}, mover] = [await asker.ask(group, 'Cambia de puesto'), await world.person('Se muda')];
    await belongs(mover, uno);
    await world.join(group, mover);
    await mover.want(200, say(id, mover));
    await belongs(mover, dos);
    await mover.want(200, say(id, mover));
    expect(await names(id)).toEqual(['Ayuntamiento de Uno']);
    await world.database.rows(`update person set status = 'erased' where id = $1`, [mover.id]);
    expect(await names(id)).toEqual(['Ayuntamiento de Uno']);
  });

  it('follows the question, and leaves it as it was when taken back', async () => {
    const [one, two] = [await asker.ask(group, 'Sigue'), await asker.ask(group, 'Ya seguía')];
    await first.want(200, say(one.id, first));
    expect(await follows(one.id, first)).toBe(true);
    await unsay(one.id, first);
    expect(await follows(one.id, first)).toBe(false);
    await first.want(204, first.put(`/threads/${two.id}/follow`));
    await first.want(200, say(two.id, first));
    await unsay(two.id, first);
    expect(await follows(two.id, first)).toBe(true);
    // Who unfollows still has the problem.
    await second.want(200, say(one.id, second));
    await second.want(204, second.del(`/threads/${one.id}/follow`));
    expect((await page(one.id, second)).same_here).toBe(true);
  });

  it('is for who holds a post, of a question of somebody else', async () => {
    const [{id}, update] = [await asker.ask(group, 'Quién'), await asker.start(group, {kind: 'update', title: 'Aviso', body: 'x', tags: []})];
    const [postless, external, two] = [await world.person('Sin puesto'), await world.person('De fuera'), await world.person('Dos puestos')];
    await world.database.rows('delete from appointment where person_id = $1', [postless.id]);
    await world.database.rows(`update appointment set relation = 'external' where person_id = $1`, [external.id]);
    for (const person of [postless, external, two]) await world.join(group, person);
    for (const person of [postless, external]) expect([(await say(id, person)).status, (await say(id, person)).json.type]).toEqual([403, 'no_administration']);
    expect((await say(id, asker)).json.type).toBe('own_question');
    expect((await say(id, reader)).json.type).toBe('not_a_member');
    expect((await say(update.id, first)).json.errors).toEqual({thread: ['not_in_this_kind']});
    expect((await say(id, first, {administration: uno})).status).toBe(422);
    // Of several posts one is chosen; what is somebody else's is not.
    const other: number = await world.database.value(`insert into appointment (person_id, administration_id, position, main) values ($1, $2, 'Secretaria', false) returning id`, [two.id, dos]);
    expect((await say(id, first, {appointment: other})).json.errors).toEqual({appointment: ['not_yours']});
    await two.want(200, say(id, two, {appointment: other}));
    expect(await names(id)).toEqual(['Ayuntamiento de Dos']);
  });

  it('is told at once to who looks on, and exact when many say it', async () => {
    const {id} = await asker.ask(group, 'A la vez');
    const live = await world.live(reader);
    await live.watch(id);
    await first.want(200, say(id, first));
    expect(await live.event('the count', ({kind}) => kind === 'same_problem.changed')).toMatchObject({group, thread: id, data: {same_problem: 1}});
    for (let round = 0; round < 5; round++) {
      const done = await Promise.all([say(id, first), say(id, first), say(id, second), say(id, third), first.del(`/threads/${id}/same_problem`), third.del(`/threads/${id}/same_problem`)]);
      expect(done.map(({status}) => status)).toEqual([200, 200, 200, 200, 200, 200]);
      expect((await page(id)).same_problem).toBe((await names(id)).length);
    }
  });

  it('goes along when a question is merged into another, with who asked it', async () => {
    const [one, two] = [await asker.ask(group, 'Una'), await third.ask(group, 'Otra')];
    await first.want(200, say(two.id, first));
    await asker.want(200, say(two.id, asker));
    await moderator.want(200, moderator.post(`/threads/${two.id}/merger`, {into: one.id, reason: 'Son la misma.'}));
    expect((await names(one.id)).sort()).toEqual(['Ayuntamiento de Dos', 'Ayuntamiento de Uno']);
    await world.database.rows('select merge_people($1, $2)', [asker.id, first.id]);
    expect(await names(one.id)).toEqual(['Ayuntamiento de Dos']);
  });
});
