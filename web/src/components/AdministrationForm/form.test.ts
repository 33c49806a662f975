// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { chosen, kept, sentOf, writtenOf } from './form.ts';

const parent = { id: 7, name: 'Ayuntamiento «de» arriba', band: null };

it('what was chosen outlives a draft, and what cannot be read is nothing', () => {
    expect(chosen(kept(parent))).toEqual(parent);
    expect([chosen(''), chosen('{')]).toEqual([null, null]);
});

it('empty fields are sent as nothing, inhabitants as people write them', () => {
    const written = { ...writtenOf(null), name: ' Villar ', dir3: 'L01420099', population: '12.345', parent: kept(parent) };
    expect(sentOf(written)).toEqual({
        name: 'Villar', dir3: 'L01420099', level: 'municipality', ine: null, province_id: null, region_id: null, population: 12345,
        website: null, parent: 7, successor: null, valid_from: null, valid_to: null,
    });
});

it.each(['12,345', '1.039 hab', '-3', 'unos mil'])('inhabitants that are no number, as %s, are left to the server to refuse', (population) => {
    expect(sentOf({ ...writtenOf(null), population }).population).toBe(population);
});

it('the region follows from the province', () => {
    expect(sentOf({ ...writtenOf(null), province_id: '42', region_id: '01' })).toMatchObject({ province_id: '42', region_id: null });
});
