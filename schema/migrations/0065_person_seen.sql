-- SPDX-License-Identifier: EUPL-1.2
-- The last day on which somebody was here, and since when they had been away before: for what happened meanwhile, which they
-- alone are shown. A day, not an hour, and nothing of what they did.
create table person_seen (
    person_id bigint primary key references person (id) on delete cascade,
    day date not null,
    away_from date check (away_from < day)  -- until they have put away what they were shown
);
insert into person_seen (person_id, day) select person_id, max(last_used_at)::date from session group by person_id;
