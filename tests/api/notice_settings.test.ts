// SPDX-License-Identifier: EUPL-1.2
// What reaches somebody by which channel, and the hours at which a letter may come.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {anyHour, classes, lettersOf, settle, usual} from '../support/notices.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const read = async (person: Person) => (await person.want(200, person.get('/me/notification_settings')));
const kept = (person: Person) => world.database.value('select count(*)::int from notice_settings where person_id = $1', [person.id]);
const moment = (person: Person, at: string): Promise<string> =>
  world.database.value(`select to_char(mail_moment($1, $2) at time zone 'Europe/Madrid', 'Dy YYYY-MM-DD HH24:MI')`, [person.id, at]);
async function scene() {
  const [asker, ana] = await Promise.all(['Pregunta', 'Ana'].map((name) => world.person(name)));
  const slug = await world.group(`canales-${++turn}`, 'open', [[asker!, 'member'], [ana!, 'member']]);
  return {asker: asker!, ana: ana!, slug, thread: (await asker!.ask(slug, `Pregunta ${turn}`)).id as number};
}

describe('holidays', () => {
  it('have Easter where it was and will be', async () => {
    // The extremes of the calendar among them; astronomical and church tables agree on these.
    const known = ['1818-03-22', '1943-04-25', '1961-04-02', '1981-04-19', '2000-04-23', '2008-03-23', '2011-04-24', '2019-04-21', '2024-03-31',
      '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2038-04-25', '2049-04-18', '2076-04-19', '2285-03-22'];
    expect((await world.database.rows(`select easter(left(y, 4)::int)::text as day from unnest($1::text[]) with ordinality u(y, n) order by n`, [known])).map(({day}) => day)).toEqual(known);
    expect((await world.database.rows(`select day::date::text as day from generate_series('2027-01-01'::date, '2027-12-31', '1 day') day where national_holiday(day::date)`)).map(({day}) => day))
      .toEqual(['2027-01-01', '2027-01-06', '2027-03-26', '2027-05-01', '2027-08-15', '2027-10-12', '2027-11-01', '2027-12-06', '2027-12-08', '2027-12-25']);
  });

  it('let letters wait as a Sunday does, but of who wants them on Sundays', async () => {
    const [usually, sundays, fridays] = await Promise.all(['De Lunes A Viernes', 'Cualquier Día', 'Los Viernes'].map((name) => world.person(name)));
    await settle(sundays!, anyHour);
    await settle(fridays!, {days: [5]});
    // Thursday, after the hours: Friday is Christmas.
    expect(await moment(usually!, '2026-12-24T19:30:00+01:00')).toBe('Mon 2026-12-28 08:00');
    expect(await moment(usually!, '2026-12-24T10:00:00+01:00')).toBe('Thu 2026-12-24 10:00');
    expect(await moment(usually!, '2026-12-25T10:00:00+01:00')).toBe('Mon 2026-12-28 08:00');
    // Monday is the Constitution's, Wednesday another one.
    expect(await moment(usually!, '2027-12-03T16:00:00+01:00')).toBe('Tue 2027-12-07 08:00');
    expect(await moment(usually!, '2027-03-25T16:00:00+01:00')).toBe('Mon 2027-03-29 08:00');
    expect(await moment(sundays!, '2026-12-25T10:00:00+01:00')).toBe('Fri 2026-12-25 10:00');
    // Christmas and New Year are both a Friday.
    expect(await moment(fridays!, '2026-12-24T19:30:00+01:00')).toBe('Fri 2027-01-08 00:00');
    expect(await moment(fridays!, '2026-12-19T10:00:00+01:00')).toBe('Fri 2027-01-08 00:00');
  });
});

