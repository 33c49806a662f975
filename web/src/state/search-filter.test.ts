// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { addressOf, filterOf } from './search-filter.ts';

it('reads from the address what it writes there, and nothing else', () => {
    const whole = { group: 'padron', kind: 'question', state: 'solved', tag: 'actas', band: 'lt1000', norm: 'art. 118 LCSP', like_me: 'true' } as const;
    expect(filterOf(new URL(addressOf('a & b', whole), 'http://x').searchParams)).toEqual(whole);
    expect(new URL(addressOf('a & b', whole), 'http://x').searchParams.get('q')).toBe('a & b');
    expect(addressOf('padrón', {})).toBe('/search?q=padr%C3%B3n');
    for (const query of ['kind=rumour', 'state=open', 'band=medium', 'like_me=false', 'norm=+', 'other=1']) expect(filterOf(new URLSearchParams(query)), query).toEqual({});
});
