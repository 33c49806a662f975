-- SPDX-License-Identifier: EUPL-1.2
-- Who was there before the directory was.
call directory_catch_up();
