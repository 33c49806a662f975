-- SPDX-License-Identifier: EUPL-1.2
-- A work address is confirmed again now and then. Whoever has one today begins today.
alter table credential
    add column confirmed_at timestamptz not null default now(),
    -- When the round under way began: by the clock, or because a letter to the address was refused for good.
    add column asked_at timestamptz,
    add column reminded_at timestamptz,
    add column bounced_at timestamptz,
    -- When the round ended without an answer, and the posts with it.
    add column lapsed_at timestamptz;
create index credential_confirmed on credential (confirmed_at) where asked_at is null;
create index credential_asked on credential (asked_at) where asked_at is not null and lapsed_at is null;

alter table account_token drop constraint account_token_purpose_check;
alter table account_token add constraint account_token_purpose_check
    check (purpose in ('password_reset', 'email_change', 'address_confirmation'));
