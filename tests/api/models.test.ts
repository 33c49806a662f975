// SPDX-License-Identifier: EUPL-1.2
// Model documents: what is said of them and by whom, what they came from, and which administrations took them over.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let author: Person, second: Person, colleague: Person, far: Person, moderator: Person, reader: Person;
let villar = 0, soria = 0, almazan = 0;
let turn = 0;

/** What somebody is there, in place of what they were anywhere. */
const moves = (person: Person, administration: number, relation = 'employee') => world.database.rows(
  'update appointment set administration_id = $2, relation = $3, valid_to = null where person_id = $1', [person.id, administration, relation]);

const toldAll = () => until('all are told', async () => Number(await world.database.value(`select count(*) from job where kind = 'models.tell'`)) === 0);

beforeAll(async () => {
  world = await World.make();
  villar = world.administration;
  [soria, almazan] = [await world.addAdministration('Ayuntamiento de Soria', 39_000), await world.addAdministration('Ayuntamiento de Almazán', 5_500, '50')];
  [author, second, colleague, far, moderator, reader] = [await world.person('Autora'), await world.person('Segunda'), await world.person('Colega'), await world.person('Lejana'), await world.person('Modera'), await world.person('Lectora')];
  await Promise.all([moves(second, soria), moves(colleague, soria), moves(far, almazan)]);
});
afterAll(() => world?.end());

const group = (kind: GroupKind = 'open') => world.group(`modelos-${++turn}`, kind, [[author, 'member'], [second, 'member'], [colleague, 'member'], [far, 'member'], [moderator, 'moderator']]);
const whole = (more: object = {}) => ({title: 'Ordenanza de terrazas', body: 'Artículo 1.', type: 'ordinance', administration: villar, state: 'in_force', ...more});
const start = (slug: string, more: object = {}, as = author) => as.post(`/groups/${slug}/models`, whole(more));
const made = async (slug: string, more: object = {}, as = author) => (await as.want(201, start(slug, more, as))).id as number;
const read = (id: number, as: Person = author) => as.want(200, as.get(`/threads/${id}/model`));
const change = (id: number, more: object = {}, as = author) => as.put(`/threads/${id}/model`, {type: 'ordinance', administration: villar, state: 'in_force', ...more});
const adopt = (id: number, administration: number, as: Person) => as.put(`/threads/${id}/model/adoptions/${administration}`);
const takeBack = (id: number, administration: number, as: Person) => as.del(`/threads/${id}/model/adoptions/${administration}`);
const adopters = async (id: number, as: Person = author) => (await as.want(200, as.get(`/threads/${id}/model/adoptions`))).items;
const listed = async (query: string, as: Person = author) => (await as.want(200, as.get(`/models?${query}`))).items.map(({id}: any) => id);

describe('a model document', () => {
  it('is an article that says what it is, whose and how it stands, wherever it is listed', async () => {
    const slug = await group();
    const thread = await author.want(201, start(slug, {tags: ['terrazas'], since: '2024-05-01', type: 'specification', state: 'appealed'}));
    const facts = {type: 'specification', administration: {id: villar, name: 'Ayuntamiento de Villar del Río', band: '1000-4999'}, state: 'appealed', since: '2024-05-01', adoptions: 0};
    expect(thread).toMatchObject({kind: 'article', model: facts});
    expect((await reader.want(200, reader.get(`/threads/${thread.id}`))).model).toEqual(facts);
    expect((await reader.want(200, reader.get(`/groups/${slug}/threads`))).items[0].model).toEqual(facts);
    expect((await reader.want(200, reader.get(`/search?q=terrazas&group=${slug}`))).items[0].thread.model).toEqual(facts);
    expect(await read(thread.id, reader)).toEqual({...facts, version: 1, derived_from: null, derived: [], mine: []});
    const plain = await author.start(slug, {kind: 'article', title: 'Cómo se hace', body: 'Así.'});
    expect(plain.model).toBeNull();
    for (const path of ['model', 'model/adoptions']) expect((await author.get(`/threads/${plain.id}/${path}`)).status).toBe(404);
    expect((await adopt(plain.id, soria, second)).status).toBe(404);
    expect((await takeBack(plain.id, soria, second)).status).toBe(404);
  });

  it('is refused with what is wrong with it', async () => {
    const slug = await group();
    const why = async (more: object) => (await start(slug, more)).json.errors;
    expect(await why({type: 'law', state: undefined, since: 'ayer'})).toEqual({type: ['unknown_value'], state: ['required'], since: ['not_a_moment']});
    expect(await why({since: '2024-02-30'})).toEqual({since: ['not_a_moment']});
    expect(await why({administration: 4_503_599_627_370_001})).toEqual({administration: ['unknown']});
    expect(await why({administration: undefined})).toEqual({administration: ['required']});
    expect(await why({derived_from: 4_503_599_627_370_001})).toEqual({derived_from: ['unknown_thread']});
    expect((await start(slug, {}, reader)).json.type).toBe('not_a_member');
    const question = await author.ask(slug, 'No lo es');
    expect((await change(question.id)).json.errors).toEqual({thread: ['not_in_this_kind']});
  });

  it('is told live as what it is', async () => {
    const slug = await group();
    const live = await world.live(second);
    const id = await made(slug);
    const told = await live.event('it is a model', (event) => event.thread === id && event.kind === 'thread.changed');
    expect(told.data.model).toMatchObject({type: 'ordinance', state: 'in_force', adoptions: 0});
    await far.want(200, adopt(id, almazan, far));
    expect((await live.event('it was adopted', (event) => event.thread === id && event.data?.model?.adoptions === 1)).kind).toBe('thread.changed');
  });
});

