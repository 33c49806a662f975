// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { articleName } from './articles.ts';

describe('the name of an article', () => {
    it.each([
        ['21', 'Artículo 21'],
        ['21-bis', 'Artículo 21 bis'],
        ['unico', 'Artículo único'],
        ['da-3', 'Disposición adicional 3'],
        ['dt-1-bis', 'Disposición transitoria 1 bis'],
        ['dd-unica', 'Disposición derogatoria única'],
        ['df-2', 'Disposición final 2'],
        ['anexo-4', 'Anexo 4'],
    ])('%s is %s', (article, name) => expect(articleName(article)).toBe(name));
});
