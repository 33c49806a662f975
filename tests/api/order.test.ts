// SPDX-License-Identifier: EUPL-1.2
// Keeping threads in order: who may, what becomes of what is there, and who is told.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let owner: Person, moderator: Person, asker: Person, member: Person, follower: Person, outsider: Person;
const group = 'orden';

beforeAll(async () => {
  world = await World.make();
  [owner, moderator, asker, member, follower, outsider] = await Promise.all(
    ['Dueña', 'Modera', 'Pregunta', 'Miembro', 'Sigue', 'Ajena'].map((name) => world.person(name))) as [Person, Person, Person, Person, Person, Person];
  await world.group(group, 'open', [[owner, 'owner'], [moderator, 'moderator'], [asker, 'member'], [member, 'member']]);
});
afterAll(() => world?.end());

const page = async (person: Person, thread: number) => person.want(200, person.get(`/threads/${thread}`));
const notices = async (person: Person, thread: number) =>
  (await person.get('/notifications')).json.items.filter((one: any) => one.thread?.id === thread).map((one: any) => one.cause);

describe('closing', () => {
  it('ends posts of members, not of moderators, and says who did it and why', async () => {
    const thread = await asker.ask(group, 'Se cierra');
    const answer = await member.answer(thread.id, 'De antes.');
    const shown = await moderator.want(200, moderator.put(`/threads/${thread.id}/closed`, {reason: 'Ya está dicho todo.'}));
    expect(shown).toMatchObject({closed: true, can: {reply: true, close: true, order: true}});
    for (const person of [member, asker]) {
      for (const post of [{role: 'answer', body: 'Otra.'}, {role: 'comment', parent: 1, body: 'Otra.'}]) {
        const refused = await person.post(`/threads/${thread.id}/posts`, post);
        expect([refused.status, refused.json.type]).toEqual([403, 'thread_closed']);
      }
    }
    const seen = await page(member, thread.id);
    expect(seen).toMatchObject({closed: true, can: {reply: false, answer: false, mark: true, close: false, order: false}});
    expect(seen.acts).toMatchObject([{kind: 'closed', reason: 'Ya está dicho todo.', by: {id: moderator.id}, thread: null, group: null}]);
    expect(seen.posts.items).toHaveLength(2);
    await moderator.answer(thread.id, 'Una palabra más.');
    // What stands is marked, accepted and put right as before.
    await asker.want(200, asker.put(`/posts/${answer.id}/useful`));
    await asker.accept(thread.id, answer.number);
    await member.want(200, member.put(`/posts/${answer.id}`, {body: 'De antes, mejor.', version: 1}));
  });

  it('is for its author too, who opens again what they closed themselves', async () => {
    const thread = await asker.ask(group, 'La cierro yo');
    expect((await member.put(`/threads/${thread.id}/closed`, {reason: 'No es mía.'})).json.type).toBe('not_the_author_nor_moderator');
    expect((await asker.put(`/threads/${thread.id}/closed`, {reason: ''})).status).toBe(422);
    expect((await asker.put(`/threads/${thread.id}/closed`, {reason: 'x'.repeat(301)})).status).toBe(422);
    expect(await asker.want(200, asker.put(`/threads/${thread.id}/closed`, {reason: 'Resuelto.'}))).toMatchObject({closed: true, can: {reply: false, close: true}});
    expect((await member.del(`/threads/${thread.id}/closed`)).json.type).toBe('not_the_author_nor_moderator');
    expect(await asker.want(200, asker.del(`/threads/${thread.id}/closed`))).toMatchObject({closed: false, can: {reply: true}});
    await member.answer(thread.id, 'Ahora sí.');
    await owner.want(200, owner.put(`/threads/${thread.id}/closed`, {reason: 'No procede.'}));
    expect((await page(asker, thread.id)).can.close).toBe(false);
    expect((await asker.del(`/threads/${thread.id}/closed`)).json.type).toBe('closed_by_moderator');
    await moderator.want(200, moderator.del(`/threads/${thread.id}/closed`));
    expect((await page(asker, thread.id)).acts.map(({kind}: any) => kind)).toEqual(['closed', 'reopened', 'closed', 'reopened']);
  });

  it('is told once to its author and to followers, and stands in the audit', async () => {
    const thread = await asker.ask(group, 'Se cuenta');
    await follower.want(204, follower.put(`/threads/${thread.id}/follow`));
    await asker.want(204, asker.put(`/threads/${thread.id}/follow`));
    const live = await world.live(follower);
    await live.watch(thread.id);
    await moderator.want(200, moderator.put(`/threads/${thread.id}/closed`, {reason: 'Duplicada.'}));
    // Twice is once.
    await owner.want(200, owner.put(`/threads/${thread.id}/closed`, {reason: 'Otra razón.'}));
    expect(await live.event('the act', ({kind}) => kind === 'thread.ordered')).toMatchObject({group, thread: thread.id, data: {act: 'closed'}});
    expect(live.events.find(({kind}) => kind === 'thread.changed')?.data.closed).toBe(true);
    await until('the follower was told', async () => (await notices(follower, thread.id)).length > 0);
    expect(await notices(follower, thread.id)).toEqual(['thread_closed']);
    const [told] = (await asker.get('/notifications')).json.items.filter((one: any) => one.thread?.id === thread.id);
    expect(told).toMatchObject({cause: 'thread_closed', times: 1, actor: {id: moderator.id}});
    expect(await notices(member, thread.id)).toEqual([]);
    expect((await page(outsider, thread.id)).acts).toHaveLength(1);
    const written = await world.database.rows(
      `select a.action, d.details from audit a join audit_detail d using (seq) where a.object_id = $1 order by a.seq`, [thread.id]);
    // The reason stands in the thread, for who may read it; whoever reads the audit need not be one of them.
    expect(written).toEqual([{action: 'thread.closed', details: {}}]);
  });

  it('is exact when somebody answers at the same time', async () => {
    for (let round = 0; round < 8; round++) {
      const thread = await asker.ask(group, `A la vez ${round}`);
      const again = await world.session(moderator);
      const [closed, other, ...answers] = await Promise.all([
        moderator.put(`/threads/${thread.id}/closed`, {reason: 'Basta.'}), again.put(`/threads/${thread.id}/closed`, {reason: 'Basta ya.'}),
        ...Array.from({length: 4}, () => member.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Yo.'})),
      ]);
      expect([closed!.status, other!.status]).toEqual([200, 200]);
      const seen = await page(member, thread.id);
      expect(seen.acts).toHaveLength(1);
      expect(seen.answers).toBe(answers.filter(({status}) => status === 201).length);
      for (const answer of answers) if (answer.status !== 201) expect(answer.json.type).toBe('thread_closed');
    }
  });
});

describe('moving', () => {
  let inside: Person, both: Person;
  const reserved = 'reservado';
  const move = (person: Person, thread: number, to: string, reason = 'Es cosa de allí.') => person.put(`/threads/${thread}/group`, {group: to, reason});
  beforeAll(async () => {
    [inside, both] = await Promise.all(['Íntima', 'Las dos'].map((name) => world.person(name))) as [Person, Person];
    await world.group(reserved, 'private', [[moderator, 'member'], [inside, 'member'], [both, 'member']]);
    await world.join(group, both);
    await world.group('oculto-x', 'hidden', [[moderator, 'owner'], [asker, 'member']]);
    await world.group('otro-abierto', 'open', [[moderator, 'member'], [owner, 'owner']]);
    await world.group('oculto-menor', 'hidden', [[moderator, 'owner'], [both, 'member']]);
  });

  it('into a private group takes it from everybody else, everywhere, and leaves it to who reads there', async () => {
    const word = 'zanahoria';
    const thread = await asker.start(group, {kind: 'question', title: `Cosa de ${word}`, body: `Sobre la ${word}, art. 118 LCSP.`, tags: [word]});
    const answer = await member.answer(thread.id, `También de ${word}.`);
    await moderator.want(204, moderator.put(`/threads/${thread.id}/pinned`));
    await follower.want(204, follower.put(`/threads/${thread.id}/follow`));
    await asker.want(200, asker.put(`/posts/${answer.id}/useful`));
    const key = {headers: {'idempotency-key': `clave-${word}`}};
    const again = () => member.post(`/threads/${thread.id}/posts`, {role: 'comment', parent: 1, body: 'Otra cosa.'}, key);
    expect((await again()).status).toBe(201);
    expect((await again()).status).toBe(201);
    const since = (await member.get('/me')).json.cursor;
    const etag = (await inside.get(`/threads/${thread.id}`)).headers.etag;
    const [watching, listing, reading, allowed] = await Promise.all([outsider, member, follower, inside].map((person) => world.live(person)));
    await Promise.all([watching!.watch(thread.id), reading!.watch(thread.id), allowed!.watch(thread.id)]);
    expect((await asker.get('/notifications')).text).toContain(word);

    const moved = await moderator.want(200, move(moderator, thread.id, reserved));
    expect(moved).toMatchObject({group: {slug: reserved}, pinned: false});

    await watching!.until('the refusal', () => watching!.messages.some(({type, thread: of}) => type === 'refused' && of === thread.id));
    expect(await listing!.event('that it went', ({kind}) => kind === 'thread.gone')).toMatchObject({group, thread: thread.id});
    expect(await reading!.event('that it went', ({kind}) => kind === 'thread.gone')).toMatchObject({group: null, thread: thread.id});
    expect(await allowed!.event('the act', ({kind}) => kind === 'thread.ordered')).toMatchObject({group: reserved});
    for (const live of [watching!, listing!, reading!]) expect(JSON.stringify(live.messages)).not.toContain(reserved);

    const absent = async (person: Person, path: (id: number) => string) => [(await person.get(path(thread.id))).text, (await person.get(path(4_503_599_627_370_001))).text];
    for (const person of [asker, member, follower, outsider, owner]) {
      for (const path of [(id: number) => `/threads/${id}`, (id: number) => `/threads/${id}/posts`, (id: number) => `/threads/${id}/follow`]) {
        const [there, nowhere] = await absent(person, path);
        expect(there).toBe(nowhere);
      }
      for (const path of [`/search?q=${word}`, '/feed?view=recent', `/groups/${group}/threads`, `/groups/${group}/pinned`, '/notifications', '/me/following?kind=threads',
        `/tags?q=${word}`, '/norms/boe-a-2017-12902/threads?article=118', `/people/${asker.id}/contributions`]) {
        // Its author is told of it by its title.
        if (person !== asker || path !== '/notifications') expect(`${path} ${(await person.get(path)).text}`).not.toContain(`${word}"`);
        expect(`${path} ${(await person.get(path)).text}`).not.toContain(String(thread.id));
      }
      const missed = await person.get(`/events?since=${since}&wait=0`);
      if (person !== asker) expect(missed.text).not.toContain(word);
      expect(missed.json.events.filter((event: any) => event.thread === thread.id && event.kind !== 'thread.gone')).toEqual([]);
    }
    expect((await again()).status).toBe(404);
    // Its author, who wrote it, is told that it went; not where.
    const told = (await asker.get('/notifications')).json.items.find(({cause}: any) => cause === 'thread_moved_away');
    expect(told).toMatchObject({group: {slug: group}, thread: null, facts: {title: `Cosa de ${word}`}});
    expect(JSON.stringify(told)).not.toContain(reserved);

    for (const person of [inside, both, moderator]) {
      const shown = await page(person, thread.id);
      expect(shown).toMatchObject({id: thread.id, group: {slug: reserved}, answers: 1});
      expect(shown.acts).toMatchObject([{kind: 'moved', group: {slug: group}, reason: 'Es cosa de allí.'}]);
      expect((await person.all(`/search?q=${word}`)).map((found: any) => found.thread.id)).toEqual([thread.id]);
    }
    expect((await inside.get(`/threads/${thread.id}`, {headers: {'if-none-match': etag}})).status).toBe(200);
    const back = await inside.get(`/events?since=${since}&wait=0`);
    expect(back.json.events.filter((event: any) => event.thread === thread.id).map((event: any) => event.group)).not.toContain(group);
    expect((await moderator.get('/console/audit')).status).toBe(403);
    const written = await world.database.row(`select d.details from audit a join audit_detail d using (seq) where a.object_id = $1 and a.action = 'thread.moved'`, [thread.id]);
    expect(Object.keys(written.details).sort()).toEqual(['from', 'to_group']);
  });

  it('tells who watched it nothing of where it went, also by what is on its way', async () => {
    const thread = await asker.ask(group, 'Con algo en camino');
    const [watching, listing] = await Promise.all([world.live(outsider), world.live(member)]);
    await watching.watch(thread.id);
    const session = await world.database.connect();
    try {
      // Nothing is published until both are written.
      await session.query('begin');
      await session.query('select from event_head for update');
      await asker.comment(thread.id, 1, 'De antes.');
      await moderator.want(200, move(moderator, thread.id, reserved));
    } finally {
      await session.query('rollback');
      session.release();
    }
    await watching.until('the refusal', () => watching.messages.some(({type}) => type === 'refused'));
    await listing.event('that it went', ({kind}) => kind === 'thread.gone');
    for (const live of [watching, listing]) expect(JSON.stringify(live.messages)).not.toContain(reserved);
  });

  it('goes only where nobody reads who may not read it now', async () => {
    const there = async (thread: number) => (await moderator.get(`/threads/${thread}/destinations`)).json.items.map(({slug}: any) => slug);
    const open = await asker.ask(group, 'De todos');
    expect(await there(open.id)).toEqual(expect.arrayContaining([reserved, 'otro-abierto', 'oculto-x']));
    await moderator.want(200, move(moderator, open.id, 'otro-abierto'));
    const closed = await asker.start('oculto-x', {kind: 'update', title: 'De pocos', body: 'Nada.'});
    expect(await there(closed.id)).toEqual([]);
    for (const to of [group, reserved, 'oculto-menor']) expect((await move(moderator, closed.id, to)).json.type).toBe('wider_audience');
    await world.join('oculto-x', both);
    expect(await there(closed.id)).toEqual(['oculto-menor']);
    await moderator.want(200, move(moderator, closed.id, 'oculto-menor'));
    expect((await asker.get(`/threads/${closed.id}`)).status).toBe(404);
    // A guest reads one group: a thread of an open one is not for them.
    const guest = await world.person('De fuera');
    await world.join('otro-abierto', guest, 'guest');
    const other = await asker.ask(group, 'No para gente de fuera');
    expect((await move(moderator, other.id, 'otro-abierto')).json.type).toBe('wider_audience');
  });

  it('is for who moderates here and may start threads there', async () => {
    const thread = await asker.ask(group, 'Quieta');
    for (const person of [asker, member]) expect((await move(person, thread.id, 'otro-abierto')).json.type).toBe('not_a_moderator');
    expect((await member.get(`/threads/${thread.id}/destinations`)).json.type).toBe('not_a_moderator');
    expect((await move(outsider, thread.id, reserved)).json.type).toBe('not_a_member');
    expect((await move(moderator, thread.id, group)).json.errors).toEqual({group: ['same']});
    // What one may not know of is not there.
    for (const to of ['no-existe', 'oculto-de-otras']) expect((await move(owner, thread.id, to)).json.errors).toEqual({group: ['unknown']});
    expect((await move(owner, thread.id, reserved)).json.errors).toEqual({group: ['unknown']});
    await world.group('archivado', 'open', [[moderator, 'owner']]);
    await world.archive('archivado');
    expect((await move(moderator, thread.id, 'archivado')).json.type).toBe('group_archived');
  });

  it('stops delivery in the order of commits, while others write', async () => {
    const thread = await asker.ask(group, 'Se va mientras se escribe');
    const live = await world.live(outsider);
    await live.watch(thread.id);
    let stop = false, refused = 0;
    const writing = (async () => { while (!stop) if ((await both.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Una más.'})).status !== 201) refused++; })();
    let last = 0;
    try {
      await live.until('some answers', () => live.events.length > 4);
      await moderator.want(200, move(moderator, thread.id, reserved));
      last = await world.database.value('select next_number - 1 from thread where id = $1', [thread.id]);
      await until('more answers', async () => (await world.database.value('select next_number from thread where id = $1', [thread.id])) > last + 4);
    } finally {
      stop = true;
      await writing;
    }
    await live.until('the refusal', () => live.messages.some(({type}) => type === 'refused'));
    expect(refused).toBe(0);
    const heard = live.events.filter(({kind}) => kind === 'post.created').map(({data}) => data.number);
    expect(Math.max(...heard)).toBeLessThanOrEqual(last);
  });

  it('of two at once, each finds what the other did', async () => {
    await world.group('tercero', 'open', [[moderator, 'member']]);
    for (let round = 0; round < 6; round++) {
      const thread = await asker.ask(group, `Dos a la vez ${round}`);
      const again = await world.session(moderator);
      const [one, two, written] = await Promise.all([move(moderator, thread.id, reserved), move(again, thread.id, 'tercero'),
        member.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'A la vez.'})]);
      // Where it went first they do not moderate.
      expect([[200, 403], [403, 200]]).toContainEqual([one!.status, two!.status]);
      expect((await page(moderator, thread.id)).group.slug).toBe(one!.status === 200 ? reserved : 'tercero');
      // In the one group they are not there, in the other they may not write.
      expect([201, one!.status === 200 ? 404 : 403]).toContain(written!.status);
      expect((await page(moderator, thread.id)).answers).toBe(written!.status === 201 ? 1 : 0);
    }
  });
});
