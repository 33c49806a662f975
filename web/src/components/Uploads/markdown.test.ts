// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { markdownOf, putIn, putInstead } from './markdown.ts';

it('names pictures by what is seen and other files by their names, whatever stands in those', () => {
    expect(markdownOf({ id: 7, name: 'plano.png', width: 10 })).toBe('![plano](/files/7)');
    expect(markdownOf({ id: 8, name: 'acta [2] *final*.pdf', width: null })).toBe('[acta \\[2\\] \\*final\\*.pdf](/files/8)');
});

it('puts it where one writes, apart from the words beside it', () => {
    expect(putIn('', 0, 'X')).toEqual({ text: 'X ', at: 2 });
    expect(putIn('antesdespués', 5, 'X')).toEqual({ text: 'antes X después', at: 8 });
    expect(putIn('antes  después', 6, 'X')).toEqual({ text: 'antes X después', at: 7 });
});

it('puts what was uploaded where its words stood, while one writes on', () => {
    expect(putInstead('antes [S 1] después', 19, '[S 1]', '![plano](/files/7)')).toEqual({ text: 'antes ![plano](/files/7) después', at: 32 });
    expect(putInstead('antes [S 1] después', 2, '[S 1]', 'X')).toEqual({ text: 'antes X después', at: 2 });
    expect(putInstead('antes [S 1] después', 19, '[S 1]', '')).toEqual({ text: 'antes después', at: 13 });
    expect(putInstead('antes después', 3, '[S 1]', 'X')).toBeNull();
});
