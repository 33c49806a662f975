-- SPDX-License-Identifier: EUPL-1.2
-- Beside writers.
-- What administrations like one's own talk about, the latest first: by this index alone, so that neither a page nor its end
-- depends on what others wrote.
create index concurrently thread_administration_activity on thread (author_administration_id, last_activity_at desc, id desc);
