// SPDX-License-Identifier: EUPL-1.2
// Changing what was written: history, title and tags, the second of two who change at once, and who is told.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, author: Person, reader: Person, expert: Person;
const slug = 'ediciones';
beforeAll(async () => {
  world = await World.make();
  [author, reader, expert] = await Promise.all(['Autora', 'Lectora', 'Experta'].map((name) => world.person(name)));
  await world.group(slug, 'open', [[author, 'owner'], [reader, 'member'], [expert, 'member']]);
});
afterAll(() => world?.end());

const asked = async (title = '¿Cómo se cambia?', tags: string[] = []) => {
  const thread = await author.ask(slug, title, 'Primero', tags);
  const root = (await author.get(`/threads/${thread.id}`)).json.posts.items[0];
  return {thread, root};
};
const history = async (post: number, who = reader) => (await who.want(200, who.get(`/posts/${post}/revisions`))).items;
/** So that a change is none of what was just written. */
const age = (thread: number) => world.database.rows(`update post set created_at = now() - interval '11 minutes' where thread_id = $1`, [thread]);
const told = async (who: Person) => (await who.get('/notifications')).json.items.filter((notice: any) => notice.cause === 'edited');
const jobsDone = () => until('the jobs are done', async () => (await world.database.value(`select count(*)::int from job where kind in ('notifications.spread', 'notifications.spread_edit')`)) === 0, 20_000);

describe('a change', () => {
  it('keeps what stood before with its title, who wrote it and when, and grows the version', async () => {
    const {thread, root} = await asked('¿Cómo se cambia un texto?', ['padrón']);
    expect(root).toMatchObject({version: 1, edited_at: null});
    const once = await author.want(200, author.put(`/posts/${root.id}`, {body: 'Segundo', title: '¿Cómo se cambia el texto?', version: 1}));
    expect(once).toMatchObject({version: 2, body: 'Segundo', edited_at: expect.any(String)});
    const twice = await author.want(200, author.put(`/posts/${root.id}`, {body: 'Tercero', version: 2, minor: true}));
    expect(twice.version).toBe(3);
    await author.want(200, author.put(`/posts/${root.id}`, {body: 'Cuarto'}));
    expect(await history(root.id)).toMatchObject([
      {revision: 3, title: '¿Cómo se cambia el texto?', body: 'Tercero', minor: true, created_at: twice.edited_at, author: {id: author.id, name: 'Autora'}},
      {revision: 2, title: '¿Cómo se cambia el texto?', body: 'Segundo', minor: false, created_at: once.edited_at, author: {id: author.id}},
      {revision: 1, title: '¿Cómo se cambia un texto?', body: 'Primero', minor: false, created_at: root.created_at, author: {id: author.id}},
    ]);
    expect((await reader.get(`/threads/${thread.id}`)).json).toMatchObject({title: '¿Cómo se cambia el texto?', tags: ['padrón']});
  });

  it('of nothing changes nothing, and a text that came with revisions of its own goes on from them', async () => {
    const {root} = await asked();
    const same = await author.want(200, author.put(`/posts/${root.id}`, {body: 'Primero', title: '¿Cómo se cambia?', tags: [], version: 1}));
    expect([same.version, same.edited_at, (await history(root.id)).length]).toEqual([1, null, 0]);
    await world.database.rows(`insert into post_revision (post_id, revision, body, created_at) select $1, n, 'viejo ' || n, now() from generate_series(1, 4) n`, [root.id]);
    const next = await author.want(200, author.put(`/posts/${root.id}`, {body: 'Nuevo', version: 1}));
    expect(next.version).toBe(6);
    expect((await history(root.id)).map((one: any) => [one.revision, one.body, one.author?.id ?? null])).toEqual([
      [5, 'Primero', author.id], [4, 'viejo 4', null], [3, 'viejo 3', null], [2, 'viejo 2', null], [1, 'viejo 1', null]]);
  });

  it('of title and tags is found by them at once, seen live, and asked of the first post only', async () => {
    const {thread, root} = await asked('¿Quién firma el xilófono?', ['contratos', 'firma']);
    const answer = await expert.answer(thread.id, 'La alcaldía.');
    const live = await world.live(reader);
    await author.want(200, author.put(`/posts/${root.id}`, {body: 'Primero', title: '¿Quién firma el zeugma?', tags: ['Firma', 'sede electrónica']}));
    // The answer has changed the thread as well, and its event may still be on its way.
    const event = await live.event('changed', (event) => event.kind === 'thread.changed' && event.thread === thread.id && event.data.title !== thread.title);
    expect(event.data).toMatchObject({title: '¿Quién firma el zeugma?', tags: ['firma', 'sede-electrónica']});
    const found = async (query: string) => (await reader.get(`/search?${query}`)).json.items.filter((item: any) => item.thread.id === thread.id).length;
    expect([await found('q=zeugma'), await found('q=xil%C3%B3fono'), await found('q=zeugma&tag=sede-electr%C3%B3nica'), await found('q=zeugma&tag=contratos')]).toEqual([1, 0, 1, 0]);
    await author.want(200, author.put(`/posts/${root.id}`, {body: 'Primero', tags: []}));
    expect((await reader.get(`/threads/${thread.id}`)).json.tags).toEqual([]);
    expect((await history(root.id)).map(({title, tags}: any) => [title, tags])).toEqual([['¿Quién firma el zeugma?', ['firma', 'sede-electrónica']], ['¿Quién firma el xilófono?', ['contratos', 'firma']]]);
    for (const [field, value] of [['title', 'Otro'], ['tags', ['uno']]] as const) {
      expect((await expert.put(`/posts/${answer.id}`, {body: 'La alcaldía.', [field]: value})).json.errors).toEqual({[field]: ['not_in_this_role']});
    }
    expect((await author.put(`/posts/${root.id}`, {body: 'x', tags: ['no vale/']})).json.errors).toEqual({tags: ['not_a_tag']});
    expect((await reader.put(`/posts/${root.id}`, {body: 'x', title: 'Ajeno'})).json.type).toBe('not_the_author');
  });
});

