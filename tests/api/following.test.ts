// SPDX-License-Identifier: EUPL-1.2
// Following people, tags and threads, what it brings into the feed, and what one is told of by one's levels.
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Live} from '../support/live.ts';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
const opened: Live[] = [];
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());
afterEach(() => { for (const live of opened.splice(0)) live.close(); });

/** A group of its own with somebody who writes in it, and a reader who is not of it. */
async function scene(kind: GroupKind = 'open') {
  const [writer, reader] = [await world.person('Autora'), await world.person('Lectora')];
  const slug = await world.group(`sigo-${++turn}`, kind, [[writer, 'owner']]);
  return {writer, reader, slug, tag: `tema-${turn}`};
}
const feed = async (person: Person) => (await person.all('/feed')).map(({id}) => id);
const following = async (person: Person, kind: string) => person.all(`/me/following?kind=${kind}`);
const notices = async (person: Person) => (await person.want(200, person.get('/notifications'))).items as any[];
const idle = () => until('the jobs are done', async () => (await world.database.value(
  `select count(*) from job where kind in ('notifications.spread', 'following.show_started') and failed_at is null`)) === 0);

describe('how much one follows', () => {
  it('is bounded, and what can be seen no more takes the place of nothing', async () => {
    const {writer, reader, slug} = await scene();
    const names = Array.from({length: 101}, (_, i) => `cien-${i}`);
    const threads = [];
    for (let i = 0; i < 101; i += 5) threads.push(await writer.ask(slug, `De ${i}`, 'Texto', names.slice(i, i + 5)));
    for (const name of names.slice(0, 100)) await reader.want(204, reader.put(`/tags/${name}/follow`));
    expect((await reader.put(`/tags/${names[100]}/follow`)).json.type).toBe('too_many_followed');
    await reader.want(204, reader.put(`/tags/${names[0]}/follow`));
    await world.database.rows(`update plaza_group set kind = 'private' where slug = $1`, [slug]);
    const open = await scene();
    await open.writer.ask(open.slug, 'Abierta', 'Texto', [open.tag]);
    await reader.want(204, reader.put(`/tags/${open.tag}/follow`));
    await world.database.rows(`update plaza_group set kind = 'open' where slug = $1`, [slug]);
    expect(await following(reader, 'tags')).toHaveLength(101);
  });

  it('is found by the other names of tags', async () => {
    const {writer, reader, slug, tag} = await scene();
    await writer.ask(slug, 'Con nombre', 'Texto', [tag]);
    await world.database.rows(`insert into tag_synonym (tag_id, language, name) select id, 'eu', $2 from tag where name = $1`, [tag, `beste-${tag}`]);
    await reader.want(204, reader.put(`/tags/beste-${tag}/follow`));
    expect((await following(reader, 'tags')).map((one) => one.tag)).toEqual([tag]);
  });
});

describe('the feed', () => {
  it('gains what is started by whom, and written about what, one follows; nothing twice', async () => {
    const {writer, reader, slug, tag} = await scene();
    const mine = await world.group(`mio-${turn}`, 'open', [[writer, 'member'], [reader, 'member']]);
    const tagged = await writer.ask(slug, 'Con tema', 'Texto', [tag]);
    const plain = await writer.ask(slug, 'Sin tema');
    const own = await writer.ask(mine, 'En mi grupo', 'Texto', [tag]);
    expect(await feed(reader)).toEqual([own.id]);
    await reader.want(204, reader.put(`/tags/${tag}/follow`));
    expect(await feed(reader)).toEqual([own.id, tagged.id]);
    await reader.want(204, reader.put(`/people/${writer.id}/follow`));
    await reader.want(204, reader.put(`/threads/${tagged.id}/follow`));
    expect(await feed(reader)).toEqual([own.id, plain.id, tagged.id]);
    await writer.answer(tagged.id, 'Sube');
    expect(await feed(reader)).toEqual([tagged.id, own.id, plain.id]);
    await reader.want(204, reader.del(`/people/${writer.id}/follow`));
    await reader.want(204, reader.del(`/tags/${tag}/follow`));
    expect(await feed(reader)).toEqual([tagged.id, own.id]);
    await reader.want(204, reader.del(`/threads/${tagged.id}/follow`));
    expect(await feed(reader)).toEqual([own.id]);
  });

  it('is read page by page without gaps or repetition', async () => {
    const {writer, reader, slug, tag} = await scene();
    const ids: number[] = [];
    for (let i = 0; i < 7; i++) ids.unshift((await writer.ask(slug, `Hilo ${i}`, 'Texto', i % 2 ? [tag] : [])).id);
    await reader.want(204, reader.put(`/people/${writer.id}/follow`));
    await reader.want(204, reader.put(`/tags/${tag}/follow`));
    await reader.want(204, reader.put(`/threads/${ids[6]}/follow`));
    const seen: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: any = await reader.want(200, reader.get(`/feed?limit=2${next ? `&before=${encodeURIComponent(next)}` : ''}`));
      seen.push(...page.items.map(({id}: any) => id));
      next = page.next;
    }
    expect(seen).toEqual(ids);
  });

  it('loses at once what may not be read any more, and so does the list of what one follows', async () => {
    const {writer, reader, slug, tag} = await scene();
    const thread = await writer.ask(slug, 'Se cierra', 'Texto', [tag]);
    for (const path of [`/people/${writer.id}`, `/tags/${tag}`, `/threads/${thread.id}`]) await reader.want(204, reader.put(`${path}/follow`));
    expect(await following(reader, 'people')).toMatchObject([{person: {id: writer.id}}]);
    expect(await following(reader, 'tags')).toMatchObject([{tag}]);
    expect(await following(reader, 'threads')).toMatchObject([{thread: {id: thread.id}}]);
    await world.setKind(slug, 'hidden');
    expect(await feed(reader)).toEqual([]);
    expect(await following(reader, 'tags')).toEqual([]);
    expect(await following(reader, 'threads')).toEqual([]);
    for (const path of [`/tags/${tag}`, `/threads/${thread.id}`]) {
      expect((await reader.get(`${path}/follow`)).status).toBe(404);
      expect((await reader.put(`${path}/follow`)).text).toBe((await reader.put(`${path.replace(/[^/]+$/, path.startsWith('/tags') ? 'no-existe' : '4503599627370001')}/follow`)).text);
    }
    await world.join(slug, reader);
    expect(await feed(reader)).toEqual([thread.id]);
    await world.leave(slug, reader);
    expect(await feed(reader)).toEqual([]);
  });
});

