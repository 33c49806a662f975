// SPDX-License-Identifier: EUPL-1.2
// The main job from end to end: ask, be answered, accept, be found.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Live} from '../support/live.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let asker: Person, helper: Person, reader: Person;
let thread: any, answer: any;

beforeAll(async () => {
  world = await World.make();
  asker = await world.person('Marta Asensio');
  helper = await world.person('Íñigo Beltrán');
  reader = await world.person('Rosa Cano');
});
afterAll(() => world?.end());

describe('the main job', () => {
  it('begins with knowing where one is', async () => {
    const installation = await world.stranger().want(200, world.stranger().get('/installation'));
    expect(installation).toMatchObject({demo: false, languages: expect.arrayContaining(['es', 'en'])});
    const me = await asker.want(200, asker.get('/me'));
    expect(me).toMatchObject({
      person: {id: asker.id, name: 'Marta Asensio', email: asker.email, post: 'Técnica'},
      administration: {id: world.administration, name: 'Ayuntamiento de Villar del Río', band: '1000-4999'},
      roles: [], language: 'es', counters: {unread_threads: 0},
    });
  });

  it('makes a group, which its maker owns', async () => {
    const answer = await asker.post('/groups', {slug: 'contratacion', name: 'Contratación', kind: 'open', description: 'Contratos menores y mayores.'});
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe('/api/v1/groups/contratacion');
    expect(answer.json).toMatchObject({slug: 'contratacion', kind: 'open', members: 1, my_membership: 'owner', archived: false});
    expect((await asker.post('/groups', {slug: 'contratacion', name: 'Otra', kind: 'open', description: ''})).json.type).toBe('slug_taken');
    expect((await asker.get('/groups?mine=true')).json.items.map((group: any) => group.slug)).toEqual(['contratacion']);
    expect((await helper.get('/groups?mine=true')).json.items).toEqual([]);
    expect((await helper.get('/groups?q=contratacion')).json.items).toHaveLength(1);
  });

  it('lets others join an open group', async () => {
    expect((await helper.put('/groups/contratacion/members/me')).json).toEqual({state: 'member'});
    expect((await helper.put('/groups/contratacion/members/me')).json).toEqual({state: 'member'});
    const group = await helper.want(200, helper.get('/groups/contratacion'));
    expect(group).toMatchObject({members: 2, my_membership: 'member'});
    const members = await reader.all('/groups/contratacion/members');
    expect(members.map((member) => [member.person.name, member.role])).toEqual([['Íñigo Beltrán', 'member'], ['Marta Asensio', 'owner']]);
  });

  it('previews and asks a question', async () => {
    const body = '¿Cómo se justifica el **contrato menor** según el art. 118 LCSP?';
    expect((await asker.post('/preview', {body})).json.html).toContain('<strong>contrato menor</strong>');
    const response = await asker.post('/groups/contratacion/threads', {kind: 'question', title: 'Contrato menor de servicios', body, tags: ['lcsp', 'Contratos']});
    thread = response.json;
    expect(response.status).toBe(201);
    expect(response.headers.location).toBe(`/api/v1/threads/${thread.id}`);
    expect(thread).toMatchObject({
      kind: 'question', state: 'unanswered', title: 'Contrato menor de servicios', group: {slug: 'contratacion', name: 'Contratación'},
      author: {id: asker.id, name: 'Marta Asensio', post: 'Técnica', administration: {id: world.administration}},
      tags: ['contratos', 'lcsp'], answers: 0, replies: 0, accepted: null, unread: 0,
      can: {reply: true, answer: true, accept: true, edit: true},
    });
  });

  it('shows it to the other members as unread', async () => {
    const feed = await helper.want(200, helper.get('/feed'));
    expect(feed.items).toHaveLength(1);
    expect(feed.items[0]).toMatchObject({id: thread.id, unread: 1, can: {reply: true, answer: true, accept: false, edit: false}});
    expect((await helper.get('/me')).json.counters.unread_threads).toBe(1);
    expect((await reader.get('/feed')).json.items).toEqual([]);
    expect((await reader.get('/groups/contratacion/threads?state=unanswered')).json.items).toHaveLength(1);
  });

  it('is read and answered, with comments below', async () => {
    const page = await helper.want(200, helper.get(`/threads/${thread.id}`));
    expect(page).toMatchObject({id: thread.id, read_up_to: 0, posts: {next: null}});
    expect(page.posts.items).toHaveLength(1);
    expect(page.posts.items[0]).toMatchObject({
      thread: thread.id, number: 1, role: 'root', parent: null, useful: 0, my_vote: false, accepted: false, deleted: false, version: 1, edited_at: null,
      author: {id: asker.id}, html: expect.stringContaining('<strong>contrato menor</strong>'),
    });
    expect((await helper.put(`/threads/${thread.id}/read`, {number: 1})).status).toBe(204);
    expect((await helper.get('/me')).json.counters.unread_threads).toBe(0);

    answer = await helper.answer(thread.id, 'Con un informe de necesidad y la aprobación del gasto.');
    expect(answer).toMatchObject({thread: thread.id, number: 2, role: 'answer', parent: null, author: {id: helper.id}, my_vote: false});
    const comment = await asker.comment(thread.id, answer.number, '¿También por debajo de 5.000 euros?');
    expect(comment).toMatchObject({number: 3, role: 'comment', parent: 2});
    const now = await asker.want(200, asker.get(`/threads/${thread.id}`));
    expect(now).toMatchObject({state: 'answered', answers: 1, replies: 1});
    expect((await asker.get(`/threads/${thread.id}/posts?after=1`)).json.items.map((post: any) => post.number)).toEqual([2, 3]);
  });

  it('is marked useful, once for each person', async () => {
    expect((await asker.put(`/posts/${answer.id}/useful`)).json).toMatchObject({useful: 1, my_vote: true});
    expect((await asker.put(`/posts/${answer.id}/useful`)).json).toMatchObject({useful: 1, my_vote: true});
    expect((await asker.del(`/posts/${answer.id}/useful`)).json).toMatchObject({useful: 0, my_vote: false});
    expect((await asker.del(`/posts/${answer.id}/useful`)).json).toMatchObject({useful: 0, my_vote: false});
    expect((await asker.put(`/posts/${answer.id}/useful`)).json.useful).toBe(1);
    expect((await helper.put(`/posts/${answer.id}/useful`)).json.type).toBe('own_post');
  });

  it('is solved by the asker, who may think again', async () => {
    expect((await helper.put(`/threads/${thread.id}/accepted`, {number: 2})).json.type).toBe('not_the_asker');
    expect(await asker.accept(thread.id, 2)).toMatchObject({state: 'solved', accepted: 2});
    expect((await reader.get('/groups/contratacion/threads?state=solved')).json.items.map((item: any) => item.id)).toEqual([thread.id]);
    expect((await asker.del(`/threads/${thread.id}/accepted`)).json).toMatchObject({state: 'answered', accepted: null});
    expect((await asker.del(`/threads/${thread.id}/accepted`)).json).toMatchObject({accepted: null});
    expect(await asker.accept(thread.id, 2)).toMatchObject({state: 'solved', accepted: 2});
  });

  it('puts the accepted answer first in the best order', async () => {
    const better = await reader.want(200, reader.put('/groups/contratacion/members/me'))
      .then(() => reader.answer(thread.id, 'Otra manera de hacerlo, muy apreciada.'));
    for (const person of [asker, helper]) await person.want(200, person.put(`/posts/${better.id}/useful`));
    const numbers = async (order: string) => (await asker.get(`/threads/${thread.id}?order=${order}`)).json.posts.items
      .filter((post: any) => post.role !== 'comment').map((post: any) => post.number);
    expect(await numbers('best')).toEqual([1, 2, 4]);
    expect(await numbers('number')).toEqual([1, 2, 4]);
    await asker.del(`/threads/${thread.id}/accepted`);
    expect(await numbers('best')).toEqual([1, 4, 2]);
    await asker.accept(thread.id, 2);
  });

  it('is found by the next person, the accepted answer first', async () => {
    const found = await reader.want(200, reader.get('/search?q=informe%20de%20necesidad'));
    expect(found.items[0]).toMatchObject({thread: {id: thread.id}, number: 2});
    expect(found.items[0].extract).toContain('<mark>');
    expect((await reader.get('/tags?q=lcs')).json.items.map((tag: any) => tag.name)).toContain('lcsp');
  });

  it('keeps what was written before an edit, and the number of what was deleted', async () => {
    const edited = await helper.want(200, helper.put(`/posts/${answer.id}`, {body: 'Con un informe de necesidad, siempre.'}));
    expect(edited).toMatchObject({body: 'Con un informe de necesidad, siempre.', edited_at: expect.any(String), accepted: true});
    const revisions = await reader.want(200, reader.get(`/posts/${answer.id}/revisions`));
    expect(revisions.items.map((revision: any) => revision.body)).toEqual(['Con un informe de necesidad y la aprobación del gasto.']);
    expect((await helper.del(`/posts/${answer.id}`)).status).toBe(204);
    const page = await asker.want(200, asker.get(`/threads/${thread.id}`));
    expect(page).toMatchObject({state: 'answered', accepted: null, answers: 1});
    expect(page.posts.items[1]).toMatchObject({number: 2, deleted: true, author: null, body: '', html: '', accepted: false});
    expect((await reader.get(`/posts/${answer.id}/revisions`)).status).toBe(404);
  });

  it('lets people leave, but the last owner', async () => {
    expect((await helper.del('/groups/contratacion/members/me')).status).toBe(204);
    expect((await helper.get('/groups/contratacion')).json).toMatchObject({my_membership: 'none', members: 2});
    expect((await asker.del('/groups/contratacion/members/me')).json.type).toBe('last_owner');
  });

  it('asks to join a private group and waits', async () => {
    await asker.want(201, asker.post('/groups', {slug: 'secretaria', name: 'Secretaría', kind: 'private', description: 'Reservado.'}));
    expect((await helper.put('/groups/secretaria/members/me')).json).toEqual({state: 'requested'});
    expect((await helper.get('/groups/secretaria')).json).toMatchObject({my_membership: 'requested', members: 1});
    expect((await helper.del('/groups/secretaria/members/me')).status).toBe(204);
    expect((await helper.get('/groups/secretaria')).json.my_membership).toBe('none');
  });

  it('gives a hidden group an address that nobody can guess', async () => {
    const group = await asker.want(201, asker.post('/groups', {slug: 'inspeccion', name: 'Inspección', kind: 'hidden', description: ''}));
    expect(group.slug).toMatch(/^inspeccion-[a-z0-9]{8,}$/);
    expect((await helper.get(`/groups/${group.slug}`)).status).toBe(404);
    expect((await helper.post('/groups', {slug: 'inspeccion', name: 'Inspección', kind: 'open', description: ''})).status).toBe(201);
  });

  it('signs in and out, follows live, and asks whether the program is well', async () => {
    const live = await world.live(asker);
    expect(live).toBeInstanceOf(Live);
    const again = await world.session(helper);
    expect((await again.del('/session')).status).toBe(204);
    await asker.want(200, asker.get('/events?wait=0'));
    await asker.want(200, asker.get('/administrations?q=villar'));
    await asker.want(200, asker.get('/openapi.yaml'));
    for (const path of ['/healthz', '/readyz']) expect((await world.stranger().send('GET', path)).status).toBe(200);
  });
});