describe('what it is', () => {
  it('is said anew by who writes it, over nobody else’s word', async () => {
    const slug = await group();
    const id = await made(slug);
    for (const person of [second, moderator]) expect((await change(id, {state: 'annulled'}, person)).json.type).toBe('not_the_author');
    // Whoever reads it is told why.
    expect((await change(id, {state: 'annulled', version: 1})).json.errors).toEqual({reason: ['required']});
    const changed = await author.want(200, change(id, {state: 'annulled', since: '2026-01-15', version: 1, reason: ' Sentencia 12/2026 del TSJ. '}));
    const acts = async () => (await reader.want(200, reader.get(`/threads/${id}`))).acts.map(({kind, by, reason}: any) => [kind, by.id, reason]);
    expect(await acts()).toEqual([['model_annulled', author.id, 'Sentencia 12/2026 del TSJ.']]);
    expect(changed).toMatchObject({state: 'annulled', since: '2026-01-15', version: 2});
    expect((await change(id, {state: 'appealed', version: 1})).json.type).toBe('conflict');
    // Sent once more, because the answer was lost.
    expect((await author.want(200, change(id, {state: 'annulled', since: '2026-01-15', version: 1}))).version).toBe(2);
    expect(await acts()).toHaveLength(1);
    await author.want(200, author.put(`/threads/${id}/authors/${second.id}`));
    await second.want(200, second.put(`/threads/${id}/authors/${second.id}`));
    expect((await second.want(200, change(id, {version: 2}, second)))).toMatchObject({state: 'in_force', since: null, version: 3});
  });

  it('can be said of an article that was none', async () => {
    const {id} = await author.start(await group(), {kind: 'article', title: 'Bases de una bolsa', body: 'Uno.'});
    expect(await author.want(200, change(id, {type: 'form'}))).toMatchObject({type: 'form', version: 1});
    expect((await author.want(200, author.get(`/threads/${id}`))).model.type).toBe('form');
  });

  it('is not changed in an archived group', async () => {
    const slug = await group();
    const id = await made(slug);
    await world.archive(slug);
    for (const answer of [await change(id), await adopt(id, soria, second), await takeBack(id, soria, second), await start(slug)]) expect(answer.json.type).toBe('group_archived');
    expect((await read(id)).state).toBe('in_force');
  });
});

