// SPDX-License-Identifier: EUPL-1.2
// A list that is read page by page. One that has an address is as it was left to who comes back to it, so that the place
// on the page they stood at is still there.
import type { Outcome, Problem } from '../api/problem.ts';
import type { Page } from '../api/types.ts';

/** So many lists are kept for the way back. */
const mostKept = 5;
const kept = new Map<string, Page<unknown>>();

export class PagedList<Item> {
    items = $state.raw<Item[]>([]);
    next = $state<string | null>(null);
    loaded = $state(false);
    busy = $state(false);
    problem = $state.raw<Problem | null>(null);

    #loads = 0;
    #first = true;

    constructor(
        private readonly fetchPage: (before: string | null) => Promise<Outcome<Page<Item>>>,
        readonly key: (item: Item) => unknown,
        private readonly addressed = false,
    ) {}

    /** The one begun last holds; whether this one does. */
    async load(): Promise<boolean> {
        const before = this.#first && this.addressed && isBack() ? (kept.get(address()) as Page<Item> | undefined) : undefined;
        this.#first = false;
        if (!before) return this.#read(null);
        this.#loads++;
        [this.items, this.next, this.loaded, this.problem] = [before.items, before.next, true, null];
        return true;
    }

    /** `then`: where the focus goes when the button goes with the last page. */
    async more(then: () => HTMLElement | null | undefined = () => null): Promise<void> {
        if (this.busy || !this.next) return;
        if ((await this.#read(this.next)) && !this.next) then()?.focus();
    }

    async #read(before: string | null): Promise<boolean> {
        const mine = ++this.#loads;
        this.busy = true;
        const outcome = await this.fetchPage(before);
        if (mine !== this.#loads) return false;
        this.busy = false;
        this.problem = outcome.ok ? null : outcome.problem;
        if (!outcome.ok) return true;
        // One that came to stand on both sides of the end of a page is there once.
        const known = new Set(before ? this.items.map(this.key) : []);
        this.items = [...(before ? this.items : []), ...outcome.value.items.filter((item) => !known.has(this.key(item)))];
        this.next = outcome.value.next;
        this.loaded = true;
        if (this.addressed) keep({ items: this.items, next: this.next });
        return true;
    }
}

const address = () => location.pathname + location.search;

/** The router leaves with a page where one stood on it. */
function isBack(): boolean {
    return typeof (history.state as { scroll?: unknown } | null)?.scroll === 'number';
}

function keep(page: Page<unknown>): void {
    kept.delete(address());
    kept.set(address(), page);
    if (kept.size > mostKept) kept.delete([...kept.keys()][0] ?? '');
}
