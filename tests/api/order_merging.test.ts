// SPDX-License-Identifier: EUPL-1.2
// Merging threads and splitting them: every link leads on, and what hangs from posts goes with them.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let owner: Person, moderator: Person, asker: Person, member: Person, follower: Person, outsider: Person;
const group = 'orden';

beforeAll(async () => {
  world = await World.make();
  [owner, moderator, asker, member, follower, outsider] = await Promise.all(
    ['Dueña', 'Modera', 'Pregunta', 'Miembro', 'Sigue', 'Ajena'].map((name) => world.person(name))) as [Person, Person, Person, Person, Person, Person];
  await world.group(group, 'open', [[owner, 'owner'], [moderator, 'moderator'], [asker, 'member'], [member, 'member']]);
});
afterAll(() => world?.end());

const page = async (person: Person, thread: number) => person.want(200, person.get(`/threads/${thread}`));
const notices = async (person: Person, thread: number) =>
  (await person.get('/notifications')).json.items.filter((one: any) => one.thread?.id === thread).map((one: any) => one.cause);

const posts = async (person: Person, thread: number) =>
  (await page(person, thread)).posts.items.map(({number, role, parent, body, deleted}: any) => (deleted ? `${number} –` : `${number} ${role}${parent ? `/${parent}` : ''} ${body}`));
const place = async (person: Person, thread: number, number: number) => {
  const {status, json} = await person.get(`/threads/${thread}/moved?number=${number}`);
  return status === 200 ? `${json.thread} ${json.number}` : status;
};

const madeOf = (article: number, question: number, number: number) => world.database.rows(
  'insert into article_source (article_id, question_id, number, author_id) values ($1, $2, $3, $4)', [article, question, number, asker.id]);
const sourceOf = (article: number) => world.database.row('select question_id as question, number from article_source where article_id = $1', [article]);

