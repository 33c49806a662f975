// SPDX-License-Identifier: EUPL-1.2
// Tries again what failed in the background, less and less often, until it works or nobody wants it any more.
import { passing, type Problem } from '../api/problem.ts';

const longestMs = 60_000;

export class Retry {
    #failures = 0;
    #timer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly run: () => void) {}

    after(problem: Problem): void {
        clearTimeout(this.#timer);
        if (!passing(problem)) return;
        const pause = Math.min(longestMs, 2000 * 2 ** this.#failures++) * (0.5 + Math.random() / 2);
        this.#timer = setTimeout(this.run, Math.max(pause, (problem.retryAfter ?? 0) * 1000));
    }

    stop(): void {
        this.#failures = 0;
        clearTimeout(this.#timer);
    }
}
