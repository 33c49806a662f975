// SPDX-License-Identifier: EUPL-1.2
// Two worlds, alike but for what happens in a private and in a hidden group: whoever does not belong there gets the
// same answers in both, once identifiers, cursors and times are renamed in the order in which they appear.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Answer, Client} from '../support/client.ts';
import {Live} from '../support/live.ts';
import {World, type Person} from '../support/world.ts';

const observers = ['outsider', 'neighbour', 'administrator', 'former', 'asked', 'guest', 'anonymous'] as const;
type Observer = (typeof observers)[number];
const nowhere = [4_503_599_627_370_001, 4_503_599_627_370_003, 4_503_599_627_370_005];

interface Stage {
  world: World; who: Record<Observer, Client>; threads: any[]; posts: any[];
  /** Threads and posts that only one of the worlds has. */
  ghosts: {threads: number[]; posts: number[]; slugs: string[]; notice: number};
  watched: Partial<Record<Observer, Live>>;
  /** By name. */
  people: Record<string, number>;
  /** Writes at the end. */
  last: Person;
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
  await world.group('abierta', 'open', [[ana, 'owner'], [beto, 'member'], [owner, 'member'], [insider, 'member'], [person('outsider'), 'member']]);
  await world.group('reservada', 'private', [[owner, 'owner'], [insider, 'member'], [person('former'), 'member']]);
  await person('asked').put('/groups/reservada/members/me');
  const called = await world.person('Convidada');
  await world.group('la-suya', 'private', [[owner, 'owner'], [person('guest'), 'guest']]);
  const ghosts = {threads: [...nowhere], posts: [...nowhere], slugs: ['oculta', 'oculta-dos'], notice: nowhere[0]};
  const hidden: any[] = [];
  const behind = async (work: () => Promise<void>) => { if (secret) await work(); };

  await behind(async () => {
    await world.group('oculta', 'hidden', [[owner, 'owner'], [insider, 'member'], [person('former'), 'member']]);
    hidden.push(await insider.ask('reservada', `Contrato menor y ${word}`, `Contrato ${word}`, ['contratos', word]));
    hidden.push(await insider.start('oculta', {kind: 'update', title: `Aviso ${word}`, body: `Padrón ${word}`, tags: [word]}));
  });
  const watched: Stage['watched'] = {};
  for (const name of ['outsider', 'neighbour', 'administrator', 'former'] as const) watched[name] = await world.live(who[name]);

  const threads: any[] = [await ana.ask('abierta', 'Contrato menor de obras', 'El contrato de la piscina.', ['contratos'])];
  await behind(async () => { await owner.answer(hidden[0].id, `Respuesta ${word}`); await insider.put(`/posts/${hidden[0].id}/useful`); });
  const posts: any[] = [await beto.answer(threads[0].id, 'Con informe.')];
  await behind(async () => {
    const answer = await owner.answer(hidden[0].id, `Otra ${word}`);
    await insider.want(200, insider.put(`/posts/${answer.id}/useful`));
    await insider.accept(hidden[0].id, answer.number);
    await owner.put(`/posts/${answer.id}`, {body: `Corregida ${word}`});
    ghosts.posts[0] = answer.id;
  });
  threads.push(await beto.ask('abierta', 'Padrón de habitantes', 'El padrón y sus altas.', ['padron', 'contratos']));
  await behind(async () => { for (let i = 0; i < 25; i++) await insider.ask('reservada', `Contrato ${i}`, `Padrón y contrato ${word}`, ['padron']); });
  posts.push(await insider.answer(threads[1].id, 'Por registro.'));
  await ana.want(200, ana.put(`/posts/${posts[0].id}/useful`));
  await ana.accept(threads[0].id, posts[0].number);
  await behind(async () => {
    const buried = await owner.write(hidden[1].id, 'reply', `Borrada ${word}`);
    await owner.del(`/posts/${buried.id}`);
    await insider.put(`/threads/${hidden[0].id}/read`, {number: 2});
    // Everything that keeps a group, in groups that are not theirs.
    await owner.want(204, owner.put(`/threads/${hidden[0].id}/pinned`));
    await insider.want(204, insider.put(`/threads/${hidden[0].id}/level`, {level: 'muted'}));
    for (const slug of ['reservada', 'oculta']) await owner.want(204, owner.put(`/groups/${slug}/invitations/${called.id}`, {role: 'member', message: word}));
    await owner.want(201, owner.post('/groups/oculta/membership-rules', {skill: word}));
    await owner.want(204, owner.put(`/groups/oculta/members/${insider.id}`, {role: 'moderator'}));
    await insider.want(200, insider.put(`/groups/oculta/level`, {level: 'muted'}).then(() => insider.get('/groups/oculta')));
    await owner.want(201, owner.post('/groups', {slug: 'oculta-dos', name: 'Oculta dos', kind: 'hidden', description: word}));
    ghosts.threads[0] = hidden[0].id;
    ghosts.threads[1] = hidden[1].id;
    ghosts.posts[1] = buried.id;
  });
  // Told while they belonged.
  await behind(async () => {
    const asked = await person('former').ask('reservada', `De antes ${word}`);
    await owner.accept(asked.id, (await owner.write(asked.id, 'answer', `Respuesta ${word}`)).number);
    await owner.comment((await person('former').ask('oculta', `De antes y oculta ${word}`)).id, 1, word);
    ghosts.notice = await world.database.value('select id from notification where person_id = $1 limit 1', [person('former').id]);
  });
  await world.leave('reservada', person('former'));
  await behind(async () => { await world.leave('oculta', person('former')); await owner.ask('oculta', `Tras irse ${word}`); });
  threads.push(await ana.start('abierta', {kind: 'update', title: 'Último aviso', body: 'Hasta aquí.'}));
  await watched.outsider!.event('the last thread', (event) => event.thread === threads[2].id);
  const people = Object.fromEntries([ana, beto, owner, insider, person('former')].map(({name, id}) => [name, id]));
  return {world, who, threads, posts, ghosts, watched, people, last: beto};
}

