-- SPDX-License-Identifier: EUPL-1.2
-- What is said of a text goes with it.
create or replace function post_drops_applied() returns trigger
language plpgsql as $$
begin
    delete from applied_result where post_id = new.id;
    return null;
end
$$;
create or replace trigger post_drops_applied after update of deleted_at on post
    for each row when (new.deleted_at is not null and old.deleted_at is null) execute function post_drops_applied();
