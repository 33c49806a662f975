// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { facts } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import AnnouncementList, { spreadMs } from './AnnouncementList.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
});

it('asks for a new one at a moment of its own, once', async () => {
    const network = new Network();
    network.on('GET /announcements', { body: { items: [] } }).on('GET /groups', { body: { items: [], next: null } });
    const app = signedIn(network);
    app.enter();
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
    show(app, AnnouncementList, {});
    const asked = () => network.calls('GET /announcements').length;
    await vi.advanceTimersByTimeAsync(spreadMs);
    const before = asked();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    for (const cursor of ['a', 'b']) {
        network.socket.say({ type: 'event', cursor, kind: 'thread.created', group: 'contratacion', thread: 7, data: facts(7, { kind: 'announcement' }) } as never);
    }
    await vi.advanceTimersByTimeAsync(spreadMs / 2 - 100);
    expect(asked()).toBe(before);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked()).toBe(before + 1);
    await vi.advanceTimersByTimeAsync(spreadMs);
    expect(asked()).toBe(before + 1);
    app.live.stop();
});
