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

CREATE FUNCTION public.audit_hash(previous bytea, seq bigint, at timestamp with time zone, actor bigint, action text, object_kind text, object_id bigint, digest bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
    select sha256(previous || convert_to(concat_ws('|', seq, (extract(epoch from at) * 1000000)::bigint,
        coalesce(actor, 0), action, object_kind, coalesce(object_id, 0), encode(coalesce(digest, ''), 'hex')), 'UTF8'))
$$;

CREATE FUNCTION public.fold(t text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select translate(lower(t), 'áàâäãåéèêëíìîïóòôöõúùûüýÿ', 'aaaaaaeeeeiiiiooooouuuuyy')
$$;

CREATE FUNCTION public.group_access_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, group_id, data) values ('access.group', new.id, new.kind);
    return null;
end
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
    CONSTRAINT plaza_group_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'private'::text, 'hidden'::text]))),
    CONSTRAINT plaza_group_slug_check CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND ((length(slug) >= 2) AND (length(slug) <= 80))))
);

CREATE FUNCTION public.group_json(g public.plaza_group, members bigint, mine text) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('slug', g.slug, 'name', g.name, 'kind', g.kind, 'description', g.description,
        'rules', g.rules, 'members', members, 'my_membership', mine, 'archived', g.archived_at is not null)
$$;

CREATE FUNCTION public.json_with(shared json, extra json) RETURNS json
    LANGUAGE sql IMMUTABLE
    AS $$ select (left(shared::text, -1) || ',' || substr(extra::text, 2))::json $$;

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

CREATE FUNCTION public.person_access_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, person_id, data) values ('access.person', new.id, new.status);
    return null;
end
$$;

CREATE FUNCTION public.person_ref(id bigint, name text, "position" text, administration_id bigint, administration text, band text) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('id', id, 'name', name, 'post', "position", 'administration',
        case when administration_id is not null
             then json_build_object('id', administration_id, 'name', administration, 'band', band) end)
$$;

CREATE FUNCTION public.post_counts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    p post := case when tg_op = 'DELETE' then old else new end;
    change int := (tg_op <> 'DELETE' and new.deleted_at is null)::int - (tg_op <> 'INSERT' and old.deleted_at is null)::int;
begin
    if change = 0 and tg_op <> 'INSERT' then return null; end if;
    -- An acceptance goes with its answer.
    if change < 0 then delete from accepted_answer where thread_id = p.thread_id and number = p.number; end if;
    update thread set
        answers = answers + change * (p.role = 'answer')::int,
        replies = replies + change * (p.role in ('reply', 'comment'))::int,
        last_activity_at = greatest(last_activity_at, p.created_at),
        next_number = greatest(next_number, p.number + 1)
    where id = p.thread_id;
    return null;
end
$$;

CREATE TABLE public.accepted_answer (
    thread_id bigint NOT NULL,
    number integer NOT NULL,
    accepted_by bigint,
    accepted_at timestamp with time zone DEFAULT now() NOT NULL
);

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
    CONSTRAINT administration_check CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT administration_level_check CHECK ((level = ANY (ARRAY['municipality'::text, 'minor-entity'::text, 'county'::text, 'association'::text, 'province'::text, 'island'::text, 'region'::text, 'state'::text, 'university'::text, 'other'::text]))),
    CONSTRAINT administration_population_check CHECK ((population >= 0))
);

CREATE TABLE public.person (
    id bigint DEFAULT public.new_id() NOT NULL,
    name text NOT NULL,
    bio text DEFAULT ''::text NOT NULL,
    language text DEFAULT 'es'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    network_role text,
    policy_accepted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT person_language_check CHECK ((language = ANY (ARRAY['es'::text, 'ca'::text, 'gl'::text, 'eu'::text, 'en'::text]))),
    CONSTRAINT person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT person_network_role_check CHECK ((network_role = ANY (ARRAY['administrator'::text, 'auditor'::text]))),
    CONSTRAINT person_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'erased'::text, 'imported'::text])))
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
    CONSTRAINT post_check CHECK (((role = 'root'::text) = (number = 1))),
    CONSTRAINT post_check1 CHECK (((role <> 'comment'::text) OR (parent IS NOT NULL))),
    CONSTRAINT post_check2 CHECK ((parent < number)),
    CONSTRAINT post_check3 CHECK (((deleted_at IS NULL) OR ((body = ''::text) AND (html = ''::text)))),
    CONSTRAINT post_role_check CHECK ((role = ANY (ARRAY['root'::text, 'reply'::text, 'answer'::text, 'comment'::text])))
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
    (acc.number IS NOT NULL) AS accepted
   FROM (((public.post p
     JOIN public.person pe ON ((pe.id = p.author_id)))
     LEFT JOIN public.administration a ON ((a.id = p.author_administration_id)))
     LEFT JOIN public.accepted_answer acc ON (((acc.thread_id = p.thread_id) AND (acc.number = p.number))));

