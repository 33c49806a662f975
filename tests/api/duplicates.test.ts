// SPDX-License-Identifier: EUPL-1.2
// Questions that are the same as another one, and those that wait for an answer again.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let owner: Person, moderator: Person, asker: Person, member: Person, reader: Person, administrator: Person;
const group = 'dudas';
beforeAll(async () => {
  world = await World.make();
  [owner, moderator, asker, member, reader] = await Promise.all(['Dueña', 'Modera', 'Pregunta', 'Miembro', 'Lectora'].map((name) => world.person(name))) as [Person, Person, Person, Person, Person];
  administrator = await world.person('Administradora', {role: 'administrator'});
  await world.group(group, 'open', [[owner, 'owner'], [moderator, 'moderator'], [asker, 'member'], [member, 'member']]);
  await world.group('guardado', 'private', [[owner, 'owner'], [moderator, 'moderator'], [asker, 'member'], [member, 'member']]);
});
afterAll(() => world?.end());

const page = (thread: number, as: Person = reader) => as.want(200, as.get(`/threads/${thread}`));
const same = (thread: number, of: number, as: Person = moderator, reason?: string) => as.put(`/threads/${thread}/duplicate`, {of, ...(reason ? {reason} : {})});
const acts = async (thread: number, as: Person = reader) => (await page(thread, as)).acts.map(({kind, thread: other}: any) => [kind, other?.id ?? null]);
const notices = async (person: Person, thread: number) => (await person.all('/notifications')).filter((one: any) => one.thread?.id === thread).map((one: any) => one.cause);
const age = (thread: number) => world.database.rows(`update accepted_answer set accepted_at = now() - interval '11 minutes' where thread_id = $1`, [thread]);

