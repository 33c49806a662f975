// SPDX-License-Identifier: EUPL-1.2
// What is asked or called can be put right afterwards: by whom, how far, who is told, and what stays to be seen of it.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

async function scene() {
  const people = [await world.person('Convoca'), await world.person('Modera'), await world.person('Primera'), await world.person('Segunda'), await world.person('Tercera')] as const;
  const slug = await world.group(`cambia-${++turn}`, 'open', people.map((person, i) => [person, i === 1 ? 'moderator' : i === 4 ? 'owner' : 'member']));
  return {people, slug};
}
const ahead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const acts = async (person: Person, id: number) => (await person.want(200, person.get(`/threads/${id}`))).acts as any[];
const causes = async (person: Person, id: number) => (await person.want(200, person.get('/notifications'))).items.filter(({thread}: any) => thread?.id === id).map(({cause, times}: any) => `${cause} ${times}`).sort();
const jobsDone = () => until('the jobs are done', async () => Number(await world.database.value(`select count(*) from job where kind like 'gatherings.%' or kind like 'polls.%'`)) === 0, 20_000);
const fresh = (id: number) => world.database.rows('delete from notification where thread_id = $1', [id]);

describe('an event', () => {
  const base = {starts_at: ahead(24), ends_at: ahead(26), place: 'Salón de plenos'};
  const made = async (person: Person, slug: string, more: object = {}) => (await person.want(201, person.post(`/groups/${slug}/events`, {title: 'Curso', body: 'De contratación.', ...base, ...more}))).id as number;
  const read = (person: Person, id: number) => person.want(200, person.get(`/threads/${id}/event`));
  const change = (person: Person, id: number, more: object, version: number) => person.put(`/threads/${id}/event`, {...base, ...more, version});
  const come = (person: Person, id: number) => person.want(200, person.put(`/threads/${id}/event/me`));
  const cancelled = (id: number) => `/threads/${id}/event/cancelled`;
  const calendar = async (person: Person, id: number) => {
    const {text} = await person.get(`/threads/${id}/event/calendar`);
    const value = (name: string) => new RegExp(`^${name}:(.*)\r$`, 'm').exec(text)?.[1];
    return {start: value('DTSTART'), status: value('STATUS'), sequence: Number(value('SEQUENCE')), uid: value('UID')};
  };

  it('gets another time and place from its author and who moderates; who signed up is told once, and all see what it was', async () => {
    const {people: [author, moderator, one, two, owner], slug} = await scene();
    const id = await made(author, slug, {places: 1});
    for (const person of [one, two]) await come(person, id);
    const outside = await world.person('De fuera');
    expect([(await change(one, id, {place: 'Otra'}, 1)).json.type, (await change(outside, id, {place: 'Otra'}, 1)).json.type]).toEqual(['not_the_author_nor_moderator', 'not_a_member']);
    expect([(await read(one, id)).may_change, (await read(author, id)).may_change, (await read(moderator, id)).may_change]).toEqual([false, true, true]);
    const live = await world.live(two);
    await live.watch(id);
    const before = await calendar(one, id);
    const [starts_at, ends_at] = [ahead(48), ahead(50)];
    const changed = await moderator.want(200, change(moderator, id, {starts_at, ends_at, place: 'Biblioteca', places: 1, link: 'https://video.example/sala?clave=1'}, 1));
    expect(changed).toMatchObject({version: 2, starts_at, ends_at, place: 'Biblioteca', coming: 1, waiting: 1});
    await live.event('the change', (event) => event.kind === 'event.changed' && event.thread === id);
    await live.event('its line', (event) => event.kind === 'thread.ordered' && event.thread === id && event.data.act === 'event_changed');
    live.close();
    await until('they are told', async () => (await causes(two, id)).includes('event_changed 1'));
    await jobsDone();
    expect([await causes(author, id), await causes(one, id), await causes(two, id), await causes(moderator, id), await causes(owner, id)])
      .toEqual([['event_changed 1'], ['event_changed 1'], ['event_changed 1'], [], []]);
    expect(await acts(outside, id)).toMatchObject([{kind: 'event_changed', by: {id: moderator.id}, changes: [
      {what: 'starts_at', before: base.starts_at, after: starts_at}, {what: 'ends_at', before: base.ends_at, after: ends_at},
      {what: 'place', before: base.place, after: 'Biblioteca'},
      // Whoever has it may come in: it stands with the event alone, until it is another.
      {what: 'link', before: null, after: null}]}]);
    const after = await calendar(one, id);
    expect([after.uid, after.status, after.start]).toEqual([before.uid, 'CONFIRMED', `${starts_at.replace(/[-:]/g, '').slice(0, 15)}Z`]);
    expect(after.sequence).toBeGreaterThan(before.sequence);
    // The answer was lost, and it is sent again; who changed what stood before is told so.
    expect((await moderator.want(200, change(moderator, id, {starts_at, ends_at, place: 'Biblioteca', places: 1, link: 'https://video.example/sala?clave=1'}, 1))).version).toBe(2);
    expect((await change(author, id, {place: 'Otra más', places: 1}, 1)).json.type).toBe('conflict');
    expect(await acts(author, id)).toHaveLength(1);
    // A new title is in the calendar too.
    const root = (await author.want(200, author.get(`/threads/${id}`))).posts.items[0];
    await author.want(200, author.put(`/posts/${root.id}`, {body: 'De contratación.', title: 'Otro curso'}));
    expect((await calendar(one, id)).sequence).toBeGreaterThan(after.sequence);
  });

  it('is told of to nobody who may not see it any more, and of other facts to nobody', async () => {
    const [author, inside, left] = [await world.person('Convoca'), await world.person('Dentro'), await world.person('Salió')];
    const slug = await world.group(`dentro-${++turn}`, 'private', [[author, 'owner'], [inside, 'member'], [left, 'member']]);
    const id = await made(author, slug);
    for (const person of [inside, left]) await come(person, id);
    await author.want(200, change(author, id, {places: 5, sign_up_until: ahead(20)}, 1));
    await jobsDone();
    expect(await causes(inside, id)).toEqual([]);
    // Whoever was removed is not even asked, whatever is kept of them.
    await world.leave(slug, left);
    await world.database.rows('insert into gathering_guest (thread_id, person_id) values ($1, $2)', [id, left.id]);
    await author.want(200, change(author, id, {place: 'En otro sitio', places: 5, sign_up_until: base.starts_at}, 2));
    await until('who belongs is told', async () => (await causes(inside, id)).length === 1);
    await jobsDone();
    expect(await world.database.value('select count(*)::int from notification where thread_id = $1 and person_id = $2', [id, left.id])).toBe(0);
    expect((await left.get(`/threads/${id}/event`)).status).toBe(404);
  });

  it('with more places brings up who waits and tells them, and with fewer puts nobody out', async () => {
    const {people: [author, moderator, one, two, three], slug} = await scene();
    const id = await made(author, slug, {places: 1});
    for (const person of [one, two, three, moderator]) await come(person, id);
    await author.want(200, change(author, id, {places: 3}, 1));
    await until('who came up is told', async () => (await causes(three, id)).includes('event_place 1'));
    await jobsDone();
    expect([await causes(two, id), await causes(moderator, id)]).toEqual([['event_place 1'], []]);
    expect([(await read(three, id)).mine, (await read(moderator, id)).mine]).toEqual(['coming', 'waiting']);
    const refused = await change(author, id, {places: 2}, 2);
    expect([refused.status, refused.json.errors]).toEqual([422, {places: ['fewer_than_coming']}]);
    expect(await read(author, id)).toMatchObject({places: 3, version: 2, coming: 3});
    await author.want(200, change(author, id, {}, 2));
    await until('nobody waits', async () => (await causes(moderator, id)).includes('event_place 1'));
    expect((await change(author, id, {places: 3}, 3)).json.errors).toEqual({places: ['fewer_than_coming']});
    expect(await read(author, id)).toMatchObject({places: null, coming: 4, waiting: 0});
    expect((await acts(one, id)).map(({changes}) => changes)).toEqual([[{what: 'places', before: '1', after: '3'}], [{what: 'places', before: '3', after: null}]]);
  });

  it('takes nobody after the end of signing up, and lets go of who does not come', async () => {
    const {people: [author, , one, two], slug} = await scene();
    const wrong = async (more: object) => (await author.post(`/groups/${slug}/events`, {title: 'x', body: 'x', ...base, ...more})).json.errors;
    expect([await wrong({sign_up_until: ahead(27)}), await wrong({sign_up_until: ahead(-1)})]).toEqual([{sign_up_until: ['after_end']}, {sign_up_until: ['not_ahead']}]);
    const id = await made(author, slug, {sign_up_until: ahead(2)});
    await come(one, id);
    const ended = ahead(-1);
    await author.want(200, change(author, id, {sign_up_until: ended}, 1));
    expect(await read(two, id)).toMatchObject({sign_up_until: ended, sign_up_over: true, may_sign_up: false, may_sign_off: true, over: false});
    expect((await two.put(`/threads/${id}/event/me`)).json.type).toBe('sign_up_over');
    // Who is in and says so again stays in.
    expect((await come(one, id)).mine).toBe('coming');
    expect((await one.want(200, one.del(`/threads/${id}/event/me`))).mine).toBe('none');
  });

  it('is called off with a reason and takes place after all; each is told once, and the calendar says so', async () => {
    const {people: [author, moderator, one, two], slug} = await scene();
    const id = await made(author, slug);
    await come(one, id);
    expect((await one.put(cancelled(id), {reason: 'No'})).json.type).toBe('not_the_author_nor_moderator');
    expect((await author.put(cancelled(id), {reason: ''})).status).toBe(422);
    const off = await author.want(200, author.put(cancelled(id), {reason: 'Está enferma la ponente.'}));
    expect(off).toMatchObject({cancelled: {reason: 'Está enferma la ponente.'}, may_sign_up: false, may_sign_off: false, may_change: true});
    await author.want(200, author.put(cancelled(id), {reason: 'Otra vez'}));
    await until('it is told', async () => (await causes(one, id)).includes('event_cancelled 1'));
    expect((await two.put(`/threads/${id}/event/me`)).json.type).toBe('event_cancelled');
    expect((await one.del(`/threads/${id}/event/me`)).json.type).toBe('event_cancelled');
    expect((await change(author, id, {place: 'Otra'}, 2)).json.type).toBe('event_cancelled');
    const first = await calendar(one, id);
    expect(first.status).toBe('CANCELLED');
    await moderator.want(200, moderator.del(cancelled(id)));
    await until('that is told too', async () => (await causes(one, id)).includes('event_restored 1'));
    await jobsDone();
    // That it is called off does not hold any more, and is told no more; of what another did its author hears.
    expect([await causes(one, id), await causes(author, id), await causes(two, id)]).toEqual([['event_restored 1'], ['event_restored 1'], []]);
    const second = await calendar(one, id);
    expect(second.status).toBe('CONFIRMED');
    expect(second.sequence).toBeGreaterThan(first.sequence);
    expect((await acts(two, id)).map(({kind, reason}) => [kind, reason])).toEqual([['event_cancelled', 'Está enferma la ponente.'], ['event_restored', '']]);
    await world.database.rows(`update gathering set starts_at = now() - interval '2 hours', ends_at = now() where thread_id = $1`, [id]);
    for (const answer of [await author.put(cancelled(id), {reason: 'Tarde'}), await author.del(cancelled(id)), await change(author, id, {place: 'Otra'}, 3)]) expect(answer.json.type).toBe('event_over');
  });

  it('tells as many as there are, some at a time', async () => {
    const {people: [author, , one], slug} = await scene();
    const id = await made(author, slug, {places: 1});
    await come(one, id);
    await world.database.rows(`with p as (insert into person (name) select 'Muchas ' || n from generate_series(1, 250) n returning id),
      m as (insert into membership (group_id, person_id, role) select g.id, p.id, 'member' from p, plaza_group g where g.slug = $2)
      insert into gathering_guest (thread_id, person_id) select $1, id from p`, [id, slug]);
    await author.want(200, change(author, id, {place: 'Más grande'}, 1));
    const told = (cause: string) => world.database.value('select count(*)::int from notification where thread_id = $1 and cause = $2', [id, cause]);
    await until('all hear of the change', async () => (await told('event_changed')) === 251, 20_000);
    await until('all hear of their place', async () => (await told('event_place')) === 250, 20_000);
    await jobsDone();
    expect(await world.database.value('select max(times) from notification where thread_id = $1', [id])).toBe(1);
    await fresh(id);
  });
});