CREATE FUNCTION public.post_for(r public.post_row, my_vote boolean) RETURNS json
    LANGUAGE sql STABLE
    AS $$ select json_with(post_json(r), json_build_object('my_vote', my_vote)) $$;

CREATE FUNCTION public.post_json(r public.post_row) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('id', r.id, 'thread', r.thread_id, 'number', r.number, 'role', r.role, 'parent', r.parent,
        'author', case when r.deleted_at is null
            then person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                            r.administration_name, r.band) end,
        'body', r.body, 'html', r.html, 'useful', r.useful, 'accepted', r.accepted,
        'created_at', rfc3339(r.created_at), 'edited_at', rfc3339(r.edited_at), 'deleted', r.deleted_at is not null)
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

CREATE FUNCTION public.readable_groups(viewer bigint) RETURNS TABLE(group_id bigint, role text)
    LANGUAGE sql STABLE
    AS $$
    select v.group_id, v.role from visible_groups(viewer) v where v.may_read
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
$$;

CREATE FUNCTION public.rfc3339(t timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$ select to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

CREATE FUNCTION public.session_access_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into event (kind, person_id, data) values ('access.session', old.person_id, old.id::text);
    return null;
end
$$;

CREATE TABLE public.tag (
    id bigint DEFAULT public.new_id() NOT NULL,
    name text NOT NULL,
    CONSTRAINT tag_name_check CHECK (((name = lower(name)) AND ((length(name) >= 1) AND (length(name) <= 50))))
);

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
    CONSTRAINT thread_kind_check CHECK ((kind = ANY (ARRAY['update'::text, 'question'::text, 'article'::text, 'announcement'::text, 'poll'::text, 'event'::text, 'thanks'::text]))),
    CONSTRAINT thread_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300)))
);

CREATE TABLE public.thread_tag (
    thread_id bigint NOT NULL,
    tag_id bigint NOT NULL
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
    acc.number AS accepted,
    ( SELECT COALESCE(json_agg(tag.name ORDER BY tag.name), '[]'::json) AS "coalesce"
           FROM (public.thread_tag tt
             JOIN public.tag ON ((tag.id = tt.tag_id)))
          WHERE (tt.thread_id = t.id)) AS tags
   FROM ((((public.thread t
     JOIN public.plaza_group g ON ((g.id = t.group_id)))
     JOIN public.person p ON ((p.id = t.author_id)))
     LEFT JOIN public.administration a ON ((a.id = t.author_administration_id)))
     LEFT JOIN public.accepted_answer acc ON ((acc.thread_id = t.id)));

CREATE FUNCTION public.thread_json(r public.thread_row) RETURNS json
    LANGUAGE sql STABLE
    AS $$
    select json_build_object('id', r.id, 'group', json_build_object('slug', r.slug, 'name', r.group_name),
        'kind', r.kind, 'title', r.title, 'state', r.state, 'language', r.language,
        'author', person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                             r.administration_name, r.band),
        'tags', r.tags, 'created_at', rfc3339(r.created_at), 'last_activity_at', rfc3339(r.last_activity_at),
        'answers', r.answers, 'replies', r.replies, 'accepted', r.accepted)
$$;

CREATE FUNCTION public.thread_list(ids bigint[], viewer bigint) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (
        select coalesce(json_agg(json_with(thread_json(r),
                json_build_object(
                    'unread', unread_count(r.next_number, tr.number, r.last_activity_at, m.since),
                    'can', thread_rights(v.role, r.author_id = viewer, r.archived_at is not null, r.kind))) order by o.n), '[]')
        from unnest(ids) with ordinality o(id, n)
        join thread_row r on r.id = o.id
        join lateral (select * from readable_groups(viewer) g where g.group_id = r.group_id) v on true
        left join membership m on m.group_id = r.group_id and m.person_id = viewer
        left join thread_read tr on tr.thread_id = r.id and tr.person_id = viewer);
end
$$;