describe('what somebody chose', () => {
  it('is what holds for everybody until they say otherwise, and only that is kept', async () => {
    const ana = await world.person('Ana');
    const before = await read(ana);
    expect(before.channels.map((one: any) => one.class)).toEqual(classes);
    expect(before.channels.filter((one: any) => one.mail).map((one: any) => one.class)).toEqual(usual.mail);
    expect(before.channels.filter((one: any) => one.app_fixed).map((one: any) => one.class)).toEqual(['decisions', 'announcements']);
    expect(before).toMatchObject({from_minute: 480, to_minute: 900, days: [1, 2, 3, 4, 5], zone: 'Europe/Madrid', away_until: null});
    await ana.want(200, ana.put('/me/notification_settings', usual));
    expect(await kept(ana)).toBe(0);
    await ana.want(200, ana.put('/me/notification_settings', {...usual, app: classes.filter((one) => one !== 'replies'), mail: ['mentions', 'decisions', 'routed'], days: [5, 1]}));
    expect(await world.database.row('select channels, from_minute, days, zone from notice_settings where person_id = $1', [ana.id]))
      .toEqual({channels: {answers: {app: true, mail: false}, replies: {app: false, mail: false}}, from_minute: null, days: [5, 1], zone: null});
    await ana.want(200, ana.put('/me/notification_settings', usual));
    expect(await kept(ana)).toBe(0);
  });

  it.each<[object, string, string]>([
    [{app: ['nada']}, 'app', 'unknown_value'],
    [{mail: ['nada']}, 'mail', 'unknown_value'],
    [{app: classes.filter((one) => one !== 'decisions'), mail: []}, 'app', 'always_in_application'],
    [{app: classes.filter((one) => one !== 'answers')}, 'mail', 'only_with_application'],
    [{from_minute: 900}, 'to_minute', 'not_after_start'],
    [{days: []}, 'days', 'required'],
    [{zone: 'America/Lima'}, 'zone', 'unknown_value'],
    [{away_until: '2026-02-30'}, 'away_until', 'not_a_moment'],
    [{away_until: '2999-01-01'}, 'away_until', 'too_late'],
    [{hours: 3}, 'hours', 'unknown_field'],
  ])('%j is refused', async (change, field, code) => {
    const ana = await world.person('Ana');
    const answer = await ana.put('/me/notification_settings', {...usual, ...change});
    expect(answer.status).toBe(422);
    expect(answer.json.errors[field]).toContain(code);
    expect(await kept(ana)).toBe(0);
  });

  it('keeps a class out of the application, and what cannot be kept out is in it', async () => {
    const {asker, ana, thread} = await scene();
    await settle(asker, {app: ['decisions', 'announcements'], mail: []});
    await ana.answer(thread, 'Así.');
    expect((await asker.get('/notifications')).json.items).toEqual([]);
    expect(await lettersOf(world, asker)).toEqual([]);
    await settle(asker, {});
    await ana.answer(thread, 'O así.');
    expect((await asker.get('/notifications')).json.items).toMatchObject([{cause: 'answer', times: 1}]);
    expect(await lettersOf(world, asker)).toHaveLength(1);
  });

  it('is the same for all devices and goes with the account', async () => {
    const ana = await world.person('Ana');
    const other = await world.session(ana);
    await settle(ana, {mail: ['replies']});
    expect((await read(other)).channels.filter((one: any) => one.mail).map((one: any) => one.class)).toEqual(['replies']);
    await world.database.rows(`update person set status = 'erased' where id = $1`, [ana.id]);
    expect(await kept(ana)).toBe(0);
  });
});