describe('merging', () => {
  const merge = (person: Person, thread: number, into: number, reason = 'Es lo mismo.') => person.post(`/threads/${thread}/merger`, {into, reason});

  it('puts posts behind the others, and carries over all that names them', async () => {
    const kept = await asker.start(group, {kind: 'question', title: 'La que queda', body: 'Raíz de la que queda.', tags: []});
    await member.answer(kept.id, 'Primera.');
    const gone = await member.start(group, {kind: 'question', title: 'La que se va', body: 'Raíz de la que se va, art. 21 LPAC.', tags: []});
    const answer = await asker.answer(gone.id, `Buena, dice [@${owner.name}](/personas/${owner.id}).`);
    await owner.comment(gone.id, answer.number, 'Un matiz.');
    const buried = await owner.comment(gone.id, 1, 'Esto lo borro.');
    await owner.want(204, owner.del(`/posts/${buried.id}`));
    await member.want(200, member.put(`/posts/${answer.id}/useful`));
    await member.accept(gone.id, answer.number);
    const article = await owner.start(group, {kind: 'article', title: 'Hecho de ella', body: 'Texto.'});
    await madeOf(article.id, gone.id, answer.number);
    await follower.want(204, follower.put(`/threads/${gone.id}/follow`));
    await follower.want(204, follower.put(`/threads/${gone.id}/bookmark`));
    await follower.want(204, follower.put(`/threads/${kept.id}/read`, {number: 2}));
    await follower.want(204, follower.put(`/threads/${gone.id}/read`, {number: 2}));
    await asker.want(204, asker.put(`/threads/${kept.id}/read`, {number: 2}));
    const live = await world.live(follower);
    await live.watch(kept.id);
    await live.watch(gone.id);

    const shown = await moderator.want(200, merge(moderator, gone.id, kept.id));
    expect(shown).toMatchObject({id: kept.id, state: 'solved', accepted: 4, answers: 2, replies: 2});
    expect(await posts(member, kept.id)).toEqual(['1 root Raíz de la que queda.', '2 answer Primera.', '3 reply Raíz de la que se va, art. 21 LPAC.',
      `4 answer Buena, dice [@${owner.name}](/personas/${owner.id}).`, '5 comment/4 Un matiz.', '6 –']);
    const seen = await page(member, kept.id);
    expect(seen.acts).toMatchObject([{kind: 'merged', title: 'La que se va', numbers: [3], by: {id: moderator.id}, reason: 'Es lo mismo.'}]);
    expect(seen.posts.items.find(({number}: any) => number === 4)).toMatchObject({id: answer.id, useful: 1, accepted: true});

    // Its links lead on.
    const redirect = await member.get(`/threads/${gone.id}`);
    expect([redirect.status, redirect.headers.location, redirect.json]).toEqual([308, `/api/v1/threads/${kept.id}`, {thread: kept.id, number: 3}]);
    expect(await Promise.all([1, 2, 3, 4, 5].map((number) => place(member, gone.id, number)))).toEqual([`${kept.id} 3`, `${kept.id} 4`, `${kept.id} 5`, `${kept.id} 6`, 404]);
    expect(await place(member, kept.id, 1)).toBe(404);
    await live.event('that it went', ({kind, thread}) => kind === 'thread.gone' && thread === gone.id);
    await live.event('the act', ({kind, thread}) => kind === 'thread.ordered' && thread === kept.id);

    // What was read, followed and told.
    expect((await page(follower, kept.id)).read_up_to).toBe(4);
    expect((await page(asker, kept.id)).read_up_to).toBe(2 + 2);
    expect((await follower.get(`/threads/${kept.id}/follow`)).json).toEqual({following: true});
    expect(await sourceOf(article.id)).toEqual({question: kept.id, number: 4});
    expect((await follower.all('/me/bookmarks')).map((one: any) => one.thread?.id ?? one.id)).toEqual([kept.id]);
    const mention = (await owner.get('/notifications')).json.items.find((one: any) => one.cause === 'mention' && one.thread?.id === kept.id);
    expect(mention).toMatchObject({number: 4, times: 1, read: false});
    const told = (await asker.get('/notifications')).json.items.filter((one: any) => one.thread?.id === kept.id).map((one: any) => `${one.cause} ${one.number}`);
    expect(told).toEqual(expect.arrayContaining(['accepted 4', 'answer 2', 'thread_merged null']));
    expect(await notices(member, kept.id)).toContain('thread_merged');
    await until('the follower was told', async () => (await notices(follower, kept.id)).includes('thread_merged'));
    expect((await member.all('/norms/boe-a-2015-10565/threads?article=21')).map(({id}: any) => id)).toContain(kept.id);
    expect((await member.all('/search?q=matiz')).map((found: any) => found.thread.id)).toEqual([kept.id]);
    expect(await world.database.rows('select from thread where id = $1', [gone.id])).toEqual([]);
  });

  it('leaves no card that shows a thread without a way to it', async () => {
    await world.group('otro', 'open', [[moderator, 'moderator'], [member, 'member']]);
    const [gone, kept] = [await asker.ask(group, 'Compartida'), await asker.ask(group, 'A la que se une')];
    const share = async (source: number, into: string) => (await member.want(201, member.post(`/threads/${source}/shares`, {group: into, title: 'Mirad', body: 'Esto.'}))).id as number;
    const card = async (thread: number) => (await member.want(200, member.get(`/threads/${thread}/shown`))).thread?.id;
    const shares = [await share(gone.id, 'otro'), await share(gone.id, 'otro')] as const;
    await moderator.want(200, merge(moderator, gone.id, kept.id));
    expect(await Promise.all(shares.map(card))).toEqual([kept.id, kept.id]);
    // One that shows another takes its card along, but not a second one.
    expect((await merge(moderator, shares[0], shares[1])).json.errors).toEqual({into: ['both_show_another']});
    const plain = await member.start('otro', {kind: 'update', title: 'Sin más', body: 'Texto.'});
    await moderator.want(200, merge(moderator, shares[0], plain.id));
    expect(await card(plain.id)).toBe(kept.id);
    expect((await page(member, plain.id)).shows).toBe(true);
    // What showed the one that came into it has its words itself.
    const inside = await member.start('otro', {kind: 'update', title: 'Dentro', body: 'Texto.'});
    await world.database.rows('update thread_share set source_id = $2 where thread_id = $1', [plain.id, inside.id]);
    await moderator.want(200, merge(moderator, inside.id, plain.id));
    expect((await page(member, plain.id)).shows).toBe(false);
  });

  it('goes on leading to the place after the next merger', async () => {
    const [a, b, c] = [await asker.ask(group, 'Primera'), await asker.ask(group, 'Segunda'), await asker.ask(group, 'Tercera')];
    await member.answer(a.id, 'En la primera.');
    await moderator.want(200, merge(moderator, a.id, b.id));
    await moderator.want(200, merge(moderator, b.id, c.id));
    expect(await Promise.all([[a.id, 1], [a.id, 2], [b.id, 1], [b.id, 3]].map(([thread, number]) => place(member, thread!, number!))))
      .toEqual([`${c.id} 3`, `${c.id} 4`, `${c.id} 2`, `${c.id} 4`]);
    expect((await member.get(`/threads/${a.id}`)).json).toEqual({thread: c.id, number: 3});
    // Asked through the rule of where it is now.
    await world.group('aparte', 'private', [[moderator, 'owner']]);
    await moderator.want(200, moderator.put(`/threads/${c.id}/group`, {group: 'aparte', reason: 'Es de allí.'}));
    const nowhere = 4_503_599_627_370_001;
    for (const path of [(id: number) => `/threads/${id}`, (id: number) => `/threads/${id}/moved?number=1`]) {
      expect((await member.get(path(a.id))).text).toBe((await member.get(path(nowhere))).text);
      expect((await member.get(path(a.id))).status).toBe(404);
    }
    expect((await moderator.get(`/threads/${a.id}`)).status).toBe(308);
  });

  it('is for who moderates both, of kinds that are posts and nothing else, and shows nothing to more people', async () => {
    const [one, two] = [await asker.ask(group, 'Una'), await asker.ask(group, 'Otra')];
    for (const person of [asker, member]) expect((await merge(person, one.id, two.id)).json.type).toBe('not_a_moderator');
    expect((await merge(moderator, one.id, one.id)).json.errors).toEqual({into: ['same']});
    expect((await merge(moderator, one.id, 4_503_599_627_370_001)).json.errors).toEqual({into: ['unknown']});
    const article = await asker.start(group, {kind: 'article', title: 'Artículo', body: 'Texto.'});
    expect((await merge(moderator, article.id, one.id)).json.errors).toEqual({into: ['not_in_this_kind']});
    await moderator.want(200, merge(moderator, one.id, article.id));
    await world.group('cerrado-m', 'private', [[moderator, 'owner'], [asker, 'member']]);
    const secret = await asker.start('cerrado-m', {kind: 'update', title: 'De dentro', body: 'Nada.'});
    expect((await merge(moderator, secret.id, two.id)).json.type).toBe('wider_audience');
    expect((await merge(owner, two.id, secret.id)).json.errors).toEqual({into: ['unknown']});
    await moderator.want(200, merge(moderator, two.id, secret.id));
    expect((await member.get(`/threads/${two.id}`)).status).toBe(404);
    expect((await asker.get(`/threads/${two.id}`)).status).toBe(308);
  });

  it('gives no kept answer again to who does not read where it went', async () => {
    await world.group('cerrado-r', 'private', [[moderator, 'owner'], [asker, 'member']]);
    const kept = await asker.ask('cerrado-r', 'De dentro');
    const gone = await member.ask(group, 'De fuera');
    await asker.answer(gone.id, 'Así.');
    const close = () => moderator.put(`/threads/${gone.id}/closed`, {reason: 'Ya está'}, {headers: {'idempotency-key': 'cerrada-r'}});
    const accept = () => member.put(`/threads/${gone.id}/accepted`, {number: 2}, {headers: {'idempotency-key': 'aceptada-r'}});
    for (const again of [accept, accept, close]) expect((await again()).status).toBe(200);
    await moderator.want(200, merge(moderator, gone.id, kept.id));
    expect((await accept()).status).toBe(404);
    expect((await close()).status).toBe(200);
  });

  it('is exact when many act at once', async () => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = [await asker.ask(group, `Esta ${round}`), await asker.ask(group, `Aquella ${round}`)];
      const answer = await member.answer(a.id, 'De antes.');
      const again = await world.session(moderator);
      const [one, two, ...written] = await Promise.all([merge(moderator, a.id, b.id), merge(again, b.id, a.id),
        ...[a, b, a, b].map((thread) => member.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'A la vez.'})),
        asker.put(`/posts/${answer.id}/useful`), asker.post(`/threads/${a.id}/posts`, {role: 'comment', parent: 2, body: 'Comentario.'})]);
      expect([one!.status, two!.status].sort(), JSON.stringify([one!.json, two!.json])).toEqual([200, one!.status === 200 ? two!.status : one!.status].sort());
      const kept = one!.status === 200 ? b : a;
      for (const other of [...written]) expect([200, 201, 404]).toContain(other!.status);
      const shown = await page(member, kept.id);
      const made = written.filter(({status}) => status === 201).length;
      expect(shown.posts.items.map(({number}: any) => number)).toEqual(Array.from({length: 3 + made}, (_, i) => i + 1));
      expect(await world.database.value('select count(*)::int from thread where id in ($1, $2)', [a.id, b.id])).toBe(1);
      const marked = shown.posts.items.find(({id}: any) => id === answer.id);
      expect(marked.useful).toBe(written[4]!.status === 200 ? 1 : 0);
    }
  });
});

