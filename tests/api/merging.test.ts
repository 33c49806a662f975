// SPDX-License-Identifier: EUPL-1.2
// Merging two accounts of one person, resetting a second step, and registrations that nobody confirms.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {knowDomain, registration} from '../support/registration.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, admin: Person, owner: Person;
beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Ada Ministradora', {role: 'administrator'});
  owner = await world.person('Dueña');
});
afterAll(() => world?.end());

const path = (gone: {id: number}) => `/console/people/${gone.id}/merger`;
const merge = (gone: {id: number}, kept: {id: number}, by = admin) => by.post(path(gone), {into: kept.id, reason: 'Se registró dos veces.'});
const stands = (id: number) => admin.want(200, admin.get(`/console/mergers/${id}`));
/** Merges, and waits until the job has. */
async function merged(gone: {id: number}, kept: {id: number}, by = admin): Promise<any> {
  const {id} = await by.want(202, merge(gone, kept, by));
  return until('the merger has ended', async () => { const one = await stands(id); return one.finished_at && one; });
}
const role = (slug: string, person: {id: number}) => world.database.value(
  'select m.role from membership m join plaza_group g on g.id = m.group_id where g.slug = $1 and m.person_id = $2', [slug, person.id]).catch(() => undefined);

describe('merging', () => {
  it('moves what was written and the memberships, ends the other account, and leads on to the kept one', async () => {
    const [kept, gone] = [await world.person('Marta Ruiz'), await world.person('Marta R.')];
    await world.group('una', 'open', [[owner, 'owner'], [kept, 'member'], [gone, 'moderator']]);
    await world.group('cerrada', 'private', [[owner, 'owner'], [gone, 'member']]);
    await world.group('solo-suya', 'private', [[gone, 'owner']]);
    await world.group('de-antes', 'open', [[owner, 'owner'], [gone, 'member']]);
    const asked = await gone.ask('cerrada', '¿Dónde está?');
    const open = await gone.ask('una', '¿Y esta?');
    const answer = await kept.answer(open.id, 'Aquí.');
    await gone.want(200, gone.put(`/posts/${answer.id}/useful`));
    const other = await owner.answer(open.id, 'También aquí.');
    for (const one of [kept, gone]) await one.want(200, one.put(`/posts/${other.id}/useful`));
    await gone.want(204, gone.put(`/threads/${open.id}/read`, {number: 3}));
    await kept.want(204, kept.put(`/threads/${open.id}/read`, {number: 2}));
    await owner.answer(asked.id, 'En el armario.');
    await gone.want(204, gone.del('/groups/de-antes/members/me'));
    await world.database.rows('insert into person_follow (person_id, followed_id) values ($1, $2), ($2, $1), ($3, $1), ($3, $2), ($1, $3)', [kept.id, gone.id, owner.id]);
    const live = await world.live(gone);
    const heard = await world.live(kept);

    // Counts of what the administrator may read.
    expect(await admin.want(200, admin.get(`${path(gone)}?into=${kept.id}`))).toMatchObject({threads: 1, posts: 0, groups: 1, appointments: 1, gone: {person: {id: gone.id}}, kept: {person: {id: kept.id}}});
    expect(await merged(gone, kept)).toMatchObject({gone: {id: gone.id, name: 'Marta R.'}, kept: {id: kept.id, name: 'Marta Ruiz'}, by: 'Ada Ministradora', state: 'done', refusal: null, failing: false});

    expect(await live.closedWith()).toBe(1008);
    await heard.event('that they are in', ({kind}) => kind === 'membership.changed');
    expect((await gone.get('/me')).status).toBe(401);
    expect([await role('una', kept), await role('cerrada', kept), await role('solo-suya', kept), await role('una', gone)]).toEqual(['moderator', 'member', 'owner', undefined]);
    expect((await kept.get(`/threads/${asked.id}`)).json).toMatchObject({author: {id: kept.id, name: 'Marta Ruiz'}});
    expect(await world.database.rows('select post_id, person_id from useful_mark where person_id = any ($1)', [[kept.id, gone.id]])).toEqual([{post_id: other.id, person_id: kept.id}]);
    expect(await world.database.value('select number from thread_read where person_id = $1 and thread_id = $2', [kept.id, open.id])).toBe(3);
    expect(await world.database.rows('select person_id, followed_id from person_follow order by person_id = $1', [kept.id])).toEqual([
      {person_id: owner.id, followed_id: kept.id}, {person_id: kept.id, followed_id: owner.id}]);
    expect((await kept.get('/notifications')).json.items.map((one: any) => one.cause)).toContain('answer');
    expect((await owner.get(`/people/${gone.id}`)).json).toMatchObject({id: kept.id, name: 'Marta Ruiz'});
    expect((await owner.get(`/people/${gone.id}/contributions`)).json.items.map((one: any) => one.thread.id)).toContain(open.id);
    expect((await owner.get('/people?q=Marta')).json.items.map((one: any) => one.id)).toEqual([kept.id]);
    expect((await kept.get('/me')).json.posts).toHaveLength(2);
    expect((await world.stranger().signIn(gone.email, 'la frase de antes')).status).toBe(401);

    const [entry] = (await admin.want(200, admin.get(`/console/audit?action=person.merged&object=${kept.id}`))).items;
    expect(entry).toMatchObject({actor: {id: admin.id}, details: {gone: String(gone.id), reason: 'Se registró dos veces.'}});
    expect((await world.database.rows(`select address from mail where kind = 'accounts_merged' order by 1`)).map(({address}) => address)).toEqual([gone.email, kept.email].sort());
    expect((await merge(gone, kept)).json.type).toBe('not_an_account');

    // A third account: the page of the first leads on.
    const last = await world.person('Marta Última');
    expect(await merged(kept, last)).toMatchObject({state: 'done'});
    expect((await owner.get(`/people/${gone.id}`)).json.id).toBe(last.id);
  });

  it('keeps the address for the kept person and for nobody else', async () => {
    const [kept, gone, third] = [await world.person('Se Queda'), await world.person('Se Va'), await world.person('Otra')];
    await world.database.rows(`insert into mail_domain (domain, administration_id) values ('villar.example', $1) on conflict do nothing`, [world.administration]);
    expect(await merged(gone, kept)).toMatchObject({state: 'done'});
    const change = async (person: Person) => {
      const token = `${person.id}`.padEnd(43, 'x');
      await world.database.rows(
        `insert into account_token (token_hash, person_id, purpose, address, expires_at) values (sha256($1::text::bytea), $2, 'email_change', $3, now() + interval '10 minutes')`, [token, person.id, gone.email]);
      return person.put('/email_changes', {token});
    };
    expect((await change(third)).json.type).toBe('email_taken');
    expect((await change(kept)).status).toBe(204);
    expect((await kept.get('/me')).json.person.email).toBe(gone.email);
  });

  it('gives nobody an office or groups by the back door', async () => {
    const [kept, gone] = [await world.person('Normal'), await world.person('Doble')];
    const office = await world.person('Con Cargo', {role: 'auditor'});
    const suspended = await world.person('Suspendida', {suspended: true});
    expect((await merge(admin, kept)).json.type).toBe('own_account');
    expect((await merge(gone, admin)).json.type).toBe('own_account');
    expect((await merge(office, kept)).json.type).toBe('holds_office');
    expect((await merge(gone, office)).json.type).toBe('holds_office');
    expect((await merge(suspended, kept)).json.type).toBe('not_an_account');
    expect((await merge(gone, suspended)).json.type).toBe('not_an_account');
    expect((await merge(gone, gone)).json.errors).toEqual({into: ['same_person']});
    expect((await merge(gone, {id: 4503599627370001})).status).toBe(404);
    expect((await admin.post(path(gone), {into: kept.id, reason: ' '})).json.errors).toEqual({reason: ['required']});
    expect((await gone.get('/me')).status).toBe(200);
  });

  it('makes no guest more than that, and carries nothing over of one', async () => {
    const [kept, guest] = [await world.person('De Casa'), await world.person('De Fuera')];
    await world.group('con-invitada', 'private', [[owner, 'owner'], [guest, 'guest']]);
    expect((await merge(kept, guest)).json.type).toBe('guest_kept');
    expect(await merged(guest, kept)).toMatchObject({state: 'done'});
    expect((await kept.get('/groups/con-invitada/threads')).status).toBe(404);
  });

  it('brings nobody back by rule into a group that they were removed from', async () => {
    const [kept, gone, keeper] = [await world.person('Expulsada'), await world.person('Por Regla'), await world.person('Quien Lleva El Grupo')];
    await world.group('de-la-casa', 'private', [[keeper, 'owner'], [kept, 'member']]);
    await keeper.want(204, keeper.del(`/groups/de-la-casa/members/${kept.id}`));
    await keeper.want(201, keeper.post('/groups/de-la-casa/membership-rules', {administration: world.administration}));
    await until('the rule lets them in', async () => (await role('de-la-casa', gone)) === 'member');
    expect(await merged(gone, kept)).toMatchObject({state: 'done'});
    expect([await role('de-la-casa', kept), await role('de-la-casa', gone)]).toEqual([undefined, undefined]);
  });

  it('keeps what was chosen for groups, of either account, and nothing else of the one that goes', async () => {
    const [kept, gone] = [await world.person('Elige'), await world.person('Elige También')];
    for (const slug of ['nivel-a', 'nivel-b', 'nivel-c', 'nivel-d']) await world.group(slug, 'open', [[owner, 'owner'], [gone, 'member'], ...(slug < 'nivel-c' ? [[kept, 'member'] as [Person, 'member']] : [])]);
    await kept.want(204, kept.put('/groups/nivel-a/level', {level: 'mentions'}));
    for (const slug of ['nivel-a', 'nivel-b', 'nivel-c']) await gone.want(204, gone.put(`/groups/${slug}/level`, {level: 'mentions'}));
    await gone.want(204, gone.put('/me/level', {level: 'muted'}));
    await kept.want(204, kept.put('/me/level', {level: 'everything'}));
    expect(await merged(gone, kept)).toMatchObject({state: 'done'});
    const levels = () => world.database.rows(`select m.level from membership m join plaza_group g on g.id = m.group_id where g.slug like 'nivel-_' and m.person_id = $1 order by g.slug`, [kept.id]).then((all) => all.map(({level}) => level));
    expect(await levels()).toEqual(['mentions', 'mentions', 'mentions', 'everything']);
    await kept.want(204, kept.put('/me/level', {level: 'questions'}));
    expect(await levels()).toEqual(['mentions', 'mentions', 'mentions', 'questions']);
  });

  it('begins a round for an address whose posts had ended, and takes what was imported', async () => {
    const [kept, gone] = [await world.person('De Antes'), await world.person('De Ahora')];
    await world.database.rows(`update appointment set valid_to = current_date, main = false, ended_how = 'unconfirmed' where person_id = $1`, [kept.id]);
    await world.database.rows(`update credential set asked_at = now() - interval '60 days', lapsed_at = now() where person_id = $1`, [kept.id]);
    await world.database.rows(`insert into import_origin (source, kind, old_id, new_id) values ('otra red', 'person', '7', $1)`, [gone.id]);
    expect((await kept.get('/me')).json.confirm_address.why).toBe('lapsed');
    expect(await merged(gone, kept)).toMatchObject({state: 'done'});
    expect((await kept.get('/me')).json).toMatchObject({posts: [{}], confirm_address: {why: 'yearly'}});
    expect(await world.database.value(`select new_id from import_origin where source = 'otra red'`)).toBe(kept.id);
  });

  it('previews the same whatever happens in closed groups', async () => {
    const [kept, plain, secret] = [await world.person('Testigo'), await world.person('Sin Secretos'), await world.person('Con Secretos')];
    await world.group('muy-oculta', 'hidden', [[secret, 'owner']]);
    await secret.ask('muy-oculta', '¿Nadie lo ve?');
    const seen = async (person: Person) => {
      const {threads, posts, groups, appointments} = await admin.want(200, admin.get(`${path(person)}?into=${kept.id}`));
      return {threads, posts, groups, appointments};
    };
    expect(await seen(secret)).toEqual(await seen(plain));
  });
});

