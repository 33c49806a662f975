// SPDX-License-Identifier: EUPL-1.2
// Marks, acceptance, numbers and membership are exact when many act at once.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World;
let people: Person[];
const group = 'carrera';

beforeAll(async () => {
  world = await World.make();
  people = await Promise.all(Array.from({length: 20}, (_, i) => world.person(`Persona ${i}`)));
  await world.group(group, 'open', people.map((person) => [person, 'member']));
});
afterAll(() => world?.end());

const value = (text: string, ...values: unknown[]) => world.database.value(text, values);

/** Repeats what met another writer and was told to come back. */
async function insist<T extends {status: number}>(ask: () => Promise<T>): Promise<T> {
  for (let i = 0; ; i++) {
    const answer = await ask();
    if (![409, 503].includes(answer.status) || i === 20) return answer;
  }
}

describe('many at once', () => {
  it('mark a post as useful, and each counts once', async () => {
    const [author, ...others] = people;
    const thread = await author.ask(group, 'Útil');
    const answer = await author.answer(thread.id, 'La respuesta.');
    const marks = await Promise.all([...others, ...others].map((person) => insist(() => person.put(`/posts/${answer.id}/useful`))));
    expect(marks.map((mark) => mark.status)).toEqual(marks.map(() => 200));
    expect(await value('select useful from post where id = $1', answer.id)).toBe(others.length);
    await Promise.all(others.slice(0, 9).flatMap((person) => [0, 1].map(() => insist(() => person.del(`/posts/${answer.id}/useful`)))));
    const shown = (await author.get(`/threads/${thread.id}`)).json.posts.items[1];
    expect(shown.useful).toBe(others.length - 9);
    expect(await value('select count(*) from useful_mark where post_id = $1', answer.id)).toBe(others.length - 9);
  });

  it('toggle the same mark, and counter and mark agree at the end', async () => {
    const thread = await people[0].ask(group, 'Vaivén');
    const answer = await people[0].answer(thread.id, 'La respuesta.');
    const one = people[1];
    await Promise.all(Array.from({length: 20}, (_, i) => insist(() => (i % 2 ? one.put(`/posts/${answer.id}/useful`) : one.del(`/posts/${answer.id}/useful`)))));
    const stored = await world.database.row(
      'select p.useful, (select count(*) from useful_mark u where u.post_id = p.id) as marks from post p where id = $1', [answer.id]);
    expect(stored.useful).toBe(stored.marks);
    expect([0, 1]).toContain(stored.marks);
  });

  it('answer, and every number is given once without a gap', async () => {
    const thread = await people[0].ask(group, 'Números');
    const answers = await Promise.all(people.map((person) => insist(() => person.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Yo.'}))));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    expect(answers.map((answer) => answer.json.number).sort((a, b) => a - b)).toEqual(people.map((_, i) => i + 2));
    const page = (await people[0].get(`/threads/${thread.id}`)).json;
    expect(page).toMatchObject({answers: people.length, state: 'answered'});
  });

  it('accept different answers, and one stands', async () => {
    const asker = people[0];
    const thread = await asker.ask(group, 'Aceptar');
    const answers = await Promise.all([1, 2].map((i) => insist(() => people[i].post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Yo.'}))));
    const again = await world.session(asker);
    for (let round = 0; round < 5; round++) {
      const both = await Promise.all([
        insist(() => asker.put(`/threads/${thread.id}/accepted`, {number: answers[0].json.number})),
        insist(() => again.put(`/threads/${thread.id}/accepted`, {number: answers[1].json.number})),
      ]);
      expect(both.map((answer) => answer.status)).toEqual([200, 200]);
      both.forEach((answer, i) => expect(answer.json.accepted).toBe(answers[i].json.number));
      const page = (await asker.get(`/threads/${thread.id}`)).json;
      expect(page.state).toBe('solved');
      expect(page.posts.items.filter((post: any) => post.accepted).map((post: any) => post.number)).toEqual([page.accepted]);
      expect(await value('select count(*) from accepted_answer where thread_id = $1', thread.id)).toBe(1);
    }
  });

  it('accept an answer while it is deleted, and none deleted is accepted', async () => {
    const [asker, author] = people;
    for (let round = 0; round < 8; round++) {
      const thread = await asker.ask(group, `Borrar ${round}`);
      const answer = await author.answer(thread.id, 'Yo.');
      await Promise.all([
        insist(() => asker.put(`/threads/${thread.id}/accepted`, {number: answer.number})),
        insist(() => author.del(`/posts/${answer.id}`)),
      ]);
      const page = (await asker.get(`/threads/${thread.id}`)).json;
      expect(page).toMatchObject({accepted: null, answers: 0, state: 'unanswered'});
    }
  });

  it('join and leave, and the number of members is that of members', async () => {
    await world.group('vaiven', 'open');
    await Promise.all(people.flatMap((person, i) => [
      insist(() => person.put('/groups/vaiven/members/me')),
      ...(i % 2 ? [insist(() => person.del('/groups/vaiven/members/me'))] : []),
      insist(() => person.put('/groups/vaiven/members/me')),
    ]));
    const shown = (await people[0].get('/groups/vaiven')).json.members;
    expect(shown).toBe(await value('select count(*) from membership m join plaza_group g on g.id = m.group_id where g.slug = $1', 'vaiven'));
    expect((await people[0].all('/groups/vaiven/members', 7)).length).toBe(shown);
  });

  it('leave as last owners, and one stays', async () => {
    const [a, b] = people;
    for (let round = 0; round < 8; round++) {
      const slug = await world.group(`duenas-${round}`, 'open', [[a, 'owner'], [b, 'owner']]);
      const ends = await Promise.all([a, b].map((person) => insist(() => person.del(`/groups/${slug}/members/me`))));
      expect(ends.map((end) => end.status).sort()).toEqual([204, 409]);
      expect(await value(`select count(*) from membership m join plaza_group g on g.id = m.group_id where g.slug = $1 and role = 'owner'`, slug)).toBe(1);
    }
  });

  it('take the ownership from each other, and one keeps it', async () => {
    const [a, b] = people;
    for (let round = 0; round < 8; round++) {
      const slug = await world.group(`relevo-${round}`, 'open', [[a, 'owner'], [b, 'owner']]);
      const ends = await Promise.all([
        insist(() => a.put(`/groups/${slug}/members/${b.id}`, {role: 'member'})), insist(() => b.put(`/groups/${slug}/members/${a.id}`, {role: 'member'}))]);
      expect(ends.map((end) => end.status).sort()).toEqual([204, 403]);
      const stepped = await world.group(`bajan-${round}`, 'open', [[a, 'owner'], [b, 'owner']]);
      const both = await Promise.all([a, b].map((person) => insist(() => person.put(`/groups/${stepped}/members/${person.id}`, {role: 'member'}))));
      expect(both.map((end) => end.status).sort()).toEqual([204, 409]);
      expect(await value(`select array_agg(n) from (select count(*)::int as n from membership m join plaza_group g on g.id = m.group_id
        where g.slug = any ($1) and role = 'owner' group by g.id) owners`, [slug, stepped])).toEqual([1, 1]);
    }
  });

  it('accept an invitation while it is withdrawn, and one of both happens', async () => {
    const [owner, ...others] = people;
    const slug = await world.group('retirada', 'hidden', [[owner, 'owner']]);
    for (const person of others) await world.invite(slug, person);
    const answers = await Promise.all(others.map(async (person) => (await Promise.all([
      insist(() => person.put(`/groups/${slug}/members/me`)), insist(() => owner.del(`/groups/${slug}/invitations/${person.id}`))]))[0].status));
    expect(answers.every((status) => [200, 404].includes(status))).toBe(true);
    const members = (await world.database.rows(`select m.person_id from membership m join plaza_group g on g.id = m.group_id where g.slug = $1`, [slug])).map((row) => row.person_id);
    expect(others.map((person) => members.includes(person.id))).toEqual(answers.map((status) => status === 200));
    expect(await value('select count(*) from membership_invitation')).toBe(0);
  });

  it('answer the same request, and one answer stands', async () => {
    const [a, b, ...others] = people;
    const slug = await world.group('peticiones', 'private', [[a, 'owner'], [b, 'moderator']]);
    for (const person of others) await person.want(200, person.put(`/groups/${slug}/members/me`));
    for (const person of others) {
      const ends = await Promise.all([
        insist(() => a.put(`/groups/${slug}/requests/${person.id}`, {admit: true})),
        insist(() => b.put(`/groups/${slug}/requests/${person.id}`, {admit: false, reason: 'No.'}))]);
      expect(ends.map((end) => end.status).sort()).toEqual([204, 404]);
      const now = (await person.get(`/groups/${slug}/members/me`)).json;
      expect([now.my_membership, now.refusal === null]).toEqual(ends[0].status === 204 ? ['member', true] : ['none', false]);
    }
  });

  it('make a group of one name, and one of them has it', async () => {
    const ends = await Promise.all(people.map((person) => person.post('/groups', {slug: 'disputada', name: 'D', kind: 'open', description: ''})));
    expect(ends.filter((end) => end.status === 201)).toHaveLength(1);
    expect(new Set(ends.map((end) => end.status))).toEqual(new Set([201, 409]));
  });

  it('read on, and the mark never goes back', async () => {
    const thread = await people[0].ask(group, 'Leer');
    for (let i = 0; i < 10; i++) await people[0].answer(thread.id, `R${i}`);
    const reader = people[1];
    await Promise.all([11, 3, 7, 11, 1, 5, 9, 2].map((number) => insist(() => reader.put(`/threads/${thread.id}/read`, {number}))));
    expect((await reader.get(`/threads/${thread.id}`)).json).toMatchObject({read_up_to: 11, unread: 0});
    await reader.put(`/threads/${thread.id}/read`, {number: 1});
    await reader.put(`/threads/${thread.id}/read`, {number: 500});
    expect((await reader.get(`/threads/${thread.id}`)).json.read_up_to).toBe(11);
    await people[0].answer(thread.id, 'Nueva.');
    expect((await reader.get(`/threads/${thread.id}`)).json.unread).toBe(1);
  });
});
