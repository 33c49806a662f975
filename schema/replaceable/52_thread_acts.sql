-- SPDX-License-Identifier: EUPL-1.2
-- What was done to a thread, as a reader of it may know: other threads and groups only where they may read those.
create or replace function thread_acts(of_thread bigint, viewer bigint) returns text
language plpgsql stable as $$
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
