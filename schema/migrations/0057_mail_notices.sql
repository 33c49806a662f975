-- SPDX-License-Identifier: EUPL-1.2
-- Mail of what is addressed to somebody: what they chose, where they want none, and the letters that wait.

-- Only what differs from what holds for everybody (54_notice_settings.sql).
create table notice_settings (
    person_id bigint primary key references person (id) on delete cascade,
    -- {"mentions": {"app": true, "mail": false}, …}
    channels jsonb not null default '{}' check (jsonb_typeof(channels) = 'object'),
    -- Hours of the day between which mail may come; minutes since midnight.
    from_minute smallint check (from_minute between 0 and 1439),
    to_minute smallint check (to_minute between 1 and 1440),
    -- Days of the week: 1 is Monday.
    days smallint[] check (days <@ '{1,2,3,4,5,6,7}' and cardinality(days) between 1 and 7),
    zone text check (zone in ('Europe/Madrid', 'Atlantic/Canary')),
    -- The first day on which mail may come again.
    away_until date,
    check ((from_minute is null) = (to_minute is null) and from_minute < to_minute)
);

-- Conversations of which somebody wants no mail.
create table thread_mail_off (
    person_id bigint not null references person (id) on delete cascade,
    thread_id bigint not null references thread (id) on delete cascade,
    since timestamptz not null default now(),
    primary key (person_id, thread_id)
);
create index thread_mail_off_thread on thread_mail_off (thread_id);

-- A letter that tells of a notice. It holds no text: what it says is asked when it is sent, and so is whether it may be.
create table notice_letter (
    mail_id bigint primary key references mail (id) on delete cascade,
    notification_id bigint references notification (id) on delete set null,
    class text not null,
    -- Posts of the thread that it tells of.
    numbers integer[] not null default '{}',
    -- It was given to a mail server at least once: what comes after goes in another.
    sealed boolean not null default false
);
create index notice_letter_notification on notice_letter (notification_id) where notification_id is not null;

-- Whether its letters carry questions and texts; `auto`: where everybody may read them.
alter table plaza_group add column mail_content text not null default 'auto' check (mail_content in ('auto', 'yes', 'no'));
