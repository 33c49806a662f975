-- SPDX-License-Identifier: EUPL-1.2
-- What all migrations make together; written by tests/schema, never by hand.
CREATE FUNCTION public.accepted_state() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op <> 'DELETE' then
        if not exists (select from post p where p.thread_id = new.thread_id and p.number = new.number
                       and p.role = 'answer' and p.deleted_at is null) then
            raise exception using errcode = 'check_violation', constraint = 'accepted_answer_is_answer',
                message = 'violates check constraint "accepted_answer_is_answer"';
        end if;
        update thread set solved = true where id = new.thread_id and not solved;
    else
        update thread set solved = false where id = old.thread_id and solved;
    end if;
    return null;
end
$$;

CREATE FUNCTION public.account_links_end() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from account_token where person_id = new.person_id and purpose <> 'address_confirmation';
    return null;
end
$$;

CREATE FUNCTION public.administration_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.sort := left(fold(new.name), 200);
    new.words := array_to_tsvector(directory_lexemes(new.name));
    if tg_op = 'UPDATE'
        and (new.dir3, new.ine, new.name, new.level, new.province_id, new.province, new.region_id, new.region, new.population,
             new.valid_from, new.valid_to, new.successor_id, new.parent_id, new.website)
        is distinct from
            (old.dir3, old.ine, old.name, old.level, old.province_id, old.province, old.region_id, old.region, old.population,
             old.valid_from, old.valid_to, old.successor_id, old.parent_id, old.website) then
        new.version := old.version + 1;
    end if;
    return new;
end
$$;

CREATE FUNCTION public.administration_query(words text) RETURNS tsquery
    LANGUAGE sql STABLE
    AS $$
    select directory_query(words, '', '', '', null)
$$;

CREATE FUNCTION public.new_id() RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    n bigint := nextval('id_sequence');
    k bigint := (select key from id_key);
    l bigint := n >> 26;
    r bigint := n & 67108863;
    t bigint;
begin
    for i in 1..4 loop
        t := r;
        r := l # (hashint8extended(r, k + i) & 67108863);
        l := t;
    end loop;
    return (l << 26) | r;
end
$$;

CREATE TABLE public.administration (
    id bigint DEFAULT public.new_id() NOT NULL,
    dir3 text NOT NULL,
    ine text,
    name text NOT NULL,
    level text DEFAULT 'municipality'::text NOT NULL,
    province_id text,
    province text,
    region_id text,
    region text,
    population integer,
    band text GENERATED ALWAYS AS (
CASE
    WHEN (population IS NULL) THEN NULL::text
    WHEN (population < 1000) THEN 'lt1000'::text
    WHEN (population < 5000) THEN '1000-4999'::text
    WHEN (population < 20000) THEN '5000-19999'::text
    WHEN (population < 50000) THEN '20000-49999'::text
    WHEN (population < 100000) THEN '50000-99999'::text
    ELSE 'ge100000'::text
END) STORED,
    valid_from date,
    valid_to date,
    successor_id bigint,
    version integer DEFAULT 1 NOT NULL,
    website text DEFAULT ''::text NOT NULL,
    parent_id bigint,
    sort text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    words tsvector DEFAULT ''::tsvector NOT NULL,
    CONSTRAINT administration_check CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT administration_level_check CHECK ((level = ANY (ARRAY['municipality'::text, 'minor-entity'::text, 'county'::text, 'association'::text, 'province'::text, 'island'::text, 'region'::text, 'state'::text, 'university'::text, 'other'::text]))),
    CONSTRAINT administration_population_check CHECK ((population >= 0))
);

CREATE FUNCTION public.administration_ref(a public.administration) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select case when a.id is not null then json_build_object('id', a.id, 'name', a.name, 'band', a.band) end
$$;

CREATE FUNCTION public.announced_to(viewer bigint) RETURNS TABLE(thread_id bigint)
    LANGUAGE sql STABLE
    AS $$
    select a.thread_id
    from announcement a
    join thread t on t.id = a.thread_id
    join readable_groups(viewer) v on v.group_id = t.group_id
    where v.role is not null or a.network
$$;

CREATE FUNCTION public.announcement_readers(of_thread bigint) RETURNS TABLE(person_id bigint)
    LANGUAGE sql STABLE
    AS $$
    select p.id
    from announcement a
    join thread t on t.id = a.thread_id
    join person p on p.status = 'active' and case
        when a.network then not p.guest
        else exists (select from membership m where m.group_id = t.group_id and m.person_id = p.id) end
    where a.thread_id = of_thread
$$;

CREATE FUNCTION public.apply_membership_rules(people bigint[], only_group bigint, most integer) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    came integer;
    out_of jsonb := '[]';
    into_it jsonb;
    losing bigint[] := array(
        select distinct m.group_id from membership m
        where m.source <> 'hand' and (people is null or m.person_id = any (people)) and (only_group is null or m.group_id = only_group)
          and not exists (select from membership_by_rule b where b.group_id = m.group_id and b.person_id = m.person_id));
begin
    if losing <> '{}' then
        -- As for everybody who leaves: what is written in the group after this is not delivered to them.
        perform from plaza_group where id = any (losing) order by id for update;
        with gone as (
            delete from membership m
            where m.group_id = any (losing) and m.source <> 'hand' and (people is null or m.person_id = any (people))
              and not exists (select from membership_by_rule b where b.group_id = m.group_id and b.person_id = m.person_id)
            returning m.group_id, m.person_id)
        select jsonb_agg(jsonb_build_object('what', 'membership.by_rule_ended', 'concerned', group_id, 'who', who) order by group_id)
        into out_of
        from (select group_id, array_agg(person_id order by person_id) as who from gone group by group_id) each_group;
    end if;
    with entered as (
        insert into membership (group_id, person_id, role, source)
        select b.group_id, b.person_id, 'member', 'rule:' || b.rule_id
        from membership_by_rule b join plaza_group g on g.id = b.group_id and g.archived_at is null
        where (people is null or b.person_id = any (people)) and (only_group is null or b.group_id = only_group)
          and not exists (select from membership m where m.group_id = b.group_id and m.person_id = b.person_id)
          and not exists (select from membership_left l where l.group_id = b.group_id and l.person_id = b.person_id)
        order by b.group_id, b.person_id
        limit most
        on conflict do nothing
        returning group_id, person_id),
    -- As tell_notification does, for all at once; the event of the membership is what their browsers hear of.
    told as (
        insert into notification as n (person_id, cause, group_id)
        select e.person_id, 'membership_by_rule', e.group_id
        from entered e
        join person p on p.id = e.person_id and p.status = 'active'
        join plaza_group g on g.id = e.group_id and not g.practice
        order by e.person_id, e.group_id
        on conflict on constraint notification_person_id_cause_place_key
        do update set renewed_at = clock_timestamp(), read_at = null, times = 1)
    select coalesce(sum(cardinality(who)), 0)::integer,
           coalesce(jsonb_agg(jsonb_build_object('what', 'membership.by_rule', 'concerned', group_id, 'who', who) order by group_id), '[]')
    into came, into_it
    from (select group_id, array_agg(person_id order by person_id) as who from entered group by group_id) each_group;
    delete from membership_request r using membership m
    where m.source <> 'hand' and m.group_id = r.group_id and m.person_id = r.person_id
      and (people is null or r.person_id = any (people)) and (only_group is null or r.group_id = only_group);
    perform audit_by_rule(n.what, n.concerned, n.who)
    from jsonb_to_recordset(coalesce(out_of, '[]') || into_it) as n(what text, concerned bigint, who bigint[]);
    return came;
end
$$;

CREATE FUNCTION public.appointments_json(person bigint, current boolean) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select coalesce(json_agg(json_build_object(
               'id', a.id, 'position', a.position, 'unit', a.unit, 'relation', a.relation, 'main', a.main,
               'since', a.valid_from, 'until', a.valid_to, 'administration', administration_ref(d))
               order by a.valid_to desc nulls first, a.main desc, a.valid_from, a.id), '[]')
    from appointment a join administration d on d.id = a.administration_id
    where a.person_id = person and (a.valid_to is null) = current
$$;

CREATE FUNCTION public.audience_of(person bigint, wanted text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select coalesce((select a.audience from profile_audience a where a.person_id = person and a.field = wanted),
                    case when wanted in ('phone', 'hours') then 'administration' else 'network' end)
$$;

CREATE FUNCTION public.audit_by_rule(what text, concerned bigint, who bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    perform write_audit(null, what, 'group', concerned,
                        jsonb_build_object('count', cardinality(who)::text, 'people', array_to_string(who, ', ')));
end
$$;

CREATE FUNCTION public.audit_hash(previous bytea, seq bigint, at timestamp with time zone, actor bigint, action text, object_kind text, object_id bigint, digest bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
    select sha256(previous || convert_to(concat_ws('|', seq, (extract(epoch from at) * 1000000)::bigint,
        coalesce(actor, 0), action, object_kind, coalesce(object_id, 0), encode(coalesce(digest, ''), 'hex')), 'UTF8'))
$$;

CREATE TABLE public.thread (
    id bigint DEFAULT public.new_id() NOT NULL,
    group_id bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    language text DEFAULT 'es'::text NOT NULL,
    author_id bigint NOT NULL,
    author_position text DEFAULT ''::text NOT NULL,
    author_administration_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_activity_at timestamp with time zone DEFAULT now() NOT NULL,
    next_number integer DEFAULT 1 NOT NULL,
    answers integer DEFAULT 0 NOT NULL,
    replies integer DEFAULT 0 NOT NULL,
    solved boolean DEFAULT false NOT NULL,
    state text GENERATED ALWAYS AS (
CASE
    WHEN (kind <> 'question'::text) THEN 'open'::text
    WHEN solved THEN 'solved'::text
    WHEN (answers > 0) THEN 'answered'::text
    ELSE 'unanswered'::text
END) STORED,
    closed_at timestamp with time zone,
    closed_by bigint,
    CONSTRAINT thread_closed CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
    CONSTRAINT thread_kind_check CHECK ((kind = ANY (ARRAY['update'::text, 'question'::text, 'article'::text, 'announcement'::text, 'poll'::text, 'event'::text, 'thanks'::text]))),
    CONSTRAINT thread_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300)))
);

CREATE FUNCTION public.awaits_answer(t public.thread) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$ select t.kind = 'question' and t.answers = 0 and not t.solved and t.closed_at is null $$;

CREATE FUNCTION public.away_days() RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ select 7 $$;

CREATE FUNCTION public.away_since(viewer bigint) RETURNS date
    LANGUAGE sql STABLE
    AS $$
    select case when current_date - s.day > away_days() then s.day else s.away_from end
    from person_seen s where s.person_id = viewer
$$;

CREATE FUNCTION public.away_unread(t public.thread, viewer bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select unread_count(t.next_number, (select r.number from thread_read r where r.thread_id = t.id and r.person_id = viewer), t.last_activity_at,
                        (select greatest(m.since, m.read_until) from membership m where m.group_id = t.group_id and m.person_id = viewer)) > 0
       and not exists (select from thread_level l where l.thread_id = t.id and l.person_id = viewer and l.level = 'muted')
$$;

CREATE FUNCTION public.better_by_name(whom bigint, what text, in_group bigint, in_thread bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return wants_notice(whom, 'mention', in_group, in_thread)
        and (mail_wanted(whom, 'mention', in_thread) or not mail_wanted(whom, what, in_thread));
end
$$;

CREATE FUNCTION public.close_imported_duplicate(thread bigint, other bigint, said_at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
begin
    insert into question_duplicate (thread_id, of_thread_id, said_by, at)
    select t.id, o.id, t.author_id, said_at
    from thread t, thread o
    where t.id = close_imported_duplicate.thread and o.id = other and t.kind = 'question' and o.kind = 'question'
      and not question_leads_to(o.id, t.id, 50)
    on conflict do nothing;
    if not found then return false; end if;
    update thread t set closed_at = said_at, closed_by = t.author_id where t.id = close_imported_duplicate.thread and t.closed_by is null;
    return true;
end
$$;

CREATE FUNCTION public.comparable(mine public.administration, theirs public.administration) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$
    select case when mine.band is null or mine.band is distinct from theirs.band then 0
                when mine.province_id = theirs.province_id then 3
                when mine.region_id = theirs.region_id then 2
                else 1 end
$$;

CREATE FUNCTION public.console_administration_json(a public.administration) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return json_build_object(
        'id', a.id, 'dir3', a.dir3, 'ine', a.ine, 'name', a.name, 'level', a.level, 'province_id', a.province_id,
        'province', a.province, 'region_id', a.region_id, 'region', a.region, 'population', a.population, 'band', a.band,
        'website', a.website, 'valid_from', a.valid_from, 'valid_to', a.valid_to, 'version', a.version,
        'parent', (select administration_ref(p) from administration p where p.id = a.parent_id),
        'successor', (select administration_ref(s) from administration s where s.id = a.successor_id),
        'people', (select count(distinct h.person_id) from appointment h join person p on p.id = h.person_id
                   where h.administration_id = a.id and h.valid_to is null and p.status = 'active' and not p.guest),
        'domains', (
            select coalesce(json_agg(json_build_object('domain', m.domain, 'shared_with', (
                       select coalesce(json_agg(administration_ref(o) order by o.sort, o.id), '[]')
                       from (select o.* from mail_domain other join administration o on o.id = other.administration_id
                             where other.domain = m.domain and o.id <> a.id order by o.sort, o.id limit 20) o),
                       'shared', (select count(*) from mail_domain other where other.domain = m.domain) - 1) order by m.domain), '[]')
            from mail_domain m where m.administration_id = a.id));
end
$$;

CREATE TABLE public.person (
    id bigint DEFAULT public.new_id() NOT NULL,
    name text NOT NULL,
    bio text DEFAULT ''::text NOT NULL,
    language text DEFAULT 'es'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    network_role text,
    policy_accepted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ask_me text DEFAULT ''::text NOT NULL,
    office_phone text DEFAULT ''::text NOT NULL,
    office_hours text DEFAULT ''::text NOT NULL,
    guest boolean DEFAULT false NOT NULL,
    merged_into bigint,
    shown_photo text,
    level text DEFAULT 'mentions'::text NOT NULL,
    CONSTRAINT person_language_check CHECK ((language = ANY (ARRAY['es'::text, 'ca'::text, 'gl'::text, 'eu'::text, 'en'::text]))),
    CONSTRAINT person_level_check CHECK ((level = ANY (ARRAY['everything'::text, 'questions'::text, 'mentions'::text, 'muted'::text]))),
    CONSTRAINT person_merged CHECK (((status = 'merged'::text) = (merged_into IS NOT NULL))),
    CONSTRAINT person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT person_network_role_check CHECK ((network_role = ANY (ARRAY['administrator'::text, 'auditor'::text, 'network_host'::text]))),
    CONSTRAINT person_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'erased'::text, 'imported'::text, 'pending'::text, 'merged'::text])))
);

CREATE FUNCTION public.console_person_json(p public.person) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object(
        'person', person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo),
        'email', coalesce(c.email, ''), 'status', p.status, 'role', p.network_role,
        'second_factor', exists (select from second_factor f where f.person_id = p.id and f.confirmed_at is not null),
        'sessions', live.sessions, 'last_used_at', rfc3339(live.last_used_at), 'created_at', rfc3339(p.created_at),
        'suspension', case when s.person_id is not null then json_build_object(
            'reason', s.reason, 'at', rfc3339(s.at), 'by', (select b.name from person b where b.id = s.by_id)) end)
    from (select) one
    left join credential c on c.person_id = p.id
    left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
    left join administration d on d.id = a.administration_id
    left join suspension s on s.person_id = p.id
    cross join lateral (
        select count(*) as sessions, max(e.last_used_at) as last_used_at
        from session e where e.person_id = p.id and e.expires_at > now()) live
$$;

CREATE FUNCTION public.contact_ends() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from administration_contact k
    where k.administration_id = old.administration_id and k.person_id = old.person_id
      and not exists (select from appointment a
                      where a.person_id = k.person_id and a.administration_id = k.administration_id and a.valid_to is null);
    if found then
        perform write_audit(null, 'contact.dismissed', 'person', old.person_id,
                            jsonb_build_object('administration', old.administration_id::text, 'post', old.id::text));
    end if;
    return null;
end
$$;

CREATE FUNCTION public.directory_administration() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform directory_store(array(select a.person_id from appointment a where a.administration_id = new.id and a.valid_to is null));
    return null;
end
$$;

CREATE FUNCTION public.directory_beginning(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when cardinality(directory_lexemes(words)) > 0 then btrim(regexp_replace(fold(words), '\s+', ' ', 'g')) else '' end
$$;

CREATE PROCEDURE public.directory_catch_up()
    LANGUAGE plpgsql
    AS $$
declare
    batch bigint[];
begin
    loop
        batch := array(select p.id from person p
                      where p.status = 'active' and not p.guest and not exists (select from directory d where d.person_id = p.id)
                      limit 1000);
        exit when cardinality(batch) = 0;
        perform directory_store(batch);
        commit;
    end loop;
end
$$;

CREATE FUNCTION public.directory_items(people bigint[]) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (
        select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'photo', p.shown_photo, 'posts', posts.held,
                   'skills', case when shown.audience is null or shown.audience = 'network' then skills.known else '[]' end) order by f.n), '[]')
        from unnest(people) with ordinality f(id, n)
        join person p on p.id = f.id
        left join profile_audience shown on shown.person_id = p.id and shown.field = 'skills'
        cross join lateral (
            select coalesce(json_agg(json_build_object(
                       'id', a.id, 'position', a.position, 'unit', a.unit, 'relation', a.relation, 'main', a.main,
                       'since', a.valid_from, 'until', a.valid_to,
                       'administration', json_build_object('id', d.id, 'name', d.name, 'band', d.band))
                       order by a.main desc, a.valid_from, a.id), '[]') as held
            from appointment a join administration d on d.id = a.administration_id
            where a.person_id = p.id and a.valid_to is null) posts
        cross join lateral (
            select coalesce(json_agg(s.skill order by s.skill), '[]') as known from person_skill s where s.person_id = p.id) skills);
end
$$;

CREATE FUNCTION public.directory_lexemes(t text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select array(select distinct left(word, 100) from regexp_split_to_table(fold(t), E'[\\s.,;:/()''"’·&@+_|-]+') word where word <> '')
$$;

CREATE FUNCTION public.directory_of_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op <> 'INSERT' then perform directory_store(array[old.person_id]); end if;
    if tg_op <> 'DELETE' then perform directory_store(array[new.person_id]); end if;
    return null;
end
$$;

CREATE FUNCTION public.directory_page(asked tsquery, beginning text, viewer bigint, like_me boolean, after_tier integer, after_id bigint, most integer) RETURNS TABLE(tier integer, person_id bigint)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    home administration;
    ring tsquery[] := array[null::tsquery];
    near tsquery;
    found bigint[];
    missing integer := most;
begin
    if like_me then
        home := home_of(viewer);
        if home.band is null then return; end if;
        ring := array[
            format('''@bp%s:%s''', home.band, coalesce(home.province_id, '-')),
            format('''@br%s:%s'' & !''@bp%s:%s''', home.band, coalesce(home.region_id, '-'), home.band, coalesce(home.province_id, '-')),
            format('''@b%s'' & !''@br%s:%s'' & !''@bp%s:%s''', home.band, home.band, coalesce(home.region_id, '-'), home.band, coalesce(home.province_id, '-'))];
    end if;
    for step in coalesce(after_tier, 0) .. 2 * cardinality(ring) - 1 loop
        continue when step % 2 = 0 and beginning = '';
        near := ring[step / 2 + 1];
        found := directory_walk(case when asked is null then near when near is null then asked else asked && near end, beginning,
                                step % 2 = 0, case when step = after_tier then after_id end, missing);
        return query select step, id from unnest(found) with ordinality w(id, n) order by n;
        missing := missing - cardinality(found);
        exit when missing <= 0;
    end loop;
end
$$;

CREATE FUNCTION public.directory_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform directory_store(array[new.id]);
    return null;
end
$$;

CREATE FUNCTION public.directory_query(words text, skill text, province text, band text, administration bigint) RETURNS tsquery
    LANGUAGE sql STABLE
    AS $$
    select string_agg(quoted || suffix, ' & ')::tsquery
    from (select concat('''', replace(replace(lexeme, '\', '\\'), '''', ''''''), '''') as quoted, suffix
          from (select unnest(directory_lexemes(words)), ':*'
                union all select '@s' || fold(skill), '' where skill <> ''
                union all select '@bp' || band || ':' || province, '' where band <> '' and province <> ''
                union all select '@p' || province, '' where band = '' and province <> ''
                union all select '@b' || band, '' where band <> '' and province = ''
                union all select '@a' || administration, '' where administration is not null) terms (lexeme, suffix)) q
$$;

CREATE FUNCTION public.directory_store(people bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    -- An import that renames them has written its rows by then, or waits for ours.
    perform from administration d
    where d.id in (select a.administration_id from appointment a where a.person_id = any (people) and a.valid_to is null)
    order by d.id for share;
    delete from directory d using unnest(people) wanted where d.person_id = wanted
        and not exists (select from person p where p.id = wanted and p.status = 'active' and not p.guest);
    insert into directory as d (person_id, sort, words)
    select f.person_id, f.sort, f.words from unnest(people) wanted join directory_source f on f.person_id = wanted
    on conflict (person_id) do update set sort = excluded.sort, words = excluded.words
    where (d.sort, d.words) is distinct from (excluded.sort, excluded.words);
end
$$;

CREATE FUNCTION public.directory_walk(asked tsquery, beginning text, begins boolean, after_id bigint, most integer) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
declare
    many constant integer := 1500;
    soon constant integer := 400;
    after_sort text := case when begins then beginning else '' end;
    after bigint := 0;
    beyond constant text := case when begins then beginning else '' end || chr(1114111);  -- the last character there is
    others constant boolean := not begins and beginning <> '';
    near bigint[];
begin
    if after_id is not null then
        -- Of the person, who may have left the directory since the page before.
        select left(fold(p.name), 200), p.id into after_sort, after from person p where p.id = after_id;
        if after_sort is null then return '{}'; end if;
    end if;
    if asked is null then
        return array(select d.person_id from directory d where (d.sort, d.person_id) > (after_sort, after)
                     order by d.sort, d.person_id limit most);
    end if;
    if beginning <> '' then
        near := array(select n.person_id
                      from (select d.sort, d.person_id, d.words from directory d
                            where (d.sort, d.person_id) > (after_sort, after) and d.sort < beyond
                              and not (others and starts_with(d.sort, beginning))
                            order by d.sort, d.person_id limit soon) n
                      where n.words @@ asked order by n.sort, n.person_id limit most);
        if cardinality(near) = most or begins and not exists (
               select from directory d where (d.sort, d.person_id) > (after_sort, after) and d.sort < beyond
               order by d.sort, d.person_id offset soon) then
            return near;
        end if;
    end if;
    if beginning <> '' or (select count(*) < many from (select from directory d where d.words @@ asked limit many) few) then
        -- Fenced by `offset`: a plan for any question would else walk the order in the hope of a few.
        return array(select m.person_id from (select d.sort, d.person_id from directory d where d.words @@ asked offset 0) m
                     where (m.sort, m.person_id) > (after_sort, after) and m.sort < beyond
                       and not (others and starts_with(m.sort, beginning))
                     order by m.sort, m.person_id limit most);
    end if;
    return array(select d.person_id from directory d
                 where (d.sort, d.person_id) > (after_sort, after) and case when d.words @@ asked then true else false end
                 order by d.sort, d.person_id limit most);
end
$$;

CREATE FUNCTION public.draft_publication_json(of_person bigint, at_place text) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('publish_at', rfc3339(p.publish_at), 'group', p.group_id, 'way', p.way,
                             'title', coalesce(p.request ->> 'title', ''), 'kind', coalesce(p.request ->> 'kind', ''),
                             'confirmed', p.version, 'refused', p.refused)
    from draft_publication p where p.person_id = of_person and p.place = at_place
$$;

CREATE FUNCTION public.drop_photo() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from person_photo where person_id = new.id;
    return null;
end
$$;

CREATE FUNCTION public.easter(in_year integer) RETURNS date
    LANGUAGE plpgsql IMMUTABLE
    AS $$
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

CREATE FUNCTION public.enqueue_soon(of_kind text, of_thread bigint, seconds integer) RETURNS void
    LANGUAGE sql
    AS $$
    select enqueue_soon(of_kind, of_kind || ':' || of_thread, jsonb_build_object('thread', of_thread), seconds)
$$;

CREATE FUNCTION public.enqueue_soon(of_kind text, key text, payload jsonb, seconds integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    due timestamptz := now() + seconds * interval '1 second';
begin
    insert into job (kind, payload, unique_key, run_at) values (of_kind, payload, key, due) on conflict (unique_key) do nothing;
    if found then
        return;
    end if;
    -- What waits begins after this transaction now, and sees what it did; what has begun already may not, and what failed waits for long.
    perform from job j where j.unique_key = key and j.locked_until is null and j.run_at <= due for share;
    if not found then
        insert into job (kind, payload, run_at) values (of_kind, payload, due);
    end if;
end
$$;

CREATE FUNCTION public.event_slug() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.slug := (select slug from plaza_group where id = new.group_id);
    return new;
end
$$;

CREATE FUNCTION public.feed_away(viewer bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
declare
    few constant integer := 3;        -- of each sort
    looked constant integer := 60;    -- solved questions that are looked at
    last_day constant date := away_since(viewer);
begin
    if last_day is null then
        return '{"since":null,"items":[]}';
    end if;
    return (
        with kept as materialized (
            (select t.id, 1 as rank, 'mine' as why, t.last_activity_at as at
             from thread t
             join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
             where t.author_id = viewer and t.last_activity_at >= last_day and away_unread(t, viewer)
             order by t.last_activity_at desc, t.id desc limit few)
            union all
            (select t.id, 2, 'followed', t.last_activity_at
             from thread_follow f
             join thread t on t.id = f.thread_id
             join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
             where f.person_id = viewer and t.author_id <> viewer and t.last_activity_at >= last_day and away_unread(t, viewer)
             order by t.last_activity_at desc, t.id desc limit few)
            union all
            (select t.id, 3, 'solved', t.last_activity_at
             from feed_walk(viewer, 'question', 'solved', '', '', null, 'infinity', 0, looked) w
             join thread t on t.id = w.id
             join accepted_answer a on a.thread_id = t.id
             join membership m on m.group_id = t.group_id and m.person_id = viewer and m.level <> 'muted'
             where t.author_id <> viewer and a.accepted_at >= last_day and away_unread(t, viewer)
             order by t.last_activity_at desc, t.id desc limit few)
            union all
            (select t.id, 4, 'announcement', t.last_activity_at
             from announced_to(viewer) f
             join announcement a on a.thread_id = f.thread_id
             join thread t on t.id = a.thread_id
             where a.announced_at >= last_day and a.until <= now() and t.author_id <> viewer
               and not exists (select from announcement_read d where d.thread_id = a.thread_id and d.person_id = viewer)
             order by a.announced_at desc, t.id desc limit few)
        ), each as (
            select distinct on (k.id) k.* from kept k order by k.id, k.rank
        )
        select concat('{"since":"', last_day, '","items":[',
                      string_agg(concat('{"why":"', e.why, '","thread":', s.shape, '}'), ',' order by e.rank, e.at desc, e.id desc), ']}')
        from each e join thread_shapes(array(select id from each), viewer) s on s.id = e.id);
end
$$;

CREATE FUNCTION public.feed_for_you(viewer bigint, before_at timestamp with time zone, before_id bigint, wanted integer) RETURNS TABLE(items text, more boolean, last_at bigint, last_id bigint)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    posts constant integer := 10;   -- of each person followed, the last ones
    ids bigint[];
    times timestamptz[];
    reasons text[];
    names text[];
    full_page boolean;
begin
    with home as materialized (
        select a.id, a.band, a.province_id from appointment p join administration a on a.id = p.administration_id
        where p.person_id = viewer and p.main and p.valid_to is null
    ), offered as materialized (
        select o.group_id from offered_groups(viewer) o
    ), heads as materialized (
        select d.id as administration, d.id = h.id as own, q.id, q.at
        from home h
        join administration d on d.id = h.id or (d.band = h.band and d.province_id = h.province_id)
        cross join lateral (
            select t.id, t.last_activity_at as at from thread t
            where t.author_administration_id = d.id and (t.last_activity_at, t.id) < (before_at, before_id)
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by t.last_activity_at desc, t.id desc limit 1) q
    ), bound as materialized (
        -- Nothing older is on a page: so many administrations have something newer.
        select h.at, h.id from heads h order by h.at desc, h.id desc offset wanted limit 1
    ), found as (
        select q.id, q.at, 1 as rank, 'subject' as why, s.name
        from subjects_of(viewer) s
        cross join lateral (
            select tt.thread_id as id, tt.last_activity_at as at
            from thread_tag tt join thread t on t.id = tt.thread_id
            where tt.tag_id = s.tag_id and (tt.last_activity_at, tt.thread_id) < (before_at, before_id)
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by tt.last_activity_at desc, tt.thread_id desc limit wanted + 1) q
        union all
        select t.id, t.last_activity_at, 2, 'person', e.name
        from person_follow f join person e on e.id = f.followed_id
        cross join lateral (
            select t.id, t.last_activity_at
            from post p join thread t on t.id = p.thread_id
            where p.author_id = f.followed_id and p.deleted_at is null
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by p.created_at desc, p.id desc limit posts) t
        where f.person_id = viewer and knows_person(viewer, f.followed_id) and (t.last_activity_at, t.id) < (before_at, before_id)
        union all
        select q.id, q.at, case when h.own then 3 else 4 end, case when h.own then 'own' else 'town' end, null
        from heads h
        left join bound b on true
        cross join lateral (
            select t.id, t.last_activity_at as at from thread t
            where t.author_administration_id = h.administration and (t.last_activity_at, t.id) < (before_at, before_id)
              and (t.last_activity_at, t.id) >= (coalesce(b.at, '-infinity'), coalesce(b.id, 0))
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by t.last_activity_at desc, t.id desc limit wanted + 1) q
        where (h.at, h.id) >= (coalesce(b.at, '-infinity'), coalesce(b.id, 0))
    ), page as (
        select b.* from (select distinct on (f.id) f.* from found f order by f.id, f.rank, f.name) b
        order by b.at desc, b.id desc limit wanted + 1
    )
    select array_agg(p.id order by p.at desc, p.id desc), array_agg(p.at order by p.at desc, p.id desc),
           array_agg(p.why order by p.at desc, p.id desc), array_agg(p.name order by p.at desc, p.id desc), count(*) > wanted
    into ids, times, reasons, names, full_page
    from page p;
    return query
        select concat('[', (select string_agg(concat('{"why":', to_json(reasons[s.n]), ',"name":', coalesce(to_json(names[s.n])::text, 'null'),
                                                     ',"thread":', s.shape, '}'), ',' order by s.n)
                            from thread_shapes(ids[1:wanted], viewer) s), ']'),
               full_page,
               case when full_page then (extract(epoch from times[wanted]) * 1000000)::bigint end,
               case when full_page then ids[wanted] end;
end
$$;

CREATE FUNCTION public.feed_group(in_group bigint, only_kind text, only_state text, before_at timestamp with time zone, before_id bigint, from_at timestamp with time zone, from_id bigint, most integer) RETURNS TABLE(id bigint, at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
    (select t.id, t.last_activity_at from thread t
     where only_kind = '' and t.group_id = in_group
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
    union all
    (select t.id, t.last_activity_at from thread t
     where only_kind <> '' and only_state in ('', 'answered') and t.group_id = in_group and t.kind = only_kind
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
    union all
    (select t.id, t.last_activity_at from thread t
     where only_state = 'unanswered' and t.group_id = in_group and t.kind = 'question' and t.answers = 0 and not t.solved
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
    union all
    (select t.id, t.last_activity_at from thread t
     where only_state = 'solved' and t.group_id = in_group and t.solved
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
$$;

CREATE FUNCTION public.feed_page(viewer bigint, only_kind text, only_state text, only_group text, only_tag text, only_norm text, like_me boolean, before_at timestamp with time zone, before_id bigint, wanted integer) RETURNS TABLE(items text, more boolean, last_at bigint, last_id bigint)
    LANGUAGE sql STABLE
    AS $$
    select * from feed_page(viewer, only_kind, only_state, only_group, only_tag, only_norm, '', like_me, before_at, before_id, wanted)
$$;

CREATE FUNCTION public.feed_page(viewer bigint, only_kind text, only_state text, only_group text, only_tag text, only_norm text, only_article text, like_me boolean, before_at timestamp with time zone, before_id bigint, wanted integer) RETURNS TABLE(items text, more boolean, last_at bigint, last_id bigint)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    enough constant integer := 2000;  -- threads that are looked at for one page
    wanted_kind constant text := case when only_state = '' then only_kind else 'question' end;
    norms constant text[] := norm_keys_of(only_norm);
    -- Whatever the walk finds is on the page: most pages are these, and asking each thread again takes as long as finding it.
    plain constant boolean := concat(only_kind, only_state, only_group, only_tag, only_norm) = '' and not like_me;
    home administration;
    among bigint[];
    found bigint[] := '{}';
    times timestamptz[] := '{}';
    step record;
    most integer := wanted + 1;
    looked integer := 0;
begin
    if only_state <> '' and only_kind not in ('', 'question') then
        return query select '[]', false, null::bigint, null::bigint;
        return;
    end if;
    if like_me then
        home := home_of(viewer);
    end if;
    if norms is not null then
        among := norm_few_threads(norms, only_article, array(select g.group_id from readable_groups(viewer) g));
    end if;
    if like_me or only_tag <> '' or (norms is not null and among is null) then
        -- Most threads of a walk do not fit: a longer one costs less than another.
        most := 4 * most;
    end if;
    loop
        if plain then
            select coalesce(array_agg(f.id order by f.at desc, f.id desc), '{}') as ids,
                   coalesce(array_agg(f.at order by f.at desc, f.id desc), '{}') as ats, count(*) as n, before_at as at, before_id as id
            into step
            from feed_walk(viewer, '', '', '', '', null, before_at, before_id, most) f;
        else
            select coalesce(array_agg(w.id order by w.at desc, w.id desc) filter (where w.fits), '{}') as ids,
                   coalesce(array_agg(w.at order by w.at desc, w.id desc) filter (where w.fits), '{}') as ats,
                   count(*) as n, (array_agg(w.at order by w.at, w.id))[1] as at, (array_agg(w.id order by w.at, w.id))[1] as id
            into step
            from (
                select f.id, f.at,
                       (wanted_kind = '' or t.kind = wanted_kind) and (only_state = '' or t.state = only_state)
                       and (only_group = '' or t.group_id = (select g.id from plaza_group g where g.slug = only_group))
                       and (not like_me or exists (select from administration a where a.id = t.author_administration_id and comparable(home, a) > 0 offset 0))
                       and (only_tag = '' or exists (select from thread_tag tt where tt.thread_id = t.id
                                                     and tt.tag_id = (select g.id from tag g where g.name = tag_called(only_tag)) offset 0))
                       and (norms is null or among is not null
                            or exists (select from post p join post_citation c on c.post_id = p.id
                                       where p.thread_id = t.id and c.norm = any (norms)
                                         and (only_article = '' or c.article = only_article) offset 0))
                       and (exists (select from membership m where m.group_id = t.group_id and m.person_id = viewer offset 0)
                            or exists (select from thread_follow o where o.person_id = viewer and o.thread_id = t.id offset 0)
                            or exists (select from person_follow o where o.person_id = viewer and o.followed_id = t.author_id offset 0)
                            or exists (select from thread_tag tt join tag_follow o on o.tag_id = tt.tag_id
                                       where tt.thread_id = t.id and o.person_id = viewer offset 0)) as fits
                from feed_walk(viewer, wanted_kind, only_state, only_group, only_tag, among, before_at, before_id, most) f
                join thread t on t.id = f.id
                offset 0) w;
        end if;
        found := found || step.ids;
        times := times || step.ats;
        looked := looked + step.n;
        exit when cardinality(found) > wanted or step.n < most or looked >= enough;
        before_at := step.at;
        before_id := step.id;
        -- As many as fill the page if they fit as often as those before, and some more, since a further walk costs as well.
        most := least(case when cardinality(found) = 0 then 4 * most
                           else least(4 * most, greatest(wanted, (wanted + 1 - cardinality(found)) * looked * 3 / (2 * cardinality(found)))) end,
                      enough - looked);
    end loop;
    if cardinality(found) > wanted then
        return query select thread_page(found[1:wanted], viewer), true,
                            (extract(epoch from times[wanted]) * 1000000)::bigint, found[wanted];
    elsif step.n < most then
        return query select thread_page(found, viewer), false, null::bigint, null::bigint;
    else
        return query select thread_page(found, viewer), true, (extract(epoch from step.at) * 1000000)::bigint, step.id;
    end if;
end
$$;

CREATE FUNCTION public.feed_walk(viewer bigint, only_kind text, only_state text, only_group text, only_tag text, among bigint[], before_at timestamp with time zone, before_id bigint, most integer) RETURNS TABLE(id bigint, at timestamp with time zone)
    LANGUAGE plpgsql STABLE ROWS 50
    AS $$
declare
    many constant integer := 30;   -- groups of one person
    reach constant integer := 20;  -- threads of the network that are looked at for each that is wanted
    edge_at timestamptz;
    edge_id bigint;
begin
    if among is not null then
        return query
            select t.id, t.last_activity_at
            from thread t
            join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
            where t.id = any (among) and (t.last_activity_at, t.id) < (before_at, before_id)
            order by t.last_activity_at desc, t.id desc limit most;
    elsif only_tag <> '' then
        return query
            select tt.thread_id, tt.last_activity_at
            from thread_tag tt
            join thread t on t.id = tt.thread_id
            join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
            where tt.tag_id = (select g.id from tag g where g.name = tag_called(only_tag))
              and (tt.last_activity_at, tt.thread_id) < (before_at, before_id)
            order by tt.last_activity_at desc, tt.thread_id desc limit most;
    else
        -- Nothing older than `edge` is on a page, since so many of one's own groups are not. Whoever is of many groups
        -- mostly finds it among the newest threads of the network, and else by the newest of each group. Of each walk
        -- only what is newer is read.
        if only_group = '' and (select count(*) from membership m where m.person_id = viewer) >= many then
            select e.last_activity_at, e.id into edge_at, edge_id
            from (select n.last_activity_at, n.id
                  from (select t.last_activity_at, t.id, t.group_id, t.kind, t.state
                        from thread t
                        where (t.last_activity_at, t.id) < (before_at, before_id)
                        order by t.last_activity_at desc, t.id desc limit reach * most) n
                  where n.group_id in (select v.group_id from readable_groups(viewer) v where v.role is not null)
                    and (only_kind = '' or n.kind = only_kind) and (only_state = '' or n.state = only_state)
                  order by n.last_activity_at desc, n.id desc offset most - 1 limit 1) e;
        end if;
        return query
            with mine as materialized (
                select v.group_id from readable_groups(viewer) v
                where v.role is not null and (only_group = '' or v.group_id = (select g.id from plaza_group g where g.slug = only_group))
            ), newest as materialized (
                select t.id, t.last_activity_at as at
                from thread t
                where edge_id is not null
                  and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (edge_at, edge_id)
                  and t.group_id in (select m.group_id from mine m)
                  and (only_kind = '' or t.kind = only_kind) and (only_state = '' or t.state = only_state)
                order by t.last_activity_at desc, t.id desc limit most
            ), heads as materialized (
                select m.group_id, h.at, h.id
                from mine m cross join lateral feed_group(m.group_id, only_kind, only_state, before_at, before_id, '-infinity', 0, 1) h
                where edge_id is null
            ), bound as materialized (
                select coalesce(edge_at, e.at, '-infinity') as at, coalesce(edge_id, e.id, 0) as id
                from (values (1)) one left join (select h.at, h.id from heads h order by h.at desc, h.id desc offset most - 1 limit 1) e on true
            )
            select f.id, f.at
            from (
                select n.id, n.at from newest n
                union
                select t.id, t.at
                from bound b
                join heads h on (h.at, h.id) >= (b.at, b.id)
                cross join lateral feed_group(h.group_id, only_kind, only_state, before_at, before_id, b.at, b.id, most) t
                union
                select t.id, t.last_activity_at
                from thread_follow f
                join thread t on t.id = f.thread_id
                join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
                cross join bound b
                where f.person_id = viewer and (only_kind = '' or t.kind = only_kind)
                  and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (b.at, b.id)
                union
                select t.id, t.last_activity_at
                from bound b cross join person_follow f
                cross join lateral (
                    select t.id, t.last_activity_at
                    from thread t
                    join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
                    where t.author_id = f.followed_id and (only_kind = '' or t.kind = only_kind)
                      and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (b.at, b.id)
                    order by t.last_activity_at desc, t.id desc limit most) t
                where f.person_id = viewer
                union
                select t.id, t.last_activity_at
                from bound b cross join tag_follow f
                cross join lateral (
                    select tt.thread_id as id, tt.last_activity_at
                    from thread_tag tt
                    join thread t on t.id = tt.thread_id
                    join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
                    where tt.tag_id = f.tag_id and (only_kind = '' or t.kind = only_kind)
                      and (tt.last_activity_at, tt.thread_id) < (before_at, before_id)
                      and (tt.last_activity_at, tt.thread_id) >= (b.at, b.id)
                    order by tt.last_activity_at desc, tt.thread_id desc limit most) t
                where f.person_id = viewer) f
            order by f.at desc, f.id desc
            limit most;
    end if;
end
$$;

CREATE FUNCTION public.file_doom() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into file_doomed (stored) values (old.stored) on conflict do nothing;
    return null;
end
$$;

CREATE FUNCTION public.file_place() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.group_id := (select t.group_id from post p join thread t on t.id = p.thread_id where p.id = new.post_id);
    return new;
end
$$;

CREATE TABLE public.file (
    id bigint DEFAULT public.new_id() NOT NULL,
    owner_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size bigint NOT NULL,
    width integer,
    height integer,
    stored text NOT NULL,
    state text DEFAULT 'ready'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    post_id bigint,
    group_id bigint,
    attached_at timestamp with time zone,
    shown boolean DEFAULT false NOT NULL,
    CONSTRAINT file_check CHECK (((width IS NULL) = (height IS NULL))),
    CONSTRAINT file_check1 CHECK ((num_nulls(post_id, group_id, attached_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT file_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT file_size_check CHECK ((size > 0)),
    CONSTRAINT file_state_check CHECK ((state = ANY (ARRAY['checking'::text, 'ready'::text, 'refused'::text]))),
    CONSTRAINT file_stored_check CHECK ((stored ~ '^[0-9a-f]{32}$'::text))
);

CREATE FUNCTION public.file_shape(f public.file) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('id', f.id, 'name', f.name, 'kind', f.kind, 'size', f.size, 'width', f.width, 'height', f.height)
$$;

CREATE FUNCTION public.file_with_state(f public.file) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('id', f.id, 'name', f.name, 'kind', f.kind, 'size', f.size, 'width', f.width,
                             'height', f.height, 'state', f.state)
$$;

CREATE FUNCTION public.files_in_drafts(of_person bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    select distinct m[1]::bigint
    from (select d.fields::text as words from draft d where d.person_id = of_person and not d.ended
          -- Confirmed, and going to be published, whatever the draft says by now.
          union all select p.request::text from draft_publication p where p.person_id = of_person) said,
         regexp_matches(said.words, '/files/([1-9][0-9]{0,15})(?![0-9])', 'g') m
$$;

CREATE FUNCTION public.files_of_post(of_post bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select coalesce(json_agg(file_with_state(f) order by f.created_at, f.id), '[]')::text
    from file f where f.post_id = of_post and f.shown and f.state <> 'refused'
$$;

CREATE FUNCTION public.fold(t text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select translate(lower(t), 'áàâäãåéèêëíìîïóòôöõúùûüýÿ', 'aaaaaaeeeeiiiiooooouuuuyy')
$$;

CREATE FUNCTION public.for_you_too(t public.thread, viewer bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select t.author_id <> viewer
       and not exists (select from thread_level l where l.thread_id = t.id and l.person_id = viewer and l.level = 'muted')
$$;

CREATE FUNCTION public.forget_late_notice_letters() RETURNS void
    LANGUAGE sql
    AS $$
    with late as (
        update mail m set state = 'withdrawn', reply = 'too late: what it says has ended', settled_at = now()
        where m.state = 'queued' and m.useless_after < now() and exists (select from notice_letter l where l.mail_id = m.id)
        returning m.id)
    delete from job j using late where j.unique_key = 'mail:' || late.id
$$;

CREATE FUNCTION public.fresh_numbers(numbers integer[], times integer) RETURNS integer[]
    LANGUAGE sql IMMUTABLE
    AS $$ select numbers[greatest(1, cardinality(numbers) - times + 1):] $$;

CREATE FUNCTION public.gathering_member_left() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    mine bigint[] := array(select w.thread_id from gathering_guest w join thread t on t.id = w.thread_id join gathering e on e.thread_id = t.id
                           where w.person_id = old.person_id and t.group_id = old.group_id and e.ends_at > now());
begin
    if mine <> '{}' then
        delete from gathering_guest w where w.person_id = old.person_id and w.thread_id = any (mine)
            and exists (select from person p where p.id = old.person_id and p.status <> 'merged');
        perform gathering_places_freed(mine);
    end if;
    return null;
end
$$;

CREATE FUNCTION public.gathering_moved() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform gathering_places_freed(array[new.id]);
    return null;
end
$$;

CREATE FUNCTION public.gathering_person_away() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform gathering_places_freed(array(select w.thread_id from gathering_guest w where w.person_id = new.id));
    return null;
end
$$;

CREATE FUNCTION public.gathering_person_back() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    mine bigint[] := array(select w.thread_id from gathering_guest w join gathering e on e.thread_id = w.thread_id
                           where w.person_id = new.id and e.places is not null and e.ends_at > now());
begin
    update gathering_guest w set signed_up_at = clock_timestamp(), told = false where w.person_id = new.id and w.thread_id = any (mine);
    perform gathering_places_freed(mine);
    return null;
end
$$;

CREATE FUNCTION public.gathering_places_freed(threads bigint[]) RETURNS void
    LANGUAGE sql
    AS $$
    select enqueue_soon('gatherings.come_up', e.thread_id, 2)
    from gathering e
    where e.thread_id = any (threads) and e.ends_at > now() and e.cancelled_at is null
      and exists (select from gathering_guest w where w.thread_id = e.thread_id and not w.told)
    order by e.thread_id
$$;

CREATE FUNCTION public.group_access_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, group_id, data) values ('access.group', new.id, new.kind);
    if old.kind = 'open' then
        insert into event (kind, group_id, data) values ('group.closed', new.id, '{}');
    end if;
    if new.kind = 'hidden' then
        with asked as (delete from membership_request where group_id = new.id returning person_id),
             invited as (delete from membership_invitation where group_id = new.id and expires_at <= now() returning person_id),
             gone as (select person_id from asked union select person_id from invited)
        insert into event (kind, person_id, group_id, data)
        select 'membership.changed', gone.person_id, new.id, '{"my_membership":"none"}'
        from gone
        where not exists (select from membership m where m.group_id = new.id and m.person_id = gone.person_id)
          and not exists (select from membership_invitation i where i.group_id = new.id and i.person_id = gone.person_id
                                                                and i.expires_at > now())
        order by gone.person_id;
    end if;
    return null;
end
$$;

CREATE FUNCTION public.group_health(of_group bigint, days integer) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
declare
    few constant integer := 5;
    enough constant integer := 1000;
    open_now constant integer := (select count(*) from (select from thread t where t.group_id = of_group and waits(t) limit enough) w);
    asked record;
begin
    select count(*) as questions, count(f.at) as answered,
           percentile_cont(0.5) within group (order by case when f.at > q.created_at then extract(epoch from f.at - q.created_at) when f.at is not null then 0 end) as median
    into asked
    from (select t.id, t.author_id, t.created_at from thread t
          where t.group_id = of_group and t.kind = 'question' and t.created_at > now() - days * interval '1 day' offset 0) q
    left join lateral (
        select p.created_at as at from post p
        where p.thread_id = q.id and p.role = 'answer' and p.deleted_at is null and p.author_id <> q.author_id
        order by p.created_at limit 1) f on true;
    return json_build_object('days', days, 'questions', asked.questions,
        'answered', case when asked.questions >= few then asked.answered end,
        'median_seconds', case when asked.questions >= few then round(asked.median)::bigint end,
        'waiting', open_now)::text;
end
$$;

CREATE FUNCTION public.group_moved_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, person_id, group_id, data)
    select 'membership.changed', w.person_id, new.id, json_build_object('my_membership', w.role)
    from (select m.person_id, m.role from membership m where m.group_id = new.id
          union all
          select i.person_id, 'invited' from membership_invitation i
          where i.group_id = new.id and i.expires_at > now()
            and not exists (select from membership m where m.group_id = i.group_id and m.person_id = i.person_id)) w
    order by w.person_id;
    update notification n set facts = n.facts || jsonb_build_object('link', overlay(n.facts ->> 'link' placing '/groups/' || new.slug from 1 for length('/groups/' || old.slug)))
    where n.group_id = new.id and (n.facts ->> 'link' = '/groups/' || old.slug or starts_with(n.facts ->> 'link', '/groups/' || old.slug || '/'));
    return null;
end
$$;

CREATE TABLE public.plaza_group (
    id bigint DEFAULT public.new_id() NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    rules text DEFAULT ''::text NOT NULL,
    kind text DEFAULT 'open'::text NOT NULL,
    language text DEFAULT 'es'::text NOT NULL,
    created_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    archived_at timestamp with time zone,
    practice boolean DEFAULT false NOT NULL,
    welcome text DEFAULT ''::text NOT NULL,
    official boolean DEFAULT false NOT NULL,
    who_starts text DEFAULT 'members'::text NOT NULL,
    join_relations text[] DEFAULT '{employee}'::text[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    idle_since timestamp with time zone,
    article_headings text[],
    mail_content text DEFAULT 'auto'::text NOT NULL,
    solution_days smallint DEFAULT 3 NOT NULL,
    CONSTRAINT plaza_group_join_relations_check CHECK (((join_relations <@ '{employee,elected,adviser,external}'::text[]) AND (cardinality(join_relations) > 0))),
    CONSTRAINT plaza_group_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'private'::text, 'hidden'::text]))),
    CONSTRAINT plaza_group_mail_content_check CHECK ((mail_content = ANY (ARRAY['auto'::text, 'yes'::text, 'no'::text]))),
    CONSTRAINT plaza_group_slug_check CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND ((length(slug) >= 2) AND (length(slug) <= 80)))),
    CONSTRAINT plaza_group_solution_days_check CHECK (((solution_days >= 1) AND (solution_days <= 30))),
    CONSTRAINT plaza_group_who_starts_check CHECK ((who_starts = ANY (ARRAY['members'::text, 'moderators'::text])))
);

CREATE FUNCTION public.group_shape(g public.plaza_group, members bigint, mine text, level text) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('id', g.id, 'slug', g.slug, 'name', g.name, 'kind', g.kind, 'description', g.description,
        'rules', g.rules, 'welcome', case when mine in ('none', 'requested', 'invited') then '' else g.welcome end,
        'official', g.official, 'language', g.language, 'who_starts', g.who_starts, 'mail_content', g.mail_content, 'join_relations', g.join_relations,
        'members', members, 'my_membership', mine, 'my_level', level, 'archived', g.archived_at is not null,
        'idle_since', case when mine in ('host', 'moderator', 'owner') then rfc3339(g.idle_since) end,
        'version', g.version)
$$;

CREATE FUNCTION public.guest_access_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, person_id, data) select 'access.person', p.id, p.status from person p where p.id = old.person_id;
    return null;
end
$$;

CREATE FUNCTION public.guest_welcome(invited_to bigint, inviter bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select exists (
        select from plaza_group g join membership m on m.group_id = g.id join person p on p.id = m.person_id
        where g.id = invited_to and g.archived_at is null and m.person_id = inviter
          and m.role in ('moderator', 'owner') and p.status = 'active')
$$;

CREATE FUNCTION public.home_of(viewer bigint) RETURNS public.administration
    LANGUAGE sql STABLE
    AS $$
    select d from appointment a join administration d on d.id = a.administration_id
    where a.person_id = viewer and a.main and a.valid_to is null
$$;

CREATE FUNCTION public.in_force(a public.administration) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select a.valid_to is null or a.valid_to >= current_date
$$;

CREATE FUNCTION public.is_guest(viewer bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ select coalesce((select p.guest from person p where p.id = viewer), false) $$;

CREATE FUNCTION public.json_bool(b boolean) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ select case when b then 'true' else 'false' end $$;

CREATE FUNCTION public.keep_an_administrator() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform lock_administrators();
    if not exists (select from person where network_role = 'administrator' and status = 'active' and id <> old.id) then
        raise exception 'the last administrator stays' using errcode = '23514', constraint = 'last_administrator';
    end if;
    return null;
end
$$;

CREATE FUNCTION public.keep_shown_photo() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    of_person bigint := coalesce(new.person_id, old.person_id);
begin
    perform from person p where p.id = of_person for no key update;
    update person p set shown_photo = photo_for_all(of_person)
    where p.id = of_person and p.status = 'active' and p.shown_photo is distinct from photo_for_all(of_person);
    return null;
end
$$;

CREATE FUNCTION public.knows_person(viewer bigint, person bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select viewer = person
        or not is_guest(viewer) and not is_guest(person)
        or exists (select from person p where p.id = viewer and p.network_role = 'administrator' and p.status = 'active')
        or exists (select from membership m join readable_groups(viewer) v on v.group_id = m.group_id
                   where m.person_id = person)
        or exists (select from post p join thread t on t.id = p.thread_id
                   join readable_groups(viewer) v on v.group_id = t.group_id
                   where p.author_id = person and p.deleted_at is null)
$$;

CREATE FUNCTION public.knows_tag(viewer bigint, tag bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select exists (select from tag g where g.id = tag and g.vocabulary)
        or exists (select from tag_synonym s where s.tag_id = tag)
        or exists (select from thread_tag tt join thread t on t.id = tt.thread_id
                   join readable_groups(viewer) v on v.group_id = t.group_id
                   where tt.tag_id = tag)
$$;

CREATE FUNCTION public.languages_json(person bigint) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select coalesce(json_agg(l.language order by l.language), '[]') from person_language l where l.person_id = person
$$;

CREATE FUNCTION public.level_of(whom bigint, in_group bigint, in_thread bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return coalesce(
        (select l.level from thread_level l where l.person_id = whom and l.thread_id = in_thread),
        (select 'everything' from thread_follow f where f.person_id = whom and f.thread_id = in_thread),
        (select m.level from membership m where m.person_id = whom and m.group_id = in_group),
        'mentions');
end
$$;

CREATE FUNCTION public.link_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    head audit_head;
    salt bytea := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
    digest bytea := sha256(salt || convert_to(new.details::text, 'UTF8'));
    moment timestamptz;
    linked bytea;
begin
    select * into head from audit_head for update;
    moment := clock_timestamp();
    linked := audit_hash(head.hash, head.seq + 1, moment, new.actor, new.action, new.object_kind, new.object_id, digest);
    insert into audit (seq, at, actor_id, action, object_kind, object_id, details_digest, previous, hash)
    values (head.seq + 1, moment, new.actor, new.action, new.object_kind, new.object_id, digest, head.hash, linked);
    insert into audit_detail (seq, salt, details) values (head.seq + 1, salt, new.details);
    update audit_head set seq = head.seq + 1, hash = linked;
    delete from audit_waiting where n = new.n;
    return null;
end
$$;

CREATE FUNCTION public.lock_administrators() RETURNS boolean
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_advisory_xact_lock(hashtextextended('plaza administrators', 0));
    return true;
end
$$;

CREATE FUNCTION public.mail_carries_content(in_group bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select coalesce((select case g.mail_content when 'auto' then g.kind = 'open' else g.mail_content = 'yes' end
                     from plaza_group g where g.id = in_group), true)
$$;

CREATE FUNCTION public.mail_hours(whom bigint) RETURNS TABLE(from_minute integer, to_minute integer, days smallint[], zone text, away_until date)
    LANGUAGE sql STABLE
    AS $$
    select coalesce(s.from_minute, 8 * 60)::integer, coalesce(s.to_minute, 15 * 60)::integer,
           coalesce(s.days, '{1,2,3,4,5}'::smallint[]),
           coalesce(s.zone, case when exists (
               select from appointment a join administration d on d.id = a.administration_id
               where a.person_id = whom and a.main and a.valid_to is null and d.province_id in ('35', '38'))
               then 'Atlantic/Canary' else 'Europe/Madrid' end),
           s.away_until
    from (select) nothing left join notice_settings s on s.person_id = whom
$$;

CREATE FUNCTION public.mail_moment(whom bigint, moment timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    AS $$
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

CREATE FUNCTION public.mail_patience() RETURNS interval
    LANGUAGE sql IMMUTABLE
    AS $$ select interval '2 minutes' $$;

CREATE FUNCTION public.mail_wanted(whom bigint, what text, in_thread bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return what <> 'edited'
        and exists (select from person p join credential c on c.person_id = p.id
                    where p.id = whom and p.policy_accepted_at is not null and c.bounced_at is null and c.lapsed_at is null)
        and exists (select from notice_channels(whom) c where c.class = notice_class(what) and c.mail)
        and not exists (select from thread_mail_off o where o.person_id = whom and o.thread_id = in_thread);
end
$$;

CREATE FUNCTION public.may_answer(whom bigint, in_group bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return may_be_told(whom, in_group, true) and (
        exists (select from membership m where m.group_id = in_group and m.person_id = whom)
        or exists (select from plaza_group g join appointment a on a.person_id = whom and a.valid_to is null
                   where g.id = in_group and g.kind = 'open' and a.relation = any (g.join_relations))
        and not exists (select from membership_refusal r where r.group_id = in_group and r.person_id = whom));
end
$$;

CREATE FUNCTION public.may_be_told(viewer bigint, in_group bigint, of_thread boolean) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return in_group is null or exists (
        select from visible_groups(viewer) v where v.group_id = in_group and (v.may_read or not of_thread));
end
$$;

CREATE FUNCTION public.may_know_file(viewer bigint, f public.file) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select case
        when f.post_id is null then f.owner_id = viewer
        else exists (select from post p
                     join thread t on t.id = p.thread_id
                     join readable_groups(viewer) v on v.group_id = t.group_id
                     where p.id = f.post_id and p.deleted_at is null) end
$$;

CREATE FUNCTION public.may_read_file(viewer bigint, f public.file) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select f.state = 'ready' and may_know_file(viewer, f)
$$;

CREATE FUNCTION public.membership_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'UPDATE' and new.role = old.role then return null; end if;
    insert into event (kind, person_id, group_id, data)
    select 'membership.changed', coalesce(new.person_id, old.person_id), coalesce(new.group_id, old.group_id),
           json_build_object('my_membership', case tg_op when 'DELETE' then 'none' else new.role end)
    where exists (select from plaza_group where id = coalesce(new.group_id, old.group_id));
    return null;
end
$$;

CREATE FUNCTION public.membership_guest() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    is_one boolean;
begin
    if new.role = 'guest' then
        select guest into is_one from person where id = new.person_id for no key update;
        if exists (select from membership m where m.person_id = new.person_id and m.group_id <> new.group_id) then
            raise exception using errcode = 'check_violation', constraint = 'membership_guest_alone',
                message = 'violates check constraint "membership_guest_alone"';
        end if;
        if not is_one then update person set guest = true where id = new.person_id; end if;
    else
        select guest into is_one from person where id = new.person_id for share;
        if is_one then
            raise exception using errcode = 'check_violation', constraint = 'membership_of_guest',
                message = 'violates check constraint "membership_of_guest"';
        end if;
    end if;
    return new;
end
$$;

CREATE FUNCTION public.membership_invited_no_more() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from membership_invitation i
    where i.group_id = coalesce(new.group_id, old.group_id) and i.person_id = coalesce(new.person_id, old.person_id);
    return null;
end
$$;

CREATE FUNCTION public.membership_level() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    wanted text;
begin
    if new.level_chosen then
        return new;
    end if;
    wanted := (select p.level from person p where p.id = new.person_id);
    if tg_op = 'INSERT' and new.level = 'mentions' then
        new.level := coalesce(wanted, new.level);
    elsif new.level <> wanted then
        new.level_chosen := true;
    end if;
    return new;
end
$$;

CREATE FUNCTION public.membership_rank(role text) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ select array_position('{guest,member,host,moderator,owner}', role) $$;

CREATE FUNCTION public.membership_rules_meant() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select from membership_rule) then
        perform apply_membership_rules(array(select distinct person_id from touched order by 1), null, 2147483647);
    end if;
    return null;
end
$$;

CREATE FUNCTION public.merge_people(kept bigint, gone bigint) RETURNS boolean
    LANGUAGE sql
    AS $$ select merge_people(kept, gone, true) $$;

CREATE FUNCTION public.merge_people(kept bigint, gone bigint, all_of_it boolean) RETURNS boolean
    LANGUAGE plpgsql
    AS $_$
declare
    t record;
    same text;
begin
    -- As for everybody who leaves: what is written in these groups after this is not delivered to who is gone.
    perform from plaza_group g where g.id in (select m.group_id from membership m where m.person_id in (kept, gone))
    order by g.id for update;
    -- First of all, so that no rule of a group means the account that goes while its posts and skills do.
    update person set status = 'merged', merged_into = kept, bio = '', ask_me = '', office_phone = '', office_hours = ''
    where id = gone;
    insert into membership as k (group_id, person_id, role, level, level_chosen, since)
    select m.group_id, kept, m.role, case when m.level_chosen then m.level else 'mentions' end, m.level_chosen, m.since
    from membership m
    where m.person_id = gone and m.role <> 'guest' and m.source = 'hand'
    order by m.group_id
    on conflict (group_id, person_id) do update
        set role = case when membership_rank(excluded.role) > membership_rank(k.role) then excluded.role else k.role end,
            level = case when excluded.level_chosen and not k.level_chosen then excluded.level else k.level end,
            level_chosen = k.level_chosen or excluded.level_chosen,
            source = 'hand', since = least(k.since, excluded.since);
    delete from membership where person_id = gone;
    delete from membership_left l where l.person_id = gone
        and exists (select from membership m where m.group_id = l.group_id and m.person_id = kept);
    delete from membership_request r where r.person_id = gone
        and exists (select from membership m where m.group_id = r.group_id and m.person_id = kept);
    delete from membership_invitation i where i.person_id = gone
        and (i.role = 'guest' or exists (select from membership m where m.group_id = i.group_id and m.person_id = kept));
    update thread_read k set number = greatest(k.number, g.number), read_at = greatest(k.read_at, g.read_at)
    from thread_read g where k.person_id = kept and g.person_id = gone and g.thread_id = k.thread_id;
    update notification k set renewed_at = greatest(k.renewed_at, g.renewed_at),
        read_at = case when k.read_at is not null and g.read_at is not null then greatest(k.read_at, g.read_at) end
    from notification g where k.person_id = kept and g.person_id = gone and g.cause = k.cause and g.place = k.place;
    delete from useful_mark u using post p
    where p.id = u.post_id and u.person_id in (kept, gone) and p.author_id in (kept, gone);
    delete from same_problem s using thread q
    where q.id = s.thread_id and s.person_id in (kept, gone) and q.author_id in (kept, gone);
    delete from poll_vote g where g.person_id = gone
        and exists (select from poll_vote k where k.thread_id = g.thread_id and k.person_id = kept);
    delete from person_follow where (person_id, followed_id) in ((kept, gone), (gone, kept));
    update draft g set place = g.place || '~' || g.version
    where g.person_id = gone and exists (select from draft k where (k.person_id, k.place) = (kept, g.place));
    -- Whoever signed up twice has the earlier place.
    update gathering_guest k set signed_up_at = least(k.signed_up_at, g.signed_up_at), told = k.told or g.told
    from gathering_guest g where k.person_id = kept and g.person_id = gone and g.thread_id = k.thread_id;
    -- Who writes an article is not asked to; who said yes with either account did.
    delete from article_author w using thread a
    where a.id = w.thread_id and w.person_id in (kept, gone) and a.author_id in (kept, gone);
    update article_author k set accepted_at = least(k.accepted_at, g.accepted_at)
    from article_author g where k.person_id = kept and g.person_id = gone and g.thread_id = k.thread_id;
    update appointment set main = false where person_id = gone and main;

    for t in select split_part(tie, '.', 1) as relation, split_part(tie, '.', 2) as named, how from person_ties()
             order by how = 'drop' desc, tie
    loop
        if t.how = 'drop' then
            execute format('delete from %I where %I = $1', t.relation, t.named) using gone;
        elsif t.how = 'unite' then
            for same in
                select string_agg(format('g.%1$I = k.%1$I', a.attname), ' and ')
                from pg_constraint c
                join pg_attribute p on p.attrelid = c.conrelid and p.attname = t.named and p.attnum = any (c.conkey)
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attnum <> p.attnum
                where c.conrelid = format('public.%I', t.relation)::regclass and c.contype in ('p', 'u')
                group by c.oid
            loop
                execute format('delete from %1$I g using %1$I k where g.%2$I = $1 and k.%2$I = $2 and %3$s', t.relation, t.named, same)
                    using gone, kept;
            end loop;
        end if;
        if t.how = 'unite' or (t.how = 'move' and (all_of_it or t.relation in ('appointment', 'person'))) then
            execute format('update %1$I set %2$I = $2 where %2$I = $1', t.relation, t.named) using gone, kept;
        end if;
    end loop;
    delete from notification n where n.person_id = kept and n.actor_id = kept;
    update appointment set main = true where id = (
        select a.id from appointment a where a.person_id = kept and a.valid_to is null
          and not exists (select from appointment m where m.person_id = kept and m.main and m.valid_to is null)
        order by a.valid_from nulls last, a.id limit 1);
    update credential set password = 'merged' where person_id = gone;
    -- What is imported later is theirs as well.
    update import_origin set new_id = kept where new_id = gone and kind in ('person', 'former');
    return true;
end
$_$;

CREATE FUNCTION public.merge_people_rest(kept bigint, gone bigint, most integer) RETURNS boolean
    LANGUAGE plpgsql
    AS $_$
declare
    t record;
    n int;
    moved boolean := false;
begin
    for t in select split_part(tie, '.', 1) as relation, split_part(tie, '.', 2) as named from person_ties() where how = 'move' order by tie
    loop
        execute format('update %1$I set %2$I = $2 where ctid = any (array(select ctid from %1$I where %2$I = $1 limit $3 for update))',
                       t.relation, t.named) using gone, kept, most;
        get diagnostics n = row_count;
        moved := moved or n > 0;
    end loop;
    return moved;
end
$_$;

CREATE FUNCTION public.merge_tags(gone bigint, kept bigint, language text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    insert into tag_synonym (tag_id, language, name)
    select kept, s.language, s.name from tag_synonym s where s.tag_id = gone
    union select kept, merge_tags.language, t.name from tag t where t.id = gone
    on conflict do nothing;
    delete from tag_synonym where tag_id = gone;
    update tag t set vocabulary = t.id = kept where t.id in (gone, kept);
    -- Whatever was to become this one becomes the other.
    update tag_renewal set into_id = kept, after_thread = 0 where into_id = gone;
    perform renew_tag(gone, kept);
    perform renew_tag(kept, null);
end
$$;

CREATE FUNCTION public.merge_threads(gone bigint, kept bigint, most_posts integer) RETURNS integer
    LANGUAGE plpgsql
    AS $_$
declare
    into_thread thread := (select t from thread t where t.id = kept);
    from_group bigint := (select t.group_id from thread t where t.id = gone);
    shift integer := into_thread.next_number - 1;
    last_number integer := (select t.next_number - 1 from thread t where t.id = gone);
    solution accepted_answer;
    theirs integer[] := array(select generate_series(1, last_number));
    became integer[] := array(select generate_series(1 + shift, last_number + shift));
begin
    delete from accepted_answer where thread_id = gone returning * into solution;
    -- Places of posts that were split off lead to those already, and do so from where they stand now.
    insert into post_redirect (from_thread, number, post_id)
    select gone, p.number, p.id from post p where p.thread_id = gone on conflict do nothing;
    insert into post_redirect (from_thread, number, post_id)
    select kept, r.number + shift, r.post_id from post_redirect r join post p on p.id = r.post_id
    where r.from_thread = gone and p.thread_id <> gone;
    update post p set thread_id = kept, number = p.number + shift, parent = p.parent + shift,
        role = case when p.role = 'root' or p.role = 'answer' and into_thread.kind <> 'question' then 'reply' else p.role end
    where p.thread_id = gone;
    perform recount_thread(kept);
    perform search_renew(kept, shift);
    -- The thread that stays says which answer solved it; where it does not, the other one does.
    if solution.number is not null and into_thread.kind = 'question' then
        insert into accepted_answer (thread_id, number, accepted_by, accepted_at)
        values (kept, solution.number + shift, solution.accepted_by, solution.accepted_at)
        on conflict (thread_id) do nothing;
    end if;
    -- Who had read the one to its end has read of the other as far as they had.
    update thread_read k set number = shift + g.number, read_at = greatest(k.read_at, g.read_at)
    from thread_read g
    where g.thread_id = gone and k.thread_id = kept and k.person_id = g.person_id and k.number >= shift;
    insert into thread_follow (person_id, thread_id, since)
    select f.person_id, kept, f.since from thread_follow f where f.thread_id = gone on conflict do nothing;
    insert into thread_level (person_id, thread_id, level)
    select l.person_id, kept, l.level from thread_level l where l.thread_id = gone and l.level = 'everything' on conflict do nothing;
    insert into thread_mail_off (person_id, thread_id, since)
    select o.person_id, kept, o.since from thread_mail_off o where o.thread_id = gone on conflict do nothing;
    -- Who asked the one has the problem of the other; nobody says it of what they ask themselves.
    if into_thread.kind = 'question' then
        insert into same_problem (thread_id, person_id, administration_id, followed, at)
        select kept, s.person_id, s.administration_id, s.followed, s.at from same_problem s
        where s.thread_id = gone and s.person_id <> into_thread.author_id
        union all
        select kept, t.author_id, t.author_administration_id, false, t.created_at from thread t
        where t.id = gone and t.kind = 'question' and t.author_id <> into_thread.author_id and t.author_administration_id is not null
        on conflict do nothing;
    end if;
    insert into bookmark (person_id, thread_id, since)
    select b.person_id, kept, b.since from bookmark b where b.thread_id = gone on conflict do nothing;
    update article_source set question_id = kept, number = number + shift where question_id = gone;
    update thread_share set source_id = kept where source_id = gone and thread_id <> kept;
    update model_document set derived_from = kept where derived_from = gone and thread_id <> kept;
    -- What it showed of another one is shown where its words are now; what showed this one shows nothing any more.
    delete from thread_share where thread_id = kept and source_id = gone;
    update thread_share s set thread_id = kept
    where s.thread_id = gone and s.source_id is distinct from kept
      and not exists (select from thread_share k where k.thread_id = kept);
    perform renumber_notices(gone, kept, theirs, became, most_posts);
    update thread_act set other_id = kept where other_id = gone and thread_id <> kept;
    update thread_validity set superseded_by = kept where superseded_by = gone and thread_id <> kept;
    -- What took the place of the one may have been replaced by the other: no way leads round.
    update thread_validity set superseded_by = null, superseded_at = null
    where thread_id = kept and kept in (
        with recursive way(id) as (
            select y.superseded_by from thread_validity y where y.thread_id = kept
            union
            select y.superseded_by from way join thread_validity y on y.thread_id = way.id)
        select way.id from way where way.id is not null);
    -- What was the same as the other one, or as what leads to it, holds it now: it stands for itself, and is open for who asks there.
    with own as (delete from question_duplicate d
                 where d.thread_id = kept and question_leads_to(d.of_thread_id, gone, 50) returning d.thread_id)
    update thread t set closed_at = null, closed_by = null from own where t.id = own.thread_id;
    update question_duplicate set of_thread_id = kept where of_thread_id = gone and thread_id <> kept;
    insert into thread_link (from_thread_id, to_thread_id, kind, created_at)
    select l.from_thread_id, kept, l.kind, l.created_at from thread_link l where l.to_thread_id = gone and l.from_thread_id <> kept
    on conflict do nothing;
    if into_thread.group_id <> from_group then
        update idempotency i set group_id = into_thread.group_id
        where i.post_id in (select p.id from post p where p.thread_id = kept and p.number > shift);
        -- Of whatever was done with the thread that is gone: its texts are for who reads the other one.
        update idempotency i set group_id = into_thread.group_id
        where i.group_id = from_group
          and (i.headers = '/api/v1/threads/' || gone or i.route ~ ('/threads/' || gone || '(/|$)'));
    end if;
    delete from event where thread_id = gone and kind <> 'thread.gone';
    delete from thread where id = gone;
    return shift;
end
$_$;

CREATE FUNCTION public.model_details(viewer bigint, thread bigint, takes_part boolean) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (
        select json_build_object(
            'type', m.type, 'administration', administration_ref(a), 'state', m.state, 'since', m.state_since, 'version', m.version,
            'derived_from', thread_link_json(m.derived_from, viewer),
            'derived', (select coalesce(json_agg(d.link order by d.at, d.id), '[]')
                        from (select x.thread_id as id, x.created_at as at, l.link
                              from model_document x cross join lateral (select thread_link_json(x.thread_id, viewer) as link) l
                              where x.derived_from = m.thread_id and l.link is not null
                              order by x.created_at, x.thread_id limit 20) d),
            'adoptions', (select count(*) from model_adoption o where o.thread_id = m.thread_id),
            'mine', (select coalesce(json_agg(json_build_object('administration', administration_ref(d), 'adopted',
                                exists (select from model_adoption o where o.thread_id = m.thread_id and o.administration_id = d.id))
                                order by d.sort, d.id), '[]')
                     from speaks_for(viewer) s join administration d on d.id = s
                     where takes_part and d.id <> m.administration_id))::text
        from model_document m join administration a on a.id = m.administration_id
        where m.thread_id = model_details.thread);
end
$$;

CREATE FUNCTION public.model_json(model bigint, type text, administration bigint, state text, since date) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select concat('{"type":"', type, '","administration":',
        (select json_build_object('id', a.id, 'name', a.name, 'band', a.band) from administration a where a.id = model_json.administration),
        ',"state":"', state, '","since":', coalesce('"' || since || '"', 'null'),
        ',"adoptions":', (select count(*) from model_adoption m where m.thread_id = model), '}')
$$;

CREATE FUNCTION public.national_holiday(day date) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
    return to_char(day, 'MM-DD') = any ('{01-01,01-06,05-01,08-15,10-12,11-01,12-06,12-08,12-25}')
        or day = easter(extract(year from day)::integer) - 2;
end
$$;

CREATE FUNCTION public.norm_changes(norm text) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select coalesce(json_agg(json_build_object('id', c.id, 'on', c.changed_on, 'sentence', c.sentence, 'articles', to_json(c.articles))
                             order by c.changed_on desc, c.id desc), '[]')
    from (select * from norm_change where norm_id = norm and taken_back_at is null order by changed_on desc, id desc limit 50) c
$$;

CREATE FUNCTION public.norm_few_threads(keys text[], cited text, groups bigint[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
declare
    few constant integer := 500;  -- citations
    found bigint[];
begin
    found := array(
        select t.id
        from unnest(keys) n (norm)
        cross join lateral (select c.post_id from post_citation c where c.norm = n.norm and (cited = '' or c.article = cited)
                            order by c.article, c.post_id offset 0) c
        join post p on p.id = c.post_id
        join thread t on t.id = p.thread_id and t.group_id = any (groups)
        limit few + 1);
    return case when cardinality(found) <= few then array(select distinct id from unnest(found) id) end;
end
$$;

CREATE FUNCTION public.norm_keys(id text, kind text, number text, community text) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $$
    select array[lower(id)] || case when kind is null then '{}'::text[] else array[
        concat_ws('-', kind, lower(replace(number, '/', '-')), nullif(community, ''))] end
$$;

CREATE FUNCTION public.norm_keys_of(wanted text) RETURNS text[]
    LANGUAGE plpgsql STABLE
    AS $$
begin
    if wanted is null or wanted = '' then
        return null;
    end if;
    return coalesce((select k.keys from norm_known k where wanted = any (k.keys) order by k.own, k.id limit 1), array[wanted]);
end
$$;

CREATE FUNCTION public.norm_names_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_advisory_xact_lock(hashtextextended('plaza norm names', 0));
    update norm_version set version = (random() * 1e15)::bigint;
    insert into job (kind, unique_key) values ('norms.recognise', 'norms.recognise') on conflict (unique_key) do nothing;
    return null;
end
$$;

CREATE FUNCTION public.norm_names_held() RETURNS bigint
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('plaza norm names', 0));
    return (select version from norm_version);
end
$$;

CREATE FUNCTION public.norm_renew(norms text[]) RETURNS void
    LANGUAGE sql
    AS $$
    update norm set hints = made.hints, names = made.names, acronyms = made.acronyms
    from (
        select a.norm_id,
               string_agg(distinct quote_literal(hint), ' | ') filter (where not a.acronym)::tsquery as hints,
               string_agg(format('(%s)', phraseto_tsquery('simple', search_fold(a.alias))), ' | ' order by a.alias)
                   filter (where not a.acronym)::tsquery as names,
               string_agg(format('(%s)', phraseto_tsquery('simple', search_fold(a.alias))), ' | ' order by a.alias)
                   filter (where a.acronym)::tsquery as acronyms
        from norm_alias a
        cross join lateral (select w as hint from unnest(string_to_array(a.words, ' ')) w
                            order by w !~ '[0-9]' desc, length(w) desc limit 1) longest
        where a.norm_id = any (norms)
        group by a.norm_id) made
    where norm.id = made.norm_id
      and (norm.hints, norm.names, norm.acronyms) is distinct from (made.hints, made.names, made.acronyms)
$$;

CREATE FUNCTION public.norm_threads(keys text[], cited text, viewer bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    select distinct t.id
    from post_citation c
    join post p on p.id = c.post_id
    join thread t on t.id = p.thread_id
    join readable_groups(viewer) v on v.group_id = t.group_id
    where c.norm = any (keys) and (cited = '' or c.article = cited)
$$;

CREATE FUNCTION public.notice_channels(whom bigint) RETURNS TABLE(class text, place integer, app boolean, mail boolean, app_fixed boolean)
    LANGUAGE sql STABLE
    AS $$
    select d.class, d.place, d.app_fixed or coalesce(s.app, d.app),
           (d.app_fixed or coalesce(s.app, d.app)) and coalesce(s.mail, d.mail), d.app_fixed
    from notice_classes() d
    left join lateral (
        select (n.channels #>> array[d.class, 'app'])::boolean as app, (n.channels #>> array[d.class, 'mail'])::boolean as mail
        from notice_settings n where n.person_id = whom) s on true
$$;

CREATE FUNCTION public.notice_class(cause text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
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

CREATE FUNCTION public.notice_classes() RETURNS TABLE(class text, place integer, app boolean, mail boolean, app_fixed boolean)
    LANGUAGE sql IMMUTABLE
    AS $$
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

CREATE FUNCTION public.notice_letter_facts(letter bigint) RETURNS TABLE(person_id bigint, thread_id bigint, class_place integer, facts text)
    LANGUAGE sql STABLE
    AS $_$
    select m.person_id, n.thread_id, c.place, json_strip_nulls(json_build_object(
        'closed', case when k.closed then 1 end,
        'name', p.name,
        'group', case when not k.closed or g.kind <> 'hidden' then g.name end,
        'title', case when not k.closed then t.title end,
        'replied_in', case when not k.closed and n.cause <> 'thanks' then t.title end,
        'accepted_in', case when not k.closed and n.cause = 'accepted' then t.title end,
        'applied_in', case when not k.closed and n.cause = 'answer_applied' then t.title end,
        'thanked_in', case when not k.closed and n.cause = 'thanks' then t.title end,
        'who', case when not k.closed then a.name || coalesce(' (' || d.name || ')', '') end,
        'text', case when not k.closed and newest.author_id = w.id then nullif(newest.body, '') end,
        'more', case when not k.closed and posts.counted > 1 then posts.counted - 1 end,
        'join_group', case when n.cause = 'membership_requested' and not k.closed then g.name end,
        'to_confirm', case when n.cause in ('person_awaits_confirmation', 'confirmation_without_colleagues') then n.times end,
        'to_admit', case when n.cause = 'application_waiting' then n.times end,
        'to_write', case when n.cause = 'author_asked' and not k.closed then t.title end,
        'to_check', case when n.cause = 'check_asked' and not k.closed then t.title end,
        'to_review', case when n.cause = 'review_due' and not k.closed then t.title end,
        'to_answer', case when n.cause = 'question_waits' and not k.closed then t.title end,
        'why_tag', why.tag ->> 'name', 'why_tag_times', why.tag ->> 'times', 'why_norm', why.norm ->> 'name', 'why_skill', why.skill ->> 'name',
        'why_alike', why.alike ->> 'times', 'why_group', case when why.busy is not null then g.name end,
        'why_town', case when why.town is not null then (select h.name from administration h where h.id = t.author_administration_id) end,
        'link', case when n.thread_id is not null then '/threads/' || n.thread_id || coalesce('#p' || newest.number, '')
                     -- The address of a hidden group says what it is called.
                     when g.kind = 'hidden' then '/notifications'
                     when n.facts ? 'link' then n.facts ->> 'link'
                     when g.id is not null then '/groups/' || g.slug
                     else '/notifications' end))::text
    from notice_letter l
    join mail m on m.id = l.mail_id
    join person p on p.id = m.person_id and p.status = 'active'
    join notice_classes() c on c.class = l.class
    cross join lateral (
        select v.* from visible_notices(m.person_id) v where v.id = l.notification_id and v.read_at is null) n
    left join thread t on t.id = n.thread_id
    left join plaza_group g on g.id = coalesce(t.group_id, n.group_id)
    cross join lateral (
        select not mail_carries_content(g.id) and (n.thread_id is not null or g.kind = 'hidden') as closed) k
    cross join lateral (
        select count(*)::integer as counted, max(x.number) as last
        from post x
        where x.thread_id = n.thread_id and x.number = any (l.numbers) and x.deleted_at is null
          and x.number = any (fresh_numbers(n.numbers, n.times))
          -- Read since; who is named in an older post by a change of it had read that before.
          and not exists (select from thread_read r where r.person_id = m.person_id and r.thread_id = x.thread_id
                          and r.number >= x.number and r.read_at > m.created_at)) posts
    -- Why somebody is asked, which only questions that were asked of people say.
    cross join lateral (
        select jsonb_path_query_first(f.said, '$[*] ? (@.why == "tag")') as tag, jsonb_path_query_first(f.said, '$[*] ? (@.why == "norm")') as norm,
               jsonb_path_query_first(f.said, '$[*] ? (@.why == "skill")') as skill, jsonb_path_query_first(f.said, '$[*] ? (@.why == "alike")') as alike,
               jsonb_path_query_first(f.said, '$[*] ? (@.why == "group")') as busy, jsonb_path_query_first(f.said, '$[*] ? (@.why == "town")') as town
        from (select case when n.cause = 'routed' and not k.closed then n.facts -> 'why' end as said) f) why
    left join post newest on newest.thread_id = n.thread_id and newest.number = posts.last
    cross join lateral (
        select case when newest.author_id is distinct from m.person_id then coalesce(newest.author_id, n.actor_id)
                    else n.actor_id end as id) w
    left join person a on a.id = w.id
    left join lateral (
        select coalesce(case when newest.author_id = w.id then newest.author_administration_id end,
                        (select o.administration_id from appointment o where o.person_id = w.id and o.main and o.valid_to is null)) as id) at on true
    left join administration d on d.id = at.id
    where l.mail_id = letter
      and (l.numbers = '{}' or posts.counted > 0)
      and (g.id is null or not g.practice)
      and wants_notice(m.person_id, n.cause, g.id, n.thread_id)
      and mail_wanted(m.person_id, n.cause, n.thread_id)
      and (n.cause <> 'membership_requested' or exists (select from membership_request r where r.group_id = n.group_id))
$_$;

CREATE FUNCTION public.notice_settings_json(whom bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select json_build_object(
        'channels', (select json_agg(json_build_object('class', c.class, 'app', c.app, 'mail', c.mail, 'app_fixed', c.app_fixed)
                                     order by c.place) from notice_channels(whom) c),
        'from_minute', h.from_minute, 'to_minute', h.to_minute, 'days', h.days, 'zone', h.zone,
        'away_until', case when h.away_until > (now() at time zone h.zone)::date then h.away_until end)::text
    from mail_hours(whom) h
$$;

CREATE FUNCTION public.notification_event_data(of_id bigint, change integer) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (select json_build_object('notification', notification_json(r), 'change', change)::text
            from notification_row r where r.id = of_id);
end
$$;

CREATE TABLE public.notification (
    id bigint DEFAULT public.new_id() NOT NULL,
    person_id bigint NOT NULL,
    cause text NOT NULL,
    group_id bigint,
    thread_id bigint,
    place bigint GENERATED ALWAYS AS (COALESCE(thread_id, group_id, (0)::bigint)) STORED NOT NULL,
    actor_id bigint,
    numbers integer[] DEFAULT '{}'::integer[] NOT NULL,
    times integer DEFAULT 1 NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    renewed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT notification_cause_check CHECK ((cause ~ '^[a-z]+(_[a-z]+)*$'::text))
);

CREATE TABLE public.post (
    id bigint DEFAULT public.new_id() NOT NULL,
    thread_id bigint NOT NULL,
    number integer NOT NULL,
    parent integer,
    role text NOT NULL,
    author_id bigint NOT NULL,
    author_position text DEFAULT ''::text NOT NULL,
    author_administration_id bigint,
    body text NOT NULL,
    html text NOT NULL,
    useful integer DEFAULT 0 NOT NULL,
    imported_up integer DEFAULT 0 NOT NULL,
    imported_down integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    minor boolean DEFAULT false NOT NULL,
    weight text,
    edited_by bigint,
    CONSTRAINT post_check CHECK (((role = 'root'::text) = (number = 1))),
    CONSTRAINT post_check1 CHECK (((role <> 'comment'::text) OR (parent IS NOT NULL))),
    CONSTRAINT post_check2 CHECK ((parent < number)),
    CONSTRAINT post_check3 CHECK (((deleted_at IS NULL) OR ((body = ''::text) AND (html = ''::text)))),
    CONSTRAINT post_role_check CHECK ((role = ANY (ARRAY['root'::text, 'reply'::text, 'answer'::text, 'comment'::text]))),
    CONSTRAINT post_weight CHECK ((weight = ANY (ARRAY['view'::text, 'practice'::text, 'criterion'::text, 'doctrine'::text])))
);

CREATE VIEW public.notification_row AS
 SELECT n.id,
    n.person_id,
    n.cause,
    n.facts,
    n.created_at,
    n.renewed_at,
        CASE
            WHEN ((n.read_at IS NULL) AND (cardinality(n.numbers) > n.times) AND (left_over.fresh = 0)) THEN n.renewed_at
            ELSE n.read_at
        END AS read_at,
    n.thread_id,
    t.title,
    t.kind AS thread_kind,
    g.id AS group_id,
    g.slug,
    g.name AS group_name,
    newest.number,
        CASE
            WHEN (n.numbers = '{}'::integer[]) THEN n.times
            WHEN (left_over.fresh > 0) THEN left_over.fresh
            ELSE 1
        END AS times,
        CASE
            WHEN (newest.author_id IS DISTINCT FROM n.person_id) THEN COALESCE(newest.author_id, n.actor_id)
            ELSE n.actor_id
        END AS actor_id
   FROM ((((public.notification n
     LEFT JOIN public.thread t ON ((t.id = n.thread_id)))
     LEFT JOIN public.plaza_group g ON ((g.id = COALESCE(t.group_id, n.group_id))))
     LEFT JOIN LATERAL ( SELECT (count(*) FILTER (WHERE (p.number = ANY (public.fresh_numbers(n.numbers, n.times)))))::integer AS fresh
           FROM public.post p
          WHERE ((p.thread_id = n.thread_id) AND (p.number = ANY (n.numbers)) AND (p.deleted_at IS NULL))) left_over ON (true))
     LEFT JOIN LATERAL ( SELECT p.number,
            p.author_id
           FROM public.post p
          WHERE ((p.thread_id = n.thread_id) AND (p.number = ANY (n.numbers)) AND (p.deleted_at IS NULL))
          ORDER BY (p.number = ANY (public.fresh_numbers(n.numbers, n.times))) DESC, p.number DESC
         LIMIT 1) newest ON (true));

CREATE FUNCTION public.notification_json(r public.notification_row) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return json_build_object(
        'id', r.id, 'cause', r.cause,
        'group', case when r.slug is not null then json_build_object('slug', r.slug, 'name', r.group_name) end,
        'thread', case when r.thread_id is not null
                       then json_build_object('id', r.thread_id, 'title', r.title, 'kind', r.thread_kind) end,
        'number', r.number, 'times', r.times,
        'actor', (select person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo)
                  from person p
                  left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
                  left join administration d on d.id = a.administration_id
                  where p.id = r.actor_id),
        'facts', r.facts, 'created_at', rfc3339(r.created_at), 'renewed_at', rfc3339(r.renewed_at),
        'read', r.read_at is not null);
end
$$;

CREATE FUNCTION public.offered_groups(viewer bigint) RETURNS TABLE(group_id bigint, role text)
    LANGUAGE sql STABLE
    AS $$
    select v.group_id, v.role
    from readable_groups(viewer) v join plaza_group g on g.id = v.group_id
    where g.archived_at is null and not g.practice
      and not exists (select from membership m where m.group_id = g.id and m.person_id = viewer and m.level = 'muted')
$$;

CREATE FUNCTION public.person_access_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, person_id, data) values ('access.person', new.id, new.status);
    return null;
end
$$;

CREATE FUNCTION public.person_drops_files() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from file where owner_id = new.id and post_id is null;
    return null;
end
$$;

CREATE FUNCTION public.person_erasure() RETURNS TABLE(tie text, how text, why text)
    LANGUAGE sql IMMUTABLE
    AS $$
    values
        ('accepted_answer.accepted_by', 'stay', 'which answer solved it is knowledge'),
        ('account_token.person_id', 'drop', ''),
        ('administration_contact.named_by', 'stay', 'the contact is somebody else'),
        ('administration_contact.person_id', 'drop', ''),
        ('announcement_read.person_id', 'drop', ''),
        ('applied_result.person_id', 'stay', 'that it was applied is knowledge'),
        ('appointment.person_id', 'drop', 'lines of authors keep the post they were written from'),
        ('article_author.person_id', 'stay', 'authorship stays; an invitation that waits goes'),
        ('article_source.author_id', 'stay', 'authorship'),
        ('bookmark.person_id', 'drop', ''),
        ('credential.person_id', 'drop', ''),
        ('directory.person_id', 'drop', ''),
        ('domain_import.by_id', 'stay', 'what was brought in belongs to the network'),
        ('draft.person_id', 'drop', 'what was never published was theirs alone'),
        ('file.owner_id', 'stay', 'hangs from what they wrote; loose ones go (45_files.sql)'),
        ('first_steps.person_id', 'drop', ''),
        ('gathering_guest.person_id', 'drop', 'the place is for who waits'),
        ('idempotency.person_id', 'drop', ''),
        ('kit_text.changed_by', 'stay', 'the text belongs to the network'),
        ('mail.person_id', 'drop', 'holds their address'),
        ('membership.person_id', 'drop', 'where nobody else owned the group somebody does (35_memberships.sql)'),
        ('membership_invitation.invited_by', 'stay', 'the group invites'),
        ('membership_invitation.person_id', 'drop', ''),
        ('membership_left.person_id', 'drop', ''),
        ('membership_refusal.person_id', 'drop', ''),
        ('membership_refusal.refused_by', 'stay', 'a decision about somebody else'),
        ('membership_request.person_id', 'drop', ''),
        ('membership_rule.created_by', 'stay', 'the rule belongs to the group'),
        ('model_adoption.person_id', 'stay', 'the administration took it over, whoever said it'),
        ('norm_change.by_id', 'stay', 'that the norm changed is knowledge'),
        ('notice_settings.person_id', 'drop', ''),
        ('notification.actor_id', 'stay', 'names nobody'),
        ('notification.person_id', 'drop', ''),
        ('people_import.by_id', 'stay', 'what was brought in is taken back by it'),
        ('person.merged_into', 'stay', 'accounts merged before lead to who wrote'),
        ('person_follow.followed_id', 'drop', ''),
        ('person_follow.person_id', 'drop', ''),
        ('person_language.person_id', 'drop', ''),
        ('person_merger.by_id', 'stay', 'a decision about somebody else'),
        ('person_merger.gone_id', 'stay', 'says which account it was, for some days'),
        ('person_merger.kept_id', 'stay', 'says which account it was, for some days'),
        ('person_photo.person_id', 'drop', ''),
        ('person_seen.person_id', 'drop', ''),
        ('person_skill.person_id', 'drop', ''),
        ('plaza_group.created_by', 'stay', 'the group belongs to its members'),
        ('poll_vote.person_id', 'stay', 'the result of a poll that is over; votes of open ones go'),
        ('post.author_id', 'stay', 'the knowledge stays'),
        ('post.edited_by', 'stay', 'authorship'),
        ('post_revision.author_id', 'stay', 'authorship'),
        ('profile_audience.person_id', 'drop', ''),
        ('question_ask.person_id', 'drop', 'whom it was asked of concerns them alone'),
        ('question_duplicate.said_by', 'stay', 'an act on a thread'),
        ('recovery_code.person_id', 'drop', ''),
        ('registration.decided_by', 'stay', 'a decision about somebody else'),
        ('registration.inviter_id', 'stay', 'somebody else comes in'),
        ('registration.person_id', 'drop', 'holds their address'),
        ('same_problem.person_id', 'stay', 'the administration has the problem, whoever said it'),
        ('routing_declined.person_id', 'drop', ''),
        ('routing_settings.person_id', 'drop', ''),
        ('second_factor.person_id', 'drop', ''),
        ('session.person_id', 'drop', ''),
        ('suspension.by_id', 'stay', 'a decision about somebody else'),
        ('suspension.person_id', 'drop', 'its audit entry accounts for it'),
        ('tag_follow.person_id', 'drop', ''),
        ('thread.author_id', 'stay', 'the knowledge stays'),
        ('thread.closed_by', 'stay', 'an act on a thread'),
        ('thread_act.actor_id', 'stay', 'an act on a thread'),
        ('thread_check.person_id', 'stay', 'that it was checked is knowledge'),
        ('thread_follow.person_id', 'drop', ''),
        ('thread_level.person_id', 'drop', ''),
        ('thread_mail_off.person_id', 'drop', ''),
        ('thread_pin.pinned_by', 'stay', 'an act on a thread'),
        ('thread_read.person_id', 'drop', ''),
        ('thread_validity.asked_by', 'stay', 'the question waits for an answer'),
        ('thread_validity.checked_by', 'stay', 'that it was checked is knowledge'),
        ('thread_validity.review_by', 'stay', 'who keeps the group sees that it is due'),
        ('useful_mark.person_id', 'drop', 'an opinion with their name')
$$;

CREATE FUNCTION public.person_gone() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform replace_owner(new.id);
    return null;
end
$$;

CREATE FUNCTION public.person_ref(id bigint, name text, "position" text, administration_id bigint, administration text, band text) RETURNS json
    LANGUAGE sql STABLE
    AS $$ select person_ref(id, name, "position", administration_id, administration, band, null) $$;

CREATE FUNCTION public.person_ref(id bigint, name text, "position" text, administration_id bigint, administration text, band text, photo text) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select concat('{"id":', id, ',"name":', to_json(name), ',"post":', to_json("position"), ',"administration":',
        case when administration_id is not null
             then concat('{"id":', administration_id, ',"name":', to_json(administration),
                         ',"band":', coalesce('"' || band || '"', 'null'), '}')
             else 'null' end, ',"photo":', coalesce('"' || photo || '"', 'null'), '}')::json
$$;

CREATE FUNCTION public.person_ties() RETURNS TABLE(tie text, how text, why text)
    LANGUAGE sql IMMUTABLE
    AS $$
    values
        ('accepted_answer.accepted_by', 'move', ''),
        ('account_token.person_id', 'drop', 'mailed links open the account that is gone'),
        ('administration_contact.named_by', 'move', ''),
        ('administration_contact.person_id', 'drop', 'an administrator names them again'),
        ('article_author.person_id', 'unite', ''),
        ('article_source.author_id', 'move', ''),
        ('applied_result.person_id', 'move', 'one for each administration, whoever said it'),
        ('appointment.person_id', 'move', 'the main post of the kept account stays the main one'),
        ('credential.person_id', 'stay', 'keeps the address reserved; its password opens nothing'),
        ('directory.person_id', 'drop', 'triggers keep it'),
        ('domain_import.by_id', 'move', ''),
        ('draft.person_id', 'unite', 'what both began in one place is kept twice'),
        ('file.owner_id', 'move', ''),
        ('first_steps.person_id', 'drop', 'the kept account has its own'),
        ('idempotency.person_id', 'drop', 'answers to retries of sessions that ended'),
        ('kit_text.changed_by', 'move', ''),
        ('mail.person_id', 'move', 'what waits for the other address is not sent any more'),
        ('membership.person_id', 'unite', 'the higher role; guests and rules carry nothing over'),
        ('membership_invitation.invited_by', 'move', ''),
        ('membership_invitation.person_id', 'unite', ''),
        ('membership_left.person_id', 'unite', 'not where the kept account belongs'),
        ('membership_refusal.person_id', 'unite', ''),
        ('membership_refusal.refused_by', 'move', ''),
        ('membership_request.person_id', 'unite', 'not where the kept account belongs'),
        ('membership_rule.created_by', 'move', ''),
        ('model_adoption.person_id', 'move', 'one for each administration, whoever said it'),
        ('norm_change.by_id', 'move', ''),
        ('notice_settings.person_id', 'unite', 'what the account that stays says'),
        ('notification.actor_id', 'move', ''),
        ('notification.person_id', 'unite', 'unread when either was'),
        ('person.merged_into', 'move', 'what was merged before leads on'),
        ('people_import.by_id', 'move', ''),
        ('person_follow.followed_id', 'unite', 'nobody follows themselves'),
        ('person_follow.person_id', 'unite', 'nobody follows themselves'),
        ('person_merger.by_id', 'move', ''),
        ('person_merger.gone_id', 'stay', 'says which account it was'),
        ('person_merger.kept_id', 'stay', 'says which account it was'),
        ('person_language.person_id', 'drop', 'who sees it was chosen for another profile'),
        ('person_photo.person_id', 'drop', 'of a profile that is gone'),
        ('person_seen.person_id', 'drop', 'the kept account has its own'),
        ('person_skill.person_id', 'drop', 'who sees it was chosen for another profile'),
        ('plaza_group.created_by', 'move', ''),
        ('post.author_id', 'move', ''),
        ('post.edited_by', 'move', ''),
        ('post_revision.author_id', 'move', ''),
        ('profile_audience.person_id', 'drop', 'of a profile that is gone'),
        ('question_ask.person_id', 'unite', 'asked once'),
        ('question_duplicate.said_by', 'move', ''),
        ('recovery_code.person_id', 'drop', 'of a second step that is gone'),
        ('registration.decided_by', 'move', ''),
        ('registration.inviter_id', 'move', ''),
        ('registration.person_id', 'move', ''),
        ('same_problem.person_id', 'unite', 'nobody says it of what they asked themselves'),
        ('routing_declined.person_id', 'unite', ''),
        ('routing_settings.person_id', 'unite', 'what the account that stays says'),
        ('second_factor.person_id', 'drop', 'nobody signs in with it'),
        ('session.person_id', 'drop', 'nobody is signed in with it'),
        ('suspension.by_id', 'move', ''),
        ('suspension.person_id', 'drop', 'who is suspended is not merged'),
        ('tag_follow.person_id', 'unite', ''),
        ('thread.author_id', 'move', ''),
        ('thread.closed_by', 'move', ''),
        ('thread_act.actor_id', 'move', ''),
        ('thread_check.person_id', 'move', ''),
        ('thread_follow.person_id', 'unite', ''),
        ('thread_level.person_id', 'unite', ''),
        ('thread_mail_off.person_id', 'unite', ''),
        ('thread_pin.pinned_by', 'move', ''),
        ('announcement_read.person_id', 'unite', ''),
        ('bookmark.person_id', 'unite', ''),
        ('gathering_guest.person_id', 'unite', ''),
        ('poll_vote.person_id', 'unite', 'one vote of each poll'),
        ('thread_read.person_id', 'unite', 'the furthest place'),
        ('thread_validity.asked_by', 'move', ''),
        ('thread_validity.checked_by', 'move', ''),
        ('thread_validity.review_by', 'move', ''),
        ('useful_mark.person_id', 'unite', 'nobody marks what they wrote themselves')
$$;

CREATE FUNCTION public.person_today(of_id bigint) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo)
    from person p
    left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
    left join administration d on d.id = a.administration_id
    where p.id = of_id
$$;

CREATE FUNCTION public.person_unties() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
declare
    t record;
begin
    delete from article_author where person_id = new.id and accepted_at is null;
    delete from poll_vote v using poll s where v.person_id = new.id and s.thread_id = v.thread_id and (s.closes_at is null or s.closes_at > now());
    for t in select split_part(tie, '.', 1) as relation, split_part(tie, '.', 2) as named from person_erasure() where how = 'drop' order by tie
    loop
        execute format('delete from %I where %I = $1', t.relation, t.named) using new.id;
    end loop;
    return null;
end
$_$;

CREATE FUNCTION public.photo_for_all(person bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select f.version from person_photo f
    where f.person_id = person
      and not exists (select from profile_audience a
                      where a.person_id = person and a.field = 'photo' and a.audience <> 'network')
$$;

CREATE FUNCTION public.photo_shown(person bigint, viewer bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select f.version from person_photo f join person p on p.id = f.person_id
    where f.person_id = person and p.status = 'active' and knows_person(viewer, person) and profile_shows(person, 'photo', viewer)
$$;

CREATE FUNCTION public.plain_beginning(html text, most integer) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select left(btrim(regexp_replace(replace(replace(replace(replace(replace(
        regexp_replace(left(html, 20 * most), '<[^>]*>?', ' ', 'g'),
        '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&'), '\s+', ' ', 'g')), most)
$$;

CREATE FUNCTION public.post_counts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    p post := case when tg_op = 'DELETE' then old else new end;
    change int := (tg_op <> 'DELETE' and new.deleted_at is null)::int - (old.deleted_at is null)::int;
begin
    if change = 0 then return null; end if;
    -- An acceptance goes with its answer.
    if change < 0 then delete from accepted_answer where thread_id = p.thread_id and number = p.number; end if;
    update thread set
        answers = answers + change * (p.role = 'answer')::int,
        replies = replies + change * (p.role in ('reply', 'comment'))::int
    where id = p.thread_id;
    return null;
end
$$;

CREATE FUNCTION public.post_drops_applied() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from applied_result where post_id = new.id;
    return null;
end
$$;

CREATE FUNCTION public.post_drops_files() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from file where post_id = new.id;
    return null;
end
$$;

CREATE TABLE public.accepted_answer (
    thread_id bigint NOT NULL,
    number integer NOT NULL,
    accepted_by bigint,
    accepted_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.applied_result (
    post_id bigint NOT NULL,
    administration_id bigint NOT NULL,
    person_id bigint NOT NULL,
    result text NOT NULL,
    file_id bigint,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    changed_at timestamp with time zone,
    CONSTRAINT applied_result_result_check CHECK (((length(result) >= 1) AND (length(result) <= 300)))
);

CREATE VIEW public.post_row AS
 SELECT p.id,
    p.thread_id,
    p.number,
    p.role,
    p.parent,
    p.author_id,
    p.author_position,
    p.author_administration_id,
    p.body,
    p.html,
    (p.useful + p.imported_up) AS useful,
    p.created_at,
    p.edited_at,
    p.deleted_at,
    pe.name AS author_name,
    a.name AS administration_name,
    a.band,
    (acc.number IS NOT NULL) AS accepted,
    pe.shown_photo AS author_photo,
    p.version,
    p.weight,
    p.edited_by,
    ed.name AS editor_name,
    ( SELECT count(*) AS count
           FROM public.applied_result ar
          WHERE (ar.post_id = p.id)) AS applied
   FROM ((((public.post p
     JOIN public.person pe ON ((pe.id = p.author_id)))
     LEFT JOIN public.administration a ON ((a.id = p.author_administration_id)))
     LEFT JOIN public.person ed ON (((ed.id = p.edited_by) AND (ed.id <> p.author_id) AND (p.deleted_at IS NULL))))
     LEFT JOIN public.accepted_answer acc ON (((acc.thread_id = p.thread_id) AND (acc.number = p.number))));

CREATE FUNCTION public.post_json(r public.post_row) RETURNS json
    LANGUAGE sql STABLE
    AS $$ select concat('{', post_members(r), '}')::json $$;

CREATE FUNCTION public.post_members(r public.post_row) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select concat('"id":', r.id, ',"thread":', r.thread_id, ',"number":', r.number, ',"role":"', r.role,
        '","parent":', coalesce(r.parent::text, 'null'), ',"author":',
        case when r.deleted_at is null
             then person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                             r.administration_name, r.band, r.author_photo)::text
             else 'null' end,
        ',"body":', to_json(r.body), ',"html":', to_json(r.html), ',"useful":', r.useful,
        ',"accepted":', json_bool(r.accepted), ',"created_at":"', rfc3339(r.created_at),
        '","version":', r.version, ',"edited_at":', coalesce('"' || rfc3339(r.edited_at) || '"', 'null'), ',"edited_by":', coalesce('{"id":' || r.edited_by || ',"name":' || to_json(r.editor_name) || '}', 'null'),
        ',"applied":', r.applied, ',"weight":', coalesce('"' || r.weight || '"', 'null'), ',"deleted":', json_bool(r.deleted_at is not null),
        -- Only what its text names can be shown; most name nothing.
        ',"files":', case when position('/files/' in r.body) > 0 then files_of_post(r.id) else '[]' end)
$$;

CREATE FUNCTION public.post_moves_files() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update file set group_id = (select t.group_id from thread t where t.id = new.thread_id) where post_id = new.id;
    return null;
end
$$;

CREATE FUNCTION public.post_shape(r public.post_row, my_vote boolean) RETURNS text
    LANGUAGE sql STABLE
    AS $$ select concat('{', post_members(r), ',"my_vote":', json_bool(my_vote), '}') $$;

CREATE FUNCTION public.post_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.version := old.version + 1;
    return new;
end
$$;

CREATE FUNCTION public.posts_added() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update thread t set
        answers = t.answers + a.answers,
        replies = t.replies + a.replies,
        last_activity_at = greatest(t.last_activity_at, a.last_at),
        next_number = greatest(t.next_number, a.last_number + 1)
    from (select thread_id, max(created_at) as last_at, max(number) as last_number,
                 count(*) filter (where role = 'answer' and deleted_at is null) as answers,
                 count(*) filter (where role in ('reply', 'comment') and deleted_at is null) as replies
          from added group by thread_id) a
    where t.id = a.thread_id;
    return null;
end
$$;

CREATE FUNCTION public.profile_json(p public.person, viewer bigint) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
declare
    speaks boolean := p.status in ('active', 'imported');
begin
    return json_build_object(
        'id', p.id, 'name', p.name, 'status', p.status, 'mine', p.id = viewer,
        'photo', photo_shown(p.id, viewer),
        'posts', case when p.status <> 'erased' then appointments_json(p.id, true) else '[]' end,
        'history', case when speaks and profile_shows(p.id, 'history', viewer) then appointments_json(p.id, false) else '[]' end,
        'about', case when speaks and profile_shows(p.id, 'about', viewer) then p.bio else '' end,
        'ask_me', case when speaks and profile_shows(p.id, 'ask_me', viewer) then p.ask_me else '' end,
        'skills', case when speaks and profile_shows(p.id, 'skills', viewer) then skills_json(p.id) else '[]' end,
        'languages', case when speaks and profile_shows(p.id, 'languages', viewer) then languages_json(p.id) else '[]' end,
        'phone', case when speaks and profile_shows(p.id, 'phone', viewer) then p.office_phone else '' end,
        'hours', case when speaks and profile_shows(p.id, 'hours', viewer) then p.office_hours else '' end);
end
$$;

CREATE FUNCTION public.profile_shows(person bigint, field text, viewer bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select viewer = person or case audience_of(person, field)
        when 'network' then true
        when 'administration' then exists (
            select from appointment a
            join appointment mine on mine.administration_id = a.administration_id
            where a.person_id = person and a.valid_to is null and mine.person_id = viewer and mine.valid_to is null)
        when 'groups' then exists (
            select from membership m join membership mine on mine.group_id = m.group_id
            where m.person_id = person and mine.person_id = viewer)
        else false end
$$;

CREATE FUNCTION public.publish_events() RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    head bigint;
    published bigint;
begin
    if not exists (select from event where position is null) then
        return (select position from event_head);
    end if;
    select position into head from event_head for update;
    -- Locked before they are counted: one that is being taken back meanwhile (see events.forget_post) gets no number.
    with waiting as (
        select id, row_number() over (order by id) as n
        from (select id from event where position is null order by id limit 2000 for update) w
    )
    update event e set position = head + w.n from waiting w where e.id = w.id;
    get diagnostics published = row_count;
    update event_head set position = head + published;
    perform pg_notify('plaza_event', '');
    return head + published;
end
$$;

CREATE FUNCTION public.question_duplicate_searched() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform search_renew_standing(case when tg_op = 'DELETE' then old.thread_id else new.thread_id end);
    return null;
end
$$;

CREATE FUNCTION public.question_leads_to(first bigint, other bigint, most integer) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return exists (
        with recursive way (id, n) as (
            select first, 1
            union all
            select d.of_thread_id, n + 1 from way join question_duplicate d on d.thread_id = way.id where n < most)
        select from way where id = other);
end
$$;

CREATE FUNCTION public.question_unsolved() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'INSERT' then
        delete from question_reopened where thread_id = new.thread_id;
    elsif old.accepted_at < now() - interval '10 minutes' then
        insert into question_reopened (thread_id) select t.id from thread t where t.id = old.thread_id
        on conflict (thread_id) do update set at = excluded.at;
    end if;
    return null;
end
$$;

CREATE FUNCTION public.readable_groups(viewer bigint) RETURNS TABLE(group_id bigint, role text)
    LANGUAGE sql STABLE
    AS $$
    select v.group_id, v.role from visible_groups(viewer) v where v.may_read
$$;

CREATE FUNCTION public.readers_within(inner_group bigint, outer_group bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select case
        -- All but guests read it anyway.
        when o.kind = 'open' then not exists (
            select from membership m join person p on p.id = m.person_id
            where m.group_id = i.id and p.guest
              and not exists (select from membership x where x.group_id = o.id and x.person_id = m.person_id))
        when i.kind = 'open' then false
        else not exists (
            select from membership m where m.group_id = i.id
              and not exists (select from membership x where x.group_id = o.id and x.person_id = m.person_id)) end
    from plaza_group i, plaza_group o where i.id = inner_group and o.id = outer_group
$$;

CREATE FUNCTION public.recount() RETURNS TABLE(counter text, object bigint, stored bigint, counted bigint)
    LANGUAGE sql STABLE
    AS $$
    select 'thread.answers', t.id, t.answers::bigint, c.n
    from thread t, lateral (select count(*) n from post p where p.thread_id = t.id and p.role = 'answer' and p.deleted_at is null) c
    where t.answers <> c.n
    union all
    select 'thread.replies', t.id, t.replies::bigint, c.n
    from thread t, lateral (select count(*) n from post p where p.thread_id = t.id and p.role in ('reply', 'comment') and p.deleted_at is null) c
    where t.replies <> c.n
    union all
    select 'thread.solved', t.id, t.solved::int::bigint, c.n
    from thread t, lateral (select count(*) n from accepted_answer a where a.thread_id = t.id) c
    where t.solved::int <> c.n
    union all
    select 'post.useful', p.id, p.useful::bigint, c.n
    from post p, lateral (select count(*) n from useful_mark u where u.post_id = p.id) c
    where p.useful <> c.n
    union all
    select 'thread_tag.last_activity_at', t.id, extract(epoch from tt.last_activity_at)::bigint, extract(epoch from t.last_activity_at)::bigint
    from thread t join thread_tag tt on tt.thread_id = t.id
    where tt.last_activity_at <> t.last_activity_at
    union all
    -- The number that the next post gets may leave some out, and never comes twice.
    select 'thread.next_number', t.id, t.next_number::bigint, c.n
    from thread t, lateral (select max(p.number) + 1 as n from post p where p.thread_id = t.id) c
    where t.next_number < c.n
$$;

CREATE FUNCTION public.recount_set_right(counter text, object bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    perform from thread t
    where t.id = case when counter like 'post.%' then (select p.thread_id from post p where p.id = object) else object end for update;
    case counter
        when 'thread.answers', 'thread.replies', 'thread.next_number' then
            perform recount_thread(object);
        when 'thread.solved' then
            update thread t set solved = exists (select from accepted_answer a where a.thread_id = t.id) where t.id = object;
        when 'thread_tag.last_activity_at' then
            update thread_tag x set last_activity_at = t.last_activity_at from thread t where x.thread_id = t.id and t.id = object;
        when 'post.useful' then
            perform from post p where p.id = object for update;
            update post p set useful = (select count(*) from useful_mark u where u.post_id = p.id) where p.id = object;
    end case;
end
$$;

CREATE FUNCTION public.recount_thread(thread bigint) RETURNS void
    LANGUAGE sql
    AS $$
    update thread t set
        answers = c.answers, replies = c.replies, next_number = greatest(t.next_number, c.last_number + 1),
        last_activity_at = greatest(t.last_activity_at, c.last_at)
    from (select count(*) filter (where p.role = 'answer' and p.deleted_at is null) as answers,
                 count(*) filter (where p.role in ('reply', 'comment') and p.deleted_at is null) as replies,
                 max(p.number) as last_number, max(p.created_at) as last_at
          from post p where p.thread_id = recount_thread.thread) c
    where t.id = recount_thread.thread
$$;

CREATE FUNCTION public.renew_tag(tag bigint, becomes bigint) RETURNS void
    LANGUAGE sql
    AS $$
    insert into tag_renewal (tag_id, into_id) values (tag, becomes)
    on conflict (tag_id) do update set into_id = coalesce(excluded.into_id, tag_renewal.into_id), after_thread = 0;
    insert into job (kind) values ('tags.renew')
$$;

CREATE FUNCTION public.renew_tags_some(batch integer) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
    -- So many at once keep nobody from writing for a second.
    most_posts constant integer := 500;
    waiting tag_renewal;
    threads bigint[];
    all_of_them boolean;
begin
    select * into waiting from tag_renewal order by tag_id limit 1 for update skip locked;
    if not found then
        return false;
    end if;
    with next as (
        select t.id, sum(t.next_number) over (order by t.id) - t.next_number as posts_before
        from (select tt.thread_id from thread_tag tt
              where tt.tag_id = waiting.tag_id and (waiting.into_id is not null or tt.thread_id > waiting.after_thread)
              order by tt.thread_id limit batch) x
        join thread t on t.id = x.thread_id)
    select coalesce(array_agg(n.id order by n.id) filter (where n.posts_before < most_posts), '{}'),
           count(*) < batch and coalesce(max(n.posts_before), 0) < most_posts
    into threads, all_of_them from next n;
    -- Nobody writes in them until this is done, and what is read of them from here on is what stands.
    perform from thread t where t.id = any (threads) order by t.id for share;
    if waiting.into_id is null then
        perform search_store(array(select s.post_id from post_search s where s.thread_id = any (threads)));
        if all_of_them then
            delete from tag_renewal where tag_id = waiting.tag_id;
        else
            update tag_renewal set after_thread = threads[cardinality(threads)] where tag_id = waiting.tag_id;
        end if;
    else
        -- Triggers take them up for search.
        delete from thread_tag where tag_id = waiting.tag_id and thread_id = any (threads);
        insert into thread_tag (thread_id, tag_id) select x, waiting.into_id from unnest(threads) x on conflict do nothing;
        if all_of_them then
            -- Whoever was about to give it to a thread has done so, or finds the other one.
            perform from tag t where t.id = waiting.tag_id for update;
            insert into thread_tag (thread_id, tag_id)
            select tt.thread_id, waiting.into_id from thread_tag tt where tt.tag_id = waiting.tag_id on conflict do nothing;
            insert into tag_follow (person_id, tag_id, since)
            select f.person_id, waiting.into_id, f.since from tag_follow f where f.tag_id = waiting.tag_id
            on conflict do nothing;
            insert into routing_declined (person_id, tag_id, declined_at)
            select d.person_id, waiting.into_id, d.declined_at from routing_declined d where d.tag_id = waiting.tag_id
            on conflict do nothing;
            delete from tag where id = waiting.tag_id;
        end if;
    end if;
    return exists (select from tag_renewal);
end
$$;

CREATE FUNCTION public.renumber_notices(was bigint, becomes bigint, numbers integer[], became integer[], most_posts integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    insert into notification as k (person_id, cause, thread_id, actor_id, numbers, times, facts, created_at, renewed_at, read_at)
    select n.person_id, n.cause, becomes, n.actor_id, m.became, case when m.fresh > 0 then m.fresh else cardinality(m.became) end,
           n.facts, n.created_at, n.renewed_at, case when m.fresh > 0 then n.read_at else coalesce(n.read_at, n.renewed_at) end
    from (select n.id, array_agg(x.to_number order by told.at) as became,
                 (count(*) filter (where told.at > cardinality(n.numbers) - n.times))::integer as fresh
          from notification n cross join unnest(n.numbers) with ordinality told(number, at)
          join unnest(renumber_notices.numbers, renumber_notices.became) x(from_number, to_number) on x.from_number = told.number
          where n.thread_id = was group by n.id) m
    join notification n on n.id = m.id
    order by n.person_id, n.cause
    on conflict (person_id, cause, place) do update set
        -- Of one that was read nothing is new beside one that was not.
        (numbers, times) = (
            select fresh_numbers(array_agg(told.number order by told.at > cardinality(s.numbers) - s.fresh, s.nth, told.at), most_posts),
                   least(count(*) filter (where told.at > cardinality(s.numbers) - s.fresh), most_posts)
            from (values (1, k.numbers, case when k.read_at is null or excluded.read_at is not null then k.times else 0 end),
                         (2, excluded.numbers, case when excluded.read_at is null or k.read_at is not null then excluded.times else 0 end))
                     s(nth, numbers, fresh)
            cross join unnest(s.numbers) with ordinality told(number, at)),
        actor_id = case when excluded.renewed_at > k.renewed_at then excluded.actor_id else k.actor_id end,
        renewed_at = greatest(k.renewed_at, excluded.renewed_at),
        read_at = case when k.read_at is not null and excluded.read_at is not null then greatest(k.read_at, excluded.read_at) end;
    -- Letters that wait tell of the posts where they are now, unless something new that they tell of stays.
    update notice_letter l
    set notification_id = k.id,
        numbers = array(select x.to_number from unnest(renumber_notices.numbers, renumber_notices.became) x(from_number, to_number)
                        where x.from_number = any (l.numbers))
    from notification n
    join notification k on k.person_id = n.person_id and k.cause = n.cause and k.thread_id = becomes
    where l.notification_id = n.id and n.thread_id = was and l.numbers && renumber_notices.numbers
      and not exists (select from unnest(fresh_numbers(n.numbers, n.times)) new(number)
                      where new.number = any (l.numbers) and new.number <> all (renumber_notices.numbers));
    perform strip_notices(was, renumber_notices.numbers, null);
end
$$;

CREATE FUNCTION public.replace_owner(gone bigint) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    mine record;
    successor bigint;
    changed integer := 0;
begin
    for mine in
        select g.id, g.archived_at from plaza_group g join membership m on m.group_id = g.id
        where m.person_id = gone and m.role = 'owner'
        order by g.id for update of g
    loop
        -- Asked again under the lock.
        continue when exists (select from membership m join person p on p.id = m.person_id
                              where m.group_id = mine.id and m.role = 'owner' and m.person_id <> gone and p.status = 'active');
        select m.person_id into successor
        from membership m join person p on p.id = m.person_id
        where m.group_id = mine.id and m.person_id <> gone and p.status = 'active' and m.role in ('moderator', 'host', 'member')
        order by array_position('{moderator,host,member}', m.role), m.since, m.person_id
        limit 1;
        if successor is null then
            update plaza_group set archived_at = coalesce(archived_at, now()) where id = mine.id;
            continue;
        end if;
        update membership set role = 'owner', source = 'hand' where group_id = mine.id and person_id = successor;
        update membership set role = 'member' where group_id = mine.id and person_id = gone;
        perform write_audit(null, 'group.owner_replaced', 'group', mine.id,
                            jsonb_build_object('gone', gone, 'successor', successor));
        changed := changed + 1;
    end loop;
    return changed;
end
$$;

CREATE FUNCTION public.rfc3339(t timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$ select to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

CREATE FUNCTION public.rights_in_thread(role text, is_author boolean, archived boolean, kind text, closed boolean, closed_by_me boolean, writes_too boolean) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select concat(
        '{"reply":', json_bool(role is not null and not archived and (not closed or role in ('moderator', 'owner'))),
        ',"answer":', json_bool(role is not null and not archived and kind = 'question'
                                and (not closed or role in ('moderator', 'owner'))),
        ',"mark":', json_bool(role is not null and not archived),
        ',"accept":', json_bool(role is not null and not archived and kind = 'question'
                                and (is_author or role in ('moderator', 'owner'))),
        ',"edit":', json_bool(role is not null and not archived and (is_author or writes_too)),
        ',"close":', json_bool(role is not null and not archived
                               and (role in ('moderator', 'owner') or is_author and (not closed or closed_by_me))),
        ',"order":', json_bool(role in ('moderator', 'owner') and not archived), '}')
$$;

CREATE FUNCTION public.routing_answers(of_thread bigint, alike bigint[], likeness double precision[]) RETURNS TABLE(source text, name text, author_id bigint, post_id bigint, at timestamp with time zone, accepted boolean, weight double precision)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    newest constant integer := 300;  -- threads of the group, of each tag and posts of each norm that are looked at
    q thread;
    root bigint;
begin
    select * into q from thread t where t.id = of_thread;
    select p.id into root from post p where p.thread_id = of_thread and p.number = 1;
    return query
        with place as materialized (
            select g.id from plaza_group g where g.id = q.group_id or (g.kind = 'open' and not g.practice)
        ), looked as (
            (select 'group' as source, null::text as name, t.id as thread, 1::double precision as weight from thread t
             where t.group_id = q.group_id and t.kind = 'question' and t.id <> of_thread
             order by t.last_activity_at desc, t.id desc limit newest)
            union all
            select 'tag', g.name, x.thread_id, 1
            from thread_tag own join tag g on g.id = own.tag_id
            cross join lateral (
                select tt.thread_id from thread_tag tt join thread t on t.id = tt.thread_id
                where tt.tag_id = own.tag_id and t.kind = 'question' and t.id <> of_thread and t.group_id in (select place.id from place)
                order by tt.last_activity_at desc, tt.thread_id desc limit newest) x
            where own.thread_id = of_thread
            union all
            select 'alike', null, t.id, a.likeness
            from unnest(alike, likeness) a(thread_id, likeness) join thread t on t.id = a.thread_id
            where t.kind = 'question' and t.id <> of_thread and t.group_id in (select place.id from place)
        )
        select l.source, l.name, p.author_id, p.id, p.created_at, a.number is not null, l.weight
        from looked l
        join thread t on t.id = l.thread
        join post p on p.thread_id = l.thread and p.role = 'answer' and p.deleted_at is null and p.author_id <> t.author_id
        left join accepted_answer a on a.thread_id = p.thread_id and a.number = p.number
        union all
        select 'norm', c.norm, x.author_id, x.id, x.created_at, false, 1
        from (select distinct pc.norm from post_citation pc where pc.post_id = root) c
        cross join lateral (
            select p.id, p.author_id, p.created_at
            from post_citation o join post p on p.id = o.post_id join thread t on t.id = p.thread_id
            where o.norm = c.norm and p.role = 'answer' and p.deleted_at is null and t.id <> of_thread and p.author_id <> t.author_id
              and t.group_id in (select place.id from place)
            order by p.created_at desc limit newest) x;
end
$$;

CREATE FUNCTION public.routing_candidates(of_thread bigint, alike bigint[], likeness double precision[]) RETURNS TABLE(person_id bigint, evidence json, town integer, asked_lately integer, weekly integer, away boolean, declined boolean)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    most constant integer := 200;
    q thread;
    home administration;
begin
    select * into q from thread t where t.id = of_thread;
    select * into home from administration a where a.id = q.author_administration_id;
    return query
        with answers as (
            select r.author_id, r.source, r.name, count(*)::integer as times, count(*) filter (where r.accepted)::integer as accepted,
                   sum(r.weight * exp(- r.days / 30)) as month, sum(r.weight * exp(- r.days / 180)) as half_year, sum(r.weight * exp(- r.days / 600)) as years
            from (select a.*, greatest(0, extract(epoch from q.created_at - a.at)) / 86400 as days
                  from routing_answers(of_thread, alike, likeness) a) r
            group by r.author_id, r.source, r.name
        ), skilled as (
            select s.person_id, 'skill' as source, min(s.skill) as name
            from thread_tag tt join tag g on g.id = tt.tag_id
            join lateral (
                select lower(replace(g.name, '-', ' ')) as called union select g.name
                union select lower(y.name) from tag_synonym y where y.tag_id = g.id) n on true
            join person_skill s on lower(s.skill) = n.called
            where tt.thread_id = of_thread
            group by s.person_id, g.id
        ), known as (
            select a.author_id as person_id, a.source, a.name, a.times, a.accepted, a.month, a.half_year, a.years from answers a
            union all
            select s.person_id, s.source, s.name, 1, 0, 0, 0, 1 from skilled s
        ), people as (
            select k.person_id, json_agg(json_build_object('source', k.source, 'name', k.name, 'times', k.times, 'accepted', k.accepted,
                                                           'month', k.month, 'half_year', k.half_year, 'years', k.years)
                                         order by k.source, k.name) as evidence,
                   max(k.years) as weight
            from known k
            where k.person_id <> q.author_id
            group by k.person_id
        ), near as (
            select e.person_id, e.evidence, e.weight, coalesce(d.near, 0) as near
            from people e
            join person p on p.id = e.person_id and p.status = 'active' and p.policy_accepted_at is not null
            left join lateral (
                select case when a.band is distinct from home.band or a.id = home.id then 0
                            when a.province_id = home.province_id then 3 when a.region_id = home.region_id then 2 else 1 end as near
                from appointment o join administration a on a.id = o.administration_id
                where o.person_id = e.person_id and o.main and o.valid_to is null and a.band is not null) d on true
            where not exists (select from question_ask k where k.thread_id = of_thread and k.person_id = e.person_id)
            order by e.weight desc, near desc, e.person_id limit most
        )
        select n.person_id, n.evidence, n.near,
               (select count(*)::integer from question_ask k where k.person_id = n.person_id and k.asked_at > now() - interval '7 days'),
               weekly_asks(n.person_id),
               coalesce((select s.away_until > (now() at time zone 'Europe/Madrid')::date from notice_settings s where s.person_id = n.person_id), false),
               exists (select from routing_declined x where x.person_id = n.person_id
                       and (x.tag_id in (select tt.tag_id from thread_tag tt where tt.thread_id = of_thread)
                            or x.group_id = q.group_id and not exists (select from thread_tag tt where tt.thread_id = of_thread)))
        from near n
        where may_answer(n.person_id, q.group_id)
          and wants_notice(n.person_id, 'routed', q.group_id, of_thread);
end
$$;

CREATE FUNCTION public.routing_json(of_thread bigint, viewer bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select json_build_object(
        'asked_at', rfc3339(r.asked_at), 'nobody_at', rfc3339(r.nobody_at),
        'people', (select count(*) from question_ask k where k.thread_id = r.thread_id),
        'passed', (select count(*) from question_ask k where k.thread_id = r.thread_id and k.said is not null),
        'hosts_due_at', case when awaits_answer(t) then rfc3339(r.hosts_due_at) end, 'hosts_asked_at', rfc3339(r.hosts_asked_at),
        'network_due_at', case when awaits_answer(t) then rfc3339(r.network_due_at) end, 'network_asked_at', rfc3339(r.network_asked_at),
        'mine', (select json_build_object('why', k.why, 'asked_at', rfc3339(k.asked_at), 'said', k.said)
                 from question_ask k where k.thread_id = r.thread_id and k.person_id = viewer))::text
    from question_routing r join thread t on t.id = r.thread_id
    where r.thread_id = of_thread
$$;

CREATE FUNCTION public.routing_waits_again() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update question_routing r
    set hosts_due_at = case when r.hosts_asked_at is null
                            then solution_moment(new.id, now(), (select g.solution_days from plaza_group g where g.id = new.group_id)) end,
        network_due_at = case when r.network_asked_at is null then solution_moment(new.id, now(), 7) end,
        next_at = now()
    where r.thread_id = new.id;
    return null;
end
$$;

CREATE FUNCTION public.seal_notice_letter(letter bigint) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    whom bigint;
    moment timestamptz;
begin
    -- The notice first, as who tells of something holds it.
    perform from notification n where n.id = (select l.notification_id from notice_letter l where l.mail_id = letter) for update;
    select m.person_id into whom from mail m where m.id = letter;
    moment := mail_moment(whom, clock_timestamp());
    if moment > clock_timestamp() then
        return ceil(extract(epoch from moment - clock_timestamp()));
    end if;
    update notice_letter l set sealed = true where l.mail_id = letter and not l.sealed;
    return 0;
end
$$;

CREATE FUNCTION public.search_any(VARIADIC lexemes text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
begin
    return (select '(' || string_agg('''' || replace(replace(l, '\', '\\'), '''', '''''') || '''', ' | ') || ')'
            from unnest(lexemes) l);
end
$$;

CREATE FUNCTION public.search_at_least(terms text[], m integer, titled boolean) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
begin
    if titled then
        return replace(replace(search_at_least(terms, m, false), '(''', '(''/'), '| ''', '| ''/');
    elsif m = 1 then
        return '(' || array_to_string(terms, ' | ') || ')';
    elsif m = cardinality(terms) then
        return '(' || array_to_string(terms, ' & ') || ')';
    end if;
    return '(' || terms[1] || ' & ' || search_at_least(terms[2 :], m - 1, false)
        || ' | ' || search_at_least(terms[2 :], m, false) || ')';
end
$$;

CREATE FUNCTION public.search_at_once() RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select 50
$$;

CREATE PROCEDURE public.search_catch_up()
    LANGUAGE plpgsql
    AS $$
declare
    a_batch constant integer := 500;
    missing bigint[];
begin
    insert into search_group_language (group_id, language)
    select distinct group_id, search_language(language) from thread
    on conflict do nothing;
    loop
        commit;
        missing := array(
            select p.id from post p
            where p.deleted_at is null and not exists (select from post_search s where s.post_id = p.id)
            limit a_batch);
        exit when missing = '{}';
        perform search_store_held(missing);
    end loop;
end
$$;

CREATE FUNCTION public.search_document(title text, tags text, body text, language text, number integer, role text, marks text[]) RETURNS tsvector
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    words text[] := search_lexemes(
        case when role in ('root', 'answer') then concat_ws(E'\n', title, tags, body) else body end, language);
    heading text;
begin
    if number = 1 then
        heading := array_to_string(search_lexemes(title, language), ' /');
        if heading <> '' then words := words || string_to_array('/' || heading, ' '); end if;
    end if;
    return array_to_tsvector(words || marks);
end
$$;

CREATE FUNCTION public.search_empty_words() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select string_to_array(
        -- es
        'l d s n t m a al ante aquel aquella aquello asi aun aunque bien cada como con contra cual cuales cuando de del desde donde dos '
        'el ella ellas ellos en entonces entre era eran es esa esas ese eso esos esta estan estas este esto estos estoy fue '
        'fueron ha habia han has hasta hay he hemos la las le les lo los mas me mi mis mientras muy nada ni no nos nosotros '
        'nuestra nuestro o os otra otras otro otros para pero por porque pues que quien quienes se sea sean segun si siendo '
        'sin sino sois somos son soy su sus tal tambien tampoco tan tanto te tiene tienen todo todos tu tus un una uno unos '
        'unas usted ustedes y ya yo '
        -- ca
        'als amb aquest aquesta aquests aquestes aixo aixi dels els hi ho i li llur meu meva on pel pels perque quan que quin quina seu seva '
        'seus seves sigui sobretot soc son tambe teva teu uns unes vos '
        -- gl
        'ao aos as coa coas co cos da das do dos e esta este isto iso na nas no nos nun nunha o os pola polas polo polos pero '
        'porque unha unhas uns xa eu '
        -- eu
        'da dira eta edo ere ez bai hau hori hura du dute den dela baina zen ziren '
        -- en
        'an and are at be been but by can could did does for from had has have him his how if in into is it its of on or our '
        'she so than that the their them then there these they this those to was we were what when where which who why will '
        'with would you your', ' ')
$$;

CREATE FUNCTION public.search_expected(shares double precision[], m integer, posts bigint) RETURNS double precision
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
declare
    sums double precision[] := array_fill(0.0, array[m + 1]);
    p double precision;
begin
    sums[1] := 1;
    foreach p in array shares loop
        for j in reverse m + 1 .. 2 loop
            sums[j] := sums[j] + sums[j - 1] * p;
        end loop;
    end loop;
    return case when m = 1 then 1 else 10 end * sums[m + 1] * posts;
end
$$;

CREATE FUNCTION public.search_find(viewer bigint, question text, group_slug text, wanted_kind text, wanted_tag text, wanted_state text, after_score bigint, after_id bigint, wanted integer) RETURNS TABLE(thread_id bigint, number integer, score bigint, asked text)
    LANGUAGE sql STABLE ROWS 20
    AS $$
    select * from search_find(viewer, question, group_slug, wanted_kind, wanted_tag, wanted_state, null, null, '', false,
                              after_score, after_id, wanted)
$$;

CREATE FUNCTION public.search_find(viewer bigint, question text, group_slug text, wanted_kind text, wanted_tag text, wanted_state text, wanted_band text, wanted_norm text, wanted_article text, like_me boolean, after_score bigint, after_id bigint, wanted integer) RETURNS TABLE(thread_id bigint, number integer, score bigint, asked text)
    LANGUAGE plpgsql STABLE ROWS 20
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    bound constant integer := 100;
    windows constant text[] := search_windows();
    groups constant bigint[] := array(
        select r.group_id from readable_groups(viewer) r join plaza_group g on g.id = r.group_id
        where group_slug is null or g.slug = group_slug);
    languages constant text[] := array(
        select l.language from search_group_language l where l.group_id = any (groups)
        union select 'es');
    -- The index narrows to the groups that may be read, so that others cost no time; the rule is asked of every row.
    narrow constant text := concat_ws('',
        ' & ' || search_any(variadic array(
            select distinct case when g.kind = 'open' and group_slug is null and w.group_id is null then '@open'
                                 else '@g' || g.id end
            from plaza_group g left join search_regroup w on w.group_id = g.id where g.id = any (groups))),
        ' & ' || search_any('@' || wanted_kind), ' & ' || search_any('#' || tag_called(wanted_tag), '#' || wanted_tag));
    norms constant text[] := norm_keys_of(wanted_norm);
    only_band text := wanted_band;
    among bigint[];
    step record;
    hit record;
    span integer;      -- of windows: the newest is the first
    in_title boolean;
    found bigint[] := '{}';
    numbers integer[] := '{}';
    scores bigint[] := '{}';
begin
    if groups = '{}' then
        return;
    end if;
    if like_me then
        only_band := (home_of(viewer)).band;
        if only_band is null or only_band <> wanted_band then
            return;
        end if;
    end if;
    if norms is not null then
        among := norm_few_threads(norms, wanted_article, groups);
        if among = '{}' then
            return;
        end if;
    end if;
    <<stages>>
    for step in select s.* from search_stages(question, languages) s loop
        for span in select n from generate_series(case when step.crowded then 1 else 3 end, 3) n loop
            exit stages when (
                select count(*) from unnest(scores, found) f(score, id)
                where after_score is null or (f.score, f.id) < (after_score, after_id)) >= wanted;
            foreach in_title in array array[true, false] loop
                select array_agg(w.thread_id) as threads, array_agg(w.number) as numbers,
                       array_agg((((step.stage * 4 - span) * 3 + w.standing) * 2 + in_title::integer) * 10000000000
                                 + extract(epoch from w.created_at)::bigint) as scores
                into hit
                from search_walk((case when in_title then step.titled else step.plain end || windows[span] || narrow)::tsquery,
                                 groups, wanted_state, only_band, norms, wanted_article, among, found, case when step.crowded then bound else 4 * bound end) w;
                found := found || hit.threads;
                numbers := numbers || hit.numbers;
                scores := scores || hit.scores;
            end loop;
        end loop;
    end loop;
    return query
        select f.id, f.number, f.score, step.asked from unnest(found, numbers, scores) f(id, number, score)
        where after_score is null or (f.score, f.id) < (after_score, after_id)
        order by f.score desc, f.id desc
        limit wanted;
end
$$;

CREATE FUNCTION public.search_fold(t text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
begin
    -- lower() knows ASCII only where the database's locale is C.
    t := lower(t collate "und-x-icu");
    if octet_length(t) <> length(t) then
        t := replace(replace(replace(replace(t, 'á', 'a'), 'à', 'a'), 'â', 'a'), 'ä', 'a');
        t := replace(replace(replace(replace(t, 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e');
        t := replace(replace(replace(replace(t, 'í', 'i'), 'ì', 'i'), 'î', 'i'), 'ï', 'i');
        t := replace(replace(replace(replace(t, 'ó', 'o'), 'ò', 'o'), 'ô', 'o'), 'ö', 'o');
        t := replace(replace(replace(replace(t, 'ú', 'u'), 'ù', 'u'), 'û', 'u'), 'ü', 'u');
        t := replace(replace(replace(replace(t, 'ã', 'a'), 'õ', 'o'), 'ç', 'c'), 'º', ' ');
        -- Catalan col·legi is also written collegi; soft hyphens and joiners are no letters.
        t := replace(replace(replace(replace(t, '·', ''), E'\u00ad', ''), E'\u200b', ''), 'ª', ' ');
    end if;
    t := replace(replace(replace(replace(t, '/', ' '), '.', ' '), '-', ' '), '_', ' ');
    return replace(replace(replace(replace(t, '@', ' '), '+', ' '), '<', ' '), '&', ' ');
end
$$;

CREATE FUNCTION public.search_forms(word text, languages text[]) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
begin
    return array(select stem from unnest(languages) l, search_stem(word, l) stem where stem is not null order by stem);
end
$$;

CREATE FUNCTION public.search_group_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into search_regroup (group_id) values (new.id) on conflict (group_id) do update set after_post = 0;
    insert into job (kind, unique_key) values ('search.regroup', 'search.regroup') on conflict (unique_key) do nothing;
    return null;
end
$$;

CREATE FUNCTION public.search_language(language text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when language = 'gl' then 'es' when language in ('es', 'ca', 'eu', 'fr', 'pt') then language else 'en' end
$$;

CREATE FUNCTION public.search_language_seen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into search_group_language (group_id, language) values (new.group_id, search_language(new.language))
    on conflict do nothing;
    return null;
end
$$;

CREATE FUNCTION public.search_lexemes(t text, language text) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    placed tsvector;
    words text[];
begin
    t := left(t, 60000);  -- beyond this a text is a pasted file; a tsvector holds 1 MB
    placed := to_tsvector('simple', search_fold(t));
    -- Nobody asks for more than 40 characters of a word, and a lexeme with the name of its language before it may not
    -- take more than 2,046 bytes.
    words := array(select w from unnest(tsvector_to_array(ts_delete(placed, search_empty_words()))) w
                   where octet_length(w) <= 160);
    return words || search_stems(words, search_language(language)) || search_norms(t, placed);
end
$$;

CREATE FUNCTION public.search_measure() RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    sample constant integer := 5000;
begin
    update search_size set
        posts = (select count(*) from post_search s join plaza_group g on g.id = s.group_id where g.kind = 'open');
    delete from search_frequency;
    insert into search_frequency (lexeme, share)
    select word, ndoc::real / least(sample, (select posts from search_size))
    from ts_stat(format('select words from post_search s join plaza_group g on g.id = s.group_id '
                        'where g.kind = ''open'' order by post_id limit %s', sample))
    where ndoc * 200 >= least(sample, (select posts from search_size)) and left(word, 1) not in ('@', '#', '/');
end
$$;

CREATE FUNCTION public.search_norms(t text, placed tsvector) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
begin
    -- Few texts name any, and looking into the aliases costs several times as much as this.
    if not exists (select from norm n where placed @@ n.hints or placed @@ n.acronyms) then
        return '{}';
    end if;
    return array(
        select '§' || n.id from norm n
        where placed @@ n.hints and placed @@ n.names
           or placed @@ n.acronyms and exists (
               select from norm_alias a where a.norm_id = n.id and a.acronym and position(a.alias in t) > 0));
end
$$;

CREATE FUNCTION public.search_post_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.deleted_at is null and new.thread_id = old.thread_id then
        perform search_store(array[new.id]);
    else
        -- Who moves posts to another thread has them taken up from there: none is found meanwhile where it may not be.
        delete from post_search where post_id = new.id;
    end if;
    return null;
end
$$;

CREATE FUNCTION public.search_posts_added() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform search_store(array(select id from added));
    return null;
end
$$;

CREATE FUNCTION public.search_question_words() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select string_to_array(
        'hacer hace hago hacemos haceis hacen haceis puede puedo pueden podemos podria podriamos podeis debe debo deben '
        'debemos deberia deberiamos tengo tenemos teneis tener haber habria hubiera existe existen alguien alguno alguna algun '
        'algunos duda dudas pregunta caso casos forma manera necesito necesitamos quiero queremos quisiera saber '
        'sabe sabeis gracias hola compañeros compañeras favor respecto sobre posible cuanto cuanta cuantos '
        'cuantas sirve vale vez ahora antes despues solo '
        'fer fa podem puc poden cal algu dubte com '
        'facer fai podemos alguen dubida '
        'nola zer zein norbait '
        'please should do anyone someone need want know question', ' ')
$$;

CREATE FUNCTION public.search_regroup_some(batch integer) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
    waiting search_regroup;
    posts bigint[];
begin
    select * into waiting from search_regroup order by group_id limit 1 for update skip locked;
    if not found then
        return false;
    end if;
    posts := array(select post_id from post_search where group_id = waiting.group_id and post_id > waiting.after_post
                   order by post_id limit batch);
    perform search_store_held(posts);
    if cardinality(posts) < batch then
        delete from search_regroup where group_id = waiting.group_id;
    else
        update search_regroup set after_post = posts[cardinality(posts)] where group_id = waiting.group_id;
    end if;
    return exists (select from search_regroup);
end
$$;

CREATE FUNCTION public.search_renew(of_thread bigint, behind integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    at_once integer := behind + search_at_once();
begin
    perform search_store(array(
        select p.id from post p
        where p.thread_id = of_thread and p.number > behind and p.number <= at_once and p.deleted_at is null));
    perform search_renew_later(of_thread, at_once);
end
$$;

CREATE FUNCTION public.search_renew_later(of_thread bigint, behind integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select from post p where p.thread_id = of_thread and p.number > behind and p.deleted_at is null) then
        perform enqueue_soon('search.renew', 'search.renew:' || of_thread || ':' || behind,
                             jsonb_build_object('thread', of_thread, 'behind', behind), 0);
    end if;
end
$$;

CREATE FUNCTION public.search_renew_some(of_thread bigint, behind integer, batch integer) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    posts bigint[];
    last_number integer;
begin
    -- What is read from here on is what stands, as in search_store_held.
    perform from thread t where t.id = of_thread for share;
    select array_agg(p.id), max(p.number) into posts, last_number
    from (select p.id, p.number from post p
          where p.thread_id = of_thread and p.number > behind and p.deleted_at is null
          order by p.number limit batch) p;
    perform search_store(posts);
    return case when cardinality(posts) = batch then last_number end;
end
$$;

CREATE FUNCTION public.search_renew_standing(of_thread bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    update post_search s
    set state = t.state, outdated = coalesce(y.superseded_by is not null or not y.holds, false) or d.thread_id is not null, checked_at = y.checked_at
    from thread t left join thread_validity y on y.thread_id = t.id left join question_duplicate d on d.thread_id = t.id
    where t.id = of_thread and s.thread_id = of_thread and s.number <= search_at_once();
    perform search_renew_later(of_thread, search_at_once());
end
$$;

CREATE FUNCTION public.search_share(lexemes text[]) RETURNS double precision
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
begin
    return (select coalesce(sum(share), 0) from search_frequency where lexeme = any (lexemes));
end
$$;

CREATE FUNCTION public.search_spaced(t text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
begin
    return (select ' ' || coalesce(string_agg(lexeme, ' ' order by place), '') || ' '
            from unnest(to_tsvector('simple', search_fold(t))) u(lexeme, places, weights), unnest(places) place);
end
$$;

CREATE FUNCTION public.search_stages(question text, languages text[]) RETURNS TABLE(stage integer, plain text, titled text, crowded boolean, asked text)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    many constant integer := 300;
    exact text[];          -- each term as asked for, rarest first
    forms text[];          -- each term in all its forms
    shares double precision[];
    posts bigint;
    terms text[];
    telling integer := 0;  -- terms that at most one post in twenty has, four at most
    at_least integer;
begin
    select array_agg(search_any(variadic t.words) order by n), array_agg(search_any(variadic t.forms) order by n),
           array_agg(t.share order by n), max(t.posts), string_agg(array_to_string(t.words || t.forms, ' '), ' ')
    into exact, forms, shares, posts, asked
    from (
        select t.forms, t.words, t.share, z.posts, row_number() over (order by t.share, t.forms) as n
        from search_size z, search_terms(question, languages) t) t
    where n <= 8;
    if exact is null then
        return;
    end if;
    stage := 9;
    crowded := search_expected(shares, cardinality(shares), posts) > many;
    foreach terms slice 1 in array array[exact, forms] loop
        plain := search_at_least(terms, cardinality(terms), false);
        titled := search_at_least(terms, cardinality(terms), true);
        return next;
        stage := stage - 1;
    end loop;
    for i in 1 .. least(4, cardinality(forms)) loop
        if i <= 2 or shares[i] <= 0.05 then
            telling := i;
        end if;
    end loop;
    for at_least in select m from generate_series(least(telling, cardinality(forms) - 1), 1, -1) m loop
        -- Of single words only those whose matches can be looked at, and the rarest in any case.
        while at_least = 1 and telling > 1 and shares[telling] * posts > many loop
            telling := telling - 1;
        end loop;
        crowded := search_expected(shares[1 : telling], at_least, posts) > many;
        plain := search_at_least(forms[1 : telling], at_least, false);
        titled := search_at_least(forms[1 : telling], at_least, true);
        return next;
        stage := stage - 1;
    end loop;
end
$$;

CREATE FUNCTION public.search_stem(word text, language text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select language || '/' || case
        when word ~ '[0-9]' then word
        when language = 'es' then regexp_replace((ts_lexize('spanish_stem', case
            when right(word, 4) in ('cion', 'sion') then left(word, -2) || 'ón'
            when length(word) in (4, 5) and right(word, 2) in ('as', 'es', 'os') then left(word, -1)
            else word end))[1], 'ific$', 'if')
        when language = 'ca' then (ts_lexize('catalan_stem', case
            when right(word, 3) in ('cio', 'sio') then left(word, -1) || 'ó' else word end))[1]
        when language = 'eu' then (ts_lexize('basque_stem', word))[1]
        when language = 'fr' then (ts_lexize('french_stem', word))[1]
        when language = 'pt' then (ts_lexize('portuguese_stem', word))[1]
        else (ts_lexize('english_stem', word))[1] end
$_$;

CREATE FUNCTION public.search_stems(words text[], language text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
declare
    t text := ' ' || array_to_string(words, ' ') || ' ';
    stems tsvector;
begin
    case language
        when 'es' then
            -- The stemmer knows the ending -ción only by its accent, and leaves the plural of short words (años, obras).
            t := replace(replace(t, 'cion ', 'ción '), 'sion ', 'sión ');
            stems := to_tsvector('spanish', regexp_replace(t, ' ([^ ]{2,3}[aeo])s(?= )', ' \1', 'g'));
        when 'ca' then
            stems := to_tsvector('catalan', replace(replace(t, 'cio ', 'ció '), 'sio ', 'sió '));
        when 'eu' then stems := to_tsvector('basque', t);
        when 'fr' then stems := to_tsvector('french', t);
        when 'pt' then stems := to_tsvector('portuguese', t);
        else stems := to_tsvector('english', t);
    end case;
    t := array_to_string(tsvector_to_array(stems), ' ' || language || '/');
    if language = 'es' then
        -- It cuts notificación shorter than notificar.
        t := rtrim(replace(t || ' ', 'ific ', 'if '));
    end if;
    return case when t = '' then '{}' else string_to_array(language || '/' || t, ' ') end;
end
$$;

CREATE FUNCTION public.search_store(posts bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    insert into post_search as s (post_id, thread_id, group_id, number, kind, state, created_at, words, outdated, checked_at)
    select f.post_id, f.thread_id, f.group_id, f.number, f.kind, f.state, f.created_at, f.words,
           coalesce(y.superseded_by is not null or not y.holds, false) or d.thread_id is not null, y.checked_at
    from unnest(posts) wanted
    join search_source f on f.post_id = wanted
    left join thread_validity y on y.thread_id = f.thread_id
    left join question_duplicate d on d.thread_id = f.thread_id
    on conflict (post_id) do update set
        thread_id = excluded.thread_id, group_id = excluded.group_id, number = excluded.number, kind = excluded.kind,
        state = excluded.state, created_at = excluded.created_at, words = excluded.words, outdated = excluded.outdated,
        checked_at = excluded.checked_at;
end
$$;

CREATE FUNCTION public.search_store_held(posts bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    perform from thread t where t.id in (select p.thread_id from post p where p.id = any (posts)) order by t.id for share;
    perform search_store(posts);
end
$$;

CREATE FUNCTION public.search_tags_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform search_renew(c.thread_id, 0)
    from (select distinct h.thread_id from changed h join post_search s on s.thread_id = h.thread_id order by h.thread_id) c;
    return null;
end
$$;

CREATE FUNCTION public.search_terms(question text, languages text[]) RETURNS TABLE(forms text[], words text[], share double precision)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    rest text := search_spaced(question);
    named record;
begin
    for named in
        select a.norm_id, a.words, a.acronym from norm_alias a
        where position(a.words in rest) > 0
        order by length(a.words) desc
    loop
        -- A longer name may have taken it already.
        if position(named.words in rest) > 0 then
            rest := replace(rest, named.words, ' ');
            words := array['§' || named.norm_id];
            forms := words;
            if named.acronym then
                forms := forms || search_forms(trim(named.words), languages);
            end if;
            share := search_share(forms);
            return next;
        end if;
    end loop;
    return query
        with word as (
            select distinct left(w, 40) as w, w <> all (search_question_words()) as telling
            from unnest(string_to_array(rest, ' ')) w
            where w <> '' and w <> all (search_empty_words())
        ), term as (
            select w, search_forms(w, languages) as f from word
            where telling or (forms is null and not exists (select from word where telling))
        )
        select t.f, array_agg(t.w), search_share(t.f) from term t where t.f <> '{}' group by t.f;
end
$$;

CREATE FUNCTION public.search_thread_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if (old.title, old.language, old.group_id, old.kind) is not distinct from (new.title, new.language, new.group_id, new.kind) then
        perform search_renew_standing(new.id);
        return null;
    end if;
    if old.group_id <> new.group_id then
        -- What is taken up later is found meanwhile by nobody, hence by nobody who may not read it.
        delete from post_search where thread_id = new.id;
    elsif old.title <> new.title then
        -- Nor by words that were taken out of the title.
        delete from post_search where thread_id = new.id and number > search_at_once();
    end if;
    perform search_renew(new.id, 0);
    return null;
end
$$;

CREATE FUNCTION public.search_walk(asked tsquery, groups bigint[], wanted_state text, wanted_band text, norms text[], cited text, among bigint[], found bigint[], bound integer) RETURNS TABLE(thread_id bigint, number integer, standing integer, created_at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
    select h.thread_id, min(h.number), max(h.standing), max(h.created_at)
    from (
        select s.thread_id, s.number, case when s.outdated then 0 when s.state = 'solved' then 2 else 1 end as standing,
               greatest(s.created_at, s.checked_at) as created_at
        from (
            select s.thread_id, s.number, s.state, s.outdated, s.created_at, s.checked_at
            from post_search s
            where among is null and s.words @@ asked and s.group_id = any (groups)
              and (wanted_state is null or s.kind = 'question' and s.state = wanted_state)
              and s.thread_id <> all (found)
            limit case when wanted_band is null and norms is null then bound else 20 * bound end) s
        where (wanted_band is null or exists (
                  select from thread t join administration a on a.id = t.author_administration_id
                  where t.id = s.thread_id and a.band = wanted_band offset 0))
          and (norms is null or exists (
                  select from post p
                  cross join lateral (select from post_citation c
                                      where c.post_id = p.id and c.norm = any (norms) and (cited = '' or c.article = cited) offset 0) c
                  where p.thread_id = s.thread_id offset 0))
        limit bound) h
    group by h.thread_id
    union all
    select h.thread_id, min(h.number), max(h.standing), max(h.created_at)
    from (
        select s.thread_id, s.number, case when s.outdated then 0 when s.state = 'solved' then 2 else 1 end as standing,
               greatest(s.created_at, s.checked_at) as created_at
        from unnest(among) few (id)
        -- Fenced: all that match would be gathered first.
        cross join lateral (select * from post_search s where s.thread_id = few.id offset 0) s
        where s.words @@ asked and s.group_id = any (groups)
          and (wanted_state is null or s.kind = 'question' and s.state = wanted_state)
          and s.thread_id <> all (found)
          and (wanted_band is null or exists (
                  select from thread t join administration a on a.id = t.author_administration_id
                  where t.id = s.thread_id and a.band = wanted_band offset 0))
        limit bound) h
    group by h.thread_id
$$;

CREATE FUNCTION public.search_windows() RETURNS text[]
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (
        select array[format(' & (%L | %L)', to_char(t, '"@m"YYYYMM'), to_char(t - interval '1 month', '"@m"YYYYMM')),
                     format(' & (%L | %L)', to_char(t, '"@y"YYYY'), to_char(t - interval '1 year', '"@y"YYYY')), '']
        from date_trunc('month', now() at time zone 'UTC') t);
end
$$;

CREATE FUNCTION public.session_access_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, person_id, data) values ('access.session', old.person_id, old.id::text);
    return null;
end
$$;

CREATE FUNCTION public.settle_notices(whom bigint, shown text[], mailed text[], from_minute integer, to_minute integer, days smallint[], zone text, away date) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.show_photo_while_active() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.shown_photo := case when new.status = 'active' then photo_for_all(new.id) end;
    return new;
end
$$;

CREATE FUNCTION public.similar_candidates(viewer bigint, asked text, group_slug text, wanted integer) RETURNS TABLE(thread_id bigint, title text, body text, titled integer, known integer, inside integer, duplicates integer, related integer, outdated boolean, posts bigint, terms text)
    LANGUAGE plpgsql STABLE ROWS 100
    SET plan_cache_mode TO 'force_generic_plan'
    SET jit TO 'off'
    AS $$
declare
    bound constant integer := 1000;
    groups constant bigint[] := array(
        select r.group_id from readable_groups(viewer) r join plaza_group g on g.id = r.group_id
        where group_slug is null or g.slug = group_slug);
    languages constant text[] := array(
        select l.language from search_group_language l where l.group_id = any (groups)
        union select 'es');
    -- As in search_find: others cost no time.
    narrow constant text := ' & ' || search_any(variadic array(
        select distinct case when g.kind = 'open' and group_slug is null and w.group_id is null then '@open' else '@g' || g.id end
        from plaza_group g left join search_regroup w on w.group_id = g.id where g.id = any (groups)));
    total constant bigint := greatest(1000, (select z.posts from search_size z));
    heads text[];      -- of each term, rarest first: in titles
    wholes text[];     -- anywhere
    shares double precision[];
    spelled jsonb[];
    counts bigint[];
    weights double precision[];
    rare text;
    common integer[] := '{}';
    hits bigint[];
    ids bigint[] := '{}';
    masks integer[] := '{}';
    inner_ids bigint[] := '{}';
    inner_masks integer[] := '{}';
begin
    if groups = '{}' then
        return;
    end if;
    select array_agg(search_any(variadic array(select '/' || f from unnest(t.forms) f)) order by t.n),
           array_agg(search_any(variadic t.forms) order by t.n), array_agg(t.share order by t.n),
           array_agg(jsonb_build_object('words', t.words, 'forms', t.forms) order by t.n)
    into heads, wholes, shares, spelled
    from (select s.*, row_number() over (order by s.share, s.forms) as n
          from (select * from search_terms(asked, languages)
                union
                -- Here what questions are made of tells a little too.
                select f.forms, array_agg(f.w order by f.w), search_share(f.forms)
                from (select distinct left(w, 40) as w, search_forms(left(w, 40), languages) as forms
                      from unnest(string_to_array(search_spaced(asked), ' ')) w
                      where w = any (search_question_words()) and w <> all (search_empty_words())) f
                where f.forms <> '{}'
                group by f.forms) s) t
    where t.n <= 10;
    if heads is null then
        return;
    end if;
    for i in 1 .. cardinality(heads) loop
        hits := null;
        -- A word of a title is in each of its answers too.
        if shares[i] * total <= 10 * bound then
            hits := similar_posts(heads[i] || narrow, groups, bound + 1);
        end if;
        if hits is null or cardinality(hits) > bound then
            common := common || i;
            counts[i] := greatest(bound, (shares[i] * total)::bigint);
        else
            counts[i] := cardinality(hits);
            ids := ids || hits;
            masks := masks || array_fill(1 << (i - 1), array[cardinality(hits)]);
            rare := concat_ws(' | ', rare, heads[i]);
        end if;
        weights[i] := ln(1 + greatest(0.1, (total - counts[i] + 0.5) / (counts[i] + 0.5)));
    end loop;
    -- Common words where they stand with a rare one, and two of them together.
    for i in 1 .. cardinality(common) loop
        if rare is not null then
            hits := similar_posts(heads[common[i]] || ' & (' || rare || ')' || narrow, groups, bound);
            ids := ids || hits;
            masks := masks || array_fill(1 << (common[i] - 1), array[cardinality(hits)]);
        end if;
        for j in i + 1 .. least(4, cardinality(common)) loop
            hits := similar_posts(heads[common[i]] || ' & ' || heads[common[j]] || narrow, groups, bound);
            ids := ids || hits;
            masks := masks || array_fill((1 << (common[i] - 1)) | (1 << (common[j] - 1)), array[cardinality(hits)]);
        end loop;
    end loop;
    if rare is null and cardinality(common) = 1 then
        ids := similar_posts(heads[1] || narrow, groups, bound);
        masks := array_fill(1, array[cardinality(ids)]);
    end if;
    -- Words inside the text: rare ones, and pairs that are rare together. Answers match as well and are passed over.
    for i in 1 .. least(4, cardinality(heads)) loop
        if shares[i] * total <= bound then
            hits := similar_posts(wholes[i] || narrow, groups, bound / 2);
            inner_ids := inner_ids || hits;
            inner_masks := inner_masks || array_fill(1 << (i - 1), array[cardinality(hits)]);
        end if;
        for j in i + 1 .. least(4, cardinality(heads)) loop
            if 10 * shares[i] * shares[j] * total <= 3 * bound then
                hits := similar_posts(wholes[i] || ' & ' || wholes[j] || narrow, groups, bound / 2);
                inner_ids := inner_ids || hits;
                inner_masks := inner_masks || array_fill((1 << (i - 1)) | (1 << (j - 1)), array[cardinality(hits)]);
            end if;
        end loop;
    end loop;
    return query
        with hit as materialized (
            select h.id, coalesce(bit_or(h.mask), 0) as titled, coalesce(bit_or(h.inside), 0) as inside
            from (select u.id, u.mask, null::integer as inside from unnest(ids, masks) u(id, mask)
                  union all
                  select u.id, null, u.mask from unnest(inner_ids, inner_masks) u(id, mask)) h
            group by h.id
        ), worth as materialized (
            select m.titled, m.inside,
                   (select coalesce(sum(case when (m.titled >> (i - 1)) & 1 = 1 then weights[i]
                                             when (m.inside >> (i - 1)) & 1 = 1 then weights[i] * 0.4 else 0 end), 0)
                    from generate_series(1, cardinality(heads)) i) as weight
            from (select distinct h.titled, h.inside from hit h) m
        ), likely as materialized (
            select h.id, h.titled, h.inside, w.weight from hit h join worth w using (titled, inside)
            order by w.weight desc, h.id desc limit 5 * wanted
        ), told as (
            select l.to_thread_id as id, bit_or(k.titled) as known, max(k.weight) as weight
            from likely k join similar_link l on l.from_thread_id = k.id and l.kind = 'duplicate'
            group by l.to_thread_id
        ), chosen as materialized (
            select id, coalesce(k.titled, 0) as titled, coalesce(d.known, 0) as known, coalesce(k.inside, 0) as inside,
                   greatest(k.weight, d.weight) as weight
            from likely k full join told d using (id)
            order by 5 desc, id desc limit wanted
        )
        select c.id, t.title, left(p.body, 6000), c.titled, c.known, c.inside, n.duplicates::integer, n.related::integer,
               coalesce(y.superseded_by is not null or not y.holds, false) or n.led, total,
               case when row_number() over (order by c.weight desc, c.id desc) = 1
                    then (select jsonb_agg(s || jsonb_build_object('posts', n) order by o)::text
                          from unnest(spelled, counts) with ordinality u(s, n, o)) end
        from chosen c
        join thread t on t.id = c.id and t.kind in ('question', 'article') and t.group_id = any (groups)
        join post p on p.thread_id = c.id and p.number = 1 and p.deleted_at is null
        left join thread_validity y on y.thread_id = c.id
        cross join lateral (
            select count(distinct l.other) filter (where l.kind = 'duplicate' and l.inward) as duplicates,
                   count(distinct l.other) filter (where l.kind = 'related') as related,
                   coalesce(bool_or(l.kind = 'duplicate' and not l.inward), false) as led
            from (select i.from_thread_id as other, i.kind, true as inward from similar_link i where i.to_thread_id = c.id
                  union all
                  select o.to_thread_id, o.kind, false from similar_link o where o.from_thread_id = c.id) l
            join thread x on x.id = l.other and x.group_id = any (groups)) n
        order by c.weight desc, c.id desc;
end
$$;

CREATE FUNCTION public.similar_posts(asked text, groups bigint[], bound integer) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    wanted constant tsquery := asked::tsquery;
begin
    return array(
        select s.thread_id from post_search s
        where s.words @@ wanted and s.number = 1 and s.kind in ('question', 'article') and s.group_id = any (groups)
        limit bound);
end
$$;

CREATE FUNCTION public.similar_proposal(viewer bigint, said text, likes bigint[], weights double precision[]) RETURNS TABLE(groups json, tags json)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    spoken constant text[] := string_to_array(trim(search_spaced(said)), ' ');
    keys constant text[] := array(
        select distinct array_to_string(spoken[i : i + n], '-')
        from generate_series(1, cardinality(spoken)) i, generate_series(0, 3) n);
begin
    return query
        with liked as materialized (
            select t.id, t.group_id, max(u.weight) as weight
            from unnest(likes, weights) u(id, weight)
            join thread t on t.id = u.id
            join readable_groups(viewer) r on r.group_id = t.group_id
            group by t.id
        ), named as (
            select t.id from tag t where t.vocabulary and tag_key(t.name) = any (keys)
            union
            select s.tag_id from tag_synonym s where tag_key(s.name) = any (keys)
            union
            select t.id from tag t where t.name = any (keys) and not t.vocabulary and knows_tag(viewer, t.id)
        ), proposed as (
            select n.id, 1e9 as weight from named n
            union all
            select tt.tag_id, l.weight from liked l join thread_tag tt on tt.thread_id = l.id
        )
        select (select coalesce(json_agg(g.slug order by g.weight desc, g.slug), '[]')
                from (select g.slug, sum(l.weight) as weight
                      from liked l
                      join plaza_group g on g.id = l.group_id and g.archived_at is null and not g.practice
                      join membership m on m.group_id = g.id and m.person_id = viewer
                      where g.who_starts = 'members' or m.role in ('moderator', 'owner')
                      group by g.slug
                      order by 2 desc, 1
                      limit 3) g),
               (select coalesce(json_agg(p.name order by p.weight desc, p.name), '[]')
                from (select t.name, sum(p.weight) as weight
                      from proposed p join tag t on t.id = p.id
                      group by t.name
                      order by 2 desc, 1
                      limit 5) p);
end
$$;

CREATE FUNCTION public.skills_json(person bigint) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select coalesce(json_agg(s.skill order by s.skill), '[]') from person_skill s where s.person_id = person
$$;

CREATE FUNCTION public.solution_moment(of_thread bigint, since timestamp with time zone, within integer) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    select working_moment(since, within, a.region_id, h.zone)
    from thread t
    left join administration a on a.id = t.author_administration_id
    cross join lateral mail_hours(t.author_id) h
    where t.id = of_thread
$$;

CREATE FUNCTION public.speaks_for(person bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    select a.administration_id from appointment a
    where a.person_id = person and a.valid_to is null and a.relation <> 'external'
    group by a.administration_id
$$;

CREATE FUNCTION public.split_thread(was bigint, becomes bigint, chosen integer[], most_posts integer) RETURNS integer[]
    LANGUAGE plpgsql
    AS $$
declare
    into_kind text := (select t.kind from thread t where t.id = becomes);
    moved post[];
    taken_numbers integer[];
    became integer[];
    places integer[];
    places_under integer[];
begin
    with recursive taken as (
        select p.number from post p where p.thread_id = was and p.number = any (chosen)
        union
        -- What is only the place of one that was split off before stays.
        select p.number from post p join taken t on p.parent = t.number
        where p.thread_id = was and p.role = 'comment'
          and not exists (select from post_redirect r where r.from_thread = was and r.number = p.number))
    select array_agg(p order by p.number), array_agg(p.number order by p.number)
    into moved, taken_numbers
    from post p join taken t on t.number = p.number where p.thread_id = was;
    became := array(select generate_series(1, cardinality(taken_numbers)));
    insert into thread_tag (thread_id, tag_id) select becomes, tt.tag_id from thread_tag tt where tt.thread_id = was;
    delete from accepted_answer a where a.thread_id = was and a.number = any (taken_numbers);
    -- Places that hang from what goes hang from the first post until its own place is there.
    select array_agg(p.number order by p.number), array_agg(p.parent order by p.number) into places, places_under
    from post p where p.thread_id = was and p.parent = any (taken_numbers) and p.number <> all (taken_numbers);
    update post set parent = 1 where thread_id = was and number = any (places);
    update post p set thread_id = becomes, number = m.new_number, parent = above.new_number,
        role = case when m.new_number = 1 then 'root'
                    when p.role = 'comment' and above.new_number is null then 'reply'
                    when p.role = 'answer' and into_kind <> 'question' then 'reply'
                    else p.role end
    from unnest(taken_numbers, became) m(number, new_number)
    join unnest(moved) b on b.number = m.number
    left join unnest(taken_numbers, became) above(number, new_number) on above.number = b.parent
    where p.id = b.id;
    -- Their places stay, as those of deleted posts do: numbers are never given twice.
    insert into post (thread_id, number, parent, role, author_id, author_position, author_administration_id, body, html, created_at, deleted_at)
    select was, b.number, b.parent, b.role, b.author_id, b.author_position, b.author_administration_id, '', '', b.created_at, now()
    from unnest(moved) b order by b.number;
    update post p set parent = x.parent from unnest(places, places_under) x(number, parent)
    where p.thread_id = was and p.number = x.number;
    insert into post_redirect (from_thread, number, post_id) select was, b.number, b.id from unnest(moved) b;
    update article_source s set question_id = becomes, number = x.new_number
    from unnest(taken_numbers, became) x(number, new_number)
    where s.question_id = was and s.number = x.number;
    perform recount_thread(was);
    perform recount_thread(becomes);
    perform search_renew(becomes, 0);
    -- Whoever had read so far has read these.
    insert into thread_read (person_id, thread_id, number, read_at)
    select r.person_id, becomes, c.n, r.read_at
    from thread_read r cross join lateral (select count(*) as n from unnest(taken_numbers) x where x <= r.number) c
    where r.thread_id = was and c.n > 0;
    insert into thread_follow (person_id, thread_id, since) select f.person_id, becomes, f.since from thread_follow f where f.thread_id = was;
    insert into thread_level (person_id, thread_id, level) select l.person_id, becomes, l.level from thread_level l where l.thread_id = was;
    insert into thread_mail_off (person_id, thread_id, since) select o.person_id, becomes, o.since from thread_mail_off o where o.thread_id = was;
    -- Nothing is accepted where they are now.
    perform strip_notices(was, taken_numbers, 'accepted');
    perform renumber_notices(was, becomes, taken_numbers, became, most_posts);
    delete from event e where e.post_id = any (array(select b.id from unnest(moved) b));
    return taken_numbers;
end
$$;

CREATE FUNCTION public.stop_mail(whom bigint, of_thread bigint, class_place integer, stop boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    of_class text := (select c.class from notice_classes() c where c.place = class_place);
    -- What was merged into another since is meant with that.
    stands bigint := coalesce((select t.id from thread t where t.id = of_thread),
                              (select p.thread_id from post_redirect r join post p on p.id = r.post_id
                               where r.from_thread = of_thread and r.number = 1));
begin
    if not exists (select from person p where p.id = whom and p.status = 'active') then
        return;
    end if;
    if of_thread > 0 then
        if stop then
            insert into thread_mail_off (person_id, thread_id) select whom, t.id from thread t where t.id = stands for key share
            on conflict do nothing;
        else
            delete from thread_mail_off o where o.person_id = whom and o.thread_id = stands;
        end if;
    elsif of_class is not null then
        insert into notice_settings as s (person_id, channels)
        values (whom, jsonb_build_object(of_class, jsonb_build_object('mail', not stop)))
        on conflict (person_id) do update
        set channels = s.channels || jsonb_build_object(of_class, coalesce(s.channels -> of_class, '{}') || jsonb_build_object('mail', not stop));
    end if;
end
$$;

CREATE FUNCTION public.strip_notices(of_thread bigint, numbers integer[], only_cause text) RETURNS void
    LANGUAGE sql
    AS $$
    with rest as (
        select n.id, array_agg(told.number order by told.at) filter (where went.number is null) as numbers,
               (count(*) filter (where went.number is null and told.at > cardinality(n.numbers) - n.times))::integer as fresh
        from notification n cross join unnest(n.numbers) with ordinality told(number, at)
        left join unnest(strip_notices.numbers) went(number) on went.number = told.number
        where n.thread_id = of_thread and (only_cause is null or n.cause = only_cause)
        group by n.id having bool_or(went.number is not null)),
    -- What told of nothing else tells of nothing.
    nothing_else as (delete from notification n using rest r where n.id = r.id and r.numbers is null)
    update notification n
    set numbers = r.numbers, times = case when r.fresh > 0 then r.fresh else cardinality(r.numbers) end,
        read_at = case when r.fresh > 0 then n.read_at else coalesce(n.read_at, n.renewed_at) end
    from rest r where n.id = r.id and r.numbers is not null
$$;

CREATE FUNCTION public.subjects_of(viewer bigint) RETURNS TABLE(tag_id bigint, name text)
    LANGUAGE sql STABLE ROWS 10
    AS $$
    select t.id, t.name from tag t
    where fold(replace(t.name, '-', ' ')) = any (array(select fold(s.skill) from person_skill s where s.person_id = viewer))
    union
    select t.id, t.name from person_skill s join tag_synonym y on lower(y.name) = lower(s.skill) join tag t on t.id = y.tag_id
    where s.person_id = viewer
    union
    select t.id, t.name from tag_follow f join tag t on t.id = f.tag_id where f.person_id = viewer
$$;

CREATE FUNCTION public.tag_called(name text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case when exists (select from tag t where t.name = tag_called.name
                             and (t.vocabulary or exists (select from tag_synonym s where s.tag_id = t.id))) then tag_called.name
           else coalesce((select min(t.name) from tag_synonym s join tag t on t.id = s.tag_id
                          where tag_key(s.name) = tag_key(tag_called.name)), tag_called.name) end
$$;

CREATE FUNCTION public.tag_json(of_tag bigint) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('name', t.name, 'vocabulary', t.vocabulary, 'description', t.description, 'version', tag_version(t.id),
        'names', (select coalesce(json_agg(json_build_object('language', s.language, 'name', s.name) order by s.language, s.name), '[]')
                  from tag_synonym s where s.tag_id = t.id))
    from tag t where t.id = of_tag
$$;

CREATE FUNCTION public.tag_key(t text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select translate(fold(t), ' ''’', '-')
$$;

CREATE FUNCTION public.tag_named() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update tag set vocabulary = true where id in (select tag_id from added) and not vocabulary;
    perform renew_tag(t.id, m.tag_id)
    from (select distinct on (tag_key(a.name)) tag_key(a.name) as key, a.tag_id from added a order by tag_key(a.name), a.tag_id) m
    join tag t on tag_key(t.name) = m.key and t.id <> m.tag_id and not t.vocabulary;
    return null;
end
$$;

CREATE FUNCTION public.tag_version(of_tag bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select md5(concat_ws(E'\n', t.name, t.vocabulary, t.description,
                         (select string_agg(s.language || ' ' || s.name, E'\n' order by s.language, s.name) from tag_synonym s where s.tag_id = t.id)))
    from tag t where t.id = of_tag
$$;

CREATE FUNCTION public.tell_notification(whom bigint, what text, in_group bigint, in_thread bigint, by_whom bigint, post_number integer, told jsonb, most_posts integer) RETURNS TABLE(id bigint, group_id bigint, data text)
    LANGUAGE plpgsql
    AS $$
declare
    lies_in bigint := coalesce((select t.group_id from thread t where t.id = in_thread), in_group);
    posts integer[] := case when post_number is null then '{}' else array[post_number] end;
    found notification;
    change integer := 1;
    many integer;
begin
    if whom is not distinct from by_whom
       or not exists (select from person p where p.id = whom and p.status = 'active')
       or exists (select from plaza_group g where g.id = lies_in and g.practice)
       or not may_be_told(whom, lies_in, in_thread is not null)
       or not wants_notice(whom, what, lies_in, in_thread) then
        return;
    end if;
    insert into notification (person_id, cause, group_id, thread_id, actor_id, numbers, facts)
    values (whom, what, case when in_thread is null then in_group end, in_thread, by_whom, posts, told)
    on conflict on constraint notification_person_id_cause_place_key do nothing
    returning * into found;
    if found.id is null then
        select n.* into strict found from notification n
        where n.person_id = whom and n.cause = what and n.place = coalesce(in_thread, in_group, 0) for update;
        if found.read_at is null then
            -- What was unread and could not be seen any more counts anew.
            change := case when exists (select from visible_notices(whom) v where v.id = found.id and v.read_at is null)
                           then 0 else 1 end;
            -- Also one that is told of once more comes last.
            posts := array_remove(fresh_numbers(found.numbers, found.times), post_number) || posts;
        end if;
        many := cardinality(posts);
        -- Those of before stay behind them, for when these are deleted.
        posts := array(select u.n from unnest(found.numbers) with ordinality u(n, at) where u.n <> all (posts) order by u.at) || posts;
        posts := posts[greatest(1, cardinality(posts) - most_posts + 1):];
        -- Posts that ended in several places, all unread.
        if what = 'post_ended' and found.read_at is null
           and strpos(found.facts ->> 'administration', told ->> 'administration') = 0 then
            told := told || jsonb_build_object('administration',
                                               concat_ws(', ', found.facts ->> 'administration', told ->> 'administration'));
        end if;
        update notification n
        set numbers = posts, facts = told, actor_id = by_whom, renewed_at = clock_timestamp(), read_at = null,
            times = case when many > 0 then least(many, most_posts) when found.read_at is null then n.times + 1 else 1 end
        where n.id = found.id;
    end if;
    perform write_notice_letter(found, post_number);
    return query select found.id, lies_in, notification_event_data(found.id, change);
end
$$;

CREATE FUNCTION public.tell_thread_gone(thread bigint, was bigint, becomes bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, group_id, thread_id, data) values ('thread.gone', was, thread, '{}');
    if (select w.kind = 'open' and b.kind <> 'open' from plaza_group w, plaza_group b where w.id = was and b.id = becomes) then
        insert into event (kind, person_id, thread_id, data)
        select 'thread.gone', f.person_id, tell_thread_gone.thread, '{}'
        from (select x.person_id from thread_follow x where x.thread_id = tell_thread_gone.thread
              union select x.person_id from thread t join person_follow x on x.followed_id = t.author_id where t.id = tell_thread_gone.thread
              union select x.person_id from thread_tag tt join tag_follow x on x.tag_id = tt.tag_id where tt.thread_id = tell_thread_gone.thread) f
        join person p on p.id = f.person_id and p.status = 'active' and not p.guest
        where not exists (select from membership m where m.person_id = f.person_id and m.group_id in (was, becomes))
        order by f.person_id;
    end if;
end
$$;

CREATE FUNCTION public.thread_activity() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update thread_tag set last_activity_at = new.last_activity_at where thread_id = new.id;
    return null;
end
$$;

CREATE FUNCTION public.thread_acts(of_thread bigint, viewer bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
    if not exists (select from thread_act a where a.thread_id = of_thread) then return '[]'; end if;
    return (
        select coalesce(json_agg(json_build_object(
            'id', a.id, 'kind', a.kind, 'at', rfc3339(a.at), 'reason', a.reason, 'title', a.title, 'changes', a.changes,
            'by', (select person_ref(p.id, p.name, coalesce(h.position, ''), d.id, d.name, d.band, p.shown_photo)
                   from person p
                   left join appointment h on h.person_id = p.id and h.main and h.valid_to is null
                   left join administration d on d.id = h.administration_id
                   where p.id = a.actor_id),
            'group', (select json_build_object('slug', g.slug, 'name', g.name) from plaza_group g
                      join visible_groups(viewer) v on v.group_id = g.id where g.id = a.group_id),
            'thread', case when o.id is not null then json_build_object('id', o.id, 'title', o.title) end,
            'numbers', case when a.kind = 'split' and o.id is null then (
                                -- What was merged since, back or elsewhere, has its own way there.
                                select coalesce(json_agg(r.number order by r.number), '[]')
                                from post_redirect r
                                join post p on p.id = r.post_id
                                join thread t on t.id = p.thread_id
                                join readable_groups(viewer) v on v.group_id = t.group_id
                                where r.from_thread = of_thread and r.number = any (a.numbers))
                            else to_json(a.numbers) end) order by a.at, a.id), '[]')::text
        from thread_act a
        left join (select t.id, t.title from thread t join readable_groups(viewer) v on v.group_id = t.group_id
                   where t.id in (select x.other_id from thread_act x where x.thread_id = of_thread)) o on o.id = a.other_id
        where a.thread_id = of_thread);
end
$$;

CREATE FUNCTION public.thread_group_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
declare
    was plaza_group := (select g from plaza_group g where g.id = old.group_id);
    becomes plaza_group := (select g from plaza_group g where g.id = new.group_id);
begin
    delete from thread_pin where thread_id = new.id;
    -- What is on its way to who does not read there, or only watches it, would name the group to them. Whoever may read it is
    -- told to read it again.
    delete from event e
    where e.thread_id = new.id and e.kind <> 'thread.gone'
      and (e.person_id is null or not may_be_told(e.person_id, becomes.id, true));
    update event set group_id = becomes.id, slug = becomes.slug where thread_id = new.id and kind <> 'thread.gone';
    update idempotency i set group_id = becomes.id where i.post_id in (select p.id from post p where p.thread_id = new.id);
    update idempotency i set group_id = becomes.id
    where i.group_id = was.id and (i.headers = '/api/v1/threads/' || new.id or i.route ~ ('/threads/' || new.id || '(/|$)'));
    insert into event (kind, group_id, thread_id, data) values ('access.thread', becomes.id, new.id, becomes.kind);
    -- Who belongs to one open group and to no other does not read the next one.
    insert into event (kind, person_id, group_id, thread_id, data)
    select 'access.thread', m.person_id, becomes.id, new.id, 'none'
    from membership m
    where m.group_id = was.id and m.role = 'guest'
      and not exists (select from membership x where x.group_id = becomes.id and x.person_id = m.person_id)
    order by m.person_id;
    return null;
end
$_$;

CREATE FUNCTION public.unchecked_since(kind text, state text, created_at timestamp with time zone, accepted_at timestamp with time zone, checked_at timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    select case when (kind = 'article' or state = 'solved')
                 and coalesce(checked_at, greatest(created_at, accepted_at)) < now() - validity_lasts()
           then coalesce(checked_at, greatest(created_at, accepted_at)) end
$$;

CREATE TABLE public.model_document (
    thread_id bigint NOT NULL,
    kind text DEFAULT 'article'::text NOT NULL,
    type text NOT NULL,
    administration_id bigint NOT NULL,
    state text NOT NULL,
    state_since date,
    derived_from bigint,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT model_document_check CHECK ((derived_from <> thread_id)),
    CONSTRAINT model_document_kind_check CHECK ((kind = 'article'::text)),
    CONSTRAINT model_document_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'in_force'::text, 'appealed'::text, 'annulled'::text]))),
    CONSTRAINT model_document_type_check CHECK ((type = ANY (ARRAY['ordinance'::text, 'specification'::text, 'report'::text, 'form'::text, 'other'::text])))
);

CREATE TABLE public.question_duplicate (
    thread_id bigint NOT NULL,
    of_thread_id bigint NOT NULL,
    said_by bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT question_duplicate_check CHECK ((of_thread_id <> thread_id))
);

CREATE TABLE public.question_reopened (
    thread_id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.same_problem (
    thread_id bigint NOT NULL,
    person_id bigint NOT NULL,
    administration_id bigint NOT NULL,
    followed boolean NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.tag (
    id bigint DEFAULT public.new_id() NOT NULL,
    name text NOT NULL,
    vocabulary boolean DEFAULT false NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    CONSTRAINT tag_name_check CHECK (((name = lower(name)) AND ((length(name) >= 1) AND (length(name) <= 50))))
);

CREATE TABLE public.thread_pin (
    group_id bigint NOT NULL,
    place smallint NOT NULL,
    thread_id bigint NOT NULL,
    pinned_by bigint,
    pinned_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT thread_pin_place_check CHECK (((place >= 1) AND (place <= 5)))
);

CREATE TABLE public.thread_tag (
    thread_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    last_activity_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.thread_validity (
    thread_id bigint NOT NULL,
    checked_at timestamp with time zone,
    checked_by bigint,
    holds boolean,
    asked_at timestamp with time zone,
    asked_by bigint,
    norm_change_id bigint,
    superseded_by bigint,
    superseded_at timestamp with time zone,
    review_on date,
    review_by bigint,
    review_told boolean DEFAULT false NOT NULL,
    CONSTRAINT thread_validity_check CHECK (((checked_at IS NULL) = (holds IS NULL))),
    CONSTRAINT thread_validity_check1 CHECK (((asked_at IS NULL) = (asked_by IS NULL))),
    CONSTRAINT thread_validity_check2 CHECK ((superseded_by <> thread_id)),
    CONSTRAINT thread_validity_check3 CHECK (((review_on IS NULL) = (review_by IS NULL)))
);

CREATE VIEW public.thread_row AS
 SELECT t.id,
    t.group_id,
    t.kind,
    t.title,
    t.state,
    t.language,
    t.author_id,
    t.created_at,
    t.last_activity_at,
    t.answers,
    t.replies,
    t.next_number,
    g.slug,
    g.name AS group_name,
    g.archived_at,
    t.author_position,
    t.author_administration_id,
    p.name AS author_name,
    a.name AS administration_name,
    a.band,
    side.accepted,
    tags.names AS tags,
    side.pinned,
    p.shown_photo AS author_photo,
    t.closed_by,
    side.checked_at,
    side.checked_by,
    side.holds,
    side.check_asked,
    side.norm_change_id,
    side.superseded_by,
    side.accepted_at,
    side.model_type,
    side.model_administration_id,
    side.model_state,
    side.model_since,
    side.unchecked_since,
    side.duplicate_of,
    side.reopened_at,
    side.same_problem
   FROM (((((public.thread t
     JOIN public.plaza_group g ON ((g.id = t.group_id)))
     JOIN public.person p ON ((p.id = t.author_id)))
     LEFT JOIN public.administration a ON ((a.id = t.author_administration_id)))
     CROSS JOIN LATERAL ( SELECT acc.number AS accepted,
            acc.accepted_at,
            (pin.thread_id IS NOT NULL) AS pinned,
            val.checked_at,
            val.checked_by,
            val.holds,
            (val.asked_at IS NOT NULL) AS check_asked,
            val.norm_change_id,
            val.superseded_by,
            public.unchecked_since(t.kind, t.state, t.created_at, acc.accepted_at, val.checked_at) AS unchecked_since,
            md.type AS model_type,
            md.administration_id AS model_administration_id,
            md.state AS model_state,
            md.state_since AS model_since,
            dup.of_thread_id AS duplicate_of,
                CASE
                    WHEN ((NOT t.solved) AND (t.closed_by IS NULL)) THEN again.at
                    ELSE NULL::timestamp with time zone
                END AS reopened_at,
            ( SELECT count(DISTINCT s.administration_id) AS count
                   FROM public.same_problem s
                  WHERE (s.thread_id = one.id)) AS same_problem
           FROM ((((((( VALUES (t.id)) one(id)
             LEFT JOIN public.accepted_answer acc ON ((acc.thread_id = one.id)))
             LEFT JOIN public.thread_pin pin ON ((pin.thread_id = one.id)))
             LEFT JOIN public.thread_validity val ON ((val.thread_id = one.id)))
             LEFT JOIN public.model_document md ON ((md.thread_id = one.id)))
             LEFT JOIN public.question_duplicate dup ON ((dup.thread_id = one.id)))
             LEFT JOIN public.question_reopened again ON ((again.thread_id = one.id)))
         OFFSET 0) side)
     CROSS JOIN LATERAL ( SELECT COALESCE(json_agg(n.name ORDER BY n.name), '[]'::json) AS names
           FROM ( SELECT ( SELECT tag.name
                           FROM public.tag
                          WHERE (tag.id = tt.tag_id)) AS name
                   FROM public.thread_tag tt
                  WHERE (tt.thread_id = t.id)) n) tags);

CREATE FUNCTION public.thread_json(r public.thread_row) RETURNS json
    LANGUAGE sql STABLE
    AS $$ select concat('{', thread_members(r), '}')::json $$;

CREATE FUNCTION public.thread_link_json(linked bigint, viewer bigint) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('id', t.id, 'title', t.title, 'kind', t.kind, 'language', t.language,
                             'group', json_build_object('slug', g.slug, 'name', g.name))
    from thread t
    join plaza_group g on g.id = t.group_id
    join readable_groups(viewer) v on v.group_id = t.group_id
    where t.id = linked
$$;

CREATE FUNCTION public.thread_members(r public.thread_row) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select concat('"id":', r.id, ',"group":{"slug":"', r.slug, '","name":', to_json(r.group_name),
        '},"kind":"', r.kind, '","title":', to_json(r.title), ',"state":"', r.state, '","language":', to_json(r.language),
        ',"author":', person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                                 r.administration_name, r.band, r.author_photo),
        ',"tags":', r.tags, ',"created_at":"', rfc3339(r.created_at), '","last_activity_at":"', rfc3339(r.last_activity_at),
        '","answers":', r.answers, ',"replies":', r.replies, ',"accepted":', coalesce(r.accepted::text, 'null'),
        ',"pinned":', json_bool(r.pinned), ',"closed":', json_bool(r.closed_by is not null), ',"validity":',
        case when r.checked_at is null and not r.check_asked and r.norm_change_id is null and r.unchecked_since is null then 'null'
             else validity_json(r.checked_at, r.checked_by, r.holds, r.check_asked, r.norm_change_id, r.unchecked_since) end,
        ',"model":', case when r.model_type is null then 'null'
                          else model_json(r.id, r.model_type, r.model_administration_id, r.model_state, r.model_since) end,
        ',"reopened_at":', coalesce('"' || rfc3339(r.reopened_at) || '"', 'null'), ',"same_problem":', r.same_problem)
$$;

CREATE FUNCTION public.thread_moves_files() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update file f set group_id = new.group_id from post p where p.thread_id = new.id and f.post_id = p.id;
    return null;
end
$$;

CREATE FUNCTION public.thread_page(ids bigint[], viewer bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (select concat('[', string_agg(s.shape, ',' order by s.n), ']') from thread_shapes(ids, viewer) s);
end
$$;

CREATE FUNCTION public.thread_reviewer(thread bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
declare
    chosen bigint;
begin
    select r.person_id into chosen
    from (select y.review_by as person_id, 1 as n from thread_validity y where y.thread_id = thread_reviewer.thread
          union all select t.author_id, 2 from thread t where t.id = thread_reviewer.thread
          union all select w.person_id, 3 from article_author w where w.thread_id = thread_reviewer.thread and w.accepted_at is not null
          union all select p.author_id, 4 from accepted_answer a join post p on p.thread_id = a.thread_id and p.number = a.number
                    where a.thread_id = thread_reviewer.thread) r
    join thread t on t.id = thread_reviewer.thread
    join plaza_group g on g.id = t.group_id and g.archived_at is null and not g.practice
    join membership m on m.group_id = g.id and m.person_id = r.person_id and m.role <> 'guest'
    join person p on p.id = r.person_id and p.status = 'active'
    order by r.n, r.person_id limit 1;
    if chosen is null then
        select m.person_id into chosen
        from thread t
        join plaza_group g on g.id = t.group_id and g.archived_at is null and not g.practice
        join membership m on m.group_id = g.id and m.role in ('owner', 'moderator', 'host')
        join person p on p.id = m.person_id and p.status = 'active'
        where t.id = thread_reviewer.thread
        order by array_position(array['host', 'moderator', 'owner'], m.role), m.person_id limit 1;
    end if;
    return chosen;
end
$$;

CREATE FUNCTION public.thread_shapes(ids bigint[], viewer bigint) RETURNS TABLE(n bigint, id bigint, shape text)
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return query
        select o.n, r.id,
               concat('{', thread_members(r), ',"unread":', unread_count(r.next_number, tr.number, r.last_activity_at, greatest(m.since, m.read_until)),
                      ',"can":', rights_in_thread(v.role, r.author_id = viewer, r.archived_at is not null, r.kind,
                                              r.closed_by is not null, coalesce(r.closed_by = viewer, false),
                                              w.thread_id is not null),
                      ',"superseded_by":', case when r.superseded_by is null then 'null'
                                                else coalesce(thread_link_json(r.superseded_by, viewer)::text, 'null') end,
                      ',"duplicate_of":', case when r.duplicate_of is null then 'null'
                                               else coalesce(thread_link_json(r.duplicate_of, viewer)::text, 'null') end,
                      ',"same_here":', json_bool(said.thread_id is not null), '}')
        from unnest(ids) with ordinality o(id, n)
        join thread_row r on r.id = o.id
        join lateral (select * from readable_groups(viewer) g where g.group_id = r.group_id) v on true
        left join membership m on m.group_id = r.group_id and m.person_id = viewer
        left join thread_read tr on tr.thread_id = r.id and tr.person_id = viewer
        left join same_problem said on said.thread_id = r.id and said.person_id = viewer
        left join article_author w on r.kind = 'article' and w.thread_id = r.id and w.person_id = viewer and w.accepted_at is not null;
end
$$;

CREATE FUNCTION public.thread_tag_activity() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    -- Of a thread that is not there the foreign key tells.
    new.last_activity_at := coalesce((select t.last_activity_at from thread t where t.id = new.thread_id), now());
    return new;
end
$$;

CREATE FUNCTION public.threads_to_review(viewer bigint, in_group bigint) RETURNS TABLE(thread_id bigint, why text, since timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
    select t.id, w.why, w.since
    from readable_groups(viewer) v
    join plaza_group g on g.id = v.group_id and g.archived_at is null
    join thread t on t.group_id = g.id
    left join accepted_answer a on a.thread_id = t.id
    left join post p on p.thread_id = a.thread_id and p.number = a.number
    left join thread_validity y on y.thread_id = t.id
    cross join lateral (
        select why, since from (values
            ('no_longer', case when not y.holds then y.checked_at end, 1),
            ('norm', (select c.created_at from norm_change c where c.id = y.norm_change_id), 2),
            ('asked', y.asked_at, 3),
            ('due', case when y.review_on <= current_date then y.review_on::timestamptz end, 4),
            ('old', unchecked_since(t.kind, t.state, t.created_at, a.accepted_at, y.checked_at), 5)) w(why, since, n)
        where since is not null order by n limit 1) w
    where v.role is not null and (in_group is null or g.id = in_group)
      and (v.role in ('host', 'moderator', 'owner') or t.author_id = viewer or p.author_id = viewer or y.review_by = viewer
           or exists (select from article_author w where w.thread_id = t.id and w.person_id = viewer and w.accepted_at is not null))
      and y.superseded_by is null
$$;

CREATE FUNCTION public.unread_count(next_number integer, read_number integer, last_activity timestamp with time zone, since timestamp with time zone) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$
    select least(100, case when read_number is null and since is not null and last_activity < since then 0
                           when since is null and read_number is null then 0
                           else greatest(0, next_number - 1 - coalesce(read_number, 0)) end)
$$;

CREATE FUNCTION public.useful_counts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update post set useful = useful + case tg_op when 'INSERT' then 1 else -1 end
    where id = case tg_op when 'INSERT' then new.post_id else old.post_id end;
    return null;
end
$$;

CREATE FUNCTION public.validity_json(checked_at timestamp with time zone, checked_by bigint, holds boolean, asked boolean, norm_change bigint, unchecked_since timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select concat('{"checked_at":', coalesce('"' || rfc3339(checked_at) || '"', 'null'),
        ',"checked_by":', coalesce((select json_build_object('id', p.id, 'name', p.name)::text from person p where p.id = checked_by), 'null'),
        ',"holds":', case when holds is null then 'null' else json_bool(holds) end, ',"asked":', json_bool(asked),
        ',"norm_changed":', coalesce((select '"' || c.changed_on || '"' from norm_change c where c.id = norm_change), 'null'),
        ',"unchecked_since":', coalesce('"' || rfc3339(unchecked_since) || '"', 'null'), '}')
$$;

CREATE FUNCTION public.validity_lasts() RETURNS interval
    LANGUAGE sql IMMUTABLE
    AS $$ select interval '2 years' $$;

CREATE FUNCTION public.validity_searched() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform search_renew_standing(new.thread_id);
    return null;
end
$$;

CREATE FUNCTION public.verify_audit() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
    select min(bad) from (
        select least(a.seq, coalesce(a.seq_before, 0) + 1) as bad
        from (select *, lag(hash) over (order by seq) as before, lag(seq) over (order by seq) as seq_before from audit) a
        where a.hash <> audit_hash(a.previous, a.seq, a.at, a.actor_id, a.action, a.object_kind, a.object_id, a.details_digest)
           or a.previous <> coalesce(a.before, decode(repeat('00', 32), 'hex'))
           or a.seq <> coalesce(a.seq_before, 0) + 1
        union all
        select d.seq from audit_detail d join audit a using (seq)
        where a.details_digest <> sha256(d.salt || convert_to(d.details::text, 'UTF8'))
        union all
        select case when h.seq = last.seq then h.seq else least(h.seq, last.seq) + 1 end
        from audit_head h,
             lateral (select coalesce(max(seq), 0) as seq,
                             coalesce((array_agg(hash order by seq desc))[1], decode(repeat('00', 32), 'hex')) as hash
                      from audit) last
        where h.seq <> last.seq or h.hash <> last.hash
    ) broken
$$;

CREATE FUNCTION public.visible_groups(viewer bigint) RETURNS TABLE(group_id bigint, role text, may_read boolean)
    LANGUAGE sql STABLE
    AS $$
    select g.id, m.role, m.role is not null or (g.kind = 'open' and not coalesce((select p.guest from person p where p.id = viewer), false))
    from plaza_group g
    left join membership m on m.group_id = g.id and m.person_id = viewer
    where m.role is not null
       or (g.kind <> 'hidden' and not coalesce((select p.guest from person p where p.id = viewer), false))
       or g.id = any (array(select i.group_id from membership_invitation i
                            where i.person_id = viewer and i.expires_at > now()))
$$;

CREATE FUNCTION public.visible_notices(viewer bigint) RETURNS TABLE(id bigint, person_id bigint, cause text, group_id bigint, thread_id bigint, place bigint, actor_id bigint, numbers integer[], times integer, facts jsonb, created_at timestamp with time zone, renewed_at timestamp with time zone, read_at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
    select n.id, n.person_id, n.cause, n.group_id, n.thread_id, n.place, n.actor_id, n.numbers, n.times, n.facts, n.created_at,
           n.renewed_at,
           case when n.read_at is not null or cardinality(n.numbers) <= n.times then n.read_at
                when exists (select from post p where p.thread_id = n.thread_id and p.number = any (fresh_numbers(n.numbers, n.times))
                                                  and p.deleted_at is null) then null
                else n.renewed_at end
    from notification n
    left join thread t on t.id = n.thread_id
    where n.person_id = viewer
      and (coalesce(t.group_id, n.group_id) is null or exists (
              select from visible_groups(viewer) v
              where v.group_id = coalesce(t.group_id, n.group_id) and (v.may_read or n.thread_id is null)))
      and (n.numbers = '{}' or exists (
              select from post p where p.thread_id = n.thread_id and p.number = any (n.numbers) and p.deleted_at is null))
      -- What somebody else has settled waits for nobody; nor what was taken back.
      and (n.cause <> 'group_invitation'
           or exists (select from membership_invitation i where i.group_id = n.group_id and i.person_id = viewer)
           or exists (select from membership m where m.group_id = n.group_id and m.person_id = viewer))
      and (n.cause <> 'application_waiting' or exists (select from registration r where r.state = 'vetting'))
      and (n.cause <> 'confirmation_without_colleagues' or exists (select from registration r where r.state = 'confirming'))
      and (n.cause <> 'norm_changed' or exists (
              select from thread_validity y where y.thread_id = n.thread_id and y.norm_change_id is not null and y.superseded_by is null))
      and (n.cause <> 'review_due' or exists (
              select from thread_validity y where y.thread_id = n.thread_id and y.review_by = viewer and y.review_on <= current_date))
      and (n.cause <> 'author_asked' or exists (
              select from article_author w where w.thread_id = n.thread_id and w.person_id = viewer and w.accepted_at is null))
      and (n.cause not in ('model_appealed', 'model_annulled') or exists (
              select from model_document m where m.thread_id = n.thread_id and n.cause = 'model_' || m.state))
      and (n.cause <> 'model_adopted' or exists (select from model_adoption m where m.thread_id = n.thread_id))
      and (n.cause <> 'check_asked' or exists (
              select from thread_validity y where y.thread_id = n.thread_id and y.asked_at is not null))
      -- Of what was solved meanwhile, or passed on, nothing is asked any more.
      and (n.cause <> 'routed' or not t.solved and t.closed_at is null and exists (
              select from question_ask k where k.thread_id = n.thread_id and k.person_id = viewer and k.said is null))
      and (n.cause <> 'question_waits' or awaits_answer(t))
      and (n.cause <> 'event_cancelled' or exists (
              select from gathering e where e.thread_id = n.thread_id and e.cancelled_at is not null))
      and (n.cause <> 'answer_applied' or exists (
              select from post p join applied_result r on r.post_id = p.id where p.thread_id = n.thread_id and p.number = any (n.numbers)))
      and (n.cause <> 'accepted' or exists (
              select from accepted_answer a where a.thread_id = n.thread_id and a.number = any (n.numbers)))
$$;

CREATE FUNCTION public.visible_notifications(viewer bigint) RETURNS SETOF public.notification
    LANGUAGE sql STABLE
    AS $$
    select n.* from visible_notices(viewer) v join notification n on n.id = v.id
$$;

CREATE FUNCTION public.waiting_counts(groups bigint[], tagged bigint, among bigint[], home public.administration) RETURNS TABLE(waiting integer, alike integer, more boolean)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    enough constant integer := 1000;
begin
    return query
        select count(*) filter (where w.fits)::integer, count(*) filter (where w.fits and w.near)::integer, count(*) > enough
        from (
            select tagged is null or among is not null
                   or exists (select from thread_tag tt where tt.thread_id = f.id and tt.tag_id = tagged offset 0) as fits,
                   exists (select from administration a where a.id = f.author_administration_id and comparable(home, a) > 0 offset 0) as near
            from (
                (select t.id, t.author_administration_id from thread t where among is not null and t.id = any (among))
                union all
                (select t.id, t.author_administration_id from unnest(groups) g (id)
                 cross join lateral (select t.id, t.author_administration_id from thread t
                                     where t.group_id = g.id and waits(t) order by t.created_at, t.id limit enough + 1) t
                 where among is null)
                limit enough + 1) f
            offset 0) w;
end
$$;

CREATE FUNCTION public.waiting_groups(viewer bigint, only_group bigint) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return array(select v.group_id from readable_groups(viewer) v join plaza_group g on g.id = v.group_id
                 where g.archived_at is null and case when only_group is null then not g.practice else g.id = only_group end);
end
$$;

CREATE FUNCTION public.waiting_items(ids bigint[], reasons text[], subjects text[], viewer bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (select concat('[', string_agg(concat('{"why":', coalesce(to_json(reasons[s.n])::text, 'null'), ',"subject":',
                                                 coalesce(to_json(subjects[s.n])::text, 'null'), ',"thread":', s.shape, '}'), ',' order by s.n), ']')
            from thread_shapes(ids, viewer) s);
end
$$;

CREATE FUNCTION public.waiting_mine(viewer bigint, days integer, ordering text, like_me boolean, key_1 bigint, key_2 bigint, key_3 bigint, wanted integer) RETURNS TABLE(items text, more boolean, last_1 bigint, last_2 bigint, last_3 bigint, counts text)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    each_source constant integer := 200;
    home constant administration := home_of(viewer);
    since constant timestamptz := now() - days * interval '1 day';
    page record;
begin
    with subjects as materialized (
        select s.tag_id, s.name from subjects_of(viewer) s
    ), offered as materialized (
        select o.group_id, o.role from offered_groups(viewer) o
    ), nearest as (
        select o.group_id, true as mine from offered o where o.role is not null
        union all
        -- For who is in none yet, so that nobody begins before an empty page.
        (select o.group_id, false from offered o join plaza_group g on g.id = o.group_id
         where not exists (select from offered m where m.role is not null) order by g.official desc, g.id limit 40)
    ), found as materialized (
        select q.id, q.at, q.town, 1 as rank, 'subject' as why, s.name as subject
        from subjects s
        cross join lateral (
            select t.id, t.created_at as at, t.author_administration_id as town
            from thread_tag tt join thread t on t.id = tt.thread_id join offered o on o.group_id = t.group_id
            where tt.tag_id = s.tag_id and tt.last_activity_at > since and waits(t) and t.created_at > since and for_you_too(t, viewer)
            order by tt.last_activity_at desc, tt.thread_id desc limit each_source) q
        union all
        select q.id, q.at, q.town, case when q.town = home.id or near.degree = 3 then 2 when o.mine then 3 else 4 end,
               case when q.town = home.id then 'own' when near.degree = 3 then 'town' when o.mine then 'group' else 'open' end, null
        from nearest o
        cross join lateral (
            select t.id, t.created_at as at, t.author_administration_id as town from thread t
            where t.group_id = o.group_id and waits(t) and t.created_at > since and for_you_too(t, viewer)
            order by t.created_at desc, t.id desc limit each_source) q
        left join lateral (select comparable(home, d) as degree from administration d where d.id = q.town) near on true
    ), best as (
        select distinct on (f.id) f.* from found f order by f.id, f.rank, f.subject
    ), alike as materialized (
        select b.*, exists (select from administration d where d.id = b.town and comparable(home, d) > 0) as near,
               case when ordering = 'fit' then b.rank::bigint else 0 end as k1,
               case when ordering = 'oldest' then 1 else -1 end * (extract(epoch from b.at) * 1000000)::bigint as k2,
               case when ordering = 'oldest' then 1 else -1 end * b.id as k3
        from best b
    ), chosen as (
        select a.*, row_number() over (order by a.k1, a.k2, a.k3) as n from alike a
        where (not like_me or a.near) and (key_1 is null or (a.k1, a.k2, a.k3) > (key_1, key_2, key_3))
        order by a.k1, a.k2, a.k3 limit wanted + 1)
    select coalesce(array_agg(c.id order by c.n) filter (where c.n <= wanted), '{}') as ids,
           array_agg(c.why order by c.n) as reasons, array_agg(c.subject order by c.n) as subjects, count(*) as n,
           max(c.k1) filter (where c.n = wanted) as k1, max(c.k2) filter (where c.n = wanted) as k2, max(c.k3) filter (where c.n = wanted) as k3,
           (select count(*) from alike a) as waiting, (select count(*) from alike a where a.near) as alike
    into page from chosen c;
    items := waiting_items(page.ids, page.reasons, page.subjects, viewer);
    more := page.n > wanted;
    last_1 := page.k1;
    last_2 := page.k2;
    last_3 := page.k3;
    counts := case when key_1 is null then json_build_object('waiting', page.waiting, 'like_me', case when home.band is not null then page.alike end, 'more', false)::text end;
    return next;
end
$$;

CREATE FUNCTION public.waiting_page(viewer bigint, only_group bigint, only_tag text, like_me boolean, newest boolean, after_at timestamp with time zone, after_id bigint, wanted integer) RETURNS TABLE(items text, more boolean, last_at bigint, last_id bigint, counts text)
    LANGUAGE plpgsql STABLE
    AS $$
declare
    enough constant integer := 2000;  -- questions that are looked at for one page
    groups constant bigint[] := waiting_groups(viewer, only_group);
    home constant administration := home_of(viewer);
    tagged constant bigint := (select g.id from tag g where only_tag <> '' and g.name = tag_called(only_tag));
    among bigint[] := case when only_tag = '' then null when tagged is null then '{}' else waiting_tagged(tagged, groups) end;
    from_at timestamptz := coalesce(after_at, case when newest then 'infinity' else '-infinity' end::timestamptz);
    from_id bigint := coalesce(after_id, 0);
    found bigint[] := '{}';
    times timestamptz[] := '{}';
    step record;
    most integer := wanted + 1;
    looked integer := 0;
    onward boolean := false;  -- behind what was looked at
begin
    if after_at is null then
        select json_build_object('waiting', c.waiting, 'like_me', case when home.band is not null then c.alike end, 'more', c.more)::text
        into counts from waiting_counts(groups, tagged, among, home) c;
    end if;
    if among is not null then
        select coalesce(array_agg(w.id order by w.n), '{}'), coalesce(array_agg(w.at order by w.n), '{}') into found, times
        from (
            select t.id, t.created_at as at,
                   row_number() over (order by case when newest then -extract(epoch from t.created_at) else extract(epoch from t.created_at) end,
                                               case when newest then -t.id else t.id end) as n
            from thread t
            where t.id = any (among)
              and case when newest then (t.created_at, t.id) < (from_at, from_id) else (t.created_at, t.id) > (from_at, from_id) end
              and (not like_me or exists (select from administration a where a.id = t.author_administration_id and comparable(home, a) > 0 offset 0))) w
        where w.n <= wanted + 1;
    else
        if like_me or only_tag <> '' then
            -- Most of what is walked past does not fit: a longer walk costs less than another.
            most := 4 * most;
        end if;
        loop
            select coalesce(array_agg(w.id order by w.n) filter (where w.fits), '{}') as ids,
                   coalesce(array_agg(w.at order by w.n) filter (where w.fits), '{}') as ats,
                   count(*) as n, (array_agg(w.at order by w.n desc))[1] as at, (array_agg(w.id order by w.n desc))[1] as id
            into step
            from (
                select f.id, f.at, f.n,
                       (not like_me or exists (select from administration a where a.id = t.author_administration_id and comparable(home, a) > 0 offset 0))
                       and (only_tag = '' or exists (select from thread_tag tt where tt.thread_id = t.id and tt.tag_id = tagged offset 0)) as fits
                from waiting_walk(groups, newest, from_at, from_id, most) with ordinality f (id, at, n)
                join thread t on t.id = f.id
                offset 0) w;
            found := found || step.ids;
            times := times || step.ats;
            looked := looked + step.n;
            onward := step.n = most;
            exit when cardinality(found) > wanted or not onward or looked >= enough;
            from_at := step.at;
            from_id := step.id;
            most := least(4 * most, enough - looked);
        end loop;
    end if;
    more := cardinality(found) > wanted or onward;
    if cardinality(found) > wanted then
        last_at := (extract(epoch from times[wanted]) * 1000000)::bigint;
        last_id := found[wanted];
    elsif more then
        last_at := (extract(epoch from step.at) * 1000000)::bigint;
        last_id := step.id;
    end if;
    items := waiting_items(found[1:wanted], null, null, viewer);
    return next;
end
$$;

CREATE FUNCTION public.waiting_tagged(tagged bigint, groups bigint[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
declare
    few constant integer := 2000;
    found bigint[];
begin
    if (select count(*) > few from (select from thread_tag tt where tt.tag_id = tagged limit few + 1) f) then
        return null;
    end if;
    return array(select t.id from thread_tag tt join thread t on t.id = tt.thread_id
                 where tt.tag_id = tagged and waits(t) and t.group_id = any (groups));
end
$$;

CREATE FUNCTION public.waiting_walk(groups bigint[], newest boolean, after_at timestamp with time zone, after_id bigint, most integer) RETURNS TABLE(id bigint, at timestamp with time zone)
    LANGUAGE plpgsql STABLE ROWS 50
    AS $$
begin
    if newest then
        return query
            with heads as materialized (
                select g.id as group_id, h.at, h.id
                from unnest(groups) g (id)
                cross join lateral (select t.created_at as at, t.id from thread t
                                    where t.group_id = g.id and waits(t) and (t.created_at, t.id) < (after_at, after_id)
                                    order by t.created_at desc, t.id desc limit 1) h
            ), bound as materialized (
                select coalesce(e.at, '-infinity') as at, coalesce(e.id, 0) as id
                from (values (1)) one left join (select h.at, h.id from heads h order by h.at desc, h.id desc offset most - 1 limit 1) e on true
            )
            select f.id, f.at
            from bound b
            join heads h on (h.at, h.id) >= (b.at, b.id)
            cross join lateral (select t.created_at as at, t.id from thread t
                                where t.group_id = h.group_id and waits(t) and (t.created_at, t.id) < (after_at, after_id)
                                  and (t.created_at, t.id) >= (b.at, b.id)
                                order by t.created_at desc, t.id desc limit most) f
            order by f.at desc, f.id desc limit most;
    else
        return query
            with heads as materialized (
                select g.id as group_id, h.at, h.id
                from unnest(groups) g (id)
                cross join lateral (select t.created_at as at, t.id from thread t
                                    where t.group_id = g.id and waits(t) and (t.created_at, t.id) > (after_at, after_id)
                                    order by t.created_at, t.id limit 1) h
            ), bound as materialized (
                select coalesce(e.at, 'infinity') as at, coalesce(e.id, 9223372036854775807) as id
                from (values (1)) one left join (select h.at, h.id from heads h order by h.at, h.id offset most - 1 limit 1) e on true
            )
            select f.id, f.at
            from bound b
            join heads h on (h.at, h.id) <= (b.at, b.id)
            cross join lateral (select t.created_at as at, t.id from thread t
                                where t.group_id = h.group_id and waits(t) and (t.created_at, t.id) > (after_at, after_id)
                                  and (t.created_at, t.id) <= (b.at, b.id)
                                order by t.created_at, t.id limit most) f
            order by f.at, f.id limit most;
    end if;
end
$$;

CREATE FUNCTION public.waits(t public.thread) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    select t.kind = 'question' and t.answers = 0 and not t.solved and t.closed_at is null
$$;

CREATE FUNCTION public.wants_notice(whom bigint, what text, in_group bigint, in_thread bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return coalesce((select c.app from notice_channels(whom) c where c.class = notice_class(what)), true) and case
        when what in ('answer', 'reply', 'comment', 'mention', 'thanks', 'routed') then level_of(whom, in_group, in_thread) <> 'muted'
        when what = 'new_question' then level_of(whom, in_group, in_thread) in ('everything', 'questions')
        when what in ('new_thread', 'new_post') then level_of(whom, in_group, in_thread) = 'everything'
        when what in ('thread_closed', 'thread_reopened', 'thread_moved', 'thread_merged', 'posts_split')
            then level_of(whom, in_group, in_thread) <> 'muted'
        -- Whose question it is wants to know what becomes of the answer that was accepted.
        when what = 'edited' then level_of(whom, in_group, in_thread) = 'everything' or (
            level_of(whom, in_group, in_thread) <> 'muted'
            and exists (select from thread t where t.id = in_thread and t.author_id = whom))
        else true end;
end
$$;

CREATE FUNCTION public.weekly_asks(whom bigint) RETURNS integer
    LANGUAGE sql STABLE
    AS $$ select coalesce((select s.weekly from routing_settings s where s.person_id = whom), 3) $$;

CREATE FUNCTION public.working_moment(moment timestamp with time zone, days integer, region text, zone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    select case when days <= 0 then moment else (
        select (d.day + (moment at time zone zone)::time) at time zone zone
        from (select (moment at time zone zone)::date + n as day from generate_series(1, 60 + 3 * days) n) d
        where extract(isodow from d.day) < 6 and not national_holiday(d.day)
          and not exists (select from holiday h where h.day = d.day and h.region_id in ('', coalesce(region, '')))
        order by d.day offset days - 1 limit 1) end
$$;

CREATE FUNCTION public.write_audit(actor bigint, action text, object_kind text, object_id bigint, details jsonb) RETURNS bigint
    LANGUAGE sql
    AS $$
    insert into audit_waiting (actor, action, object_kind, object_id, details)
    values (actor, action, object_kind, object_id, details) returning n
$$;

CREATE FUNCTION public.write_notice_letter(told public.notification, post_number integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    wanted_at timestamptz;
    written bigint;
begin
    if not mail_wanted(told.person_id, told.cause, told.thread_id) then
        return;
    end if;
    update notice_letter l
    set numbers = array(select u.n from (select distinct x as n from unnest(l.numbers || post_number) x where x is not null) u
                        order by u.n desc limit 50)
    from mail m
    where l.notification_id = told.id and not l.sealed and m.id = l.mail_id and m.state = 'queued';
    if found then
        return;
    end if;
    wanted_at := mail_moment(told.person_id, clock_timestamp() + mail_patience());
    insert into mail (person_id, address, kind, language, facts, message_id, useless_after)
    select p.id, c.email, 'notice_' || notice_class(told.cause), p.language, '{}',
           translate(encode(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'), 'base64'), '+/=', '-_'),
           wanted_at + interval '7 days'
    from person p join credential c on c.person_id = p.id
    where p.id = told.person_id
    returning mail.id into written;
    if written is null then
        return;
    end if;
    insert into notice_letter (mail_id, notification_id, class, numbers)
    values (written, told.id, notice_class(told.cause), case when post_number is null then '{}' else array[post_number] end);
    -- A queue of their own: when the hours of many begin, a new password goes before all of these.
    insert into job (kind, payload, unique_key, queue, run_at)
    values ('mail.send', jsonb_build_object('mail', written), 'mail:' || written, 'mail.notices', wanted_at);
end
$$;

CREATE FUNCTION public.writers_ended(within_ms integer) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
    waited text[] := (select array_agg(l.virtualtransaction) from pg_locks l join pg_stat_activity a on a.pid = l.pid
                      where l.locktype = 'virtualxid' and a.datname = current_database() and a.usename is not null
                        and a.application_name not like 'pg_dump%' and a.pid <> pg_backend_pid());
    until timestamptz := clock_timestamp() + within_ms * interval '1 millisecond';
begin
    while exists (select from pg_locks l where l.locktype = 'virtualxid' and l.virtualtransaction = any (waited)) loop
        if clock_timestamp() > until then
            return false;
        end if;
        perform pg_sleep(0.02);
    end loop;
    return true;
end
$$;

CREATE TABLE public.account_token (
    token_hash bytea NOT NULL,
    person_id bigint NOT NULL,
    purpose text NOT NULL,
    address text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT account_token_address_check CHECK ((address = lower(address))),
    CONSTRAINT account_token_purpose_check CHECK ((purpose = ANY (ARRAY['password_reset'::text, 'email_change'::text, 'address_confirmation'::text])))
);

CREATE TABLE public.administration_contact (
    administration_id bigint NOT NULL,
    person_id bigint NOT NULL,
    named_by bigint,
    named_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.announcement (
    thread_id bigint NOT NULL,
    kind text DEFAULT 'announcement'::text NOT NULL,
    group_id bigint NOT NULL,
    network boolean NOT NULL,
    urgent_reason text,
    announced_at timestamp with time zone DEFAULT now() NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT announcement_kind_check CHECK ((kind = 'announcement'::text)),
    CONSTRAINT announcement_urgent_reason_check CHECK (((length(urgent_reason) >= 1) AND (length(urgent_reason) <= 500)))
);

CREATE TABLE public.announcement_read (
    thread_id bigint NOT NULL,
    person_id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.appointment (
    id bigint DEFAULT public.new_id() NOT NULL,
    person_id bigint NOT NULL,
    administration_id bigint NOT NULL,
    "position" text NOT NULL,
    unit text DEFAULT ''::text NOT NULL,
    relation text DEFAULT 'employee'::text NOT NULL,
    main boolean DEFAULT true NOT NULL,
    valid_from date,
    valid_to date,
    ended_how text,
    CONSTRAINT appointment_ended_how_check CHECK ((ended_how = ANY (ARRAY['contact'::text, 'unconfirmed'::text]))),
    CONSTRAINT appointment_relation_check CHECK ((relation = ANY (ARRAY['employee'::text, 'elected'::text, 'adviser'::text, 'external'::text])))
);

CREATE TABLE public.article_author (
    thread_id bigint NOT NULL,
    person_id bigint NOT NULL,
    accepted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.article_source (
    article_id bigint NOT NULL,
    question_id bigint NOT NULL,
    number integer NOT NULL,
    author_id bigint NOT NULL
);

CREATE TABLE public.audit (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint,
    action text NOT NULL,
    object_kind text DEFAULT ''::text NOT NULL,
    object_id bigint,
    details_digest bytea,
    previous bytea NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.audit_detail (
    seq bigint NOT NULL,
    salt bytea NOT NULL,
    details jsonb NOT NULL
);

CREATE TABLE public.audit_head (
    one boolean DEFAULT true NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    hash bytea DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea NOT NULL,
    CONSTRAINT audit_head_one_check CHECK (one)
);

CREATE UNLOGGED TABLE public.audit_waiting (
    n bigint NOT NULL,
    actor bigint,
    action text NOT NULL,
    object_kind text NOT NULL,
    object_id bigint,
    details jsonb NOT NULL
);

ALTER TABLE public.audit_waiting ALTER COLUMN n ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_waiting_n_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bookmark (
    person_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.credential (
    person_id bigint NOT NULL,
    email text NOT NULL,
    password text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    confirmed_at timestamp with time zone DEFAULT now() NOT NULL,
    asked_at timestamp with time zone,
    reminded_at timestamp with time zone,
    bounced_at timestamp with time zone,
    lapsed_at timestamp with time zone,
    second_factor_reset_at timestamp with time zone,
    CONSTRAINT credential_email_check CHECK ((email = lower(email)))
);

CREATE TABLE public.directory (
    person_id bigint NOT NULL,
    sort text NOT NULL COLLATE pg_catalog."C",
    words tsvector NOT NULL
);

CREATE TABLE public.person_skill (
    person_id bigint NOT NULL,
    skill text NOT NULL
);

CREATE VIEW public.directory_source AS
 SELECT p.id AS person_id,
    ("left"(public.fold(p.name), 200) COLLATE "C") AS sort,
    array_to_tsvector(array_remove(((public.directory_lexemes(concat_ws(' '::text, p.name, posts.words, skills.words)) || posts.marks) || skills.marks), NULL::text)) AS words
   FROM ((public.person p
     CROSS JOIN LATERAL ( SELECT string_agg(concat_ws(' '::text, a."position", a.unit, d.name), ' '::text) AS words,
            ((((COALESCE(array_agg(('@a'::text || d.id)), '{}'::text[]) || COALESCE(array_agg(('@p'::text || d.province_id)), '{}'::text[])) || COALESCE(array_agg(('@b'::text || d.band)), '{}'::text[])) || COALESCE(array_agg(((('@bp'::text || d.band) || ':'::text) || d.province_id)), '{}'::text[])) || COALESCE(array_agg(((('@br'::text || d.band) || ':'::text) || d.region_id)), '{}'::text[])) AS marks
           FROM (public.appointment a
             JOIN public.administration d ON ((d.id = a.administration_id)))
          WHERE ((a.person_id = p.id) AND (a.valid_to IS NULL))) posts)
     CROSS JOIN LATERAL ( SELECT string_agg(s.skill, ' '::text) AS words,
            COALESCE(array_agg(('@s'::text || public.fold(s.skill))), '{}'::text[]) AS marks
           FROM public.person_skill s
          WHERE ((s.person_id = p.id) AND (public.audience_of(p.id, 'skills'::text) = 'network'::text))) skills)
  WHERE ((p.status = 'active'::text) AND (NOT p.guest));

CREATE TABLE public.domain_import (
    id bigint DEFAULT public.new_id() NOT NULL,
    by_id bigint NOT NULL,
    dry_run boolean NOT NULL,
    csv text NOT NULL,
    digest bytea NOT NULL,
    report text DEFAULT '{}'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone
);

CREATE TABLE public.draft (
    person_id bigint NOT NULL,
    place text NOT NULL,
    fields jsonb NOT NULL,
    page text DEFAULT ''::text NOT NULL,
    version bigint DEFAULT ((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint NOT NULL,
    saved_at timestamp with time zone DEFAULT now() NOT NULL,
    ended boolean DEFAULT false NOT NULL,
    CONSTRAINT draft_check CHECK (((NOT ended) OR (fields = '{}'::jsonb))),
    CONSTRAINT draft_fields_check CHECK ((jsonb_typeof(fields) = 'object'::text)),
    CONSTRAINT draft_page_check CHECK ((length(page) <= 400)),
    CONSTRAINT draft_place_check CHECK (((place ~ '^[!-~]+$'::text) AND (length(place) <= 1100)))
);

CREATE TABLE public.draft_publication (
    person_id bigint NOT NULL,
    place text NOT NULL,
    publish_at timestamp with time zone NOT NULL,
    group_id bigint NOT NULL,
    way text NOT NULL,
    request json NOT NULL,
    version bigint NOT NULL,
    refused json,
    told boolean DEFAULT false NOT NULL,
    first_version bigint,
    session_id bigint,
    CONSTRAINT draft_publication_request_check CHECK ((json_typeof(request) = 'object'::text)),
    CONSTRAINT draft_publication_way_check CHECK ((way = ANY (ARRAY['threads'::text, 'announcements'::text, 'polls'::text, 'events'::text, 'models'::text])))
);

CREATE TABLE public.event (
    id bigint NOT NULL,
    "position" bigint,
    kind text NOT NULL,
    group_id bigint,
    thread_id bigint,
    person_id bigint,
    post_id bigint,
    data text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    slug text
);

CREATE TABLE public.event_head (
    one boolean DEFAULT true NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    CONSTRAINT event_head_one_check CHECK (one)
);

ALTER TABLE public.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.file_doomed (
    stored text NOT NULL
);

CREATE TABLE public.first_steps (
    person_id bigint NOT NULL,
    post text,
    subjects text,
    groups text,
    level text,
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT first_steps_groups_check CHECK ((groups = ANY (ARRAY['done'::text, 'skipped'::text]))),
    CONSTRAINT first_steps_level_check CHECK ((level = ANY (ARRAY['done'::text, 'skipped'::text]))),
    CONSTRAINT first_steps_post_check CHECK ((post = ANY (ARRAY['done'::text, 'skipped'::text]))),
    CONSTRAINT first_steps_subjects_check CHECK ((subjects = ANY (ARRAY['done'::text, 'skipped'::text])))
);

CREATE TABLE public.gathering (
    thread_id bigint NOT NULL,
    kind text DEFAULT 'event'::text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    place text DEFAULT ''::text NOT NULL,
    link text DEFAULT ''::text NOT NULL,
    places integer,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone,
    sign_up_until timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancelled_reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT gathering_check CHECK ((ends_at > starts_at)),
    CONSTRAINT gathering_check1 CHECK (((place <> ''::text) OR (link <> ''::text))),
    CONSTRAINT gathering_kind_check CHECK ((kind = 'event'::text)),
    CONSTRAINT gathering_link_check CHECK ((length(link) <= 1000)),
    CONSTRAINT gathering_place_check CHECK ((length(place) <= 200)),
    CONSTRAINT gathering_places_check CHECK (((places >= 1) AND (places <= 10000)))
);

CREATE TABLE public.gathering_guest (
    thread_id bigint NOT NULL,
    person_id bigint NOT NULL,
    signed_up_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    told boolean DEFAULT false NOT NULL
);

CREATE TABLE public.holiday (
    day date NOT NULL,
    region_id text DEFAULT ''::text NOT NULL,
    name text NOT NULL,
    CONSTRAINT holiday_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);

CREATE TABLE public.id_key (
    one boolean DEFAULT true NOT NULL,
    key bigint DEFAULT hashtextextended((gen_random_uuid())::text, (0)::bigint) NOT NULL,
    CONSTRAINT id_key_one_check CHECK (one)
);

CREATE SEQUENCE public.id_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 4503599627370495
    CACHE 1;

CREATE TABLE public.idempotency (
    person_id bigint NOT NULL,
    key text NOT NULL,
    route text NOT NULL,
    body_hash bytea NOT NULL,
    status integer NOT NULL,
    headers text DEFAULT ''::text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    group_id bigint,
    post_id bigint
);

CREATE TABLE public.import_origin (
    source text NOT NULL,
    kind text NOT NULL,
    old_id text NOT NULL,
    new_id bigint NOT NULL,
    digest bytea
);

CREATE TABLE public.installation (
    one boolean DEFAULT true NOT NULL,
    name text DEFAULT 'Plaza'::text NOT NULL,
    demo boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    members_create_groups boolean DEFAULT true NOT NULL,
    CONSTRAINT installation_one_check CHECK (one)
);

CREATE TABLE public.installation_secret (
    name text NOT NULL,
    value bytea NOT NULL
);

CREATE TABLE public.job (
    id bigint NOT NULL,
    kind text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    unique_key text,
    run_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    failed_at timestamp with time zone,
    last_error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    queue text DEFAULT 'common'::text NOT NULL
);

ALTER TABLE public.job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kit_text (
    name text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone,
    changed_by bigint,
    CONSTRAINT kit_text_kind_check CHECK ((kind = ANY (ARRAY['policy'::text, 'welcome'::text, 'template'::text, 'prompt'::text])))
);

CREATE TABLE public.mail (
    id bigint DEFAULT public.new_id() NOT NULL,
    person_id bigint,
    address text NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    message_id text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    reply text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    useless_after timestamp with time zone,
    tried_at timestamp with time zone,
    settled_at timestamp with time zone,
    CONSTRAINT mail_check CHECK (((state = 'queued'::text) = (settled_at IS NULL))),
    CONSTRAINT mail_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'accepted'::text, 'refused'::text, 'given_up'::text, 'withdrawn'::text])))
);

CREATE TABLE public.mail_domain (
    domain text NOT NULL,
    administration_id bigint NOT NULL,
    CONSTRAINT mail_domain_domain_check CHECK ((domain = lower(domain)))
);

CREATE TABLE public.membership (
    group_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text DEFAULT 'member'::text NOT NULL,
    source text DEFAULT 'hand'::text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    level text DEFAULT 'mentions'::text NOT NULL,
    level_chosen boolean DEFAULT false NOT NULL,
    read_until timestamp with time zone,
    CONSTRAINT membership_level_check CHECK ((level = ANY (ARRAY['everything'::text, 'questions'::text, 'mentions'::text, 'muted'::text]))),
    CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['guest'::text, 'member'::text, 'host'::text, 'moderator'::text, 'owner'::text]))),
    CONSTRAINT membership_source CHECK ((source ~ '^(hand|rule:[0-9]+)$'::text))
);

CREATE TABLE public.membership_rule (
    id bigint DEFAULT public.new_id() NOT NULL,
    group_id bigint NOT NULL,
    administration_id bigint,
    level text,
    band text,
    province_id text,
    relation text,
    skill text,
    created_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT membership_rule_check CHECK ((num_nonnulls(administration_id, level, band, province_id, relation, skill) > 0)),
    CONSTRAINT membership_rule_relation_check CHECK ((relation = ANY (ARRAY['employee'::text, 'elected'::text, 'adviser'::text, 'external'::text])))
);

CREATE VIEW public.membership_by_rule AS
 SELECT r.group_id,
    p.id AS person_id,
    min(r.id) AS rule_id
   FROM ((public.membership_rule r
     JOIN public.plaza_group g ON ((g.id = r.group_id)))
     CROSS JOIN public.person p)
  WHERE ((p.status = ANY (ARRAY['active'::text, 'suspended'::text])) AND (NOT p.guest) AND ((g.kind = 'open'::text) OR (num_nonnulls(r.administration_id, r.level, r.band, r.province_id, r.relation) > 0)) AND ((r.skill IS NULL) OR (EXISTS ( SELECT
           FROM public.person_skill s
          WHERE ((s.person_id = p.id) AND (public.fold(s.skill) = public.fold(r.skill)))))) AND ((num_nonnulls(r.administration_id, r.level, r.band, r.province_id, r.relation) = 0) OR (EXISTS ( SELECT
           FROM (public.appointment a
             JOIN public.administration d ON ((d.id = a.administration_id)))
          WHERE ((a.person_id = p.id) AND (a.valid_to IS NULL) AND ((a.valid_from IS NULL) OR (a.valid_from <= CURRENT_DATE)) AND ((r.administration_id IS NULL) OR (d.id = r.administration_id)) AND ((r.level IS NULL) OR (d.level = r.level)) AND ((r.band IS NULL) OR (d.band = r.band)) AND ((r.province_id IS NULL) OR (d.province_id = r.province_id)) AND ((r.relation IS NULL) OR (a.relation = r.relation)))))))
  GROUP BY r.group_id, p.id;

CREATE TABLE public.membership_invitation (
    group_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text NOT NULL,
    message text DEFAULT ''::text NOT NULL,
    invited_by bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    registration_id bigint,
    CONSTRAINT membership_invitation_role_check CHECK ((role = ANY (ARRAY['guest'::text, 'member'::text])))
);

CREATE TABLE public.membership_left (
    group_id bigint NOT NULL,
    person_id bigint NOT NULL,
    how text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT membership_left_how_check CHECK ((how = ANY (ARRAY['left'::text, 'removed'::text])))
);

CREATE TABLE public.membership_refusal (
    group_id bigint NOT NULL,
    person_id bigint NOT NULL,
    reason text NOT NULL,
    refused_by bigint,
    refused_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.membership_request (
    group_id bigint NOT NULL,
    person_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    message text DEFAULT ''::text NOT NULL
);

CREATE TABLE public.model_adoption (
    thread_id bigint NOT NULL,
    administration_id bigint NOT NULL,
    person_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.norm (
    id text NOT NULL,
    title text NOT NULL,
    names tsquery NOT NULL,
    hints tsquery NOT NULL,
    acronyms tsquery,
    serial bigint DEFAULT public.new_id() NOT NULL,
    kind text,
    number text,
    community text DEFAULT ''::text NOT NULL,
    dated date,
    own boolean DEFAULT false NOT NULL
);

CREATE TABLE public.norm_alias (
    alias text NOT NULL,
    norm_id text NOT NULL,
    words text NOT NULL,
    acronym boolean NOT NULL,
    own boolean DEFAULT false NOT NULL
);

CREATE TABLE public.norm_change (
    id bigint DEFAULT public.new_id() NOT NULL,
    norm_id text NOT NULL,
    changed_on date NOT NULL,
    sentence text NOT NULL,
    by_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    taken_back_at timestamp with time zone,
    articles text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT norm_change_sentence_check CHECK (((length(sentence) >= 1) AND (length(sentence) <= 300)))
);

CREATE VIEW public.norm_known AS
 SELECT n.id,
    n.serial,
    lower(n.id) AS key,
    public.norm_keys(n.id, n.kind, n.number, n.community) AS keys,
    n.title,
    n.own
   FROM public.norm n;

CREATE TABLE public.norm_version (
    one boolean DEFAULT true NOT NULL,
    version bigint DEFAULT ((random() * ('1000000000000000'::numeric)::double precision))::bigint NOT NULL,
    CONSTRAINT norm_version_one_check CHECK (one)
);

CREATE TABLE public.notice_letter (
    mail_id bigint NOT NULL,
    notification_id bigint,
    class text NOT NULL,
    numbers integer[] DEFAULT '{}'::integer[] NOT NULL,
    sealed boolean DEFAULT false NOT NULL
);

CREATE TABLE public.notice_settings (
    person_id bigint NOT NULL,
    channels jsonb DEFAULT '{}'::jsonb NOT NULL,
    from_minute smallint,
    to_minute smallint,
    days smallint[],
    zone text,
    away_until date,
    CONSTRAINT notice_settings_channels_check CHECK ((jsonb_typeof(channels) = 'object'::text)),
    CONSTRAINT notice_settings_check CHECK ((((from_minute IS NULL) = (to_minute IS NULL)) AND (from_minute < to_minute))),
    CONSTRAINT notice_settings_days_check CHECK (((days <@ '{1,2,3,4,5,6,7}'::smallint[]) AND ((cardinality(days) >= 1) AND (cardinality(days) <= 7)))),
    CONSTRAINT notice_settings_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
    CONSTRAINT notice_settings_to_minute_check CHECK (((to_minute >= 1) AND (to_minute <= 1440))),
    CONSTRAINT notice_settings_zone_check CHECK ((zone = ANY (ARRAY['Europe/Madrid'::text, 'Atlantic/Canary'::text])))
);

CREATE TABLE public.people_import (
    id bigint DEFAULT public.new_id() NOT NULL,
    by_id bigint NOT NULL,
    dry_run boolean NOT NULL,
    csv text NOT NULL,
    done_line bigint DEFAULT 0 NOT NULL,
    report text DEFAULT '{}'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone
);

CREATE TABLE public.person_follow (
    person_id bigint NOT NULL,
    followed_id bigint NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT person_follow_check CHECK ((person_id <> followed_id))
);

CREATE TABLE public.person_language (
    person_id bigint NOT NULL,
    language text NOT NULL,
    CONSTRAINT person_language_language_check CHECK ((language ~ '^[a-z]{2,3}$'::text))
);

CREATE TABLE public.person_merger (
    id bigint DEFAULT public.new_id() NOT NULL,
    gone_id bigint NOT NULL,
    kept_id bigint NOT NULL,
    by_id bigint NOT NULL,
    reason text NOT NULL,
    state text DEFAULT 'begun'::text NOT NULL,
    refusal text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT person_merger_finished CHECK (((finished_at IS NULL) = (state = ANY (ARRAY['begun'::text, 'moving'::text])))),
    CONSTRAINT person_merger_refused CHECK (((refusal IS NULL) = (state <> 'refused'::text))),
    CONSTRAINT person_merger_state_check CHECK ((state = ANY (ARRAY['begun'::text, 'moving'::text, 'done'::text, 'refused'::text])))
);

CREATE TABLE public.person_photo (
    person_id bigint NOT NULL,
    version text NOT NULL,
    small bytea NOT NULL,
    large bytea NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT person_photo_large_check CHECK (((length(large) >= 1) AND (length(large) <= 131072))),
    CONSTRAINT person_photo_small_check CHECK (((length(small) >= 1) AND (length(small) <= 131072))),
    CONSTRAINT person_photo_version_check CHECK ((version ~ '^[0-9a-f]{16}$'::text))
);
ALTER TABLE ONLY public.person_photo ALTER COLUMN small SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.person_photo ALTER COLUMN large SET STORAGE EXTERNAL;

CREATE TABLE public.person_seen (
    person_id bigint NOT NULL,
    day date NOT NULL,
    away_from date,
    CONSTRAINT person_seen_check CHECK ((away_from < day))
);

CREATE TABLE public.poll (
    thread_id bigint NOT NULL,
    kind text DEFAULT 'poll'::text NOT NULL,
    multiple boolean NOT NULL,
    closes_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT poll_kind_check CHECK ((kind = 'poll'::text))
);

CREATE TABLE public.poll_option (
    thread_id bigint NOT NULL,
    place integer NOT NULL,
    text text NOT NULL,
    CONSTRAINT poll_option_place_check CHECK (((place >= 1) AND (place <= 10))),
    CONSTRAINT poll_option_text_check CHECK (((length(text) >= 1) AND (length(text) <= 200)))
);

CREATE TABLE public.poll_vote (
    thread_id bigint NOT NULL,
    place integer NOT NULL,
    person_id bigint NOT NULL
);

CREATE TABLE public.post_citation (
    post_id bigint NOT NULL,
    norm text NOT NULL,
    article text DEFAULT ''::text NOT NULL,
    part text DEFAULT ''::text NOT NULL
);

CREATE TABLE public.post_redirect (
    from_thread bigint NOT NULL,
    number integer NOT NULL,
    post_id bigint NOT NULL
);

CREATE TABLE public.post_revision (
    post_id bigint NOT NULL,
    revision integer NOT NULL,
    title text,
    body text NOT NULL,
    author_id bigint,
    created_at timestamp with time zone NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    minor boolean DEFAULT false NOT NULL,
    tags text[]
);

CREATE TABLE public.post_search (
    post_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    group_id bigint NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    words tsvector NOT NULL,
    outdated boolean DEFAULT false NOT NULL,
    checked_at timestamp with time zone
)
WITH (toast_tuple_target='128', fillfactor='70');
ALTER TABLE ONLY public.post_search ALTER COLUMN words SET STORAGE EXTERNAL;

CREATE TABLE public.profile_audience (
    person_id bigint NOT NULL,
    field text NOT NULL,
    audience text NOT NULL,
    CONSTRAINT profile_audience_audience_check CHECK ((audience = ANY (ARRAY['network'::text, 'administration'::text, 'groups'::text, 'nobody'::text]))),
    CONSTRAINT profile_audience_field_check CHECK ((field = ANY (ARRAY['photo'::text, 'about'::text, 'ask_me'::text, 'skills'::text, 'languages'::text, 'phone'::text, 'hours'::text, 'history'::text])))
);

CREATE TABLE public.question_ask (
    thread_id bigint NOT NULL,
    person_id bigint NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    why jsonb NOT NULL,
    said text,
    said_at timestamp with time zone,
    CONSTRAINT question_ask_check CHECK (((said IS NULL) = (said_at IS NULL))),
    CONSTRAINT question_ask_said_check CHECK ((said = ANY (ARRAY['passed'::text, 'declined'::text])))
);

CREATE TABLE public.question_routing (
    thread_id bigint NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL,
    asked_at timestamp with time zone,
    nobody_at timestamp with time zone,
    hosts_due_at timestamp with time zone,
    hosts_asked_at timestamp with time zone,
    network_due_at timestamp with time zone,
    network_asked_at timestamp with time zone,
    next_at timestamp with time zone
);

CREATE TABLE public.recovery_code (
    person_id bigint NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.registration (
    id bigint DEFAULT public.new_id() NOT NULL,
    email text NOT NULL,
    token_hash bytea NOT NULL,
    language text DEFAULT 'es'::text NOT NULL,
    state text DEFAULT 'mailed'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    inviter_id bigint,
    name text DEFAULT ''::text NOT NULL,
    organisation text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    "position" text DEFAULT ''::text NOT NULL,
    administration_id bigint,
    person_id bigint,
    decided_by bigint,
    decided_at timestamp with time zone,
    unit text DEFAULT ''::text NOT NULL,
    relation text DEFAULT 'employee'::text NOT NULL,
    people_import_id bigint,
    mail_id bigint,
    group_id bigint,
    CONSTRAINT registration_email_check CHECK ((email = lower(email))),
    CONSTRAINT registration_guest_of CHECK (((state <> 'guest'::text) OR ((group_id IS NOT NULL) AND (inviter_id IS NOT NULL)))),
    CONSTRAINT registration_relation_check CHECK ((relation = ANY (ARRAY['employee'::text, 'elected'::text, 'adviser'::text, 'external'::text]))),
    CONSTRAINT registration_state_check CHECK ((state = ANY (ARRAY['mailed'::text, 'known'::text, 'vetting'::text, 'admitted'::text, 'prepared'::text, 'guest'::text, 'confirming'::text, 'done'::text, 'refused'::text, 'withdrawn'::text])))
);

CREATE TABLE public.routing_declined (
    id bigint DEFAULT public.new_id() NOT NULL,
    person_id bigint NOT NULL,
    tag_id bigint,
    group_id bigint,
    declined_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT routing_declined_check CHECK ((num_nonnulls(tag_id, group_id) = 1))
);

CREATE TABLE public.routing_settings (
    person_id bigint NOT NULL,
    weekly smallint NOT NULL,
    CONSTRAINT routing_settings_weekly_check CHECK (((weekly >= 0) AND (weekly <= 20)))
);

CREATE TABLE public.schedule_run (
    name text NOT NULL,
    last_run_at timestamp with time zone NOT NULL
);

CREATE TABLE public.schema_migration (
    version integer NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.search_frequency (
    lexeme text NOT NULL,
    share real NOT NULL
);

CREATE TABLE public.search_group_language (
    group_id bigint NOT NULL,
    language text NOT NULL
);

CREATE TABLE public.search_regroup (
    group_id bigint NOT NULL,
    after_post bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.search_size (
    one boolean DEFAULT true NOT NULL,
    posts bigint DEFAULT 0 NOT NULL,
    CONSTRAINT search_size_one_check CHECK (one)
);

CREATE TABLE public.tag_synonym (
    tag_id bigint NOT NULL,
    language text NOT NULL,
    name text NOT NULL,
    CONSTRAINT tag_synonym_language_check CHECK ((language = ANY (ARRAY['es'::text, 'ca'::text, 'gl'::text, 'eu'::text, 'en'::text]))),
    CONSTRAINT tag_synonym_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

CREATE VIEW public.search_source AS
 SELECT p.id AS post_id,
    p.thread_id,
    t.group_id,
    p.number,
    t.kind,
    t.state,
    p.created_at,
    public.search_document(t.title, array_to_string(g.names, ' '::text), p.body, t.language, p.number, p.role, ((ARRAY[('@g'::text || t.group_id), ('@'::text || t.kind), to_char((p.created_at AT TIME ZONE 'UTC'::text), '"@m"YYYYMM'::text), to_char((p.created_at AT TIME ZONE 'UTC'::text), '"@y"YYYY'::text)] ||
        CASE
            WHEN (pg.kind = 'open'::text) THEN ARRAY['@open'::text]
            ELSE '{}'::text[]
        END) || ARRAY( SELECT ('#'::text || name.name)
           FROM unnest(g.tags) name(name)))) AS words
   FROM (((public.post p
     JOIN public.thread t ON ((t.id = p.thread_id)))
     JOIN public.plaza_group pg ON ((pg.id = t.group_id)))
     CROSS JOIN LATERAL ( SELECT ARRAY( SELECT tag.name
                   FROM (public.thread_tag tt
                     JOIN public.tag ON ((tag.id = tt.tag_id)))
                  WHERE (tt.thread_id = t.id)) AS tags,
            ARRAY( SELECT tag.name
                   FROM (public.thread_tag tt
                     JOIN public.tag ON ((tag.id = tt.tag_id)))
                  WHERE (tt.thread_id = t.id)
                UNION ALL
                 SELECT s.name
                   FROM (public.thread_tag tt
                     JOIN public.tag_synonym s ON ((s.tag_id = tt.tag_id)))
                  WHERE (tt.thread_id = t.id)) AS names) g)
  WHERE (p.deleted_at IS NULL);

CREATE TABLE public.second_factor (
    person_id bigint NOT NULL,
    secret text NOT NULL,
    last_step bigint DEFAULT 0 NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL,
    confirmed_at timestamp with time zone
);

CREATE TABLE public.session (
    id bigint DEFAULT public.new_id() NOT NULL,
    token_hash bytea NOT NULL,
    person_id bigint NOT NULL,
    second_factor_pending boolean DEFAULT false NOT NULL,
    user_agent text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE UNLOGGED TABLE public.signin_failure (
    subject bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.thread_link (
    from_thread_id bigint NOT NULL,
    to_thread_id bigint NOT NULL,
    kind text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT thread_link_kind_check CHECK ((kind = ANY (ARRAY['related'::text, 'duplicate'::text])))
);

CREATE VIEW public.similar_link AS
 SELECT l.from_thread_id,
    l.to_thread_id,
    l.kind
   FROM public.thread_link l
UNION ALL
 SELECT d.thread_id AS from_thread_id,
    d.of_thread_id AS to_thread_id,
    'duplicate'::text AS kind
   FROM public.question_duplicate d;

CREATE TABLE public.suspension (
    person_id bigint NOT NULL,
    reason text NOT NULL,
    by_id bigint,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT suspension_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

CREATE TABLE public.tag_follow (
    person_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.tag_renewal (
    tag_id bigint NOT NULL,
    into_id bigint,
    after_thread bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.thread_act (
    id bigint DEFAULT public.new_id() NOT NULL,
    thread_id bigint NOT NULL,
    kind text NOT NULL,
    actor_id bigint NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    group_id bigint,
    other_id bigint,
    title text DEFAULT ''::text NOT NULL,
    numbers integer[] DEFAULT '{}'::integer[] NOT NULL,
    changes jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT thread_act_kind_check CHECK ((kind = ANY (ARRAY['closed'::text, 'reopened'::text, 'moved'::text, 'merged'::text, 'split'::text, 'split_from'::text, 'event_changed'::text, 'event_cancelled'::text, 'event_restored'::text, 'poll_changed'::text, 'poll_closed'::text, 'model_draft'::text, 'model_in_force'::text, 'model_appealed'::text, 'model_annulled'::text, 'duplicate'::text, 'unsolved'::text])))
);

CREATE TABLE public.thread_check (
    id bigint DEFAULT public.new_id() NOT NULL,
    thread_id bigint NOT NULL,
    person_id bigint NOT NULL,
    holds boolean NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT thread_check_check CHECK ((holds OR (reason <> ''::text)))
);

CREATE TABLE public.thread_follow (
    person_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE public.thread_level (
    person_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    level text NOT NULL,
    CONSTRAINT thread_level_level_check CHECK ((level = ANY (ARRAY['everything'::text, 'mentions'::text, 'muted'::text])))
);

CREATE TABLE public.thread_mail_off (
    person_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.thread_read (
    person_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    number integer NOT NULL,
    read_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.thread_share (
    thread_id bigint NOT NULL,
    source_id bigint
);

CREATE TABLE public.useful_mark (
    post_id bigint NOT NULL,
    person_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.account_token
    ADD CONSTRAINT account_token_person_id_purpose_key UNIQUE (person_id, purpose);

ALTER TABLE ONLY public.account_token
    ADD CONSTRAINT account_token_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.administration_contact
    ADD CONSTRAINT administration_contact_pkey PRIMARY KEY (administration_id, person_id);

ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_dir3_key UNIQUE (dir3);

ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.announcement
    ADD CONSTRAINT announcement_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.announcement_read
    ADD CONSTRAINT announcement_read_pkey PRIMARY KEY (thread_id, person_id);

ALTER TABLE ONLY public.applied_result
    ADD CONSTRAINT applied_result_pkey PRIMARY KEY (post_id, administration_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.article_author
    ADD CONSTRAINT article_author_pkey PRIMARY KEY (thread_id, person_id);

ALTER TABLE ONLY public.article_source
    ADD CONSTRAINT article_source_pkey PRIMARY KEY (article_id);

ALTER TABLE ONLY public.audit_detail
    ADD CONSTRAINT audit_detail_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.audit_waiting
    ADD CONSTRAINT audit_waiting_pkey PRIMARY KEY (n);

ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_pkey PRIMARY KEY (person_id, thread_id);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_email_key UNIQUE (email);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.directory
    ADD CONSTRAINT directory_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.domain_import
    ADD CONSTRAINT domain_import_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (person_id, place);

ALTER TABLE ONLY public.draft_publication
    ADD CONSTRAINT draft_publication_pkey PRIMARY KEY (person_id, place);

ALTER TABLE ONLY public.event_head
    ADD CONSTRAINT event_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_position_key UNIQUE ("position");

ALTER TABLE ONLY public.file_doomed
    ADD CONSTRAINT file_doomed_pkey PRIMARY KEY (stored);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_stored_key UNIQUE (stored);

ALTER TABLE ONLY public.first_steps
    ADD CONSTRAINT first_steps_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.gathering_guest
    ADD CONSTRAINT gathering_guest_pkey PRIMARY KEY (thread_id, person_id);

ALTER TABLE ONLY public.gathering
    ADD CONSTRAINT gathering_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.holiday
    ADD CONSTRAINT holiday_pkey PRIMARY KEY (day, region_id);

ALTER TABLE ONLY public.id_key
    ADD CONSTRAINT id_key_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (person_id, key);

ALTER TABLE ONLY public.import_origin
    ADD CONSTRAINT import_origin_pkey PRIMARY KEY (source, kind, old_id);

ALTER TABLE ONLY public.installation
    ADD CONSTRAINT installation_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.installation_secret
    ADD CONSTRAINT installation_secret_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_unique_key_key UNIQUE (unique_key);

ALTER TABLE ONLY public.kit_text
    ADD CONSTRAINT kit_text_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.mail_domain
    ADD CONSTRAINT mail_domain_pkey PRIMARY KEY (domain, administration_id);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.membership_invitation
    ADD CONSTRAINT membership_invitation_pkey PRIMARY KEY (group_id, person_id);

ALTER TABLE ONLY public.membership_left
    ADD CONSTRAINT membership_left_pkey PRIMARY KEY (group_id, person_id);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (group_id, person_id);

ALTER TABLE ONLY public.membership_refusal
    ADD CONSTRAINT membership_refusal_pkey PRIMARY KEY (group_id, person_id);

ALTER TABLE ONLY public.membership_request
    ADD CONSTRAINT membership_request_pkey PRIMARY KEY (group_id, person_id);

ALTER TABLE ONLY public.membership_rule
    ADD CONSTRAINT membership_rule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.model_adoption
    ADD CONSTRAINT model_adoption_pkey PRIMARY KEY (thread_id, administration_id);

ALTER TABLE ONLY public.model_document
    ADD CONSTRAINT model_document_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.norm_alias
    ADD CONSTRAINT norm_alias_pkey PRIMARY KEY (alias);

ALTER TABLE ONLY public.norm_change
    ADD CONSTRAINT norm_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.norm
    ADD CONSTRAINT norm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.norm
    ADD CONSTRAINT norm_serial_key UNIQUE (serial);

ALTER TABLE ONLY public.norm_version
    ADD CONSTRAINT norm_version_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.notice_letter
    ADD CONSTRAINT notice_letter_pkey PRIMARY KEY (mail_id);

ALTER TABLE ONLY public.notice_settings
    ADD CONSTRAINT notice_settings_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_person_id_cause_place_key UNIQUE (person_id, cause, place);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_follow
    ADD CONSTRAINT person_follow_pkey PRIMARY KEY (person_id, followed_id);

ALTER TABLE ONLY public.person_language
    ADD CONSTRAINT person_language_pkey PRIMARY KEY (person_id, language);

ALTER TABLE ONLY public.person_merger
    ADD CONSTRAINT person_merger_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_photo
    ADD CONSTRAINT person_photo_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_seen
    ADD CONSTRAINT person_seen_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.person_skill
    ADD CONSTRAINT person_skill_pkey PRIMARY KEY (person_id, skill);

ALTER TABLE ONLY public.plaza_group
    ADD CONSTRAINT plaza_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plaza_group
    ADD CONSTRAINT plaza_group_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.poll_option
    ADD CONSTRAINT poll_option_pkey PRIMARY KEY (thread_id, place);

ALTER TABLE ONLY public.poll
    ADD CONSTRAINT poll_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.poll_vote
    ADD CONSTRAINT poll_vote_pkey PRIMARY KEY (thread_id, place, person_id);

ALTER TABLE ONLY public.post_citation
    ADD CONSTRAINT post_citation_pkey PRIMARY KEY (post_id, norm, article, part);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.post_redirect
    ADD CONSTRAINT post_redirect_pkey PRIMARY KEY (from_thread, number);

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_pkey PRIMARY KEY (post_id, revision);

ALTER TABLE ONLY public.post_search
    ADD CONSTRAINT post_search_pkey PRIMARY KEY (post_id);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_thread_id_number_key UNIQUE (thread_id, number);

ALTER TABLE ONLY public.profile_audience
    ADD CONSTRAINT profile_audience_pkey PRIMARY KEY (person_id, field);

ALTER TABLE ONLY public.question_ask
    ADD CONSTRAINT question_ask_pkey PRIMARY KEY (thread_id, person_id);

ALTER TABLE ONLY public.question_duplicate
    ADD CONSTRAINT question_duplicate_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.question_reopened
    ADD CONSTRAINT question_reopened_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.question_routing
    ADD CONSTRAINT question_routing_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (person_id, code_hash);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.routing_declined
    ADD CONSTRAINT routing_declined_person_id_group_id_key UNIQUE (person_id, group_id);

ALTER TABLE ONLY public.routing_declined
    ADD CONSTRAINT routing_declined_person_id_tag_id_key UNIQUE (person_id, tag_id);

ALTER TABLE ONLY public.routing_declined
    ADD CONSTRAINT routing_declined_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.routing_settings
    ADD CONSTRAINT routing_settings_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.same_problem
    ADD CONSTRAINT same_problem_pkey PRIMARY KEY (thread_id, person_id);

ALTER TABLE ONLY public.schedule_run
    ADD CONSTRAINT schedule_run_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.search_frequency
    ADD CONSTRAINT search_frequency_pkey PRIMARY KEY (lexeme);

ALTER TABLE ONLY public.search_group_language
    ADD CONSTRAINT search_group_language_pkey PRIMARY KEY (group_id, language);

ALTER TABLE ONLY public.search_regroup
    ADD CONSTRAINT search_regroup_pkey PRIMARY KEY (group_id);

ALTER TABLE ONLY public.search_size
    ADD CONSTRAINT search_size_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.signin_failure
    ADD CONSTRAINT signin_failure_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.suspension
    ADD CONSTRAINT suspension_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.tag_follow
    ADD CONSTRAINT tag_follow_pkey PRIMARY KEY (person_id, tag_id);

ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_name_key UNIQUE (name);

ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tag_renewal
    ADD CONSTRAINT tag_renewal_pkey PRIMARY KEY (tag_id);

ALTER TABLE ONLY public.tag_synonym
    ADD CONSTRAINT tag_synonym_pkey PRIMARY KEY (tag_id, language, name);

ALTER TABLE ONLY public.thread_act
    ADD CONSTRAINT thread_act_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.thread_check
    ADD CONSTRAINT thread_check_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.thread_follow
    ADD CONSTRAINT thread_follow_pkey PRIMARY KEY (person_id, thread_id);

ALTER TABLE ONLY public.thread_level
    ADD CONSTRAINT thread_level_pkey PRIMARY KEY (person_id, thread_id);

ALTER TABLE ONLY public.thread_link
    ADD CONSTRAINT thread_link_pkey PRIMARY KEY (from_thread_id, to_thread_id, kind);

ALTER TABLE ONLY public.thread_mail_off
    ADD CONSTRAINT thread_mail_off_pkey PRIMARY KEY (person_id, thread_id);

ALTER TABLE ONLY public.thread_pin
    ADD CONSTRAINT thread_pin_pkey PRIMARY KEY (group_id, place);

ALTER TABLE ONLY public.thread_pin
    ADD CONSTRAINT thread_pin_thread_id_key UNIQUE (thread_id);

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.thread_read
    ADD CONSTRAINT thread_read_pkey PRIMARY KEY (person_id, thread_id);

ALTER TABLE ONLY public.thread_share
    ADD CONSTRAINT thread_share_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.thread_tag
    ADD CONSTRAINT thread_tag_pkey PRIMARY KEY (thread_id, tag_id);

ALTER TABLE ONLY public.thread_validity
    ADD CONSTRAINT thread_validity_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.useful_mark
    ADD CONSTRAINT useful_mark_pkey PRIMARY KEY (post_id, person_id);

CREATE INDEX administration_contact_named ON public.administration_contact USING btree (named_by) WHERE (named_by IS NOT NULL);

CREATE INDEX administration_contact_person ON public.administration_contact USING btree (person_id);

CREATE INDEX administration_name ON public.administration USING btree (name, id);

CREATE INDEX administration_parent ON public.administration USING btree (parent_id) WHERE (parent_id IS NOT NULL);

CREATE INDEX administration_place ON public.administration USING btree (province_id, band);

CREATE INDEX administration_sort ON public.administration USING btree (sort, id);

CREATE INDEX administration_successor ON public.administration USING btree (successor_id) WHERE (successor_id IS NOT NULL);

CREATE INDEX administration_words ON public.administration USING gin (words);

CREATE INDEX announcement_group ON public.announcement USING btree (group_id, announced_at DESC);

CREATE INDEX announcement_read_person ON public.announcement_read USING btree (person_id);

CREATE INDEX announcement_thread ON public.announcement USING btree (thread_id, kind);

CREATE INDEX announcement_until ON public.announcement USING btree (until);

CREATE INDEX applied_result_administration ON public.applied_result USING btree (administration_id);

CREATE INDEX applied_result_file ON public.applied_result USING btree (file_id);

CREATE INDEX applied_result_person ON public.applied_result USING btree (person_id);

CREATE INDEX appointment_administration ON public.appointment USING btree (administration_id);

CREATE UNIQUE INDEX appointment_one_main ON public.appointment USING btree (person_id) WHERE (main AND (valid_to IS NULL));

CREATE INDEX appointment_person ON public.appointment USING btree (person_id);

CREATE INDEX article_author_person ON public.article_author USING btree (person_id);

CREATE INDEX article_source_author ON public.article_source USING btree (author_id);

CREATE INDEX article_source_question ON public.article_source USING btree (question_id);

CREATE INDEX audit_actor ON public.audit USING btree (actor_id, seq);

CREATE INDEX audit_object ON public.audit USING btree (object_id, seq);

CREATE INDEX bookmark_since ON public.bookmark USING btree (person_id, since DESC, thread_id DESC);

CREATE INDEX bookmark_thread ON public.bookmark USING btree (thread_id);

CREATE INDEX credential_asked ON public.credential USING btree (asked_at) WHERE ((asked_at IS NOT NULL) AND (lapsed_at IS NULL));

CREATE INDEX credential_confirmed ON public.credential USING btree (confirmed_at) WHERE (asked_at IS NULL);

CREATE INDEX directory_sort ON public.directory USING btree (sort, person_id);

CREATE INDEX directory_words ON public.directory USING gin (words);

CREATE INDEX domain_import_by ON public.domain_import USING btree (by_id);

CREATE INDEX domain_import_created ON public.domain_import USING btree (created_at);

CREATE UNIQUE INDEX domain_import_open ON public.domain_import USING btree (by_id, dry_run, digest) WHERE (finished_at IS NULL);

CREATE INDEX draft_publication_due ON public.draft_publication USING btree (publish_at) WHERE (refused IS NULL);

CREATE INDEX draft_publication_group ON public.draft_publication USING btree (group_id);

CREATE INDEX draft_saved ON public.draft USING btree (saved_at);

CREATE INDEX event_age ON public.event USING btree (created_at);

CREATE INDEX event_post ON public.event USING btree (post_id) WHERE (post_id IS NOT NULL);

CREATE INDEX event_unpublished ON public.event USING btree (id) WHERE ("position" IS NULL);

CREATE INDEX file_loose ON public.file USING btree (created_at) WHERE (post_id IS NULL);

CREATE INDEX file_of_group ON public.file USING btree (group_id, attached_at DESC, id DESC) WHERE (group_id IS NOT NULL);

CREATE INDEX file_of_owner ON public.file USING btree (owner_id);

CREATE INDEX file_of_post ON public.file USING btree (post_id) WHERE (post_id IS NOT NULL);

CREATE INDEX gathering_guest_order ON public.gathering_guest USING btree (thread_id, signed_up_at, person_id);

CREATE INDEX gathering_guest_person ON public.gathering_guest USING btree (person_id);

CREATE INDEX gathering_thread ON public.gathering USING btree (thread_id, kind);

CREATE INDEX idempotency_age ON public.idempotency USING btree (created_at);

CREATE INDEX idempotency_group ON public.idempotency USING btree (group_id) WHERE (group_id IS NOT NULL);

CREATE INDEX idempotency_post ON public.idempotency USING btree (post_id) WHERE (post_id IS NOT NULL);

CREATE INDEX job_due ON public.job USING btree (queue, run_at) WHERE (failed_at IS NULL);

CREATE INDEX kit_text_changed_by ON public.kit_text USING btree (changed_by) WHERE (changed_by IS NOT NULL);

CREATE INDEX mail_domain_administration ON public.mail_domain USING btree (administration_id);

CREATE INDEX mail_newest ON public.mail USING btree (created_at DESC, id DESC);

CREATE INDEX mail_person ON public.mail USING btree (person_id) WHERE (person_id IS NOT NULL);

CREATE INDEX mail_settled ON public.mail USING btree (settled_at) WHERE (settled_at IS NOT NULL);

CREATE INDEX membership_invitation_made ON public.membership_invitation USING btree (invited_by, created_at);

CREATE INDEX membership_invitation_person ON public.membership_invitation USING btree (person_id);

CREATE INDEX membership_invitation_registration ON public.membership_invitation USING btree (registration_id) WHERE (registration_id IS NOT NULL);

CREATE INDEX membership_left_person ON public.membership_left USING btree (person_id);

CREATE INDEX membership_person ON public.membership USING btree (person_id, group_id);

CREATE INDEX membership_refusal_person ON public.membership_refusal USING btree (person_id);

CREATE INDEX membership_request_person ON public.membership_request USING btree (person_id);

CREATE INDEX membership_rule_administration ON public.membership_rule USING btree (administration_id);

CREATE INDEX membership_rule_group ON public.membership_rule USING btree (group_id);

CREATE INDEX membership_source_rule ON public.membership USING btree (group_id, person_id) WHERE (source <> 'hand'::text);

CREATE INDEX membership_told ON public.membership USING btree (group_id, person_id) WHERE (level = ANY (ARRAY['everything'::text, 'questions'::text]));

CREATE INDEX model_adoption_administration ON public.model_adoption USING btree (administration_id);

CREATE INDEX model_adoption_person ON public.model_adoption USING btree (person_id);

CREATE INDEX model_document_administration ON public.model_document USING btree (administration_id);

CREATE INDEX model_document_derived_from ON public.model_document USING btree (derived_from) WHERE (derived_from IS NOT NULL);

CREATE INDEX model_document_thread ON public.model_document USING btree (thread_id, kind);

CREATE INDEX norm_alias_norm ON public.norm_alias USING btree (norm_id);

CREATE INDEX norm_change_by ON public.norm_change USING btree (by_id);

CREATE INDEX norm_change_norm ON public.norm_change USING btree (norm_id, changed_on DESC);

CREATE UNIQUE INDEX norm_numbered ON public.norm USING btree (kind, number, community) WHERE (NOT own);

CREATE INDEX notice_letter_notification ON public.notice_letter USING btree (notification_id) WHERE (notification_id IS NOT NULL);

CREATE INDEX notification_actor ON public.notification USING btree (actor_id) WHERE (actor_id IS NOT NULL);

CREATE INDEX notification_age ON public.notification USING btree (renewed_at);

CREATE INDEX notification_group ON public.notification USING btree (group_id) WHERE (group_id IS NOT NULL);

CREATE INDEX notification_list ON public.notification USING btree (person_id, renewed_at DESC, id DESC);

CREATE INDEX notification_thread ON public.notification USING btree (thread_id) WHERE (thread_id IS NOT NULL);

CREATE INDEX notification_unread ON public.notification USING btree (person_id) WHERE (read_at IS NULL);

CREATE INDEX people_import_by ON public.people_import USING btree (by_id);

CREATE INDEX people_import_created ON public.people_import USING btree (created_at);

CREATE INDEX person_follow_followed ON public.person_follow USING btree (followed_id);

CREATE INDEX person_merged_into ON public.person USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX person_merger_by ON public.person_merger USING btree (by_id);

CREATE INDEX person_merger_created ON public.person_merger USING btree (created_at);

CREATE INDEX person_merger_gone ON public.person_merger USING btree (gone_id);

CREATE INDEX person_merger_kept ON public.person_merger USING btree (kept_id);

CREATE UNIQUE INDEX person_merger_open ON public.person_merger USING btree (gone_id) WHERE (finished_at IS NULL);

CREATE INDEX person_network_role ON public.person USING btree (network_role) WHERE (network_role IS NOT NULL);

CREATE INDEX person_skill_lower ON public.person_skill USING btree (lower(skill));

CREATE INDEX plaza_group_about ON public.plaza_group USING gin (to_tsvector('spanish'::regconfig, ((name || ' '::text) || description)));

CREATE INDEX poll_thread ON public.poll USING btree (thread_id, kind);

CREATE INDEX poll_vote_person ON public.poll_vote USING btree (person_id, thread_id);

CREATE INDEX post_answered ON public.post USING btree (thread_id, created_at) INCLUDE (author_id) WHERE ((role = 'answer'::text) AND (deleted_at IS NULL));

CREATE INDEX post_author_time ON public.post USING btree (author_id, created_at DESC, id DESC);

CREATE INDEX post_citation_norm ON public.post_citation USING btree (norm, article, post_id);

CREATE INDEX post_edited_by ON public.post USING btree (edited_by) WHERE (edited_by IS NOT NULL);

CREATE INDEX post_parent ON public.post USING btree (thread_id, parent) WHERE (parent IS NOT NULL);

CREATE INDEX post_redirect_post ON public.post_redirect USING btree (post_id);

CREATE INDEX post_search_thread ON public.post_search USING btree (thread_id);

CREATE INDEX post_search_words ON public.post_search USING gin (words) WITH (gin_pending_list_limit='1024');

CREATE INDEX post_thread_of ON public.post USING btree (id) INCLUDE (thread_id);

CREATE INDEX question_ask_person ON public.question_ask USING btree (person_id, asked_at DESC);

CREATE INDEX question_duplicate_of ON public.question_duplicate USING btree (of_thread_id);

CREATE INDEX question_duplicate_said_by ON public.question_duplicate USING btree (said_by);

CREATE INDEX question_routing_next ON public.question_routing USING btree (next_at) WHERE (next_at IS NOT NULL);

CREATE INDEX registration_administration ON public.registration USING btree (administration_id) WHERE (administration_id IS NOT NULL);

CREATE INDEX registration_decider ON public.registration USING btree (decided_by) WHERE (decided_by IS NOT NULL);

CREATE INDEX registration_email ON public.registration USING btree (email, created_at);

CREATE INDEX registration_group ON public.registration USING btree (group_id) WHERE (group_id IS NOT NULL);

CREATE INDEX registration_import ON public.registration USING btree (people_import_id) WHERE (people_import_id IS NOT NULL);

CREATE INDEX registration_inviter ON public.registration USING btree (inviter_id, created_at DESC) WHERE (inviter_id IS NOT NULL);

CREATE INDEX registration_mail ON public.registration USING btree (mail_id) WHERE (mail_id IS NOT NULL);

CREATE INDEX registration_person ON public.registration USING btree (person_id) WHERE (person_id IS NOT NULL);

CREATE INDEX registration_waiting ON public.registration USING btree (created_at, id) WHERE (state = ANY (ARRAY['vetting'::text, 'confirming'::text]));

CREATE INDEX routing_declined_of_group ON public.routing_declined USING btree (group_id) WHERE (group_id IS NOT NULL);

CREATE INDEX routing_declined_of_tag ON public.routing_declined USING btree (tag_id) WHERE (tag_id IS NOT NULL);

CREATE INDEX same_problem_administration ON public.same_problem USING btree (administration_id);

CREATE INDEX same_problem_person ON public.same_problem USING btree (person_id);

CREATE INDEX session_expiry ON public.session USING btree (expires_at);

CREATE INDEX session_person ON public.session USING btree (person_id);

CREATE INDEX signin_failure_age ON public.signin_failure USING btree (last_at);

CREATE INDEX suspension_by ON public.suspension USING btree (by_id) WHERE (by_id IS NOT NULL);

CREATE INDEX tag_follow_tag ON public.tag_follow USING btree (tag_id);

CREATE INDEX tag_renewal_into ON public.tag_renewal USING btree (into_id) WHERE (into_id IS NOT NULL);

CREATE INDEX tag_synonym_name ON public.tag_synonym USING btree (lower(name));

CREATE INDEX thread_act_actor ON public.thread_act USING btree (actor_id);

CREATE INDEX thread_act_group ON public.thread_act USING btree (group_id) WHERE (group_id IS NOT NULL);

CREATE INDEX thread_act_other ON public.thread_act USING btree (other_id) WHERE (other_id IS NOT NULL);

CREATE INDEX thread_act_thread ON public.thread_act USING btree (thread_id, at);

CREATE INDEX thread_administration ON public.thread USING btree (author_administration_id, group_id) WHERE (kind = 'question'::text);

CREATE INDEX thread_administration_activity ON public.thread USING btree (author_administration_id, last_activity_at DESC, id DESC);

CREATE INDEX thread_author_activity ON public.thread USING btree (author_id, last_activity_at DESC, id DESC);

CREATE INDEX thread_check_person ON public.thread_check USING btree (person_id);

CREATE INDEX thread_check_thread ON public.thread_check USING btree (thread_id, at DESC);

CREATE INDEX thread_closed_by ON public.thread USING btree (closed_by) WHERE (closed_by IS NOT NULL);

CREATE INDEX thread_follow_thread ON public.thread_follow USING btree (thread_id);

CREATE INDEX thread_group_activity ON public.thread USING btree (group_id, last_activity_at DESC, id DESC);

CREATE INDEX thread_group_asked ON public.thread USING btree (group_id, created_at) INCLUDE (id, author_id) WHERE (kind = 'question'::text);

CREATE INDEX thread_group_kind ON public.thread USING btree (group_id, kind, last_activity_at DESC, id DESC);

CREATE INDEX thread_group_open ON public.thread USING btree (group_id, last_activity_at DESC, id DESC) WHERE ((kind = 'question'::text) AND (answers = 0) AND (NOT solved));

CREATE INDEX thread_group_solved ON public.thread USING btree (group_id, last_activity_at DESC, id DESC) WHERE solved;

CREATE INDEX thread_group_waiting ON public.thread USING btree (group_id, created_at, id) WHERE ((kind = 'question'::text) AND (answers = 0) AND (NOT solved) AND (closed_at IS NULL));

CREATE UNIQUE INDEX thread_id_kind ON public.thread USING btree (id, kind);

CREATE INDEX thread_level_thread ON public.thread_level USING btree (thread_id);

CREATE INDEX thread_link_to ON public.thread_link USING btree (to_thread_id);

CREATE INDEX thread_mail_off_thread ON public.thread_mail_off USING btree (thread_id);

CREATE INDEX thread_newest ON public.thread USING btree (last_activity_at DESC, id DESC);

CREATE INDEX thread_read_thread ON public.thread_read USING btree (thread_id);

CREATE INDEX thread_share_source ON public.thread_share USING btree (source_id);

CREATE INDEX thread_tag_activity ON public.thread_tag USING btree (tag_id, last_activity_at DESC, thread_id DESC);

CREATE INDEX thread_validity_asked_by ON public.thread_validity USING btree (asked_by) WHERE (asked_by IS NOT NULL);

CREATE INDEX thread_validity_change ON public.thread_validity USING btree (norm_change_id) WHERE (norm_change_id IS NOT NULL);

CREATE INDEX thread_validity_checked_by ON public.thread_validity USING btree (checked_by) WHERE (checked_by IS NOT NULL);

CREATE INDEX thread_validity_review ON public.thread_validity USING btree (review_on) WHERE ((review_on IS NOT NULL) AND (NOT review_told));

CREATE INDEX thread_validity_review_by ON public.thread_validity USING btree (review_by) WHERE (review_by IS NOT NULL);

CREATE INDEX thread_validity_superseded ON public.thread_validity USING btree (superseded_by) WHERE (superseded_by IS NOT NULL);

CREATE INDEX useful_mark_person ON public.useful_mark USING btree (person_id);

CREATE TRIGGER accepted_state AFTER INSERT OR DELETE OR UPDATE ON public.accepted_answer FOR EACH ROW EXECUTE FUNCTION public.accepted_state();

CREATE TRIGGER account_links_end AFTER UPDATE OF password ON public.credential FOR EACH ROW WHEN ((new.password <> old.password)) EXECUTE FUNCTION public.account_links_end();

CREATE TRIGGER administration_kept BEFORE INSERT OR UPDATE ON public.administration FOR EACH ROW EXECUTE FUNCTION public.administration_kept();

CREATE TRIGGER contact_ends AFTER DELETE OR UPDATE ON public.appointment FOR EACH ROW EXECUTE FUNCTION public.contact_ends();

CREATE TRIGGER directory_administration AFTER UPDATE OF name, population, province_id, region_id ON public.administration FOR EACH ROW WHEN (((((old.name IS DISTINCT FROM new.name) OR (old.band IS DISTINCT FROM new.band)) OR (old.province_id IS DISTINCT FROM new.province_id)) OR (old.region_id IS DISTINCT FROM new.region_id))) EXECUTE FUNCTION public.directory_administration();

CREATE TRIGGER directory_appointment AFTER INSERT OR DELETE OR UPDATE ON public.appointment FOR EACH ROW EXECUTE FUNCTION public.directory_of_person();

CREATE TRIGGER directory_audience AFTER INSERT OR DELETE OR UPDATE ON public.profile_audience FOR EACH ROW EXECUTE FUNCTION public.directory_of_person();

CREATE TRIGGER directory_person AFTER INSERT OR UPDATE OF name, status, guest ON public.person FOR EACH ROW EXECUTE FUNCTION public.directory_person();

CREATE TRIGGER directory_skill AFTER INSERT OR DELETE OR UPDATE ON public.person_skill FOR EACH ROW EXECUTE FUNCTION public.directory_of_person();

CREATE TRIGGER drop_photo AFTER UPDATE OF status ON public.person FOR EACH ROW WHEN (((new.status = 'erased'::text) AND (old.status <> 'erased'::text))) EXECUTE FUNCTION public.drop_photo();

CREATE TRIGGER event_slug BEFORE INSERT ON public.event FOR EACH ROW WHEN ((new.group_id IS NOT NULL)) EXECUTE FUNCTION public.event_slug();

CREATE TRIGGER file_doom AFTER DELETE ON public.file FOR EACH ROW EXECUTE FUNCTION public.file_doom();

CREATE TRIGGER file_place BEFORE INSERT OR UPDATE OF post_id ON public.file FOR EACH ROW WHEN ((new.post_id IS NOT NULL)) EXECUTE FUNCTION public.file_place();

CREATE TRIGGER file_refused AFTER UPDATE OF state ON public.file FOR EACH ROW WHEN (((new.state = 'refused'::text) AND (old.state <> 'refused'::text))) EXECUTE FUNCTION public.file_doom();

CREATE TRIGGER gathering_member_left AFTER DELETE ON public.membership FOR EACH ROW EXECUTE FUNCTION public.gathering_member_left();

CREATE TRIGGER gathering_moved AFTER UPDATE OF group_id ON public.thread FOR EACH ROW WHEN (((new.kind = 'event'::text) AND (old.group_id <> new.group_id))) EXECUTE FUNCTION public.gathering_moved();

CREATE TRIGGER gathering_person_away AFTER UPDATE OF status ON public.person FOR EACH ROW WHEN (((old.status = 'active'::text) AND (new.status <> 'active'::text))) EXECUTE FUNCTION public.gathering_person_away();

CREATE TRIGGER gathering_person_back AFTER UPDATE OF status ON public.person FOR EACH ROW WHEN (((old.status <> 'active'::text) AND (new.status = 'active'::text))) EXECUTE FUNCTION public.gathering_person_back();

CREATE TRIGGER group_access_event AFTER UPDATE OF kind ON public.plaza_group FOR EACH ROW WHEN ((old.kind <> new.kind)) EXECUTE FUNCTION public.group_access_event();

CREATE TRIGGER group_moved_event AFTER UPDATE OF slug ON public.plaza_group FOR EACH ROW WHEN ((old.slug <> new.slug)) EXECUTE FUNCTION public.group_moved_event();

CREATE TRIGGER guest_access_event AFTER DELETE ON public.membership FOR EACH ROW WHEN ((old.role = 'guest'::text)) EXECUTE FUNCTION public.guest_access_event();

CREATE TRIGGER keep_an_administrator_delete AFTER DELETE ON public.person FOR EACH ROW WHEN (((old.network_role = 'administrator'::text) AND (old.status = 'active'::text))) EXECUTE FUNCTION public.keep_an_administrator();

CREATE TRIGGER keep_an_administrator_update AFTER UPDATE OF network_role, status ON public.person FOR EACH ROW WHEN (((old.network_role = 'administrator'::text) AND (old.status = 'active'::text) AND ((new.network_role IS DISTINCT FROM 'administrator'::text) OR (new.status <> 'active'::text)))) EXECUTE FUNCTION public.keep_an_administrator();

CREATE TRIGGER keep_shown_photo AFTER INSERT OR DELETE OR UPDATE OF version ON public.person_photo FOR EACH ROW EXECUTE FUNCTION public.keep_shown_photo();

CREATE TRIGGER keep_shown_photo_changed AFTER UPDATE ON public.profile_audience FOR EACH ROW WHEN ((new.field = 'photo'::text)) EXECUTE FUNCTION public.keep_shown_photo();

CREATE TRIGGER keep_shown_photo_chosen AFTER INSERT ON public.profile_audience FOR EACH ROW WHEN ((new.field = 'photo'::text)) EXECUTE FUNCTION public.keep_shown_photo();

CREATE TRIGGER keep_shown_photo_unchosen AFTER DELETE ON public.profile_audience FOR EACH ROW WHEN ((old.field = 'photo'::text)) EXECUTE FUNCTION public.keep_shown_photo();

CREATE CONSTRAINT TRIGGER link_audit AFTER INSERT ON public.audit_waiting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.link_audit();

CREATE TRIGGER membership_event AFTER INSERT OR DELETE OR UPDATE ON public.membership FOR EACH ROW EXECUTE FUNCTION public.membership_event();

CREATE TRIGGER membership_guest BEFORE INSERT OR UPDATE OF role, person_id ON public.membership FOR EACH ROW EXECUTE FUNCTION public.membership_guest();

CREATE TRIGGER membership_invited_no_more AFTER INSERT OR DELETE ON public.membership FOR EACH ROW EXECUTE FUNCTION public.membership_invited_no_more();

CREATE TRIGGER membership_level BEFORE INSERT OR UPDATE OF level ON public.membership FOR EACH ROW EXECUTE FUNCTION public.membership_level();

CREATE TRIGGER membership_rules_post_added AFTER INSERT ON public.appointment REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.membership_rules_meant();

CREATE TRIGGER membership_rules_post_changed AFTER UPDATE ON public.appointment REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.membership_rules_meant();

CREATE TRIGGER membership_rules_post_removed AFTER DELETE ON public.appointment REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.membership_rules_meant();

CREATE TRIGGER membership_rules_skill_added AFTER INSERT ON public.person_skill REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.membership_rules_meant();

CREATE TRIGGER membership_rules_skill_removed AFTER DELETE ON public.person_skill REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.membership_rules_meant();

CREATE TRIGGER norm_added AFTER INSERT OR DELETE ON public.norm FOR EACH ROW EXECUTE FUNCTION public.norm_names_changed();

CREATE TRIGGER norm_changed AFTER UPDATE ON public.norm FOR EACH ROW WHEN (((((old.kind IS DISTINCT FROM new.kind) OR (old.number IS DISTINCT FROM new.number)) OR (old.community IS DISTINCT FROM new.community)) OR (old.dated IS DISTINCT FROM new.dated))) EXECUTE FUNCTION public.norm_names_changed();

CREATE TRIGGER norm_name_added AFTER INSERT OR DELETE ON public.norm_alias FOR EACH ROW EXECUTE FUNCTION public.norm_names_changed();

CREATE TRIGGER norm_name_changed AFTER UPDATE ON public.norm_alias FOR EACH ROW WHEN ((((old.alias IS DISTINCT FROM new.alias) OR (old.norm_id IS DISTINCT FROM new.norm_id)) OR (old.acronym IS DISTINCT FROM new.acronym))) EXECUTE FUNCTION public.norm_names_changed();

CREATE TRIGGER person_access_event AFTER UPDATE OF status, policy_accepted_at, guest ON public.person FOR EACH ROW WHEN (((old.status <> new.status) OR ((new.policy_accepted_at IS NULL) AND (old.policy_accepted_at IS NOT NULL)) OR (new.guest AND (NOT old.guest)))) EXECUTE FUNCTION public.person_access_event();

CREATE TRIGGER person_drops_files AFTER UPDATE OF status ON public.person FOR EACH ROW WHEN (((new.status = 'erased'::text) AND (old.status <> 'erased'::text))) EXECUTE FUNCTION public.person_drops_files();

CREATE TRIGGER person_gone AFTER UPDATE OF status ON public.person FOR EACH ROW WHEN (((new.status = 'erased'::text) AND (old.status <> 'erased'::text))) EXECUTE FUNCTION public.person_gone();

CREATE TRIGGER person_unties AFTER UPDATE OF status ON public.person FOR EACH ROW WHEN (((new.status = 'erased'::text) AND (old.status <> 'erased'::text))) EXECUTE FUNCTION public.person_unties();

CREATE TRIGGER post_counts AFTER DELETE OR UPDATE OF deleted_at ON public.post FOR EACH ROW EXECUTE FUNCTION public.post_counts();

CREATE TRIGGER post_drops_applied AFTER UPDATE OF deleted_at ON public.post FOR EACH ROW WHEN (((new.deleted_at IS NOT NULL) AND (old.deleted_at IS NULL))) EXECUTE FUNCTION public.post_drops_applied();

CREATE TRIGGER post_drops_files AFTER UPDATE OF deleted_at ON public.post FOR EACH ROW WHEN (((new.deleted_at IS NOT NULL) AND (old.deleted_at IS NULL))) EXECUTE FUNCTION public.post_drops_files();

CREATE TRIGGER post_moves_files AFTER UPDATE OF thread_id ON public.post FOR EACH ROW WHEN ((old.thread_id <> new.thread_id)) EXECUTE FUNCTION public.post_moves_files();

CREATE TRIGGER post_version BEFORE UPDATE OF body ON public.post FOR EACH ROW WHEN (((new.body <> old.body) AND (new.version = old.version))) EXECUTE FUNCTION public.post_version();

CREATE TRIGGER posts_added AFTER INSERT ON public.post REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.posts_added();

CREATE TRIGGER question_duplicate_searched AFTER INSERT OR DELETE ON public.question_duplicate FOR EACH ROW EXECUTE FUNCTION public.question_duplicate_searched();

CREATE TRIGGER question_unsolved AFTER INSERT OR DELETE ON public.accepted_answer FOR EACH ROW EXECUTE FUNCTION public.question_unsolved();

CREATE TRIGGER routing_waits_again AFTER UPDATE OF answers, solved, closed_at ON public.thread FOR EACH ROW WHEN ((public.awaits_answer(new.*) AND (NOT public.awaits_answer(old.*)))) EXECUTE FUNCTION public.routing_waits_again();

CREATE TRIGGER search_group_changed AFTER UPDATE OF kind ON public.plaza_group FOR EACH ROW WHEN ((old.kind IS DISTINCT FROM new.kind)) EXECUTE FUNCTION public.search_group_changed();

CREATE TRIGGER search_language_seen AFTER INSERT OR UPDATE OF language, group_id ON public.thread FOR EACH ROW EXECUTE FUNCTION public.search_language_seen();

CREATE TRIGGER search_post_changed AFTER UPDATE OF body, deleted_at, created_at, number, thread_id ON public.post FOR EACH ROW EXECUTE FUNCTION public.search_post_changed();

CREATE TRIGGER search_posts_added AFTER INSERT ON public.post REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.search_posts_added();

CREATE TRIGGER search_tags_added AFTER INSERT ON public.thread_tag REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_tags_changed();

CREATE TRIGGER search_tags_removed AFTER DELETE ON public.thread_tag REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.search_tags_changed();

CREATE TRIGGER search_thread_changed AFTER UPDATE ON public.thread FOR EACH ROW WHEN ((((((old.title IS DISTINCT FROM new.title) OR (old.language IS DISTINCT FROM new.language)) OR (old.group_id IS DISTINCT FROM new.group_id)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.state IS DISTINCT FROM new.state))) EXECUTE FUNCTION public.search_thread_changed();

CREATE TRIGGER session_access_event AFTER DELETE ON public.session FOR EACH ROW EXECUTE FUNCTION public.session_access_event();

CREATE TRIGGER show_photo_while_active BEFORE UPDATE OF status ON public.person FOR EACH ROW WHEN ((new.status <> old.status)) EXECUTE FUNCTION public.show_photo_while_active();

CREATE TRIGGER tag_named AFTER INSERT ON public.tag_synonym REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.tag_named();

CREATE TRIGGER thread_activity AFTER UPDATE OF last_activity_at ON public.thread FOR EACH ROW WHEN ((old.last_activity_at <> new.last_activity_at)) EXECUTE FUNCTION public.thread_activity();

CREATE TRIGGER thread_group_changed AFTER UPDATE OF group_id ON public.thread FOR EACH ROW WHEN ((old.group_id <> new.group_id)) EXECUTE FUNCTION public.thread_group_changed();

CREATE TRIGGER thread_moves_files AFTER UPDATE OF group_id ON public.thread FOR EACH ROW WHEN ((old.group_id <> new.group_id)) EXECUTE FUNCTION public.thread_moves_files();

CREATE TRIGGER thread_tag_activity BEFORE INSERT ON public.thread_tag FOR EACH ROW EXECUTE FUNCTION public.thread_tag_activity();

CREATE TRIGGER useful_counts AFTER INSERT OR DELETE ON public.useful_mark FOR EACH ROW EXECUTE FUNCTION public.useful_counts();

CREATE TRIGGER validity_searched AFTER INSERT OR UPDATE OF superseded_by, holds, checked_at ON public.thread_validity FOR EACH ROW EXECUTE FUNCTION public.validity_searched();

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_thread_id_number_fkey FOREIGN KEY (thread_id, number) REFERENCES public.post(thread_id, number);

ALTER TABLE ONLY public.account_token
    ADD CONSTRAINT account_token_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.administration_contact
    ADD CONSTRAINT administration_contact_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.administration_contact
    ADD CONSTRAINT administration_contact_named_by_fkey FOREIGN KEY (named_by) REFERENCES public.person(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.administration_contact
    ADD CONSTRAINT administration_contact_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.announcement
    ADD CONSTRAINT announcement_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id);

ALTER TABLE ONLY public.announcement_read
    ADD CONSTRAINT announcement_read_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.announcement_read
    ADD CONSTRAINT announcement_read_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.announcement(thread_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.announcement
    ADD CONSTRAINT announcement_thread_id_kind_fkey FOREIGN KEY (thread_id, kind) REFERENCES public.thread(id, kind) ON DELETE CASCADE;

ALTER TABLE ONLY public.applied_result
    ADD CONSTRAINT applied_result_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.applied_result
    ADD CONSTRAINT applied_result_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.applied_result
    ADD CONSTRAINT applied_result_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.applied_result
    ADD CONSTRAINT applied_result_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.article_author
    ADD CONSTRAINT article_author_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.article_author
    ADD CONSTRAINT article_author_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.article_source
    ADD CONSTRAINT article_source_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.article_source
    ADD CONSTRAINT article_source_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.article_source
    ADD CONSTRAINT article_source_question_id_fkey FOREIGN KEY (question_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.audit_detail
    ADD CONSTRAINT audit_detail_seq_fkey FOREIGN KEY (seq) REFERENCES public.audit(seq);

ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.directory
    ADD CONSTRAINT directory_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.domain_import
    ADD CONSTRAINT domain_import_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft_publication
    ADD CONSTRAINT draft_publication_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft_publication
    ADD CONSTRAINT draft_publication_person_id_place_fkey FOREIGN KEY (person_id, place) REFERENCES public.draft(person_id, place) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.first_steps
    ADD CONSTRAINT first_steps_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.gathering_guest
    ADD CONSTRAINT gathering_guest_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.gathering_guest
    ADD CONSTRAINT gathering_guest_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.gathering(thread_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.gathering
    ADD CONSTRAINT gathering_thread_id_kind_fkey FOREIGN KEY (thread_id, kind) REFERENCES public.thread(id, kind) ON DELETE CASCADE;

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.kit_text
    ADD CONSTRAINT kit_text_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.mail_domain
    ADD CONSTRAINT mail_domain_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_invitation
    ADD CONSTRAINT membership_invitation_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_invitation
    ADD CONSTRAINT membership_invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.membership_invitation
    ADD CONSTRAINT membership_invitation_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_invitation
    ADD CONSTRAINT membership_invitation_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES public.registration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_left
    ADD CONSTRAINT membership_left_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_left
    ADD CONSTRAINT membership_left_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_refusal
    ADD CONSTRAINT membership_refusal_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_refusal
    ADD CONSTRAINT membership_refusal_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_refusal
    ADD CONSTRAINT membership_refusal_refused_by_fkey FOREIGN KEY (refused_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.membership_request
    ADD CONSTRAINT membership_request_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_request
    ADD CONSTRAINT membership_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_rule
    ADD CONSTRAINT membership_rule_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.membership_rule
    ADD CONSTRAINT membership_rule_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.membership_rule
    ADD CONSTRAINT membership_rule_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.model_adoption
    ADD CONSTRAINT model_adoption_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.model_adoption
    ADD CONSTRAINT model_adoption_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.model_adoption
    ADD CONSTRAINT model_adoption_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.model_document(thread_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.model_document
    ADD CONSTRAINT model_document_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.model_document
    ADD CONSTRAINT model_document_derived_from_fkey FOREIGN KEY (derived_from) REFERENCES public.thread(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.model_document
    ADD CONSTRAINT model_document_thread_id_kind_fkey FOREIGN KEY (thread_id, kind) REFERENCES public.thread(id, kind) ON DELETE CASCADE;

ALTER TABLE ONLY public.norm_alias
    ADD CONSTRAINT norm_alias_norm_id_fkey FOREIGN KEY (norm_id) REFERENCES public.norm(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.norm_change
    ADD CONSTRAINT norm_change_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.norm_change
    ADD CONSTRAINT norm_change_norm_id_fkey FOREIGN KEY (norm_id) REFERENCES public.norm(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_letter
    ADD CONSTRAINT notice_letter_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES public.mail(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_letter
    ADD CONSTRAINT notice_letter_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notification(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.notice_settings
    ADD CONSTRAINT notice_settings_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.person(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_follow
    ADD CONSTRAINT person_follow_followed_id_fkey FOREIGN KEY (followed_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_follow
    ADD CONSTRAINT person_follow_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_language
    ADD CONSTRAINT person_language_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.person(id);

ALTER TABLE ONLY public.person_merger
    ADD CONSTRAINT person_merger_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_merger
    ADD CONSTRAINT person_merger_gone_id_fkey FOREIGN KEY (gone_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_merger
    ADD CONSTRAINT person_merger_kept_id_fkey FOREIGN KEY (kept_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_photo
    ADD CONSTRAINT person_photo_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.person_seen
    ADD CONSTRAINT person_seen_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_skill
    ADD CONSTRAINT person_skill_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.plaza_group
    ADD CONSTRAINT plaza_group_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.poll_option
    ADD CONSTRAINT poll_option_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.poll(thread_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.poll
    ADD CONSTRAINT poll_thread_id_kind_fkey FOREIGN KEY (thread_id, kind) REFERENCES public.thread(id, kind) ON DELETE CASCADE;

ALTER TABLE ONLY public.poll_vote
    ADD CONSTRAINT poll_vote_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.poll_vote
    ADD CONSTRAINT poll_vote_thread_id_place_fkey FOREIGN KEY (thread_id, place) REFERENCES public.poll_option(thread_id, place) ON DELETE CASCADE;

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_author_administration_id_fkey FOREIGN KEY (author_administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.post_citation
    ADD CONSTRAINT post_citation_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_edited_by_fkey FOREIGN KEY (edited_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.post_redirect
    ADD CONSTRAINT post_redirect_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_search
    ADD CONSTRAINT post_search_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_thread_id_parent_fkey FOREIGN KEY (thread_id, parent) REFERENCES public.post(thread_id, number);

ALTER TABLE ONLY public.profile_audience
    ADD CONSTRAINT profile_audience_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question_ask
    ADD CONSTRAINT question_ask_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.question_ask
    ADD CONSTRAINT question_ask_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.question_routing(thread_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question_duplicate
    ADD CONSTRAINT question_duplicate_of_thread_id_fkey FOREIGN KEY (of_thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question_duplicate
    ADD CONSTRAINT question_duplicate_said_by_fkey FOREIGN KEY (said_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.question_duplicate
    ADD CONSTRAINT question_duplicate_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question_reopened
    ADD CONSTRAINT question_reopened_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question_routing
    ADD CONSTRAINT question_routing_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.person(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_inviter_id_fkey FOREIGN KEY (inviter_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES public.mail(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_people_import_id_fkey FOREIGN KEY (people_import_id) REFERENCES public.people_import(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.routing_declined
    ADD CONSTRAINT routing_declined_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.routing_declined
    ADD CONSTRAINT routing_declined_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.routing_declined
    ADD CONSTRAINT routing_declined_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.routing_settings
    ADD CONSTRAINT routing_settings_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.same_problem
    ADD CONSTRAINT same_problem_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.same_problem
    ADD CONSTRAINT same_problem_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.same_problem
    ADD CONSTRAINT same_problem_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_group_language
    ADD CONSTRAINT search_group_language_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_regroup
    ADD CONSTRAINT search_regroup_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.suspension
    ADD CONSTRAINT suspension_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.person(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.suspension
    ADD CONSTRAINT suspension_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tag_follow
    ADD CONSTRAINT tag_follow_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tag_follow
    ADD CONSTRAINT tag_follow_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tag_renewal
    ADD CONSTRAINT tag_renewal_into_id_fkey FOREIGN KEY (into_id) REFERENCES public.tag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tag_renewal
    ADD CONSTRAINT tag_renewal_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tag_synonym
    ADD CONSTRAINT tag_synonym_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_act
    ADD CONSTRAINT thread_act_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_act
    ADD CONSTRAINT thread_act_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.thread_act
    ADD CONSTRAINT thread_act_other_id_fkey FOREIGN KEY (other_id) REFERENCES public.thread(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.thread_act
    ADD CONSTRAINT thread_act_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_author_administration_id_fkey FOREIGN KEY (author_administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_check
    ADD CONSTRAINT thread_check_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_check
    ADD CONSTRAINT thread_check_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_follow
    ADD CONSTRAINT thread_follow_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_follow
    ADD CONSTRAINT thread_follow_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id);

ALTER TABLE ONLY public.thread_level
    ADD CONSTRAINT thread_level_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_level
    ADD CONSTRAINT thread_level_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_link
    ADD CONSTRAINT thread_link_from_thread_id_fkey FOREIGN KEY (from_thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_link
    ADD CONSTRAINT thread_link_to_thread_id_fkey FOREIGN KEY (to_thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_mail_off
    ADD CONSTRAINT thread_mail_off_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_mail_off
    ADD CONSTRAINT thread_mail_off_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_pin
    ADD CONSTRAINT thread_pin_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_pin
    ADD CONSTRAINT thread_pin_pinned_by_fkey FOREIGN KEY (pinned_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_pin
    ADD CONSTRAINT thread_pin_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_read
    ADD CONSTRAINT thread_read_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_read
    ADD CONSTRAINT thread_read_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_share
    ADD CONSTRAINT thread_share_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.thread(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.thread_share
    ADD CONSTRAINT thread_share_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_tag
    ADD CONSTRAINT thread_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_tag
    ADD CONSTRAINT thread_tag_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_validity
    ADD CONSTRAINT thread_validity_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_validity
    ADD CONSTRAINT thread_validity_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_validity
    ADD CONSTRAINT thread_validity_norm_change_id_fkey FOREIGN KEY (norm_change_id) REFERENCES public.norm_change(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.thread_validity
    ADD CONSTRAINT thread_validity_review_by_fkey FOREIGN KEY (review_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread_validity
    ADD CONSTRAINT thread_validity_superseded_by_fkey FOREIGN KEY (superseded_by) REFERENCES public.thread(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.thread_validity
    ADD CONSTRAINT thread_validity_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.useful_mark
    ADD CONSTRAINT useful_mark_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.useful_mark
    ADD CONSTRAINT useful_mark_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

GRANT USAGE ON SCHEMA public TO plaza_app;

GRANT ALL ON FUNCTION public.accepted_state() TO plaza_app;

GRANT ALL ON FUNCTION public.account_links_end() TO plaza_app;

GRANT ALL ON FUNCTION public.administration_kept() TO plaza_app;

GRANT ALL ON FUNCTION public.administration_query(words text) TO plaza_app;

GRANT ALL ON FUNCTION public.new_id() TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.administration TO plaza_app;

GRANT ALL ON FUNCTION public.administration_ref(a public.administration) TO plaza_app;

GRANT ALL ON FUNCTION public.announced_to(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.announcement_readers(of_thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.apply_membership_rules(people bigint[], only_group bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.appointments_json(person bigint, current boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.audience_of(person bigint, wanted text) TO plaza_app;

GRANT ALL ON FUNCTION public.audit_by_rule(what text, concerned bigint, who bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.audit_hash(previous bytea, seq bigint, at timestamp with time zone, actor bigint, action text, object_kind text, object_id bigint, digest bytea) TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread TO plaza_app;

GRANT ALL ON FUNCTION public.awaits_answer(t public.thread) TO plaza_app;

GRANT ALL ON FUNCTION public.away_days() TO plaza_app;

GRANT ALL ON FUNCTION public.away_since(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.away_unread(t public.thread, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.better_by_name(whom bigint, what text, in_group bigint, in_thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.close_imported_duplicate(thread bigint, other bigint, said_at timestamp with time zone) TO plaza_app;

GRANT ALL ON FUNCTION public.comparable(mine public.administration, theirs public.administration) TO plaza_app;

GRANT ALL ON FUNCTION public.console_administration_json(a public.administration) TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person TO plaza_app;

GRANT ALL ON FUNCTION public.console_person_json(p public.person) TO plaza_app;

GRANT ALL ON FUNCTION public.contact_ends() TO plaza_app;

GRANT ALL ON FUNCTION public.directory_administration() TO plaza_app;

GRANT ALL ON FUNCTION public.directory_beginning(words text) TO plaza_app;

GRANT ALL ON FUNCTION public.directory_items(people bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.directory_lexemes(t text) TO plaza_app;

GRANT ALL ON FUNCTION public.directory_of_person() TO plaza_app;

GRANT ALL ON FUNCTION public.directory_page(asked tsquery, beginning text, viewer bigint, like_me boolean, after_tier integer, after_id bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.directory_person() TO plaza_app;

GRANT ALL ON FUNCTION public.directory_query(words text, skill text, province text, band text, administration bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.directory_store(people bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.directory_walk(asked tsquery, beginning text, begins boolean, after_id bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.draft_publication_json(of_person bigint, at_place text) TO plaza_app;

GRANT ALL ON FUNCTION public.drop_photo() TO plaza_app;

GRANT ALL ON FUNCTION public.easter(in_year integer) TO plaza_app;

GRANT ALL ON FUNCTION public.enqueue_soon(of_kind text, of_thread bigint, seconds integer) TO plaza_app;

GRANT ALL ON FUNCTION public.enqueue_soon(of_kind text, key text, payload jsonb, seconds integer) TO plaza_app;

GRANT ALL ON FUNCTION public.event_slug() TO plaza_app;

GRANT ALL ON FUNCTION public.feed_away(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.feed_for_you(viewer bigint, before_at timestamp with time zone, before_id bigint, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.feed_group(in_group bigint, only_kind text, only_state text, before_at timestamp with time zone, before_id bigint, from_at timestamp with time zone, from_id bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.feed_page(viewer bigint, only_kind text, only_state text, only_group text, only_tag text, only_norm text, like_me boolean, before_at timestamp with time zone, before_id bigint, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.feed_page(viewer bigint, only_kind text, only_state text, only_group text, only_tag text, only_norm text, only_article text, like_me boolean, before_at timestamp with time zone, before_id bigint, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.feed_walk(viewer bigint, only_kind text, only_state text, only_group text, only_tag text, among bigint[], before_at timestamp with time zone, before_id bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.file_doom() TO plaza_app;

GRANT ALL ON FUNCTION public.file_place() TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.file TO plaza_app;

GRANT ALL ON FUNCTION public.file_shape(f public.file) TO plaza_app;

GRANT ALL ON FUNCTION public.file_with_state(f public.file) TO plaza_app;

GRANT ALL ON FUNCTION public.files_in_drafts(of_person bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.files_of_post(of_post bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.fold(t text) TO plaza_app;

GRANT ALL ON FUNCTION public.for_you_too(t public.thread, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.forget_late_notice_letters() TO plaza_app;

GRANT ALL ON FUNCTION public.fresh_numbers(numbers integer[], times integer) TO plaza_app;

GRANT ALL ON FUNCTION public.gathering_member_left() TO plaza_app;

GRANT ALL ON FUNCTION public.gathering_moved() TO plaza_app;

GRANT ALL ON FUNCTION public.gathering_person_away() TO plaza_app;

GRANT ALL ON FUNCTION public.gathering_person_back() TO plaza_app;

GRANT ALL ON FUNCTION public.gathering_places_freed(threads bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.group_access_event() TO plaza_app;

GRANT ALL ON FUNCTION public.group_health(of_group bigint, days integer) TO plaza_app;

GRANT ALL ON FUNCTION public.group_moved_event() TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plaza_group TO plaza_app;

GRANT ALL ON FUNCTION public.group_shape(g public.plaza_group, members bigint, mine text, level text) TO plaza_app;

GRANT ALL ON FUNCTION public.guest_access_event() TO plaza_app;

GRANT ALL ON FUNCTION public.guest_welcome(invited_to bigint, inviter bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.home_of(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.in_force(a public.administration) TO plaza_app;

GRANT ALL ON FUNCTION public.is_guest(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.json_bool(b boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.keep_an_administrator() TO plaza_app;

GRANT ALL ON FUNCTION public.keep_shown_photo() TO plaza_app;

GRANT ALL ON FUNCTION public.knows_person(viewer bigint, person bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.knows_tag(viewer bigint, tag bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.languages_json(person bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.level_of(whom bigint, in_group bigint, in_thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.link_audit() TO plaza_app;

GRANT ALL ON FUNCTION public.lock_administrators() TO plaza_app;

GRANT ALL ON FUNCTION public.mail_carries_content(in_group bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.mail_hours(whom bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.mail_moment(whom bigint, moment timestamp with time zone) TO plaza_app;

GRANT ALL ON FUNCTION public.mail_patience() TO plaza_app;

GRANT ALL ON FUNCTION public.mail_wanted(whom bigint, what text, in_thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.may_answer(whom bigint, in_group bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.may_be_told(viewer bigint, in_group bigint, of_thread boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.may_know_file(viewer bigint, f public.file) TO plaza_app;

GRANT ALL ON FUNCTION public.may_read_file(viewer bigint, f public.file) TO plaza_app;

GRANT ALL ON FUNCTION public.membership_event() TO plaza_app;

GRANT ALL ON FUNCTION public.membership_guest() TO plaza_app;

GRANT ALL ON FUNCTION public.membership_invited_no_more() TO plaza_app;

GRANT ALL ON FUNCTION public.membership_level() TO plaza_app;

GRANT ALL ON FUNCTION public.membership_rank(role text) TO plaza_app;

GRANT ALL ON FUNCTION public.membership_rules_meant() TO plaza_app;

GRANT ALL ON FUNCTION public.merge_people(kept bigint, gone bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.merge_people(kept bigint, gone bigint, all_of_it boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.merge_people_rest(kept bigint, gone bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.merge_tags(gone bigint, kept bigint, language text) TO plaza_app;

GRANT ALL ON FUNCTION public.merge_threads(gone bigint, kept bigint, most_posts integer) TO plaza_app;

GRANT ALL ON FUNCTION public.model_details(viewer bigint, thread bigint, takes_part boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.model_json(model bigint, type text, administration bigint, state text, since date) TO plaza_app;

GRANT ALL ON FUNCTION public.national_holiday(day date) TO plaza_app;

GRANT ALL ON FUNCTION public.norm_changes(norm text) TO plaza_app;

GRANT ALL ON FUNCTION public.norm_few_threads(keys text[], cited text, groups bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.norm_keys(id text, kind text, number text, community text) TO plaza_app;

GRANT ALL ON FUNCTION public.norm_keys_of(wanted text) TO plaza_app;

GRANT ALL ON FUNCTION public.norm_names_changed() TO plaza_app;

GRANT ALL ON FUNCTION public.norm_names_held() TO plaza_app;

GRANT ALL ON FUNCTION public.norm_renew(norms text[]) TO plaza_app;

GRANT ALL ON FUNCTION public.norm_threads(keys text[], cited text, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.notice_channels(whom bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.notice_class(cause text) TO plaza_app;

GRANT ALL ON FUNCTION public.notice_classes() TO plaza_app;

GRANT ALL ON FUNCTION public.notice_letter_facts(letter bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.notice_settings_json(whom bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.notification_event_data(of_id bigint, change integer) TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_row TO plaza_app;

GRANT ALL ON FUNCTION public.notification_json(r public.notification_row) TO plaza_app;

GRANT ALL ON FUNCTION public.offered_groups(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.person_access_event() TO plaza_app;

GRANT ALL ON FUNCTION public.person_drops_files() TO plaza_app;

GRANT ALL ON FUNCTION public.person_erasure() TO plaza_app;

GRANT ALL ON FUNCTION public.person_gone() TO plaza_app;

GRANT ALL ON FUNCTION public.person_ref(id bigint, name text, "position" text, administration_id bigint, administration text, band text) TO plaza_app;

GRANT ALL ON FUNCTION public.person_ref(id bigint, name text, "position" text, administration_id bigint, administration text, band text, photo text) TO plaza_app;

GRANT ALL ON FUNCTION public.person_ties() TO plaza_app;

GRANT ALL ON FUNCTION public.person_today(of_id bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.person_unties() TO plaza_app;

GRANT ALL ON FUNCTION public.photo_for_all(person bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.photo_shown(person bigint, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.plain_beginning(html text, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.post_counts() TO plaza_app;

GRANT ALL ON FUNCTION public.post_drops_applied() TO plaza_app;

GRANT ALL ON FUNCTION public.post_drops_files() TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accepted_answer TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.applied_result TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_row TO plaza_app;

GRANT ALL ON FUNCTION public.post_json(r public.post_row) TO plaza_app;

GRANT ALL ON FUNCTION public.post_members(r public.post_row) TO plaza_app;

GRANT ALL ON FUNCTION public.post_moves_files() TO plaza_app;

GRANT ALL ON FUNCTION public.post_shape(r public.post_row, my_vote boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.post_version() TO plaza_app;

GRANT ALL ON FUNCTION public.posts_added() TO plaza_app;

GRANT ALL ON FUNCTION public.profile_json(p public.person, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.profile_shows(person bigint, field text, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.publish_events() TO plaza_app;

GRANT ALL ON FUNCTION public.question_duplicate_searched() TO plaza_app;

GRANT ALL ON FUNCTION public.question_leads_to(first bigint, other bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.question_unsolved() TO plaza_app;

GRANT ALL ON FUNCTION public.readable_groups(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.readers_within(inner_group bigint, outer_group bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.recount() TO plaza_app;

GRANT ALL ON FUNCTION public.recount_set_right(counter text, object bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.recount_thread(thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.renew_tag(tag bigint, becomes bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.renew_tags_some(batch integer) TO plaza_app;

GRANT ALL ON FUNCTION public.renumber_notices(was bigint, becomes bigint, numbers integer[], became integer[], most_posts integer) TO plaza_app;

GRANT ALL ON FUNCTION public.replace_owner(gone bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.rfc3339(t timestamp with time zone) TO plaza_app;

GRANT ALL ON FUNCTION public.rights_in_thread(role text, is_author boolean, archived boolean, kind text, closed boolean, closed_by_me boolean, writes_too boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.routing_answers(of_thread bigint, alike bigint[], likeness double precision[]) TO plaza_app;

GRANT ALL ON FUNCTION public.routing_candidates(of_thread bigint, alike bigint[], likeness double precision[]) TO plaza_app;

GRANT ALL ON FUNCTION public.routing_json(of_thread bigint, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.routing_waits_again() TO plaza_app;

GRANT ALL ON FUNCTION public.seal_notice_letter(letter bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.search_any(VARIADIC lexemes text[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_at_least(terms text[], m integer, titled boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.search_at_once() TO plaza_app;

GRANT ALL ON FUNCTION public.search_document(title text, tags text, body text, language text, number integer, role text, marks text[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_empty_words() TO plaza_app;

GRANT ALL ON FUNCTION public.search_expected(shares double precision[], m integer, posts bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.search_find(viewer bigint, question text, group_slug text, wanted_kind text, wanted_tag text, wanted_state text, after_score bigint, after_id bigint, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.search_find(viewer bigint, question text, group_slug text, wanted_kind text, wanted_tag text, wanted_state text, wanted_band text, wanted_norm text, wanted_article text, like_me boolean, after_score bigint, after_id bigint, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.search_fold(t text) TO plaza_app;

GRANT ALL ON FUNCTION public.search_forms(word text, languages text[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_group_changed() TO plaza_app;

GRANT ALL ON FUNCTION public.search_language(language text) TO plaza_app;

GRANT ALL ON FUNCTION public.search_language_seen() TO plaza_app;

GRANT ALL ON FUNCTION public.search_lexemes(t text, language text) TO plaza_app;

GRANT ALL ON FUNCTION public.search_measure() TO plaza_app;

GRANT ALL ON FUNCTION public.search_norms(t text, placed tsvector) TO plaza_app;

GRANT ALL ON FUNCTION public.search_post_changed() TO plaza_app;

GRANT ALL ON FUNCTION public.search_posts_added() TO plaza_app;

GRANT ALL ON FUNCTION public.search_question_words() TO plaza_app;

GRANT ALL ON FUNCTION public.search_regroup_some(batch integer) TO plaza_app;

GRANT ALL ON FUNCTION public.search_renew(of_thread bigint, behind integer) TO plaza_app;

GRANT ALL ON FUNCTION public.search_renew_later(of_thread bigint, behind integer) TO plaza_app;

GRANT ALL ON FUNCTION public.search_renew_some(of_thread bigint, behind integer, batch integer) TO plaza_app;

GRANT ALL ON FUNCTION public.search_renew_standing(of_thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.search_share(lexemes text[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_spaced(t text) TO plaza_app;

GRANT ALL ON FUNCTION public.search_stages(question text, languages text[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_stem(word text, language text) TO plaza_app;

GRANT ALL ON FUNCTION public.search_stems(words text[], language text) TO plaza_app;

GRANT ALL ON FUNCTION public.search_store(posts bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_store_held(posts bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_tags_changed() TO plaza_app;

GRANT ALL ON FUNCTION public.search_terms(question text, languages text[]) TO plaza_app;

GRANT ALL ON FUNCTION public.search_thread_changed() TO plaza_app;

GRANT ALL ON FUNCTION public.search_walk(asked tsquery, groups bigint[], wanted_state text, wanted_band text, norms text[], cited text, among bigint[], found bigint[], bound integer) TO plaza_app;

GRANT ALL ON FUNCTION public.search_windows() TO plaza_app;

GRANT ALL ON FUNCTION public.session_access_event() TO plaza_app;

GRANT ALL ON FUNCTION public.settle_notices(whom bigint, shown text[], mailed text[], from_minute integer, to_minute integer, days smallint[], zone text, away date) TO plaza_app;

GRANT ALL ON FUNCTION public.show_photo_while_active() TO plaza_app;

GRANT ALL ON FUNCTION public.similar_candidates(viewer bigint, asked text, group_slug text, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.similar_posts(asked text, groups bigint[], bound integer) TO plaza_app;

GRANT ALL ON FUNCTION public.similar_proposal(viewer bigint, said text, likes bigint[], weights double precision[]) TO plaza_app;

GRANT ALL ON FUNCTION public.skills_json(person bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.solution_moment(of_thread bigint, since timestamp with time zone, within integer) TO plaza_app;

GRANT ALL ON FUNCTION public.speaks_for(person bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.split_thread(was bigint, becomes bigint, chosen integer[], most_posts integer) TO plaza_app;

GRANT ALL ON FUNCTION public.stop_mail(whom bigint, of_thread bigint, class_place integer, stop boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.strip_notices(of_thread bigint, numbers integer[], only_cause text) TO plaza_app;

GRANT ALL ON FUNCTION public.subjects_of(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.tag_called(name text) TO plaza_app;

GRANT ALL ON FUNCTION public.tag_json(of_tag bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.tag_key(t text) TO plaza_app;

GRANT ALL ON FUNCTION public.tag_named() TO plaza_app;

GRANT ALL ON FUNCTION public.tag_version(of_tag bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.tell_notification(whom bigint, what text, in_group bigint, in_thread bigint, by_whom bigint, post_number integer, told jsonb, most_posts integer) TO plaza_app;

GRANT ALL ON FUNCTION public.tell_thread_gone(thread bigint, was bigint, becomes bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_activity() TO plaza_app;

GRANT ALL ON FUNCTION public.thread_acts(of_thread bigint, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_group_changed() TO plaza_app;

GRANT ALL ON FUNCTION public.unchecked_since(kind text, state text, created_at timestamp with time zone, accepted_at timestamp with time zone, checked_at timestamp with time zone) TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.model_document TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.question_duplicate TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.question_reopened TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.same_problem TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tag TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_pin TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_tag TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_validity TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_row TO plaza_app;

GRANT ALL ON FUNCTION public.thread_json(r public.thread_row) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_link_json(linked bigint, viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_members(r public.thread_row) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_moves_files() TO plaza_app;

GRANT ALL ON FUNCTION public.thread_page(ids bigint[], viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_reviewer(thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_shapes(ids bigint[], viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_tag_activity() TO plaza_app;

GRANT ALL ON FUNCTION public.threads_to_review(viewer bigint, in_group bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.unread_count(next_number integer, read_number integer, last_activity timestamp with time zone, since timestamp with time zone) TO plaza_app;

GRANT ALL ON FUNCTION public.useful_counts() TO plaza_app;

GRANT ALL ON FUNCTION public.validity_json(checked_at timestamp with time zone, checked_by bigint, holds boolean, asked boolean, norm_change bigint, unchecked_since timestamp with time zone) TO plaza_app;

GRANT ALL ON FUNCTION public.validity_lasts() TO plaza_app;

GRANT ALL ON FUNCTION public.validity_searched() TO plaza_app;

GRANT ALL ON FUNCTION public.verify_audit() TO plaza_app;

GRANT ALL ON FUNCTION public.visible_groups(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.visible_notices(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.visible_notifications(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.waiting_counts(groups bigint[], tagged bigint, among bigint[], home public.administration) TO plaza_app;

GRANT ALL ON FUNCTION public.waiting_groups(viewer bigint, only_group bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.waiting_items(ids bigint[], reasons text[], subjects text[], viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.waiting_mine(viewer bigint, days integer, ordering text, like_me boolean, key_1 bigint, key_2 bigint, key_3 bigint, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.waiting_page(viewer bigint, only_group bigint, only_tag text, like_me boolean, newest boolean, after_at timestamp with time zone, after_id bigint, wanted integer) TO plaza_app;

GRANT ALL ON FUNCTION public.waiting_tagged(tagged bigint, groups bigint[]) TO plaza_app;

GRANT ALL ON FUNCTION public.waiting_walk(groups bigint[], newest boolean, after_at timestamp with time zone, after_id bigint, most integer) TO plaza_app;

GRANT ALL ON FUNCTION public.waits(t public.thread) TO plaza_app;

GRANT ALL ON FUNCTION public.wants_notice(whom bigint, what text, in_group bigint, in_thread bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.weekly_asks(whom bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.working_moment(moment timestamp with time zone, days integer, region text, zone text) TO plaza_app;

GRANT ALL ON FUNCTION public.write_audit(actor bigint, action text, object_kind text, object_id bigint, details jsonb) TO plaza_app;

GRANT ALL ON FUNCTION public.write_notice_letter(told public.notification, post_number integer) TO plaza_app;

GRANT ALL ON FUNCTION public.writers_ended(within_ms integer) TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_token TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.administration_contact TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.announcement TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.announcement_read TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.article_author TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.article_source TO plaza_app;

GRANT SELECT,INSERT ON TABLE public.audit TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_detail TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_head TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_waiting TO plaza_app;

GRANT SELECT,USAGE ON SEQUENCE public.audit_waiting_n_seq TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bookmark TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.credential TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_skill TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_source TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.domain_import TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.draft TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.draft_publication TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event_head TO plaza_app;

GRANT SELECT,USAGE ON SEQUENCE public.event_id_seq TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.file_doomed TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.first_steps TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gathering TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gathering_guest TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.holiday TO plaza_app;

GRANT SELECT ON TABLE public.id_key TO plaza_app;

GRANT SELECT,USAGE ON SEQUENCE public.id_sequence TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_origin TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.installation TO plaza_app;

GRANT SELECT ON TABLE public.installation_secret TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job TO plaza_app;

GRANT SELECT,USAGE ON SEQUENCE public.job_id_seq TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.kit_text TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_domain TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_rule TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_by_rule TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_invitation TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_left TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_refusal TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_request TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.model_adoption TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.norm TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.norm_alias TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.norm_change TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.norm_known TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.norm_version TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notice_letter TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notice_settings TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_import TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_follow TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_language TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_merger TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_photo TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_seen TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.poll TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.poll_option TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.poll_vote TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_citation TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_redirect TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_revision TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_search TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_audience TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.question_ask TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.question_routing TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recovery_code TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registration TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.routing_declined TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.routing_settings TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schedule_run TO plaza_app;

GRANT SELECT ON TABLE public.schema_migration TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_frequency TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_group_language TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_regroup TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_size TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tag_synonym TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_source TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.second_factor TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.signin_failure TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_link TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.similar_link TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.suspension TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tag_follow TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tag_renewal TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_act TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_check TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_follow TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_level TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_mail_off TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_read TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_share TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.useful_mark TO plaza_app;
