// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { expect, it } from 'vitest';
import type { LiveEvent } from '../api/types.ts';
import { UnreadThreads } from './unread.svelte.ts';

const asked: (() => void)[] = [];
let told: { group: string; threads: number[] }[] = [];
const make = () =>
    new UnreadThreads(
        () => new Promise((done) => { const groups = told; asked.push(() => done({ ok: true, value: { groups } })); }),
        () => 1,
    );
const settle = () => new Promise((done) => setTimeout(done));
const hear = (kind: string, thread: number | null, data: object) => ({ kind, group: 'padron', thread, data }) as unknown as LiveEvent;

it('asks when somebody looks, and follows what is written and read', async () => {
    const unread = make();
    unread.apply(hear('post.created', 7, { author: { id: 2 } }));
    expect([asked.length, unread.of('padron')]).toEqual([0, 0]);
    told = [{ group: 'padron', threads: [7, 8] }];
    unread.want();
    unread.want();
    asked.shift()!();
    await settle();
    expect([asked.length, unread.of('padron'), unread.of('otro')]).toEqual([0, 2, 0]);
    unread.apply(hear('post.created', 9, { author: { id: 2 } }));
    unread.apply(hear('post.created', 9, { author: { id: 2 } }));
    expect(unread.of('padron')).toBe(3);
    unread.apply(hear('post.created', 9, { author: { id: 1 } }));
    expect(unread.of('padron')).toBe(2);
    unread.apply(hear('read', 7, { number: 2, unread: 1 }));
    expect(unread.of('padron')).toBe(2);
    unread.apply(hear('read', 7, { number: 3, unread: 0 }));
    expect(unread.of('padron')).toBe(1);
});

it('lets go of a thread that one may not see any more, whatever group it was in', async () => {
    asked.length = 0;
    told = [{ group: 'padron', threads: [7, 8] }, { group: 'obras', threads: [9] }];
    const unread = make();
    unread.want();
    asked.shift()!();
    await settle();
    unread.apply(hear('thread.gone', 7, {}));
    unread.apply({ ...hear('thread.gone', 9, {}), group: null } as unknown as LiveEvent);
    expect([unread.of('padron'), unread.of('obras'), asked.length]).toEqual([1, 0, 0]);
});

it('asks again when all is read, and the answer asked for last holds', async () => {
    asked.length = 0;
    told = [{ group: 'padron', threads: [7] }];
    const unread = make();
    unread.want();
    told = [];
    unread.apply(hear('read.all', null, { up_to: '2026-05-04T08:30:00.000Z' }));
    expect(asked).toHaveLength(2);
    asked[1]!();
    await settle();
    asked[0]!();
    await settle();
    expect(unread.of('padron')).toBe(0);
});
