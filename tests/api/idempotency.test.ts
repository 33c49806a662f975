// SPDX-License-Identifier: EUPL-1.2
// A request that is sent again has one effect and the same answer.
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {key, type Answer} from '../support/client.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person, other: Person, thread: any;
const group = '/groups/repite/threads';
const update = (title: string) => ({kind: 'update', title, body: 'Un aviso.'});

beforeAll(async () => {
  world = await World.make();
  person = await world.person('Repetida');
  other = await world.person('Otra');
  await world.group('repite', 'open', [[person, 'member'], [other, 'member']]);
});
afterAll(() => world?.end());
beforeEach(async () => { thread = await person.ask('repite', 'Pregunta'); });

const count = (what: string, ...values: unknown[]) => world.database.value(`select count(*) from ${what}`, values);
const left = new Set(['date', 'connection', 'keep-alive', 'x-request-id']);
const same = ({status, text, headers}: Answer) => ({status, text,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name)))});

describe('the same key', () => {
  it('with the same request gives the same answer and one effect', async () => {
    const headers = key();
    const first = await person.post(group, update('Una vez'), {headers});
    expect(first.status).toBe(201);
    for (let i = 0; i < 3; i++) expect(same(await person.post(group, update('Una vez'), {headers}))).toEqual(same(first));
    expect(await count('thread where title = $1', 'Una vez')).toBe(1);
    expect(await count('event where thread_id = $1', first.json.id)).toBe(1);
  });

  it('is honoured on another connection and by another session', async () => {
    const headers = key();
    const first = await person.post(group, update('Dos sesiones'), {headers});
    const again = await world.session(person);
    expect(same(await again.post(group, update('Dos sesiones'), {headers}))).toEqual(same(first));
    expect(await count('thread where title = $1', 'Dos sesiones')).toBe(1);
  });

  it('gives the answer of then, whatever happened since', async () => {
    const headers = key();
    const first = await person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Antes.'}, {headers});
    await person.put(`/posts/${first.json.id}`, {body: 'Después.'});
    expect((await person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Antes.'}, {headers})).json.body).toBe('Antes.');
  });

  it('with another body, route or method is a mismatch without effect', async () => {
    const headers = key();
    await person.post(group, update('La primera'), {headers});
    const before = [await count('thread'), await count('post')];
    for (const answer of [
      await person.post(group, update('La segunda'), {headers}),
      await person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'x'}, {headers}),
      await person.put(`/threads/${thread.id}/read`, {number: 1}, {headers}),
      await person.del('/groups/repite/members/me', {headers}),
    ]) expect([answer.status, answer.json.type]).toEqual([422, 'idempotency_mismatch']);
    expect([await count('thread'), await count('post')]).toEqual(before);
  });

  it('belongs to one person', async () => {
    const headers = key();
    const [mine, theirs] = [await person.post(group, update('Llave común'), {headers}), await other.post(group, update('Llave común'), {headers})];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.json.id).not.toBe(theirs.json.id);
  });

  it('of a request that was refused may be used for the corrected one', async () => {
    const headers = key();
    expect((await person.post(group, {...update(''), title: ''}, {headers})).status).toBe(422);
    expect((await person.post(group, update('Corregida'), {headers})).status).toBe(201);
  });

  it.each(['', 'a b', 'ñ', 'x'.repeat(129)])('may not be "%.20s"', async (bad) => {
    const answer = await person.post(group, update('Mala llave'), {headers: {'idempotency-key': Buffer.from(bad, 'utf8').toString('latin1')}});
    expect([400, 422]).toContain(answer.status);
    expect(await count('thread where title = $1', 'Mala llave')).toBe(0);
  });

  it('is forgotten after a day', async () => {
    const headers = key();
    const first = await person.post(group, update('Ayer'), {headers});
    await world.database.rows(`update idempotency set created_at = now() - interval '25 hours'`);
    const second = await person.post(group, update('Ayer'), {headers});
    expect(second.status).toBe(201);
    expect(second.json.id).not.toBe(first.json.id);
  });

  it('works on every unsafe operation', async () => {
    const theirs = await other.answer(thread.id, 'Respuesta.');
    const mine = await person.answer(thread.id, 'Mía.');
    const requests: [string, (headers: object) => Promise<Answer>][] = [
      ['groups', (headers: any) => person.post('/groups', {slug: `g${thread.id}`, name: 'G', kind: 'open', description: ''}, {headers})],
      ['join', (headers: any) => person.put('/groups/repite/members/me', undefined, {headers})],
      ['useful', (headers: any) => person.put(`/posts/${theirs.id}/useful`, undefined, {headers})],
      ['not useful', (headers: any) => person.del(`/posts/${theirs.id}/useful`, {headers})],
      ['accept', (headers: any) => person.put(`/threads/${thread.id}/accepted`, {number: 2}, {headers})],
      ['withdraw', (headers: any) => person.del(`/threads/${thread.id}/accepted`, {headers})],
      ['read', (headers: any) => person.put(`/threads/${thread.id}/read`, {number: 2}, {headers})],
      ['edit', (headers: any) => person.put(`/posts/${mine.id}`, {body: 'Cambiada.'}, {headers})],
      ['delete', (headers: any) => person.del(`/posts/${mine.id}`, {headers})],
    ];
    for (const [name, ask] of requests) {
      const headers = key();
      const first = await ask(headers);
      expect(first.status, name).toBeLessThan(300);
      const before = await count('event');
      expect(same(await ask(headers)), name).toEqual(same(first));
      expect(await count('event'), name).toBe(before);
    }
  });
});

describe('while the first request still runs', () => {
  it('the second is told to come back, and then gets the first answer', async () => {
    const headers = key();
    const session = await world.database.connect();
    await session.query('begin');
    // Holds the row that an answer has to change.
    await session.query('select 1 from thread where id = $1 for update', [thread.id]);
    const ask = () => person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Una sola.'}, {headers});
    const first = ask();
    let second: Answer;
    try {
      await until('the first waits for the row', () => world.database.value(
        `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`), 5_000, 5);
      second = await ask();
    } finally {
      await session.query('commit');
      session.release();
    }
    expect([second.status, second.json.type]).toEqual([409, 'still_running']);
    const done = await first;
    // The first may have given up waiting for the row; then nothing happened, and the key is free again.
    expect([201, 503]).toContain(done.status);
    expect((await ask()).status).toBe(201);
    expect(await count('post where thread_id = $1 and role = $2', thread.id, 'answer')).toBe(1);
  });

  it('ten at once have one effect', async () => {
    const headers = key();
    const answers = await Promise.all(Array.from({length: 10}, () => person.post(group, update('Diez a la vez'), {headers})));
    expect(answers.every((answer) => [201, 409].includes(answer.status)), answers.map((answer) => answer.status).join()).toBe(true);
    expect(answers.some((answer) => answer.status === 201)).toBe(true);
    expect(new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.text)).size).toBe(1);
    expect(await count('thread where title = $1', 'Diez a la vez')).toBe(1);
  });
});
