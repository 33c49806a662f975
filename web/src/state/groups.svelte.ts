// SPDX-License-Identifier: EUPL-1.2
// The groups I belong to: where I may write, and whose threads my feed shows.
import type { Api } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import type { Group, LiveEvent, Membership } from '../api/types.ts';
import { Retry } from './retry.ts';

export class MyGroups {
    items = $state.raw<Group[]>([]);
    loaded = $state(false);
    problem = $state.raw<Problem | null>(null);

    #loads = 0;
    #loading = false;
    readonly #later = new Retry(() => void this.load());

    constructor(
        private readonly api: Pick<Api, 'groups'>,
        /** A group has another address than the last time I looked. */
        private readonly onMoved: (from: string, to: string) => void = () => {},
    ) {}

    /** The one begun last holds. */
    async load(): Promise<void> {
        const mine = ++this.#loads;
        this.#loading = true;
        const all: Group[] = [];
        let before: string | null = null;
        do {
            const outcome: Awaited<ReturnType<Api['groups']>> = await this.api.groups({ mine: true, limit: 100, before });
            if (mine !== this.#loads) return;
            if (!outcome.ok) {
                this.#loading = false;
                this.problem = outcome.problem;
                this.#later.after(outcome.problem);
                return;
            }
            all.push(...outcome.value.items);
            before = outcome.value.next;
        } while (before);
        this.#loading = false;
        this.#later.stop();
        const were = this.items;
        this.items = all.filter(({ my_membership }) => belongs(my_membership));
        this.problem = null;
        this.loaded = true;
        for (const { id, slug } of this.items) {
            const known = id ? were.find((one) => one.id === id) : undefined;
            if (known && known.slug !== slug) this.onMoved(known.slug, slug);
        }
    }

    has(slug: string): boolean {
        return this.items.some((group) => group.slug === slug);
    }

    apply(event: LiveEvent): void {
        if (event.kind !== 'membership.changed') return;
        const belonging = belongs(event.data.my_membership);
        if (!belonging) this.items = this.items.filter(({ slug }) => slug !== event.group);
        // What is on its way may be from before.
        if (belonging || this.#loading) void this.load();
    }
}

export function belongs(membership: Membership): boolean {
    return membership !== 'none' && membership !== 'requested' && membership !== 'invited';
}
