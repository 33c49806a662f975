// SPDX-License-Identifier: EUPL-1.2
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileMessage } from '../../tools/messages.ts';
import { format } from './format.ts';
import { language, patiently, preferredLanguage, t, useLanguage, writtenLanguage } from './index.svelte.ts';
import { problemText } from './problems.ts';
import { asSpoken } from './provinces.ts';
import { saidTime } from './time.ts';
import { unreachable } from '../api/problem.ts';

afterEach(async () => {
    localStorage.clear();
    await useLanguage('es');
});

describe('messages', () => {
    it.each([
        ['{count, plural, =0 {nadie} one {# persona} other {# personas}}', { count: 0 }, 'nadie'],
        ['{count, plural, one {# persona} other {# personas}}', { count: 1 }, '1 persona'],
        ['{count, plural, one {# persona} other {# personas}}', { count: 12_345 }, '12.345 personas'],
        ['{kind, select, open {abierto} other {cerrado}} a {name}', { kind: 'x', name: 'Ana' }, 'cerrado a Ana'],
        ["''{name}'' '{x}'", { name: 'Ana' }, "'Ana' {x}"],
        ['{n, number} €', { n: 1234.5 }, '1.234,5 €'],
    ])('%s', (text, values, written) => {
        expect(format(compileMessage(text), values as Record<string, string | number>, 'es')).toBe(written);
    });

    it('that cannot be shown break the build', () => {
        expect(() => compileMessage('{count, plural, one {x}}')).toThrow();
        expect(() => compileMessage('{open')).toThrow();
        expect(() => compileMessage('<b>x</b>')).toThrow();
        expect(() => compileMessage('{when, date, short}')).toThrow();
    });
});

describe('the language', () => {
    it('is the one chosen before, or the first the browser asks for that there is, or Spanish', () => {
        const asked = vi.spyOn(navigator, 'languages', 'get');
        asked.mockReturnValue(['fr-FR', 'gl-ES', 'en']);
        expect(preferredLanguage()).toBe('gl');
        asked.mockReturnValue(['fr', 'pt']);
        expect(preferredLanguage()).toBe('es');
        localStorage.setItem('plaza:language', 'en');
        expect(preferredLanguage()).toBe('en');
    });

    it('stays chosen, with its dates; one without texts of its own shows the Spanish ones', async () => {
        await useLanguage('en', true);
        expect([t('post.accept'), document.documentElement.lang]).toEqual(['This solved it', 'en']);
        expect(localStorage.getItem('plaza:language')).toBe('en');
        await useLanguage('eu', true);
        expect([language(), writtenLanguage(), t('post.accept'), document.documentElement.lang]).toEqual([
            'eu',
            'es',
            'Esto lo resolvió',
            'es',
        ]);
    });
});

describe('times', () => {
    const now = new Date(2026, 4, 14, 9, 0).getTime();
    const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();
    it.each([
        [at(2026, 4, 14, 9, 1), 'ahora'],
        [at(2026, 4, 14, 8, 59), 'hace 1 min'],
        [at(2026, 4, 14, 6, 0), 'hace 3 h'],
        [at(2026, 4, 13, 23, 0), 'hace 10 h'],
        [at(2026, 4, 13, 9, 0), 'ayer'],
        [at(2026, 4, 10, 9, 0), 'hace 4 d'],
        [at(2026, 4, 3, 9, 0), '3 may'],
        [at(2025, 4, 3, 9, 0), '3 may 2025'],
    ])('%s is said as %s', (iso, said) => {
        expect(saidTime(iso, now, 'es').replace(/\s/g, ' ')).toBe(said);
    });
});

describe('problems', () => {
    it('are told by code, by field, with the wait, or in the words of the server', () => {
        expect(problemText(unreachable)).toBe('No hemos podido conectar con el servidor.');
        expect(problemText({ ...unreachable, code: 'too_many_requests', retryAfter: 5 })).toContain('5 segundos');
        expect(problemText({ ...unreachable, code: 'invalid', fields: { body: ['too_long'] } })).toBe('El texto es demasiado largo.');
        expect(problemText({ ...unreachable, code: 'newer' as never, title: 'Algo nuevo.' })).toBe('Algo nuevo.');
    });
});

it('names places as they are spoken, not as they are listed', () => {
    expect(['Palmas, Las', 'Rioja, La', 'Madrid, Comunidad de', 'Araba/Álava', null].map(asSpoken)).toEqual([
        'Las Palmas', 'La Rioja', 'Comunidad de Madrid', 'Araba/Álava', '',
    ]);
});

describe('what comes later', () => {
    it('is asked for again until it comes, and given up where it never does', async () => {
        vi.useFakeTimers();
        const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('away')).mockRejectedValueOnce(new Error('away')).mockResolvedValue('there');
        const coming = patiently(load)();
        await vi.advanceTimersByTimeAsync(499);
        expect(load).toHaveBeenCalledTimes(1);
        await vi.advanceTimersByTimeAsync(1_001);
        expect(load).toHaveBeenCalledTimes(3);
        expect(await coming).toBe('there');
        const gone = vi.fn(() => Promise.reject(new Error('replaced')));
        const ended = vi.fn();
        void patiently(gone)().then(ended, ended);
        await vi.advanceTimersByTimeAsync(60 * 60_000);
        // Given up, and without a word: nobody shows one in its place.
        expect([gone.mock.calls.length, ended.mock.calls]).toEqual([13, []]);
        vi.useRealTimers();
    });
});
