-- SPDX-License-Identifier: EUPL-1.2
-- THE rule of which town is like another: one of the same population band; the nearest of them are of the same province,
-- then of the same region, then of the rest of the state. Lists that are narrowed to such towns keep their own order unless
-- they say otherwise. The directory has its own walk down the same rings (71_directory.sql), and pages compare bands
-- (web/src/state/comparable.ts).

-- The administration of somebody's main post; nothing for who has none.
create or replace function home_of(viewer bigint) returns administration
language sql stable as $$
    select d from appointment a join administration d on d.id = a.administration_id
    where a.person_id = viewer and a.main and a.valid_to is null
$$;

-- How near: 3 province, 2 region, 1 state; 0 for a town that is not like it, or of which that is not known.
create or replace function comparable(mine administration, theirs administration) returns integer
language sql immutable as $$
    select case when mine.band is null or mine.band is distinct from theirs.band then 0
                when mine.province_id = theirs.province_id then 3
                when mine.region_id = theirs.region_id then 2
                else 1 end
$$;
