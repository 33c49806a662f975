// SPDX-License-Identifier: EUPL-1.2
// What this tab has shown, to be read again while the server cannot be reached. In memory alone: README.md says why.
//
// Kept is only what the server tells of without being asked, threads and lists of one's own groups; what it takes back goes
// from here as it goes from the screen, and where something may have been missed all of it goes.
import { untrack } from 'svelte';
import type { Problem } from '../api/problem.ts';
import type { Group, LiveEvent } from '../api/types.ts';
import type { App } from './app.svelte.ts';
import { applyToFeed, type FeedState } from './feed.ts';
import { applyToThread, hasText, seenAll, type ThreadView } from './thread.ts';
import type { ThreadStore } from './thread-store.svelte.ts';

/** So many are kept, those left last. */
export const mostThreads = 20;
export const mostLists = 10;

interface Kept<Value> {
    value: Value;
    /** When the server was heard last while it was shown. */
    at: number;
}

export interface KeptList {
    group: Group;
    state: FeedState;
}

type Knows = Pick<App, 'heardAt' | 'me'> & { session: { status: string }; groups: { has(slug: string): boolean }; live: Pick<App['live'], 'listen'> };

export class Memory {
    readonly #threads = new Map<number, Kept<ThreadView>>();
    readonly #lists = new Map<string, Kept<KeptList>>();

    constructor(private readonly app: Knows) {
        app.live.listen({ onEvent: (event) => this.apply(event), onResync: () => this.clear() });
    }

    clear(): void {
        this.#threads.clear();
        this.#lists.clear();
    }

    /** Of when that is, if it is kept. */
    since(what: number | string): number | undefined {
        return (typeof what === 'number' ? this.#threads.get(what) : this.#lists.get(what))?.at;
    }

    /** Shows the thread as it was left where it cannot be loaded; called in an effect, whose end leaves it. */
    attach(store: Pick<ThreadStore, 'view' | 'problem' | 'catchUp'>, id: number): () => void {
        $effect(() => {
            if (!store.problem || answered(store.problem) || store.view) return;
            untrack(() => {
                const kept = this.#threads.get(id);
                if (!kept) return;
                [store.view, store.problem] = [kept.value, null];
                // Which goes on until it works.
                void store.catchUp();
            });
        });
        return () =>
            untrack(() => {
                if (store.view || (store.problem && answered(store.problem))) this.keepThread(id, store.view);
            });
    }

    keepThread(id: number, view: ThreadView | null): void {
        this.#threads.delete(id);
        if (view && this.#mayKeep(view.thread.group.slug)) put(this.#threads, id, { value: seenAll(view), at: this.app.heardAt }, mostThreads);
    }

    keepList(address: string, group: Group | null, state: FeedState): void {
        this.#lists.delete(address);
        if (group && this.#mayKeep(group.slug)) put(this.#lists, address, { value: { group, state }, at: this.app.heardAt }, mostLists);
    }

    list(address: string, problem: Problem): KeptList | null {
        if (!answered(problem)) return this.#lists.get(address)?.value ?? null;
        // What else there is of that group is not known here.
        this.clear();
        return null;
    }

    #mayKeep(group: string): boolean {
        return this.app.session.status === 'in' && this.app.groups.has(group);
    }

    apply(event: LiveEvent): void {
        if (event.kind === 'membership.changed') return this.clear();
        for (const kept of this.#lists.values()) kept.value = { ...kept.value, state: applyToFeed(kept.value.state, event, this.app.me, () => false) };
        const kept = event.thread === null ? undefined : this.#threads.get(event.thread);
        if (!kept || !event.thread) return;
        const next = after(kept.value, event, this.app.me);
        if (next && this.#mayKeep(next.thread.group.slug)) kept.value = next;
        else this.#threads.delete(event.thread);
    }
}

/** Whether the server has said what holds, and did not just fail to be asked. */
function answered({ code }: Problem): boolean {
    return code !== 'unreachable' && code !== 'unavailable';
}

/** Null where only the server can tell what is left of it. */
function after(view: ThreadView, event: LiveEvent, me: number): ThreadView | null {
    switch (event.kind) {
        case 'post.created':
        case 'post.edited':
            return hasText(event.data) ? seenAll(applyToThread(view, event, me)) : null;
        case 'thread.gone':
        case 'thread.ordered':
            return null;
        default:
            return applyToThread(view, event, me);
    }
}

function put<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value, most: number): void {
    kept.set(key, value);
    for (const oldest of kept.keys()) {
        if (kept.size <= most) return;
        kept.delete(oldest);
    }
}
