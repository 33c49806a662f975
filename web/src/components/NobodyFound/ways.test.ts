// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { waysOn } from './ways.ts';

const ways = (query: string) => waysOn(new URLSearchParams(query)).map(({ query }) => decodeURIComponent(`${query}`));

it('looks for the beginning of a subject among all words', () => {
    expect(ways('skill=contrat')).toEqual(['q=contrat']);
});

it('takes a word for the province that it names, and each word alone', () => {
    expect(ways('q=secretaria+burgos')).toEqual(['q=secretaria&province=09', 'q=secretaria', 'q=burgos']);
    expect(ways('q=interventor+las+palmas')[0]).toBe('q=interventor&province=35');
    expect(ways('q=alava')).toEqual(['province=01']);
});

it('lets go of what narrows, and offers nothing that was just asked', () => {
    expect(ways('q=zzz&province=09')).toEqual(['q=zzz']);
    expect(ways('q=zzz')).toEqual([]);
    expect(ways('province=09')).toEqual([]);
});
