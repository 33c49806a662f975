-- SPDX-License-Identifier: EUPL-1.2
-- That a model document stands otherwise is a line of its thread: who said it, when and why.
alter table thread_act
    drop constraint thread_act_kind_check,
    add constraint thread_act_kind_check check (kind in (
        'closed', 'reopened', 'moved', 'merged', 'split', 'split_from',
        'event_changed', 'event_cancelled', 'event_restored', 'poll_changed', 'poll_closed',
        'model_draft', 'model_in_force', 'model_appealed', 'model_annulled')) not valid;
