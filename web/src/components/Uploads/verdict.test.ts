// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import type { Outcome } from '../../api/problem.ts';
import { verdict } from './verdict.ts';

type State = { state: 'checking' | 'ready' | 'refused' };
const said = (state: State['state']): Outcome<State> => ({ ok: true, value: { state } });
const failed = (status: number): Outcome<State> => ({ ok: false, problem: { type: 'x', title: '', status } as never });

async function asked(answers: Outcome<State>[], wanted = () => true) {
    const pauses: number[] = [];
    let n = 0;
    const state = await verdict(
        async () => answers[n++] as Outcome<State>,
        wanted,
        async (seconds) => void pauses.push(seconds),
    );
    return { state, pauses, asked: n };
}

it('is waited for, ever longer', async () => {
    const { state, pauses } = await asked([...Array(9).fill(said('checking')), said('ready')]);
    expect(state).toBe('ready');
    expect(pauses).toEqual([1, 1, 2, 3, 5, 10, 20, 20, 20, 20]);
    expect((await asked([said('refused')])).state).toBe('refused');
});

it('is asked for again when the network is away, and not when the file or the session is gone', async () => {
    expect((await asked([failed(0), failed(503), said('refused')])).state).toBe('refused');
    for (const status of [401, 404]) expect(await asked([failed(status)])).toMatchObject({ state: null, asked: 1 });
});

it('is not asked for when nobody wants to know any more', async () => {
    let left = 2;
    expect(await asked(Array(9).fill(said('checking')), () => left-- > 0)).toMatchObject({ state: null, asked: 1 });
    left = 1;
    expect(await asked([], () => left-- > 0)).toMatchObject({ state: null, asked: 0 });
});
