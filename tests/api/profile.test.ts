// SPDX-License-Identifier: EUPL-1.2
// What people say of themselves, who sees which field of it, the posts they hold, and writing as one of them.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, marker, type Person} from '../support/world.ts';

let world: World, ana: Person, colleague: Person, companion: Person, stranger: Person, administrator: Person;
let elsewhere: number;

const fields = ['about', 'ask_me', 'skills', 'languages', 'phone', 'hours', 'history'] as const;
const audiences = ['network', 'administration', 'groups', 'nobody'] as const;

const profile = (change: object = {}) => ({
  name: 'Ana Ruiz', about: 'Llevo el padrón.', ask_me: 'Altas de oficio', phone: '+34 975 00 00 00', hours: 'De 9 a 14', skills: ['padrón', 'registro'],
  languages: ['ca', 'es'], ...Object.fromEntries([...fields, 'photo'].map((field) => [`${field}_for`, 'network'])), ...change,
});
const said = {about: 'Llevo el padrón.', ask_me: 'Altas de oficio', phone: '+34 975 00 00 00', hours: 'De 9 a 14', skills: ['padrón', 'registro'], languages: ['ca', 'es']};
const appointment = (change: object = {}) => ({administration: world.administration, position: 'Secretaria', unit: 'Secretaría', relation: 'employee', ...change});
const post = (person: Person, change: object = {}) => person.post(`/people/${person.id}/appointments`, appointment(change));

beforeAll(async () => {
  world = await World.make();
  [ana, colleague, companion, stranger] = await Promise.all(['Ana Ruiz', 'Colega', 'Compañera', 'Extraña'].map((name) => world.person(name)));
  administrator = await world.person('Admin', {role: 'administrator'});
  elsewhere = await world.addAdministration('Ayuntamiento de Otra Parte', 9_000, '09');
  for (const person of [companion, stranger, administrator]) {
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, elsewhere]);
  }
  await world.group('juntas', 'hidden', [[ana, 'owner'], [companion, 'member']]);
});
afterAll(() => world?.end());

