// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { slugOf } from './slug.ts';

it.each([
    ['Padrón y estadística', 'padron-y-estadistica'],
    ['  ¿Dudas? ', 'dudas'],
    ['Año 2026', 'ano-2026'],
    ['x'.repeat(49) + ' y más', 'x'.repeat(49)],
])('makes an address of %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
});
