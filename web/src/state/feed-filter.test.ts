// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { thread } from '../../tests/support/examples.ts';
import { addressOf, filterOf, passes, stillPasses } from './feed-filter.ts';

const read = (query: string) => filterOf(new URLSearchParams(query));

describe('the filter of an address', () => {
    it('is none where nothing is asked for that there is', () => {
        for (const query of ['', 'kind=rumour', 'state=open', 'tag=', 'like_me=false', 'other=1']) expect(read(query), query).toBeNull();
    });

    it('comes back from the address that it makes', () => {
        const whole = { kind: 'question', state: 'solved', group: 'padron', tag: 'actas', norm: 'ley-9-2017', like_me: true } as const;
        expect(filterOf(new URL(addressOf(whole), 'http://plaza').searchParams)).toEqual(whole);
        expect(addressOf({})).toBe('/');
        expect(read('state=unanswered')).toEqual({ kind: 'question', state: 'unanswered' });
    });
});

it('lets threads through that are of it, and none where that cannot be known', () => {
    const one = { ...thread(1), kind: 'question' as const, state: 'unanswered' as const, tags: ['actas'] };
    const band = one.author.administration?.band ?? null;
    const { slug } = one.group;
    for (const filter of [{}, { kind: 'question' }, { state: 'unanswered' }, { group: slug }, { tag: 'actas' }, { like_me: true }] as const) expect(passes(filter, one, band), JSON.stringify(filter)).toBe(true);
    for (const filter of [{ kind: 'article' }, { state: 'solved' }, { group: 'otro' }, { tag: 'otra' }, { norm: 'ley-9-2017' }] as const) expect(passes(filter, one, band), JSON.stringify(filter)).toBe(false);
    expect(band).not.toBeNull();
    expect([passes({ like_me: true }, one, 'ge100000'), passes({ like_me: true }, one, null)]).toEqual([false, false]);
});

it('keeps of what is listed all that an event does not say anything else of', () => {
    const one = { ...thread(1), kind: 'question' as const, state: 'answered' as const, tags: ['actas'] };
    for (const filter of [{ norm: 'ley-9-2017' }, { like_me: true }, { state: 'answered', norm: 'ley-9-2017' }] as const) expect(stillPasses(filter, one), JSON.stringify(filter)).toBe(true);
    for (const filter of [{ state: 'unanswered' }, { tag: 'otra', like_me: true }, { group: 'otro' }] as const) expect(stillPasses(filter, one), JSON.stringify(filter)).toBe(false);
});