describe('two who change the same text', () => {
  it('of them the second is told, and nothing is overwritten', async () => {
    const {root} = await asked();
    const texts = ['De una ventana', 'De otra', 'De la tercera'];
    const answers = await Promise.all(texts.map((body) => author.put(`/posts/${root.id}`, {body, version: 1})));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    expect(answers.filter((answer) => answer.status === 409).map((answer) => answer.json.type)).toEqual(['conflict', 'conflict']);
    const first = texts[answers.findIndex((answer) => answer.status === 200)];
    expect((await history(root.id)).map((one: any) => one.body)).toEqual(['Primero']);
    // What stands already is no conflict: an answer was lost, and it is sent again.
    expect((await author.want(200, author.put(`/posts/${root.id}`, {body: first, version: 1}))).version).toBe(2);
    expect((await author.want(200, author.put(`/posts/${root.id}`, {body: 'A sabiendas', version: 2}))).version).toBe(3);
    expect((await history(root.id)).map((one: any) => one.body)).toEqual([first, 'Primero']);
  });
});

describe('tags', () => {
  it('changed alone are a change too, and no second window takes them back unseen', async () => {
    const {thread, root} = await asked('¿Y las etiquetas?', ['uno']);
    const live = await world.live(reader);
    await live.watch(thread.id);
    const changed = await author.want(200, author.put(`/posts/${root.id}`, {body: 'Primero', tags: ['uno', 'dos'], version: 1}));
    expect(changed).toMatchObject({version: 2, edited_at: expect.any(String)});
    await live.event('edited', (event) => event.kind === 'post.edited' && event.thread === thread.id && event.data.version === 2);
    expect((await author.put(`/posts/${root.id}`, {body: 'Primero', tags: ['uno'], version: 1})).json.type).toBe('conflict');
    expect((await author.want(200, author.put(`/posts/${root.id}`, {body: 'Primero', tags: ['dos', 'uno'], version: 1}))).version).toBe(2);
    expect(await history(root.id)).toMatchObject([{revision: 1, tags: ['uno'], body: 'Primero', created_at: root.created_at, author: {id: author.id}}]);
    expect((await (await world.person('De fuera')).get(`/posts/${root.id}/revisions`)).status).toBe(200);
    // What came from elsewhere with revisions of its own does not say which tags it had.
    await world.database.rows(`update post_revision set tags = null where post_id = $1`, [root.id]);
    expect(await history(root.id)).toMatchObject([{tags: null}]);
  });

  it('and texts changed by a server of the release before raise the version as well', async () => {
    const {root} = await asked();
    await world.database.rows(`update post set body = 'Del de antes', html = 'x', edited_at = now() where id = $1`, [root.id]);
    expect((await author.put(`/posts/${root.id}`, {body: 'Mío', version: 1})).json.type).toBe('conflict');
  });
});

