-- SPDX-License-Identifier: EUPL-1.2
-- Room in the pages for the new state of a thread that is answered or solved: where the row stays in its page, none of
-- its words has to be put into the index again.
alter table post_search set (fillfactor = 70);