describe('a profile', () => {
  it('is what was saved, for oneself with the readers of each field', async () => {
    const saved = await ana.want(200, ana.put('/me/profile', profile({phone_for: 'nobody'})));
    expect(saved).toMatchObject({...said, name: 'Ana Ruiz', phone_for: 'nobody', about_for: 'network'});
    expect(await ana.want(200, ana.get('/me/profile'))).toEqual(saved);
    expect((await ana.get(`/people/${ana.id}`)).json).toMatchObject({...said, id: ana.id, name: 'Ana Ruiz', status: 'active', mine: true});
    expect((await ana.get('/me')).json.person.name).toBe('Ana Ruiz');
  });

  it('leaves to whom the photo is shown where a page from before there were photos does not say it', async () => {
    await ana.want(200, ana.put('/me/profile', profile({photo_for: 'groups'})));
    const {photo_for, ...before} = profile({about: 'Llevo el registro.'}) as any;
    expect(await ana.want(200, ana.put('/me/profile', before))).toMatchObject({photo_for: 'groups', about: 'Llevo el registro.'});
    const {about_for, ...never} = profile() as any;
    expect((await ana.put('/me/profile', never)).json.errors).toEqual({about_for: ['required']});
  });

  it('is not saved over a state that was not read, whatever was hidden in it', async () => {
    await ana.want(200, ana.put('/me/profile', profile()));
    const read = await ana.get('/me/profile', {headers: {'accept-encoding': 'identity'}});
    const save = (change: object, tag: string) => ana.put('/me/profile', profile(change), {headers: {'if-match': tag}});
    const tag = read.headers.etag;
    await ana.want(200, save({phone_for: 'nobody'}, tag));
    const late = await save({skills: ['padrón', 'urbanismo']}, tag);
    expect([late.status, late.json.type]).toEqual([409, 'conflict']);
    expect((await ana.get('/me/profile')).json).toMatchObject({phone_for: 'nobody', skills: ['padrón', 'registro']});
    const {headers} = await ana.get('/me/profile');
    await ana.want(200, save({phone_for: 'nobody', skills: ['padrón', 'urbanismo']}, `W/${headers.etag.replace(/^W\//, '')}`));
    await ana.want(200, save({}, '*'));
  });

  it('saved from two places at once over the same state is saved from one', async () => {
    await ana.want(200, ana.put('/me/profile', profile()));
    const tag = (await ana.get('/me/profile')).headers.etag;
    const places = ['1', '2', '3', '4'];
    const answers = await Promise.all(places.map((hours) => ana.put('/me/profile', profile({hours}), {headers: {'if-match': tag}})));
    expect(answers.map(({status}) => status).sort()).toEqual([200, 409, 409, 409]);
    const {hours} = (await ana.get('/me/profile')).json;
    expect(answers[places.indexOf(hours)].status).toBe(200);
  });

  it('of somebody who said nothing shows name and post, and keeps phone and hours within the administration', async () => {
    expect((await ana.get(`/people/${stranger.id}`)).json).toMatchObject({
      name: 'Extraña', mine: false, about: '', ask_me: '', skills: [], languages: [], phone: '', hours: '', history: [],
      posts: [{position: 'Técnica', main: true, since: null, until: null, administration: {id: elsewhere, name: 'Ayuntamiento de Otra Parte', band: '5000-19999'}}],
    });
    expect((await stranger.get('/me/profile')).json).toMatchObject({about_for: 'network', phone_for: 'administration', hours_for: 'administration'});
  });

  it.each(audiences)('shows every field to %s and nobody else', async (audience) => {
    const past = await ana.want(201, post(ana, {position: 'Auxiliar', since: '2019-01-01'}));
    const {id} = past.posts.find((one: any) => one.position === 'Auxiliar');
    await ana.want(200, ana.put(`/people/${ana.id}/appointments/${id}`, {position: 'Auxiliar', relation: 'employee', since: '2019-01-01', until: '2020-12-31'}));
    try {
      for (const field of fields) {
        const others = Object.fromEntries(fields.map((name) => [`${name}_for`, 'nobody']));
        await ana.want(200, ana.put('/me/profile', profile({...others, [`${field}_for`]: audience})));
        const seen = async (reader: Person) => {
          const {json} = await reader.get(`/people/${ana.id}`);
          return fields.filter((name) => json[name].length > 0);
        };
        const readers: Record<string, Person[]> = {network: [colleague, companion, stranger, administrator], administration: [colleague], groups: [companion], nobody: []};
        const sees = readers[audience];
        for (const reader of [colleague, companion, stranger, administrator]) expect([reader.name, await seen(reader)]).toEqual([reader.name, sees.includes(reader) ? [field] : []]);
        expect(await seen(ana)).toEqual([...fields]);
      }
    } finally {
      await world.database.rows('delete from appointment where id = $1', [id]);
    }
  });

  it('no longer shows to who is no longer in the administration or the group', async () => {
    await ana.want(200, ana.put('/me/profile', profile({about_for: 'administration', ask_me_for: 'groups'})));
    await world.database.rows(`update appointment set valid_to = current_date where person_id = $1`, [colleague.id]);
    await world.leave('juntas', companion);
    expect((await colleague.get(`/people/${ana.id}`)).json.about).toBe('');
    expect((await companion.get(`/people/${ana.id}`)).json.ask_me).toBe('');
    await world.database.rows(`update appointment set valid_to = null where person_id = $1`, [colleague.id]);
    await world.join('juntas', companion, 'guest');
  });

  it.each([
    [{name: ''}, {name: ['required']}], [{about: 'x'.repeat(2001)}, {about: ['too_long']}], [{phone: 'llámame'}, {phone: ['not_a_phone']}],
    [{skills: Array.from({length: 21}, (_, i) => `s${i}`)}, {skills: ['too_many']}], [{languages: ['E5']}, {languages: ['unknown_value']}],
    [{about_for: 'everybody'}, {about_for: ['unknown_value']}], [{photo: 'x'}, {photo: ['unknown_field']}],
  ])('refuses %o', async (change, errors) => {
    const answer = await ana.put('/me/profile', profile(change));
    expect([answer.status, answer.json.errors]).toEqual([422, errors]);
  });

  it('of nobody is not found, nor of what is no identifier', async () => {
    for (const id of ['4503599627370001', '0', 'ana']) {
      expect((await ana.get(`/people/${id}`)).status).toBe(404);
      expect((await ana.get(`/people/${id}/contributions`)).status).toBe(404);
    }
  });

  it('of who is suspended, gone or imported shows what is theirs still', async () => {
    const other = await world.person('Otra Más');
    await other.want(200, other.put('/me/profile', profile({name: 'Otra Más'})));
    const seen = async (status: string) => {
      await world.database.rows('update person set status = $2 where id = $1', [other.id, status]);
      return (await ana.get(`/people/${other.id}`)).json;
    };
    expect(await seen('suspended')).toMatchObject({status: 'suspended', name: 'Otra Más', about: '', skills: [], phone: '', posts: [{position: 'Técnica'}]});
    expect(await seen('erased')).toMatchObject({status: 'erased', name: 'Otra Más', about: '', posts: [], history: []});
    expect(await seen('imported')).toMatchObject({status: 'imported', about: 'Llevo el padrón.'});
  });

  it('is not sent again while it stays the same', async () => {
    const {headers} = await ana.get(`/people/${stranger.id}`);
    expect((await ana.get(`/people/${stranger.id}`, {headers: {'if-none-match': headers.etag}})).status).toBe(304);
  });
});

