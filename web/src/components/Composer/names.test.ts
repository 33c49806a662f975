// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { keyAt } from './names.ts';

it('completes a tag after a name that nobody has, on the same line', () => {
    expect(keyAt('Hola @Jul')).toBe('@');
    expect(keyAt('Hola @Julián Pé')).toBe('@');
    expect(keyAt('Hola @Jul #lic')).toBe('#');
    expect(keyAt('Hola @Jul #lic y')).toBe('');
});

it('ends a tag with its line, and completes the name after it', () => {
    expect(keyAt('#contr')).toBe('#');
    expect(keyAt('#contr\n\n')).toBe('');
    expect(keyAt('#contr\n@Jul')).toBe('@');
});
