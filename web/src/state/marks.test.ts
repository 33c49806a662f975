// SPDX-License-Identifier: EUPL-1.2
// What is pressed without a connection: it goes when there is one, as it was pressed last.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unreachable, type Outcome, type Problem } from '../api/problem.ts';
import { Drafts, type DraftStorage } from './drafts.ts';
import { Marks, type MarkListener } from './marks.svelte.ts';

const away: Outcome<never> = { ok: false, problem: unreachable };
const refusal = (status: number, code: string): Outcome<never> => ({ ok: false, problem: { ...unreachable, status, code } as Problem });

let answer: (text: string) => Outcome<unknown> | Promise<Outcome<unknown>>;
let sent: string[];
let device: Map<string, string>;
let back: (() => void)[];
let told: string[];
const listener: MarkListener = (name, wanted, { ok }) => told.push(`${name} ${wanted} ${ok}`);

function storage(): DraftStorage {
    return {
        getItem: (key) => device.get(key) ?? null,
        setItem: (key, text) => void device.set(key, text),
        removeItem: (key) => void device.delete(key),
        key: (index) => [...device.keys()][index] ?? null,
        get length() {
            return device.size;
        },
    };
}

async function say(text: string): Promise<never> {
    sent.push(text);
    return (await answer(text)) as never;
}

/** Another tab has storage and nothing else in common. */
function open(me = 1): Marks {
    const api = {
        setUseful: (id: number, on: boolean) => say(`useful ${id} ${on}`),
        setBookmark: (id: number, on: boolean) => say(`keep ${id} ${on}`),
        follow: (what: object) => say(`follow ${JSON.stringify(what)}`),
        unfollow: (what: object) => say(`unfollow ${JSON.stringify(what)}`),
        markRead: (id: number, number: number) => say(`read ${id} ${number}`),
        readNotification: (id: number) => say(`notice ${id}`),
        readNotifications: (upTo: string) => say(`notices ${upTo}`),
    };
    const marks = new Marks({ me, api, drafts: new Drafts(storage()), onBack: (run) => (back.push(run), () => true) });
    marks.listen(listener);
    return marks;
}
const settle = () => vi.advanceTimersByTimeAsync(0);
async function reached(as: (text: string) => Outcome<unknown> = () => ({ ok: true, value: undefined })): Promise<void> {
    sent = [];
    answer = as;
    for (const run of back) run();
    await settle();
}

beforeEach(() => {
    vi.useFakeTimers();
    [sent, told, back, device] = [[], [], [], new Map()];
    answer = () => away;
});
afterEach(() => vi.useRealTimers());

