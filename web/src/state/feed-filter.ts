// SPDX-License-Identifier: EUPL-1.2
// What part of the feed the address asks for, so that it can be kept as a bookmark.
import type { LiveThread } from '../api/types.ts';

export const kinds = ['question', 'article', 'update', 'announcement', 'poll', 'event', 'thanks'] as const;
export const states = ['unanswered', 'answered', 'solved'] as const;

export interface FeedFilter {
    kind?: (typeof kinds)[number];
    state?: (typeof states)[number];
    group?: string;
    tag?: string;
    norm?: string;
    like_me?: true;
}

/** Null for the whole feed. */
export function filterOf(query: URLSearchParams): FeedFilter | null {
    const text = (name: 'group' | 'tag' | 'norm') => (query.get(name) ? { [name]: query.get(name) } : {});
    const state = states.find((one) => one === query.get('state'));
    const kind = state ? 'question' : kinds.find((one) => one === query.get('kind'));
    const filter: FeedFilter = {
        ...(kind ? { kind } : {}),
        ...(state ? { state } : {}),
        ...text('group'),
        ...text('tag'),
        ...text('norm'),
        ...(query.get('like_me') === 'true' ? { like_me: true as const } : {}),
    };
    return Object.keys(filter).length > 0 ? filter : null;
}

export function addressOf(filter: FeedFilter): string {
    const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
    return query.size > 0 ? `/?${query}` : '/';
}

/** Whether a thread that comes live is of it. Which norms it cites an event does not say. */
export function passes(filter: FeedFilter, thread: Pick<LiveThread, 'kind' | 'state' | 'group' | 'tags' | 'author'>, band: string | null): boolean {
    return (
        !filter.norm &&
        (!filter.kind || thread.kind === filter.kind) &&
        (!filter.state || thread.state === filter.state) &&
        (!filter.group || thread.group.slug === filter.group) &&
        (!filter.tag || thread.tags.includes(filter.tag)) &&
        (!filter.like_me || (band !== null && thread.author.administration?.band === band))
    );
}

/** The same of one that is listed: what an event cannot tell, or nothing changes, holds as it did. */
export function stillPasses({ norm: _, like_me: __, ...filter }: FeedFilter, thread: Parameters<typeof passes>[1]): boolean {
    return passes(filter, thread, null);
}