describe('what it came from', () => {
  it('is shown both ways to who may read that, and to nobody else', async () => {
    const [open, closed] = [await group(), await world.group(`cerrado-${++turn}`, 'private', [[author, 'member'], [moderator, 'moderator']])];
    const source = await made(closed, {title: 'La de otra comarca'});
    const id = await made(open, {derived_from: source});
    const hidden = await made(closed, {derived_from: id});
    expect(await read(id)).toMatchObject({derived_from: {id: source, title: 'La de otra comarca'}, derived: [{id: hidden}]});
    expect((await read(source)).derived.map((one: any) => one.id)).toEqual([id]);
    const plain = await made(open, {});
    const [seen, beside] = [await second.get(`/threads/${id}/model`), await second.get(`/threads/${plain}/model`)];
    expect(seen.json).toEqual(beside.json);
    for (const {text} of [seen, await second.get(`/threads/${id}`), await second.get('/models')]) for (const word of [String(source), 'otra comarca', String(hidden)]) expect(text).not.toContain(word);
    // Who may not read it can neither say it nor take it away.
    expect((await start(open, {derived_from: source}, second)).json.errors).toEqual({derived_from: ['unknown_thread']});
    await author.want(200, author.put(`/threads/${id}/authors/${second.id}`));
    await second.want(200, second.put(`/threads/${id}/authors/${second.id}`));
    expect((await second.want(200, change(id, {state: 'appealed', derived_from: null, version: 1}, second))).derived_from).toBeNull();
    expect((await read(id)).derived_from.id).toBe(source);
    await author.want(200, change(id, {derived_from: null}));
    expect((await read(id)).derived_from).toBeNull();
  });

  it('carries nothing that others wrote for fewer readers to where more read', async () => {
    const [open, closed] = [await group(), await world.group(`cerrado-${++turn}`, 'private', [[author, 'member'], [second, 'member']])];
    const source = await made(closed, {title: 'Solo para nosotros'});
    expect((await start(open, {derived_from: source}, second)).json.type).toBe('wider_audience');
    await second.want(201, start(closed, {derived_from: source}, second));
    // Who wrote it may.
    expect((await read(await made(open, {derived_from: source}))).derived_from.id).toBe(source);
  });

  it('is nothing that came from it', async () => {
    const slug = await group();
    const one = await made(slug);
    const two = await made(slug, {derived_from: one});
    for (const from of [one, two]) expect((await change(one, {derived_from: from})).json.errors).toEqual({derived_from: ['itself']});
    expect((await read(two)).derived_from.id).toBe(one);
    // Left out, it stays.
    expect((await author.want(200, change(two, {state: 'draft'}))).derived_from.id).toBe(one);
  });

  it('follows where threads go', async () => {
    const slug = await group();
    const [gone, kept] = [await author.ask(slug, '¿Alguien tiene una?'), await author.ask(slug, 'Busco una de terrazas')];
    const id = await made(slug, {derived_from: gone.id});
    await moderator.want(200, moderator.post(`/threads/${gone.id}/merger`, {into: kept.id, reason: 'Es lo mismo.'}));
    expect((await read(id)).derived_from.id).toBe(kept.id);
    // Into what came from it.
    await moderator.want(200, moderator.post(`/threads/${kept.id}/merger`, {into: id, reason: 'Aquí está.'}));
    expect(await read(id)).toMatchObject({derived_from: null, type: 'ordinance'});
    await second.want(200, adopt(id, soria, second));
    const reply = await far.write(id, 'reply', 'Otra cosa.');
    await moderator.want(201, moderator.post(`/threads/${id}/split`, {numbers: [reply.number], kind: 'update', title: 'Otra cosa', reason: 'No va aquí.'}));
    const elsewhere = await group();
    await moderator.want(200, moderator.put(`/threads/${id}/group`, {group: elsewhere, reason: 'Va allí.'}));
    expect(await read(id)).toMatchObject({type: 'ordinance', adoptions: 1});
    expect(await listed(`group=${elsewhere}`)).toEqual([id]);
  });

  it('does not speak again to whom its text names', async () => {
    const slug = await group();
    const body = `Preguntad a [@Segunda](/personas/${second.id}).`;
    const mentions = async () => (await second.all('/notifications')).filter(({cause}: any) => cause === 'mention').map(({thread}: any) => thread.id);
    const source = await made(slug, {body});
    const told = await mentions();
    expect(told).toContain(source);
    const id = await made(slug, {body, derived_from: source}, far);
    expect(await mentions()).toEqual(told);
    expect((await read(id)).derived_from.id).toBe(source);
  });
});

