// SPDX-License-Identifier: EUPL-1.2
// Lists page without loss or repetition, also where times are equal; unchanged states are not sent again.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person, threads: any[], long: any;

beforeAll(async () => {
  world = await World.make();
  person = await world.person('Lectora');
  await world.group('larga', 'open', [[person, 'member']]);
  await world.group('larga-dos', 'open', [[person, 'member']]);
  threads = [];
  for (let i = 0; i < 23; i++) threads.push(await person.ask(i % 3 ? 'larga' : 'larga-dos', `Pregunta ${i}`, `Contrato número ${i}`, [`etiqueta${i}`]));
  long = threads[0];
  for (let i = 0; i < 23; i++) await person.answer(long.id, `Respuesta ${i}`);
  for (let i = 0; i < 13; i++) {
    const other = await world.person(`Miembro ${i}`);
    await world.join('larga', other);
    await world.group(`grupo-${i}`, 'open');
    await world.addAdministration(`Ayuntamiento repetido`, 900);
  }
  // Everything at the same moment: only the second key can tell them apart.
  await world.database.rows(`update thread set last_activity_at = '2026-03-01T10:00:00Z', created_at = '2026-03-01T10:00:00Z'`);
  await world.database.rows(`update post set created_at = '2026-03-01T10:00:00Z'`);
  await world.database.rows(`update membership set since = '2026-01-01T10:00:00Z'`);
  await world.database.rows(`update plaza_group set name = 'Igual' where slug like 'grupo-%'`);
  const post = await world.database.value('select id from post where thread_id = $1 and number = 2', [long.id]);
  for (let i = 0; i < 7; i++) await person.put(`/posts/${post}`, {body: `Versión ${i}`});
});
afterAll(() => world?.end());

const lists: [string, () => string, (item: any) => unknown, number][] = [
  ['feed', () => '/feed', (item) => item.id, 23],
  ['threads of a group', () => '/groups/larga/threads', (item) => item.id, 15],
  ['threads of a state', () => '/groups/larga/threads?state=unanswered', (item) => item.id, 15],
  ['groups', () => '/groups', (item) => item.slug, 15],
  ['members', () => '/groups/larga/members', (item) => item.person.id, 14],
  ['administrations', () => '/administrations', (item) => item.id, 14],
  ['administrations of a band', () => '/administrations?band=lt1000&province=42', (item) => item.id, 13],
  ['tags', () => '/tags?q=etiqueta', (item) => item.name, 23],
  ['search', () => '/search?q=contrato', (item) => `${item.thread.id}/${item.number}`, 23],
  ['revisions', () => `/posts/${postId}/revisions`, (item) => item.revision, 7],
];
let postId = 0;
beforeAll(async () => { postId = await world.database.value('select id from post where thread_id = $1 and number = 2', [long.id]); });

describe.each(lists)('the list of %s', (_, path, name, count) => {
  it('is the same in pages of any size', async () => {
    const whole = (await person.all(path(), 100)).map(name);
    expect(whole).toHaveLength(count);
    expect(new Set(whole).size).toBe(count);
    for (const limit of [1, 2, 5, count]) expect((await person.all(path(), limit)).map(name)).toEqual(whole);
  });

  it('ends on a full page without an empty one after it', async () => {
    const page = await person.want(200, person.get(`${path()}${path().includes('?') ? '&' : '?'}limit=${count}`));
    expect([page.items.length, page.next]).toEqual([count, null]);
  });
});

describe('posts of a thread', () => {
  const walk = async (order: string, limit: number) => {
    const numbers: number[] = [];
    let before = '';
    for (let i = 0; i < 60; i++) {
      const {posts} = await person.want(200, person.get(`/threads/${long.id}?order=${order}&limit=${limit}${before}`));
      numbers.push(...posts.items.map((post: any) => post.number));
      if (!posts.next) return numbers;
      before = `&before=${posts.next}`;
    }
    throw new Error('a list without end');
  };

  it('page in both orders', async () => {
    const all = Array.from({length: 24}, (_, i) => i + 1);
    for (const limit of [1, 7, 24]) {
      expect(await walk('number', limit)).toEqual(all);
      expect(await walk('best', limit)).toEqual(await walk('best', 100));
      expect([...await walk('best', limit)].sort((a, b) => a - b)).toEqual(all);
    }
    expect((await walk('best', 7))[0]).toBe(1);
  });

  it('follow after a number', async () => {
    const page = (await person.get(`/threads/${long.id}/posts?after=20&limit=3`)).json;
    expect(page.items.map((post: any) => post.number)).toEqual([21, 22, 23]);
    expect(page.next).not.toBeNull();
    expect((await person.get(`/threads/${long.id}/posts?after=23`)).json).toMatchObject({items: [{number: 24}], next: null});
    expect((await person.get(`/threads/${long.id}/posts?after=24`)).json).toEqual({items: [], next: null});
  });
});