CREATE FUNCTION public.thread_rights(role text, is_author boolean, archived boolean, kind text) RETURNS json
    LANGUAGE sql IMMUTABLE
    AS $$
    select json_build_object(
        'reply', role is not null and not archived,
        'answer', role is not null and not archived and kind = 'question',
        'accept', role is not null and not archived and kind = 'question' and (is_author or role in ('moderator', 'owner')),
        'edit', role is not null and not archived and is_author)
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
    select g.id, m.role, g.kind = 'open' or m.role is not null
    from plaza_group g
    left join membership m on m.group_id = g.id and m.person_id = viewer
    where g.kind <> 'hidden' or m.role is not null
$$;

CREATE FUNCTION public.write_audit(actor bigint, action text, object_kind text, object_id bigint, details jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    head audit_head;
    salt bytea := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
    digest bytea := sha256(salt || convert_to(details::text, 'UTF8'));
    moment timestamptz := clock_timestamp();
begin
    select * into head from audit_head for update;
    insert into audit (seq, at, actor_id, action, object_kind, object_id, details_digest, previous, hash)
    values (head.seq + 1, moment, actor, action, object_kind, object_id, digest, head.hash,
            audit_hash(head.hash, head.seq + 1, moment, actor, action, object_kind, object_id, digest));
    insert into audit_detail (seq, salt, details) values (head.seq + 1, salt, details);
    update audit_head a set seq = head.seq + 1, hash = (select hash from audit where audit.seq = head.seq + 1);
    return head.seq + 1;
end
$$;

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
    CONSTRAINT appointment_relation_check CHECK ((relation = ANY (ARRAY['employee'::text, 'elected'::text, 'adviser'::text, 'external'::text])))
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

CREATE TABLE public.credential (
    person_id bigint NOT NULL,
    email text NOT NULL,
    password text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT credential_email_check CHECK ((email = lower(email)))
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
    created_at timestamp with time zone DEFAULT now() NOT NULL
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
    created_at timestamp with time zone DEFAULT now() NOT NULL
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
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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
    CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['guest'::text, 'member'::text, 'host'::text, 'moderator'::text, 'owner'::text])))
);