describe('contributions', () => {
  it('are those that the reader may read, newest first, without comments and deleted ones', async () => {
    const writer = await world.person('Escritora');
    const secret = marker();
    await world.group('publico', 'open', [[writer, 'owner'], [ana, 'member']]);
    await world.group('cerrado', 'private', [[writer, 'owner'], [ana, 'member']]);
    const first = await writer.ask('publico', 'Primera');
    const closed = await writer.ask('cerrado', `Segunda ${secret}`);
    const asked = await ana.ask('publico', 'De Ana');
    const answer = await writer.answer(asked.id, 'Así.');
    await writer.comment(asked.id, 1, 'Un matiz.');
    const gone = await writer.answer(asked.id, 'Borrada.');
    await writer.del(`/posts/${gone.id}`);
    const seen = async (reader: Person) => (await reader.all(`/people/${writer.id}/contributions`, 1)).map((item) => [item.thread.id, item.number, item.role]);
    expect(await seen(ana)).toEqual([[asked.id, answer.number, 'answer'], [closed.id, 1, 'root'], [first.id, 1, 'root']]);
    expect(await seen(stranger)).toEqual([[asked.id, answer.number, 'answer'], [first.id, 1, 'root']]);
    expect((await administrator.get(`/people/${writer.id}/contributions`)).text).not.toContain(secret);
  });
});

