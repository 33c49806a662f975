// SPDX-License-Identifier: EUPL-1.2
// People named in a text: who is offered while a name is typed, and who is told.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, author: Person, member: Person, outsider: Person, guest: Person;
beforeAll(async () => {
  world = await World.make();
  [author, member, outsider, guest] = await Promise.all(['Autora Prueba', 'Begoña Ríos', 'Bernardo Rius', 'Berta Externa'].map((name) => world.person(name)));
  await world.group('abierto', 'open', [[author, 'owner'], [member, 'member']]);
  await world.group('cerrado', 'private', [[author, 'owner'], [member, 'member']]);
  await world.group('con-invitada', 'open', [[author, 'owner'], [member, 'member'], [guest, 'guest']]);
  await world.database.rows('update person set guest = true where id = $1', [guest.id]);
});
afterAll(() => world?.end());

const offered = async (who: Person, slug: string, q: string) =>
  (await who.want(200, who.get(`/groups/${slug}/mentionable?q=${encodeURIComponent(q)}`))).people.map((person: any) => person.name);
const naming = (...people: Person[]) => people.map((person) => `[@${person.name}](/personas/${person.id})`).join(' y ');
const told = async (who: Person, thread: number) =>
  (await who.get('/notifications')).json.items.filter((notice: any) => notice.thread?.id === thread).map((notice: any) => [notice.cause, notice.number, notice.times]);

describe('names that are offered', () => {
  it('are of members first where everybody reads, and of members only where nobody else does', async () => {
    expect(await offered(author, 'abierto', 'be')).toEqual(['Begoña Ríos', 'Bernardo Rius']);
    expect(await offered(author, 'cerrado', 'be')).toEqual(['Begoña Ríos']);
    expect(await offered(author, 'cerrado', 'BEGOÑA RIOS')).toEqual(['Begoña Ríos']);
    expect(await offered(author, 'abierto', '')).toEqual([]);
    expect((await outsider.get('/groups/cerrado/mentionable?q=be')).status).toBe(404);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [outsider.id]);
    expect(await offered(author, 'abierto', 'be')).toEqual(['Begoña Ríos']);
    await world.database.rows(`update person set status = 'active' where id = $1`, [outsider.id]);
  });

  it('are of the group for a guest, who knows of nobody else, and a guest is named in their group alone', async () => {
    expect(await offered(guest, 'con-invitada', 'be')).toEqual(['Begoña Ríos', 'Berta Externa']);
    expect(await offered(author, 'con-invitada', 'be')).toEqual(['Begoña Ríos', 'Berta Externa', 'Bernardo Rius']);
    expect(await offered(author, 'abierto', 'berta')).toEqual([]);
  });

  it('are a few, those that begin so before the others', async () => {
    const many = await Promise.all(Array.from({length: 8}, (_, i) => world.person(`Zacarías ${'abcdefgh'[i]}`)));
    for (const person of many) await world.join('abierto', person);
    await world.person('Ana Zacarías');
    expect(await offered(author, 'abierto', 'zacar')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `Zacarías ${letter}`));
    expect((await offered(author, 'abierto', 'ana zacar'))).toEqual(['Ana Zacarías']);
  });
});

