// SPDX-License-Identifier: EUPL-1.2
// A list of threads by last activity, and what an event makes of it. Nothing here fetches or draws.
import type { LiveEvent, LiveThread, Page, Thread } from '../api/types.ts';

export interface FeedState {
    items: Thread[];
    next: string | null;
    /** Threads that came or moved while the list was read; they wait until the reader asks for them. */
    arrived: Thread[];
}

export const emptyFeed: FeedState = { items: [], next: null, arrived: [] };

export function firstPage(page: Page<Thread>): FeedState {
    return { items: page.items, next: page.next, arrived: [] };
}

export function nextPage(state: FeedState, page: Page<Thread>): FeedState {
    const known = new Set([...state.items, ...state.arrived].map(({ id }) => id));
    return { ...state, items: [...state.items, ...page.items.filter(({ id }) => !known.has(id))], next: page.next };
}

/** Whether a list shows threads of this group at all. */
export type Belongs = (thread: { group: { slug: string }; kind: string; state: string }) => boolean;

export function applyToFeed(state: FeedState, event: LiveEvent, me: number, belongs: Belongs): FeedState {
    switch (event.kind) {
        case 'thread.created':
        case 'thread.changed':
        case 'thread.accepted':
            // One's own question appears at once; when it comes up again, it is because somebody has answered.
            return placeThread(state, event.data, event.kind === 'thread.created' && event.data.author.id === me, belongs);
        case 'post.created':
            return event.data.author?.id === me
                ? state
                : change(state, event.thread, (thread) => ({ ...thread, unread: Math.min(100, thread.unread + 1) }));
        case 'read':
            // Where one has read to the end elsewhere; how many are left otherwise only the server knows.
            return change(state, event.thread, (thread) =>
                event.data.number > thread.answers + thread.replies ? { ...thread, unread: 0 } : thread,
            );
        default:
            return state;
    }
}

const cannot: Thread['can'] = { reply: false, answer: false, accept: false, edit: false };

/** Facts of the event, what is personal from what was known. */
export function withFacts(facts: LiveThread, known: Thread | undefined): Thread {
    return { ...facts, unread: known?.unread ?? 1, can: known?.can ?? cannot };
}

function placeThread(
    state: FeedState,
    facts: LiveThread,
    mine: boolean,
    belongs: Belongs,
): FeedState {
    const shown = state.items.find(({ id }) => id === facts.id);
    if (shown) return change(state, facts.id, (thread) => withFacts(facts, thread));
    if (!belongs(facts)) return { ...state, arrived: state.arrived.filter(({ id }) => id !== facts.id) };
    const waiting = state.arrived.find(({ id }) => id === facts.id);
    const thread = withFacts(facts, waiting);
    if (!waiting && mine) return { ...state, items: [{ ...thread, unread: 0 }, ...state.items] };
    return { ...state, arrived: [thread, ...state.arrived.filter(({ id }) => id !== facts.id)] };
}

function change(state: FeedState, id: number, edit: (thread: Thread) => Thread): FeedState {
    const edited = (threads: Thread[]) => threads.map((thread) => (thread.id === id ? edit(thread) : thread));
    return { ...state, items: edited(state.items), arrived: edited(state.arrived) };
}

export function showArrived(state: FeedState): FeedState {
    return { ...state, items: [...state.arrived, ...state.items], arrived: [] };
}
