// SPDX-License-Identifier: EUPL-1.2
// Two worlds, alike but for what happens in a private and in a hidden group: whoever does not belong there gets the
// same answers in both, once identifiers, cursors and times are renamed in the order in which they appear.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Answer, Client} from '../support/client.ts';
import {operations, visited} from '../support/contract.ts';
import {Live} from '../support/live.ts';
import {saidNow} from '../support/notices.ts';
import {sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';
import {fileProbes} from './file_probes.ts';
import {kindProbes, waiting} from './kind_probes.ts';
import {questionProbes, questions} from './question_probes.ts';
import {Renamer} from './renamer.ts';

const observers = ['outsider', 'neighbour', 'administrator', 'former', 'asked', 'guest', 'anonymous'] as const;
type Observer = (typeof observers)[number];
const nowhere = [4_503_599_627_370_001, 4_503_599_627_370_003, 4_503_599_627_370_005];

interface Stage {
  world: World; who: Record<Observer, Client>; threads: any[]; posts: any[];
  /** Threads and posts that only one of the worlds has. */
  ghosts: {threads: number[]; posts: number[]; slugs: string[]; notice: number; files: number[]; groups: number[]};
  /** One that everybody may read. */
  file: number;
  watched: Partial<Record<Observer, Live>>;
  people: Record<string, number>;  // by name
  /** Writes at the end. */
  last: Person;
  /** What the group that hides was asked by those who may not know where it went, and what its owner was answered. */
  hides?: {since: Partial<Record<Observer, string>>; settled: Answer; refused: Answer};
}

/** Words and tags that occur only where outsiders must not look. */
const word = 'xilofonista';

async function play(secret: boolean): Promise<Stage> {
  const world = await World.make();
  const [ana, beto, owner, insider] = await Promise.all(['Ana', 'Beto', 'Dueña', 'Íntima'].map((name) => world.person(name)));
  const who: Record<Observer, Client> = {
    outsider: await world.person('Ajena'), neighbour: await world.person('Vecina'), administrator: await world.person('Admin', {role: 'administrator'}),
    former: await world.person('Antigua'), asked: await world.person('Pidió'), guest: await world.person('Invitada'), anonymous: world.stranger(),
  };
  const person = (name: Observer) => who[name] as Person;
  for (const name of observers.filter((one) => one !== 'anonymous')) {
    await world.database.rows('insert into person_skill (person_id, skill) select $1, unnest($2::text[])', [person(name).id, ['contratos']]);
    // They come back after weeks, and are told what happened meanwhile.
    await world.database.rows('insert into person_seen (person_id, day) values ($1, current_date - 20) on conflict (person_id) do update set day = excluded.day', [person(name).id]);
  }
  await world.group('abierta', 'open', [[ana, 'owner'], [beto, 'member'], [owner, 'member'], [insider, 'member'], [person('outsider'), 'member']]);
  await world.group('reservada', 'private', [[owner, 'owner'], [insider, 'member'], [person('former'), 'member']]);
  await person('asked').put('/groups/reservada/members/me');
  const called = await world.person('Convidada');
  await world.group('la-suya', 'private', [[owner, 'owner'], [person('guest'), 'guest']]);
  const ghosts = {threads: [...nowhere], posts: [...nowhere], slugs: ['oculta', 'oculta-dos'], notice: nowhere[0], files: [...nowhere], groups: nowhere.slice(0, 2)};
  const hidden: any[] = [];
  const behind = async (work: () => Promise<void>) => { if (secret) await work(); };

  await behind(async () => {
    await world.group('oculta', 'hidden', [[owner, 'owner'], [insider, 'member'], [person('former'), 'member']]);
    // Somebody from outside, who is here for what is hidden alone.
    const inside = await world.person('Ana Infiltrada');
    await world.database.rows(`insert into person_skill (person_id, skill) values ($1, 'contratos'), ($1, $2)`, [inside.id, word]);
    await world.join('oculta', inside, 'guest');
    hidden.push(await insider.ask('reservada', `Contrato menor y ${word}`, `Contrato ${word} del art. 118 LCSP y la Ley 77/1931`, ['contratos', word]));
    hidden.push(await insider.start('oculta', {kind: 'update', title: `Aviso ${word}`, body: `Padrón ${word}`, tags: [word]}));
  });
  const watched: Stage['watched'] = {};
  for (const name of ['outsider', 'neighbour', 'administrator', 'former'] as const) watched[name] = await world.live(who[name]);

  let hides: Stage['hides'];
  const before: Partial<Record<Observer, string>> = {};
  for (const name of ['asked', 'former'] as const) before[name] = (await world.live(who[name])).cursor;

  const threads: any[] = [await ana.ask('abierta', 'Contrato menor de obras', 'El contrato de la piscina, art. 99 LCSP.', ['contratos'])]; await world.routed();
  await behind(async () => { await owner.answer(hidden[0].id, `Respuesta ${word}`); await insider.put(`/posts/${hidden[0].id}/useful`); });
  const posts: any[] = [await beto.answer(threads[0].id, 'Con informe.')];
  await behind(async () => {
    const answer = await owner.answer(hidden[0].id, `Otra ${word}`);
    await insider.want(200, insider.put(`/posts/${answer.id}/useful`));
    await insider.accept(hidden[0].id, answer.number);
    await owner.want(200, owner.post(`/threads/${hidden[0].id}/checks`, {holds: false, reason: word}));
    await owner.want(200, owner.put(`/threads/${hidden[0].id}/check_request`));
    await insider.want(200, insider.put(`/threads/${hidden[0].id}/superseded`, {by: threads[0].id}));
    await owner.put(`/posts/${answer.id}`, {body: `Corregida ${word}`});
    ghosts.posts[0] = answer.id;
  });
  threads.push(await beto.ask('abierta', 'Padrón de habitantes', 'El padrón y sus altas.', ['padron', 'contratos'])); await world.routed();
  await behind(async () => { for (let i = 0; i < 25; i++) await insider.ask('reservada', `Contrato ${i}`, `Padrón y contrato ${word}`, ['padron']); });
  posts.push(await insider.answer(threads[1].id, 'Por registro.'));
  await ana.want(200, ana.put(`/posts/${posts[0].id}/useful`));
  await ana.accept(threads[0].id, posts[0].number);
  await behind(async () => { await insider.want(201, insider.post(`/threads/${threads[0].id}/article`, {title: word, group: 'reservada', review_on: '2099-01-01'})); });
  await behind(async () => {
    const buried = await owner.write(hidden[1].id, 'reply', `Borrada ${word}`);
    await owner.del(`/posts/${buried.id}`);
    await insider.put(`/threads/${hidden[0].id}/read`, {number: 2});
    // Kept and announced where others do not look; those who were there keep it in vain.
    for (const one of [insider, person('former')]) await one.want(204, one.put(`/threads/${hidden[0].id}/bookmark`));
    await owner.want(201, owner.post('/groups/reservada/announcements', {title: `Anuncio ${word}`, body: word}));
    // Everything that keeps a group, in groups that are not theirs.
    await owner.want(204, owner.put(`/threads/${hidden[0].id}/pinned`));
    await insider.want(204, insider.put(`/threads/${hidden[0].id}/level`, {level: 'muted'}));
    for (const slug of ['reservada', 'oculta']) await owner.want(204, owner.put(`/groups/${slug}/invitations/${called.id}`, {role: 'member', message: word}));
    for (const slug of ['reservada', 'oculta']) await owner.want(202, owner.post(`/groups/${slug}/guest-invitations`, {email: `${word}@de-fuera.example`, message: word}));
    // Of those from outside one comes in, and another is told no more to come.
    const [mine, theirs] = ['viene', 'ya-no'].map((name) => `${name}@de-fuera.example`) as [string, string];
    for (const email of [mine, theirs, `${theirs}.example`]) await owner.want(202, owner.post('/groups/oculta/guest-invitations', {email}));
    const waiting = (await owner.all('/groups/oculta/guest-invitations')).filter(({email}) => email.startsWith(theirs));
    await owner.want(204, owner.del(`/invitations/${waiting[0].id}`));
    await owner.want(204, owner.del(`/groups/oculta/guest-invitations/${waiting[1].id}`));
    const token = (await world.database.value(`select facts->>'link' from mail where address = $1`, [mine]) as string).split('#')[1];
    world.server.secrets.add(token!);
    await world.stranger().want(200, world.stranger().post('/registration/account', {token, name: 'Ana Infiltrada', language: 'es', password: 'caballo correcto batería grapa 2026', policy: true}));
    // That letters went, administrators may see; of which group, not.
    await world.database.rows(`delete from mail where kind = 'guest_invitation'`);
    await owner.want(201, owner.post('/groups/oculta/membership-rules', {administration: world.administration, relation: 'adviser', skill: word}));
    await owner.want(204, owner.put(`/groups/oculta/members/${insider.id}`, {role: 'moderator'}));
    await insider.want(200, insider.put(`/groups/oculta/level`, {level: 'muted'}).then(() => insider.get('/groups/oculta')));
    await owner.want(201, owner.post('/groups', {slug: 'oculta-dos', name: 'Oculta dos', kind: 'hidden', description: word}));
    // One that had a name everybody could know of, and is hidden now.
    await owner.want(201, owner.post('/groups', {slug: 'se-oculta', name: 'Se oculta', kind: 'private', description: word}));
    // Somebody waits there for an answer, and somebody has left it.
    await person('asked').want(200, person('asked').put('/groups/se-oculta/members/me', {message: word}));
    await world.join('se-oculta', person('former'));
    await world.leave('se-oculta', person('former'));
    const settings = await world.database.row(`select name, 'hidden' as kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = 'se-oculta'`);
    const since: NonNullable<Stage['hides']>['since'] = {};
    for (const name of ['asked', 'former'] as const) since[name] = before[name];
    const settled = await owner.put('/groups/se-oculta', settings);
    hides = {since, settled, refused: await owner.put(`/groups/${settled.json?.slug}/requests/${person('asked').id}`, {admit: false, reason: word})};
    ghosts.groups = await Promise.all(['oculta', 'oculta-dos%'].map((slug) => world.database.value<number>('select id from plaza_group where slug like $1', [slug])));
    ghosts.threads[0] = hidden[0].id;
    ghosts.threads[1] = hidden[1].id;
    ghosts.posts[1] = buried.id;
  });
  // Told while they belonged.
  await behind(async () => {
    const asked = await person('former').ask('reservada', `De antes ${word}`);
    // In a text of theirs, and of somebody who belongs there still.
    for (const [i, one] of [person('former'), insider].entries()) {
      ghosts.files[i] = (await sent(one, `Acta ${word}\n`, `${word}.txt`)).id;
      await one.write(asked.id, 'reply', `[${word}](/files/${ghosts.files[i]})`);
    }
    await owner.accept(asked.id, (await owner.write(asked.id, 'answer', `Respuesta ${word}`)).number);
    await owner.comment((await person('former').ask('oculta', `De antes y oculta ${word}`)).id, 1, word);
    ghosts.notice = await world.database.value('select id from notification where person_id = $1 limit 1', [person('former').id]);
  });
  const reserved = await world.database.value<number>(`select id from plaza_group where slug = 'reservada'`);
  await behind(() => waiting(insider, [reserved, ghosts.groups[0]], word));
  await behind(() => questions(owner, insider, threads[0].id, word, world.administration));
  ghosts.groups.push(reserved);
  await world.leave('reservada', person('former'));
  await behind(async () => { await world.leave('oculta', person('former')); await owner.ask('oculta', `Tras irse ${word}`); });
  threads.push(await ana.start('abierta', {kind: 'update', title: 'Último aviso', body: 'Hasta aquí.'}));
  const file = (await sent(ana, 'Acta del pleno.\n', 'acta.txt')).id;
  await ana.write(threads[2].id, 'reply', `[acta](/files/${file})`);
  // Shows a thread that only one of the worlds has, or that nobody has any more: to who may not read it, the same.
  threads.push(await ana.start('abierta', {kind: 'update', title: 'Mirad esto', body: 'Viene bien.'}));
  await world.database.rows('insert into thread_share (thread_id, source_id) values ($1, $2)', [threads[3].id, secret ? hidden[0].id : null]);
  threads.push(await ana.want(201, ana.post('/groups/abierta/announcements', {title: 'Para los de aquí', body: 'Texto'})));
  threads.push(await ana.want(201, ana.post('/groups/abierta/models', {title: 'Ordenanza de terrazas', body: 'Artículo 1.', type: 'ordinance', administration: world.administration, state: 'in_force'})));
  await world.database.rows('update model_document set derived_from = $2 where thread_id = $1', [threads[5].id, secret ? hidden[0].id : null]);
  await behind(async () => { await insider.want(201, insider.post('/groups/reservada/models', {title: `Ordenanza ${word}`, body: word, tags: [word], type: 'ordinance', administration: world.administration, state: 'in_force', derived_from: threads[5].id})); });
  await until('everybody is told', async () => (await world.database.value(`select count(*) from job where kind like '%.spread' and failed_at is null`)) === 0);
  await watched.outsider!.event('the last thread', (event) => event.thread === threads[5].id);
  const people = Object.fromEntries([ana, beto, owner, insider, person('former')].map(({name, id}) => [name, id]));
  return {world, who, threads, posts, ghosts, file, watched, people, last: beto, hides};
}

type Probe = [string, (stage: Stage, client: Client) => Promise<Answer>];
const get = (name: string, path: (stage: Stage) => string): Probe => [name, (stage, client) => client.get(path(stage))];

const ghostProbes: Probe[] = [0, 1, 2].flatMap((i): Probe[] => [
  get(`ghost thread ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}`),
  get(`posts of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/posts`),
  get(`revisions of ghost ${i}`, ({ghosts}) => `/posts/${ghosts.posts[i]}/revisions`),
  [`answer ghost ${i}`, ({ghosts}, client) => client.post(`/threads/${ghosts.threads[i]}/posts`, {role: 'answer', body: 'x'})],
  [`comment with a wrong parent on ghost ${i}`, ({ghosts}, client) => client.post(`/threads/${ghosts.threads[i]}/posts`, {role: 'comment', body: 'x', parent: 99})],
  [`accept in ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/accepted`, {number: 2})],
  [`read ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/read`, {number: 1})],
  [`useful ghost ${i}`, ({ghosts}, client) => client.put(`/posts/${ghosts.posts[i]}/useful`)],
  [`edit ghost ${i}`, ({ghosts}, client) => client.put(`/posts/${ghosts.posts[i]}`, {body: 'x'})],
  [`pin ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/pinned`)],
  get(`where a post of ghost ${i} went`, ({ghosts}) => `/threads/${ghosts.threads[i]}/moved?number=1`),
  [`merge ghost ${i}`, ({ghosts, threads}, client) => client.post(`/threads/${ghosts.threads[i]}/merger`, {into: threads[0].id, reason: 'x'})],
  [`split ghost ${i}`, ({ghosts}, client) => client.post(`/threads/${ghosts.threads[i]}/split`, {numbers: [2], kind: 'update', title: 'x', reason: 'x'})],
  get(`where ghost ${i} may be moved`, ({ghosts}) => `/threads/${ghosts.threads[i]}/destinations`),
  [`move ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/group`, {group: 'abierta', reason: 'x'})],
  [`close ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/closed`, {reason: 'x'})],
  get(`level of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/level`),
  get(`whether one follows ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/follow`),
  [`follow ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/follow`)],
  [`unfollow ghost ${i}`, ({ghosts}, client) => client.del(`/threads/${ghosts.threads[i]}/follow`)],
  get(`whether ghost ${i} holds`, ({ghosts}) => `/threads/${ghosts.threads[i]}/validity`), [`check ghost ${i}`, ({ghosts}, client) => client.post(`/threads/${ghosts.threads[i]}/checks`, {holds: true})], [`ask whether ghost ${i} holds`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/check_request`)], [`supersede ghost ${i}`, ({ghosts, threads}, client) => client.put(`/threads/${ghosts.threads[i]}/superseded`, {by: threads[0].id})],
  [`supersede by ghost ${i}`, ({ghosts, threads}, client) => client.put(`/threads/${threads[0].id}/superseded`, {by: ghosts.threads[i]})], [`reinstate ghost ${i}`, ({ghosts}, client) => client.del(`/threads/${ghosts.threads[i]}/superseded`)], [`plan a review of ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/review`, {on: '2099-01-01'})], [`drop the review of ghost ${i}`, ({ghosts}, client) => client.del(`/threads/${ghosts.threads[i]}/review`)],
  get(`authors of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/authors`), [`write ghost ${i} together`, ({ghosts, people}, client) => client.put(`/threads/${ghosts.threads[i]}/authors/${people.Ana}`)], [`leave ghost ${i}`, ({ghosts, people}, client) => client.del(`/threads/${ghosts.threads[i]}/authors/${people.Ana}`)], [`make an article of ghost ${i}`, ({ghosts}, client) => client.post(`/threads/${ghosts.threads[i]}/article`, {title: 'x', review_on: '2099-01-01'})],
  [`delete ghost ${i}`, ({ghosts}, client) => client.del(`/posts/${ghosts.posts[i]}`)],
  [`conditional ghost ${i}`, ({ghosts}, client) => client.get(`/threads/${ghosts.threads[i]}`, {headers: {'if-none-match': '*'}})],
  [`keyed ghost ${i}`, ({ghosts}, client) => client.put(`/posts/${ghosts.posts[i]}/useful`, undefined, {headers: {'idempotency-key': `ghost-${i}`}})],
]);

/** Whoever writes behind doors is followed from here on, as far as that goes. */
const followProbes: Probe[] = [
  ['follow who writes in secret', ({people}, client) => client.put(`/people/${people['Íntima']}/follow`)],
  ...['contratos', 'padron', word].flatMap((tag): Probe[] => [[`follow ${tag}`, (_, client) => client.put(`/tags/${tag}/follow`)], get(`follows ${tag}`, () => `/tags/${tag}/follow`)]),
  ...['people', 'tags', 'threads'].map((kind) => get(`followed ${kind}`, () => `/me/following?kind=${kind}`)),
];

const feedProbes = ['kind=question', 'kind=update', 'state=unanswered', 'state=solved', 'like_me=true', 'norm=ley-9-2017', 'norm=ley-7-1985',
  ...['oculta', 'reservada', 'abierta'].map((slug) => `group=${slug}`), ...['contratos', 'padron', word].map((tag) => `tag=${tag}`)]
  .flatMap((query) => [get(`feed of ${query}`, () => `/feed?${query}`), get(`feed of ${query} by one`, () => `/feed?limit=1&${query}`)]);

const probes: Probe[] = [
  ...fileProbes,
  ...followProbes,
  ...kindProbes,
  ...questionProbes,
  get('me', () => '/me'), get('my sessions', () => '/me/sessions'), ['my drafts', async (_, client) => client.get(`/me/drafts?person=${(await client.get('/me')).json?.person?.id ?? 1}`)], get('a draft', () => '/me/drafts/ask'), get('who waits', () => '/confirmations'), get('my invitations', () => '/invitations'), get('applications', () => '/applications'), get('feed', () => '/feed'), get('for me', () => '/feed/for_you'), get('for me by one', () => '/feed/for_you?limit=1'), get('what happened meanwhile', () => '/feed/away'), get('first steps', () => '/me/first_steps'), get('groups suggested', () => '/me/suggested_groups'), get('feed by one', () => '/feed?limit=1'), ...feedProbes, get('groups', () => '/groups'), get('my groups', () => '/groups?mine=true'),
  get('template of a hidden group', () => '/groups/oculta/article_template'), get('template of the private group', () => '/groups/reservada/article_template'),
  ['an article into a hidden group', ({threads}, client) => client.post(`/threads/${threads[0].id}/article`, {title: 'x', group: 'oculta', review_on: '2099-01-01'})],
  get('what waits to be looked at', () => '/reviews'), get('reviews of a hidden group', () => '/reviews?group=oculta'), get('whether it holds', ({threads}) => `/threads/${threads[0].id}/validity`),
  get('groups by words', () => '/groups?q=oculta'), get('groups by description', () => `/groups?q=${word}`), get('the open group', () => '/groups/abierta'), get('the private card', () => '/groups/reservada'),
  get('threads', () => '/groups/abierta/threads'), get('threads of the private group', () => '/groups/reservada/threads'), get('members of the private group', () => '/groups/reservada/members'),
  get('members', () => '/groups/abierta/members'), get('solved', () => '/groups/abierta/threads?state=solved'), get('unanswered', () => '/groups/abierta/threads?state=unanswered'),
  ...['contrato', 'padron', word, 'piscina', 'informe', 'contrato xilofon', 'oculta'].map((q) => get(`search ${q}`, () => `/search?q=${encodeURIComponent(q)}`)),
  ...['contratos', 'padron', word].map((tag) => get(`search by tag ${tag}`, () => `/search?q=contrato&tag=${tag}`)),
  ...['abierta', 'reservada', 'oculta', 'oculta-dos', 'ninguna'].map((slug) => get(`search in ${slug}`, () => `/search?q=contrato&group=${slug}`)),
  get('search by one', () => '/search?q=contrato&limit=1'), get('search solved', () => '/search?q=contrato&state=solved'),
  ...['', 'q=contratos', 'q=1931', 'limit=1'].map((query) => get(`norms ${query}`, () => `/norms?${query}`)),
  ...['boe-a-2017-12902', 'ley-9-2017', 'ley-77-1931', 'ley-78-1931'].flatMap((slug) => ['', '/threads', '/threads?article=118', '/threads?limit=1'].map((part) => get(`norm ${slug}${part}`, () => `/norms/${slug}${part}`))),
  ...['', 'c', 'p', 'x', word].map((q) => get(`tags ${q}`, () => `/tags?q=${q}`)),
  ...['', 'villar', word].map((q) => get(`administrations ${q}`, () => `/administrations?q=${q}`)),
  ...['oculta', 'oculta-dos', 'ninguna'].flatMap((slug): Probe[] => [
    get(`group ${slug}`, () => `/groups/${slug}`), get(`threads of ${slug}`, () => `/groups/${slug}/threads`), get(`members of ${slug}`, () => `/groups/${slug}/members`),
    [`join ${slug}`, (_, client) => client.put(`/groups/${slug}/members/me`)], [`leave ${slug}`, (_, client) => client.del(`/groups/${slug}/members/me`)],
    [`write to ${slug}`, (_, client) => client.post(`/groups/${slug}/threads`, {kind: 'update', title: 'x', body: 'x'})],
    [`write badly to ${slug}`, (_, client) => client.post(`/groups/${slug}/threads`, {kind: 'nada'})],
  ]),
  ...[0, 1, 2].flatMap((i): Probe[] => [get(`thread ${i}`, ({threads}) => `/threads/${threads[i].id}`), get(`thread ${i} best`, ({threads}) => `/threads/${threads[i].id}?order=best`),
    get(`posts ${i}`, ({threads}) => `/threads/${threads[i].id}/posts`)]),
  ...['Ana', 'Beto', 'Dueña', 'Íntima', 'Antigua'].flatMap((name): Probe[] => [
    get(`profile of ${name}`, ({people}) => `/people/${people[name]}`), get(`what ${name} wrote`, ({people}) => `/people/${people[name]}/contributions`),
    get(`what ${name} wrote by one`, ({people}) => `/people/${people[name]}/contributions?limit=1`),
  ]),
  ...['', 'q=ana', `q=${word}`, `skill=${word}`, 'like_me=true', 'limit=2'].map((query) => get(`people ${query}`, () => `/people?${query}`)), get('the administration', ({world}) => `/administrations/${world.administration}`),
  get('what was asked there', ({world}) => `/administrations/${world.administration}/questions`), get('what was asked there by one', ({world}) => `/administrations/${world.administration}/questions?limit=1`), get('suggestions', () => '/people/suggest?q=a'),
  get('groups that invite', () => '/groups?invited=true'), get('who makes groups', () => '/settings/groups'), get('threads like mine', () => '/groups/abierta/threads?like_me=true'), get('members like mine', () => '/groups/abierta/members?like_me=true'),
  get('where it may be moved', ({threads}) => `/threads/${threads[0].id}/destinations`), get('pinned', () => '/groups/abierta/pinned'), get('names', () => '/groups/abierta/mentionable?q=a'), get('its own group', () => '/groups/la-suya'),
  ...['abierta', 'reservada', 'oculta', 'oculta-dos', 'ninguna'].flatMap((slug): Probe[] => [
    ...['members/me', 'requests', 'invitations', 'guest-invitations', 'membership-rules', 'pinned', 'mentionable?q=a'].map((part) => get(`${part} of ${slug}`, () => `/groups/${slug}/${part}`)),
    [`invite to ${slug}`, (_, client) => client.put(`/groups/${slug}/invitations/${nowhere[0]}`, {role: 'member'})],
    [`invite a guest to ${slug}`, (_, client) => client.post(`/groups/${slug}/guest-invitations`, {email: 'nadie@de-fuera.example'})],
    [`remove from ${slug}`, (_, client) => client.del(`/groups/${slug}/members/${nowhere[0]}`)],
    [`settle ${slug}`, (_, client) => client.put(`/groups/${slug}`, {name: ''})],
    [`own ${slug}`, (_, client) => client.put(`/groups/${slug}/owner`, {person: nowhere[0]})],
    [`mark ${slug}`, (_, client) => client.put(`/groups/${slug}/official`, {official: true})],
    [`be told of ${slug}`, (_, client) => client.put(`/groups/${slug}/level`, {level: 'muted'})],
    [`rule ${slug}`, (_, client) => client.post(`/groups/${slug}/membership-rules`, {skill: word})],
  ]),
  get('revisions', ({posts}) => `/posts/${posts[0].id}/revisions`),
  // Administrators keep all accounts, also of who is here for a group that they do not know of.
  ['people of the console', (_, client) => client.get('/console/people').then((answer) => (answer.json.items
    ? {...answer, headers: {}, text: '', json: answer.json.items.filter((one: any) => one.person.name !== 'Ana Infiltrada')} : answer))],
  get('notices', () => '/notifications'), ['read a notice of a ghost', ({ghosts}, client) => client.put(`/notifications/${ghosts.notice}/read`)],
  ...['contratos', 'padron', word].flatMap((tag) => [get(`the tag ${tag}`, () => `/tags/${tag}`), get(`threads of ${tag}`, () => `/tags/${tag}/threads`)]),
  get('the vocabulary', () => '/console/tags'), [`make one tag of ${word} and another`, (_, client) => client.post(`/console/tags/${word}/merger`, {into: 'contratos'})],
  get('the installation', () => '/installation'), get('texts', () => '/texts'), get('a synonym', () => '/tags?q=enpresa'), get('the second step', () => '/me/second_factor'), get('my profile', () => '/me/profile'), get('contacts', ({world}) => `/administrations/${world.administration}/contacts`),
  get('a photo', ({people}) => `/people/${people['Íntima']}/photo`), get('whom one follows', ({people}) => `/people/${people.Ana}/follow`),
  get('mails', () => '/mails'), get('the outbox', () => '/outbox'), get('somebody in the console', ({people}) => `/console/people/${people['Íntima']}`),
  get('two to be one', ({people}) => `/console/people/${people['Íntima']}/merger?into=${people['Dueña']}`),
  get('administrations of the console', () => '/console/administrations'), get('an administration of the console', ({world}) => `/console/administrations/${world.administration}`), get('domains', () => '/console/domains'), get('norms of the console', () => '/console/norms'),
  get('imports of people', () => '/console/people_imports'), get('imports of domains', () => '/console/domain_imports'), get('mergers', () => '/console/mergers'),
  ...ghostProbes,
  get('the name it had', () => '/groups/se-oculta'),
  get('poll', () => '/events?wait=0'), get('poll again', () => '/events?wait=0'), get('me again', () => '/me'), get('me a third time', () => '/me'),
  ['a group of the hidden name', (_, client) => client.post('/groups', {slug: 'oculta-dos', name: 'x', kind: 'hidden', description: ''}).then((answer) => ({...answer, headers: {}, text: '', json: answer.status}))],
  ...['se-oculta', 'reservada'].map((slug): Probe => [`a group of the name ${slug}`, (_, client) => client.post('/groups', {slug, name: 'x', kind: 'open', description: ''})]),
];

let without: Stage, withSecrets: Stage;
beforeAll(async () => { [without, withSecrets] = await Promise.all([play(false), play(true)]); });
afterAll(async () => { await Promise.all([without?.world.end(), withSecrets?.world.end()]); });

const compared = new Set<string>();

describe.each(observers)('to %s', (observer) => {
  it('every answer is the same in both worlds', async () => {
    const transcript = async (stage: Stage) => {
      const renamer = new Renamer();
      const lines: Record<string, unknown> = {};
      for (const [name, ask] of probes) lines[name] = renamer.answer(await ask(stage, stage.who[observer]));
      return lines;
    };
    visited.clear();
    const [a, b] = [await transcript(without), await transcript(withSecrets)];
    for (const seen of visited) compared.add(seen.split(' ')[0]);
    for (const name of Object.keys(a)) expect({[name]: b[name]}).toEqual({[name]: a[name]});
    if (observer !== 'anonymous') expect(JSON.stringify(Object.values(b))).not.toContain(word);
  });
});

/** What is read and not compared, and why. */
const uncompared: Record<string, string> = {
  read_contract: 'a file', connect_live: 'see below', check_process: 'nothing of groups', check_readiness: 'nothing of groups',
  list_audit: 'tells administrators what was done', verify_audit: 'tells how much was done', read_people_import: 'nothing of groups', read_domain_import: 'nothing of groups', read_merger: 'nothing of groups',
};

it('the audit tells nobody of a group that they may not know of, nor who came to be its guest', async () => {
  const {world, who} = withSecrets;
  const hidden = (await world.database.rows(`select id from plaza_group where kind = 'hidden' and id not in (select group_id from visible_groups($1))`, [(who.administrator as Person).id])).map(({id}) => String(id));
  const links = (await world.database.rows(`select id from registration where group_id = any ($1)`, [hidden])).map(({id}) => String(id));
  expect([hidden.length > 2, links.length]).toEqual([true, 4]);
  const told: any[] = await who.administrator.all('/console/audit');
  expect(told.some(({action}) => action === 'registration.guest_invited')).toBe(true);
  const of = (entry: any) => [String(entry.object), ...Object.values(entry.details)].filter((one) => [...hidden, ...links].includes(one as string));
  expect(told.filter((entry) => of(entry).length > 0).map(({action, object_kind, details}) => ({action, object_kind, details}))).toEqual([]);
  const written = await world.database.rows(`select action from audit where object_kind = 'group' and object_id = any ($1)`, [hidden]);
  expect(written.map(({action}) => action)).toEqual(expect.arrayContaining(['registration.guest_invited', 'registration.guest_withdrawn', 'membership.accepted']));
});

it('everything that can be read has been compared', () => {
  const reads = operations.filter(({verb}) => verb === 'GET').map(({id}) => id);
  expect(reads.filter((id) => !(id in uncompared) && !compared.has(id))).toEqual([]);
  expect(Object.keys(uncompared).filter((id) => !reads.includes(id) || compared.has(id))).toEqual([]);
});

it('letters say the same to them', async () => {
  const said = ({world, who}: Stage) => saidNow(world, Object.values(who).map((one) => (one as Person).id).filter(Boolean));
  expect(await said(withSecrets)).toEqual(await said(without));
});

it('a guest sees the one group, and nothing of the others however open', async () => {
  const guest = withSecrets.who.guest;
  expect((await guest.all('/groups')).map((group) => group.slug)).toEqual(['la-suya']);
  expect(await guest.all('/feed')).toEqual([]);
  expect(await guest.all('/search?q=contrato')).toEqual([]);
  expect(await guest.all('/tags?q=')).toEqual([]);
  for (const path of ['/groups/abierta', '/groups/reservada', `/threads/${withSecrets.threads[0].id}`]) expect((await guest.get(path)).status, path).toBe(404);
  expect((await guest.get('/groups/la-suya/threads')).status).toBe(200);
  // Of people those it meets there, and no directory of the others.
  for (const path of ['/people', '/people/suggest?q=a']) expect((await guest.get(path)).json.type, path).toBe('guests_only_their_group');
  const [{person: owner}] = (await guest.all('/groups/la-suya/members')).filter(({role}) => role === 'owner');
  expect((await guest.get(`/people/${owner.id}`)).status).toBe(200);
  expect((await guest.get(`/people/${(withSecrets.who.outsider as Person).id}`)).text).toBe((await guest.get('/people/4503599627370001')).text);
});

describe('live', () => {
  it.each(['outsider', 'neighbour', 'administrator'] as const)('%s saw the same events in both worlds', async (observer) => {
    const seen = async (stage: Stage) => {
      const live = stage.watched[observer]!;
      await live.watch(stage.threads[0].id);
      // One thing more in both, so that everything before it has been decided.
      const last = await stage.last.answer(stage.threads[0].id, 'Última.');
      const is = (message: any) => message.kind === 'post.created' && message.thread === stage.threads[0].id && message.data.number === last.number;
      await live.event('the last answer', is);
      const renamer = new Renamer();
      // Whether the answer to the watch comes before or after what is on its way is a matter of time.
      return live.messages.slice(0, live.messages.findIndex(is) + 1).filter(({type}) => type !== 'watching').map((message) => renamer.value(message));
    };
    expect(await seen(withSecrets)).toEqual(await seen(without));
  });

  it('a former member saw what happened until the departure, and nothing after', () => {
    const titles = withSecrets.watched.former!.events.filter((event) => event.kind === 'thread.created').map((event) => event.data.title);
    expect(titles.some((title) => title.startsWith('Contrato '))).toBe(true);
    expect(titles.filter((title) => title.startsWith('Tras irse'))).toEqual([]);
  });

  it.each(['asked', 'former'] as const)('%s does not learn where a group went that became hidden, nor anything of it since', async (observer) => {
    const {who, hides, world, last} = withSecrets;
    expect([hides!.settled.status, hides!.refused.status]).toEqual([200, 404]);
    const moved = hides!.settled.json.slug;
    expect(moved).not.toBe('se-oculta');
    const live = await world.live(who[observer] as Person, {since: hides!.since[observer]});
    await live.watch(withSecrets.threads[0].id);
    const written = await last.answer(withSecrets.threads[0].id, `Para ${observer}.`);
    await live.event('what came after', (event) => event.kind === 'post.created' && event.data.number === written.number);
    // They had asked, or belonged: the end of that is told, under the name they know.
    expect(live.events.filter((event) => event.group === 'se-oculta').map((event) => event.data.my_membership).at(-1)).toBe('none');
    const missed = await who[observer].get(`/events?since=${hides!.since[observer]}&wait=0`);
    for (const told of [JSON.stringify(live.messages), missed.text]) expect(told).not.toContain(moved);
  });

  it('what is hidden is refused like what is not there', async () => {
    const answers = async (stage: Stage) => Promise.all(stage.ghosts.threads.map((thread) => stage.watched.outsider!.watch(thread).then(({type}) => type)));
    expect(await answers(withSecrets)).toEqual(await answers(without));
  });
});

it('the secrets are there for those who belong', async () => {
  const insider = await withSecrets.world.database.row(`select p.id, p.name, c.email from person p join credential c on c.person_id = p.id where p.name = 'Íntima'`);
  const client = await withSecrets.world.session(insider);
  const found = await client.all(`/search?q=${word}`);
  expect(found.length).toBeGreaterThan(20);
  expect((await client.get(`/tags?q=${word}`)).json.items).toHaveLength(1);
  expect((await client.get('/groups/oculta')).status).toBe(200);
});
