// SPDX-License-Identifier: EUPL-1.2
// What a job of the server does is asked after until it has ended, or until nobody looks any more.
import { passing, type Outcome } from '../api/problem.ts';

const askAgainMs = 700;
/** While it cannot be reached; the job goes on meanwhile. */
const askLaterMs = 2_000;

/** The last state that was told: the end, unless `stopped` says that nobody waits for it. */
export async function follow<T>(first: T, ended: (state: T) => boolean, again: (state: T) => Promise<Outcome<T>>, stopped: () => boolean, told: (state: T) => void): Promise<Outcome<T>> {
    let state = first;
    let wait = askAgainMs;
    while (!ended(state) && !stopped()) {
        await new Promise((done) => setTimeout(done, wait));
        if (stopped()) break;
        const asked = await again(state);
        if (!asked.ok && !passing(asked.problem)) return asked;
        wait = asked.ok ? askAgainMs : askLaterMs;
        if (!asked.ok) continue;
        state = asked.value;
        told(state);
    }
    return { ok: true, value: state };
}
