-- SPDX-License-Identifier: EUPL-1.2
-- A mailed link is as good as the password it was asked with: a new one ends it, whoever sets it.
-- The one that confirms an address opens nothing, and stays.
create or replace function account_links_end() returns trigger
language plpgsql as $$
begin
    delete from account_token where person_id = new.person_id and purpose <> 'address_confirmation';
    return null;
end
$$;
create or replace trigger account_links_end after update of password on credential
    for each row when (new.password <> old.password) execute function account_links_end();
