// SPDX-License-Identifier: EUPL-1.2
// The groups I belong to: where I may write, and whose threads my feed shows.
import type { Api } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import type { Group, LiveEvent, Membership } from '../api/types.ts';

export class MyGroups {
    items = $state.raw<Group[]>([]);
    loaded = $state(false);
    problem = $state.raw<Problem | null>(null);

    constructor(private readonly api: Pick<Api, 'groups'>) {}

    async load(): Promise<void> {
        const all: Group[] = [];
        let before: string | null = null;
        do {
            const outcome: Awaited<ReturnType<Api['groups']>> = await this.api.groups({ mine: true, limit: 100, before });
            if (!outcome.ok) {
                this.problem = outcome.problem;
                return;
            }
            all.push(...outcome.value.items);
            before = outcome.value.next;
        } while (before);
        this.items = all.filter(({ my_membership }) => belongs(my_membership));
        this.problem = null;
        this.loaded = true;
    }

    has(slug: string): boolean {
        return this.items.some((group) => group.slug === slug);
    }

    apply(event: LiveEvent): void {
        if (event.kind !== 'membership.changed') return;
        if (belongs(event.data.my_membership)) void this.load();
        else this.items = this.items.filter(({ slug }) => slug !== event.group);
    }
}

export function belongs(membership: Membership): boolean {
    return membership !== 'none' && membership !== 'requested';
}
