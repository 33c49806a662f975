// SPDX-License-Identifier: EUPL-1.2
// Which threads of my groups hold something unread: the numbers beside the groups.
import type { Outcome } from '../api/problem.ts';
import type { LiveEvent } from '../api/types.ts';

interface Told {
    groups: { group: string; threads: number[] }[];
}

export class UnreadThreads {
    #groups = $state.raw<ReadonlyMap<string, ReadonlySet<number>>>(new Map());
    /** Nobody has looked yet: then nothing is asked for. */
    #wanted = false;
    #asked = 0;

    constructor(
        private readonly find: () => Promise<Outcome<Told>>,
        private readonly me: () => number,
    ) {}

    of(group: string): number {
        return this.#groups.get(group)?.size ?? 0;
    }

    /** Once, for whoever shows it. */
    want(): void {
        if (!this.#wanted) void this.load();
    }

    async again(): Promise<void> {
        if (this.#wanted) await this.load();
    }

    /** The one begun last holds. What fails leaves the numbers as they are. */
    async load(): Promise<void> {
        this.#wanted = true;
        const mine = ++this.#asked;
        const outcome = await this.find();
        if (mine !== this.#asked || !outcome.ok) return;
        this.#groups = new Map(outcome.value.groups.map(({ group, threads }) => [group, new Set(threads)]));
    }

    apply(event: LiveEvent): void {
        if (event.kind === 'post.created') this.#set(event.group, event.thread, event.data.author?.id !== this.me());
        else if (event.kind === 'read') this.#set(event.group, event.thread, (event.data.unread ?? 1) > 0);
        else if (event.kind === 'thread.gone' && event.thread !== null) for (const group of this.#groups.keys()) this.#set(group, event.thread, false);
        else if (event.kind === 'read.all' || event.kind === 'membership.changed') void this.again();
    }

    #set(group: string, thread: number, unread: boolean): void {
        const known = this.#groups.get(group) ?? new Set();
        if (!this.#wanted || known.has(thread) === unread) return;
        const next = new Set(known);
        if (unread) next.add(thread);
        else next.delete(thread);
        this.#groups = new Map(this.#groups).set(group, next);
    }
}
