-- SPDX-License-Identifier: EUPL-1.2
-- The version of a post grows with each change of its text, whoever makes it: also a server of the release before.
create or replace function post_version() returns trigger
language plpgsql as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;
create or replace trigger post_version before update of body on post
    for each row when (new.body <> old.body and new.version = old.version)
    execute function post_version();
