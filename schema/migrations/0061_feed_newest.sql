-- SPDX-License-Identifier: EUPL-1.2
-- Beside writers.
-- All threads by last activity: whoever is of many groups finds a page of their feed among the newest of the network.
create index concurrently thread_newest on thread (last_activity_at desc, id desc);