describe('adoptions', () => {
  it('are one of each administration, said by somebody of it, also at once', async () => {
    const id = await made(await group());
    await Promise.all([second, colleague, second, colleague].map((person) => person.want(200, adopt(id, soria, person))));
    expect(await read(id, second)).toMatchObject({adoptions: 1, mine: [{administration: {id: soria}, adopted: true}]});
    await far.want(200, adopt(id, almazan, far));
    const all = await adopters(id, reader);
    expect(all.map(({administration}: any) => administration.name)).toEqual(['Ayuntamiento de Soria', 'Ayuntamiento de Almazán']);
    expect(all.map(({may_take_back}: any) => may_take_back)).toEqual([false, false]);
    expect((await adopters(id, colleague)).map(({may_take_back}: any) => may_take_back)).toEqual([true, false]);
    const first = (await reader.want(200, reader.get(`/threads/${id}/model/adoptions?limit=1`)));
    expect([first.items.length, (await reader.all(`/threads/${id}/model/adoptions`, 1)).length]).toEqual([1, 2]);
  });

  it('are not said by others, by externals, by who left, nor by whom it belongs to', async () => {
    const id = await made(await group());
    expect((await adopt(id, soria, far)).json.type).toBe('not_of_administration');
    expect((await adopt(id, villar, author)).json.type).toBe('own_model');
    expect((await read(id, author)).mine).toEqual([]);
    expect((await adopt(id, soria, reader)).json.type).toBe('not_a_member');
    await moves(colleague, soria, 'external');
    expect((await adopt(id, soria, colleague)).json.type).toBe('not_of_administration');
    expect((await read(id, colleague)).mine).toEqual([]);
    await moves(colleague, soria);
    await world.database.rows('update appointment set valid_to = current_date where person_id = $1', [far.id]);
    expect((await adopt(id, almazan, far)).json.type).toBe('not_of_administration');
    await moves(far, almazan);
    expect((await read(id)).adoptions).toBe(0);
  });

  it('are taken back by who said it, also after leaving, and by who belongs there now', async () => {
    const id = await made(await group());
    await second.want(200, adopt(id, soria, second));
    expect((await takeBack(id, soria, far)).json.type).toBe('not_of_administration');
    expect((await takeBack(id, soria, author)).json.type).toBe('not_of_administration');
    expect(await colleague.want(200, takeBack(id, soria, colleague))).toMatchObject({adoptions: 0, mine: [{adopted: false}]});
    await second.want(200, takeBack(id, soria, second));
    await second.want(200, adopt(id, soria, second));
    await moves(second, almazan);
    await second.want(200, takeBack(id, soria, second));
    await moves(second, soria);
    expect((await read(id)).adoptions).toBe(0);
  });

  it('go when the document becomes that administration’s', async () => {
    const id = await made(await group());
    await second.want(200, adopt(id, soria, second));
    await far.want(200, adopt(id, almazan, far));
    expect(await author.want(200, change(id, {administration: soria}))).toMatchObject({adoptions: 1, administration: {id: soria}});
  });

  it('and that, said at once, leave nobody having adopted what is theirs', async () => {
    const slug = await group();
    for (let i = 0; i < 8; i++) {
      const id = await made(slug);
      const [given] = await Promise.all([change(id, {administration: soria}), adopt(id, soria, second), adopt(id, soria, colleague)]);
      expect(given.status).toBe(200);
      expect(await read(id)).toMatchObject({adoptions: 0, administration: {id: soria}});
    }
  });
});

