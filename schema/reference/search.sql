-- SPDX-License-Identifier: EUPL-1.2
-- What was written before search was there, or while its triggers were off.
call search_catch_up();
