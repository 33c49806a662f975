-- SPDX-License-Identifier: EUPL-1.2
-- Whom a file brings in knows which one it was, so that a wrong one can be taken back. Such links have a state of their
-- own: a server of before would give everybody the relation of an employee, so it opens none of them. And what became of
-- the letter says whether somebody waits for nothing.
alter table registration drop constraint registration_state_check,
    add constraint registration_state_check check (state in (
        'mailed',      -- the link waits
        'known',       -- the address has an account: its link opens nothing
        'vetting',     -- an administrator decides
        'admitted',    -- decided, and a link was mailed
        'prepared',    -- brought in from a file, and a link was mailed
        'confirming',  -- the person waits for somebody of the administration
        'done', 'refused', 'withdrawn')),
    add column people_import_id bigint references people_import (id) on delete set null,
    add column mail_id bigint references mail (id) on delete set null;
create index registration_import on registration (people_import_id) where people_import_id is not null;
create index registration_mail on registration (mail_id) where mail_id is not null;
update registration set state = 'prepared' where state = 'admitted' and (relation <> 'employee' or unit <> '');
