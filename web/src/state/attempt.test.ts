// SPDX-License-Identifier: EUPL-1.2
import { expect, it, vi } from 'vitest';
import { problemFrom, unreachable, type Outcome } from '../api/problem.ts';
import { Attempt } from './attempt.ts';

it('has one key as long as it says the same and nobody knows what became of it', async () => {
    const attempt = new Attempt();
    const refused = problemFrom({ type: 'validation', title: '', status: 422 }, new Response(null, { status: 422 }));
    const answers: Outcome<null>[] = [
        { ok: false, problem: unreachable }, { ok: false, problem: unreachable }, { ok: true, value: null }, { ok: false, problem: refused }, { ok: true, value: null },
    ];
    const call = vi.fn(async (_key: string) => answers.shift()!);
    for (const name of ['Soria', 'Soria', 'Ágreda', 'Ágreda', 'Ágreda']) await attempt.send({ name }, call);
    const [first, second, ...others] = call.mock.calls.map(([key]) => key);
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(4);
});
