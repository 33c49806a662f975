// SPDX-License-Identifier: EUPL-1.2
// The list of notices that somebody is reading, while it is read again.
import { describe, expect, it, vi } from 'vitest';
import { notification } from '../../tests/support/examples.ts';
import type { LiveEvent } from '../api/types.ts';
import { Notifications, spreadMs } from './notifications.svelte.ts';

const hidden: LiveEvent = { type: 'event', cursor: 'c', kind: 'post.hidden', group: 'contratacion', thread: 7, data: { number: 2 } };

/** The highest is the latest; each a second before the one after it. */
const notice = (id: number) => notification(id, { renewed_at: new Date(Date.UTC(2026, 4, 4) + id * 1000).toISOString() });

function server(count: number) {
    let ids = Array.from({ length: count }, (_, index) => count - index);
    const notifications = new Notifications({
        notifications: async ({ before, limit = 20 }: { before?: string | null; limit?: number }) => {
            const found = ids.filter((id) => !before || id < Number(before));
            const shown = found.slice(0, limit);
            return { ok: true, value: { items: shown.map(notice), next: found.length > limit ? String(shown.at(-1)) : null, unread: ids.length } };
        },
    } as never);
    return {
        notifications,
        listed: () => notifications.state.items.map(({ id }) => id),
        has: () => ids,
        withdraw: (...gone: number[]) => (ids = ids.filter((id) => !gone.includes(id))),
    };
}

/** Until what an event brought about has come to its end. */
const settle = () => new Promise((done) => setTimeout(done));

describe('the list of notices', () => {
    it('keeps what was loaded by "more" when it is read again, without what is gone', async () => {
        const { notifications, listed, has, withdraw } = server(50);
        await notifications.load();
        await notifications.more();
        expect(listed()).toHaveLength(40);
        withdraw(45, 15);
        notifications.apply(hidden);
        await settle();
        expect(listed()).toEqual(has().slice(0, 40));
        await notifications.more();
        expect([listed(), notifications.state.next]).toEqual([has(), null]);
    });

    it('keeps also what is beyond the largest page, and where it goes on', async () => {
        const { notifications, listed, has, withdraw } = server(150);
        await notifications.load();
        for (let page = 0; page < 6; page++) await notifications.more();
        expect(listed()).toHaveLength(140);
        withdraw(145);
        notifications.apply(hidden);
        await settle();
        expect(listed()).toEqual(has().slice(0, 139));
        await notifications.more();
        expect([listed(), notifications.state.next]).toEqual([has(), null]);
    });

    it('is what the server says where that is all', async () => {
        const { notifications, listed, has, withdraw } = server(30);
        await notifications.load();
        await notifications.more();
        withdraw(...Array.from({ length: 15 }, (_, index) => index + 1));
        notifications.apply(hidden);
        await settle();
        expect([listed(), notifications.state.next]).toEqual([has(), null]);
    });

    it('is read again at once for what stands in it, and at some moment for a thread of others that was moved', async () => {
        vi.useFakeTimers();
        vi.spyOn(Math, 'random').mockReturnValue(0.5);
        const { notifications, listed, has, withdraw } = server(3);
        await notifications.load();
        const moved = { type: 'event', cursor: 'c', kind: 'thread.ordered', group: 'contratacion', data: { act: 'moved' } } as const;
        const concerned = notice(3).thread!.id;
        withdraw(2);
        notifications.apply({ ...moved, thread: concerned + 1 } as LiveEvent);
        notifications.apply({ ...moved, thread: concerned + 2 } as LiveEvent);
        await vi.advanceTimersByTimeAsync(spreadMs / 2 - 1);
        expect(listed()).toEqual([3, 2, 1]);
        await vi.advanceTimersByTimeAsync(1);
        expect(listed()).toEqual(has());
        withdraw(1);
        notifications.apply({ ...moved, thread: concerned } as LiveEvent);
        await vi.advanceTimersByTimeAsync(0);
        expect(listed()).toEqual([3]);
        const closed = { type: 'event', cursor: 'c', kind: 'group.closed', group: 'otra', thread: null, data: {} } as LiveEvent;
        withdraw(3);
        notifications.apply(closed);
        await vi.advanceTimersByTimeAsync(spreadMs / 2 - 1);
        expect(listed()).toEqual([3]);
        await vi.advanceTimersByTimeAsync(1);
        expect(listed()).toEqual([]);
        vi.restoreAllMocks();
        vi.useRealTimers();
    });
});
