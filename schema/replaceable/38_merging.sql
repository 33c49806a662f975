-- SPDX-License-Identifier: EUPL-1.2
-- Merging two accounts of one person. Every column that names a person stands here, with what becomes of it; a test
-- compares this list with the catalogue.
--   move   it names the other account now
--   unite  the same, and where both have a row of the same key the row of the kept account stays (see below)
--   drop   it ends with the account
--   stay   nothing changes
create or replace function person_ties() returns table (tie text, how text, why text)
language sql immutable as $$
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

create or replace function membership_rank(role text) returns integer
language sql immutable as $$ select array_position('{guest,member,host,moderator,owner}', role) $$;

-- Whether every transaction that goes on in this database now, but our own, ends within so many milliseconds: what it wrote relying
-- on what it read before is there to be seen then. Copies write nothing, and nobody is behind a vacuum.
create or replace function writers_ended(within_ms int) returns boolean
language plpgsql volatile as $$
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

-- What an account wrote goes to the other one, so many rows of each table at a time; gives whether any did. Their locks are held
-- until the transaction ends: what waits for others has to come in another one.
create or replace function merge_people_rest(kept bigint, gone bigint, most int) returns boolean
language plpgsql as $$
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
$$;

-- The account ends, and everything of it that is one's own comes along in one transaction. What names who wrote it follows
-- where `all_of_it` says so, else by `merge_people_rest`: of somebody who wrote much it would hold their groups up. It may be done again.
-- Whoever calls it holds both people and has asked whether it may be done.
create or replace function merge_people(kept bigint, gone bigint, all_of_it boolean) returns boolean
language plpgsql as $$
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
$$;

create or replace function merge_people(kept bigint, gone bigint) returns boolean
language sql as $$ select merge_people(kept, gone, true) $$;
