// SPDX-License-Identifier: EUPL-1.2
// One clock for all the times on the page.
import { createSubscriber } from 'svelte/reactivity';

const tickMs = 30_000;

const subscribe = createSubscriber((update) => {
    const timer = setInterval(update, tickMs);
    return () => clearInterval(timer);
});

export function now(): number {
    subscribe();
    return Date.now();
}
