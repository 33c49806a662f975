-- SPDX-License-Identifier: EUPL-1.2
-- What becomes of what names a person whose account is erased: what they wrote stays under an author without a name, what
-- was theirs alone goes. Every column that names a person stands here; a test compares this list with the catalogue.
--   drop   the row goes with the account
--   stay   the row stays, and names somebody who is nobody any more
create or replace function person_erasure() returns table (tie text, how text, why text)
language sql immutable as $$
    values
        ('accepted_answer.accepted_by', 'stay', 'which answer solved it is knowledge'),
        ('account_token.person_id', 'drop', ''),
        ('administration_contact.named_by', 'stay', 'the contact is somebody else'),
        ('administration_contact.person_id', 'drop', ''),
        ('announcement_read.person_id', 'drop', ''),
        ('applied_result.person_id', 'stay', 'that it was applied is knowledge'),
        ('appointment.person_id', 'drop', 'lines of authors keep the post they were written from'),
        ('article_author.person_id', 'stay', 'authorship stays; an invitation that waits goes'),
        ('article_source.author_id', 'stay', 'authorship'),
        ('bookmark.person_id', 'drop', ''),
        ('credential.person_id', 'drop', ''),
        ('directory.person_id', 'drop', ''),
        ('domain_import.by_id', 'stay', 'what was brought in belongs to the network'),
        ('draft.person_id', 'drop', 'what was never published was theirs alone'),
        ('file.owner_id', 'stay', 'hangs from what they wrote; loose ones go (45_files.sql)'),
        ('first_steps.person_id', 'drop', ''),
        ('gathering_guest.person_id', 'drop', 'the place is for who waits'),
        ('idempotency.person_id', 'drop', ''),
        ('kit_text.changed_by', 'stay', 'the text belongs to the network'),
        ('mail.person_id', 'drop', 'holds their address'),
        ('membership.person_id', 'drop', 'where nobody else owned the group somebody does (35_memberships.sql)'),
        ('membership_invitation.invited_by', 'stay', 'the group invites'),
        ('membership_invitation.person_id', 'drop', ''),
        ('membership_left.person_id', 'drop', ''),
        ('membership_refusal.person_id', 'drop', ''),
        ('membership_refusal.refused_by', 'stay', 'a decision about somebody else'),
        ('membership_request.person_id', 'drop', ''),
        ('membership_rule.created_by', 'stay', 'the rule belongs to the group'),
        ('model_adoption.person_id', 'stay', 'the administration took it over, whoever said it'),
        ('norm_change.by_id', 'stay', 'that the norm changed is knowledge'),
        ('notice_settings.person_id', 'drop', ''),
        ('notification.actor_id', 'stay', 'names nobody'),
        ('notification.person_id', 'drop', ''),
        ('people_import.by_id', 'stay', 'what was brought in is taken back by it'),
        ('person.merged_into', 'stay', 'accounts merged before lead to who wrote'),
        ('person_follow.followed_id', 'drop', ''),
        ('person_follow.person_id', 'drop', ''),
        ('person_language.person_id', 'drop', ''),
        ('person_merger.by_id', 'stay', 'a decision about somebody else'),
        ('person_merger.gone_id', 'stay', 'says which account it was, for some days'),
        ('person_merger.kept_id', 'stay', 'says which account it was, for some days'),
        ('person_photo.person_id', 'drop', ''),
        ('person_seen.person_id', 'drop', ''),
        ('person_skill.person_id', 'drop', ''),
        ('plaza_group.created_by', 'stay', 'the group belongs to its members'),
        ('poll_vote.person_id', 'stay', 'the result of a poll that is over; votes of open ones go'),
        ('post.author_id', 'stay', 'the knowledge stays'),
        ('post.edited_by', 'stay', 'authorship'),
        ('post_revision.author_id', 'stay', 'authorship'),
        ('profile_audience.person_id', 'drop', ''),
        ('question_ask.person_id', 'drop', 'whom it was asked of concerns them alone'),
        ('question_duplicate.said_by', 'stay', 'an act on a thread'),
        ('recovery_code.person_id', 'drop', ''),
        ('registration.decided_by', 'stay', 'a decision about somebody else'),
        ('registration.inviter_id', 'stay', 'somebody else comes in'),
        ('registration.person_id', 'drop', 'holds their address'),
        ('same_problem.person_id', 'stay', 'the administration has the problem, whoever said it'),
        ('routing_declined.person_id', 'drop', ''),
        ('routing_settings.person_id', 'drop', ''),
        ('second_factor.person_id', 'drop', ''),
        ('session.person_id', 'drop', ''),
        ('suspension.by_id', 'stay', 'a decision about somebody else'),
        ('suspension.person_id', 'drop', 'its audit entry accounts for it'),
        ('tag_follow.person_id', 'drop', ''),
        ('thread.author_id', 'stay', 'the knowledge stays'),
        ('thread.closed_by', 'stay', 'an act on a thread'),
        ('thread_act.actor_id', 'stay', 'an act on a thread'),
        ('thread_check.person_id', 'stay', 'that it was checked is knowledge'),
        ('thread_follow.person_id', 'drop', ''),
        ('thread_level.person_id', 'drop', ''),
        ('thread_mail_off.person_id', 'drop', ''),
        ('thread_pin.pinned_by', 'stay', 'an act on a thread'),
        ('thread_read.person_id', 'drop', ''),
        ('thread_validity.asked_by', 'stay', 'the question waits for an answer'),
        ('thread_validity.checked_by', 'stay', 'that it was checked is knowledge'),
        ('thread_validity.review_by', 'stay', 'who keeps the group sees that it is due'),
        ('useful_mark.person_id', 'drop', 'an opinion with their name')
$$;

create or replace function person_unties() returns trigger
language plpgsql as $$
declare
    t record;
begin
    delete from article_author where person_id = new.id and accepted_at is null;
    delete from poll_vote v using poll s where v.person_id = new.id and s.thread_id = v.thread_id and (s.closes_at is null or s.closes_at > now());
    for t in select split_part(tie, '.', 1) as relation, split_part(tie, '.', 2) as named from person_erasure() where how = 'drop' order by tie
    loop
        execute format('delete from %I where %I = $1', t.relation, t.named) using new.id;
    end loop;
    return null;
end
$$;
-- Triggers of one moment come in the order of their names: before this one a new owner is found (person_gone), and the
-- places at events are given on (gathering_person_away) while it is known which they were.
create or replace trigger person_unties after update of status on person
    for each row when (new.status = 'erased' and old.status <> 'erased') execute function person_unties();