describe('a letter', () => {
  it('is written with its cause or not at all', async () => {
    const {asker, ana, thread} = await scene();
    await world.database.rows(`create function no_event() returns trigger language plpgsql as $$ begin
      if new.kind = 'notification' then raise exception 'no' using errcode = '23514'; end if; return new; end $$`);
    await world.database.rows('create trigger no_event before insert on event for each row execute function no_event()');
    try {
      expect((await ana.post(`/threads/${thread}/posts`, {role: 'answer', body: 'Se pierde'})).status).toBe(500);
    } finally {
      await world.database.rows('drop trigger no_event on event');
    }
    expect(await lettersOf(world, asker)).toEqual([]);
    expect(await world.database.value(`select count(*)::int from job where queue = 'mail.notices'`)).toBe(await world.database.value('select count(*)::int from mail'));
  });

  it('is of nobody\'s own acts, holds no text, and waits for the hours of who gets it', async () => {
    const {asker, ana, thread} = await scene();
    await asker.answer(thread, `Yo misma, [@Pregunta](/personas/${asker.id}).`);
    expect(await lettersOf(world, asker)).toEqual([]);
    await ana.answer(thread, 'Así.');
    const [letter] = await lettersOf(world, asker);
    expect(await world.database.row('select facts, state from mail where id = $1', [letter!.id])).toEqual({facts: {}, state: 'queued'});
    expect(await world.database.value(
      `select abs(extract(epoch from j.run_at - mail_moment($2, m.created_at + interval '2 minutes'))) < 5
       from mail m join job j on j.unique_key = 'mail:' || m.id where m.id = $1`, [letter!.id, asker.id])).toBe(true);
  });

  it('of an edit is none, minor or not: nobody has written', async () => {
    const {asker, ana, thread} = await scene();
    await settle(asker, {mail: classes});
    const answer = await ana.answer(thread, 'Asi.');
    await asker.accept(thread, answer.number);
    await world.database.rows(`update post set created_at = created_at - interval '1 hour' where id = $1`, [answer.id]);
    const kinds = async () => (await lettersOf(world, asker)).map(({kind}) => kind);
    await ana.want(200, ana.put(`/posts/${answer.id}`, {body: 'Así.', minor: true}));
    expect(await kinds()).toEqual(['notice_answers']);
    await ana.want(200, ana.put(`/posts/${answer.id}`, {body: 'De otra manera.'}));
    await until('the change was told', async () => (await asker.get('/notifications')).json.items.some(({cause}: any) => cause === 'edited'));
    expect(await kinds()).toEqual(['notice_answers']);
  });

  it('that is too late is withdrawn with its job, where no mail server ever took it', async () => {
    const {asker, ana, thread} = await scene();
    await ana.answer(thread, 'Así.');
    const [letter] = await lettersOf(world, asker);
    await world.database.rows(`update mail set useless_after = now() - interval '1 minute' where id = $1`, [letter!.id]);
    await world.database.rows('select forget_late_notice_letters()');
    expect(await lettersOf(world, asker)).toMatchObject([{state: 'withdrawn', in_seconds: null}]);
  });

  it('goes with its conversation where two are merged, and so does wanting none', async () => {
    const {asker, ana, slug, thread} = await scene();
    const moderator = await world.person('Modera');
    await world.join(slug, moderator, 'moderator');
    const other = (await asker.ask(slug, 'La otra')).id as number;
    await ana.answer(thread, 'Así.');
    await world.database.rows('insert into thread_mail_off (person_id, thread_id) values ($1, $2)', [ana.id, thread]);
    const merged = await moderator.post(`/threads/${thread}/merger`, {into: other, reason: 'Es lo mismo.'});
    expect(merged.status, merged.text).toBeLessThan(300);
    const [letter] = await lettersOf(world, asker);
    const facts = JSON.parse(await world.database.value('select facts from notice_letter_facts($1)', [letter!.id]));
    expect(facts).toMatchObject({title: 'La otra', text: 'Así.', link: `/threads/${other}#p${letter!.numbers[0]}`});
    expect(await world.database.value('select count(*)::int from thread_mail_off where person_id = $1 and thread_id = $2', [ana.id, other])).toBe(1);
  });
});

describe('the hours', () => {
  it('are the mornings of working days, where the person works', async () => {
    const ana = await world.person('Ana');
    // Summer and winter; a Friday afternoon waits for Monday.
    expect(await moment(ana, '2026-07-01T09:30:00Z')).toBe('Wed 2026-07-01 11:30');
    expect(await moment(ana, '2026-07-01T04:00:00Z')).toBe('Wed 2026-07-01 08:00');
    expect(await moment(ana, '2026-12-04T14:00:00Z')).toBe('Mon 2026-12-07 08:00');
    expect(await moment(ana, '2026-12-04T13:59:00Z')).toBe('Fri 2026-12-04 14:59');
    const canaria = await world.addAdministration('Ayuntamiento de Isla', 900);
    await world.database.rows(`update administration set province_id = '35', province = 'Las Palmas' where id = $1`, [canaria]);
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [ana.id, canaria]);
    expect(await moment(ana, '2026-12-04T14:30:00Z')).toBe('Fri 2026-12-04 15:30');
    expect((await read(ana)).zone).toBe('Atlantic/Canary');
  });

  it('are those that they chose, and none until they are back', async () => {
    const ana = await world.person('Ana');
    await ana.want(200, ana.put('/me/notification_settings', {...usual, from_minute: 1020, to_minute: 1440, days: [6, 7]}));
    expect(await moment(ana, '2026-12-04T14:00:00Z')).toBe('Sat 2026-12-05 17:00');
    expect(await moment(ana, '2026-12-05T22:30:00Z')).toBe('Sat 2026-12-05 23:30');
    const back: string = await world.database.value(`select to_char(now() + interval '20 days', 'YYYY-MM-DD')`);
    await ana.want(200, ana.put('/me/notification_settings', {...anyHour, away_until: back}));
    expect((await read(ana)).away_until).toBe(back);
    expect((await moment(ana, new Date().toISOString())).slice(4)).toBe(`${back} 00:00`);
    // What is over is not shown as if it were to come.
    await world.database.rows(`update notice_settings set away_until = current_date - 3 where person_id = $1`, [ana.id]);
    expect((await read(ana)).away_until).toBeNull();
  });
});