describe('who is told of a change', () => {
  it('is who follows the thread, and who asked when it is the accepted answer; of small ones and mended ones nobody', async () => {
    const {thread, root} = await asked();
    const answer = await expert.answer(thread.id, 'Con un decreto.');
    await author.accept(thread.id, answer.number);
    await reader.want(204, reader.put(`/threads/${thread.id}/follow`));
    const change = async (who: Person, post: number, body: string, more: object = {}) => {
      await who.want(200, who.put(`/posts/${post}`, {body, ...more}));
      await jobsDone();
    };
    await change(expert, answer.id, 'Con una resolución.');
    expect([await told(reader), await told(author)]).toEqual([[], []]);
    await age(thread.id);
    await change(expert, answer.id, 'Con una resolución de alcaldía.', {minor: true});
    expect([await told(reader), await told(author)]).toEqual([[], []]);
    await change(expert, answer.id, 'Con un acuerdo de pleno.');
    for (const who of [reader, author]) {
      expect(await told(who)).toMatchObject([{cause: 'edited', thread: {id: thread.id}, number: answer.number, actor: {id: expert.id}, read: false}]);
    }
    expect(await told(expert)).toEqual([]);
    await reader.want(204, reader.put(`/threads/${thread.id}/read`, {number: answer.number}));
    expect(await told(reader)).toMatchObject([{read: true}]);
    // The question itself: whoever asked knows.
    await change(author, root.id, 'Primero, y más.');
    expect(await told(reader)).toMatchObject([{number: 1, read: false}]);
    // Who asked and follows it besides is told once.
    await author.want(204, author.put(`/threads/${thread.id}/follow`));
    const heard = () => world.database.value(`select count(*)::int from event where kind = 'notification' and person_id = $1`, [author.id]);
    const before = await heard();
    await change(expert, answer.id, 'Con un acuerdo del pleno.');
    expect(await heard()).toBe(before + 1);
    await author.want(204, author.del(`/threads/${thread.id}/follow`));
    await author.want(204, author.put(`/threads/${thread.id}/level`, {level: 'muted'}));
    await world.database.rows('delete from notification');
    await change(expert, answer.id, 'Con otro acuerdo.');
    expect([(await told(reader)).length, (await told(author)).length]).toEqual([1, 0]);
  });

  it('is nobody who may not read it any more', async () => {
    const inside = 'ediciones-dentro';
    await world.group(inside, 'private', [[author, 'owner'], [reader, 'member'], [expert, 'member']]);
    const thread = await author.ask(inside, '¿De puertas adentro?', 'Primero');
    const root = (await author.get(`/threads/${thread.id}`)).json.posts.items[0];
    for (const who of [reader, expert]) await who.want(204, who.put(`/threads/${thread.id}/follow`));
    await age(thread.id);
    await author.want(204, author.del(`/groups/${inside}/members/${reader.id}`));
    await author.want(200, author.put(`/posts/${root.id}`, {body: 'Segundo'}));
    await jobsDone();
    const of = async (who: Person) => (await told(who)).filter((notice: any) => notice.thread.id === thread.id).length;
    expect([await of(reader), await of(expert)]).toEqual([0, 1]);
    expect((await reader.get(`/posts/${root.id}/revisions`)).status).toBe(404);
  });
});
