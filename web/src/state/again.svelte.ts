// SPDX-License-Identifier: EUPL-1.2
// A page that could not be loaded loads by itself: at once when the server or its database is back, and now and then
// meanwhile.
import { passing, type Problem } from '../api/problem.ts';
import type { App } from './app.svelte.ts';
import { Retry } from './retry.ts';

/** For as long as the component is there: `run` repeats what left the problem behind. */
export function loadAgain(app: App, failed: () => Problem | null, run: () => void): void {
    const later = new Retry(run);
    $effect(() => {
        const problem = failed();
        if (problem) later.after(problem);
        else later.stop();
    });
    $effect(() => {
        const forget = app.onBack(() => {
            const problem = failed();
            if (problem && passing(problem)) run();
        });
        return () => {
            forget();
            later.stop();
        };
    });
}