describe('who is named', () => {
  it('is told once, in a question, an answer and a change, and led to it by a link', async () => {
    const thread = await author.ask('abierto', '¿Lo sabe Begoña?', `Creo que ${naming(member, member)} lo sabe.`);
    expect(await told(member, thread.id)).toEqual([['mention', 1, 1]]);
    const root = (await member.get(`/threads/${thread.id}`)).json.posts.items[0];
    expect(root.html).toContain(`<a href="/personas/${member.id}" rel="nofollow noopener noreferrer">@Begoña Ríos</a>`);
    expect(await told(outsider, thread.id)).toEqual([]);
    // However small the change: who is named only now was never spoken to.
    await author.want(200, author.put(`/posts/${root.id}`, {body: `Creo que ${naming(member, outsider)} lo saben.`, minor: true}));
    expect([await told(member, thread.id), await told(outsider, thread.id)]).toEqual([[['mention', 1, 1]], [['mention', 1, 1]]]);
    await author.answer(thread.id, `Y ahora ${naming(member)}.`);
    expect(await told(member, thread.id)).toEqual([['mention', 2, 2]]);
  });

  it('hears of one post once, by what concerns them most', async () => {
    const thread = await author.ask('abierto', '¿Una vez?', 'Texto');
    const answer = await member.answer(thread.id, `Sí, ${naming(author)}.`);
    expect(await told(author, thread.id)).toEqual([['mention', answer.number, 1]]);
    await outsider.want(200, outsider.put('/groups/abierto/members/me'));
    await outsider.want(204, outsider.put('/groups/abierto/level', {level: 'everything'}));
    await member.answer(thread.id, `Y ${naming(outsider)}.`);
    await until('the jobs are done', async () => (await world.database.value(`select count(*)::int from job where kind = 'notifications.spread'`)) === 0, 20_000);
    expect(await told(outsider, thread.id)).toEqual([['mention', 3, 1]]);
  });

  it('is led to where they are named, whatever is answered to them before and after', async () => {
    const thread = await author.ask('abierto', '¿Entre otras?', 'Texto');
    const first = await member.answer(thread.id, 'Una.');
    const names = await member.answer(thread.id, `Depende, ${naming(author)}: ¿de qué año?`);
    const last = await member.answer(thread.id, 'Y otra.');
    expect(await told(author, thread.id)).toEqual([['answer', last.number, 2], ['mention', names.number, 1]]);
    // As comments are, of which no letter comes.
    await author.comment(thread.id, first.number, `Gracias, ${naming(member)}.`);
    expect(await told(member, thread.id)).toEqual([['mention', last.number + 1, 1]]);
    expect(await world.database.value(`select count(*)::int from notice_letter l join notification n on n.id = l.notification_id
      where n.person_id = $1 and n.thread_id = $2 and l.class = 'mentions'`, [author.id, thread.id])).toBe(1);
  });

  it('hears of it as before where being named would reach them less', async () => {
    const thread = await author.ask('abierto', '¿Callada?', 'Texto');
    const settle = (channel: object) => world.database.rows(
      `insert into notice_settings (person_id, channels) values ($1, $2) on conflict (person_id) do update set channels = excluded.channels`, [author.id, {mentions: channel}]);
    for (const channel of [{app: false}, {mail: false}]) {
      await settle(channel);
      const answer = await member.answer(thread.id, `Sí, ${naming(author)}.`);
      expect((await told(author, thread.id)).map(([cause, number]: any) => [cause, number])).toEqual([['answer', answer.number]]);
    }
    await settle({});
  });

  it('is told nothing of what they may not read, nor when they want to hear of nothing', async () => {
    const closed = await author.ask('cerrado', '¿Dentro?', naming(outsider, member));
    expect([await told(outsider, closed.id), await told(member, closed.id)]).toEqual([[], [['mention', 1, 1]]]);
    await member.want(204, member.put('/groups/cerrado/level', {level: 'muted'}));
    const quiet = await author.ask('cerrado', '¿Otra?', naming(member));
    expect(await told(member, quiet.id)).toEqual([]);
  });

  it('is not who is linked without being named, shown as code, or beyond twenty', async () => {
    const thread = await author.ask('abierto', '¿Quién no?', [
      `[Begoña](/personas/${member.id})`, `\`[@Begoña](/personas/${member.id})\``, `[@Begoña](/personas/${member.id}x)`, `[@Begoña](https://fuera.example/personas/${member.id})`,
      `![@Begoña](/personas/${member.id})`, `\n\n    [@Begoña](/personas/${member.id})`,
    ].join('\n'));
    expect(await told(member, thread.id)).toEqual([]);
    const crowd = Array.from({length: 20}, (_, i) => `[@x](/personas/${900_000_000 + i})`).join(' ');
    const late = await author.ask('abierto', '¿Muchos?', `${crowd} ${naming(member)}`);
    expect(await told(member, late.id)).toEqual([]);
  });
});