describe('posts held', () => {
  it('may be several at once, one of them the main one', async () => {
    const secretary = await world.person('Secretaria de tres');
    const second = (await secretary.want(201, post(secretary, {position: 'Interventora'}))).posts;
    expect(second.map((one: any) => [one.position, one.main])).toEqual([['Técnica', true], ['Interventora', false]]);
    const third = (await secretary.want(201, post(secretary, {position: 'Tesorera', main: true, since: '2024-02-29'}))).posts;
    expect(third.map((one: any) => [one.position, one.main]).sort()).toEqual([['Interventora', false], ['Tesorera', true], ['Técnica', false]]);
    expect((await secretary.get('/me')).json).toMatchObject({person: {post: 'Tesorera'}, posts: [{position: 'Tesorera'}, {}, {}]});
    const tesorera = third.find((one: any) => one.main);
    const ended = await secretary.want(200, secretary.put(`/people/${secretary.id}/appointments/${tesorera.id}`,
      {position: 'Tesorera', relation: 'employee', since: '2024-02-29', until: '2025-01-31'}));
    expect(ended.posts.filter((one: any) => one.main)).toHaveLength(1);
    expect(ended.history).toMatchObject([{position: 'Tesorera', since: '2024-02-29', until: '2025-01-31', main: false}]);
  });

  it('end for good, and are changed without touching others', async () => {
    const person = await world.person('Saliente');
    const [only] = (await person.get(`/people/${person.id}`)).json.posts;
    const address = `/people/${person.id}/appointments/${only.id}`;
    await person.want(200, person.put(address, {position: 'Técnica', relation: 'employee', until: '2026-01-01'}));
    expect((await person.get('/me')).json).toMatchObject({administration: null, posts: []});
    expect((await person.put(address, {position: 'Técnica', relation: 'employee'})).json.errors).toEqual({until: ['required']});
    expect((await person.want(200, person.put(address, {position: 'Técnica superior', relation: 'employee', until: '2025-12-31'}))).history)
      .toMatchObject([{position: 'Técnica superior', relation: 'employee', until: '2025-12-31'}]);
    const [other] = (await ana.get(`/people/${ana.id}`)).json.posts;
    expect((await person.put(`/people/${person.id}/appointments/${other.id}`, {position: 'Mía', relation: 'employee'})).status).toBe(404);
  });

  it('are added where one belongs, elsewhere by an administrator of the network', async () => {
    const person = await world.person('Compartida');
    const third = await world.addAdministration('Ayuntamiento Tercero', 500);
    expect((await post(person, {administration: third})).json.type).toBe('post_needs_confirmation');
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('villar.example', $1)`, [third]);
    expect((await person.get('/me/profile')).json.administrations.map((one: any) => one.id).sort()).toEqual([world.administration, third].sort());
    await person.want(201, post(person, {administration: third}));
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('villar.example', $1)`, [elsewhere]);
    expect((await post(person, {administration: elsewhere})).json.type).toBe('post_needs_confirmation');
    await world.database.rows('delete from mail_domain');
    await administrator.want(201, administrator.post(`/people/${person.id}/appointments`, appointment({administration: elsewhere})));
    expect((await person.get('/me')).json.posts).toHaveLength(3);
    const audited = await world.database.rows(`select action from audit where action = 'appointment.added' and actor_id = $1`, [administrator.id]);
    expect(audited).toHaveLength(1);
  });

  it('that were ended are not taken back by who held them, and another\'s hand in them is audited', async () => {
    const person = await world.person('Cesada');
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('villar.example', $1)`, [world.administration]);
    const [only] = (await person.get(`/people/${person.id}`)).json.posts;
    const address = `/people/${person.id}/appointments/${only.id}`;
    await administrator.want(200, administrator.put(address, {position: 'Técnica de gestión', relation: 'employee'}));
    await administrator.want(200, administrator.put(address, {position: 'Técnica de gestión', relation: 'employee', until: '2026-01-01'}));
    expect((await post(person, {})).json.type).toBe('post_needs_confirmation');
    expect((await person.get('/me/profile')).json.administrations).toEqual([]);
    await administrator.want(201, administrator.post(`/people/${person.id}/appointments`, appointment({administration: world.administration})));
    await world.database.rows('delete from mail_domain');
    const audited = await world.database.rows('select action from audit where object_id = $1 order by seq', [only.id]);
    expect(audited.map(({action}: any) => action)).toEqual(['appointment.changed', 'appointment.ended']);
  });

  it.each([
    [{administration: 4_503_599_627_370_001}, {administration: ['unknown']}], [{position: ''}, {position: ['required']}], [{relation: 'jefa'}, {relation: ['unknown_value']}],
    [{since: '2026-02-30'}, {since: ['not_a_past_day']}], [{since: '2999-01-01'}, {since: ['not_a_past_day']}], [{until: '2020-01-01'}, {until: ['unknown_field']}],
  ])('refuse %o', async (change, errors) => {
    const answer = await post(ana, change);
    expect([answer.status, answer.json.errors]).toEqual([422, errors]);
  });

  it('are never more than a person can hold', async () => {
    const person = await world.person('Ubicua');
    const answers = await Promise.all(Array.from({length: 14}, (_, i) => post(person, {position: `Puesto ${i}`, main: i % 2 === 0})));
    expect(answers.map(({status}) => status).sort()).toEqual([...Array(11).fill(201), ...Array(3).fill(409)]);
    expect((await person.get('/me')).json.posts.filter((one: any) => one.main)).toHaveLength(1);
  });
});

describe('writing as', () => {
  it('one of my posts, which the author line keeps', async () => {
    const secretary = await world.person('Dos pueblos');
    await world.group('escritura', 'open', [[secretary, 'owner']]);
    await administrator.want(201, administrator.post(`/people/${secretary.id}/appointments`, appointment({administration: elsewhere, position: 'Interventora'})));
    const [main, other] = (await secretary.get('/me')).json.posts;
    const thread = await secretary.start('escritura', {kind: 'question', title: 'Como interventora', body: 'Texto', appointment: other.id});
    expect(thread.author).toMatchObject({post: 'Interventora', administration: {id: elsewhere}});
    const write = (appointment?: number | null) => secretary.post(`/threads/${thread.id}/posts`, {role: 'answer', body: 'Texto', appointment});
    expect((await write(other.id)).json.author).toMatchObject({post: 'Interventora', administration: {id: elsewhere}});
    for (const none of [main.id, null, undefined]) expect((await write(none)).json.author).toMatchObject({post: 'Técnica', administration: {id: world.administration}});
    const root = (await ana.get(`/threads/${thread.id}`)).json.posts.items[0];
    expect(root.author).toMatchObject({post: 'Interventora', administration: {id: elsewhere}});

    await secretary.want(200, secretary.put(`/people/${secretary.id}/appointments/${other.id}`, {position: 'Interventora', relation: 'employee', until: '2026-01-01'}));
    expect((await ana.get(`/threads/${thread.id}`)).json.author).toMatchObject({post: 'Interventora', administration: {id: elsewhere}});
    const [ofAna] = (await ana.get('/me')).json.posts;
    for (const wrong of [other.id, ofAna.id, 4_503_599_627_370_001]) {
      expect((await write(wrong)).json.errors).toEqual({appointment: ['not_yours']});
      const started = await secretary.post('/groups/escritura/threads', {kind: 'question', title: 'x', body: 'x', appointment: wrong});
      expect(started.json.errors).toEqual({appointment: ['not_yours']});
    }
  });
});
