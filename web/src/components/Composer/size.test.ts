// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { expect, it } from 'vitest';
import { over } from './size.ts';

it.each([
    ['a'.repeat(65_536), 0],
    ['a'.repeat(65_539), 3],
    ['ñ'.repeat(32_768), 0],
    ['ñ'.repeat(32_770), 2],
    [`${'a'.repeat(65_536)}😀`, 1],
    [`${'a'.repeat(65_530)}😀😀`, 1],
    ['', 0],
])('a text is measured by its bytes and told of in characters (%#)', (text, characters) => expect(over(text)).toBe(characters));
