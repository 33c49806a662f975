// SPDX-License-Identifier: EUPL-1.2
// What a search is narrowed to, as the address says it.
import type { Band } from '../api/types.ts';

export const kinds = ['question', 'update', 'article', 'announcement'] as const;
export const states = ['solved', 'answered', 'unanswered'] as const;
export const names = ['group', 'kind', 'state', 'tag', 'band', 'norm', 'like_me'] as const;
export type Name = (typeof names)[number];

export type SearchFilter = Partial<Record<Name, string>> & { kind?: (typeof kinds)[number]; state?: (typeof states)[number]; band?: Band };

const allowed: Partial<Record<Name, readonly string[]>> = {
    kind: kinds,
    state: states,
    band: ['lt1000', '1000-4999', '5000-19999', '20000-49999', '50000-99999', 'ge100000'],
    like_me: ['true'],
};

export function filterOf(query: URLSearchParams): SearchFilter {
    const out: Partial<Record<Name, string>> = {};
    for (const name of names) {
        const value = (query.get(name) ?? '').trim();
        if (value && (allowed[name]?.includes(value) ?? true)) out[name] = value;
    }
    return out as SearchFilter;
}

export function addressOf(words: string, filter: SearchFilter): string {
    const chosen = names.flatMap((name) => (filter[name] ? [[name, filter[name]] as [string, string]] : []));
    return `/search?${new URLSearchParams([['q', words], ...chosen])}`;
}
