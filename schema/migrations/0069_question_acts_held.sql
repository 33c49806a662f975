-- SPDX-License-Identifier: EUPL-1.2
alter table thread_act validate constraint thread_act_kind_check;
