// SPDX-License-Identifier: EUPL-1.2
// What is taken away is gone at the next request, also for who kept tags and cursors of before.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person;
let turn = 0;
beforeAll(async () => { world = await World.make(); owner = await world.person('Dueña'); });
afterAll(() => world?.end());

async function scene(kind: 'open' | 'private' | 'hidden') {
  const member = await world.person('Miembro');
  const slug = await world.group(`cesa-${++turn}`, kind, [[owner, 'owner'], [member, 'member']]);
  const thread = await owner.ask(slug, 'Pregunta', 'Texto');
  for (let i = 0; i < 3; i++) await owner.answer(thread.id, `R${i}`);
  const mine = await member.answer(thread.id, 'Mía');
  return {member, slug, thread: thread.id as number, mine: mine.id as number};
}

describe.each(['private', 'hidden'] as const)('leaving a %s group', (kind) => {
  it('ends every way in', async () => {
    const {member, slug, thread, mine} = await scene(kind);
    const paths = [`/threads/${thread}`, `/threads/${thread}/posts`, `/groups/${slug}/threads`];
    const tags = await Promise.all(paths.map(async (path) => (await member.get(path)).headers.etag));
    const {next} = (await member.get(`/threads/${thread}?limit=1`)).json.posts;
    const threads = (await member.get('/feed')).json.items.length;
    await world.leave(slug, member);
    for (const [i, path] of paths.entries()) {
      expect((await member.get(path)).status, path).toBe(404);
      expect((await member.get(path, {headers: {'if-none-match': tags[i]}})).status, `${path} with its tag`).toBe(404);
    }
    expect((await member.get(`/threads/${thread}?limit=1&before=${next}`)).status).toBe(404);
    expect((await member.get('/feed')).json.items).toHaveLength(threads - 1);
    // What one wrote there is not one's own way in either.
    for (const answer of [await member.put(`/posts/${mine}`, {body: 'Otra'}), await member.del(`/posts/${mine}`), await member.get(`/posts/${mine}/revisions`),
      await member.put(`/threads/${thread}/read`, {number: 2})]) expect(answer.status).toBe(404);
    expect((await member.get('/me')).json.counters.unread_threads).toBe(0);
  });

  it('does not let an old key answer with what one may not see any more', async () => {
    const {member, slug, thread} = await scene(kind);
    const headers = {'idempotency-key': `vieja-${turn}`};
    expect((await member.post(`/threads/${thread}/posts`, {role: 'answer', body: 'Con llave'}, {headers})).status).toBe(201);
    await world.leave(slug, member);
    const again = await member.post(`/threads/${thread}/posts`, {role: 'answer', body: 'Con llave'}, {headers});
    expect(again.status).toBe(404);
    expect(await world.database.value(`select count(*) from post where thread_id = $1 and body = 'Con llave'`, [thread])).toBe(1);
  });
});

describe('a post that was deleted', () => {
  it('is in no answer to a retry any more', async () => {
    const {member, thread} = await scene('open');
    const [headers, own] = [{'idempotency-key': `util-${++turn}`}, {'idempotency-key': `suya-${turn}`}];
    const request = {role: 'answer', body: 'Lo que se borra'};
    const post = await owner.want(201, owner.post(`/threads/${thread}/posts`, request, {headers: own}));
    expect((await member.put(`/posts/${post.id}/useful`, undefined, {headers})).json.body).toBe('Lo que se borra');
    await owner.want(204, owner.del(`/posts/${post.id}`));
    expect((await member.put(`/posts/${post.id}/useful`, undefined, {headers})).status).toBe(404);
    expect((await owner.post(`/threads/${thread}/posts`, request, {headers: own})).status).toBe(404);
    expect(await world.database.value(`select count(*) from idempotency where body like '%Lo que se borra%'`)).toBe(0);
    expect(await world.database.value('select count(*) from post where thread_id = $1 and role = $2 and deleted_at is null', [thread, 'answer'])).toBe(4);
  });
});

describe('a role that is taken back', () => {
  it('may not be used any more', async () => {
    const {member, slug, thread} = await scene('open');
    await world.join(slug, member, 'moderator');
    expect((await member.put(`/threads/${thread}/accepted`, {number: 2})).status).toBe(200);
    await world.join(slug, member, 'member');
    expect((await member.del(`/threads/${thread}/accepted`)).status).toBe(403);
    expect((await member.get(`/threads/${thread}`)).json).toMatchObject({accepted: 2, can: {accept: false}});
  });
});

