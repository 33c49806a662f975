// SPDX-License-Identifier: EUPL-1.2
// What one keeps for oneself, finds useful, shows elsewhere, and thanks for.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {showsWhatTheMatrixLeaves} from './shown_elsewhere.ts';
import {World, marker, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

async function scene(kind: GroupKind = 'open') {
  const [writer, reader] = [await world.person('Autora'), await world.person('Lectora')];
  const slug = await world.group(`guardo-${++turn}`, kind, [[writer, 'owner'], [reader, 'member']]);
  return {writer, reader, slug};
}
const kept = async (person: Person) => (await person.all('/me/bookmarks')).map(({id}) => id);

describe('what one keeps', () => {
  it('is one’s own, the latest first, and goes with the right to read it', async () => {
    const {writer, reader, slug} = await scene('private');
    const [one, two] = [await writer.ask(slug, 'Una'), await writer.ask(slug, 'Otra')];
    for (const {id} of [one, two, one]) await reader.want(204, reader.put(`/threads/${id}/bookmark`));
    expect([await kept(reader), await kept(writer)]).toEqual([[two.id, one.id], []]);
    expect((await reader.all('/me/bookmarks', 1)).map(({id}) => id)).toEqual([two.id, one.id]);
    const shown = async (person: Person) => (await person.want(200, person.get(`/threads/${one.id}`))).bookmarked;
    expect([await shown(reader), await shown(writer)]).toEqual([true, false]);
    await world.leave(slug, reader);
    expect(await kept(reader)).toEqual([]);
    expect((await reader.del(`/threads/${one.id}/bookmark`)).status).toBe(404);
    await world.join(slug, reader);
    await reader.want(204, reader.del(`/threads/${two.id}/bookmark`));
    expect(await kept(reader)).toEqual([one.id]);
  });

  it('is bounded', async () => {
    const {writer, reader, slug} = await scene();
    const {id} = await writer.ask(slug, 'Una más');
    await world.database.rows(
      `with t as (insert into thread (group_id, kind, title, author_id) select g.id, 'update', 'De muchas', $2 from plaza_group g, generate_series(1, 1000) where g.slug = $1 returning id)
       insert into bookmark (person_id, thread_id) select $3, id from t`, [slug, writer.id, reader.id]);
    expect((await reader.put(`/threads/${id}/bookmark`)).json.type).toBe('too_many_bookmarks');
  });
});

it('who found a post useful is known to whoever may read it, and to nobody else', async () => {
  const {writer, reader, slug} = await scene('private');
  const third = await world.person('Tercera');
  await world.join(slug, third);
  const thread = await writer.ask(slug, 'Pregunta');
  const answer = await writer.answer(thread.id, 'Respuesta');
  for (const person of [reader, third]) await person.want(200, person.put(`/posts/${answer.id}/useful`));
  const who = async () => (await writer.all(`/posts/${answer.id}/useful`, 1)).map(({id}) => id);
  expect(await who()).toEqual([third.id, reader.id]);
  await reader.want(200, reader.del(`/posts/${answer.id}/useful`));
  expect(await who()).toEqual([third.id]);
  await world.leave(slug, reader);
  expect((await reader.get(`/posts/${answer.id}/useful`)).text).toBe((await reader.get('/posts/4503599627370001/useful')).text);
});

describe('a thread that shows another', () => {
  const share = (person: Person, thread: number, group: string, more: object = {}) => person.post(`/threads/${thread}/shares`, {group, title: 'Os interesa', body: 'Lo hablan allí.', ...more});
  const card = async (person: Person, thread: number) => (await person.want(200, person.get(`/threads/${thread}/shown`))).thread;

  it('says what it shows to who may read that, and to others not even its title or group', async () => {
    const [title, body] = [marker(), marker()];
    const {writer, reader, slug} = await scene('private');
    const open = await world.group(`guardo-${++turn}`, 'open', [[reader, 'member']]);
    const outsider = await world.person('Ajena');
    const source = await writer.ask(slug, title, `Sobre **${body}** & más <b>`);
    const made = await reader.want(201, share(reader, source.id, open));
    expect(made).toMatchObject({kind: 'update', title: 'Os interesa', group: {slug: open}});
    expect((await outsider.want(200, outsider.get(`/threads/${made.id}`))).shows).toBe(true);
    expect(await card(writer, made.id)).toEqual({id: source.id, title, kind: 'question', language: 'es', group: {slug, name: `Grupo ${slug}`}, extract: `Sobre ${body} & más <b>`});
    expect(await card(outsider, made.id)).toBeNull();
    for (const path of [`/threads/${made.id}`, `/threads/${made.id}/shown`, `/groups/${open}/threads`, `/search?q=${title}`, `/search?q=${body}`]) {
      const {text} = await outsider.get(path);
      for (const secret of [title, body, slug, String(source.id)]) expect(text.replace(/[?&]q=\w+/, '')).not.toContain(secret);
    }
    // What is changed or hidden there is so here.
    await writer.want(200, writer.put(`/posts/${(await writer.all(`/threads/${source.id}/posts`))[0].id}`, {body: 'Otro texto'}));
    expect((await card(writer, made.id)).extract).toBe('Otro texto');
    await world.leave(slug, reader);
    expect(await card(reader, made.id)).toBeNull();
  });

  it('needs both: reading there and writing here', async () => {
    const {writer, reader, slug} = await scene('private');
    const source = await writer.ask(slug, 'De dentro');
    const open = await world.group(`guardo-${++turn}`, 'open', [[writer, 'member']]);
    expect((await share(reader, source.id, open)).json.type).toBe('not_a_member');
    expect((await share(reader, source.id, slug)).json.errors).toEqual({group: ['same_group']});
    const outsider = await world.person('Ajena');
    await world.join(open, outsider);
    expect((await share(outsider, source.id, open)).text).toBe((await share(outsider, 4503599627370001, open)).text);
    expect((await share(writer, source.id, 'no-existe')).status).toBe(404);
    expect((await writer.get(`/threads/${source.id}/shown`)).status).toBe(404);
  });
});

describe('thanks', () => {
  it('name somebody, who is told so', async () => {
    const {writer, reader, slug} = await scene();
    const thanks = (body: string) => writer.post(`/groups/${slug}/threads`, {kind: 'thanks', title: 'Gracias', body});
    expect((await thanks('A nadie en concreto')).json.errors).toEqual({body: ['nobody_named']});
    const {id} = await writer.want(201, thanks(`A [@Lectora](/personas/${reader.id}) por el pliego.`));
    const told = (await reader.want(200, reader.get('/notifications'))).items;
    expect(told).toMatchObject([{cause: 'thanks', thread: {id}, number: 1, actor: {id: writer.id}}]);
  });
});

showsWhatTheMatrixLeaves(import.meta.url);