CREATE TABLE public.membership_request (
    group_id bigint NOT NULL,
    person_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.person_skill (
    person_id bigint NOT NULL,
    skill text NOT NULL
);

CREATE TABLE public.post_revision (
    post_id bigint NOT NULL,
    revision integer NOT NULL,
    title text,
    body text NOT NULL,
    author_id bigint,
    created_at timestamp with time zone NOT NULL,
    comment text DEFAULT ''::text NOT NULL
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

CREATE TABLE public.thread_read (
    person_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    number integer NOT NULL,
    read_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.useful_mark (
    post_id bigint NOT NULL,
    person_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_pkey PRIMARY KEY (thread_id);

ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_dir3_key UNIQUE (dir3);

ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_detail
    ADD CONSTRAINT audit_detail_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_email_key UNIQUE (email);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.event_head
    ADD CONSTRAINT event_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_position_key UNIQUE ("position");

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

ALTER TABLE ONLY public.mail_domain
    ADD CONSTRAINT mail_domain_pkey PRIMARY KEY (domain, administration_id);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (group_id, person_id);

ALTER TABLE ONLY public.membership_request
    ADD CONSTRAINT membership_request_pkey PRIMARY KEY (group_id, person_id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_skill
    ADD CONSTRAINT person_skill_pkey PRIMARY KEY (person_id, skill);

ALTER TABLE ONLY public.plaza_group
    ADD CONSTRAINT plaza_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plaza_group
    ADD CONSTRAINT plaza_group_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_pkey PRIMARY KEY (post_id, revision);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_thread_id_number_key UNIQUE (thread_id, number);

ALTER TABLE ONLY public.schedule_run
    ADD CONSTRAINT schedule_run_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.signin_failure
    ADD CONSTRAINT signin_failure_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_name_key UNIQUE (name);

ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.thread_link
    ADD CONSTRAINT thread_link_pkey PRIMARY KEY (from_thread_id, to_thread_id, kind);

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.thread_read
    ADD CONSTRAINT thread_read_pkey PRIMARY KEY (person_id, thread_id);

ALTER TABLE ONLY public.thread_tag
    ADD CONSTRAINT thread_tag_pkey PRIMARY KEY (thread_id, tag_id);

ALTER TABLE ONLY public.useful_mark
    ADD CONSTRAINT useful_mark_pkey PRIMARY KEY (post_id, person_id);

CREATE INDEX administration_name ON public.administration USING btree (name, id);

CREATE INDEX administration_place ON public.administration USING btree (province_id, band);

CREATE INDEX appointment_administration ON public.appointment USING btree (administration_id);

CREATE UNIQUE INDEX appointment_one_main ON public.appointment USING btree (person_id) WHERE (main AND (valid_to IS NULL));

CREATE INDEX appointment_person ON public.appointment USING btree (person_id);

CREATE INDEX event_age ON public.event USING btree (created_at);

CREATE INDEX event_post ON public.event USING btree (post_id) WHERE (post_id IS NOT NULL);

CREATE INDEX event_unpublished ON public.event USING btree (id) WHERE ("position" IS NULL);

CREATE INDEX idempotency_age ON public.idempotency USING btree (created_at);

CREATE INDEX job_due ON public.job USING btree (run_at) WHERE (failed_at IS NULL);

CREATE INDEX mail_domain_administration ON public.mail_domain USING btree (administration_id);

CREATE INDEX membership_person ON public.membership USING btree (person_id, group_id);

CREATE INDEX membership_request_person ON public.membership_request USING btree (person_id);

CREATE INDEX post_author ON public.post USING btree (author_id);

CREATE INDEX session_expiry ON public.session USING btree (expires_at);

CREATE INDEX session_person ON public.session USING btree (person_id);

CREATE INDEX thread_author ON public.thread USING btree (author_id);

CREATE INDEX thread_group_activity ON public.thread USING btree (group_id, last_activity_at DESC, id DESC);

CREATE INDEX thread_group_open ON public.thread USING btree (group_id, last_activity_at DESC, id DESC) WHERE ((kind = 'question'::text) AND (answers = 0) AND (NOT solved));

CREATE INDEX thread_group_solved ON public.thread USING btree (group_id, last_activity_at DESC, id DESC) WHERE solved;

CREATE INDEX thread_link_to ON public.thread_link USING btree (to_thread_id);

CREATE INDEX thread_read_thread ON public.thread_read USING btree (thread_id);

CREATE INDEX thread_tag_tag ON public.thread_tag USING btree (tag_id, thread_id);

CREATE INDEX useful_mark_person ON public.useful_mark USING btree (person_id);

CREATE TRIGGER accepted_state AFTER INSERT OR DELETE OR UPDATE ON public.accepted_answer FOR EACH ROW EXECUTE FUNCTION public.accepted_state();

CREATE TRIGGER group_access_event AFTER UPDATE OF kind ON public.plaza_group FOR EACH ROW WHEN ((old.kind <> new.kind)) EXECUTE FUNCTION public.group_access_event();

CREATE TRIGGER membership_event AFTER INSERT OR DELETE OR UPDATE ON public.membership FOR EACH ROW EXECUTE FUNCTION public.membership_event();

CREATE TRIGGER person_access_event AFTER UPDATE OF status, policy_accepted_at ON public.person FOR EACH ROW WHEN (((old.status <> new.status) OR ((new.policy_accepted_at IS NULL) AND (old.policy_accepted_at IS NOT NULL)))) EXECUTE FUNCTION public.person_access_event();

CREATE TRIGGER post_counts AFTER INSERT OR DELETE OR UPDATE OF deleted_at ON public.post FOR EACH ROW EXECUTE FUNCTION public.post_counts();

CREATE TRIGGER session_access_event AFTER DELETE ON public.session FOR EACH ROW EXECUTE FUNCTION public.session_access_event();

CREATE TRIGGER useful_counts AFTER INSERT OR DELETE ON public.useful_mark FOR EACH ROW EXECUTE FUNCTION public.useful_counts();

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.accepted_answer
    ADD CONSTRAINT accepted_answer_thread_id_number_fkey FOREIGN KEY (thread_id, number) REFERENCES public.post(thread_id, number);

ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.audit_detail
    ADD CONSTRAINT audit_detail_seq_fkey FOREIGN KEY (seq) REFERENCES public.audit(seq);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mail_domain
    ADD CONSTRAINT mail_domain_administration_id_fkey FOREIGN KEY (administration_id) REFERENCES public.administration(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_request
    ADD CONSTRAINT membership_request_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.membership_request
    ADD CONSTRAINT membership_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_skill
    ADD CONSTRAINT person_skill_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.plaza_group
    ADD CONSTRAINT plaza_group_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.person(id);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_author_administration_id_fkey FOREIGN KEY (author_administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_thread_id_parent_fkey FOREIGN KEY (thread_id, parent) REFERENCES public.post(thread_id, number);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_author_administration_id_fkey FOREIGN KEY (author_administration_id) REFERENCES public.administration(id);

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.thread
    ADD CONSTRAINT thread_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.plaza_group(id);

ALTER TABLE ONLY public.thread_link
    ADD CONSTRAINT thread_link_from_thread_id_fkey FOREIGN KEY (from_thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_link
    ADD CONSTRAINT thread_link_to_thread_id_fkey FOREIGN KEY (to_thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_read
    ADD CONSTRAINT thread_read_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_read
    ADD CONSTRAINT thread_read_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_tag
    ADD CONSTRAINT thread_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.thread_tag
    ADD CONSTRAINT thread_tag_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES public.thread(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.useful_mark
    ADD CONSTRAINT useful_mark_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.useful_mark
    ADD CONSTRAINT useful_mark_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id) ON DELETE CASCADE;

GRANT USAGE ON SCHEMA public TO plaza_app;

GRANT ALL ON FUNCTION public.accepted_state() TO plaza_app;

GRANT ALL ON FUNCTION public.audit_hash(previous bytea, seq bigint, at timestamp with time zone, actor bigint, action text, object_kind text, object_id bigint, digest bytea) TO plaza_app;

GRANT ALL ON FUNCTION public.fold(t text) TO plaza_app;

GRANT ALL ON FUNCTION public.group_access_event() TO plaza_app;

GRANT ALL ON FUNCTION public.new_id() TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plaza_group TO plaza_app;

GRANT ALL ON FUNCTION public.group_json(g public.plaza_group, members bigint, mine text) TO plaza_app;

GRANT ALL ON FUNCTION public.json_with(shared json, extra json) TO plaza_app;

GRANT ALL ON FUNCTION public.membership_event() TO plaza_app;

GRANT ALL ON FUNCTION public.person_access_event() TO plaza_app;

GRANT ALL ON FUNCTION public.person_ref(id bigint, name text, "position" text, administration_id bigint, administration text, band text) TO plaza_app;

GRANT ALL ON FUNCTION public.post_counts() TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accepted_answer TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.administration TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_row TO plaza_app;

GRANT ALL ON FUNCTION public.post_for(r public.post_row, my_vote boolean) TO plaza_app;

GRANT ALL ON FUNCTION public.post_json(r public.post_row) TO plaza_app;

GRANT ALL ON FUNCTION public.publish_events() TO plaza_app;

GRANT ALL ON FUNCTION public.readable_groups(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.recount() TO plaza_app;

GRANT ALL ON FUNCTION public.rfc3339(t timestamp with time zone) TO plaza_app;

GRANT ALL ON FUNCTION public.session_access_event() TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tag TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_tag TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_row TO plaza_app;

GRANT ALL ON FUNCTION public.thread_json(r public.thread_row) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_list(ids bigint[], viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.thread_rights(role text, is_author boolean, archived boolean, kind text) TO plaza_app;

GRANT ALL ON FUNCTION public.unread_count(next_number integer, read_number integer, last_activity timestamp with time zone, since timestamp with time zone) TO plaza_app;

GRANT ALL ON FUNCTION public.useful_counts() TO plaza_app;

GRANT ALL ON FUNCTION public.verify_audit() TO plaza_app;

GRANT ALL ON FUNCTION public.visible_groups(viewer bigint) TO plaza_app;

GRANT ALL ON FUNCTION public.write_audit(actor bigint, action text, object_kind text, object_id bigint, details jsonb) TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment TO plaza_app;

GRANT SELECT,INSERT ON TABLE public.audit TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_detail TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_head TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.credential TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event_head TO plaza_app;

GRANT SELECT,USAGE ON SEQUENCE public.event_id_seq TO plaza_app;

GRANT SELECT ON TABLE public.id_key TO plaza_app;

GRANT SELECT,USAGE ON SEQUENCE public.id_sequence TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_origin TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.installation TO plaza_app;

GRANT SELECT ON TABLE public.installation_secret TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job TO plaza_app;

GRANT SELECT,USAGE ON SEQUENCE public.job_id_seq TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_domain TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_request TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_skill TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_revision TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schedule_run TO plaza_app;

GRANT SELECT ON TABLE public.schema_migration TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.signin_failure TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_link TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.thread_read TO plaza_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.useful_mark TO plaza_app;
