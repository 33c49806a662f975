// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { notification, thread } from '../../tests/support/examples.ts';
import type { LiveEvent } from '../api/types.ts';
import { applyToNotices, noNotices, readHere, uncertain, type NoticesState } from './notifications.ts';

const told = (id: number, change: -1 | 0 | 1, how = {}): LiveEvent => ({
    type: 'event',
    cursor: `c${id}`,
    kind: 'notification',
    group: 'contratacion',
    thread: 7,
    data: { notification: notification(id, { read: change < 0, ...how }), change },
});
const state = (...ids: number[]): NoticesState => ({ items: ids.map((id) => notification(id)), next: null, unread: ids.length });
const ids = ({ items }: NoticesState) => items.map(({ id }) => id);

describe('notices', () => {
    it('come on top and count once, also when they come again', () => {
        let now = applyToNotices(state(1, 2), told(3, 1));
        expect([ids(now), now.unread]).toEqual([[3, 1, 2], 3]);
        now = applyToNotices(now, told(2, 0, { times: 2 }));
        expect([ids(now), now.unread, now.items[0]?.times]).toEqual([[2, 3, 1], 3, 2]);
        // The list may be younger than the event.
        expect(applyToNotices(now, told(2, 1)).unread).toBe(3);
    });

    it('that are not in the list count by what the event says', () => {
        expect(applyToNotices({ ...noNotices, unread: 4 }, told(9, 1)).unread).toBe(5);
        expect(applyToNotices({ ...noNotices, unread: 4 }, told(9, 0)).unread).toBe(4);
        expect(applyToNotices({ ...noNotices, unread: 100 }, told(9, 1)).unread).toBe(100);
    });

    it('bear the name that their thread has now', () => {
        const renamed = (id: number) => ({ type: 'event', cursor: 'c', kind: 'thread.changed', group: 'contratacion', thread: id, data: { ...thread(id), title: 'Otro nombre' } }) as LiveEvent;
        const [first] = state(1).items;
        expect(applyToNotices(state(1), renamed(first!.thread!.id)).items[0]?.thread?.title).toBe('Otro nombre');
        expect(applyToNotices(state(1), renamed(first!.thread!.id + 1)).items).toEqual([first]);
    });

    it('of a group that closed go at once, and are asked for again', () => {
        const closed = (group: string) => ({ type: 'event', cursor: 'c', kind: 'group.closed', group, thread: null, data: {} }) as LiveEvent;
        const before = { ...state(1, 2), items: [notification(1), notification(2, { group: { slug: 'juntas', name: 'Juntas' } })] };
        const now = applyToNotices(before, closed('juntas'));
        expect([ids(now), now.unread, uncertain(before, closed('juntas'))]).toEqual([[1], 1, true]);
        expect(applyToNotices(before, closed('otra'))).toEqual(before);
        // What is counted and not listed may be of it.
        expect([2, 0].map((unread) => uncertain({ ...before, unread }, closed('otra')))).toEqual([true, false]);
    });

    it('read elsewhere stay where they are', () => {
        const now = applyToNotices(state(1, 2, 3), told(2, -1));
        expect([ids(now), now.unread, now.items[1]?.read]).toEqual([[1, 2, 3], 2, true]);
    });

    it('read here are not counted off a second time by their event', () => {
        const now = applyToNotices(readHere(state(1, 2), 1), told(1, -1));
        expect(now.unread).toBe(1);
        expect(readHere(now, 1).unread).toBe(1);
    });

    it('read up to a moment leave what came later', () => {
        const late = notification(4, { renewed_at: '2026-05-05T08:00:00.000Z' });
        const data = { up_to: '2026-05-04T08:00:00.000Z' };
        const event: LiveEvent = { type: 'event', cursor: 'c', kind: 'notifications.read', group: null, thread: null, data };
        const now = applyToNotices({ ...state(1, 2), items: [late, ...state(1, 2).items], unread: 3 }, event);
        expect([now.unread, now.items.map(({ read }) => read)]).toEqual([1, [false, true, true]]);
    });

    it('are read again where the events do not say all', () => {
        const hidden = (thread: number): LiveEvent => ({ type: 'event', cursor: 'c', kind: 'post.hidden', group: 'g', thread, data: { number: 2 } });
        expect(uncertain(state(1), hidden(7))).toBe(true);
        expect(uncertain(state(1), hidden(8))).toBe(false);
        const split: LiveEvent = { type: 'event', cursor: 'c2', kind: 'thread.ordered', group: 'contratacion', thread: 7, data: { act: 'split' } };
        expect(uncertain(state(1), split)).toBe(true);
        expect(uncertain(state(1), { ...split, thread: 8 })).toBe(true);
        expect(uncertain(state(1), { ...split, thread: 8, data: { act: 'closed' } })).toBe(false);
        expect(uncertain(state(1), { ...split, thread: 8, data: { act: 'merged' } })).toBe(true);
        expect(uncertain(state(1), { ...split, thread: 8, data: { act: 'moved' } })).toBe(true);
        expect(uncertain({ ...state(1), unread: 100 }, told(1, -1))).toBe(true);
        expect(uncertain(state(1), told(1, -1))).toBe(false);
        // Unread, out of sight when the list was read, and in sight again: the event alone would not count it.
        expect(uncertain(state(1, 2), told(3, 0))).toBe(true);
        expect(uncertain(state(1, 2), told(2, 0))).toBe(false);
        expect(uncertain(state(1, 2), told(3, 1))).toBe(false);
        // Read elsewhere, and deleted before the list was read: it was not counted any more.
        expect(uncertain(state(1, 2), told(3, -1))).toBe(true);
    });
});
