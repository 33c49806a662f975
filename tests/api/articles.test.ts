// SPDX-License-Identifier: EUPL-1.2
// Articles: their template, those who write one together, the day on which somebody looks again, and answers that become one.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {picture, sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let author: Person, second: Person, host: Person, reader: Person;
let turn = 0;
beforeAll(async () => {
  world = await World.make();
  [author, second, host, reader] = [await world.person('Autora'), await world.person('Segunda'), await world.person('Dinamiza'), await world.person('Lectora')];
});
afterAll(() => world?.end());

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const group = (kind: GroupKind = 'open') => world.group(`articulos-${++turn}`, kind, [[author, 'member'], [second, 'member'], [host, 'host']]);
const article = (slug: string, as = author) => as.start(slug, {kind: 'article', title: 'Cómo se hace', body: '## Problema\n\nUno.'});
const rootOf = async (thread: number, as: Person = author) => (await as.want(200, as.get(`/threads/${thread}`))).posts.items[0];
const put = (thread: number, whom: Person, as: Person) => as.put(`/threads/${thread}/authors/${whom.id}`);
const authors = async (thread: number, as: Person = author) => (await as.want(200, as.get(`/threads/${thread}/authors`))).items.map(({person, asked}: any) => [person.id, asked]);
const told = async (whom: Person, cause: string) => (await whom.all('/notifications')).filter((one: any) => one.cause === cause).map((one: any) => one.thread?.id);
const details = (thread: number, as: Person = author) => as.want(200, as.get(`/threads/${thread}/validity`));

describe('the template', () => {
  it('is that of the network in the language of the group until those who keep it choose another', async () => {
    const slug = await group();
    const read = (as: Person) => as.want(200, as.get(`/groups/${slug}/article_template`));
    expect(await read(reader)).toEqual({headings: ['Problema', 'Solución', 'Base legal', 'Coste', 'Resultado', 'Contacto'], own: false});
    expect((await author.put(`/groups/${slug}/article_template`, {headings: ['X']})).json.type).toBe('not_a_host');
    await host.want(200, host.put(`/groups/${slug}/article_template`, {headings: ['Qué pasa', 'Qué hacer']}));
    expect(await read(author)).toEqual({headings: ['Qué pasa', 'Qué hacer'], own: true});
    await host.want(200, host.put(`/groups/${slug}/article_template`, {headings: []}));
    await world.database.rows(`update plaza_group set language = 'gl' where slug = $1`, [slug]);
    expect((await read(author)).headings[1]).toBe('Solución');
    for (const headings of [Array(13).fill('x'), ['x'.repeat(81)], ['']]) expect((await host.put(`/groups/${slug}/article_template`, {headings})).status).toBe(422);
  });
});

