// SPDX-License-Identifier: EUPL-1.2
// What stands behind an answer: said when it is written, put right, and shown wherever it is read.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let asker: Person, author: Person, reader: Person;
const group = 'pesos';
beforeAll(async () => {
  world = await World.make();
  [asker, author, reader] = await Promise.all(['Pregunta', 'Autora', 'Lectora'].map((name) => world.person(name))) as [Person, Person, Person];
  await world.group(group, 'open', [[asker, 'member'], [author, 'member']]);
});
afterAll(() => world?.end());

const answer = (thread: number, weight?: string) => author.post(`/threads/${thread}/posts`, {role: 'answer', body: 'Así.', ...(weight ? {weight} : {})});
const page = (thread: number) => reader.want(200, reader.get(`/threads/${thread}`));

describe('what stands behind an answer', () => {
  it('is a personal view unless more is said, and is read by everybody', async () => {
    const {id} = await asker.ask(group, 'Pesos');
    expect((await author.want(201, answer(id))).weight).toBe('view');
    for (const weight of ['view', 'practice', 'criterion', 'doctrine']) expect((await author.want(201, answer(id, weight))).weight).toBe(weight);
    const seen = await page(id);
    expect(seen.posts.items.map(({weight}: any) => weight)).toEqual([null, 'view', 'view', 'practice', 'criterion', 'doctrine']);
  });

  it('is of answers alone, and one of four', async () => {
    const {id} = await asker.ask(group, 'Solo respuestas');
    for (const post of [{role: 'reply', body: 'x'}, {role: 'comment', body: 'x', parent: 1}]) {
      expect((await author.post(`/threads/${id}/posts`, {...post, weight: 'view'})).json.errors).toEqual({weight: ['not_in_this_role']});
      expect((await author.want(201, author.post(`/threads/${id}/posts`, post))).weight).toBeNull();
    }
    expect((await answer(id, 'law')).json.errors).toEqual({weight: ['unknown_value']});
    const root = (await page(id)).posts.items[0];
    expect((await asker.put(`/posts/${root.id}`, {body: 'Otra cosa.', weight: 'view'})).json.errors).toEqual({weight: ['not_in_this_role']});
  });

  it('is put right by who wrote it, alone or with the text, and who relies on it is told', async () => {
    const {id} = await asker.ask(group, 'Se corrige');
    const post = await author.want(201, answer(id, 'doctrine'));
    await asker.accept(id, post.number);
    await world.database.rows(`update post set created_at = now() - interval '1 day' where id = $1`, [post.id]);
    expect((await asker.put(`/posts/${post.id}`, {body: 'Así.', weight: 'view'})).json.type).toBe('not_the_author');
    const live = await world.live(reader);
    await live.watch(id);
    const changed = await author.want(200, author.put(`/posts/${post.id}`, {body: 'Así.', version: 1, weight: 'practice'}));
    expect(changed).toMatchObject({weight: 'practice', body: 'Así.', version: 2});
    expect((await live.event('the edit', ({kind}) => kind === 'post.edited')).data.weight).toBe('practice');
    await until('who asked was told', async () => (await asker.all('/notifications')).some((one: any) => one.cause === 'edited' && one.thread?.id === id));
    // Of two windows the second sees the other; what is said again changes nothing, and what is not said stays.
    expect((await author.put(`/posts/${post.id}`, {body: 'Así.', version: 1, weight: 'view'})).json.type).toBe('conflict');
    expect(await author.want(200, author.put(`/posts/${post.id}`, {body: 'Así.', version: 1, weight: 'practice'}))).toMatchObject({weight: 'practice', version: 2});
    expect(await author.want(200, author.put(`/posts/${post.id}`, {body: 'Así, y más.', version: 2}))).toMatchObject({weight: 'practice', version: 3});
  });

  it('stands with what is found', async () => {
    const {id} = await asker.ask(group, 'Criterio de zarzamoras', 'Sobre zarzamoras.');
    const post = await author.want(201, author.post(`/threads/${id}/posts`, {role: 'answer', body: 'Las zarzamoras se podan.', weight: 'criterion'}));
    const found = async () => (await reader.want(200, reader.get('/search?q=zarzamoras'))).items.map(({number, weight}: any) => [number, weight]);
    expect(await found()).toEqual([[1, null]]);
    await asker.accept(id, post.number);
    expect(await found()).toEqual([[post.number, 'criterion']]);
  });
});
