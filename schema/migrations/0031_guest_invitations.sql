-- SPDX-License-Identifier: EUPL-1.2
-- Somebody from outside is invited by address as guest of one group. Such links have a state of their own: a server of
-- before would make a colleague of whoever opens one, so it opens none of them.
alter table registration drop constraint registration_state_check,
    add constraint registration_state_check check (state in (
        'mailed',      -- the link waits
        'known',       -- the address has an account: its link opens nothing
        'vetting',     -- an administrator decides
        'admitted',    -- decided, and a link was mailed
        'prepared',    -- brought in from a file, and a link was mailed
        'guest',       -- the link of who is to be guest of a group waits
        'confirming',  -- the person waits for somebody of the administration
        'done', 'refused', 'withdrawn')),
    add column group_id bigint references plaza_group (id) on delete cascade,
    add constraint registration_guest_of check (state <> 'guest' or (group_id is not null and inviter_id is not null));
create index registration_group on registration (group_id) where group_id is not null;