/** Renames what may differ between the worlds, in the order in which it appears. */
class Renamer {
  private readonly names = new Map<string, string>();
  private name(kind: string, value: string): string {
    const known = `${kind}:${value}`;
    if (!this.names.has(known)) this.names.set(known, `${kind}${this.names.size}`);
    return this.names.get(known)!;
  }
  value(value: any, field = ''): any {
    if (Array.isArray(value)) return value.map((item) => this.value(item, field));
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'instance').map(([name, item]) => [name, this.value(item, name)]));
    }
    if (typeof value === 'number' && value > 1_000_000) return this.name('id', String(value));
    if (typeof value === 'string') {
      if (/^\d{4}-\d\d-\d\dT/.test(value)) return 'time';
      if (['next', 'cursor'].includes(field)) return this.name('cursor', value);
      if (['email', 'dir3'].includes(field)) return field;
      // Hidden groups have a random ending.
      if (/^oculta-dos-[a-z0-9]{8,}$/.test(value)) return this.name('slug', value);
    }
    return value;
  }
  answer({status, headers, json, text}: Answer): unknown {
    const kept = Object.entries(headers).filter(([name]) => !['date', 'x-request-id', 'content-length', 'connection', 'keep-alive'].includes(name))
      .map(([name, value]) => [name, name === 'etag' ? this.name('etag', value) : name === 'location' ? value.replace(/\d{6,}/g, (id) => this.name('id', id)) : value]);
    expect(Number(headers['content-length'] ?? Buffer.byteLength(text))).toBe(Buffer.byteLength(text));
    return {status, headers: Object.fromEntries(kept), body: json === undefined ? text : this.value(json)};
  }
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
  get(`level of ghost ${i}`, ({ghosts}) => `/threads/${ghosts.threads[i]}/level`),
  [`delete ghost ${i}`, ({ghosts}, client) => client.del(`/posts/${ghosts.posts[i]}`)],
  [`conditional ghost ${i}`, ({ghosts}, client) => client.get(`/threads/${ghosts.threads[i]}`, {headers: {'if-none-match': '*'}})],
  [`keyed ghost ${i}`, ({ghosts}, client) => client.put(`/posts/${ghosts.posts[i]}/useful`, undefined, {headers: {'idempotency-key': `ghost-${i}`}})],
]);

