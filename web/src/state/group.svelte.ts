// SPDX-License-Identifier: EUPL-1.2
// The group that a page is about: loaded, loaded again when what I am to it changes, and gone when I may not know of it.
import type { Problem } from '../api/problem.ts';
import type { Group } from '../api/types.ts';
import type { App } from './app.svelte.ts';

export class GroupStore {
    group = $state.raw<Group | null>(null);
    problem = $state.raw<Problem | null>(null);

    #asked = 0;

    constructor(
        private readonly app: App,
        readonly slug: string,
    ) {}

    async load(): Promise<void> {
        const mine = ++this.#asked;
        const outcome = await this.app.api.group(this.slug);
        if (mine !== this.#asked) return;
        this.problem = outcome.ok ? null : outcome.problem;
        if (outcome.ok) this.group = outcome.value;
        // What one may not know any more goes; otherwise what is there stays, with what is being written in it.
        else if (outcome.problem.status === 404) this.group = null;
    }

    /** Something I did changed it. */
    changed(next: Group): void {
        this.group = next;
        void this.app.groups.load();
        void this.app.feed.resync();
    }

    /** Ends with what it gives. */
    follow(then: () => void = () => void this.load()): () => void {
        return this.app.live.listen({
            onEvent: (event) => {
                if (event.kind === 'membership.changed' && event.group === this.slug) then();
            },
            onResync: then,
        });
    }
}
