// SPDX-License-Identifier: EUPL-1.2
// What a body and an address may hold, and how each fault is named.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person, thread: number, post: number;

beforeAll(async () => {
  world = await World.make();
  person = await world.person('Precisa');
  await world.group('forma', 'open', [[person, 'member']]);
  const asked = await person.ask('forma', 'Pregunta');
  thread = asked.id;
  post = (await person.answer(thread, 'Respuesta')).id;
});
afterAll(() => world?.end());

const good = {kind: 'question', title: 'Título', body: 'Cuerpo'};

describe('a new thread', () => {
  it.each<[string, object, string]>([
    ['an unknown field', {...good, colour: 'red'}, 'colour'],
    ['an author', {...good, author: 1}, 'author'],
    ['a date', {...good, created_at: '2020-01-01T00:00:00.000Z'}, 'created_at'],
    ['a state', {...good, state: 'solved'}, 'state'],
    ['no title', {kind: 'question', body: 'x'}, 'title'],
    ['no body', {kind: 'question', title: 'x'}, 'body'],
    ['no kind', {title: 'x', body: 'x'}, 'kind'],
    ['a kind that is not its to make', {...good, kind: 'event'}, 'kind'],
    ['a kind that is a number', {...good, kind: 1}, 'kind'],
    ['an empty title', {...good, title: ''}, 'title'],
    ['a title of spaces', {...good, title: ' \t '}, 'title'],
    ['a title of 201 characters', {...good, title: 'ñ'.repeat(201)}, 'title'],
    ['a title with a line break', {...good, title: 'uno\ndos'}, 'title'],
    ['a title with U+0000', {...good, title: 'uno\u0000dos'}, 'title'],
    ['a title that is null', {...good, title: null}, 'title'],
    ['a title that is a list', {...good, title: ['x']}, 'title'],
    ['an empty body', {...good, body: ''}, 'body'],
    ['a body of spaces', {...good, body: ' \n '}, 'body'],
    ['a body of more than 65,536 bytes', {...good, body: 'ñ'.repeat(32_769)}, 'body'],
    ['a body with U+0000', {...good, body: 'a\u0000b'}, 'body'],
    ['tags that are text', {...good, tags: 'lcsp'}, 'tags'],
    ['six tags', {...good, tags: ['a', 'b', 'c', 'd', 'e', 'f']}, 'tags'],
    ['an empty tag', {...good, tags: ['']}, 'tags'],
    ['a tag of marks', {...good, tags: ['--']}, 'tags'],
    ['a tag with markup', {...good, tags: ['<b>']}, 'tags'],
    ['a tag of 51 characters', {...good, tags: ['t'.repeat(51)]}, 'tags'],
    ['a tag that is a number', {...good, tags: [1]}, 'tags'],
  ])('with %s is refused by name', async (_, body, field) => {
    const answer = await person.post('/groups/forma/threads', body);
    expect([answer.status, answer.json.type]).toEqual([422, 'invalid']);
    expect(Object.keys(answer.json.errors).map((name) => name.split(/[.[]/)[0])).toContain(field);
  });

  it('may be as large as it is allowed to be', async () => {
    const created = await person.start('forma', {...good, title: 'ñ'.repeat(200), body: 'ñ'.repeat(32_768), tags: ['a', 'b', 'c', 'd', 't'.repeat(50)]});
    expect(created.title).toBe('ñ'.repeat(200));
    const {posts} = await person.want(200, person.get(`/threads/${created.id}`));
    expect(posts.items[0].body).toBe('ñ'.repeat(32_768));
  });

  it('names all faults at once', async () => {
    const answer = await person.post('/groups/forma/threads', {kind: 'nada', title: '', tags: 3});
    expect(Object.keys(answer.json.errors).sort()).toEqual(['body', 'kind', 'tags', 'title']);
  });

  it('is stored in normal form C, the same tag once', async () => {
    const created = await person.start('forma', {kind: 'question', title: 'An\u0303o', body: 'contratacio\u0301n', tags: ['An\u0303o', 'año', 'AÑO', 'Dos palabras']});
    expect(created.title).toBe('A\u00f1o');
    expect(created.tags).toEqual(['a\u00f1o', 'dos-palabras']);
    const {posts} = await person.want(200, person.get(`/threads/${created.id}`));
    expect(posts.items[0].body).toBe('contrataci\u00f3n');
  });

  it('keeps the text as it was written', async () => {
    for (const body of ['línea\n\n  sangrada', '😀 emoji 👩‍💻', '"comillas" \\ barra', "'; drop table post; --", '{{x}} ${y} %s', 'عربي \u202e', 'a\u2028b']) {
      const created = await person.start('forma', {...good, body});
      const {posts} = await person.want(200, person.get(`/threads/${created.id}`));
      expect(posts.items[0].body).toBe(body);
    }
  });
});

describe('JSON', () => {
  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['half an object', '{"body": "x"'],
    ['a list', '[]'],
    ['text', '"x"'],
    ['null', 'null'],
    ['a number', '1'],
    ['two objects', '{"body":"x"}{"body":"y"}'],
    ['a name twice', '{"body":"x","body":"y"}'],
    ['a name twice, once escaped', '{"body":"x","\\u0062ody":"y"}'],
    ['a trailing comma', '{"body":"x",}'],
    ['a comment', '{"body":"x"/* */}'],
    ['single quotes', "{'body':'x'}"],
    ['NaN', '{"body":NaN}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0x62, 0x6f, 0x64, 0x79, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['an overlong slash', Buffer.from([0x7b, 0x22, 0x62, 0x6f, 0x64, 0x79, 0x22, 0x3a, 0x22, 0xc0, 0xaf, 0x22, 0x7d])],
    ['half a surrogate pair', '{"body":"\\ud800"}'],
    ['a byte order mark', '\ufeff{"body":"x"}'],
    ['depth of 33', `{"body":${'['.repeat(33)}${']'.repeat(33)}}`],
    ['depth of 10,000', `{"body":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('of %s is refused', async (_, bytes) => {
    const answer = await person.send('POST', '/api/v1/preview', {bytes});
    expect([answer.status, answer.json.type]).toEqual([422, 'invalid']);
  });

  it.each([
    ['a fraction', '1.5'], ['an exponent', '1e0'], ['text', '"2"'], ['zero', '0'], ['below zero', '-1'], ['beyond 32 bits', '2147483648'],
    ['beyond 64 bits', '18446744073709551616'], ['truth', 'true'], ['null', 'null'],
  ])('takes no post number that is %s', async (_, value) => {
    const answer = await person.send('PUT', `/api/v1/threads/${thread}/accepted`, {bytes: `{"number":${value}}`});
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toHaveProperty('number');
  });

  it('comes as application/json, in UTF-8', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', undefined, 'application/json; charset=latin1']) {
      expect((await person.post('/preview', {body: 'x'}, {headers: {'content-type': type}})).status, String(type)).toBe(415);
    }
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8']) {
      expect((await person.post('/preview', {body: 'x'}, {headers: {'content-type': type}})).status, type).toBe(200);
    }
  });

  it('is no larger than its route takes', async () => {
    const answer = await person.send('POST', '/api/v1/session', {bytes: `{"email":"${'a'.repeat(100_000)}"}`});
    expect([413, 422]).toContain(answer.status);
    expect((await person.send('POST', '/api/v1/preview', {bytes: `{"body":"${'a'.repeat(2 << 20)}"}`})).status).toBe(413);
  });
});

describe('a post', () => {
  it.each<[string, object, string]>([
    ['a role that is not its to take', {role: 'root', body: 'x'}, 'role'],
    ['no role', {body: 'x'}, 'role'],
    ['a comment on nothing', {role: 'comment', body: 'x'}, 'parent'],
    ['a parent that is not there', {role: 'comment', body: 'x', parent: 99}, 'parent'],
    ['a parent that is text', {role: 'comment', body: 'x', parent: '1'}, 'parent'],
    ['an unknown field', {role: 'answer', body: 'x', useful: 5}, 'useful'],
  ])('with %s is refused by name', async (_, body, field) => {
    const answer = await person.post(`/threads/${thread}/posts`, body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toHaveProperty(field);
  });

  it('answers a question only', async () => {
    const update = await person.start('forma', {kind: 'update', title: 'Aviso', body: 'Hoy cerramos.'});
    expect((await person.post(`/threads/${update.id}/posts`, {role: 'answer', body: 'x'})).json.errors.role).toEqual(['not_in_this_kind']);
    expect(await person.write(update.id, 'reply', 'Gracias.')).toMatchObject({role: 'reply', number: 2});
    expect((await person.put(`/threads/${update.id}/accepted`, {number: 2})).status).toBe(422);
  });

  it('is accepted only where it is an answer', async () => {
    const comment = await person.comment(thread, 2, 'x');
    for (const number of [1, comment.number, 999]) {
      expect((await person.put(`/threads/${thread}/accepted`, {number})).json.errors).toEqual({number: ['not_an_answer']});
    }
  });
});

describe('an address', () => {
  it.each(['/threads/0', '/threads/-1', '/threads/abc', '/threads/1.5', '/threads/9007199254740992', '/threads/99999999999999999999', '/threads/01', '/threads/+1',
    '/posts/0/revisions', '/groups/NO', '/groups/%2e%2e', '/nothing', '/threads', '/threads//', '/Threads/1', '/groups/forma/'])('%s leads nowhere', async (path) => {
    const answer = await person.get(path);
    expect([answer.status, answer.json.type]).toEqual([404, 'not_found']);
  });

  it.each(['/feed?limit=0', '/feed?limit=101', '/feed?limit=x', '/feed?limit=1&limit=2', '/feed?before=x', '/feed?view=best',
    '/feed?colour=red', '/search', '/search?q=', `/search?q=${'a'.repeat(201)}`, '/search?q=x&kind=nada', '/search?q=x&state=open',
    '/groups?mine=perhaps', '/administrations?band=12', '/administrations?province=X', '/events?wait=26', '/events?wait=-1', '/events?wait=0&watch=x',
    `/events?wait=0&watch=${Array.from({length: 21}, (_, i) => i + 1)}`])('%s is refused', async (path) => {
    const answer = await person.get(path);
    expect([answer.status, answer.json.type]).toEqual([422, 'invalid']);
  });

  it.each(['/groups/a%00b', '/search?q=%00', '/search?q=%ff', '/groups/%ff'])('%s cannot be understood', async (path) => {
    const answer = await person.get(path);
    expect([answer.status, answer.json.type]).toEqual([400, 'bad_target']);
  });

  it('keeps to its methods', async () => {
    for (const [verb, path] of [['POST', '/feed'], ['DELETE', '/me'], ['PUT', '/groups'], ['PATCH', `/posts/${post}`], ['TRACE', '/me'], ['POST', '/healthz']]) {
      const full = path === '/healthz' ? path : `/api/v1${path}`;
      const answer = await person.send(verb, full, {headers: {'x-plaza': '1'}});
      expect([verb, answer.status]).toEqual([verb, 405]);
      expect(answer.headers.allow).toMatch(/GET|PUT/);
    }
  });

  it('says no more to HEAD than to GET', async () => {
    const [get, head] = [await person.get(`/threads/${thread}`), await person.send('HEAD', `/api/v1/threads/${thread}`)];
    expect([head.status, head.text, head.headers.etag]).toEqual([200, '', get.headers.etag]);
  });

  it('of another list takes no cursor of this one', async () => {
    for (let i = 0; i < 3; i++) await person.ask('forma', `Más ${i}`);
    const {next} = (await person.get('/feed?limit=1')).json;
    expect((await person.get(`/administrations?before=${next}`)).status).toBe(422);
    expect((await person.get(`/feed?before=${next.slice(0, -2)}AA`)).status).toBe(422);
  });
});

describe('a new group', () => {
  const group = {slug: 'nuevo', name: 'Nuevo', kind: 'open', description: ''};
  it.each<[string, object, string]>([
    ['capitals', {...group, slug: 'Nuevo'}, 'slug'], ['a space', {...group, slug: 'dos palabras'}, 'slug'], ['an accent', {...group, slug: 'contratación'}, 'slug'],
    ['one letter', {...group, slug: 'a'}, 'slug'], ['51 letters', {...group, slug: 'a'.repeat(51)}, 'slug'], ['a dash first', {...group, slug: '-a'}, 'slug'],
    ['no name', {...group, name: ''}, 'name'], ['another kind', {...group, kind: 'secret'}, 'kind'], ['archived', {...group, archived: true}, 'archived'],
    ['a long description', {...group, description: 'x'.repeat(2_001)}, 'description'],
  ])('with %s is refused by name', async (_, body, field) => {
    const answer = await person.post('/groups', body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toHaveProperty(field);
  });
});

describe('a refusal', () => {
  it('is told in the language of the reader', async () => {
    const english = await world.person('Reader', {language: 'en'});
    const [es, en] = [await person.get('/threads/1'), await english.get('/threads/1')];
    expect(es.json.title).not.toBe(en.json.title);
    const stranger = world.stranger();
    const [a, b] = [await stranger.get('/me', {headers: {'accept-language': 'es'}}), await stranger.get('/me', {headers: {'accept-language': 'en-GB,en;q=0.9'}})];
    expect(a.json.title).not.toBe(b.json.title);
  });

  it('tells nothing of what is inside', async () => {
    for (const answer of [await person.get('/threads/1'), await person.send('POST', '/api/v1/preview', {bytes: '{'}), await person.get('/feed?before=x')]) {
      expect(answer.text + JSON.stringify(answer.rawHeaders)).not.toMatch(/select|soci|postgres|boost|beast|\.cpp|\/usr\/|\/tmp\/|exception/i);
    }
  });
});
