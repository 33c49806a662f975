// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { withMore } from './pages.ts';

const somebody = (id: number) => ({ person: { id } });

it('a further page adds whom it has not, in its order', () => {
    const known = [somebody(1), somebody(2)];
    expect(withMore(known, [somebody(2), somebody(4), somebody(3)]).map(({ person }) => person.id)).toEqual([1, 2, 4, 3]);
    expect(withMore(known, known)).toEqual(known);
});