describe('writing together', () => {
  it('is for who was asked and said yes, for as long as they belong', async () => {
    const slug = await group();
    const {id} = await article(slug);
    const root = await rootOf(id);
    const edit = (body: string, version: number, as: Person) => as.put(`/posts/${root.id}`, {body, version});
    expect((await edit('No.', 1, second)).json.type).toBe('not_the_author');
    await author.want(200, put(id, second, author));
    expect(await told(second, 'author_asked')).toEqual([id]);
    expect((await edit('No.', 1, second)).json.type).toBe('not_the_author');
    expect([await authors(id), await authors(id, second), await authors(id, reader)]).toEqual([[[second.id, true]], [[second.id, true]], []]);
    await second.want(200, put(id, second, second));
    expect(await told(second, 'author_asked')).toEqual([]);
    expect(await authors(id, reader)).toEqual([[second.id, false]]);
    expect((await second.want(200, second.get(`/threads/${id}`))).can.edit).toBe(true);
    const changed = await second.want(200, edit('Dos.', 1, second));
    expect([changed.author.id, changed.edited_by, changed.version]).toEqual([author.id, {id: second.id, name: 'Segunda'}, 2]);
    // The second of two authors at once replaces nothing unseen.
    expect((await edit('Tres.', 1, author)).json.type).toBe('conflict');
    await author.want(200, edit('Tres.', 2, author));
    expect((await rootOf(id)).edited_by).toBeNull();
    const before = await reader.all(`/posts/${root.id}/revisions`);
    expect(before.map(({body, author: by}: any) => [body, by.id])).toEqual([['Dos.', second.id], ['## Problema\n\nUno.', author.id]]);
    await world.leave(slug, second);
    expect((await edit('Cuatro.', 3, second)).status).toBe(403);
  });

  it('is offered to members alone, by who began it, and ended by either', async () => {
    const slug = await group('private');
    const {id} = await article(slug);
    expect((await put(id, second, host)).json.type).toBe('not_the_author');
    expect((await put(id, second, second)).json.type).toBe('not_the_author');
    expect((await put(id, reader, author)).json.errors).toEqual({person: ['not_a_member']});
    expect((await put(id, author, author)).json.errors).toEqual({person: ['not_a_member']});
    const question = await author.ask(slug, 'Pregunta');
    expect((await put(question.id, second, author)).json.errors).toEqual({thread: ['not_in_this_kind']});
    await author.want(200, put(id, second, author));
    expect((await host.del(`/threads/${id}/authors/${second.id}`)).json.type).toBe('not_the_author');
    await second.want(200, second.del(`/threads/${id}/authors/${second.id}`));
    expect(await authors(id)).toEqual([]);
    const answer = await second.write(id, 'reply', 'Comento.');
    await author.want(200, put(id, second, author));
    await second.want(200, put(id, second, second));
    // Of what others answer it gives nothing.
    expect((await second.put(`/posts/${(await author.write(id, 'reply', 'Otra.')).id}`, {body: 'x'})).json.type).toBe('not_the_author');
    expect(answer.id).toBeGreaterThan(0);
  });
});

describe('the day of a review', () => {
  it('tells who owns it when it comes, and a check settles it', async () => {
    const slug = await group();
    const {id} = await article(slug);
    const plan = (body: object, as: Person = author) => as.put(`/threads/${id}/review`, body);
    expect((await plan({on: day(30)}, second)).json.type).toBe('not_the_author');
    expect((await plan({on: day(30), owner: reader.id})).json.errors).toEqual({owner: ['not_a_member']});
    expect((await plan({on: '2026-02-30'})).json.errors).toEqual({on: ['not_a_moment']});
    expect((await plan({on: day(-1)})).json.errors).toEqual({on: ['not_ahead']});
    await author.want(200, plan({on: day(30), owner: second.id}));
    expect((await details(id, reader)).review).toEqual({on: day(30), by: {id: second.id, name: 'Segunda'}});
    const due = () => world.database.rows(`insert into job (kind) values ('validity.tell_due')`);
    const waits = async (as: Person) => (await as.all(`/reviews?group=${slug}`)).map(({why, thread}: any) => [why, thread.id]);
    expect(await waits(second)).toEqual([]);
    await world.database.rows('update thread_validity set review_on = current_date where thread_id = $1', [id]);
    await due();
    await until('its owner hears', async () => (await told(second, 'review_due')).includes(id));
    for (const one of [second, author, host]) expect(await waits(one)).toEqual([['due', id]]);
    await author.want(200, author.post(`/threads/${id}/checks`, {holds: true}));
    expect([await waits(second), await told(second, 'review_due'), (await details(id)).review]).toEqual([[], [], null]);
    // One that is still to come stays.
    await author.want(200, plan({on: day(90)}));
    await author.want(200, author.post(`/threads/${id}/checks`, {holds: true}));
    expect((await details(id)).review.on).toBe(day(90));
    await host.want(200, host.del(`/threads/${id}/review`));
    expect((await details(id)).review).toBeNull();
  });
});

