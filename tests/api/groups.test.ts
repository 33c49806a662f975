// SPDX-License-Identifier: EUPL-1.2
// Groups as their owners keep them: settings, requests, invitations, roles.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person, moderator: Person, host: Person, member: Person, administrator: Person;
let turn = 0;
beforeAll(async () => {
  world = await World.make();
  [owner, moderator, host, member] = await Promise.all(['Dueña', 'Moderadora', 'Anfitriona', 'Miembro'].map((name) => world.person(name)));
  administrator = await world.person('Admin', {role: 'administrator'});
});
afterAll(() => world?.end());

const kept = (kind: 'open' | 'private' | 'hidden' = 'private') =>
  world.group(`llevado-${++turn}`, kind, [[owner, 'owner'], [moderator, 'moderator'], [host, 'host'], [member, 'member']]);
const mine = async (person: Person, slug: string) => (await person.get(`/groups/${slug}/members/me`)).json;
const relation = (person: {id: number}, to: string | null) => (to === null
  ? world.database.rows('delete from appointment where person_id = $1', [person.id])
  : world.database.rows('update appointment set relation = $2 where person_id = $1', [person.id, to]));
const actions = async (slug: string) => (await world.database.rows(
  `select action from audit where object_kind = 'group' and object_id = (select id from plaza_group where slug = $1) order by seq`, [slug])).map((row) => row.action);
const settings = (group: any, change: object = {}) => {
  const {name, kind, description, rules, welcome, language, who_starts, join_relations, version} = group;
  return {name, kind, description, rules, welcome, language, who_starts, join_relations, version, ...change};
};

describe('making groups', () => {
  it('is everybody’s, or what the network says; always administrators’ and network hosts’', async () => {
    const anybody = await world.person('Cualquiera');
    const make = async (person: Person) => (await person.post('/groups', {slug: `hecho-${++turn}`, name: 'x', kind: 'open', description: ''}));
    expect((await make(anybody)).status).toBe(201);
    expect((await member.put('/settings/groups', {members_create_groups: false})).status).toBe(403);
    expect((await administrator.put('/settings/groups', {members_create_groups: false})).json).toEqual({members_create_groups: false, i_may_create_groups: true});
    expect((await anybody.get('/settings/groups')).json.i_may_create_groups).toBe(false);
    const refused = await make(anybody);
    expect([refused.status, refused.json.type]).toEqual([403, 'creation_not_allowed']);
    expect((await make(administrator)).status).toBe(201);
    await administrator.put('/settings/groups', {members_create_groups: true});
    expect((await make(anybody)).status).toBe(201);
    const audited = await world.database.rows(`select action from audit where action = 'installation.members_create_groups'`);
    expect(audited).toHaveLength(2);
  });
});

