// SPDX-License-Identifier: EUPL-1.2
// Open questions that the reader could answer. They outlive the home page that shows them, as the feed does.
import type { Outcome } from '../api/problem.ts';
import type { LiveEvent, WaitingQuestion } from '../api/types.ts';

export class AnswerableList {
    items = $state.raw<WaitingQuestion[]>([]);
    /** Whether the server was asked: until then the page waits for them, so that nothing is pushed down afterwards. */
    tried = $state(false);
    failed = $state(false);
    #asked = 0;

    constructor(private readonly find: () => Promise<Outcome<{ items: WaitingQuestion[] }>>) {}

    /** The one begun last holds. What fails leaves the page without them: it is whole without. */
    async load(): Promise<void> {
        const mine = ++this.#asked;
        const outcome = await this.find();
        if (mine !== this.#asked) return;
        if (outcome.ok) this.items = outcome.value.items;
        this.failed = !outcome.ok;
        this.tried = true;
    }

    apply(event: LiveEvent): void {
        const gone = event.kind === 'membership.changed' || event.kind === 'read.all' || this.items.some(({ thread }) => thread.id === event.thread || (event.kind === 'group.closed' && thread.group.slug === event.group));
        if (this.tried && gone) void this.load();
    }
}
