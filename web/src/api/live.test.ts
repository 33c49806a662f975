// SPDX-License-Identifier: EUPL-1.2
// The connection as its listeners see it, over a made-up network.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Channel } from '../../tests/support/channel.ts';
import { Network } from '../../tests/support/network.ts';
import { createApi } from './client.ts';
import { Live } from './live.ts';
import type { LiveEvent } from './types.ts';

let network: Network;
let live: Live;
const heard: string[] = [];
const onDenied = vi.fn();
const onReached = vi.fn();
const onHeard = vi.fn();
const onReachable = vi.fn();

function event(cursor: string): LiveEvent {
    return { type: 'event', cursor, kind: 'read', group: 'contratacion', thread: 7, data: { number: 1 } };
}

beforeEach(() => {
    vi.useFakeTimers();
    heard.length = 0;
    onDenied.mockClear();
    onReached.mockClear();
    onHeard.mockClear();
    onReachable.mockClear();
    network = new Network();
    const api = createApi({ language: () => 'es', onSignedOut: () => {}, onReached: onReachable });
    live = new Live(api, { onDenied, onDelayed: () => {}, onHeard, onReached });
    live.listen({ onEvent: ({ cursor }) => heard.push(cursor), onResync: () => heard.push('resync') });
    live.start('c0', 1);
});
afterEach(() => {
    live.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a live connection', () => {
    it('opens one socket of this server with the cursor, and passes events on', () => {
        expect(network.sockets.map(({ address }) => address)).toEqual(['ws://localhost:3000/api/v1/live?since=c0']);
        network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
        network.socket.say(event('c1'));
        network.socket.say(event('c1'));
        network.socket.say(event('c2'));
        expect(heard).toEqual(['c1', 'c2']);
        // Also what tells nothing new shows that the server is there.
        expect(onHeard).toHaveBeenCalledTimes(4);
        expect(onReached).toHaveBeenCalledOnce();
    });

    it('says nothing into a socket that is closing', () => {
        network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
        network.socket.readyState = 2;
        live.watch(7);
        expect(network.socket.sent).toEqual([]);
    });

    it('comes back after a cut without losing or repeating', async () => {
        const first = network.socket;
        first.say({ type: 'hello', cursor: 'h', resumed: true });
        first.say(event('c1'));
        first.drop();
        await later(1000);
        expect(network.socket.address).toContain('since=c1');
        network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
        network.socket.say(event('c2'));
        first.say(event('c9'));
        expect(heard).toEqual(['c1', 'c2']);
    });

    it('goes on by long poll where sockets do not come through', async () => {
        let polls = 0;
        network.on('GET /events', ({ query }) => {
            polls++;
            if (polls > 2) return new Promise<never>(() => {});
            return { body: { cursor: `p${polls}`, resumed: true, events: query.get('since') === 'c0' ? [event('c1')] : [] } };
        });
        network.socket.drop();
        await later(2000);
        network.socket.drop();
        await later(3000);
        expect(heard).toEqual(['c1']);
        expect(network.calls('GET /events').map(({ query }) => query.get('since'))).toEqual(['c0', 'p1', 'p2']);
    });

    it('tells the other tabs that the server is away, and that it is back', async () => {
        live.stop();
        vi.stubGlobal('BroadcastChannel', Channel);
        let held = false;
        const request = (_name: string, _options: object, hold: () => Promise<void>) => (held ? new Promise<void>(() => {}) : ((held = true), hold()));
        Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
        try {
            const said: string[][] = [[], []];
            const [leads, follows] = said.map((words) => {
                const hooks = { onDenied, onDelayed: () => {}, onHeard: () => words.push('heard'), onReached: () => words.push('reached'), onAway: () => words.push('away') };
                const tab = new Live(createApi({ language: () => 'es', onSignedOut: () => {}, onReached: () => {} }), hooks);
                tab.start('c0', 1);
                return tab;
            });
            let away = true;
            network.on('GET /events', () => {
                if (away) throw new TypeError('Failed to fetch');
                return { body: { cursor: 'p1', resumed: true, events: [] } };
            });
            network.socket.drop();
            await later(2000);
            network.socket.drop();
            await later(2000);
            // Whoever leads knows it from the call.
            expect([said[0], new Set(said[1])]).toEqual([[], new Set(['away'])]);
            away = false;
            await later(30_000);
            expect(said[1]?.slice(-2)).toEqual(['heard', 'reached']);
            leads?.stop();
            follows?.stop();
        } finally {
            Reflect.deleteProperty(navigator, 'locks');
        }
    });

    it('names by long poll what is watched, and gives up the poll that does not', async () => {
        const signals: AbortSignal[] = [];
        const { fetch } = globalThis;
        vi.stubGlobal('fetch', (request: Request) => {
            const { signal } = request;
            signals.push(signal);
            return Promise.race([fetch(request), new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(new Error('aborted'))))]);
        });
        network.on('GET /events', ({ query }) =>
            query.get('wait') === '0' ? { body: { cursor: 'p', resumed: true, events: [] } } : new Promise<never>(() => {}));
        const watched = vi.fn();
        live.listen({ onWatching: watched });
        network.socket.drop();
        await later(2000);
        network.socket.drop();
        await later(3000);
        live.watch(7);
        live.watch(8);
        await later(100);
        expect(network.calls('GET /events').map(({ query }) => [query.get('wait'), query.get('watch')])).toEqual([
            ['0', null],
            ['25', null],
            ['0', '7'],
            ['0', '7,8'],
            ['25', '7,8'],
        ]);
        expect(watched.mock.calls).toEqual([
            [7, false],
            [8, false],
        ]);
        expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true, false]);
        expect(onReachable).not.toHaveBeenCalledWith(false);
    });

    it('tells when it is not wanted any more', async () => {
        network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
        network.socket.drop(1008);
        expect(onDenied).toHaveBeenCalledOnce();
    });

    it('goes on by long poll where a socket opens and stays dumb', async () => {
        network.on('GET /events', () => new Promise<never>(() => {}));
        // The server may let one wait its turn for eight seconds when everybody comes back at once.
        await later(9_000);
        expect([network.sockets.length, network.sockets[0]?.closed]).toEqual([1, false]);
        await later(1_000);
        expect(network.sockets[0]?.closed).toBe(true);
        await later(1000);
        expect(network.sockets).toHaveLength(2);
        await later(12_000);
        expect(network.calls('GET /events').map(({ query }) => query.get('since'))).toEqual(['c0']);
    });

    it('asks a server that says nothing whether it is there, and connects anew when it is not', async () => {
        const first = network.socket;
        first.say({ type: 'hello', cursor: 'h', resumed: true });
        expect(onReached).toHaveBeenCalledOnce();
        first.say(event('c1'));
        await later(59_000);
        expect(first.sent).toEqual([]);
        await later(1000);
        expect(first.sent).toEqual([{ type: 'watch', thread: 1 }]);
        first.say({ type: 'refused', thread: 1 });
        await later(59_000);
        expect([first.sent.length, first.closed]).toEqual([1, false]);
        await later(1000);
        expect(first.sent).toHaveLength(2);
        await later(20_000);
        expect(first.closed).toBe(true);
        await later(1000);
        expect(network.sockets).toHaveLength(2);
        expect(network.socket.address).toContain('since=c1');
    });

    it('watches a thread once for as long as anybody on the page does', () => {
        network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
        const stop = [live.watch(7), live.watch(7)];
        stop[0]?.();
        expect(network.socket.sent).toEqual([{ type: 'watch', thread: 7 }]);
        stop[1]?.();
        expect(network.socket.sent).toEqual([
            { type: 'watch', thread: 7 },
            { type: 'unwatch', thread: 7 },
        ]);
    });

    it('closes when stopped and does not come back', async () => {
        const { socket } = network;
        live.stop();
        expect(socket.closed).toBe(true);
        await later(60_000);
        expect(network.sockets).toHaveLength(1);
    });
});
