// SPDX-License-Identifier: EUPL-1.2
// "Applied here": one line of an administration on an answer or an article, with a document if there is one.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {sent} from '../support/uploads.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let asker: Person, author: Person, first: Person, second: Person, third: Person, reader: Person, outsider: Person;
let uno: number, dos: number;
const group = 'aplicado';
const belongs = (person: Person, administration: number) => world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, administration]);
beforeAll(async () => {
  world = await World.make();
  [asker, author, first, second, third, reader, outsider] = await Promise.all(['Pregunta', 'Autora', 'Primera', 'Segunda', 'Tercera', 'Lectora', 'Ajena'].map((name) => world.person(name))) as [Person, Person, Person, Person, Person, Person, Person];
  [uno, dos] = [await world.addAdministration('Ayuntamiento de Uno', 900), await world.addAdministration('Ayuntamiento de Dos', 20_000)];
  for (const person of [first, second]) await belongs(person, uno);
  await belongs(third, dos);
  for (const [slug, kind] of [[group, 'open'], ['aplicado-cerrado', 'private']] as const) {
    await world.group(slug, kind, [[asker, 'member'], [author, 'member'], [first, 'member'], [second, 'member'], [third, 'member'], [reader, 'member']]);
  }
});
afterAll(() => world?.end());

const say = (post: number, as: Person, administration: number, result = 'Bien.', more: object = {}) => as.put(`/posts/${post}/applied/${administration}`, {result, ...more});
const back = (post: number, as: Person, administration: number) => as.del(`/posts/${post}/applied/${administration}`);
const lines = async (post: number, as: Person = reader) => as.all(`/posts/${post}/applied`);
const told = async () => (await author.all('/notifications')).filter(({cause}: any) => cause === 'answer_applied');
async function answered(title: string, slug = group): Promise<{thread: any; answer: any}> {
  const thread = await asker.ask(slug, title);
  return {thread, answer: await author.answer(thread.id, 'Así se hace.')};
}