describe('settings', () => {
  it('are what its owner says', async () => {
    const slug = await kept();
    const before = (await owner.get(`/groups/${slug}`)).json;
    const wanted = settings(before, {name: 'Otro nombre', rules: 'Primera regla.\nSegunda.', welcome: 'Bienvenida.', language: 'gl', who_starts: 'moderators', join_relations: ['employee', 'elected']});
    const after = await owner.want(200, owner.put(`/groups/${slug}`, wanted));
    expect(after).toMatchObject({...wanted, version: before.version + 1});
    expect((await owner.get(`/groups/${slug}`)).json).toEqual(after);
    expect(await actions(slug)).toContain('group.settled');
    // Only who belongs is welcomed.
    expect((await (await world.person('Fuera')).get(`/groups/${slug}`)).json.welcome).toBe('');
  });

  it('are not overwritten by who has not seen them', async () => {
    const slug = await kept();
    const second = await world.session(owner);
    const seen = (await owner.get(`/groups/${slug}`)).json;
    const both = await Promise.all([owner.put(`/groups/${slug}`, settings(seen, {name: 'Uno'})), second.put(`/groups/${slug}`, settings(seen, {name: 'Dos'}))]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const lost = both.find((answer) => answer.status === 409)!;
    expect(lost.json.type).toBe('conflict');
    expect((await owner.get(`/groups/${slug}`)).json).toMatchObject({version: seen.version + 1, name: both.find((answer) => answer.status === 200)!.json.name});
  });

  it('are refused when they say what there is not', async () => {
    const slug = await kept();
    const seen = settings((await owner.get(`/groups/${slug}`)).json);
    for (const [change, field] of [[{kind: 'secret'}, 'kind'], [{join_relations: []}, 'join_relations'], [{join_relations: ['boss']}, 'join_relations'],
      [{name: ''}, 'name'], [{rules: 'x'.repeat(5_001)}, 'rules'], [{who_starts: 'nobody'}, 'who_starts'], [{official: true}, 'official'], [{version: 0}, 'version']] as const) {
      const answer = await owner.put(`/groups/${slug}`, {...seen, ...change});
      expect([answer.status, Object.keys(answer.json.errors ?? {})], JSON.stringify(change)).toEqual([422, [field]]);
    }
  });

  it('of who starts threads hold', async () => {
    const slug = await kept();
    await owner.want(200, owner.put(`/groups/${slug}`, settings((await owner.get(`/groups/${slug}`)).json, {who_starts: 'moderators'})));
    const start = (person: Person) => person.post(`/groups/${slug}/threads`, {kind: 'question', title: 'x', body: 'x'});
    for (const person of [member, host]) expect([(await start(person)).status, (await start(person)).json.type]).toEqual([403, 'moderators_start']);
    const thread = await start(moderator);
    expect(thread.status).toBe(201);
    expect((await member.post(`/threads/${thread.json.id}/posts`, {role: 'answer', body: 'x'})).status).toBe(201);
  });

  it('are the owner’s, the official mark the network’s', async () => {
    const slug = await kept('open');
    await owner.want(403, owner.put(`/groups/${slug}/official`, {official: true}));
    await administrator.want(204, administrator.put(`/groups/${slug}/official`, {official: true}));
    expect((await member.get(`/groups/${slug}`)).json.official).toBe(true);
    expect(await actions(slug)).toContain('group.made_official');
  });
});

describe('a group that changes kind', () => {
  const found = async (person: Person, word: string) => (await person.get(`/search?q=${word}`)).json.items.length;

  it('closes and opens at once, and search follows in batches', async () => {
    const slug = await kept('open');
    const outsider = await world.person('Ajena');
    const word = `palabra${turn}`;
    const thread = await member.ask(slug, `Pregunta ${word}`);
    await world.database.rows(
      `insert into post (thread_id, number, role, author_id, body, html)
       select $1, n, 'answer', $2, $3, '<p>x</p>' from generate_series(2, 1199) n`, [thread.id, member.id, `Con ${word}`]);
    const live = await world.live(outsider);
    expect((await live.watch(thread.id)).type).toBe('watching');
    expect([await found(outsider, word), await found(member, word)]).toEqual([1, 1]);
    await owner.want(200, owner.put(`/groups/${slug}`, settings((await owner.get(`/groups/${slug}`)).json, {kind: 'private'})));
    expect([(await outsider.get(`/threads/${thread.id}`)).status, await found(outsider, word), await found(member, word)]).toEqual([404, 0, 1]);
    await live.message('the watch ends', (message) => message.type === 'refused' && message.thread === thread.id);
    const waiting = () => world.database.value('select count(*) from search_regroup');
    const marked = () => world.database.value(`select count(*) from post_search s join plaza_group g on g.id = s.group_id where g.slug = $1 and s.words @@ '''@open'''::tsquery`, [slug]);
    await until('search has taken it up', async () => (await waiting()) === 0 && (await marked()) === 0, 20_000);
    expect([await found(outsider, word), await found(member, word)]).toEqual([0, 1]);
    await owner.want(200, owner.put(`/groups/${slug}`, settings((await owner.get(`/groups/${slug}`)).json, {kind: 'open'})));
    // Nobody has to wait for it, and nobody who found it before loses it while it is taken up again.
    expect([await found(outsider, word), await found(member, word)]).toEqual([1, 1]);
    expect((await outsider.get(`/threads/${thread.id}`)).status).toBe(200);
    await until('search has taken it up again', async () => (await waiting()) === 0 && (await marked()) === 1_199, 20_000);
    expect([await found(outsider, word), await found(member, word)]).toEqual([1, 1]);
  });
});

describe('who may join by relation', () => {
  it('is asked of who comes by themselves; without a post one counts as external', async () => {
    const slug = await kept('open');
    const join = async (person: Person) => { const answer = await person.put(`/groups/${slug}/members/me`); return answer.status === 200 ? 200 : answer.json.type; };
    const people = await Promise.all(['employee', 'elected', 'adviser', 'external', null].map(async (kind) => {
      const person = await world.person(`De ${kind}`);
      await relation(person, kind);
      return person;
    }));
    const refused = 'relation_not_admitted';
    expect(await Promise.all(people.map(join))).toEqual([200, refused, refused, refused, refused]);
    await owner.want(200, owner.put(`/groups/${slug}`, settings((await owner.get(`/groups/${slug}`)).json, {join_relations: ['external', 'elected']})));
    expect(await Promise.all(people.slice(1).map(join))).toEqual([200, refused, 200, 200]);
    // Who is invited comes by the decision of those who keep the group.
    await owner.want(204, owner.put(`/groups/${slug}/invitations/${people[2].id}`, {role: 'member'}));
    expect(await join(people[2])).toBe(200);
    // A post that ended counts no more.
    const former = await world.person('Cesada');
    await world.database.rows(`update appointment set relation = 'elected', valid_to = current_date where person_id = $1`, [former.id]);
    await owner.want(200, owner.put(`/groups/${slug}`, settings((await owner.get(`/groups/${slug}`)).json, {join_relations: ['elected']})));
    expect(await join(former)).toBe(refused);
  });
});

describe('asking to join', () => {
  it('is answered by who moderates, and the person sees it live', async () => {
    const slug = await kept();
    const [asking, other] = [await world.person('Pide'), await world.person('También pide')];
    const live = await world.live(asking);
    await asking.want(200, asking.put(`/groups/${slug}/members/me`, {message: 'Llevo el padrón de mi pueblo.'}));
    await other.want(200, other.put(`/groups/${slug}/members/me`));
    for (const person of [host, moderator, owner]) {
      expect((await person.get(`/groups/${slug}/requests`)).json.items.map((item: any) => [item.person.id, item.relation, item.message]))
        .toEqual([[asking.id, 'employee', 'Llevo el padrón de mi pueblo.'], [other.id, 'employee', '']]);
    }
    expect((await host.get(`/groups/${slug}/requests?limit=1`)).json.next).not.toBeNull();
    expect(await host.all(`/groups/${slug}/requests`, 1)).toHaveLength(2);
    await host.want(403, host.put(`/groups/${slug}/requests/${asking.id}`, {admit: true}));
    const silent = await moderator.put(`/groups/${slug}/requests/${asking.id}`, {admit: false});
    expect([silent.status, silent.json.errors]).toEqual([422, {reason: ['required']}]);
    await moderator.want(204, moderator.put(`/groups/${slug}/requests/${asking.id}`, {admit: false, reason: 'Es solo para secretarías.'}));
    await live.event('refused', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'none');
    expect(await mine(asking, slug)).toMatchObject({my_membership: 'none', request: null, refusal: {reason: 'Es solo para secretarías.'}});
    expect((await moderator.put(`/groups/${slug}/requests/${asking.id}`, {admit: true})).status).toBe(404);
    await asking.want(200, asking.put(`/groups/${slug}/members/me`, {message: 'Desde hoy soy secretaria.'}));
    expect(await mine(asking, slug)).toMatchObject({my_membership: 'requested', refusal: null, request: {message: 'Desde hoy soy secretaria.'}});
    await owner.want(204, owner.put(`/groups/${slug}/requests/${asking.id}`, {admit: true}));
    await live.event('admitted', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'member');
    expect(await mine(asking, slug)).toMatchObject({my_membership: 'member', request: null, level: 'mentions', by_rule: false});
    expect((await asking.get(`/groups/${slug}/threads`)).status).toBe(200);
    expect(await actions(slug)).toEqual(['membership.requested', 'membership.requested', 'membership.refused', 'membership.requested', 'membership.admitted']);
  });

  it('is not answered any more once withdrawn', async () => {
    const slug = await kept();
    const asking = await world.person('Retira');
    await asking.put(`/groups/${slug}/members/me`, {message: 'x'});
    await asking.want(204, asking.del(`/groups/${slug}/members/me`));
    expect((await owner.put(`/groups/${slug}/requests/${asking.id}`, {admit: true})).status).toBe(404);
    expect((await asking.put(`/groups/${slug}/members/me`, {message: 'x'.repeat(501)})).status).toBe(422);
  });
});

describe('invitations', () => {
  it('make a hidden group known to who is invited, and to nobody else', async () => {
    const slug = await kept('hidden');
    const [invited, other] = [await world.person('Convidada'), await world.person('Otra')];
    const thread = await member.ask(slug, 'Dentro');
    const live = await world.live(invited);
    expect((await invited.get(`/groups/${slug}`)).status).toBe(404);
    await host.want(204, host.put(`/groups/${slug}/invitations/${invited.id}`, {role: 'member', message: 'Ven.'}));
    await live.event('invited', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'invited');
    expect((await invited.get(`/groups/${slug}`)).json).toMatchObject({my_membership: 'invited', my_level: null});
    expect(await mine(invited, slug)).toMatchObject({invitation: {role: 'member', message: 'Ven.', by: {id: host.id}}});
    expect((await invited.get('/groups?invited=true')).json.items.map((group: any) => group.slug)).toEqual([slug]);
    expect([(await invited.get(`/threads/${thread.id}`)).status, (await invited.get(`/groups/${slug}/threads`)).status, (await invited.get(`/groups/${slug}/members`)).status]).toEqual([404, 404, 404]);
    for (const path of [`/groups/${slug}`, `/groups/${slug}/members/me`, `/groups/${slug}/invitations`]) expect((await other.get(path)).status, path).toBe(404);
    expect((await host.get(`/groups/${slug}/invitations`)).json.items).toMatchObject([{person: {id: invited.id}, role: 'member', by: {id: host.id}}]);
    await invited.want(200, invited.put(`/groups/${slug}/members/me`));
    expect((await invited.get(`/threads/${thread.id}`)).status).toBe(200);
    expect((await host.get(`/groups/${slug}/invitations`)).json.items).toEqual([]);
    expect((await host.put(`/groups/${slug}/invitations/${invited.id}`, {role: 'member'})).json.type).toBe('already_member');
  });

  it('are for coming in once: who was admitted by another way and then removed has none left', async () => {
    const slug = await kept();
    const asks = await world.person('Pide');
    await asks.want(200, asks.put(`/groups/${slug}/members/me`, {message: 'Por favor.'}));
    await host.want(204, host.put(`/groups/${slug}/invitations/${asks.id}`, {role: 'member'}));
    await moderator.want(204, moderator.put(`/groups/${slug}/requests/${asks.id}`, {admit: true}));
    await moderator.want(204, moderator.del(`/groups/${slug}/members/${asks.id}`));
    expect((await asks.want(200, asks.put(`/groups/${slug}/members/me`, {message: 'Otra vez.'}))).state).toBe('requested');
  });

  it('end by being declined, withdrawn, or old', async () => {
    const slug = await kept('hidden');
    const [declines, withdrawn, late] = await Promise.all(['Declina', 'Retirada', 'Tarde'].map((name) => world.person(name)));
    for (const person of [declines, withdrawn]) await owner.want(204, owner.put(`/groups/${slug}/invitations/${person.id}`, {role: 'member'}));
    await world.invite(slug, late, 'member', -1);
    await declines.want(204, declines.del(`/groups/${slug}/members/me`));
    await owner.want(204, owner.del(`/groups/${slug}/invitations/${withdrawn.id}`));
    for (const person of [declines, withdrawn, late]) {
      expect((await person.get(`/groups/${slug}`)).status).toBe(404);
      expect((await person.put(`/groups/${slug}/members/me`)).status).toBe(404);
    }
  });

  it('are for people who are there', async () => {
    const slug = await kept();
    const gone = await world.person('Suspendida', {suspended: true});
    for (const id of [gone.id, 4_503_599_627_370_001]) expect((await owner.put(`/groups/${slug}/invitations/${id}`, {role: 'member'})).status).toBe(404);
    expect((await owner.put(`/groups/${slug}/invitations/${(await world.person('x')).id}`, {role: 'owner'})).status).toBe(422);
    expect((await member.put(`/groups/${slug}/invitations/${(await world.person('x')).id}`, {role: 'member'})).json.type).toBe('not_a_host');
  });
});

describe('roles', () => {
  it('are given by who holds more, and never more than that', async () => {
    const slug = await kept();
    const put = async (who: Person, whom: Person, role: string) => { const answer = await who.put(`/groups/${slug}/members/${whom.id}`, {role}); return answer.status === 204 ? 204 : answer.json.type; };
    expect(await put(host, member, 'host')).toBe('not_a_moderator');
    expect(await put(moderator, member, 'owner')).toBe('beyond_your_role');
    expect(await put(moderator, owner, 'member')).toBe('beyond_your_role');
    const equal = await world.person('Otra moderadora');
    await world.join(slug, equal, 'moderator');
    expect(await put(moderator, equal, 'member')).toBe('beyond_your_role');
    expect(await put(moderator, member, 'moderator')).toBe(204);
    expect(await put(owner, member, 'member')).toBe(204);
    expect(await put(owner, owner, 'member')).toBe('last_owner');
    expect(await put(owner, equal, 'owner')).toBe(204);
    expect(await put(equal, owner, 'moderator')).toBe(204);
    expect(await put(owner, equal, 'member')).toBe('beyond_your_role');
    expect(await put(moderator, moderator, 'member')).toBe(204);
    expect((await equal.put(`/groups/${slug}/members/${administrator.id}`, {role: 'host'})).status).toBe(404);
  });

  it('taken away end what hung from them at the next request', async () => {
    const slug = await kept();
    expect((await moderator.get(`/groups/${slug}/requests`)).status).toBe(200);
    const live = await world.live(moderator);
    await owner.want(204, owner.put(`/groups/${slug}/members/${moderator.id}`, {role: 'member'}));
    expect((await moderator.get(`/groups/${slug}/requests`)).status).toBe(403);
    await live.event('told', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'member');
  });

  it('a removed member reads nothing more, over HTTP and live, and may ask again by hand', async () => {
    const slug = await kept();
    const gone = await world.person('Expulsada');
    await world.join(slug, gone);
    const thread = await member.ask(slug, 'Sigue');
    const live = await world.live(gone);
    await live.watch(thread.id);
    expect((await moderator.del(`/groups/${slug}/members/${owner.id}`)).json.type).toBe('beyond_your_role');
    expect((await moderator.del(`/groups/${slug}/members/${moderator.id}`)).json.type).toBe('leave_yourself');
    await moderator.want(204, moderator.del(`/groups/${slug}/members/${gone.id}`));
    expect([(await gone.get(`/threads/${thread.id}`)).status, (await gone.get(`/groups/${slug}/members`)).status]).toEqual([404, 404]);
    await live.event('removed', (event) => event.kind === 'membership.changed' && event.data.my_membership === 'none');
    const after = (await member.answer(thread.id, 'Después')).number;
    const open = await kept('open');
    const last = await world.live(gone);
    await world.join(open, gone);
    await last.event('in the other', (event) => event.kind === 'membership.changed' && event.group === open);
    expect(live.events.filter((event) => event.kind === 'post.created' && event.data.number === after)).toEqual([]);
    expect(await world.database.value(`select how from membership_left where person_id = $1`, [gone.id])).toBe('removed');
    expect((await moderator.del(`/groups/${slug}/members/${gone.id}`)).status).toBe(404);
  });
});

describe('ownership', () => {
  it('is handed over, and the last owner leaves only by naming who follows', async () => {
    const slug = await kept();
    const leave = (query = '') => owner.del(`/groups/${slug}/members/me${query}`);
    expect((await leave()).json.type).toBe('last_owner');
    expect((await leave('?successor=1')).json.errors).toEqual({successor: ['unknown']});
    expect((await leave(`?successor=${owner.id}`)).json.errors).toEqual({successor: ['unknown']});
    expect((await leave(`?successor=${administrator.id}`)).json.errors).toEqual({successor: ['unknown']});
    expect((await leave(`?successor=${member.id}`)).status).toBe(204);
    expect((await member.get(`/groups/${slug}`)).json.my_membership).toBe('owner');
    expect((await owner.get(`/groups/${slug}`)).json.my_membership).toBe('none');
    await member.want(204, member.put(`/groups/${slug}/owner`, {person: host.id}));
    expect([(await host.get(`/groups/${slug}`)).json.my_membership, (await member.get(`/groups/${slug}`)).json.my_membership]).toEqual(['owner', 'moderator']);
    expect((await actions(slug)).filter((action) => action === 'group.ownership_transferred')).toHaveLength(2);
  });

  it('of who is erased goes to who has kept the group longest; with nobody left it is archived', async () => {
    const [slug, alone] = [await world.group(`huerfano-${++turn}`, 'private', []), await world.group(`solo-${turn}`, 'private', [])];
    const erased = await world.person('Se va');
    for (const group of [slug, alone]) await world.join(group, erased, 'owner');
    const [late, early, plain] = await Promise.all(['Tardía', 'Temprana', 'Llana'].map((name) => world.person(name)));
    await world.join(slug, plain);
    await world.join(slug, late, 'moderator');
    await world.join(slug, early, 'moderator');
    await world.database.rows(`update membership set since = now() - interval '1 year' where person_id = any ($1)`, [[early.id, plain.id]]);
    await world.database.rows(`update person set status = 'erased' where id = $1`, [erased.id]);
    expect((await early.get(`/groups/${slug}`)).json).toMatchObject({my_membership: 'owner', archived: false});
    expect((await late.get(`/groups/${slug}`)).json.my_membership).toBe('moderator');
    expect((await late.get(`/groups/${alone}`)).json.archived).toBe(true);
    expect(await actions(slug)).toEqual(['group.owner_replaced']);
    // Who is gone is no owner to leave the group to.
    expect((await early.del(`/groups/${slug}/members/me`)).json.type).toBe('last_owner');
  });
});

describe('what one is told of a group', () => {
  it('is each member’s own', async () => {
    const slug = await kept();
    await member.want(204, member.put(`/groups/${slug}/level`, {level: 'muted'}));
    expect((await member.get(`/groups/${slug}`)).json.my_level).toBe('muted');
    expect((await host.get(`/groups/${slug}`)).json.my_level).toBe('mentions');
    expect((await member.put(`/groups/${slug}/level`, {level: 'loud'})).status).toBe(422);
  });
});
