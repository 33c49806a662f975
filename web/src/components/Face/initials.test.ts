// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { initials } from './initials.ts';

describe('initials', () => {
    it.each([
        ['Marta Ruiz Gil', 'MR'], ['María de la Fuente', 'MF'], ['íñigo', 'Í'], ['Jordi Puig i Cadafalch', 'JP'], ["Joan d'Oms", 'JO'],
        ['Ana-Belén Sáez', 'AB'], ['  ', '?'], ['1234', '?'], ['de la', 'DL'], ['𝒜na Ñoño', '𝒜Ñ'],
    ])('of %s are %s', (name, wanted) => expect(initials(name)).toBe(wanted));
});
