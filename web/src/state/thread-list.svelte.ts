// SPDX-License-Identifier: EUPL-1.2
// A list of threads on the screen: the home feed, or the threads of a group. The home feed outlives the page that
// shows it, so that the way back from a thread is instant and in place.
import type { Outcome, Problem } from '../api/problem.ts';
import type { LiveEvent, Page, Thread } from '../api/types.ts';
import { applyToFeed, emptyFeed, firstPage, nextPage, showArrived, type Belongs, type FeedState } from './feed.ts';

export class ThreadList {
    state = $state.raw<FeedState>(emptyFeed);
    loaded = $state(false);
    loadingMore = $state(false);
    problem = $state.raw<Problem | null>(null);
    /** What happened while the first page was on its way. */
    #meanwhile: LiveEvent[] | null = null;

    constructor(
        private readonly fetchPage: (before: string | null) => Promise<Outcome<Page<Thread>>>,
        private readonly me: () => number,
        private readonly belongs: Belongs,
    ) {}

    async load(): Promise<void> {
        this.#meanwhile ??= [];
        const outcome = await this.fetchPage(null);
        const meanwhile = this.#meanwhile ?? [];
        this.#meanwhile = null;
        if (!outcome.ok) {
            this.problem = outcome.problem;
            return;
        }
        this.problem = null;
        this.state = firstPage(outcome.value);
        this.loaded = true;
        for (const event of meanwhile) this.apply(event);
    }

    async resync(): Promise<void> {
        if (this.loaded) await this.load();
    }

    async more(): Promise<void> {
        const before = this.state.next;
        if (!before || this.loadingMore) return;
        this.loadingMore = true;
        const outcome = await this.fetchPage(before);
        this.loadingMore = false;
        if (outcome.ok) this.state = nextPage(this.state, outcome.value);
        this.problem = outcome.ok ? null : outcome.problem;
    }

    apply(event: LiveEvent): void {
        this.#meanwhile?.push(event);
        if (this.loaded) this.state = applyToFeed(this.state, event, this.me(), this.belongs);
    }

    show(): void {
        this.state = showArrived(this.state);
    }
}