describe('posts with much text', () => {
  it('come on pages of fewer, in every order, and one that is larger than a page by itself', async () => {
    const thread = await person.ask('larga', 'Tablas enormes');
    for (let i = 0; i < 11; i++) await person.answer(thread.id, `Tabla ${i}`);
    await world.database.rows('update post set html = repeat($2, 300000) where thread_id = $1', [thread.id, 'x']);
    await world.database.rows('update post set html = repeat($2, 1500000) where thread_id = $1 and number = 6', [thread.id, 'x']);
    await world.database.rows('update post set useful = number % 4 where thread_id = $1', [thread.id]);
    try {
      const numbers = async (path: string, key: 'before' | 'after') => {
        const pages: number[][] = [];
        for (let next: string | null = ''; next !== null;) {
          const {posts, ...plain}: any = await person.want(200, person.get(`${path}limit=100${next && `&${key}=${next}`}`));
          const page = posts ?? plain;
          expect(page.items.length).toBeGreaterThan(0);
          pages.push(page.items.map((post: any) => post.number));
          next = page.next && key === 'after' ? String(page.items.at(-1).number) : page.next;
        }
        return pages;
      };
      const written = [[1, 2, 3], [4, 5], [6], [7, 8, 9], [10, 11, 12]];
      expect(await numbers(`/threads/${thread.id}?`, 'before')).toEqual(written);
      expect(await numbers(`/threads/${thread.id}/posts?`, 'after')).toEqual(written);
      expect(await numbers(`/threads/${thread.id}?order=best&`, 'before')).toEqual([[1, 3, 7], [11, 2], [6], [10, 5, 9], [4, 8, 12]]);
    } finally {
      await world.database.rows('update post set useful = 0 where thread_id = $1', [thread.id]);
    }
  });
});

describe('while others write', () => {
  it('a feed being paged loses nothing that stood still', async () => {
    const first = (await person.get('/feed?limit=10')).json;
    const seen = new Set(first.items.map((item: any) => item.id));
    const still = threads.map((thread) => thread.id).filter((id) => !seen.has(id)).slice(5);
    const moved = threads.map((thread) => thread.id).filter((id) => !seen.has(id)).slice(0, 5);
    for (const id of moved) await person.answer(id, 'Sube.');
    let before: string | null = first.next;
    while (before) {
      const page: any = (await person.get(`/feed?limit=10&before=${before}`)).json;
      for (const item of page.items) {
        expect(seen.has(item.id)).toBe(false);
        seen.add(item.id);
      }
      before = page.next;
    }
    for (const id of still) expect(seen.has(id)).toBe(true);
    expect((await person.get('/feed?limit=5')).json.items.map((item: any) => item.id).sort()).toEqual([...moved].sort());
  });
});

describe('an unchanged state', () => {
  const paths = () => [['/groups/larga'], ['/feed'], ['/groups/larga/threads'], [`/threads/${long.id}`], [`/threads/${long.id}/posts?after=20`]].map(([path]) => path);

  it('is answered 304 without a body, and a changed one in full', async () => {
    for (const path of paths()) {
      const first = await person.get(path);
      const again = await person.get(path, {headers: {'if-none-match': first.headers.etag}});
      expect([path, again.status, again.text]).toEqual([path, 304, '']);
      expect((await person.get(path, {headers: {'if-none-match': `"other", ${first.headers.etag}`}})).status).toBe(304);
      expect((await person.get(path, {headers: {'if-none-match': '"other"'}})).status).toBe(200);
    }
    const tags = await Promise.all(paths().map(async (path) => (await person.get(path)).headers.etag));
    await person.answer(long.id, 'Algo cambia.');
    await world.database.rows(`update plaza_group set description = 'Otra' where slug = 'larga'`);
    const now = await Promise.all(paths().map(async (path, i) => (await person.get(path, {headers: {'if-none-match': tags[i]}})).status));
    // The thread is in another group than the list of threads asked for.
    expect(now).toEqual([200, 200, 304, 200, 200]);
  });

  it('is not the state of somebody else', async () => {
    const other = await world.person('Otra lectora');
    const mine = await person.get('/groups/larga');
    expect((await other.get('/groups/larga', {headers: {'if-none-match': mine.headers.etag}})).status).toBe(200);
  });

  it('is kept by no cache between', async () => {
    for (const path of [...paths(), '/me', '/search?q=contrato']) {
      expect((await person.get(path)).headers['cache-control']).toMatch(/private|no-store/);
    }
  });
});
