// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group } from '../../tests/support/examples.ts';
import { unreachable, type Outcome } from '../api/problem.ts';
import type { Group, LiveEvent, Page } from '../api/types.ts';
import { MyGroups } from './groups.svelte.ts';

let asked: ((outcome: Outcome<Page<Group>>) => void)[];
let groups: MyGroups;

async function answer(outcome: Outcome<Page<Group>>, at = 0): Promise<void> {
    asked.splice(at, 1)[0]?.(outcome);
    await vi.advanceTimersByTimeAsync(0);
}
const page = (...slugs: string[]): Outcome<Page<Group>> => ({ ok: true, value: { items: slugs.map((slug) => group(slug)), next: null } });
const left = (slug: string) =>
    ({ type: 'event', cursor: 'c', kind: 'membership.changed', group: slug, thread: null, data: { my_membership: 'none' } }) as LiveEvent;

beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    groups = new MyGroups({ groups: () => new Promise((done) => asked.push(done)) } as never);
});
afterEach(() => vi.useRealTimers());

describe('my groups', () => {
    it('are asked for again until they are known', async () => {
        void groups.load();
        await answer({ ok: false, problem: unreachable });
        expect(groups.problem?.code).toBe('unreachable');
        await vi.advanceTimersByTimeAsync(2000);
        await answer(page('padron'));
        expect([groups.has('padron'), groups.problem]).toEqual([true, null]);
    });

    it('tell where one of them has moved', async () => {
        const moved = vi.fn();
        groups = new MyGroups({ groups: () => new Promise((done) => asked.push(done)) } as never, moved);
        const at = (slug: string): Outcome<Page<Group>> => ({ ok: true, value: { items: [group(slug, { id: 5 })], next: null } });
        void groups.load();
        await answer(at('equipo'));
        void groups.load();
        await answer(at('equipo-x7k'));
        expect(moved.mock.calls).toEqual([['equipo', 'equipo-x7k']]);
    });

    it('do not come back by an answer from before they were left', async () => {
        void groups.load();
        await answer(page('padron', 'urbanismo'));
        void groups.load();
        groups.apply(left('padron'));
        await answer(page('urbanismo'), 1);
        await answer(page('padron', 'urbanismo'));
        expect(groups.items.map(({ slug }) => slug)).toEqual(['urbanismo']);
    });
});