describe('an answer that becomes an article', () => {
  async function solved(slug: string): Promise<any> {
    const thread = await author.ask(slug, '¿Cómo se hace?', 'Cuento con ello.', ['contratos', 'padrón']);
    await author.accept(thread.id, (await second.answer(thread.id, '## Así\n\nCon el **art. 118 LCSP**.')).number);
    return thread;
  }
  const make = (thread: number, as: Person, more: object = {}) => as.post(`/threads/${thread}/article`, {title: 'Así se hace', review_on: day(365), ...more});

  it('has both as authors, leads to the question and back, and is looked at again', async () => {
    const slug = await group();
    const question = await solved(slug);
    const made = await host.want(201, make(question.id, host));
    expect(made).toMatchObject({kind: 'article', title: 'Así se hace', tags: ['contratos', 'padrón'], author: {id: host.id}, group: {slug}});
    expect((await rootOf(made.id)).body).toBe('## Así\n\nCon el **art. 118 LCSP**.');
    expect(await authors(made.id, reader)).toEqual([[second.id, false]]);
    expect(await told(second, 'article_made')).toEqual([made.id]);
    const root = await rootOf(made.id);
    await second.want(200, second.put(`/posts/${root.id}`, {body: 'Mejor así.', version: 1}));
    expect(await details(made.id, reader)).toMatchObject({made_of: {id: question.id}, review: {on: day(365), by: {id: host.id}}});
    expect((await details(question.id, reader)).articles.map((one: any) => one.id)).toEqual([made.id]);
    const own = await second.want(201, make(question.id, second));
    expect(await authors(own.id)).toEqual([]);
  });

  it('is made of an answer whose file is gone as well', async () => {
    const slug = await group();
    const kept = await sent(second, picture, 'plano.png'), gone = await sent(second, picture, 'otro.png');
    const question = await author.ask(slug, '¿Con plano?');
    const {number} = await second.answer(question.id, `![plano](/files/${kept.id}) y ![otro](/files/${gone.id})`);
    await author.accept(question.id, number);
    await second.want(204, second.del(`/files/${gone.id}`));
    const made = await host.want(201, make(question.id, host));
    expect((await rootOf(made.id)).body).toContain(`/files/${gone.id}`);
    expect((await host.post(`/groups/${slug}/threads`, {kind: 'article', title: 'De nuevo', body: `![x](/files/${gone.id})`})).json.errors).toEqual({body: ['unknown_file']});
  });

  it('goes nowhere where somebody reads who may not read the question', async () => {
    const [open, closed, other] = [await group(), await group('private'), await group('private')];
    const secret = await solved(closed), known = await solved(open);
    for (const target of [open, other]) {
      if (target === other) await world.join(other, reader);
      expect((await make(secret.id, author, {group: target})).json.type).toBe('wider_audience');
    }
    const inside = await author.want(201, make(known.id, author, {group: closed}));
    expect((await details(known.id, reader)).articles).toEqual([]);
    expect((await details(known.id, author)).articles.map((one: any) => one.id)).toEqual([inside.id]);
    const foreign = await world.group('ajenos', 'open', [[reader, 'owner']]);
    expect((await make(known.id, author, {group: foreign})).status).toBe(403);
    const hidden = await world.group('ocultos', 'hidden', [[reader, 'owner']]);
    expect((await make(known.id, author, {group: hidden})).json.errors).toEqual((await make(known.id, author, {group: 'no-existe'})).json.errors);
    const unsolved = await author.ask(open, 'Sin resolver');
    expect((await make(unsolved.id, author)).json.type).toBe('not_solved');
    expect((await make(known.id, reader)).status).toBe(403);
    expect((await make(known.id, author, {review_on: 'pronto'})).json.errors).toEqual({review_on: ['not_a_moment']});
    expect((await make(known.id, author, {review_on: day(-1)})).json.errors).toEqual({review_on: ['not_ahead']});
  });
});