const probes: Probe[] = [
  get('me', () => '/me'), get('my sessions', () => '/me/sessions'), get('who waits', () => '/confirmations'), get('my invitations', () => '/invitations'), get('applications', () => '/applications'), get('feed', () => '/feed'), get('feed by one', () => '/feed?limit=1'), get('groups', () => '/groups'), get('my groups', () => '/groups?mine=true'),
  get('groups by words', () => '/groups?q=oculta'), get('groups by description', () => `/groups?q=${word}`), get('the open group', () => '/groups/abierta'), get('the private card', () => '/groups/reservada'),
  get('threads', () => '/groups/abierta/threads'), get('threads of the private group', () => '/groups/reservada/threads'), get('members of the private group', () => '/groups/reservada/members'),
  get('members', () => '/groups/abierta/members'), get('solved', () => '/groups/abierta/threads?state=solved'), get('unanswered', () => '/groups/abierta/threads?state=unanswered'),
  ...['contrato', 'padron', word, 'piscina', 'informe', 'contrato xilofon', 'oculta'].map((q) => get(`search ${q}`, () => `/search?q=${encodeURIComponent(q)}`)),
  ...['contratos', 'padron', word].map((tag) => get(`search by tag ${tag}`, () => `/search?q=contrato&tag=${tag}`)),
  ...['abierta', 'reservada', 'oculta', 'oculta-dos', 'ninguna'].map((slug) => get(`search in ${slug}`, () => `/search?q=contrato&group=${slug}`)),
  get('search by one', () => '/search?q=contrato&limit=1'), get('search solved', () => '/search?q=contrato&state=solved'),
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
  get('groups that invite', () => '/groups?invited=true'), get('who makes groups', () => '/settings/groups'), get('threads like mine', () => '/groups/abierta/threads?like_me=true'),
  get('pinned', () => '/groups/abierta/pinned'), get('its own group', () => '/groups/la-suya'),
  ...['abierta', 'reservada', 'oculta', 'oculta-dos', 'ninguna'].flatMap((slug): Probe[] => [
    ...['members/me', 'requests', 'invitations', 'membership-rules', 'pinned'].map((part) => get(`${part} of ${slug}`, () => `/groups/${slug}/${part}`)),
    [`invite to ${slug}`, (_, client) => client.put(`/groups/${slug}/invitations/${nowhere[0]}`, {role: 'member'})],
    [`remove from ${slug}`, (_, client) => client.del(`/groups/${slug}/members/${nowhere[0]}`)],
    [`settle ${slug}`, (_, client) => client.put(`/groups/${slug}`, {name: ''})],
    [`own ${slug}`, (_, client) => client.put(`/groups/${slug}/owner`, {person: nowhere[0]})],
    [`mark ${slug}`, (_, client) => client.put(`/groups/${slug}/official`, {official: true})],
    [`be told of ${slug}`, (_, client) => client.put(`/groups/${slug}/level`, {level: 'muted'})],
    [`rule ${slug}`, (_, client) => client.post(`/groups/${slug}/membership-rules`, {skill: word})],
  ]),
  get('revisions', ({posts}) => `/posts/${posts[0].id}/revisions`),
  get('people of the console', () => '/console/people'), get('notices', () => '/notifications'), ['read a notice of a ghost', ({ghosts}, client) => client.put(`/notifications/${ghosts.notice}/read`)],
  ...ghostProbes,
  get('poll', () => '/events?wait=0'), get('poll again', () => '/events?wait=0'), get('me again', () => '/me'), get('me a third time', () => '/me'),
  ['a group of the hidden name', (_, client) => client.post('/groups', {slug: 'oculta-dos', name: 'x', kind: 'hidden', description: ''}).then((answer) => ({...answer, headers: {}, text: '', json: answer.status}))],
];

let without: Stage, withSecrets: Stage;
beforeAll(async () => { [without, withSecrets] = await Promise.all([play(false), play(true)]); });
afterAll(async () => { await Promise.all([without?.world.end(), withSecrets?.world.end()]); });

describe.each(observers)('to %s', (observer) => {
  it('every answer is the same in both worlds', async () => {
    const transcript = async (stage: Stage) => {
      const renamer = new Renamer();
      const lines: Record<string, unknown> = {};
      for (const [name, ask] of probes) lines[name] = renamer.answer(await ask(stage, stage.who[observer]));
      return lines;
    };
    const [a, b] = [await transcript(without), await transcript(withSecrets)];
    for (const name of Object.keys(a)) expect({[name]: b[name]}).toEqual({[name]: a[name]});
    if (observer !== 'anonymous') expect(JSON.stringify(Object.values(b))).not.toContain(word);
  });
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
      return live.messages.slice(0, live.messages.findIndex(is) + 1).map((message) => renamer.value(message));
    };
    expect(await seen(withSecrets)).toEqual(await seen(without));
  });

  it('a former member saw what happened until the departure, and nothing after', () => {
    const titles = withSecrets.watched.former!.events.filter((event) => event.kind === 'thread.created').map((event) => event.data.title);
    expect(titles.some((title) => title.startsWith('Contrato '))).toBe(true);
    expect(titles.filter((title) => title.startsWith('Tras irse'))).toEqual([]);
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
