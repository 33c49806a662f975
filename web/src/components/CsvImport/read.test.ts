// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { columnIn, textOf } from './read.ts';

const bytes = (...codes: number[]) => new Uint8Array(codes).buffer;

it('reads UTF-8, with its mark or without, and what Excel writes', () => {
    expect(textOf(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xb1))).toBe('ñ');
    expect(textOf(bytes(0xc3, 0xb1))).toBe('ñ');
    expect(textOf(bytes(0xf1, 0x80))).toBe('ñ€');
});

it('calls a column as the file does, and one it has not by the name the server uses', () => {
    expect(columnIn('nombre,correo,dir3\n', 'email')).toBe('correo');
    expect(columnIn('\uFEFFname;E-mail;Email', 'email')).toBe('Email');
    expect(columnIn('dir3\tDominio', 'domain')).toBe('Dominio');
    expect(columnIn('', 'relation')).toBe('relation');
    expect(columnIn('dir3', '')).toBe('');
});