describe('a merger that goes on', () => {
  const job = (id: number) => world.database.rows(`select id from job where kind = 'people.merge' and payload = to_jsonb($1::bigint)`, [id]);
  /** A merger whose job waits for the hour. */
  async function held(gone: Person, kept: Person, by = admin) {
    const id = await world.database.value(`insert into person_merger (gone_id, kept_id, by_id, reason) values ($1, $2, $3, 'La misma.') returning id`, [gone.id, kept.id, by.id]);
    await world.database.rows(`insert into job (kind, payload, run_at) values ('people.merge', to_jsonb($1::bigint), now() + interval '1 hour')`, [id]);
    return id as number;
  }
  const let_go = (id: number) => world.database.rows(`update job set run_at = now() where kind = 'people.merge' and payload = to_jsonb($1::bigint)`, [id]);
  const ended = (id: number) => until('it has ended', async () => { const one = await stands(id); return one.finished_at && one; });

  it('is begun once, keeps both out of others, and is given up as long as nothing was done', async () => {
    const [kept, gone, third] = [await world.person('Primera'), await world.person('Segunda'), await world.person('Tercera')];
    const id = await held(gone, kept);
    expect(await admin.want(202, merge(gone, kept))).toMatchObject({id, state: 'begun', finished_at: null, failing: false});
    expect(await job(id)).toHaveLength(1);
    for (const [a, b] of [[kept, gone], [gone, third], [third, gone], [kept, third], [third, kept]]) {
      expect((await merge(a!, b!)).json.type).toBe('merger_under_way');
    }
    expect((await admin.want(200, admin.get('/console/mergers'))).items[0]).toMatchObject({id, state: 'begun'});
    // Whoever goes is as before: nothing was done.
    expect((await gone.get('/me')).status).toBe(200);
    expect(await admin.want(200, admin.del(`/console/mergers/${id}`))).toMatchObject({state: 'refused', refusal: 'given_up'});
    expect((await admin.del(`/console/mergers/${id}`)).json.type).toBe('merger_moving');
    expect((await admin.del('/console/mergers/4503599627370001')).status).toBe(404);
    expect((await admin.get(`/console/audit?action=person.merger_given_up&object=${kept.id}`)).json.items).toMatchObject([{details: {gone: String(gone.id)}}]);
    await let_go(id);
    await until('its job found nothing to do', async () => (await job(id)).length === 0);
    expect((await gone.get('/me')).status).toBe(200);
    expect(await merged(gone, kept)).toMatchObject({state: 'done'});
  });

  it('is not done when it is not allowed any more, and says why', async () => {
    const [kept, gone, was] = [await world.person('Normal'), await world.person('Ahora Audita'), await world.person('Ya No Administra', {role: 'administrator'})];
    const [office, by] = [await held(gone, kept), await held(await world.person('Doble'), await world.person('Única'), was)];
    await world.database.rows(`update person set network_role = case when id = $1 then 'auditor' end where id in ($1, $2)`, [gone.id, was.id]);
    for (const id of [office, by]) await let_go(id);
    expect(await ended(office)).toMatchObject({state: 'refused', refusal: 'holds_office'});
    expect(await ended(by)).toMatchObject({state: 'refused', refusal: 'administrator_gone'});
    expect((await gone.get('/me')).status).toBe(200);
  });

  it('takes along what was being written, and what others were telling them, while it went on', async () => {
    const [kept, gone] = [await world.person('Queda'), await world.person('Escribe Aún')];
    await world.group('mientras', 'open', [[owner, 'owner'], [kept, 'member'], [gone, 'member']]);
    const asked = await owner.ask('mientras', '¿Quién llega tarde?');
    const writing = await world.database.connect();
    try {
      await writing.query('begin');
      await writing.query(`insert into post (thread_id, number, role, author_id, body, html) values ($1, 90, 'answer', $2, 'Yo.', '<p>Yo.</p>')`, [asked.id, gone.id]);
      await writing.query(`insert into session (person_id, token_hash, user_agent, expires_at) values ($1, sha256('tarde'), '', now() + interval '1 day')`, [gone.id]);
      await writing.query(`insert into notification (person_id, cause, thread_id, actor_id, numbers) values ($1, 'mention', $2, $3, '{90}')`, [gone.id, asked.id, owner.id]);
      const {id} = await admin.want(202, merge(gone, kept));
      await until('the account has ended', async () => (await stands(id)).state === 'moving');
      await until('they are signed out', async () => (await gone.get('/me')).status === 401);
      await new Promise((done) => setTimeout(done, 2_500));
      expect(await world.database.value('select state from person_merger where id = $1', [id])).toBe('moving');
      await writing.query('commit');
      expect(await ended(id)).toMatchObject({state: 'done'});
    } finally {
      await writing.query('rollback');
      writing.release();
    }
    expect(await world.database.value('select author_id from post where thread_id = $1 and number = 90', [asked.id])).toBe(kept.id);
    expect(await world.database.value(`select person_id from notification where numbers = '{90}'`)).toBe(kept.id);
    expect(await world.database.rows('select from session where person_id = $1', [gone.id])).toEqual([]);
    await world.database.rows('delete from post where thread_id = $1 and number = 90', [asked.id]);
  });

  it('goes on after the process was killed at each of its steps, and holds no group up while much is moved', async () => {
    const [kept, gone] = [await world.person('Con Mucho'), await world.person('Escribió Mucho')];
    await world.group('larga', 'open', [[owner, 'owner'], [gone, 'member']]);
    const asked = await gone.ask('larga', '¿Cuánto es mucho?');
    await world.database.rows(`insert into post (thread_id, number, role, author_id, body, html)
      select $1, n, 'answer', $2, 'Va ' || n, '<p>Va ' || n || '</p>' from generate_series(2, 2600) n`, [asked.id, gone.id]);
    await world.database.rows('update thread set next_number = 2601 where id = $1', [asked.id]);
    const left = () => world.database.value('select count(*)::int from post where author_id = $1', [gone.id]);
    const letters = () => world.database.value(`select count(*)::int from mail where kind = 'accounts_merged' and address in ($1, $2)`, [gone.email, kept.email]);
    // Each step waits until it is let go.
    await world.database.rows(`create function later() returns trigger language plpgsql as $$ begin new.run_at := now() + interval '1 hour'; return new; end $$`);
    await world.database.rows(`create trigger later before insert on job for each row when (new.kind = 'people.merge') execute function later()`);
    const stop = await world.database.connect();
    try {
      const id = await held(gone, kept);
      const now = async () => [await left(), (await world.database.value('select state from person_merger where id = $1', [id])), (await job(id)).map((one) => one.id), await letters()];
      const states: string[] = [];
      for (let before = await now(); before[1] !== 'done'; before = await now()) {
        states.push(before[1]);
        await stop.query('begin');
        await stop.query('select from person where id = $1 for update', [kept.id]);
        await let_go(id);
        // Held up by the lock, or waiting for who writes, as the last step does.
        await until('it is in the middle of it', async () => (await world.database.value(`select count(*)::int from pg_stat_activity
          where datname = current_database() and (wait_event_type = 'Lock' or wait_event = 'PgSleep')`)) > 0);
        await world.server.kill();
        await stop.query('rollback');
        await until('PostgreSQL knows', async () => (await world.database.value(`select count(*)::int from pg_stat_activity where datname = current_database() and application_name like 'plaza%'`)) === 0);
        expect(await now()).toEqual(before);
        await world.database.rows(`update job set locked_until = null where kind = 'people.merge'`);
        await world.restart();
        await let_go(id);
        await until('the step is done', async () => (await now())[2][0] !== before[2][0]);
      }
      expect(states.filter((one) => one === 'begun')).toHaveLength(1);
      expect(states.length).toBeGreaterThan(5);
      expect(await ended(id)).toMatchObject({state: 'done'});
      expect([await left(), await letters()]).toEqual([0, 2]);
      expect((await admin.all(`/console/audit?action=person.merged&object=${kept.id}`))).toHaveLength(1);
    } finally {
      stop.release();
      await world.database.rows('drop trigger later on job');
      await world.database.rows('delete from thread where id = $1', [asked.id]);
    }
  }, 120_000);
});

