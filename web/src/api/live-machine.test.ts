// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { step, still, type Effect, type Input, type Machine } from './live-machine.ts';
import type { LiveEvent } from './types.ts';

const half = () => 0.5;

function event(cursor: string): LiveEvent {
    return { type: 'event', cursor, kind: 'read', group: 'contratacion', thread: 7, data: { number: 1 } };
}

function hello(resumed: boolean, cursor = 'h'): Input {
    return { type: 'message', message: { type: 'hello', cursor, resumed } };
}

const message = (cursor: string): Input => ({ type: 'message', message: event(cursor) });

function run(...inputs: Input[]): { machine: Machine; effects: Effect[]; last: Effect[] } {
    let machine = still;
    let last: Effect[] = [];
    const effects: Effect[] = [];
    for (const input of inputs) {
        [machine, last] = step(machine, input, half);
        effects.push(...last);
    }
    return { machine, effects, last };
}

const start: Input = { type: 'start', cursor: 'c0' };
const closed = (code: number): Input => ({ type: 'closed', code });
const timer: Input = { type: 'timer' };

describe('the live connection', () => {
    it('starts from the cursor of what was read', () => {
        expect(run(start).effects).toEqual([{ do: 'connect', since: 'c0' }]);
    });

    it('comes back with the cursor of the last event handled', () => {
        const { last } = run(start, hello(true), message('c1'), message('c2'), closed(1006), timer);
        expect(last).toEqual([{ do: 'connect', since: 'c2' }]);
    });

    it('does not move its cursor with a hello that resumes: the events before it are still to come', () => {
        const { last } = run(start, hello(true, 'later'), closed(1006), timer);
        expect(last).toEqual([{ do: 'connect', since: 'c0' }]);
    });

    it('delivers an event once, also when it comes again by the other way', () => {
        const { effects } = run(start, hello(true), message('c1'), closed(1006), timer, hello(true), message('c1'), message('c2'));
        expect(effects.filter((effect) => effect.do === 'deliver').map((effect) => effect.event.cursor)).toEqual(['c1', 'c2']);
    });

    it('loads again when the gap is too old, and goes on from the new cursor', () => {
        const { effects, machine } = run(start, hello(false, 'new'));
        expect(effects).toContainEqual({ do: 'resync' });
        expect(machine.cursor).toBe('new');
    });

    it('watches again what is watched after every break', () => {
        const { effects } = run(start, { type: 'watch', thread: 7 }, hello(true), closed(1006), timer, hello(true));
        expect(effects.filter((effect) => effect.do === 'send')).toEqual([
            { do: 'send', command: { type: 'watch', thread: 7 } },
            { do: 'send', command: { type: 'watch', thread: 7 } },
        ]);
    });

    it('tells once watching stands, and not for a thread left meanwhile', () => {
        const watching: Input = { type: 'message', message: { type: 'watching', thread: 7, cursor: 'w' } };
        expect(run(start, hello(true), { type: 'watch', thread: 7 }, watching).last).toEqual([{ do: 'watching', thread: 7, refused: false }]);
        expect(run(start, hello(true), { type: 'watch', thread: 7 }, { type: 'unwatch', thread: 7 }, watching).last).toEqual([]);
    });

    it.each([
        [1, 750],
        [2, 1500],
        [3, 3000],
        [60, 3000],
        [61, 22_500],
    ])('after %i failures of a server that is away waits %i ms: some seconds for minutes, then half a minute at most', (failures, ms) => {
        let [machine, effects] = step(still, start, half);
        for (let failed = 0; failed < failures; failed++) {
            const away: Input =
                machine.phase === 'polling' ? { type: 'poll_failed', status: 0, retryAfter: null } : closed(1006);
            [machine, effects] = step(machine, away, half);
            const wait = effects.find((effect) => effect.do === 'wait');
            if (failed === failures - 1) expect(wait).toEqual({ do: 'wait', ms });
            [machine] = step(machine, timer, half);
        }
    });

    it('spreads the return of everybody after a restart', () => {
        const waits = [0, 1].map((random) => {
            const [open] = step(run(start).machine, hello(true), half);
            const [, effects] = step(open, closed(1012), () => random);
            return effects[0]?.do === 'wait' ? effects[0].ms : NaN;
        });
        expect(waits).toEqual([500, 5000]);
    });

    it('comes back at once with its cursor when it was too slow', () => {
        const { effects, last } = run(start, hello(true), message('c1'), closed(1013), timer);
        expect(effects).toContainEqual({ do: 'wait', ms: 750 });
        expect(last).toEqual([{ do: 'connect', since: 'c1' }]);
    });

    it('asks who one is when it is sent away', () => {
        expect(run(start, hello(true), closed(1008)).last[0]).toEqual({ do: 'denied' });
    });

    it('polls where no WebSocket comes through, from the same cursor', () => {
        const blocked = run(start, closed(1006), timer, closed(1006), timer);
        expect(blocked.last).toEqual([{ do: 'poll', since: 'c0', atOnce: true, watch: [] }]);
        const [machine, effects] = step(
            blocked.machine,
            { type: 'polled', batch: { cursor: 'c2', resumed: true, events: [event('c1'), event('c2')] } },
            half,
        );
        expect(effects.map((effect) => effect.do)).toEqual(['deliver', 'deliver', 'poll']);
        expect(effects.at(-1)).toEqual({ do: 'poll', since: 'c2', atOnce: false, watch: [] });
        expect(machine.cursor).toBe('c2');
    });

    it('tries a WebSocket again after a while of polling, and one failure sends it back to polling', () => {
        let { machine } = run(start, closed(1006), timer, closed(1006), timer);
        const done: string[] = [];
        for (let polls = 0; polls < 20; polls++) {
            const [next, effects] = step(machine, { type: 'polled', batch: { cursor: `p${polls}`, resumed: true, events: [] } }, half);
            machine = next;
            done.push(...effects.map((effect) => effect.do));
        }
        expect(done.at(-1)).toBe('connect');
        [machine] = step(machine, closed(1006), half);
        expect(step(machine, timer, half)[1]).toEqual([{ do: 'poll', since: 'p19', atOnce: true, watch: [] }]);
    });

    it('tries a WebSocket as soon as a server that was away answers a poll', () => {
        const away: Input = { type: 'poll_failed', status: 0, retryAfter: null };
        const polled: Input = { type: 'polled', batch: { cursor: 'c1', resumed: true, events: [event('c1')] } };
        const { last } = run(start, closed(1006), timer, closed(1006), timer, away, timer, polled);
        expect(last.map((effect) => effect.do)).toEqual(['deliver', 'connect']);
        expect(last.at(-1)).toEqual({ do: 'connect', since: 'c1' });
    });

    it('asks a server that was away for an answer at once', () => {
        const away: Input = { type: 'poll_failed', status: 0, retryAfter: null };
        const { last } = run(start, closed(1006), timer, closed(1006), timer, away, timer);
        expect(last).toEqual([{ do: 'poll', since: 'c0', atOnce: true, watch: [] }]);
    });

    it('waits as long as the server asks', () => {
        const { machine } = run(start, closed(1006), timer, closed(1006), timer);
        const [, effects] = step(machine, { type: 'poll_failed', status: 503, retryAfter: 10 }, half);
        expect(effects).toEqual([{ do: 'wait', ms: 13_000 }]);
    });

    it('asks who one is when the poll is refused', () => {
        const { machine } = run(start, closed(1006), timer, closed(1006), timer);
        expect(step(machine, { type: 'poll_failed', status: 401, retryAfter: null }, half)[1][0]).toEqual({ do: 'denied' });
    });

    it('lets a page look again at a thread that it gets no more of', () => {
        const { machine } = run(start, hello(true), { type: 'watch', thread: 7 });
        const refused = { type: 'message', message: { type: 'refused', thread: 7 } } as const;
        const [after, effects] = step(machine, refused, half);
        expect(effects).toEqual([{ do: 'watching', thread: 7, refused: true }]);
        expect(after.watched).toEqual([]);
        expect(step(after, refused, half)[1]).toEqual([]);
    });

    it('asks again for what was refused when one has come in somewhere, and with each connection', () => {
        const refused: Input = { type: 'message', message: { type: 'refused', thread: 7 } };
        const membership: Input = {
            type: 'message',
            message: { type: 'event', cursor: 'm', kind: 'membership.changed', group: 'contratacion', thread: null, data: { my_membership: 'member' } },
        };
        const again = { do: 'send', command: { type: 'watch', thread: 7 } };
        const before = [start, hello(true), { type: 'watch', thread: 7 } as Input, refused];
        expect(run(...before, message('c1')).last).not.toContainEqual(again);
        const { last, machine } = run(...before, membership);
        expect(last).toContainEqual(again);
        expect(step(machine, refused, half)[1]).toEqual([{ do: 'watching', thread: 7, refused: true }]);
        expect(run(...before, closed(1006), timer, hello(true)).last).toContainEqual(again);
        // Nobody wants it any more.
        for (const after of [[membership], [closed(1006), timer, hello(true)]])
            expect(run(...before, { type: 'unwatch', thread: 7 }, ...after).last).not.toContainEqual(again);
    });

    describe('by long poll', () => {
        const polling: Input[] = [start, closed(1006), timer, closed(1006), timer];
        const watch = (thread: number): Input => ({ type: 'watch', thread });
        const batch = (more: object = {}): Input => ({ type: 'polled', batch: { cursor: 'p', resumed: true, events: [], ...more } });

        it('names what is watched, is answered at once, and waits from then on', () => {
            expect(run(watch(7), ...polling).last).toEqual([{ do: 'poll', since: 'c0', atOnce: true, watch: [7] }]);
            const { last } = run(watch(7), ...polling, batch());
            expect(last).toEqual([
                { do: 'watching', thread: 7, refused: false },
                { do: 'poll', since: 'p', atOnce: false, watch: [7] },
            ]);
        });

        it('asks anew, at once, when a page opens, and once more when it opens again', () => {
            const { last } = run(...polling, batch(), watch(7));
            expect(last).toEqual([{ do: 'poll', since: 'p', atOnce: true, watch: [7] }]);
            const again = run(...polling, watch(7), batch(), { type: 'unwatch', thread: 7 }, watch(7));
            expect(again.last).toEqual([{ do: 'poll', since: 'p', atOnce: true, watch: [7] }]);
        });

        it('lets a page look again at what is refused, and asks no more for it until one has come in', () => {
            const refused = run(...polling, watch(7), watch(8), batch({ refused: [7] }));
            expect(refused.last).toEqual([
                { do: 'watching', thread: 7, refused: true },
                { do: 'watching', thread: 8, refused: false },
                { do: 'poll', since: 'p', atOnce: false, watch: [8] },
            ]);
            const came: LiveEvent = { type: 'event', cursor: 'm', kind: 'membership.changed', group: 'contratacion', thread: null, data: { my_membership: 'member' } };
            expect(run(...polling, watch(7), watch(8), batch({ refused: [7] }), batch({ events: [came] })).last.at(-1)).toEqual(
                { do: 'poll', since: 'p', atOnce: true, watch: [8, 7] });
        });

        it('asks a server of the version before, which knows no such question, without it until the page is loaded anew', () => {
            const refusal: Input = { type: 'poll_failed', status: 422, retryAfter: null };
            const asks = run(...polling, watch(7), refusal, timer);
            expect(asks.last).toEqual([{ do: 'poll', since: 'c0', atOnce: true, watch: [] }]);
            // It tells those who belong to the group all the same.
            const after = run(...polling, watch(7), refusal, timer, batch());
            expect(after.last).toEqual([
                { do: 'watching', thread: 7, refused: false },
                { do: 'poll', since: 'p', atOnce: false, watch: [] },
            ]);
            expect(step(after.machine, watch(8), half)[1]).toMatchObject([{ do: 'poll', atOnce: true, watch: [] }]);
            // Nor is it given up for what is said of something else.
            expect(run(...polling, watch(7), { ...refusal, status: 429 }, timer).last).toMatchObject([{ watch: [7] }]);
        });

        it('watches no more than the server takes', () => {
            const many = Array.from({ length: 21 }, (_, i) => watch(i + 1));
            const { effects, last } = run(...many, ...polling, batch());
            expect(effects.filter((effect) => effect.do === 'poll').at(-1)).toMatchObject({ atOnce: false, watch: many.slice(0, 20).map((_, i) => i + 1) });
            expect(last).toContainEqual({ do: 'watching', thread: 21, refused: true });
        });
    });

    it('connects anew when the machine wakes up', () => {
        expect(run(start, hello(true), message('c1'), { type: 'wake' }).last).toEqual([
            { do: 'disconnect' },
            { do: 'connect', since: 'c1' },
        ]);
    });

    it('comes back at once, from where it was, when one has signed in again', () => {
        const { last } = run(start, hello(true), message('c1'), closed(1008), { type: 'start', cursor: 'later' });
        expect(last).toEqual([{ do: 'connect', since: 'c1' }]);
    });

    it('does nothing before it was started and after it was stopped', () => {
        expect(run({ type: 'wake' }, timer, closed(1006)).effects).toEqual([]);
        expect(run(start, hello(true), { type: 'stop' }, { type: 'wake' }, timer).last).toEqual([]);
    });
});
