// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { facts, person, thread } from '../../tests/support/examples.ts';
import { unreachable, type Outcome } from '../api/problem.ts';
import type { LiveEvent, Page, Thread } from '../api/types.ts';
import { ThreadList } from './thread-list.svelte.ts';

type Answer = Outcome<Page<Thread>>;

let asked: { before: string | null; answer: (outcome: Answer) => void }[];
let list: ThreadList;

const page = (ids: number[], next: string | null = null): Answer => ({
    ok: true,
    value: { items: ids.map((id) => thread(id)), next },
});
const gone: Answer = { ok: false, problem: unreachable };
const shown = () => list.state.items.map(({ id }) => id);
const settle = () => vi.advanceTimersByTimeAsync(0);

async function answer(outcome: Answer, at = 0): Promise<void> {
    asked.splice(at, 1)[0]?.answer(outcome);
    await settle();
}

function changed(id: number): LiveEvent {
    const data = facts(id, { author: person(2) });
    return { type: 'event', cursor: `c${id}`, kind: 'thread.changed', group: 'contratacion', thread: id, data };
}

beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    list = new ThreadList(
        (before) => new Promise((done) => asked.push({ before, answer: done })),
        () => 1,
        () => true,
    );
});
afterEach(() => {
    list.stop();
    vi.useRealTimers();
});

describe('a list of threads', () => {
    it('shows the first page that was asked for last', async () => {
        void list.load();
        void list.load();
        await answer(page([2]), 1);
        await answer(page([1]));
        expect(shown()).toEqual([2]);
    });

    it('puts no page behind a first page that it does not follow', async () => {
        void list.load();
        await answer(page([1, 2], 'a'));
        void list.more();
        void list.resync();
        await answer(page([9, 1], 'b'), 1);
        await answer(page([3], null));
        expect([shown(), list.state.next, list.loadingMore]).toEqual([[9, 1], 'b', false]);
        void list.more();
        await answer(page([2]));
        expect(shown()).toEqual([9, 1, 2]);
    });

    it('shows a thread once that came up while its page was on its way', async () => {
        void list.load();
        await answer(page([1], 'a'));
        void list.more();
        list.apply(changed(2));
        await answer(page([2, 3]));
        list.show();
        expect(shown()).toEqual([2, 1, 3]);
    });

    it('loads what came during the load that holds', async () => {
        void list.load();
        void list.load();
        list.apply(changed(5));
        await answer(page([1]));
        await answer(page([1]));
        expect(list.state.arrived.map(({ id }) => id)).toEqual([5]);
    });

    it('keeps what is there when it cannot be read again, and tries until it can', async () => {
        void list.load();
        await answer(page([1], 'a'));
        void list.resync();
        await answer(gone);
        expect([shown(), list.problem?.code]).toEqual([[1], 'unreachable']);
        await vi.advanceTimersByTimeAsync(2000);
        await answer(page([2]));
        expect([shown(), list.problem]).toEqual([[2], null]);
    });

    it.each(['load', 'more'] as const)('tries the %s again that failed', async (what) => {
        void list.load();
        await answer(page([1], 'a'));
        void list[what]();
        await answer(gone);
        list.retry();
        expect(asked.map(({ before }) => before)).toEqual([what === 'more' ? 'a' : null]);
    });
});
