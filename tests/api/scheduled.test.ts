// SPDX-License-Identifier: EUPL-1.2
// What somebody writes in the evening appears when they said: once, with what they may do at that moment, or not at all, and
// then nothing of it is lost and nobody else hears of it.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Server} from '../support/server.ts';
import {job, read, sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

let turn = 0;
const ahead = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const at = (place: string) => `/me/drafts/${place}/publication`;
const groupId = async (slug: string) => Number(await world.database.value('select id from plaza_group where slug = $1', [slug]));
const thread = (title: string, kind = 'update') => ({kind, title, body: 'Con su texto.', tags: []});

interface Wish { place?: string; group: string; title?: string; when?: string; version?: number; way?: string; request?: object; fields?: object }
async function wish(writer: Person, {place = 'later:a', group, title = 'A su hora', when = ahead(60), version = 0, way = 'threads', request = thread(title), fields = {title}}: Wish) {
  return writer.put(at(place), {person: writer.id, fields, page: '/ask?later=a', version, publish_at: when, group: await groupId(group), way, request});
}
const schedule = async (writer: Person, wanted: Wish) => (await writer.want(200, wish(writer, wanted))).version as number;
const draft = async (writer: Person, place = 'later:a') => writer.get(`/me/drafts/${place}?person=${writer.id}`);
/** Its time comes. */
const arrive = (writer: Person, place = 'later:a') =>
  world.database.rows(`update draft_publication set publish_at = now() - interval '1 second' where person_id = $1 and place = $2`, [writer.id, place]);
const written = async (title: string) => Number(await world.database.value('select count(*) from thread where title = $1', [title]));
const notices = async (person: Person) => (await person.want(200, person.get('/notifications'))).items as any[];
const refusal = async (writer: Person, place = 'later:a') => until('it was refused', async () => (await draft(writer, place)).json.publication?.refused ?? null) as Promise<any>;

describe('a text for later', () => {
  it('waits, appears when its time comes, tells who wrote it, and ends as a draft', async () => {
    const [writer, reader] = [await world.person('Escribe'), await world.person('Lee')];
    await world.group('tarde', 'open', [[writer, 'owner'], [reader, 'member']]);
    const when = ahead(12 * 60);
    const version = await schedule(writer, {group: 'tarde', title: 'Mañana a las 8:30', when});
    const [row] = (await writer.want(200, writer.get(`/me/drafts?person=${writer.id}`))).items;
    expect(row).toMatchObject({place: 'later:a', version, publication: {publish_at: when, title: 'Mañana a las 8:30', way: 'threads', kind: 'update', confirmed: version, refused: null}});
    expect((await reader.want(200, reader.get(`/me/drafts?person=${reader.id}`))).items).toEqual([]);
    await world.database.rows(`insert into job (kind) values ('drafts.start_due')`);
    await until('the clock went round', async () => Number(await world.database.value(`select count(*) from job where kind like 'drafts.%'`)) === 0);
    expect(await written('Mañana a las 8:30')).toBe(0);

    await arrive(writer);
    await until('it is there', async () => (await written('Mañana a las 8:30')) === 1);
    const [shown] = (await reader.want(200, reader.get('/groups/tarde/threads'))).items;
    expect(shown).toMatchObject({title: 'Mañana a las 8:30', kind: 'update', author: {id: writer.id}});
    expect((await draft(writer)).status).toBe(404);
    // A page where it was being put right does not bring it again.
    const late = await wish(writer, {group: 'tarde', title: 'Mañana a las 8:30', version});
    expect([late.status, late.json.type]).toEqual([409, 'conflict']);
    expect((await writer.want(200, writer.get(`/me/drafts?person=${writer.id}`))).ended).toEqual([{place: 'later:a', version}]);
    const [told] = await until('its writer is told', async () => { const all = await notices(writer); return all.length ? all : null; }) as any[];
    expect(told).toMatchObject({cause: 'scheduled_published', thread: {id: shown.id}});
  });

  it.each([
    ['question', 'threads', thread('Pregunta', 'question')],
    ['article', 'threads', thread('Artículo', 'article')],
    ['poll', 'polls', {title: 'Encuesta', body: '¿Cuál?', tags: [], options: ['Una', 'Otra']}],
    ['event', 'events', {title: 'Convocatoria', body: 'Vengan.', tags: [], starts_at: ahead(60 * 24 * 9), ends_at: ahead(60 * 24 * 9 + 60), place: 'Sala'}],
    ['announcement', 'announcements', {title: 'Anuncio', body: 'Para todos.', tags: []}],
    ['article', 'models', {title: 'Modelo', body: 'Artículo 1.', tags: [], type: 'ordinance', state: 'in_force'}],
  ])('is any thread: %s of %s', async (kind, way, request) => {
    const writer = await world.person('Escribe');
    const slug = `clase-${kind}-${way}`;
    await world.group(slug, 'open', [[writer, 'owner']]);
    await schedule(writer, {group: slug, way, request: way === 'models' ? {...request, administration: world.administration} : request});
    await arrive(writer);
    const list = async () => (await writer.want(200, writer.get(`/groups/${slug}/threads`))).items as any[];
    await until('it is there', async () => (await list()).length === 1);
    expect((await list())[0]).toMatchObject({kind, title: (request as any).title});
  });

  it('is tried when it is scheduled: what would be refused is refused at once, and leaves nothing', async () => {
    const [writer, owner] = [await world.person('Escribe'), await world.person('Dueña')];
    await world.group('prueba', 'open', [[owner, 'owner'], [writer, 'member']]);
    await world.group('ajeno', 'open', [[owner, 'owner']]);
    await world.group('oculto', 'hidden', [[owner, 'owner']]);
    const answer = async (wanted: Partial<Wish>) => { const {status, json} = await wish(writer, {group: 'prueba', ...wanted}); return [status, json.type, json.errors]; };
    expect(await answer({request: {...thread('x'), title: 'x'.repeat(201)}})).toEqual([422, 'invalid', {title: ['too_long']}]);
    expect(await answer({request: {...thread('x'), extra: 1}})).toEqual([422, 'invalid', {extra: ['unknown_field']}]);
    expect(await answer({way: 'polls', request: {title: 'x', body: 'y', tags: [], options: ['una']}})).toEqual([422, 'invalid', {options: ['too_few']}]);
    expect(await answer({way: 'announcements', request: {title: 'x', body: 'y', tags: []}})).toEqual([403, 'not_a_moderator', undefined]);
    expect(await answer({group: 'ajeno'})).toEqual([403, 'not_a_member', undefined]);
    const bare = ({json: {instance, ...rest}}: any) => rest;
    const nowhere = await writer.put(at('later:a'), {person: writer.id, fields: {}, page: '', version: 0, publish_at: ahead(60), group: 4711, way: 'threads', request: thread('x')});
    expect(nowhere.status).toBe(404);
    expect(bare(await wish(writer, {group: 'oculto'}))).toEqual(bare(nowhere));
    expect(await answer({when: ahead(0.9)})).toEqual([422, 'invalid', {publish_at: ['too_soon']}]);
    expect(await answer({when: ahead(366 * 24 * 60 + 5)})).toEqual([422, 'invalid', {publish_at: ['too_late']}]);
    expect(await answer({when: 'mañana'})).toEqual([422, 'invalid', {publish_at: ['not_a_moment']}]);
    expect(await answer({way: 'posts'})).toEqual([422, 'invalid', {way: ['unknown_value']}]);
    expect(Number(await world.database.value('select count(*) from draft where person_id = $1', [writer.id]))).toBe(0);
    // And what is well received leaves no thread either until its time.
    await schedule(writer, {group: 'prueba', title: 'Ni rastro', when: ahead(2)});
    expect(await written('Ni rastro')).toBe(0);
    expect((await owner.want(200, owner.get('/groups/prueba/threads'))).items).toEqual([]);
    // The week of another announcement is over by then.
    await owner.want(201, owner.post('/groups/prueba/announcements', {title: 'Hoy', body: 'Ya.', tags: []}));
    await schedule(owner, {group: 'prueba', way: 'announcements', request: {title: 'Otro', body: 'Luego.', tags: []}, when: ahead(60 * 24 * 10)});
  });
});

describe('until then', () => {
  it('it can be put right, another time be chosen, cancelled, or published at once', async () => {
    const writer = await world.person('Escribe');
    await world.group('cambios', 'open', [[writer, 'owner']]);
    const when = ahead(600);
    const first = await schedule(writer, {group: 'cambios', title: 'Uno', when});
    // Its own time stays possible when it is nearer than others may be.
    const near = new Date(Date.now() + 30_000).toISOString();
    await world.database.rows('update draft_publication set publish_at = $2::timestamptz where person_id = $1', [writer.id, near]);
    const changed = await schedule(writer, {group: 'cambios', title: 'Dos', when: near, version: first});
    const later = await schedule(writer, {group: 'cambios', title: 'Dos', when: ahead(700), version: changed});
    expect((await wish(writer, {group: 'cambios', title: 'De otro equipo', version: first})).json.type).toBe('conflict');

    await writer.want(204, writer.del(`${at('later:a')}?person=${writer.id}`));
    expect((await draft(writer)).json).toMatchObject({fields: {title: 'Dos'}, version: later, publication: null});
    expect((await writer.del(`${at('later:a')}?person=${writer.id}`)).status).toBe(404);
    expect((await writer.post(at('later:a'), {person: writer.id})).status).toBe(404);

    await schedule(writer, {group: 'cambios', title: 'Tres', when, version: later});
    const made = await writer.post(at('later:a'), {person: writer.id}, {headers: {'Idempotency-Key': 'ahora'}});
    expect([made.status, made.json.title]).toEqual([201, 'Tres']);
    expect((await writer.post(at('later:a'), {person: writer.id}, {headers: {'Idempotency-Key': 'ahora'}})).json.id).toBe(made.json.id);
    expect((await writer.post(at('later:a'), {person: writer.id})).status).toBe(404);
    expect([await written('Uno'), await written('Dos'), await written('Tres')]).toEqual([0, 0, 1]);
  });

  it('sent again because no answer came, it is one text, with the words of the last time', async () => {
    const writer = await world.person('Escribe');
    await world.group('sin-respuesta', 'open', [[writer, 'owner']]);
    const first = await schedule(writer, {group: 'sin-respuesta', title: 'Sin respuesta'});
    expect(await schedule(writer, {group: 'sin-respuesta', title: 'Sin respuesta'})).toBe(first);
    const second = await schedule(writer, {group: 'sin-respuesta', title: 'Con una palabra más'});
    expect((await draft(writer)).json).toMatchObject({fields: {title: 'Con una palabra más'}, version: second, publication: {title: 'Con una palabra más', confirmed: second}});
    const last = await schedule(writer, {group: 'sin-respuesta', title: 'Con dos palabras más'});
    // What was changed from elsewhere is not replaced by who never read it, whether it was confirmed there or not.
    const elsewhere = await schedule(writer, {group: 'sin-respuesta', title: 'De otro equipo', version: last});
    expect((await wish(writer, {group: 'sin-respuesta', title: 'A ciegas'})).json.type).toBe('conflict');
    const place = 'later:b';
    const kept = await schedule(writer, {place, group: 'sin-respuesta', title: 'Segundo'});
    await writer.want(200, writer.put(`/me/drafts/${place}`, {person: writer.id, fields: {title: 'A medias'}, page: '', version: kept}));
    expect((await wish(writer, {place, group: 'sin-respuesta', title: 'A ciegas'})).json.type).toBe('conflict');
    // Nor does it come again once it is out.
    await arrive(writer);
    await until('it is there', async () => (await written('De otro equipo')) === 1);
    const late = await wish(writer, {group: 'sin-respuesta', title: 'Con tres palabras más'});
    expect([late.status, late.json.type]).toEqual([409, 'conflict']);
    expect((await writer.want(200, writer.get(`/me/drafts?person=${writer.id}`))).ended).toEqual([{place: 'later:a', version: elsewhere}]);
    expect([await written('Sin respuesta'), await written('Con una palabra más'), await written('Con dos palabras más')]).toEqual([0, 0, 0]);
  });

  it('what another device types into it neither moves its time nor is published, and stays as a draft', async () => {
    const writer = await world.person('Escribe');
    await world.group('dos-equipos', 'open', [[writer, 'owner']]);
    const when = ahead(600);
    const version = await schedule(writer, {group: 'dos-equipos', title: 'Confirmado', when});
    await writer.want(200, writer.put('/me/drafts/later:a', {person: writer.id, fields: {title: 'A medio cambiar'}, page: '', version}));
    expect((await draft(writer)).json.publication).toMatchObject({publish_at: when, title: 'Confirmado', confirmed: version});
    await arrive(writer);
    await until('it is there', async () => (await written('Confirmado')) === 1);
    expect((await draft(writer)).json).toMatchObject({fields: {title: 'A medio cambiar'}, publication: null});
    expect(await written('A medio cambiar')).toBe(0);
  });

  it('discarding it ends both, and months do not', async () => {
    const writer = await world.person('Escribe');
    await world.group('meses', 'open', [[writer, 'owner']]);
    await schedule(writer, {group: 'meses', title: 'Dentro de mucho', when: ahead(60 * 24 * 300)});
    const gone = await schedule(writer, {place: 'later:b', group: 'meses', title: 'Descartado'});
    await writer.want(204, writer.del(`/me/drafts/later:b?person=${writer.id}&version=${gone}`));
    expect(Number(await world.database.value('select count(*) from draft_publication where person_id = $1', [writer.id]))).toBe(1);
    await world.database.rows(`update draft set saved_at = now() - interval '200 days' where person_id = $1`, [writer.id]);
    await world.database.rows(`insert into job (kind) values ('drafts.forget')`);
    await until('old drafts went', async () => Number(await world.database.value(`select count(*) from draft where person_id = $1`, [writer.id])) === 1);
    expect((await draft(writer)).json.fields.title).toBe('Dentro de mucho');
  });

  it('keeps the files that it names, whatever its draft says by then', async () => {
    const writer = await world.person('Escribe');
    await world.group('ficheros', 'open', [[writer, 'owner']]);
    const [named, other] = [await sent(writer, 'Bases'), await sent(writer, 'Nadie me nombra')];
    const request = {...thread('Con fichero'), body: `[bases](/files/${named.id})`};
    const version = await schedule(writer, {group: 'ficheros', request});
    await writer.want(200, writer.put('/me/drafts/later:a', {person: writer.id, fields: {body: 'Ya no lo nombra'}, page: '', version}));
    await world.database.rows(`update file set created_at = now() - interval '3 days' where owner_id = $1`, [writer.id]);
    await job(world, 'files.forget_loose');
    expect((await read(writer, other.id)).status).toBe(404);
    await arrive(writer);
    await until('it is there', async () => (await written('Con fichero')) === 1);
    expect(Number(await world.database.value('select count(*) from file f join post p on p.id = f.post_id join thread t on t.id = p.thread_id where f.id = $1 and t.title = $2', [named.id, 'Con fichero']))).toBe(1);
  });

  it('goes along when accounts are merged', async () => {
    const [kept, gone] = [await world.person('Una'), await world.person('Una')];
    await world.group('unidas', 'open', [[kept, 'owner'], [gone, 'member']]);
    await schedule(kept, {group: 'unidas', title: 'De la que queda'});
    await schedule(gone, {group: 'unidas', title: 'De la que se va'});
    await world.database.rows('select merge_people($1, $2)', [kept.id, gone.id]);
    await world.database.rows(`update draft_publication set publish_at = now() where person_id = $1`, [kept.id]);
    await until('both are there', async () => (await written('De la que queda')) === 1 && (await written('De la que se va')) === 1);
    expect(Number(await world.database.value(`select count(*) from thread where author_id = $1 and title like 'De la que%'`, [kept.id]))).toBe(2);
  });
});

describe('when its time comes', () => {
  const cases: [string, (writer: Person, slug: string, owner: Person) => Promise<unknown>, string][] = [
    ['is no member any more', (writer, slug) => world.database.rows('delete from membership where person_id = $1 and group_id = (select id from plaza_group where slug = $2)', [writer.id, slug]), 'not_a_member'],
    ['sees the group no longer', (writer, slug) => world.database.rows(`with g as (update plaza_group set kind = 'hidden' where slug = $2 returning id) delete from membership where person_id = $1 and group_id = (select id from plaza_group where slug = $2)`, [writer.id, slug]), 'not_found'],
    ['wrote in a group that was archived', (_, slug) => world.database.rows('update plaza_group set archived_at = now() where slug = $1', [slug]), 'group_archived'],
    ['has to accept the terms', (writer) => world.database.rows('update person set policy_accepted_at = null where id = $1', [writer.id]), 'policy_pending'],
  ];
  it.each(cases)('who %s publishes nothing, keeps the text, and is told', async (name, change, type) => {
    const [writer, owner] = [await world.person('Escribe'), await world.person('Dueña')];
    const slug = `cambia-${cases.findIndex(([one]) => one === name)}`;
    const title = `No sale ${slug}`;
    await world.group(slug, 'open', [[owner, 'owner'], [writer, 'member']]);
    await schedule(writer, {group: slug, title});
    await change(writer, slug, owner);
    await arrive(writer);
    await until('it was refused', async () => (await world.database.value('select refused::text from draft_publication where person_id = $1', [writer.id])) !== null);
    await world.database.rows('update person set policy_accepted_at = now() where id = $1', [writer.id]);
    expect(await refusal(writer)).toEqual({type, errors: {}});
    expect((await draft(writer)).json.fields).toEqual({title});
    expect(await written(title)).toBe(0);
    const [told] = await notices(writer);
    expect(told).toMatchObject({cause: 'scheduled_refused', group: null, thread: null, facts: {title, link: '/borradores'}});
    expect(JSON.stringify(await notices(owner))).not.toContain(title);
  });

  it('who is suspended publishes nothing, and is told once they are back', async () => {
    const writer = await world.person('Escribe');
    await world.group('vuelve', 'open', [[writer, 'owner']]);
    await schedule(writer, {group: 'vuelve', title: 'Suspendida'});
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [writer.id]);
    await arrive(writer);
    await until('it was refused', async () => (await world.database.value('select refused::text from draft_publication where person_id = $1', [writer.id])) !== null);
    expect(Number(await world.database.value('select count(*) from notification where person_id = $1', [writer.id]))).toBe(0);
    await world.database.rows(`update person set status = 'active' where id = $1`, [writer.id]);
    await until('they are told', async () => Number(await world.database.value(`select count(*) from notification where person_id = $1 and cause = 'scheduled_refused'`, [writer.id])) === 1);
    expect([await written('Suspendida'), (await refusal(writer)).type]).toEqual([0, 'suspended']);
    // Another time is chosen, and it appears.
    const {version} = (await draft(writer)).json;
    await schedule(writer, {group: 'vuelve', title: 'Suspendida', version});
    expect((await draft(writer)).json.publication.refused).toBe(null);
    await arrive(writer);
    await until('it is there', async () => (await written('Suspendida')) === 1);
  });

  it('does not appear where its draft has ended, however that came, and keeps no other from appearing', async () => {
    const writer = await world.person('Escribe');
    await world.group('terminado', 'open', [[writer, 'owner']]);
    for (let i = 0; i < 2; i++) await schedule(writer, {place: `later:${i}`, group: 'terminado', title: `Terminado ${i}`});
    // As a server of the release before ends it, which knows nothing of publications; more of them than one walk of the clock takes.
    await world.database.rows(`update draft set ended = true, fields = '{}', page = '' where person_id = $1 and place = 'later:0'`, [writer.id]);
    await world.database.rows(`with d as (insert into draft (person_id, place, fields, ended) select $1, 'viejo:' || n, '{}', true from generate_series(1, 200) n returning person_id, place, version)
      insert into draft_publication (person_id, place, publish_at, group_id, way, request, version)
      select person_id, place, now() - interval '1 day', $2, 'threads', '{"kind":"update","title":"Viejo","body":"y","tags":[]}', version from d`, [writer.id, await groupId('terminado')]);
    await world.database.rows(`update draft_publication set publish_at = now() - interval '1 second' where person_id = $1 and place like 'later:%'`, [writer.id]);
    await until('the other is there', async () => (await written('Terminado 1')) === 1);
    await world.database.rows(`insert into job (kind) values ('drafts.start_due')`);
    await until('the clock went round', async () => Number(await world.database.value(`select count(*) from job where kind like 'drafts.%'`)) === 0);
    expect([await written('Terminado 0'), await written('Viejo')]).toEqual([0, 0]);
  });

  it('appears once, however many servers and jobs go for it', async () => {
    const writer = await world.person('Escribe');
    await world.group('una-vez', 'open', [[writer, 'owner']]);
    for (let i = 0; i < 12; i++) await schedule(writer, {place: `later:${i}`, group: 'una-vez', title: `Una vez ${i}`});
    const other = await Server.start(world.database.url);
    try {
      await world.database.rows(`update draft_publication set publish_at = now() where person_id = $1`, [writer.id]);
      await world.database.rows(`insert into job (kind, payload) select 'drafts.publish', jsonb_build_object('person', person_id, 'place', place) from draft_publication, generate_series(1, 3) where person_id = $1`, [writer.id]);
      const now = Array.from({length: 12}, (_, i) => writer.post(at(`later:${i}`), {person: writer.id}));
      for (const {status} of await Promise.all(now)) expect([201, 404]).toContain(status);
      await until('all is done', async () => Number(await world.database.value(`select count(*) from job where kind = 'drafts.publish'`)) === 0);
      expect(await world.database.value(`select count(*) || ' ' || count(distinct title) from thread where title like 'Una vez %'`)).toBe('12 12');
    } finally {
      await other.stop();
    }
  });

  it('appears once also where the clock and its writer begin at the same moment', async () => {
    const writer = await world.person('Escribe');
    await world.group('a-la-vez', 'open', [[writer, 'owner']]);
    await schedule(writer, {group: 'a-la-vez', title: 'A la vez'});
    // Whoever has begun stops in the middle, where the thread asks for its group.
    const lock = await world.database.connect();
    try {
      await lock.query(`begin; select from plaza_group where slug = 'a-la-vez' for update`);
      await arrive(writer);
      const now = writer.post(at('later:a'), {person: writer.id});
      await world.database.rows(`insert into job (kind, payload) select 'drafts.publish', jsonb_build_object('person', person_id, 'place', place) from draft_publication where person_id = $1`, [writer.id]);
      await until('both have begun', async () => Number(await world.database.value(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) >= 2);
      await lock.query('commit');
      expect([201, 404]).toContain((await now).status);
    } finally {
      lock.release();
    }
    await until('all is done', async () => Number(await world.database.value(`select count(*) from job where kind = 'drafts.publish'`)) === 0, 60_000);
    expect(await written('A la vez')).toBe(1);
  });

  it.each<[string, (writer: Person, version: number, slug: string) => Promise<unknown>]>([
    ['when it is changed', (writer, version, group) => wish(writer, {group, title: 'Cambiado', version})],
    ['when it is published at once', (writer) => writer.post(at('later:a'), {person: writer.id})],
    ['when its time comes', (writer) => arrive(writer)],
  ])('waits for its group before it holds its writer, as who invites them does: %s', async (_, begin) => {
    const writer = await world.person('Escribe');
    const slug = `en-orden-${++turn}`;
    await world.group(slug, 'open', [[writer, 'owner']]);
    const version = await schedule(writer, {group: slug, title: 'En orden'});
    const lock = await world.database.connect();
    try {
      await lock.query('begin');
      await lock.query(`select from plaza_group where slug = $1 for update`, [slug]);
      const begun = begin(writer, version, slug);
      await until('it waits for the group', async () => Number(await world.database.value(
        `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) >= 1, 15_000);
      await lock.query('select from person where id = $1 for share nowait', [writer.id]);
      await lock.query('rollback');
      await begun;
    } finally {
      await lock.query('rollback');
      lock.release();
    }
  });

  it('is lost in no crash, and not doubled', async () => {
    const writer = await world.person('Escribe');
    await world.group('caida', 'open', [[writer, 'owner']]);
    await schedule(writer, {group: 'caida', title: 'Tras la caída'});
    await arrive(writer);
    await world.server.kill();
    world.server = await Server.start(world.database.url);
    await until('it is there', async () => (await written('Tras la caída')) === 1);
    await world.database.rows(`insert into job (kind) values ('drafts.start_due')`);
    await until('the clock went round', async () => Number(await world.database.value(`select count(*) from job where kind like 'drafts.%'`)) === 0);
    expect(await written('Tras la caída')).toBe(1);
  });
});