it('nobody follows themselves, nor what is not there', async () => {
  const {reader} = await scene();
  expect((await reader.put(`/people/${reader.id}/follow`)).text).toContain('follow_yourself');
  for (const path of ['/people/4503599627370001', '/tags/no-existe', '/threads/4503599627370001']) {
    for (const ask of [reader.get(`${path}/follow`), reader.put(`${path}/follow`), reader.del(`${path}/follow`)]) expect((await ask).status).toBe(404);
  }
  expect((await reader.get('/me/following?kind=groups')).status).toBe(422);
});

it('a new thread of whom one follows comes live, unless it may not be read', async () => {
  const {writer, reader, slug} = await scene();
  const hidden = await world.group(`${slug}-oculto`, 'hidden', [[writer, 'owner']]);
  await reader.want(204, reader.put(`/people/${writer.id}/follow`));
  const live = await world.live(reader);
  opened.push(live);
  await writer.ask(hidden, 'Secreto');
  await idle();
  const {id} = await writer.ask(slug, 'A la vista');
  const event = await live.event('the thread', ({kind}) => kind === 'thread.followed');
  expect(event).toMatchObject({thread: id, data: {id, title: 'A la vista'}});
  expect(JSON.stringify(live.messages)).not.toContain('Secreto');
});

describe('levels', () => {
  const at = (person: Person, slug: string, level: string) => person.want(204, person.put(`/groups/${slug}/level`, {level}));

  it('say who is told of new threads and posts', async () => {
    const {writer, slug} = await scene();
    const people = {} as Record<string, Person>;
    for (const level of ['everything', 'questions', 'mentions', 'muted']) {
      people[level] = await world.person(level);
      await world.join(slug, people[level]);
      await at(people[level], slug, level);
    }
    const question = await writer.ask(slug, '¿Y esto?');
    await writer.start(slug, {kind: 'update', title: 'Aviso', body: 'Texto'});
    await people.muted.want(204, people.muted.put(`/threads/${question.id}/level`, {level: 'everything'}));
    await idle();
    await writer.answer(question.id, 'Así.');
    await writer.answer(question.id, 'O así.');
    await idle();
    const causes = async (person: Person) => (await notices(person)).map(({cause, times}) => `${cause} ${times}`).sort();
    expect(await causes(people.everything)).toEqual(['new_post 2', 'new_question 1', 'new_thread 1']);
    expect(await causes(people.questions)).toEqual(['new_question 1']);
    expect(await causes(people.mentions)).toEqual([]);
    expect(await causes(people.muted)).toEqual(['new_post 2']);
    expect(await causes(writer)).toEqual([]);
  });

  it('a thread that one follows tells of its posts, and muting it ends that', async () => {
    const {writer, reader, slug} = await scene();
    const {id} = await writer.ask(slug, 'Seguida');
    await reader.want(204, reader.put(`/threads/${id}/follow`));
    const first = await writer.answer(id, 'Una.');
    await idle();
    expect(await notices(reader)).toMatchObject([{cause: 'new_post', number: first.number, actor: {id: writer.id}}]);
    await reader.want(204, reader.put(`/threads/${id}/level`, {level: 'muted'}));
    await writer.answer(id, 'Otra.');
    await idle();
    expect(await notices(reader)).toMatchObject([{number: first.number, times: 1}]);
  });

  it('muted, one still hears of decisions, and of nothing else', async () => {
    const {writer, reader, slug} = await scene();
    await world.join(slug, reader);
    const {id} = await reader.ask(slug, 'En silencio');
    await at(reader, slug, 'muted');
    const mine = await reader.answer(id, 'Mía.');
    await writer.answer(id, 'Suya.');
    await writer.comment(id, mine.number, '¿Seguro?');
    await writer.accept(id, mine.number);
    expect((await notices(reader)).map(({cause}) => cause)).toEqual(['accepted']);
  });
});
