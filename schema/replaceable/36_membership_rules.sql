-- SPDX-License-Identifier: EUPL-1.2
-- Who belongs to groups by rule. What a rule made it may take back; what was made by hand it never touches, and whoever
-- left or was removed it does not bring back.

-- Groups, the people that their rules mean, and one of the rules. What a rule says of a post holds of one and the same.
-- Everybody says for themselves what they know: by that alone nobody comes into a closed group, whoever made the rule.
create or replace view membership_by_rule as
select r.group_id, p.id as person_id, min(r.id) as rule_id
from membership_rule r
join plaza_group g on g.id = r.group_id
cross join person p
where p.status in ('active', 'suspended') and not p.guest
  and (g.kind = 'open' or num_nonnulls(r.administration_id, r.level, r.band, r.province_id, r.relation) > 0)
  and (r.skill is null or exists (select from person_skill s where s.person_id = p.id and fold(s.skill) = fold(r.skill)))
  and (num_nonnulls(r.administration_id, r.level, r.band, r.province_id, r.relation) = 0 or exists (
      select from appointment a join administration d on d.id = a.administration_id
      where a.person_id = p.id
        and a.valid_to is null and (a.valid_from is null or a.valid_from <= current_date)
        and (r.administration_id is null or d.id = r.administration_id)
        and (r.level is null or d.level = r.level)
        and (r.band is null or d.band = r.band)
        and (r.province_id is null or d.province_id = r.province_id)
        and (r.relation is null or a.relation = r.relation)))
group by r.group_id, p.id;

-- One entry for each group, however many people a rule takes: an entry for each would hold the chain for seconds.
create or replace function audit_by_rule(what text, concerned bigint, who bigint[]) returns void
language plpgsql as $$
begin
    perform write_audit(null, what, 'group', concerned,
                        jsonb_build_object('count', cardinality(who)::text, 'people', array_to_string(who, ', ')));
end
$$;

-- Applies the rules to some people, or to one group; at most so many come in at once. Gives how many came in.
create or replace function apply_membership_rules(people bigint[], only_group bigint, most integer) returns integer
language plpgsql as $$
declare
    came integer;
    out_of jsonb := '[]';
    into_it jsonb;
    losing bigint[] := array(
        select distinct m.group_id from membership m
        where m.source <> 'hand' and (people is null or m.person_id = any (people)) and (only_group is null or m.group_id = only_group)
          and not exists (select from membership_by_rule b where b.group_id = m.group_id and b.person_id = m.person_id));
begin
    if losing <> '{}' then
        -- As for everybody who leaves: what is written in the group after this is not delivered to them.
        perform from plaza_group where id = any (losing) order by id for update;
        with gone as (
            delete from membership m
            where m.group_id = any (losing) and m.source <> 'hand' and (people is null or m.person_id = any (people))
              and not exists (select from membership_by_rule b where b.group_id = m.group_id and b.person_id = m.person_id)
            returning m.group_id, m.person_id)
        select jsonb_agg(jsonb_build_object('what', 'membership.by_rule_ended', 'concerned', group_id, 'who', who) order by group_id)
        into out_of
        from (select group_id, array_agg(person_id order by person_id) as who from gone group by group_id) each_group;
    end if;
    with entered as (
        insert into membership (group_id, person_id, role, source)
        select b.group_id, b.person_id, 'member', 'rule:' || b.rule_id
        from membership_by_rule b join plaza_group g on g.id = b.group_id and g.archived_at is null
        where (people is null or b.person_id = any (people)) and (only_group is null or b.group_id = only_group)
          and not exists (select from membership m where m.group_id = b.group_id and m.person_id = b.person_id)
          and not exists (select from membership_left l where l.group_id = b.group_id and l.person_id = b.person_id)
        order by b.group_id, b.person_id
        limit most
        on conflict do nothing
        returning group_id, person_id),
    -- As tell_notification does, for all at once; the event of the membership is what their browsers hear of.
    told as (
        insert into notification as n (person_id, cause, group_id)
        select e.person_id, 'membership_by_rule', e.group_id
        from entered e
        join person p on p.id = e.person_id and p.status = 'active'
        join plaza_group g on g.id = e.group_id and not g.practice
        order by e.person_id, e.group_id
        on conflict on constraint notification_person_id_cause_place_key
        do update set renewed_at = clock_timestamp(), read_at = null, times = 1)
    select coalesce(sum(cardinality(who)), 0)::integer,
           coalesce(jsonb_agg(jsonb_build_object('what', 'membership.by_rule', 'concerned', group_id, 'who', who) order by group_id), '[]')
    into came, into_it
    from (select group_id, array_agg(person_id order by person_id) as who from entered group by group_id) each_group;
    delete from membership_request r using membership m
    where m.source <> 'hand' and m.group_id = r.group_id and m.person_id = r.person_id
      and (people is null or r.person_id = any (people)) and (only_group is null or r.group_id = only_group);
    perform audit_by_rule(n.what, n.concerned, n.who)
    from jsonb_to_recordset(coalesce(out_of, '[]') || into_it) as n(what text, concerned bigint, who bigint[]);
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