describe('a poll', () => {
  const options = ['Lunes', 'Martes'];
  const made = async (person: Person, slug: string, more: object = {}) => (await person.want(201, person.post(`/groups/${slug}/polls`, {title: '¿Qué día?', body: 'Para el curso.', options, ...more}))).id as number;
  const read = (person: Person, id: number) => person.want(200, person.get(`/threads/${id}/poll`));
  const change = (person: Person, id: number, version: number, more: object = {}) => person.put(`/threads/${id}/poll`, {options, ...more, version});
  const vote = (person: Person, id: number, ...places: number[]) => person.put(`/threads/${id}/poll/vote`, {options: places});

  it('gets options while nobody has voted, and none after', async () => {
    const {people: [author, moderator, one], slug} = await scene();
    const id = await made(author, slug);
    expect((await change(one, id, 1, {options: [...options, 'Jueves']})).json.type).toBe('not_the_author_nor_moderator');
    const why = async (wanted: string[]) => (await change(author, id, 1, {options: wanted})).json.errors;
    expect([await why(['Lunes']), await why(['Martes', 'Lunes', 'Jueves']), await why(['Lunes', 'Otro', 'Jueves'])]).toEqual(Array(3).fill({options: ['only_added']}));
    expect([await why([...options, 'Lunes']), await why([...options, ...Array.from({length: 9}, (_, i) => `${i}`)])]).toEqual([{options: ['repeated_option']}, {options: ['too_many']}]);
    const more = await moderator.want(200, change(moderator, id, 1, {options: [...options, 'Jueves']}));
    expect(more).toMatchObject({version: 2, may_change: true, may_add: true, options: [{text: 'Lunes'}, {text: 'Martes'}, {place: 3, text: 'Jueves'}]});
    expect((await moderator.want(200, change(moderator, id, 1, {options: [...options, 'Jueves']}))).version).toBe(2);
    expect((await change(author, id, 1, {options: [...options, 'Jueves', 'Viernes']})).json.type).toBe('conflict');
    await one.want(200, vote(one, id, 3));
    expect((await change(author, id, 2, {options: [...options, 'Jueves', 'Viernes']})).json.type).toBe('poll_has_votes');
    expect([(await read(author, id)).may_add, (await read(one, id)).may_change]).toEqual([false, false]);
    expect(await acts(one, id)).toMatchObject([{kind: 'poll_changed', by: {id: moderator.id}, changes: [{what: 'option', before: null, after: 'Jueves'}]}]);
  });

  it('ends later than it said, or at once, and never sooner; what is over stays over', async () => {
    const {people: [author, , one], slug} = await scene();
    const [soon, later] = [ahead(24), ahead(48)];
    const id = await made(author, slug);
    await one.want(200, vote(one, id, 1));
    const live = await world.live(one);
    await live.watch(id);
    expect((await change(author, id, 1, {closes_at: ahead(-1)})).json.errors).toEqual({closes_at: ['not_ahead']});
    await author.want(200, change(author, id, 1, {closes_at: soon}));
    await live.event('the change', (event) => event.kind === 'poll.changed' && event.thread === id);
    await live.event('its line', (event) => event.kind === 'thread.ordered' && event.thread === id && event.data.act === 'poll_changed');
    live.close();
    await author.want(200, change(author, id, 2, {closes_at: later}));
    for (const more of [{closes_at: soon}, {}]) expect((await change(author, id, 3, more)).json.errors).toEqual({closes_at: ['only_later']});
    expect((await change(author, id, 3, {closes_at: ahead(24 * 400)})).json.errors).toEqual({closes_at: ['not_ahead']});
    expect((await one.put(`/threads/${id}/poll/closed`)).json.type).toBe('not_the_author_nor_moderator');
    expect(await author.want(200, author.put(`/threads/${id}/poll/closed`))).toMatchObject({closed: true, may_vote: false, may_change: false, voters: null});
    await author.want(200, author.put(`/threads/${id}/poll/closed`));
    expect([(await vote(one, id, 2)).json.type, (await change(author, id, 4, {closes_at: ahead(72)})).json.type]).toEqual(['poll_closed', 'poll_closed']);
    expect((await acts(one, id)).map(({kind, changes}) => [kind, changes])).toEqual([
      ['poll_changed', [{what: 'closes_at', before: null, after: soon}]], ['poll_changed', [{what: 'closes_at', before: soon, after: later}]], ['poll_closed', []]]);
  });

  it('takes no vote that waited while it was ended', async () => {
    const {people: [author, , one], slug} = await scene();
    const id = await made(author, slug);
    await Promise.all([author.want(200, author.put(`/threads/${id}/poll/closed`)), ...Array.from({length: 4}, (_, i) => vote(one, id, 1 + (i % 2)))]);
    const counted = await world.database.value('select count(*)::int from poll_vote where thread_id = $1', [id]);
    expect((await vote(one, id, 2)).json.type).toBe('poll_closed');
    expect(await world.database.value('select count(*)::int from poll_vote where thread_id = $1', [id])).toBe(counted);
  });
});
