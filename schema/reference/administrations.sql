-- SPDX-License-Identifier: EUPL-1.2
-- What was there before the trigger that keeps order and words.
update administration set name = name where sort = '';
