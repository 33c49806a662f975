// SPDX-License-Identifier: EUPL-1.2
import { afterEach, expect, it } from 'vitest';
import { unreachable, type Outcome } from '../api/problem.ts';
import type { Page } from '../api/types.ts';
import { PagedList } from './paged-list.svelte.ts';

let asked: { before: string | null; answer: (outcome: Outcome<Page<number>>) => void }[] = [];
const made = (addressed = false) =>
    new PagedList<number>((before) => new Promise((answer) => asked.push({ before, answer })), (item) => item, addressed);
const page = (items: number[], next: string | null = null): Outcome<Page<number>> => ({ ok: true, value: { items, next } });
async function answer(outcome: Outcome<Page<number>>, at = 0): Promise<void> {
    asked.splice(at, 1)[0]?.answer(outcome);
    await new Promise((done) => setTimeout(done));
}
afterEach(() => {
    asked = [];
    history.replaceState(null, '', '/');
});

it('grows by pages, each asked for once and nobody twice, and holds what was asked for last', async () => {
    const list = made();
    void list.load();
    await answer(page([1, 2], 'c'));
    void list.more();
    void list.more();
    expect(asked.map(({ before }) => before)).toEqual(['c']);
    await answer(page([2, 3]));
    expect([list.items, list.next]).toEqual([[1, 2, 3], null]);
    void list.load();
    void list.load();
    await answer(page([7]), 1);
    await answer(page([6]));
    expect(list.items).toEqual([7]);
    void list.load();
    await answer({ ok: false, problem: unreachable });
    expect([list.items, list.problem?.code]).toEqual([[7], 'unreachable']);
});

it('is as it was left to who comes back, and new to who comes by a link', async () => {
    history.replaceState(null, '', '/administraciones?province=09');
    const first = made(true);
    void first.load();
    await answer(page([1], 'c'));
    void first.more();
    await answer(page([2], 'd'));
    history.replaceState({ scroll: 900 }, '');
    const back = made(true);
    await back.load();
    expect([back.items, back.next, asked.length]).toEqual([[1, 2], 'd', 0]);
    void back.load();
    expect(asked).toHaveLength(1);
    history.replaceState(null, '', '/administraciones?province=09');
    void made(true).load();
    expect(asked).toHaveLength(2);
    history.replaceState({ scroll: 0 }, '', '/administraciones');
    void made(true).load();
    expect(asked).toHaveLength(3);
});