describe('a question that is the same as another one', () => {
  it('is closed, leads there, says who said so and why, and tells who asked', async () => {
    const [one, two] = [await asker.ask(group, 'Contrato menor, otra vez'), await member.ask(group, 'Contrato menor')];
    await reader.want(204, reader.put(`/threads/${one.id}/follow`));
    const live = await world.live(reader);
    await live.watch(one.id);
    const said = await moderator.want(200, same(one.id, two.id, moderator, 'Está contestado allí.'));
    expect(said).toMatchObject({closed: true, reopened_at: null, duplicate_of: {id: two.id, title: 'Contrato menor', kind: 'question', group: {slug: group}}});
    expect(await live.event('the act', ({kind, data}) => kind === 'thread.ordered' && data.act === 'duplicate')).toMatchObject({thread: one.id});
    const seen = await page(one.id);
    expect(seen.duplicate_of.id).toBe(two.id);
    expect(seen.acts).toMatchObject([{kind: 'duplicate', reason: 'Está contestado allí.', by: {id: moderator.id}, thread: {id: two.id}}]);
    expect((await member.post(`/threads/${one.id}/posts`, {role: 'answer', body: 'Aquí.'})).json.type).toBe('thread_closed');
    expect(await notices(asker, one.id)).toEqual(['thread_closed']);
    await until('the follower was told', async () => (await notices(reader, one.id)).length > 0);
    // Twice is once.
    await owner.want(200, same(one.id, two.id, owner));
    expect(await acts(one.id)).toHaveLength(1);
    const listed = (await reader.want(200, reader.get(`/groups/${group}/threads`))).items;
    expect(listed.find(({id}: any) => id === one.id).duplicate_of.id).toBe(two.id);
    expect((await administrator.all('/console/audit?action=thread.duplicate'))).toHaveLength(1);
  });

  it('is said of questions, by who asked or moderates, and leads nowhere back', async () => {
    const [a, b, c] = [await asker.ask(group, 'A'), await asker.ask(group, 'B'), await asker.ask(group, 'C')];
    const update = await asker.start(group, {kind: 'update', title: 'Aviso', body: 'x', tags: []});
    expect((await same(a.id, b.id, member)).json.type).toBe('not_the_author_nor_moderator');
    expect((await same(a.id, b.id, reader)).json.type).toBe('not_a_member');
    expect((await same(update.id, b.id)).json.errors).toEqual({thread: ['not_in_this_kind']});
    expect((await same(a.id, update.id)).json.errors).toEqual({of: ['not_a_question']});
    expect((await same(a.id, a.id)).json.errors).toEqual({of: ['itself']});
    expect((await same(a.id, b.id, moderator, 'x'.repeat(301))).status).toBe(422);
    await asker.want(200, same(a.id, b.id, asker));
    await moderator.want(200, same(b.id, c.id));
    expect((await same(c.id, a.id)).json.errors).toEqual({of: ['itself']});
    // What a moderator said, who asked does not say otherwise.
    expect((await same(b.id, (await asker.ask(group, 'D')).id, asker)).json.type).toBe('closed_by_moderator');
    for (let round = 0; round < 6; round++) {
      const [one, two] = [await asker.ask(group, `Una ${round}`), await asker.ask(group, `Otra ${round}`)];
      const statuses = (await Promise.all([same(one.id, two.id), same(two.id, one.id, owner)])).map(({status}) => status).sort();
      expect(statuses).toEqual([200, 422]);
    }
  });

  it('leads only where everybody who reads it may go, and shows nobody what they may not read', async () => {
    const [open, hidden] = [await asker.ask(group, 'Abierta'), await asker.ask('guardado', 'Reservada xilófono')];
    expect((await same(open.id, hidden.id)).json.errors).toEqual({of: ['not_for_all_readers']});
    const outsider = await world.person('De fuera');
    await world.join(group, outsider, 'moderator');
    const [unread, absent] = [await same(open.id, hidden.id, outsider), await same(open.id, 4_503_599_627_370_001, outsider)];
    expect([unread.status, unread.json.errors]).toEqual([422, {of: ['unknown_thread']}]);
    expect(absent.json.errors).toEqual(unread.json.errors);
    await moderator.want(200, same(hidden.id, open.id));
    const other = await asker.ask(group, 'La otra xilófono');
    await moderator.want(200, same(open.id, other.id));
    // The other one goes behind doors.
    await moderator.want(200, moderator.put(`/threads/${other.id}/group`, {group: 'guardado', reason: 'Es de allí.'}));
    const seen = await reader.get(`/threads/${open.id}`);
    expect(seen.json.duplicate_of).toBeNull();
    expect(seen.json.acts).toMatchObject([{kind: 'duplicate', thread: null}]);
    expect(seen.text).not.toContain('xilófono');
    expect((await page(open.id, asker)).duplicate_of.id).toBe(other.id);
  });

  it('is opened again by who said so, and waits for an answer then', async () => {
    const [one, two] = [await asker.ask(group, 'No era la misma'), await member.ask(group, 'La parecida')];
    await moderator.want(200, same(one.id, two.id));
    expect((await asker.del(`/threads/${one.id}/closed`)).json.type).toBe('closed_by_moderator');
    expect(await owner.want(200, owner.del(`/threads/${one.id}/closed`))).toMatchObject({closed: false, duplicate_of: null});
    const seen = await page(one.id);
    expect(Date.now() - Date.parse(seen.reopened_at)).toBeLessThan(60_000);
    expect(await acts(one.id)).toEqual([['duplicate', two.id], ['reopened', null]]);
    await asker.want(200, same(one.id, two.id, asker));
    expect((await page(one.id)).reopened_at).toBeNull();
    await asker.want(200, asker.del(`/threads/${one.id}/closed`));
    expect((await page(one.id)).duplicate_of).toBeNull();
  });

  it('comes behind the other one in search', async () => {
    const [one, two] = [await asker.ask(group, 'Licencia de cucañas', 'La licencia de cucañas de fiestas.'), await member.ask(group, 'Licencia de cucañas', 'La licencia de cucañas de fiestas.')];
    const order = async () => (await reader.all('/search?q=cuca%C3%B1as')).map((item: any) => [item.thread.id, item.thread.duplicate_of?.id ?? null]);
    await moderator.want(200, same(two.id, one.id));
    expect(await order()).toEqual([[one.id, null], [two.id, one.id]]);
    await moderator.want(200, moderator.del(`/threads/${two.id}/closed`));
    await moderator.want(200, same(one.id, two.id));
    expect(await order()).toEqual([[two.id, null], [one.id, two.id]]);
  });

  it('stands for itself where the other one is merged into it, and leads to what the other one became', async () => {
    const [one, two, three] = [await asker.ask(group, 'Uno'), await asker.ask(group, 'Dos'), await asker.ask(group, 'Tres')];
    await moderator.want(200, same(one.id, two.id));
    await moderator.want(200, same(two.id, three.id));
    await moderator.want(200, moderator.post(`/threads/${three.id}/merger`, {into: one.id, reason: 'Son la misma.'}));
    expect(await page(one.id)).toMatchObject({closed: false, duplicate_of: null});
    expect((await page(two.id)).duplicate_of.id).toBe(one.id);
  });
});

