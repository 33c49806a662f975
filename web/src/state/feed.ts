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

/** Whether a list shows this thread at all. `followed`: it comes because of what one follows, not by a group. */
export type Belongs = (thread: LiveThread, followed: boolean) => boolean;

/** Whether a thread that is listed is still what the list was asked for, as far as an event tells that. */
export type Fits = (thread: LiveThread) => boolean;

export function applyToFeed(state: FeedState, event: LiveEvent, me: number, belongs: Belongs, fits: Fits = () => true): FeedState {
    switch (event.kind) {
        case 'thread.created':
        case 'thread.changed':
        case 'thread.accepted':
            // One's own question appears at once; when it comes up again, it is because somebody has answered.
            return placeThread(state, event.data, event.kind === 'thread.created' && event.data.author.id === me, belongs, fits);
        case 'thread.followed':
            return placeThread(state, event.data, false, (thread) => belongs(thread, true), fits);
        case 'thread.gone':
            return without(state, ({ id, group }) => id === event.thread && (event.group === null || group.slug === event.group));
        case 'group.closed':
            return without(state, ({ group }) => group.slug === event.group);
        case 'post.created':
            // Whoever writes has read, perhaps on another device.
            return event.data.author?.id === me
                ? change(state, event.thread, (thread) => ({ ...thread, unread: 0 }))
                : change(state, event.thread, (thread) => ({ ...thread, unread: Math.min(100, thread.unread + 1) }));
        case 'same_problem.changed':
            return change(state, event.thread, (thread) => ({ ...thread, ...event.data }));
        case 'read':
            return change(state, event.thread, (thread) => ({ ...thread, unread: event.data.unread ?? thread.unread }));
        case 'read.all':
            // Of what has come since, how many are left only the server knows.
            return changeAll(state, (thread) =>
                (event.group === null || event.group === thread.group.slug) && thread.last_activity_at <= event.data.up_to
                    ? { ...thread, unread: 0 }
                    : thread,
            );
        default:
            return state;
    }
}

const cannot: Thread['can'] = { reply: false, answer: false, mark: false, accept: false, edit: false, close: false, order: false };

/** Facts of the event, what is personal from what was known. */
export function withFacts(facts: LiveThread, known: Thread | undefined): Thread {
    return { ...facts, unread: known?.unread ?? 1, can: known?.can ?? cannot, superseded_by: known?.superseded_by ?? null, duplicate_of: known?.duplicate_of ?? null, same_here: known?.same_here ?? false };
}

function placeThread(
    state: FeedState,
    facts: LiveThread,
    mine: boolean,
    belongs: Belongs,
    fits: Fits,
): FeedState {
    const shown = state.items.find(({ id }) => id === facts.id);
    // Elsewhere now, where this list does not look.
    if (shown && shown.group.slug !== facts.group.slug && !belongs(facts, false)) return without(state, ({ id }) => id === facts.id);
    // Answered meanwhile, in a list of what nobody has answered.
    if (shown && !fits(facts)) return without(state, ({ id }) => id === facts.id);
    if (shown) return change(state, facts.id, (thread) => withFacts(facts, thread));
    if (!belongs(facts, false)) return { ...state, arrived: state.arrived.filter(({ id }) => id !== facts.id) };
    const waiting = state.arrived.find(({ id }) => id === facts.id);
    const thread = withFacts(facts, waiting);
    if (!waiting && mine) return { ...state, items: [{ ...thread, unread: 0 }, ...state.items] };
    return { ...state, arrived: [thread, ...state.arrived.filter(({ id }) => id !== facts.id)] };
}

function without(state: FeedState, gone: (thread: Thread) => boolean): FeedState {
    const left = (threads: Thread[]) => threads.filter((thread) => !gone(thread));
    return { ...state, items: left(state.items), arrived: left(state.arrived) };
}

function change(state: FeedState, id: number, edit: (thread: Thread) => Thread): FeedState {
    return changeAll(state, (thread) => (thread.id === id ? edit(thread) : thread));
}

function changeAll(state: FeedState, edit: (thread: Thread) => Thread): FeedState {
    return { ...state, items: state.items.map(edit), arrived: state.arrived.map(edit) };
}

export function showArrived(state: FeedState): FeedState {
    return { ...state, items: [...state.arrived, ...state.items], arrived: [] };
}
