// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { expect, it } from 'vitest';
import { articlesIn } from './articles.ts';

it.each([
    ['', []],
    ['118', ['118']],
    ['Art. 118, 21 bis y DA 3', ['118', '21-bis', 'da-3']],
    ['artículos 3, 4 bis; disposición adicional 1, 2; anexo 2', ['3', '4-bis', 'da-1', 'da-2', 'anexo-2']],
    ['disposición derogatoria única', ['dd-unica']],
    ['118, y otro', null],
    ['el de siempre', null],
])('%s', (text, articles) => expect(articlesIn(text)).toEqual(articles));