describe('resetting a second step', () => {
  it('ends all sessions, tells the person, and reminds them until another one is set up', async () => {
    const person = await world.person('Perdió El Móvil');
    const give = () => world.database.rows(`insert into second_factor (person_id, secret, confirmed_at) values ($1, 'sellado', now())`, [person.id]);
    const reset = (of: Person) => admin.post(`/console/people/${of.id}/second_factor/reset`, {reason: 'Se identificó por teléfono.'});
    expect((await reset(person)).json.type).toBe('no_second_factor');
    await give();
    await world.database.rows(`insert into recovery_code (person_id, code_hash) values ($1, '\\x01')`, [person.id]);
    const pending = await world.session(person, true);
    expect((await admin.get(`/console/people/${person.id}`)).json.second_factor).toBe(true);
    expect(await admin.want(200, reset(person))).toMatchObject({second_factor: false, sessions: 0});
    for (const client of [person, pending]) expect((await client.get('/me')).status).toBe(401);
    expect(await world.database.value('select count(*)::int from recovery_code where person_id = $1', [person.id])).toBe(0);
    const again = await world.session(person);
    expect((await again.get('/me')).json.second_factor_lost).toBe(true);
    await give();
    expect((await again.get('/me')).json.second_factor_lost).toBe(false);
    expect(await world.database.value(`select count(*)::int from mail where person_id = $1 and kind = 'second_factor_reset'`, [person.id])).toBe(1);
    expect((await admin.get(`/console/audit?action=second_factor.reset&object=${person.id}`)).json.items).toMatchObject([{details: {reason: 'Se identificó por teléfono.'}}]);
    expect((await reset(admin)).json.type).toBe('own_account');
  });
});

