// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import type { Thread } from '../../api/types.ts';
import { said } from './said.ts';

const nothing = { checked_at: null, checked_by: null, holds: null, asked: false, norm_changed: null, unchecked_since: null };
const checked = { ...nothing, checked_at: '2026-03-03T12:00:00.000Z', checked_by: { id: 3, name: 'Pau' }, holds: true };
const keys = (validity: Thread['validity'], superseded_by: Thread['superseded_by'] = null) => said({ validity, superseded_by }).map(({ key }) => key);

describe('whether a thread still holds', () => {
    it('is said once, the worst of it first', () => {
        expect(keys(null)).toEqual([]);
        expect(keys({ ...nothing, asked: true })).toEqual([]);
        expect(keys(checked)).toEqual(['validity.checked']);
        expect(keys({ ...checked, unchecked_since: checked.checked_at })).toEqual(['validity.unchecked']);
        expect(keys({ ...checked, holds: false, unchecked_since: checked.checked_at })).toEqual(['validity.no_longer']);
        expect(keys({ ...checked, norm_changed: '2026-04-01' })).toEqual(['validity.checked', 'validity.norm_changed']);
    });

    it('is not said of what another thread took the place of', () => {
        const other = { id: 9, title: 'Lo nuevo', kind: 'article', language: 'es', group: { slug: 'g', name: 'G' } } as const;
        expect(keys({ ...checked, norm_changed: '2026-04-01' }, other)).toEqual([]);
    });

    it('names day and person', () => {
        expect(said({ validity: checked, superseded_by: null })[0]?.values).toEqual({ date: '3 de marzo de 2026', name: 'Pau' });
        expect(said({ validity: { ...nothing, unchecked_since: '2023-06-01T00:00:00.000Z' }, superseded_by: null })[0]?.values).toEqual({ year: '2023' });
    });
});
