-- SPDX-License-Identifier: EUPL-1.2
-- Model documents: for whom one speaks, and what a page of one shows besides.

-- Administrations that a person belongs to now. Externals work for one and do not speak for it.
create or replace function speaks_for(person bigint) returns setof bigint
language sql stable as $$
    select a.administration_id from appointment a
    where a.person_id = person and a.valid_to is null and a.relation <> 'external'
    group by a.administration_id
$$;

-- Threads that it came from, or that came from it, are there for who may read them, and for anybody else there are none.
-- `takes_part`: the viewer may write in its group.
create or replace function model_details(viewer bigint, thread bigint, takes_part boolean) returns text
language plpgsql stable as $$
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
