-- SPDX-License-Identifier: EUPL-1.2
-- Announcements: whom they are for, and who has read them.

-- Of a group its members, of the network everybody who may read it.
create or replace function announced_to(viewer bigint) returns table (thread_id bigint)
language sql stable as $$
    select a.thread_id
    from announcement a
    join thread t on t.id = a.thread_id
    join readable_groups(viewer) v on v.group_id = t.group_id
    where v.role is not null or a.network
$$;

-- The people whom an announcement is for, as they may be known of by those who keep it.
create or replace function announcement_readers(of_thread bigint) returns table (person_id bigint)
language sql stable as $$
    select p.id
    from announcement a
    join thread t on t.id = a.thread_id
    join person p on p.status = 'active' and case
        when a.network then not p.guest
        else exists (select from membership m where m.group_id = t.group_id and m.person_id = p.id) end
    where a.thread_id = of_thread
$$;

-- A person as they stand today, beside what they do rather than write.
create or replace function person_today(of_id bigint) returns json
language sql stable as $$
    select person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo)
    from person p
    left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
    left join administration d on d.id = a.administration_id
    where p.id = of_id
$$;

-- The beginning of a text without its marks, for a card that speaks of it.
create or replace function plain_beginning(html text, most integer) returns text
language sql immutable as $$
    select left(btrim(regexp_replace(replace(replace(replace(replace(replace(
        regexp_replace(left(html, 20 * most), '<[^>]*>?', ' ', 'g'),
        '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&'), '\s+', ' ', 'g')), most)
$$;
