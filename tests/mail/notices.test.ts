// SPDX-License-Identifier: EUPL-1.2
// Letters of what is addressed to somebody: at their hours, once, with what they may see then and what they have not read.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {letTimePass, settled} from '../support/letters.ts';
import {MailServer} from '../support/mail_server.ts';
import {lettersOf, settle, usual} from '../support/notices.ts';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let post: MailServer, world: World;
let turn = 0;

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make(post.settings());
});
afterAll(async () => { await world?.end(); await post?.stop(); });

async function scene(kind: GroupKind = 'open') {
  const [asker, ana, beto] = await Promise.all(['Pregunta', 'Ana', 'Beto'].map((name) => world.person(name)));
  const owner = await world.person('Dueña');
  const slug = await world.group(`cartas-${++turn}`, kind, [[owner, 'owner'], [asker, 'member'], [ana, 'member'], [beto, 'member']]);
  await settle(asker);
  return {asker, ana, beto, owner, slug, thread: (await asker.ask(slug, `¿Cómo se licita ${turn}?`)).id as number};
}
/** What came of the only letter that waits, or of the newest. */
async function sent(person: Person) {
  const letter = (await lettersOf(world, person)).at(-1)!;
  await letTimePass(world.database);
  await settled(world.database, letter.id, 'accepted');
  return post.to(person.email).at(-1)!;
}
async function withdrawn(person: Person) {
  const letter = (await lettersOf(world, person)).at(-1)!;
  await letTimePass(world.database);
  await settled(world.database, letter.id, 'withdrawn');
  expect(post.to(person.email)).toEqual([]);
}
const header = (message: {headers: [string, string][]}, name: string) => message.headers.find(([one]) => one === name)?.[1];

