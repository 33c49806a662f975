// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { ruleSaid } from './said.ts';

const nothing = { administration: null, level: null, band: null, province: null, relation: null, skill: null };

it.each([
    [{ skill: 'catastro' }, 'Quien dice en su perfil que sabe de «catastro».'],
    [{ province: '42', relation: 'employee' as const }, 'Quien está en la provincia de Soria y está como personal empleado público.'],
    [{ administration: { id: 1, name: 'Ayuntamiento de Villar', band: null }, level: 'municipality' as const, band: 'lt1000' as const },
        'Quien trabaja en Ayuntamiento de Villar, está en una administración de tipo «Ayuntamiento» y está en un municipio de menos de 1.000 hab.'],
])('says %o in words', (rule, said) => {
    expect(ruleSaid({ ...nothing, ...rule }).replace(/\.+$/, '.')).toBe(said);
});
