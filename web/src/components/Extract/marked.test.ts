// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { markedParts } from './marked.ts';

describe('an extract', () => {
    it.each([
        ['', []],
        ['sin marcas', [['sin marcas', false]]],
        ['el <mark>contrato</mark> menor', [['el ', false], ['contrato', true], [' menor', false]]],
        ['<mark>a</mark><mark>b</mark>', [['a', true], ['b', true]]],
        ['5 &lt; 6 &amp;&amp; <mark>&quot;x&quot;</mark> &#39;y&#39;', [['5 < 6 && ', false], ['"x"', true], [" 'y'", false]]],
        // Nothing but `mark` is ever an element.
        ['<img src=x onerror=alert(1)>', [['<img src=x onerror=alert(1)>', false]]],
        ['<mark><b>x</b></mark>', [['<b>x</b>', true]]],
        ['<mark>abierto', [['<mark>abierto', false]]],
        ['&amp;lt;', [['&lt;', false]]],
        ['&desconocida;', [['&desconocida;', false]]],
    ])('%s', (extract, parts) => {
        expect(markedParts(extract).map(({ text, marked }) => [text, marked])).toEqual(parts);
    });
});
