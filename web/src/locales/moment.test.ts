// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { fieldTime, nextMorning, saidMoment } from './moment.ts';

describe('a moment to come', () => {
    it('goes into a field and comes back in the time of this device', () => {
        const moment = new Date(2026, 10, 3, 8, 5);
        expect(fieldTime(moment)).toBe('2026-11-03T08:05');
        expect(new Date(fieldTime(moment)).getTime()).toBe(moment.getTime());
        expect(fieldTime(new Date('nunca'))).toBe('');
    });

    it('is said with the day of the week', () => {
        expect(saidMoment(new Date(2026, 10, 23, 8, 30).toISOString(), 'es')).toMatch(/^lunes, 23 de noviembre de 2026.* 8:30$/);
    });

    it('is the next working morning to begin with', () => {
        const from = (day: number, hour: number) => fieldTime(nextMorning(new Date(2026, 10, day, hour)));
        expect(from(23, 21)).toBe('2026-11-24T08:30');
        expect(from(23, 7)).toBe('2026-11-24T08:30');
        // From Friday evening on, and on Saturday, Monday.
        expect([from(27, 21), from(28, 10), from(29, 23)]).toEqual(['2026-11-30T08:30', '2026-11-30T08:30', '2026-11-30T08:30']);
    });
});
