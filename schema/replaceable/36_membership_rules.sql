-- SPDX-License-Identifier: EUPL-1.2
-- Who belongs to groups by rule. What a rule made it may take back; what was made by hand it never touches, and whoever
-- left or was removed it does not bring back.

-- Groups, the people that their rules mean, and one of the rules. What a rule says of a post holds of one and the same.
create or replace view membership_by_rule as
select r.group_id, p.id as person_id, min(r.id) as rule_id
from membership_rule r
cross join person p
where p.status in ('active', 'suspended') and not p.guest
  and (r.skill is null or exists (select from person_skill s where s.person_id = p.id and fold(s.skill) = fold(r.skill)))
  and (num_nonnulls(r.administration_id, r.level, r.band, r.province_id, r.relation) = 0 or exists (
      select from appointment a join administration d on d.id = a.administration_id
      where a.person_id = p.id
        and (a.valid_to is null or a.valid_to > current_date) and (a.valid_from is null or a.valid_from <= current_date)
        and (r.administration_id is null or d.id = r.administration_id)
        and (r.level is null or d.level = r.level)
        and (r.band is null or d.band = r.band)
        and (r.province_id is null or d.province_id = r.province_id)
        and (r.relation is null or a.relation = r.relation)))
group by r.group_id, p.id;

-- Applies the rules to some people, or to one group; at most so many come in at once. Gives how many came in.
create or replace function apply_membership_rules(people bigint[], only_group bigint, most integer) returns integer
language plpgsql as $$
declare
    came integer;
    losing bigint[] := array(
        select distinct m.group_id from membership m
        where m.source <> 'hand' and (people is null or m.person_id = any (people)) and (only_group is null or m.group_id = only_group)
          and not exists (select from membership_by_rule b where b.group_id = m.group_id and b.person_id = m.person_id));
begin
    if losing <> '{}' then
        -- As for everybody who leaves: what is written in the group after this is not delivered to them.
        perform from plaza_group where id = any (losing) order by id for update;
        delete from membership m
        where m.group_id = any (losing) and m.source <> 'hand' and (people is null or m.person_id = any (people))
          and not exists (select from membership_by_rule b where b.group_id = m.group_id and b.person_id = m.person_id);
    end if;
    insert into membership (group_id, person_id, role, source)
    select b.group_id, b.person_id, 'member', 'rule:' || b.rule_id
    from membership_by_rule b join plaza_group g on g.id = b.group_id and g.archived_at is null
    where (people is null or b.person_id = any (people)) and (only_group is null or b.group_id = only_group)
      and not exists (select from membership m where m.group_id = b.group_id and m.person_id = b.person_id)
      and not exists (select from membership_left l where l.group_id = b.group_id and l.person_id = b.person_id)
    order by b.group_id, b.person_id
    limit most
    on conflict do nothing;
    get diagnostics came = row_count;
    delete from membership_request r using membership m
    where m.source <> 'hand' and m.group_id = r.group_id and m.person_id = r.person_id
      and (people is null or r.person_id = any (people)) and (only_group is null or r.group_id = only_group);
    return came;
end
$$;

-- A post or a skill that begins or ends changes at once what hangs from it.
create or replace function membership_rules_meant() returns trigger
language plpgsql as $$
begin
    if exists (select from membership_rule) then
        perform apply_membership_rules(array(select distinct person_id from touched order by 1), null, 2147483647);
    end if;
    return null;
end
$$;
create or replace trigger membership_rules_post_added after insert on appointment
    referencing new table as touched for each statement execute function membership_rules_meant();
create or replace trigger membership_rules_post_changed after update on appointment
    referencing new table as touched for each statement execute function membership_rules_meant();
create or replace trigger membership_rules_post_removed after delete on appointment
    referencing old table as touched for each statement execute function membership_rules_meant();
create or replace trigger membership_rules_skill_added after insert on person_skill
    referencing new table as touched for each statement execute function membership_rules_meant();
create or replace trigger membership_rules_skill_removed after delete on person_skill
    referencing old table as touched for each statement execute function membership_rules_meant();