describe('what is pressed without a connection', () => {
    it('is shown, waits, and goes once when the server is reached', async () => {
        const marks = open();
        marks.press('useful:5', true);
        expect([marks.on('useful:5'), marks.waits('useful:5')]).toEqual([true, false]);
        await settle();
        expect([marks.on('useful:5'), marks.waits('useful:5'), marks.waits('useful'), marks.waits('keep'), told]).toEqual([true, true, true, false, []]);
        await reached();
        await reached();
        expect([marks.on('useful:5'), marks.waits('useful:5'), told, [...device]]).toEqual([undefined, false, ['useful:5 true true'], []]);
    });

    it('goes as it was pressed last', async () => {
        const marks = open();
        marks.press('useful:5', true);
        marks.press('keep:7', true);
        await settle();
        marks.press('useful:5', false);
        // Also for whoever closes the window now.
        expect(device.get('plaza:mark:1:useful:5')).toContain('false');
        await settle();
        await reached();
        expect(sent).toEqual(['useful 5 false', 'keep 7 true']);
        expect(told).toEqual(['useful:5 false true', 'keep:7 true true']);
    });

    it('is sent once more where it was pressed again on its way', async () => {
        let arrive: (outcome: Outcome<unknown>) => void = () => {};
        answer = () => new Promise((done) => (arrive = done));
        const marks = open();
        marks.press('keep:7', true);
        await settle();
        marks.press('keep:7', false);
        await settle();
        expect(sent).toEqual(['keep 7 true']);
        arrive({ ok: true, value: undefined });
        await settle();
        expect([sent, told, marks.on('keep:7')]).toEqual([['keep 7 true', 'keep 7 false'], [], false]);
        arrive({ ok: true, value: undefined });
        await settle();
        expect([told, marks.on('keep:7')]).toEqual([['keep:7 false true'], undefined]);
    });

    it('reads up to the last, never back', async () => {
        const marks = open();
        marks.press('read:7', 9);
        await settle();
        marks.press('read:7', 4);
        marks.press('notices:', '2026-05-04T10:00:00Z');
        await settle();
        await reached();
        expect(sent).toEqual(['read 7 9', 'notices 2026-05-04T10:00:00Z']);
    });

    it('outlives a reload, and is of nobody else', async () => {
        open().press('follow:{"tag":"a:b"}', true);
        await settle();
        back = [];
        expect(open(2).pending()).toEqual([]);
        const marks = open();
        expect(marks.on('follow:{"tag":"a:b"}')).toBe(true);
        await settle();
        await reached();
        expect(sent).toEqual(['follow {"tag":"a:b"}']);
    });

    it('pressed in two tabs goes as the later tab has it', async () => {
        const [one, other] = [open(), open()];
        one.press('keep:7', true);
        await settle();
        vi.advanceTimersByTime(1);
        other.press('keep:7', false);
        await settle();
        await reached();
        expect([sent, one.pending(), other.pending(), [...device]]).toEqual([['keep 7 false'], [], [], []]);
    });

    it('is kept for a week at most', async () => {
        open().press('keep:7', true);
        await settle();
        vi.setSystemTime(Date.now() + 8 * 24 * 3600 * 1000);
        expect([open().pending(), [...device]]).toEqual([[], []]);
    });

    it('is nowhere once its person has left', async () => {
        const marks = open();
        marks.press('keep:7', true);
        await settle();
        marks.clear();
        await reached();
        expect([sent, marks.pending(), [...device]]).toEqual([[], [], []]);
    });

    it('nor what another tab of theirs keeps, while somebody else keeps theirs', async () => {
        const marks = open();
        open().press('keep:8', true);
        open(2).press('keep:9', true);
        await settle();
        marks.clear();
        expect([...device.keys()]).toEqual([expect.stringContaining(':2:keep:9')]);
    });

    it('outlives a page that goes while it is on its way, and is gone once it has arrived', async () => {
        let arrive: (outcome: Outcome<unknown>) => void = () => {};
        answer = () => new Promise((done) => (arrive = done));
        const marks = open();
        marks.press('keep:7', true);
        await settle();
        expect([...device]).toEqual([]);
        marks.hold();
        answer = () => away;
        expect(open().pending()).toEqual([['keep:7', true]]);
        arrive({ ok: true, value: undefined });
        await settle();
        expect([marks.pending(), [...device]]).toEqual([[], []]);
    });
});

describe('what the server refuses', () => {
    it('is as it was before, and that is told', async () => {
        const marks = open();
        marks.press('useful:5', true);
        await settle();
        await reached(() => refusal(404, 'not_found'));
        expect([marks.on('useful:5'), told, marks.refused?.name, [...device]]).toEqual([undefined, ['useful:5 true false'], 'useful:5', []]);
    });

    it('at once is told where it was pressed alone', async () => {
        answer = () => refusal(503, 'unavailable');
        const marks = open();
        marks.press('useful:5', true);
        await settle();
        expect([marks.on('useful:5'), told, marks.refused]).toEqual([undefined, ['useful:5 true false'], null]);
    });

    it('because it is busy, or the session over, is not refused for good', async () => {
        const marks = open();
        marks.press('useful:5', true);
        await settle();
        await reached(() => refusal(503, 'unavailable'));
        await reached(() => refusal(401, 'not_signed_in'));
        expect([marks.waits('useful:5'), told]).toEqual([true, []]);
        // What was read is nobody's to press again.
        answer = () => refusal(503, 'unavailable');
        marks.press('read:7', 3);
        await settle();
        expect(marks.waits('read:7')).toBe(true);
    });

    it('of what was read is told to nobody', async () => {
        const marks = open();
        marks.press('notice:3', true);
        await settle();
        await reached(() => refusal(404, 'not_found'));
        expect([marks.pending(), marks.refused]).toEqual([[], null]);
    });
});
