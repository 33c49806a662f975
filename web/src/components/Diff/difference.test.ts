// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { difference, shortened, type Part } from './difference.ts';

const before = (parts: Part[]) => parts.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('');
const after = (parts: Part[]) => parts.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('');

describe('the difference of two texts', () => {
    it.each([
        ['', 'algo'],
        ['algo', ''],
        ['igual', 'igual'],
        ['Pido tres\npresupuestos', 'Pido dos\n\npresupuestos '],
        ['ñandú — 🐑 euskara', 'ñandu — 🐏 Euskara'],
        ['a b c '.repeat(3000), 'c b a '.repeat(3000)],
        [Array.from({ length: 9000 }, (_, i) => `w${(i * 7919) % 9001}`).join(' '), Array.from({ length: 9000 }, (_, i) => `w${(i * 104_729) % 9001}`).join(' ')],
    ])('is made of both and of nothing else: %.20s', (one, other) => {
        const parts = difference(one, other);
        expect(before(parts) === one && after(parts) === other).toBe(true);
    });

    it('is told one after the other where it was rewritten', () => {
        expect(difference('Egun on. Tenemos **tres** tareas en la mesa.', 'Texto escrito de otra manera, sobre otra cosa.')).toEqual([
            { kind: 'removed', text: 'Egun on. Tenemos **tres** tareas en la mesa.' },
            { kind: 'added', text: 'Texto escrito de otra manera, sobre otra cosa.' },
        ]);
    });

    it('is told by sentences where another stands for one: words that both happen to have are no islands', () => {
        const stays = 'El anuncio de licitación se publica siempre en la plataforma.\n\n';
        const [one, other] = ['Marta añade: también vale el perfil del contratante según la DA 9.ª LCSP.', 'Julián añade: muy bien, y el plazo del anuncio cuenta según el perfil.'];
        expect(difference(`${stays}${one}\n\nFin de la nota, que no cambió nadie.`, `${stays}${other}\n\nFin de la nota, que no cambió nadie.`)).toEqual([
            { kind: 'same', text: stays },
            { kind: 'removed', text: one },
            { kind: 'added', text: other },
            { kind: 'same', text: '\n\nFin de la nota, que no cambió nadie.' },
        ]);
    });

    it('marks words', () => {
        expect(difference('Pido tres presupuestos', 'Pido dos presupuestos')).toEqual([
            { kind: 'same', text: 'Pido ' },
            { kind: 'removed', text: 'tres' },
            { kind: 'added', text: 'dos' },
            { kind: 'same', text: ' presupuestos' },
        ]);
    });
});

describe('what did not change', () => {
    const long = 'x'.repeat(1000);

    it('is shown near to what did', () => {
        const [first, , middle, , last] = shortened([
            { kind: 'same', text: long },
            { kind: 'added', text: long },
            { kind: 'same', text: long },
            { kind: 'removed', text: 'y' },
            { kind: 'same', text: long },
        ]);
        expect([first?.text.length, middle?.text.length, last?.text.length].every((size) => size !== undefined && size < 300)).toBe(true);
        expect([first?.text.startsWith(' […] '), middle?.text.includes(' […] '), last?.text.endsWith(' […] ')]).toEqual([true, true, true]);
    });

    it('is shown whole where nothing changed, and where it is short', () => {
        expect(shortened([{ kind: 'same', text: long }])).toEqual([{ kind: 'same', text: long }]);
        expect(shortened([{ kind: 'same', text: 'corto' }, { kind: 'added', text: long }])).toEqual([{ kind: 'same', text: 'corto' }, { kind: 'added', text: long }]);
    });
});