describe('splitting', () => {
  const split = (person: Person, thread: number, numbers: number[], more: object = {}) =>
    person.post(`/threads/${thread}/split`, {numbers, kind: 'question', title: 'Otra cosa', reason: 'Es otro asunto.', ...more});

  it('makes a thread of posts and what hangs from them, and leaves their places', async () => {
    const thread = await asker.start(group, {kind: 'question', title: 'Larga', body: 'Raíz.', tags: ['mezcla']});
    const one = await member.answer(thread.id, 'Dos.');
    const two = await owner.answer(thread.id, 'Tres, art. 118 LCSP.');
    await member.comment(thread.id, two.number, 'Cuatro, a tres.');
    await asker.comment(thread.id, one.number, 'Cinco, a dos.');
    await member.answer(thread.id, 'Seis.');
    await asker.want(200, asker.put(`/posts/${two.id}/useful`));
    await asker.accept(thread.id, two.number);
    await follower.want(204, follower.put(`/threads/${thread.id}/read`, {number: 4}));
    await follower.want(204, follower.put(`/threads/${thread.id}/follow`));
    const live = await world.live(follower);
    await live.watch(thread.id);
    const article = await owner.start(group, {kind: 'article', title: 'Hecho de una', body: 'Texto.'});
    await madeOf(article.id, thread.id, two.number);
    const made = await moderator.want(201, split(moderator, thread.id, [6, 3]));
    expect(await sourceOf(article.id)).toEqual({question: made.id, number: 1});
    expect(made).toMatchObject({title: 'Otra cosa', kind: 'question', author: {id: owner.id}, tags: ['mezcla'], answers: 1, replies: 1, state: 'answered'});
    expect(await posts(member, made.id)).toEqual(['1 root Tres, art. 118 LCSP.', '2 comment/1 Cuatro, a tres.', '3 answer Seis.']);
    expect(await posts(member, thread.id)).toEqual(['1 root Raíz.', '2 answer Dos.', '3 –', '4 –', '5 comment/2 Cinco, a dos.', '6 –']);
    const seen = await page(member, thread.id);
    expect(seen).toMatchObject({accepted: null, state: 'answered', answers: 1, replies: 1});
    expect(seen.acts).toMatchObject([{kind: 'split', numbers: [3, 4, 6], thread: {id: made.id, title: 'Otra cosa'}, reason: 'Es otro asunto.'}]);
    expect((await page(member, made.id)).acts).toMatchObject([{kind: 'split_from', thread: {id: thread.id, title: 'Larga'}, numbers: []}]);
    expect(await Promise.all([2, 3, 4, 5, 6].map((number) => place(member, thread.id, number)))).toEqual([404, `${made.id} 1`, `${made.id} 2`, 404, `${made.id} 3`]);
    expect((await member.get(`/threads/${thread.id}`)).status).toBe(200);
    await live.event('the act', ({kind, thread: of}) => kind === 'thread.ordered' && of === thread.id);
    // Read as far as it was read.
    expect((await page(follower, made.id)).read_up_to).toBe(2);
    expect((await follower.get(`/threads/${made.id}/follow`)).json).toEqual({following: true});
    const told = (await asker.get('/notifications')).json.items;
    expect(told.find((one: any) => one.cause === 'answer' && one.thread?.id === made.id)).toMatchObject({number: 3});
    expect(told.find((one: any) => one.cause === 'answer' && one.thread?.id === thread.id)).toMatchObject({number: 2, times: 1});
    expect(await notices(member, made.id)).toContain('posts_split');
    expect((await owner.get('/notifications')).json.items.filter((one: any) => one.cause === 'accepted' && one.thread?.id === thread.id)).toEqual([]);
    await until('the follower was told', async () => (await notices(follower, made.id)).includes('posts_split'));
    expect((await member.all('/search?q=cuatro')).map((found: any) => [found.thread.id, found.number])).toContainEqual([made.id, 2]);
    // The numbers that went are not given again.
    expect((await member.answer(thread.id, 'Siete.')).number).toBe(7);
    // Where the others went is told to who may read that.
    await world.group('aparte-s', 'private', [[moderator, 'owner'], [owner, 'member']]);
    await moderator.want(200, moderator.put(`/threads/${made.id}/group`, {group: 'aparte-s', reason: 'Es de allí.'}));
    expect((await page(member, thread.id)).acts).toMatchObject([{kind: 'split', numbers: [], thread: null}]);
    expect((await page(owner, thread.id)).acts).toMatchObject([{kind: 'split', numbers: [3, 4, 6], thread: {id: made.id}}]);
    expect(await place(member, thread.id, 3)).toBe(404);
    expect(await place(owner, thread.id, 3)).toBe(`${made.id} 1`);
  });

  it('takes a comment away from what it hung from', async () => {
    const thread = await asker.ask(group, 'Con comentarios');
    const answer = await member.answer(thread.id, 'Dos.');
    for (const body of ['Tres.', 'Cuatro.']) await asker.comment(thread.id, answer.number, body);
    const made = await moderator.want(201, split(moderator, thread.id, [3, 4], {kind: 'update', title: 'Comentarios'}));
    expect(await posts(member, made.id)).toEqual(['1 root Tres.', '2 reply Cuatro.']);
    expect(made).toMatchObject({kind: 'update', author: {id: asker.id}, replies: 1});
  });

  it('leaves the places behind of what was split off before', async () => {
    const thread = await asker.ask(group, 'Partida en dos');
    const answer = await member.answer(thread.id, 'Dos.');
    for (const body of ['Tres.', 'Cuatro.']) await asker.comment(thread.id, answer.number, body);
    const comments = await moderator.want(201, split(moderator, thread.id, [3]));
    const made = await moderator.want(201, split(moderator, thread.id, [2]));
    expect(await posts(member, made.id)).toEqual(['1 root Dos.', '2 comment/1 Cuatro.']);
    expect(await posts(member, thread.id)).toEqual(['1 root Text of Partida en dos.', '2 –', '3 –', '4 –']);
    expect(await Promise.all([2, 3, 4].map((number) => place(member, thread.id, number)))).toEqual([`${made.id} 1`, `${comments.id} 1`, `${made.id} 2`]);
  });

  it('lets a thread be merged of which something was split off, and part of it be split again', async () => {
    const [thread, kept] = [await asker.ask(group, 'Partida y fundida'), await asker.ask(group, 'La que la toma')];
    const answer = await member.answer(thread.id, 'Dos.');
    for (const body of ['Tres.', 'Cuatro.']) await asker.comment(thread.id, answer.number, body);
    const made = await moderator.want(201, split(moderator, thread.id, [3]));
    await moderator.want(200, moderator.post(`/threads/${thread.id}/merger`, {into: kept.id, reason: 'Es lo mismo.'}));
    expect((await posts(member, kept.id)).slice(1)).toEqual(['2 reply Text of Partida y fundida.', '3 answer Dos.', '4 –', '5 comment/3 Cuatro.']);
    expect(await Promise.all([1, 2, 3, 4].map((number) => place(member, thread.id, number)))).toEqual([`${kept.id} 2`, `${kept.id} 3`, `${made.id} 1`, `${kept.id} 5`]);
    const again = await moderator.want(201, split(moderator, kept.id, [3]));
    expect(await posts(member, again.id)).toEqual(['1 root Dos.', '2 comment/1 Cuatro.']);
    expect(await Promise.all([2, 3, 4].map((number) => place(member, thread.id, number)))).toEqual([`${again.id} 1`, `${made.id} 1`, `${again.id} 2`]);
    // Back where it came from, and on.
    await moderator.want(200, moderator.post(`/threads/${made.id}/merger`, {into: kept.id, reason: 'Vuelve.'}));
    expect(await place(member, thread.id, 3)).toBe(`${kept.id} 6`);
    await moderator.want(200, moderator.post(`/threads/${kept.id}/merger`, {into: again.id, reason: 'Con todo.'}));
    expect(await place(member, thread.id, 3)).toBe(`${again.id} 8`);
  });

  it('says of what came back that it is elsewhere, to who may read that', async () => {
    const thread = await asker.ask(group, 'De ida y vuelta');
    for (const body of ['Dos.', 'Tres.']) await member.answer(thread.id, body);
    const made = await moderator.want(201, split(moderator, thread.id, [2]));
    await moderator.want(200, moderator.post(`/threads/${made.id}/merger`, {into: thread.id, reason: 'Vuelve.'}));
    expect((await page(member, thread.id)).acts).toMatchObject([{kind: 'split', numbers: [2], thread: null}, {kind: 'merged'}]);
    expect(await place(member, thread.id, 2)).toBe(`${thread.id} 4`);
    const again = await moderator.want(201, split(moderator, thread.id, [4]));
    expect((await page(member, thread.id)).acts.map(({numbers}: any) => numbers)).toEqual([[2], [4], [4]]);
    await world.group('aparte-v', 'private', [[moderator, 'owner'], [owner, 'member']]);
    await moderator.want(200, moderator.put(`/threads/${again.id}/group`, {group: 'aparte-v', reason: 'Es de allí.'}));
    const of = async (person: Person) => (await page(person, thread.id)).acts.filter(({kind}: any) => kind === 'split').map(({numbers}: any) => numbers);
    expect([await of(member), await of(owner)]).toEqual([[[], []], [[2], [4]]]);
  });

  it('is for who moderates, of posts that are there', async () => {
    const thread = await asker.ask(group, 'Entera');
    const answer = await member.answer(thread.id, 'Dos.');
    for (const person of [asker, member]) expect((await split(person, thread.id, [2])).json.type).toBe('not_a_moderator');
    expect((await split(moderator, thread.id, [])).json.errors).toEqual({numbers: ['required']});
    expect((await split(moderator, thread.id, [1])).json.errors).toEqual({numbers: ['root']});
    expect((await split(moderator, thread.id, [2, 3])).json.errors).toEqual({numbers: ['unknown']});
    expect((await split(moderator, thread.id, [2.5])).status).toBe(422);
    await member.want(204, member.del(`/posts/${answer.id}`));
    expect((await split(moderator, thread.id, [2])).json.errors).toEqual({numbers: ['unknown']});
    expect((await split(moderator, thread.id, [2, 2])).status).toBe(422);
  });

  it('is exact when two split the same, and what is done to a post follows it', async () => {
    for (let round = 0; round < 6; round++) {
      const thread = await asker.ask(group, `Entre dos ${round}`);
      const answers = [await member.answer(thread.id, 'Dos.'), await member.answer(thread.id, 'Tres.')];
      const again = await world.session(moderator);
      const [one, two, mark, edit, gone, comment] = await Promise.all([split(moderator, thread.id, [2, 3]), split(again, thread.id, [3]),
        asker.put(`/posts/${answers[0].id}/useful`), member.put(`/posts/${answers[1].id}`, {body: 'Tres, mejor.', version: 1}),
        asker.put(`/threads/${thread.id}/accepted`, {number: 2}), asker.post(`/threads/${thread.id}/posts`, {role: 'comment', parent: 2, body: 'A dos.'})]);
      expect([mark!.status, edit!.status]).toEqual([200, 200]);
      expect([200, 422]).toContain(gone!.status);
      expect([201, 422]).toContain(comment!.status);
      expect([one!.status, two!.status].filter((status) => status === 201)).toHaveLength(1);
      const shown = await world.database.row('select p.useful, q.body from post p, post q where p.id = $1 and q.id = $2', [answers[0].id, answers[1].id]);
      expect(shown).toEqual({useful: 1, body: 'Tres, mejor.'});
    }
  });
});

it('leaves nothing behind that would keep a thread from going', async () => {
  // Whoever adds a table says in schema/replaceable/54_thread_merging.sql what merging and splitting make of it.
  const holds = await world.database.rows(`
    select c.conrelid::regclass::text || ' ' || c.conname as tie from pg_constraint c
    where c.contype = 'f' and c.confrelid = 'thread'::regclass and c.confdeltype not in ('c', 'n') order by 1`);
  expect(holds).toEqual([]);
});
