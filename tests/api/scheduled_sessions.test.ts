// SPDX-License-Identifier: EUPL-1.2
// Whoever got into an account must not speak for it once its sessions were ended: what was scheduled from them stays a draft.
import {createHash} from 'node:crypto';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const password = 'caballo correcto batería grapa 2026';
let world: World, admin: Person;
beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Administra', {role: 'administrator'});
});
afterAll(() => world?.end());

let turn = 0;
/** Somebody at a desk, and a second session of theirs elsewhere; a text was scheduled from each. */
async function scene(account?: Person) {
  const desk = account ?? await world.person('Escribe');
  const elsewhere = await world.session(desk);
  const slug = `sesiones-${++turn}`;
  await world.group(slug, 'open', [[desk, 'owner']]);
  const group = Number(await world.database.value('select id from plaza_group where slug = $1', [slug]));
  const schedule = (from: Person, place: string, version = 0) => from.put(`/me/drafts/${place}/publication`, {
    person: desk.id, fields: {title: place}, page: '', version, publish_at: new Date(Date.now() + 3_600_000).toISOString(),
    group, way: 'threads', request: {kind: 'update', title: place, body: 'Texto', tags: []}});
  for (const [from, place] of [[desk, 'mesa'], [elsewhere, 'otra']] as const) await from.want(200, schedule(from, place));
  return {desk, elsewhere, slug, schedule};
}
const stopped = async (person: Person) => (await world.database.rows<{place: string}>(
  `select place from draft_publication where person_id = $1 and refused ->> 'type' = 'sessions_ended' order by place`, [person.id])).map(({place}) => place);
const told = async (person: Person) => Number(await world.database.value(
  `select coalesce(sum(times), 0) from notification where person_id = $1 and cause = 'scheduled_stopped'`, [person.id]));

it('stops what was scheduled from the others, tells, and publishes none of it', async () => {
  const {desk, elsewhere, slug, schedule} = await scene();
  await desk.want(204, desk.del('/me/sessions'));
  expect([await stopped(desk), await told(desk)]).toEqual([['otra'], 1]);
  const {version, fields, publication} = (await desk.want(200, desk.get(`/me/drafts/otra?person=${desk.id}`)));
  expect([fields, publication.refused]).toEqual([{title: 'otra'}, {type: 'sessions_ended', errors: {}}]);
  expect((await elsewhere.get('/me')).status).toBe(401);
  await world.database.rows(`update draft_publication set publish_at = now() - interval '1 second' where person_id = $1`, [desk.id]);
  const titles = async () => ((await desk.want(200, desk.get(`/groups/${slug}/threads`))).items as any[]).map(({title}) => title);
  await until('one is there', async () => (await titles()).length > 0);
  await world.database.rows(`insert into job (kind) values ('drafts.start_due')`);
  await until('the clock went round', async () => Number(await world.database.value(`select count(*) from job where kind like 'drafts.%'`)) === 0);
  expect(await titles()).toEqual(['mesa']);
  // If it was theirs, they give it a time again.
  await desk.want(200, schedule(desk, 'otra', version));
  expect(await stopped(desk)).toEqual([]);
});

it.each<[string, (desk: Person) => Promise<unknown>, string[]]>([
  ['the password is changed', (desk) => desk.want(204, desk.put('/me/password', {current: password, new: `${password} y más`})), ['otra']],
  ['one of the listed sessions is ended', async (desk) => {
    const {items} = await desk.want(200, desk.get('/me/sessions'));
    await desk.want(204, desk.del(`/me/sessions/${items.find((one: any) => !one.current).id}`));
  }, ['otra']],
  ['the password is chosen anew by a mailed link', async (desk) => {
    await world.database.rows(`insert into account_token (token_hash, person_id, purpose, address, expires_at) values ($1, $2, 'password_reset', $3, now() + interval '1 hour')`,
      [createHash('sha256').update(`llave-${desk.id}`).digest(), desk.id, desk.email]);
    const stranger = world.stranger();
    await stranger.want(204, stranger.put('/password_resets', {token: `llave-${desk.id}`, password: `${password} y más`}));
  }, ['mesa', 'otra']],
  ['an administrator ends the sessions', (desk) => admin.want(204, admin.del(`/console/people/${desk.id}/sessions`)), ['mesa', 'otra']],
  ['the second step is reset', async (desk) => {
    await world.database.rows(`insert into second_factor (person_id, secret, confirmed_at) values ($1, 'x', now())`, [desk.id]);
    const done = await admin.post(`/console/people/${desk.id}/second_factor/reset`, {reason: 'Perdió el teléfono'});
    expect(done.status).toBeLessThan(300);
  }, ['mesa', 'otra']],
])('when %s', async (_, end, expected) => {
  const {desk} = await scene(await world.withPassword('Con clave', password));
  await end(desk);
  expect([await stopped(desk), await told(desk)]).toEqual([expected, expected.length]);
});

it('when they are suspended, which they are told of once they are back', async () => {
  const {desk} = await scene();
  const done = await admin.put(`/console/people/${desk.id}/suspension`, {reason: 'Se investiga'});
  expect(done.status).toBeLessThan(300);
  expect([await stopped(desk), await told(desk)]).toEqual([['mesa', 'otra'], 0]);
  expect((await admin.del(`/console/people/${desk.id}/suspension`)).status).toBeLessThan(300);
  await until('they are told', async () => (await told(desk)) === 2);
  expect(await stopped(desk)).toEqual(['mesa', 'otra']);
});

it('not by signing out, as everybody does in the evening', async () => {
  const {desk, elsewhere} = await scene();
  await elsewhere.want(204, elsewhere.del('/session'));
  expect(await stopped(desk)).toEqual([]);
  // It was scheduled from a session that is no more: what ends the others ends this as well.
  await desk.want(204, desk.del('/me/sessions'));
  expect(await stopped(desk)).toEqual(['otra']);
});

it('nor can it be scheduled by who waits for the end of their session', async () => {
  const {desk, elsewhere, schedule} = await scene();
  const lock = await world.database.connect();
  try {
    await lock.query('begin');
    await lock.query('select from person where id = $1 for update', [desk.id]);
    const late = schedule(elsewhere, 'tarde');
    await until('it waits', async () => Number(await world.database.value(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) >= 1);
    await lock.query('delete from session where person_id = $1', [desk.id]);
    await lock.query('commit');
    expect((await late).status).toBe(401);
  } finally {
    lock.release();
  }
  expect(Number(await world.database.value(`select count(*) from draft where person_id = $1 and place = 'tarde'`, [desk.id]))).toBe(0);
});