describe('an answer to my question', () => {
  it('comes with question, group, town, text and one button, both forms, and a way out', async () => {
    const {asker, ana, slug, thread} = await scene();
    const answer = await ana.answer(thread, '**Por lotes**, con <b>dos</b> sobres.');
    const message = await sent(asker);
    expect(message.defects).toEqual([]);
    expect(message.subject).toBe(`[Grupo ${slug}] ¿Cómo se licita ${turn}?`);
    for (const part of [message.text, message.html]) {
      for (const words of ['Ana', 'Ayuntamiento de Villar del Río', `Grupo ${slug}`, 'Por lotes, con ', `/threads/${thread}#p${answer.number}`]) expect(part).toContain(words);
    }
    expect(message.html).not.toContain('<b>');
    expect(message.html.match(/bgcolor="#1d4f91"/g)).toHaveLength(1);
    expect(header(message, 'References')).toBe(`<conversacion.${thread}@plaza.example>`);
    expect(header(message, 'In-Reply-To')).toBe(header(message, 'References'));
    expect(header(message, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(header(message, 'List-Unsubscribe')).toMatch(/^<https:\/\/plaza\.example\/api\/v1\/unsubscriptions\/[\w-]+>$/);
  });

  it('goes in one letter with those that came while it waited', async () => {
    const {asker, ana, beto, thread} = await scene();
    await ana.answer(thread, 'La primera.');
    await beto.answer(thread, 'La segunda.');
    expect(await lettersOf(world, asker)).toMatchObject([{kind: 'notice_answers', state: 'queued', numbers: [3, 2]}]);
    const message = await sent(asker);
    expect(message.text).toContain('La segunda.');
    expect(message.text).toContain('Otras respuestas nuevas en la misma conversación: 1.');
    expect(post.to(asker.email)).toHaveLength(1);
    // What comes after has one of its own, in the same conversation.
    await ana.answer(thread, 'La tercera.');
    const next = await sent(asker);
    expect(next.text).toContain('La tercera.');
    expect(next.id).not.toBe(message.id);
    expect(header(next, 'References')).toBe(header(message, 'References'));
  });

  it('that comes while the letter is being sent goes in another: none is lost', async () => {
    const {asker, ana, beto, thread} = await scene();
    await ana.answer(thread, 'A tiempo.');
    await post.next('content', {do: 'hang'});
    const before = post.reached.length;
    await letTimePass(world.database);
    await until('the letter is under way', () => post.reached.slice(before).includes('content'));
    await beto.answer(thread, 'Tarde.');
    const [first, second] = await lettersOf(world, asker);
    expect([first!.sealed, first!.numbers, second!.sealed, second!.numbers]).toEqual([true, [2], false, [3]]);
    await world.server.kill();
    await letTimePass(world.database);
    await world.restart(post.settings());
    await settled(world.database, first!.id, 'accepted');
    await settled(world.database, second!.id, 'accepted');
    expect(post.to(asker.email).map(({text}) => /> (.*)/.exec(text)![1]).sort()).toEqual(['A tiempo.', 'Tarde.']);
  });

  it('killed between the last word and our commit comes twice as the same letter', async () => {
    const {asker, ana, thread} = await scene();
    await ana.answer(thread, 'Dos veces.');
    const letter = (await lettersOf(world, asker))[0]!;
    // Held once it is sealed, so that the fate cannot be written down.
    await post.next('content', {do: 'hang'});
    const before = post.reached.length;
    await letTimePass(world.database);
    await until('it is under way', () => post.reached.slice(before).includes('content'));
    await world.server.kill();
    await letTimePass(world.database);
    const hold = await world.database.connect();
    try {
      await hold.query('begin');
      await hold.query('select from mail where id = $1 for update', [letter.id]);
      await world.restart(post.settings());
      await until('the mail server has it', () => post.to(asker.email).length === 1);
      await world.server.kill();
    } finally {
      await hold.query('rollback');
      hold.release();
    }
    await letTimePass(world.database);
    await world.restart(post.settings());
    await settled(world.database, letter.id, 'accepted');
    const [one, two, ...more] = post.to(asker.email);
    expect(more).toEqual([]);
    expect(two!.raw).toBe(one!.raw);
  });
});

describe('what else is addressed to somebody', () => {
  it('a mention, and a decision asked; replies stay in the application', async () => {
    const {asker, ana, owner, slug, thread} = await scene('private');
    await settle(owner);
    await settle(ana);
    await asker.comment(thread, 1, `Lo sabe [@Ana](/personas/${ana.id}).`);
    expect(await lettersOf(world, ana)).toMatchObject([{kind: 'notice_mentions'}]);
    await ana.comment(thread, 1, 'No.');
    expect(await lettersOf(world, asker)).toEqual([]);
    const nueva = await world.person('Nueva');
    await nueva.want(200, nueva.put(`/groups/${slug}/members/me`, {message: 'Hola'}));
    const message = await sent(owner);
    expect(message.text).toContain(`Nueva (Ayuntamiento de Villar del Río) pide entrar en el grupo «Grupo ${slug}».`);
    expect(message.text).toContain(`https://plaza.example/groups/${slug}/members`);
  });

  it('named in an older post by a change of it is told of that', async () => {
    const {asker, ana, thread} = await scene();
    await settle(ana);
    await ana.want(204, ana.put(`/threads/${thread}/read`, {number: 1}));
    const [root] = (await asker.get(`/threads/${thread}`)).json.posts.items;
    await asker.want(200, asker.put(`/posts/${root.id}`, {body: `Lo sabe [@Ana](/personas/${ana.id}).`, version: root.version}));
    expect((await sent(ana)).text).toContain('te ha nombrado');
  });

  it('thanks are told of as thanks, and a change of a text not as a new one', async () => {
    const {asker, ana, thread, slug} = await scene();
    await settle(ana, {mail: ['replies', 'followed']});
    await asker.want(201, asker.post(`/groups/${slug}/threads`, {kind: 'thanks', title: 'Gracias a Ana', body: `Por todo, [@Ana](/personas/${ana.id}).`}));
    const message = await sent(ana);
    expect(message.text).toContain('te ha dado las gracias en «Gracias a Ana»');
    expect(message.text).not.toContain('te ha contestado');
    await ana.want(204, ana.put(`/threads/${thread}/level`, {level: 'everything'}));
    await ana.want(204, ana.put(`/threads/${thread}/read`, {number: 1}));
    const [root] = (await asker.get(`/threads/${thread}`)).json.posts.items;
    await world.database.rows(`update post set created_at = created_at - interval '1 hour' where id = $1`, [root.id]);
    await asker.want(200, asker.put(`/posts/${root.id}`, {body: 'Otra cosa.', version: root.version}));
    await until('the change was told', async () => (await ana.get('/notifications')).json.items.some(({cause}: any) => cause === 'edited'));
    expect(await lettersOf(world, ana)).toHaveLength(1);
  });

  it('waits for the letters of accounts, which somebody waits for', async () => {
    const {asker, ana, beto, thread} = await scene();
    await world.server.kill();
    await world.restart({});
    await ana.answer(thread, 'Así.');
    await beto.want(202, beto.post('/password_resets', {email: beto.email}));
    await until('it is written', async () => await world.database.value('select count(*)::int from mail where person_id = $1', [beto.id]) === 1);
    await world.server.kill();
    await letTimePass(world.database);
    await world.database.rows(`update job set run_at = now() - interval '1 hour' where queue = 'mail.notices'`);
    const before = post.messages.length;
    await world.restart(post.settings());
    await until('both went', () => post.messages.length === before + 2);
    expect(post.messages.slice(before).map(({to}: any) => String(to))).toEqual([beto.email, asker.email]);
  });

  it('is not tried for days where no letter can go', async () => {
    const {asker, ana, thread} = await scene();
    await world.database.rows('update credential set email = $2 where person_id = $1', [asker.id, 'sin arroba']);
    await ana.answer(thread, 'Así.');
    await withdrawn(asker);
  });

  it('is in the language of who gets it', async () => {
    const {ana, slug} = await scene();
    const mary = await world.person('Mary', {language: 'en'});
    await world.join(slug, mary);
    await settle(mary);
    await ana.answer((await mary.ask(slug, 'How?')).id, 'So.');
    expect((await sent(mary)).text).toContain('answered your question “How?”');
  });
});

describe('nothing is sent', () => {
  it.each<[string, (s: Awaited<ReturnType<typeof scene>>, number: number) => Promise<unknown>]>([
    ['that was read meanwhile', ({asker, thread}, number) => asker.want(204, asker.put(`/threads/${thread}/read`, {number}))],
    ['whose notice was marked read', async ({asker}) => asker.want(204, asker.put(`/notifications/${(await asker.get('/notifications')).json.items[0].id}/read`, {}))],
    ['that was deleted', async ({thread, ana}, number) => ana.want(204, ana.del(`/posts/${await world.database.value('select id from post where thread_id = $1 and number = $2', [thread, number])}`))],
    ['whose group was left', ({slug, asker}) => world.leave(slug, asker)],
    ['that moved where it cannot be read', async ({thread}) => {
      const elsewhere = await world.group(`lejos-${turn}`, 'hidden');
      await world.database.rows('update thread set group_id = (select id from plaza_group where slug = $2) where id = $1', [thread, elsewhere]);
    }],
    ['of a conversation that was silenced', ({asker, thread}) => asker.want(204, asker.put(`/threads/${thread}/level`, {level: 'muted'}))],
    ['of a class that is not wanted any more', ({asker}) => settle(asker, {mail: ['mentions']})],
    ['to an address that reaches nobody any more', ({asker}) => world.database.rows('update credential set bounced_at = now() where person_id = $1', [asker.id])],
    ['to an address that nobody confirmed again', ({asker}) => world.database.rows('update credential set lapsed_at = now() where person_id = $1', [asker.id])],
    ['to who has the rules still to accept', ({asker}) => world.database.rows('update person set policy_accepted_at = null where id = $1', [asker.id])],
    ['to who was suspended', ({asker}) => world.database.rows(`update person set status = 'suspended' where id = $1`, [asker.id])],
  ])('%s', async (_, change) => {
    const before = await scene('private');
    const answer = await before.ana.answer(before.thread, 'Así.');
    expect(await lettersOf(world, before.asker)).toHaveLength(1);
    await change(before, answer.number);
    await withdrawn(before.asker);
  });

  it('outside the hours, and not because it was tried: it waits for them', async () => {
    const {asker, ana, thread} = await scene();
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    await settle(asker, {away_until: tomorrow});
    await ana.answer(thread, 'Así.');
    const [letter] = await lettersOf(world, asker);
    expect(letter!.in_seconds).toBeGreaterThan(20 * 3600);
    for (let tries = 0; tries < 3; tries++) {
      await letTimePass(world.database);
      await until('it was put off', async () => (await lettersOf(world, asker))[0]!.in_seconds > 20 * 3600);
    }
    expect(await world.database.value(`select attempts from job where unique_key = 'mail:' || $1`, [letter!.id])).toBe(0);
    expect(post.to(asker.email)).toEqual([]);
    await settle(asker);
    expect((await sent(asker)).text).toContain('Así.');
  });
});

describe('a group that keeps its texts', () => {
  it.each([['private', true], ['hidden', false]] as const)('%s: neither question nor text nor author is in it', async (kind, named) => {
    const {asker, ana, slug, thread} = await scene(kind);
    await ana.answer(thread, 'Un secreto.');
    const message = await sent(asker);
    const raw = `${message.subject}\n${message.text}\n${message.html}`;
    for (const words of ['licita', 'secreto', 'Ana']) expect(raw).not.toContain(words);
    expect(raw.includes(`Grupo ${slug}`)).toBe(named);
    expect(raw.includes(slug)).toBe(named);
    expect(message.text).toContain(`https://plaza.example/threads/${thread}#p2`);
  });

  it('says so itself, for an open one too, and the other way round', async () => {
    const {asker, ana, owner, slug, thread} = await scene();
    const group = async () => (await owner.get(`/groups/${slug}`)).json;
    const say = async (mail_content: string) => {
      const {name, kind, description, rules, welcome, language, who_starts, join_relations, version} = await group();
      return owner.want(200, owner.put(`/groups/${slug}`, {name, kind, description, rules, welcome, language, who_starts, join_relations, version, mail_content}));
    };
    await ana.answer(thread, 'Un secreto.');
    // After it was written and before it is sent.
    expect((await say('no')).mail_content).toBe('no');
    expect((await sent(asker)).text).not.toContain('secreto');
    await world.database.rows(`update plaza_group set kind = 'private', mail_content = 'yes' where slug = $1`, [slug]);
    await ana.answer(thread, 'A la vista.');
    expect((await sent(asker)).text).toContain('A la vista.');
  });
});

describe('the way out', () => {
  const path = (message: {headers: [string, string][]}) => new URL(header(message, 'List-Unsubscribe')!.slice(1, -1)).pathname;
  const postFrom = (target: string, headers = {}) => fetch(world.server.origin + target, {method: 'POST', body: 'List-Unsubscribe=One-Click', headers: {'Content-Type': 'application/x-www-form-urlencoded', ...headers}, redirect: 'manual'});

  it('ends the letters of one conversation in one request without signing in, and can be undone', async () => {
    const {asker, ana, slug, thread} = await scene();
    await ana.answer(thread, 'Una.');
    const message = await sent(asker);
    const target = path(message);
    // A filter opens it.
    const seen = await fetch(world.server.origin + target, {redirect: 'manual'});
    expect([seen.status, seen.headers.get('location')]).toEqual([303, `/sin-correos#${target.split('/').at(-1)}`]);
    expect(message.text).toContain(seen.headers.get('location'));
    await ana.answer(thread, 'Otra.');
    expect(await lettersOf(world, asker)).toHaveLength(2);
    // From the reader's mail program, on whatever site that is.
    expect((await postFrom(target, {Origin: 'https://correo.example', 'Sec-Fetch-Site': 'cross-site'})).status).toBe(204);
    await letTimePass(world.database);
    await settled(world.database, (await lettersOf(world, asker))[1]!.id, 'withdrawn');
    await ana.answer(thread, 'Y otra.');
    expect(await lettersOf(world, asker)).toHaveLength(2);
    // The application goes on telling, and other conversations are written of.
    expect((await asker.get('/notifications')).json.items).toMatchObject([{cause: 'answer', read: false}]);
    await ana.answer((await asker.ask(slug, '¿Y esto?')).id, 'También.');
    expect(await lettersOf(world, asker)).toHaveLength(3);
    expect((await fetch(world.server.origin + target, {method: 'DELETE', headers: {'X-Plaza': '1'}})).status).toBe(204);
    await ana.answer(thread, 'De nuevo.');
    expect(await lettersOf(world, asker)).toHaveLength(4);
  });

  it('of a conversation that was put behind another ends those of that one', async () => {
    const {asker, ana, owner, slug, thread} = await scene();
    await ana.answer(thread, 'Una.');
    const target = path(await sent(asker));
    const kept = (await asker.ask(slug, '¿Lo mismo?')).id;
    await owner.want(200, owner.post(`/threads/${thread}/merger`, {into: kept, reason: 'La misma'}));
    expect((await postFrom(target)).status).toBe(204);
    const before = await lettersOf(world, asker);
    await ana.answer(kept, 'Otra.');
    expect(await lettersOf(world, asker)).toHaveLength(before.length);
    expect((await fetch(world.server.origin + target, {method: 'DELETE', headers: {'X-Plaza': '1'}})).status).toBe(204);
    await ana.answer(kept, 'De nuevo.');
    expect((await lettersOf(world, asker)).length).toBe(before.length + 1);
  });

  it('says the same for whatever never stood in a letter, and of what is gone the same as of what is not', async () => {
    const {asker, ana, thread} = await scene();
    await ana.answer(thread, 'Una.');
    const target = path(await sent(asker));
    const tampered = target.slice(0, -2) + (target.endsWith('AA') ? 'BB' : 'AA');
    const answers = await Promise.all([tampered, '/api/v1/unsubscriptions/x', `/api/v1/unsubscriptions/${'a'.repeat(86)}`].map(async (one) => {
      const got = await postFrom(one);
      return [got.status, {...await got.json() as object, instance: ''}];
    }));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]![0]).toBe(410);
    await world.database.rows(`update person set status = 'erased' where id = $1`, [asker.id]);
    expect((await postFrom(target)).status).toBe(204);
    expect(await world.database.value('select count(*)::int from thread_mail_off where person_id = $1', [asker.id])).toBe(0);
  });

  it('of a decision in a group ends that class', async () => {
    const {owner, slug} = await scene('private');
    await settle(owner, usual);
    await settle(owner);
    const nueva = await world.person('Nueva');
    await nueva.want(200, nueva.put(`/groups/${slug}/members/me`, {}));
    const target = path(await sent(owner));
    expect((await fetch(world.server.origin + target, {redirect: 'manual'})).headers.get('location')).toMatch(/^\/sin-correos\/clase#/);
    expect((await postFrom(target)).status).toBe(204);
    const {channels} = (await owner.get('/me/notification_settings')).json;
    expect(channels.find((one: any) => one.class === 'decisions')).toMatchObject({app: true, mail: false});
  });
});
