// SPDX-License-Identifier: EUPL-1.2
// A page that could not be loaded loads by itself: at once when the server or its database is back, and now and then
// meanwhile.
import { untrack } from 'svelte';
import { passing, type Problem } from '../api/problem.ts';
import type { App } from './app.svelte.ts';
import { Retry } from './retry.ts';
import { settled } from './router.svelte.ts';

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

/** A page that shows what its address asks for: loads whenever that changes, and again as above. */
export function loadAt(app: App, address: () => unknown, failed: () => Problem | null, load: () => Promise<unknown>): void {
    $effect(() => {
        void address();
        untrack(() => void load().then(() => settled()));
    });
    loadAgain(app, failed, () => void load());
}
