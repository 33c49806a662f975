-- SPDX-License-Identifier: EUPL-1.2
-- What reaches somebody by which channel, and when a letter may come.

-- The classes that causes fall into, with what holds for who said nothing. `app_fixed`: cannot be switched off.
create or replace function notice_classes()
returns table (class text, place integer, app boolean, mail boolean, app_fixed boolean)
language sql immutable as $$
    values ('answers', 1, true, true, false),
           ('mentions', 2, true, true, false),
           ('decisions', 3, true, true, true),
           ('replies', 4, true, false, false),
           ('accepted', 5, true, false, false),
           ('followed', 6, true, false, false),
           ('new_threads', 7, true, false, false),
           ('announcements', 8, true, false, true),
           ('routed', 9, true, true, false)
$$;

-- None for what comes to the application always and never by these letters.
create or replace function notice_class(cause text) returns text
language sql immutable as $$
    select case
        when cause = 'answer' then 'answers'
        when cause = 'mention' then 'mentions'
        when cause in ('membership_requested', 'person_awaits_confirmation', 'application_waiting',
                       'confirmation_without_colleagues', 'author_asked', 'check_asked', 'review_due', 'question_waits') then 'decisions'
        when cause = 'routed' then 'routed'
        when cause in ('reply', 'comment', 'thanks') then 'replies'
        when cause in ('accepted', 'answer_applied') then 'accepted'
        when cause in ('new_post', 'edited') then 'followed'
        when cause in ('new_question', 'new_thread') then 'new_threads'
        when cause = 'announcement' then 'announcements' end
$$;

create or replace function notice_channels(whom bigint)
returns table (class text, place integer, app boolean, mail boolean, app_fixed boolean)
language sql stable as $$
    select d.class, d.place, d.app_fixed or coalesce(s.app, d.app),
           (d.app_fixed or coalesce(s.app, d.app)) and coalesce(s.mail, d.mail), d.app_fixed
    from notice_classes() d
    left join lateral (
        select (n.channels #>> array[d.class, 'app'])::boolean as app, (n.channels #>> array[d.class, 'mail'])::boolean as mail
        from notice_settings n where n.person_id = whom) s on true
$$;

-- Where nothing was said: the mornings of a public office, where the person works.
create or replace function mail_hours(whom bigint)
returns table (from_minute integer, to_minute integer, days smallint[], zone text, away_until date)
language sql stable as $$
    select coalesce(s.from_minute, 8 * 60)::integer, coalesce(s.to_minute, 15 * 60)::integer,
           coalesce(s.days, '{1,2,3,4,5}'::smallint[]),
           coalesce(s.zone, case when exists (
               select from appointment a join administration d on d.id = a.administration_id
               where a.person_id = whom and a.main and a.valid_to is null and d.province_id in ('35', '38'))
               then 'Atlantic/Canary' else 'Europe/Madrid' end),
           s.away_until
    from (select) nothing left join notice_settings s on s.person_id = whom
$$;

-- Easter Sunday of the Gregorian calendar: the anonymous algorithm of 1876, as in J. Meeus, Astronomical Algorithms, chapter 8.
create or replace function easter(in_year integer) returns date
language plpgsql immutable as $$
declare
    a integer := in_year % 19;
    b integer := in_year / 100;
    c integer := in_year % 100;
    h integer := (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    l integer := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    m integer := (a + 11 * h + 22 * l) / 451;
    n integer := h + l - 7 * m + 114;
begin
    return make_date(in_year, n / 31, n % 31 + 1);
end
$$;

-- The holidays of the whole of Spain: article 37.2 of the Estatuto de los Trabajadores and article 45 of Real Decreto 2001/1983.
-- What a region puts in place of some of them, Mondays after a Sunday and local ones stand in the BOE and bulletins of each year.
create or replace function national_holiday(day date) returns boolean
language plpgsql immutable as $$
begin
    return to_char(day, 'MM-DD') = any ('{01-01,01-06,05-01,08-15,10-12,11-01,12-06,12-08,12-25}')
        or day = easter(extract(year from day)::integer) - 2;
end
$$;

-- The first moment from then on at which a letter may come. Holidays are as Sundays: who wants letters on those wants them then too.
-- Nobody has more than three weeks without one of their days: of a single weekday two may be holidays in turn (25 December, 1 January).
create or replace function mail_moment(whom bigint, moment timestamptz) returns timestamptz
language plpgsql stable as $$
begin
    return (
        select greatest(moment, (d.day + make_interval(mins => h.from_minute)) at time zone h.zone)
        from mail_hours(whom) h
        cross join lateral (
            select greatest((moment at time zone h.zone)::date, h.away_until) + n as day from generate_series(0, 28) n) d
        where extract(isodow from d.day)::smallint = any (h.days)
          and (7::smallint = any (h.days) or h.zone not in ('Europe/Madrid', 'Atlantic/Canary', 'Africa/Ceuta') or not national_holiday(d.day))
          and (d.day + make_interval(mins => h.to_minute)) at time zone h.zone > moment
        order by d.day limit 1);
end
$$;

create or replace function mail_carries_content(in_group bigint) returns boolean
language sql stable as $$
    select coalesce((select case g.mail_content when 'auto' then g.kind = 'open' else g.mail_content = 'yes' end
                     from plaza_group g where g.id = in_group), true)
$$;

create or replace function notice_settings_json(whom bigint) returns text
language sql stable as $$
    select json_build_object(
        'channels', (select json_agg(json_build_object('class', c.class, 'app', c.app, 'mail', c.mail, 'app_fixed', c.app_fixed)
                                     order by c.place) from notice_channels(whom) c),
        'from_minute', h.from_minute, 'to_minute', h.to_minute, 'days', h.days, 'zone', h.zone,
        'away_until', case when h.away_until > (now() at time zone h.zone)::date then h.away_until end)::text
    from mail_hours(whom) h
$$;

-- Keeps what differs from what holds for everybody, so that who chose nothing follows when that changes.
create or replace function settle_notices(whom bigint, shown text[], mailed text[], from_minute integer, to_minute integer, days smallint[], zone text, away date)
returns void
language plpgsql volatile as $$
declare
    usual record;
    chosen jsonb := coalesce((
        select jsonb_object_agg(d.class, jsonb_build_object('app', d.class = any (shown), 'mail', d.class = any (mailed)))
        from notice_classes() d
        where (d.class = any (shown), d.class = any (mailed)) <> (d.app, d.mail)), '{}');
begin
    insert into notice_settings (person_id) values (whom) on conflict do nothing;
    update notice_settings s set channels = '{}', from_minute = null, to_minute = null, days = null, zone = null, away_until = null
    where s.person_id = whom;
    select * into usual from mail_hours(whom);
    update notice_settings s set
        channels = chosen,
        from_minute = case when (settle_notices.from_minute, settle_notices.to_minute) <> (usual.from_minute, usual.to_minute)
                           then settle_notices.from_minute end,
        to_minute = case when (settle_notices.from_minute, settle_notices.to_minute) <> (usual.from_minute, usual.to_minute)
                         then settle_notices.to_minute end,
        days = case when settle_notices.days <> usual.days then settle_notices.days end,
        zone = case when settle_notices.zone <> usual.zone then settle_notices.zone end,
        away_until = away
    where s.person_id = whom;
    delete from notice_settings s
    where s.person_id = whom and s.channels = '{}' and num_nonnulls(s.from_minute, s.days, s.zone, s.away_until) = 0;
end
$$;