describe('notices', () => {
  const told = async (person: Person, thread: number) => (await person.all('/notifications')).filter((one: any) => one.thread?.id === thread && one.cause.startsWith('model_')).map(({cause}: any) => cause);

  it('tell its author who took it over, as long as somebody did', async () => {
    const id = await made(await group());
    await second.want(200, adopt(id, soria, second));
    await colleague.want(200, adopt(id, soria, colleague));
    expect(await told(author, id)).toEqual(['model_adopted']);
    expect((await author.all('/notifications')).find((one: any) => one.thread?.id === id)).toMatchObject({times: 1, actor: {id: second.id}});
    await second.want(200, takeBack(id, soria, second));
    expect(await told(author, id)).toEqual([]);
  });

  it('tell who took it over or started from it that it is appealed or annulled, while it is', async () => {
    const slug = await group();
    const [id, hidden] = [await made(slug), await group('private')];
    await second.want(200, adopt(id, soria, second));
    await made(hidden, {derived_from: id, administration: almazan}, far);
    const all = async () => [await told(second, id), await told(far, id), await told(author, id).then((causes) => causes.filter((cause) => cause !== 'model_adopted')), await told(colleague, id)];
    await author.want(200, change(id, {state: 'draft'}));
    expect(await all()).toEqual([[], [], [], []]);
    await author.want(200, change(id, {state: 'annulled', reason: 'Sentencia firme.'}));
    await toldAll();
    expect((await second.all('/notifications')).find(({cause}: any) => cause === 'model_annulled')).toMatchObject({actor: {id: author.id}, facts: {reason: 'Sentencia firme.'}});
    expect(await all()).toEqual([['model_annulled'], ['model_annulled'], [], []]);
    // Told once, however often something else is said of it.
    await author.want(200, change(id, {state: 'annulled', since: '2026-01-01'}));
    await toldAll();
    expect((await second.all('/notifications')).find(({cause}: any) => cause === 'model_annulled').times).toBe(1);
    await author.want(200, change(id));
    expect(await all()).toEqual([[], [], [], []]);
  });

  it('tell hundreds by some at a time, and nobody of what it is no longer', async () => {
    const id = await made(await group());
    await world.database.rows(`with a as (insert into administration (name, dir3, level, province_id, province, region_id, region)
        select 'Villa ' || n, 'LZ' || n, 'municipality', '42', 'Soria', '07', 'Castilla y León' from generate_series(1, 450) n returning id),
      numbered as (select id, row_number() over () as n from a),
      p as (insert into person (name, status, policy_accepted_at) select 'Técnica ' || n, 'active', now() from generate_series(1, 450) n returning id),
      people as (select id, row_number() over () as n from p)
      insert into model_adoption (thread_id, administration_id, person_id) select $1, n.id, p.id from numbered n join people p using (n)`, [id]);
    const count = async (cause: string) => Number(await world.database.value('select count(*) from notification where thread_id = $1 and cause = $2', [id, cause]));
    await world.database.rows(`insert into job (kind, payload) values ('models.tell', jsonb_build_object('thread', $1::bigint, 'state', 'annulled', 'actor', $2::bigint, 'after', 0))`, [id, author.id]);
    await toldAll();
    expect(await count('model_annulled')).toBe(0);
    await author.want(200, change(id, {state: 'appealed'}));
    expect(await count('model_appealed')).toBeLessThan(450);
    await toldAll();
    expect(await count('model_appealed')).toBe(450);
    expect(Number(await world.database.value(`select count(distinct xmin::text) from notification where thread_id = $1 and cause = 'model_appealed'`, [id]))).toBe(3);
  });
});

describe('the list', () => {
  it('has those that one may read, the newest first or the most adopted, page by page', async () => {
    const [slug, closed] = [await group(), await group('private')];
    const [one, two, three] = [await made(slug), await made(slug, {type: 'form', state: 'annulled'}), await made(slug, {administration: almazan, title: 'Pliego de basuras', type: 'specification', tags: ['residuos']})];
    const secret = await made(closed, {title: 'Reservada'});
    expect(await listed(`group=${slug}`, reader)).toEqual([three, two, one]);
    expect(await listed('', reader)).not.toContain(secret);
    expect(await listed('', author)).toContain(secret);
    // Nor a gap where it would be, by either order.
    for (const order of ['newest', 'adopted']) expect((await reader.all(`/models?order=${order}`, 1)).map(({id}: any) => id)).toEqual(await listed(`order=${order}&limit=100`, reader));
    expect((await reader.get(`/models?group=${closed}`)).status).toBe(404);
    await second.want(200, adopt(one, soria, second));
    await far.want(200, adopt(one, almazan, far));
    await second.want(200, adopt(two, soria, second));
    expect(await listed(`group=${slug}&order=adopted`, reader)).toEqual([one, two, three]);
    for (const order of ['newest', 'adopted']) {
      const pages = (await reader.all(`/models?group=${slug}&order=${order}`, 1)).map(({id}: any) => id);
      expect(pages).toEqual(await listed(`group=${slug}&order=${order}`, reader));
    }
    const of = (query: string) => listed(`group=${slug}&${query}`, reader);
    expect(await of('type=form')).toEqual([two]);
    expect(await of('state=annulled')).toEqual([two]);
    expect(await of(`administration=${almazan}`)).toEqual([three]);
    expect(await of('band=5000-19999')).toEqual([three]);
    expect(await of('province=50')).toEqual([three]);
    expect(await of('tag=Residuos')).toEqual([three]);
    expect(await of('q=PLIEGO')).toEqual([three]);
    expect(await of('q=villar')).toEqual([two, one]);
    expect(await of('type=form&state=in_force')).toEqual([]);
    for (const query of ['type=law', 'state=dead', 'administration=x', 'band=big', 'order=best', 'nothing=1']) expect((await reader.get(`/models?${query}`)).status).toBe(422);
  });

  it('leaves out those whose text its author took away', async () => {
    const slug = await group();
    const id = await made(slug);
    const root = (await author.want(200, author.get(`/threads/${id}`))).posts.items[0];
    expect((await author.del(`/posts/${root.id}`)).status).toBe(204);
    expect(await listed(`group=${slug}`)).toEqual([]);
  });
});
