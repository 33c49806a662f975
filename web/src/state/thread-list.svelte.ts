// SPDX-License-Identifier: EUPL-1.2
// A list of threads on the screen: the home feed, or the threads of a group. The home feed outlives the page that
// shows it, so that the way back from a thread is instant and in place.
import type { Outcome, Problem } from '../api/problem.ts';
import type { LiveEvent, Page, Thread } from '../api/types.ts';
import { applyToFeed, emptyFeed, firstPage, nextPage, showArrived, type Belongs, type FeedState, type Fits } from './feed.ts';
import { Retry } from './retry.ts';

export class ThreadList {
    state = $state.raw<FeedState>(emptyFeed);
    loaded = $state(false);
    loadingMore = $state(false);
    problem = $state.raw<Problem | null>(null);
    /** What happened while each first page was on its way. */
    #fetching = new Set<LiveEvent[]>();
    #loads = 0;
    #failed: 'load' | 'more' = 'load';
    readonly #later = new Retry(() => void this.resync());

    constructor(
        private readonly fetchPage: (before: string | null) => Promise<Outcome<Page<Thread>>>,
        private readonly me: () => number,
        private readonly belongs: Belongs,
        private readonly fits?: Fits,
    ) {}

    /** The one begun last holds. */
    async load(): Promise<void> {
        const mine = ++this.#loads;
        const meanwhile: LiveEvent[] = [];
        this.#fetching.add(meanwhile);
        const outcome = await this.fetchPage(null);
        this.#fetching.delete(meanwhile);
        if (mine !== this.#loads) return;
        this.loadingMore = false;
        this.problem = outcome.ok ? null : outcome.problem;
        this.#failed = 'load';
        if (!outcome.ok) {
            if (this.loaded) this.#later.after(outcome.problem);
            return;
        }
        this.#later.stop();
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
        const mine = this.#loads;
        this.loadingMore = true;
        const outcome = await this.fetchPage(before);
        // Another first page came meanwhile: this one does not follow it.
        if (mine !== this.#loads) return;
        this.loadingMore = false;
        if (outcome.ok) this.state = nextPage(this.state, outcome.value);
        this.problem = outcome.ok ? null : outcome.problem;
        this.#failed = 'more';
    }

    /** Does again what failed. */
    retry(): void {
        void (this.#failed === 'more' ? this.more() : this.load());
    }

    /** Nobody looks at it any more. */
    stop(): void {
        this.#later.stop();
    }

    apply(event: LiveEvent): void {
        for (const events of this.#fetching) events.push(event);
        if (this.loaded) this.state = applyToFeed(this.state, event, this.me(), this.belongs, this.fits);
    }

    show(): void {
        this.state = showArrived(this.state);
    }
}