describe('a group that changes', () => {
  it('from open to private to hidden closes step by step', async () => {
    const {slug, thread} = await scene('open');
    const outsider = await world.person('Ajena');
    const statuses = async () => [(await outsider.get(`/groups/${slug}`)).status, (await outsider.get(`/threads/${thread}`)).status,
      (await outsider.all(`/groups?q=${slug}`)).length, (await outsider.all('/search?q=pregunta')).some((item) => item.thread.id === thread)];
    expect(await statuses()).toEqual([200, 200, 1, true]);
    await world.setKind(slug, 'private');
    expect(await statuses()).toEqual([200, 404, 1, false]);
    await world.setKind(slug, 'hidden');
    expect(await statuses()).toEqual([404, 404, 0, false]);
  });

  it('to archived is written no more, by nobody, on no path', async () => {
    const {member, slug, thread, mine} = await scene('open');
    await world.archive(slug);
    for (const person of [member, owner]) {
      for (const answer of [
        await person.post(`/groups/${slug}/threads`, {kind: 'update', title: 'x', body: 'x'}), await person.post(`/threads/${thread}/posts`, {role: 'answer', body: 'x'}),
        await person.post(`/threads/${thread}/posts`, {role: 'comment', body: 'x', parent: 1}), await person.put(`/posts/${mine}`, {body: 'x'}), await person.del(`/posts/${mine}`),
        await person.put(`/posts/${mine}/useful`), await person.del(`/posts/${mine}/useful`), await person.put(`/threads/${thread}/accepted`, {number: 2}),
        await person.del(`/threads/${thread}/accepted`),
      ]) expect([answer.status, answer.json.type]).toEqual([403, 'group_archived']);
    }
    expect(Object.entries((await member.get(`/threads/${thread}`)).json.can).filter(([, may]) => may)).toEqual([]);
    await world.archive(slug, false);
    expect((await member.post(`/threads/${thread}/posts`, {role: 'answer', body: 'x'})).status).toBe(201);
  });
});

describe('the audit', () => {
  it('tells what was done, in the transaction that did it', async () => {
    const person = await world.person('Auditada');
    const rows = async () => (await world.database.rows('select action from audit where actor_id = $1 order by seq', [person.id])).map((row) => row.action);
    await person.want(201, person.post('/groups', {slug: 'auditado', name: 'A', kind: 'open', description: ''}));
    expect((await person.post('/groups', {slug: 'auditado', name: 'A', kind: 'open', description: ''})).status).toBe(409);
    const other = await world.group('otro-auditado', 'open');
    await person.put(`/groups/${other}/members/me`);
    await person.put(`/groups/${other}/members/me`);
    await person.del(`/groups/${other}/members/me`);
    await (await world.session(person)).del('/session');
    expect(await rows()).toEqual(['group.created', 'membership.joined', 'membership.left', 'session.ended']);
    // Where it cannot be written, nothing is done.
    await world.database.rows('alter table audit_detail rename to audit_away');
    try {
      expect((await person.post('/groups', {slug: 'sin-rastro', name: 'S', kind: 'open', description: ''})).status).toBe(500);
    } finally {
      await world.database.rows('alter table audit_away rename to audit_detail');
    }
    expect((await person.get('/groups/sin-rastro')).status).toBe(404);
    expect(await world.database.value('select verify_audit()')).toBeNull();
  });

  it('shows where it was changed afterwards', async () => {
    const {database} = world;
    const session = await database.connect();
    try {
      for (const [what, statement] of [
        ['an edit', `update audit set action = 'group.deleted' where seq = 2`], ['a deletion', 'delete from audit_detail where seq = 2; delete from audit where seq = 2'],
        ['a cut tail', 'delete from audit_detail where seq = (select max(seq) from audit); delete from audit where seq = (select max(seq) from audit)'],
        ['changed details', `update audit_detail set details = '{"slug": "otro"}' where seq = 2`],
      ]) {
        await session.query(`begin; ${statement}`);
        expect((await session.query('select verify_audit() as bad')).rows[0].bad, what).not.toBeNull();
        await session.query('rollback');
      }
    } finally {
      session.release();
    }
  });
});
