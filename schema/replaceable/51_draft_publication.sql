-- SPDX-License-Identifier: EUPL-1.2
-- When a draft appears by itself, for its writer; null for one that does not.
create or replace function draft_publication_json(of_person bigint, at_place text) returns json
language sql stable as $$
    select json_build_object('publish_at', rfc3339(p.publish_at), 'group', p.group_id, 'way', p.way,
                             'title', coalesce(p.request ->> 'title', ''), 'kind', coalesce(p.request ->> 'kind', ''),
                             'confirmed', p.version, 'refused', p.refused)
    from draft_publication p where p.person_id = of_person and p.place = at_place
$$;
