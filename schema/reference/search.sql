-- SPDX-License-Identifier: EUPL-1.2
-- What was written before search was there, or while its triggers were off.
update search_size z
set languages = array(select search_language(language) from thread union select unnest(z.languages))
where exists (select from thread where search_language(language) <> all (z.languages));

select search_store(array(
    select p.id from post p
    where p.deleted_at is null and not exists (select from post_search s where s.post_id = p.id)));
