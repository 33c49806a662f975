// SPDX-License-Identifier: EUPL-1.2
// What concerns me, newest first, and what an event makes of it. Nothing here fetches or draws.
import type { LiveEvent, Notification } from '../api/types.ts';
import type { MarkName, Wanted } from './marks.svelte.ts';

export interface NoticesState {
    items: Notification[];
    next: string | null;
    /** Of all, not of `items`; 100 stands for more than 99. */
    unread: number;
}

export const noNotices: NoticesState = { items: [], next: null, unread: 0 };

const most = 100;

export function applyToNotices(state: NoticesState, event: LiveEvent): NoticesState {
    if (event.kind === 'notifications.read') {
        return readUpTo(state, event.data.up_to);
    }
    if (event.kind === 'thread.changed') {
        const { id, title } = event.data;
        const renamed = (one: Notification) => one.thread?.id === id && one.thread.title !== title;
        if (!state.items.some(renamed)) return state;
        return { ...state, items: state.items.map((one) => (renamed(one) ? { ...one, thread: { ...one.thread!, title } } : one)) };
    }
    if (event.kind === 'group.closed') {
        const gone = state.items.filter(({ group }) => group?.slug === event.group);
        if (gone.length === 0) return state;
        const unread = Math.max(0, state.unread - gone.filter(({ read }) => !read).length);
        return { ...state, unread, items: state.items.filter((one) => !gone.includes(one)) };
    }
    if (event.kind !== 'notification') return state;
    const { notification, change } = event.data;
    const known = state.items.find(({ id }) => id === notification.id);
    // Of what is known, only what differs from it counts: the list may have been read after this happened.
    const step = known ? Number(known.read) - Number(notification.read) : change;
    const unread = Math.max(0, Math.min(most, state.unread + step));
    // What was read stays where it stands; what came or came again goes to the top.
    const items = notification.read
        ? state.items.map((one) => (one === known ? notification : one))
        : [notification, ...state.items.filter((one) => one !== known)];
    return { ...state, items, unread };
}

/** The list read again, of which `fresh` is the beginning: what was listed beyond it stays, since somebody may stand there. */
export function readAgain(state: NoticesState, fresh: NoticesState): NoticesState {
    const last = fresh.items.at(-1);
    if (!fresh.next || !last) return fresh;
    const known = new Set(fresh.items.map(({ id }) => id));
    const older = state.items.filter(
        ({ id, renewed_at: at }) => !known.has(id) && (at < last.renewed_at || (at === last.renewed_at && id < last.id)),
    );
    return older.length === 0 ? fresh : { ...fresh, items: [...fresh.items, ...older], next: state.next };
}

/** Read here: shown at once. */
export function readHere(state: NoticesState, id: number): NoticesState {
    const unread = state.items.some((one) => one.id === id && !one.read) ? state.unread - 1 : state.unread;
    return { ...state, unread, items: state.items.map((one) => (one.id === id ? { ...one, read: true } : one)) };
}

export function readUpTo(state: NoticesState, upTo: string): NoticesState {
    const items = state.items.map((one) => (one.renewed_at <= upTo ? { ...one, read: true } : one));
    return { ...state, items, unread: items.filter(({ read }) => !read).length };
}

/** What was read here and is not known to the server yet stays read, whatever it says meanwhile. */
export function stillRead(state: NoticesState, pending: [MarkName, Wanted][]): NoticesState {
    return pending.reduce((now, [name, wanted]) => {
        if (name === 'notices:') return readUpTo(now, String(wanted));
        return name.startsWith('notice:') ? readHere(now, Number(name.slice(7))) : now;
    }, state);
}

/** Whether what is known may differ from what the server would say: then it is read again. */
export function uncertain(state: NoticesState, event: LiveEvent): boolean {
    switch (event.kind) {
        case 'notifications.read':
            return state.next !== null;
        case 'notification':
            // Of more than 99 nobody here knows how many are left. Nor whether one that is not known here was counted: it may
            // have been out of sight (an acceptance that was taken back and is said again), or be so since the list was read.
            return (
                (event.data.change < 0 && state.unread >= most) ||
                (event.data.change < 1 && !state.items.some(({ id }) => id === event.data.notification.id))
            );
        case 'membership.changed':
        case 'thread.gone':
            return true;
        case 'group.closed':
            // Others of it may be counted and not listed; and what tells of the group alone is seen as long as that is.
            return state.unread > 0 || state.items.some(({ group }) => group?.slug === event.group);
        case 'post.hidden':
        case 'thread.accepted':
        // Merged or split, its posts are elsewhere, and what was told of them with them.
        case 'thread.ordered':
            // What was told of it where it could not be read any more may come into sight.
            if (event.kind === 'thread.ordered' && ['moved', 'merged', 'split'].includes(event.data.act)) return true;
            return state.items.some(({ thread }) => thread?.id === event.thread);
        default:
            return false;
    }
}
