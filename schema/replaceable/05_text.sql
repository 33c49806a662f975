-- SPDX-License-Identifier: EUPL-1.2
-- Letters without case and accents; ñ and ç stay, because año is not ano.
create or replace function fold(t text) returns text
language sql immutable parallel safe as $$
    select translate(lower(t), 'áàâäãåéèêëíìîïóòôöõúùûüýÿ', 'aaaaaaeeeeiiiiooooouuuuyy')
$$;