describe('registrations', () => {
  const clean = async () => {
    const {id} = await world.database.row(`insert into job (kind) values ('registrations.forget') returning id`);
    await until('the clock has done it', async () => (await world.database.rows('select from job where id = $1', [id])).length === 0);
  };

  it('end with a kind letter when nobody confirms them', async () => {
    const [late, early] = [await registration(world, {state: 'confirming', pending: true}), await registration(world, {state: 'confirming', pending: true})];
    await world.database.rows(`update registration set created_at = now() - interval '31 days' where id = $1`, [late.id]);
    await world.database.rows(`update registration set created_at = now() - interval '29 days' where id = $1`, [early.id]);
    await clean();
    expect((await world.database.rows('select id from registration where id = any ($1)', [[late.id, early.id]])).map(({id}) => id)).toEqual([early.id]);
    expect(await world.database.rows(`select address from mail where kind = 'confirmation_ended'`)).toEqual([{address: late.email}]);
  });

  it('pause after a refusal, with the same answers, the same work, and a letter that says until when', async () => {
    const refused = await registration(world, {state: 'vetting'});
    const before = await registration(world, {email: refused.email});
    await admin.want(204, admin.post(`/applications/${refused.id}/refusal`, {reason: 'Falta el organismo.'}));
    const letters = () => world.database.rows(`select kind, facts from mail where address = $1 order by created_at desc, id desc`, [refused.email]);
    const rows = (email: string) => world.database.value('select count(*)::int from registration where email = $1', [email]);
    const ask = (language = 'es') => world.stranger().post('/registration', {email: refused.email, language});
    const day = await world.database.value(`select to_char(now() + interval '31 days', 'DD/MM/YYYY')`);
    expect((await letters())[0]).toMatchObject({kind: 'vetting_refused', facts: {reason: 'Falta el organismo.', day}});
    const [first, other] = [await ask(), await world.stranger().post('/registration', {email: 'nueva@nadie-conoce.example', language: 'es'})];
    expect([first.status, first.text]).toEqual([other.status, other.text]);
    expect([await rows(refused.email), await rows('nueva@nadie-conoce.example')]).toEqual([3, 1]);
    expect((await letters())[0]).toMatchObject({kind: 'registration_paused', facts: {day}});
    // What was acknowledged is kept: a link of before the refusal, and an invitation.
    const apply = (token: string) => world.stranger().want(202, world.stranger().post('/registration/application', {token, name: 'Eva', organisation: 'Mancomunidad', position: 'Técnica', reason: 'Otra vez.'}));
    await apply(before.token);
    expect(await world.database.value('select state from registration where id = $1', [before.id])).toBe('vetting');
    const host = await world.person('Anfitriona');
    await host.want(202, host.post('/invitations', {email: refused.email}));
    const [invitation] = await letters();
    expect(invitation.kind).toBe('invitation');
    await apply(invitation.facts.link.split('#')[1]);
    expect(await world.database.value('select state from registration where email = $1 and inviter_id = $2', [refused.email, host.id])).toBe('vetting');
    // So do thirty days, and the domain when it is known.
    await world.database.rows(`update registration set created_at = now() - interval '2 hours' where email = $1`, [refused.email]);
    await knowDomain(world, 'nadie-conoce.example');
    await ask();
    expect((await letters())[0].kind).toBe('registration');
    await world.database.rows(`delete from mail_domain where domain = 'nadie-conoce.example'`);
    await ask('en');
    expect((await letters())[0]).toMatchObject({kind: 'registration_paused', facts: {day: expect.stringMatching(/^\d+ [A-Z][a-z]+ \d{4}$/)}});
    await world.database.rows(`update registration set decided_at = now() - interval '31 days' where id = $1`, [refused.id]);
    await ask();
    expect((await letters())[0].kind).toBe('registration');
  });
});
