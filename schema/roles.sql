-- SPDX-License-Identifier: EUPL-1.2
-- What the application's role may do: read and write rows, never define anything. Run after every migration.
do $$
begin
    if not exists (select from pg_roles where rolname = 'plaza_app') then
        begin
            create role plaza_app nologin;
        exception when duplicate_object or unique_violation then
            null;  -- made meanwhile, for another database of this cluster
        when insufficient_privilege then
            raise exception 'the role plaza_app is missing and % may not create it: run "create role plaza_app; grant plaza_app to %;" as a superuser',
                current_user, current_user;
        end;
    end if;
    -- Where the server signs in as the owner and takes the role on; a server that signs in as plaza_app needs no grant.
    if not pg_has_role(current_user, 'plaza_app', 'member') then
        begin
            execute format('grant plaza_app to %I', current_user);
        exception when insufficient_privilege then
            null;
        end;
    end if;
end
$$;

revoke create on schema public from public;
revoke all on all tables in schema public from plaza_app;
grant usage on schema public to plaza_app;
-- Imports settle threads and numbers in temporary tables, also where PUBLIC may not make them.
do $$
begin
    execute format('grant temporary on database %I to plaza_app', current_database());
exception when insufficient_privilege then
    null;  -- migrations by who does not own the database
end
$$;
grant select, insert, update, delete on all tables in schema public to plaza_app;
grant usage, select on all sequences in schema public to plaza_app;
grant execute on all functions in schema public to plaza_app;

-- The migrations' own record and the key of identifiers are read only; the audit is never rewritten.
revoke insert, update, delete on schema_migration, installation_secret, id_key from plaza_app;
revoke update, delete on audit from plaza_app;