describe('what was applied', () => {
  it('is said once of each administration, with what came of it, and told to who wrote it', async () => {
    const {thread, answer} = await answered('Una');
    const live = await world.live(reader);
    await live.watch(thread.id);
    expect(await first.want(200, say(answer.id, first, uno, 'Aprobado en pleno.'))).toMatchObject({id: answer.id, applied: 1});
    expect((await live.event('the count', ({kind}) => kind === 'applied.changed')).data).toEqual({number: answer.number, applied: 1});
    expect((await say(answer.id, second, uno)).json.type).toBe('said_by_another');
    expect((await say(answer.id, second, dos)).json.type).toBe('not_of_administration');
    await third.want(200, say(answer.id, third, dos, 'En trámite.'));
    expect(await lines(answer.id)).toMatchObject([
      {administration: {id: uno, name: 'Ayuntamiento de Uno'}, person: {id: first.id, name: 'Primera'}, result: 'Aprobado en pleno.', file: null, changed_at: null, mine: false},
      {administration: {id: dos}, person: {id: third.id}, result: 'En trámite.'},
    ]);
    expect((await reader.want(200, reader.get(`/posts/${answer.id}/applied?limit=1`))).items).toHaveLength(1);
    const [notice] = await told();
    expect(notice).toMatchObject({thread: {id: thread.id}, number: answer.number, times: 1});
    const page = await reader.want(200, reader.get(`/threads/${thread.id}`));
    expect(page.posts.items.map(({role, applied}: any) => [role, applied])).toEqual([['root', 0], ['answer', 2]]);
    expect((await say(answer.id, outsider, world.administration)).json.type).toBe('not_a_member');
  });

  it('is put right and taken back by who said it, also from elsewhere, and then the notice goes', async () => {
    const {answer} = await answered('Dos');
    const [before, mover] = [(await told()).length, await world.person('Se muda')];
    await belongs(mover, uno);
    await world.join(group, mover);
    await mover.want(200, say(answer.id, mover, uno, 'Regular.'));
    expect(await told()).toHaveLength(before + 1);
    await belongs(mover, dos);
    await mover.want(200, say(answer.id, mover, uno, 'Mejor de lo que parecía.'));
    expect(await lines(answer.id, mover)).toMatchObject([{administration: {id: uno}, result: 'Mejor de lo que parecía.', mine: true}]);
    expect((await lines(answer.id))[0].changed_at).toBeTruthy();
    expect((await back(answer.id, first, uno)).json.type).toBe('said_by_another');
    expect(await mover.want(200, back(answer.id, mover, uno))).toMatchObject({applied: 0});
    await mover.want(200, back(answer.id, mover, uno));
    expect(await lines(answer.id)).toEqual([]);
    expect(await told()).toHaveLength(before);
  });

  it('is said of answers and articles', async () => {
    const {thread} = await answered('Tres');
    const root = (await reader.want(200, reader.get(`/threads/${thread.id}`))).posts.items[0];
    expect((await say(root.id, first, uno)).json.errors).toEqual({post: ['not_in_this_role']});
    expect((await say((await author.comment(thread.id, 2, 'Y además.')).id, first, uno)).json.errors).toEqual({post: ['not_in_this_role']});
    const article = await author.start(group, {kind: 'article', title: 'Artículo', body: 'Así.', tags: []});
    const text = (await reader.want(200, reader.get(`/threads/${article.id}`))).posts.items[0];
    expect(await first.want(200, say(text.id, first, uno))).toMatchObject({applied: 1});
    for (const result of ['', ' ', 'x'.repeat(301), 'dos\nlíneas']) expect([result, (await say(text.id, third, dos, result)).status]).toEqual([result, 422]);
    await world.database.rows(`update appointment set relation = 'external' where person_id = $1`, [second.id]);
    expect((await say((await answered('Externa')).answer.id, second, uno)).json.type).toBe('not_of_administration');
  });

  it('carries a document that is read by who reads the thread, and goes with it', async () => {
    const {answer} = await answered('Con documento', 'aplicado-cerrado');
    const [file, other, theirs] = [await sent(first, 'Acuerdo del pleno.\n', 'acuerdo.txt'), await sent(first, 'El bueno.\n', 'acuerdo-2.txt'), await sent(third, 'De otra.\n', 'suyo.txt')];
    expect((await say(answer.id, first, uno, 'Bien.', {file: theirs.id})).json.errors).toEqual({file: ['unknown_file']});
    expect((await say(answer.id, first, uno, 'Bien.', {file: 4_503_599_627_370_001})).json.errors).toEqual({file: ['unknown_file']});
    await first.want(200, say(answer.id, first, uno, 'Bien.', {file: file.id}));
    expect((await lines(answer.id))[0].file).toMatchObject({id: file.id, name: 'acuerdo.txt', state: 'ready'});
    expect([(await reader.get(`/files/${file.id}`)).status, (await outsider.get(`/files/${file.id}`)).status]).toEqual([200, 404]);
    expect((await outsider.get(`/posts/${answer.id}/applied`)).status).toBe(404);
    // It is none of the text of the answer, and putting that right leaves it.
    const post = await author.want(200, author.put(`/posts/${answer.id}`, {body: 'Así se hace, de verdad.', version: 1}));
    expect(post.files).toEqual([]);
    expect((await reader.get(`/files/${file.id}`)).status).toBe(200);
    // One document hangs from one line.
    const again = await answered('Otra', group);
    expect((await say(again.answer.id, first, uno, 'Bien.', {file: file.id})).json.errors).toEqual({file: ['unknown_file']});
    await first.want(200, say(answer.id, first, uno, 'Bien.', {file: other.id}));
    expect([(await reader.get(`/files/${file.id}`)).status, (await reader.get(`/files/${other.id}`)).status]).toEqual([404, 200]);
    await first.want(200, say(answer.id, first, uno, 'Mejor.', {file: other.id}));
    await first.want(200, back(answer.id, first, uno));
    expect((await reader.get(`/files/${other.id}`)).status).toBe(404);
  });

  it('is exact at once, stays with who left, and goes with the answer', async () => {
    const {answer} = await answered('A la vez');
    await world.database.rows(`update appointment set relation = 'employee' where person_id = $1`, [second.id]);
    const done = await Promise.all([say(answer.id, first, uno, 'Una.'), say(answer.id, second, uno, 'Otra.'), say(answer.id, third, dos)]);
    expect(done.map(({status}) => status).sort()).toEqual([200, 200, 409]);
    expect(await lines(answer.id)).toHaveLength(2);
    await world.database.rows(`update person set status = 'erased' where id = $1`, [third.id]);
    expect(await lines(answer.id)).toHaveLength(2);
    await author.want(204, author.del(`/posts/${answer.id}`));
    expect(await world.database.rows('select from applied_result where post_id = $1', [answer.id])).toHaveLength(0);
  });
});
