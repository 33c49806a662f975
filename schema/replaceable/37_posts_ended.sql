-- SPDX-License-Identifier: EUPL-1.2
-- What hangs from a post ends with it, whatever path ends it. (Memberships by rule: 36_membership_rules.sql.)

-- A contact of an administration works there.
create or replace function contact_ends() returns trigger
language plpgsql as $$
begin
    delete from administration_contact k
    where k.administration_id = old.administration_id and k.person_id = old.person_id
      and not exists (select from appointment a
                      where a.person_id = k.person_id and a.administration_id = k.administration_id and a.valid_to is null);
    if found then
        perform write_audit(null, 'contact.dismissed', 'person', old.person_id,
                            jsonb_build_object('administration', old.administration_id::text, 'post', old.id::text));
    end if;
    return null;
end
$$;
create or replace trigger contact_ends after update or delete on appointment
    for each row execute function contact_ends();
