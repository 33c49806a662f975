// SPDX-License-Identifier: EUPL-1.2
// Ways on from a search of people that found nobody.
import { asSpoken, provinces } from '../../locales/provinces.ts';

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export interface Way {
    /** What is looked for then. */
    words: string;
    /** Where, when it is looked for in a province. */
    province: string | null;
    query: URLSearchParams;
}

/** What was asked as a subject is looked for among all words, of which the beginning is enough; a province among the words
 *  is looked for as one; and of several words each alone. */
export function waysOn(asked: URLSearchParams): Way[] {
    const words = [asked.get('q') ?? '', asked.get('skill') ?? ''].join(' ').split(/\s+/).filter(Boolean);
    const ways: Way[] = [];
    const add = (left: string[], province: [code: string, name: string] | null) => {
        const query = new URLSearchParams({ ...(left.length > 0 ? { q: left.join(' ') } : {}), ...(province ? { province: province[0] } : {}) });
        if (query.size > 0 && `${query}` !== `${asked}`) ways.push({ words: left.join(' '), province: province ? asSpoken(province[1]) : null, query });
    };
    const named = asked.get('province') ? undefined : provinces.find(([, name]) => name.split('/').some((one) => ` ${plain(words.join(' '))} `.includes(` ${plain(one)} `)));
    if (named) {
        const parts = named[1].split('/').flatMap((one) => plain(one).split(' '));
        add(words.filter((word) => !parts.includes(plain(word))), named);
    }
    if (asked.get('skill') || asked.size > 1) add(words, null);
    if (words.length > 1) for (const word of words.slice(0, 4)) add([word], null);
    return ways;
}
