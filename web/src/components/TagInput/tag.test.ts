// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { expect, it } from 'vitest';
import { cleanTag } from './tag.ts';

it.each([
    ['Contrato Menor', 'contrato-menor'],
    ['  LCSP ', 'lcsp'],
    ['año 2024', 'año-2024'],
    ['c++ / c#', 'c++--c#'],
    ['#padrón!', 'padrón'],
    ['...', ''],
    ['x'.repeat(60), 'x'.repeat(50)],
])('%s is written as %s', (typed, tag) => {
    expect(cleanTag(typed)).toBe(tag);
});
