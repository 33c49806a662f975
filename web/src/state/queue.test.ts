// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { addressOf, choiceOf, whole, type QueueChoice } from './queue.ts';

const read = (address: string) => choiceOf(new URL(address, 'http://x').searchParams);

it('reads from the address what it writes there', () => {
    const all: QueueChoice[] = [
        { scope: 'mine', order: 'fit', like_me: false }, { scope: 'mine', order: 'oldest', like_me: true }, { scope: 'group', group: 'padron', order: 'oldest', like_me: false },
        { scope: 'group', order: 'newest', like_me: false }, { scope: 'tag', tag: 'año & más', order: 'newest', like_me: true }, { scope: 'network', order: 'oldest', like_me: false },
    ];
    for (const choice of all) expect(read(addressOf(choice)), addressOf(choice)).toEqual(choice);
    expect(addressOf(all[0]!)).toBe('/preguntas');
    expect(all.map(whole)).toEqual([true, true, true, false, true, true]);
});

it('takes what is no choice for the usual one, and from another scope only what it has too', () => {
    expect(read('/preguntas?scope=all&order=best&like_me=yes&group=padron')).toEqual({ scope: 'mine', order: 'fit', like_me: false });
    expect(read('/preguntas?scope=network&order=fit&tag=actas')).toEqual({ scope: 'network', order: 'oldest', like_me: false });
    expect(addressOf({ scope: 'network', order: 'fit', group: 'padron', like_me: false })).toBe('/preguntas?scope=network');
});