describe('a question that waits again', () => {
  async function solved(title: string, by: Person = asker) {
    const {id} = await asker.ask(group, title);
    const {number} = await member.answer(id, 'Así.');
    await by.accept(id, number);
    return {id, number};
  }

  it('says since when, who said so, and that it waits no more once it is solved', async () => {
    const {id, number} = await solved('No lo resolvió');
    await reader.want(204, reader.put(`/threads/${id}/follow`));
    await age(id);
    const live = await world.live(reader);
    await live.watch(id);
    const again = await asker.want(200, asker.del(`/threads/${id}/accepted`));
    expect(again).toMatchObject({state: 'answered', accepted: null});
    expect((await live.event('the acceptance', ({kind}) => kind === 'thread.accepted')).data.reopened_at).toBe(again.reopened_at);
    expect((await page(id)).acts).toMatchObject([{kind: 'unsolved', by: {id: asker.id}}]);
    await until('the follower was told', async () => (await notices(reader, id)).includes('thread_reopened'));
    expect(await asker.accept(id, number)).toMatchObject({state: 'solved', reopened_at: null});
    expect(await world.database.rows('select from question_reopened where thread_id = $1', [id])).toHaveLength(0);
  });

  it('does not where somebody takes back what they have just said', async () => {
    const {id} = await solved('Fue sin querer');
    expect(await asker.want(200, asker.del(`/threads/${id}/accepted`))).toMatchObject({state: 'answered', reopened_at: null});
    expect(await acts(id)).toEqual([]);
    // Who asked contradicts a moderator: that is said, however soon.
    const other = await solved('Lo dijo otra', moderator);
    expect((await asker.want(200, asker.del(`/threads/${other.id}/accepted`))).reopened_at).toBeTruthy();
    expect(await acts(other.id)).toEqual([['unsolved', null]]);
  });

  it('does where the answer that solved it goes', async () => {
    const {id, number} = await solved('Se borró');
    await age(id);
    const post = (await page(id)).posts.items.find((one: any) => one.number === number);
    await member.want(204, member.del(`/posts/${post.id}`));
    expect(await page(id)).toMatchObject({state: 'unanswered', accepted: null});
    expect((await page(id)).reopened_at).toBeTruthy();
  });

  it('does not say so of what was closed by a wrong click, or is no question', async () => {
    const {id} = await asker.ask(group, 'Cerrada un momento');
    await asker.want(200, asker.put(`/threads/${id}/closed`, {reason: 'Ups'}));
    expect((await asker.want(200, asker.del(`/threads/${id}/closed`))).reopened_at).toBeNull();
    await asker.want(200, asker.put(`/threads/${id}/closed`, {reason: 'Ya está'}));
    await world.database.rows(`update thread set closed_at = now() - interval '1 hour' where id = $1`, [id]);
    expect((await asker.want(200, asker.del(`/threads/${id}/closed`))).reopened_at).toBeTruthy();
    const update = await asker.start(group, {kind: 'update', title: 'Aviso', body: 'x', tags: []});
    await moderator.want(200, moderator.put(`/threads/${update.id}/closed`, {reason: 'Ya está'}));
    expect((await owner.want(200, owner.del(`/threads/${update.id}/closed`))).reopened_at).toBeNull();
  });

  it('is exact when two accept, take back and close at once', async () => {
    const {id} = await asker.ask(group, 'A la vez');
    const [one, two] = [await member.answer(id, 'Una.'), await member.answer(id, 'Otra.')];
    for (let round = 0; round < 6; round++) {
      const done = await Promise.all([
        asker.put(`/threads/${id}/accepted`, {number: one.number}), moderator.put(`/threads/${id}/accepted`, {number: two.number}), owner.del(`/threads/${id}/accepted`),
      ]);
      expect(done.map(({status}) => status)).toEqual([200, 200, 200]);
      const accepted = await world.database.rows('select number from accepted_answer where thread_id = $1', [id]);
      const seen = await page(id);
      expect([seen.accepted, seen.state]).toEqual(accepted.length > 0 ? [accepted[0].number, 'solved'] : [null, 'answered']);
      expect(seen.posts.items.filter((post: any) => post.accepted).map((post: any) => post.number)).toEqual(accepted.map(({number}: any) => number));
      expect(seen.reopened_at === null || accepted.length === 0).toBe(true);
    }
  });
});
