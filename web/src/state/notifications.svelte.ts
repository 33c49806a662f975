// SPDX-License-Identifier: EUPL-1.2
// What concerns me: the number on the bell, and the list behind it.
import type { Api } from '../api/client.ts';
import type { Outcome, Problem } from '../api/problem.ts';
import type { LiveEvent, Notification } from '../api/types.ts';
import type { App } from './app.svelte.ts';
import { applyToNotices, noNotices, readAgain, readHere, readUpTo, stillRead, uncertain, type NoticesState } from './notifications.ts';
import { Retry } from './retry.ts';

/** Everybody in a group hears at once that a thread of it was moved, and everybody that a group has closed: who has no notice of it asks again within this time, each at
    another moment. */
export const spreadMs = 5_000;

/** What the server lists unless told otherwise, and at most. */
const page = { usual: 20, largest: 100 };

export class Notifications {
    state = $state.raw<NoticesState>(noNotices);
    /** The list, and not only the number. */
    loaded = $state(false);
    loadingMore = $state(false);
    problem = $state.raw<Problem | null>(null);

    #loads = 0;
    #again = false;
    #uncounted = false;
    #loading = false;
    #soon: ReturnType<typeof setTimeout> | undefined;
    readonly #later = new Retry(() => void this.load());

    constructor(
        private readonly api: Pick<Api, 'notifications'>,
        /** Something new came while the application was open. */
        private readonly onNew: (notification: Notification) => void = () => {},
        private readonly app?: Pick<App, 'mark' | 'marks'>,
    ) {}

    /** As it was when the person came in. */
    begin(unread: number): void {
        this.state = { ...this.state, unread };
    }

    /** The one begun last holds. */
    async load(): Promise<void> {
        const mine = ++this.#loads;
        this.#loading = true;
        this.#again = false;
        clearTimeout(this.#soon);
        this.#soon = undefined;
        const listed = this.state.items.length;
        const outcome = await this.api.notifications(listed > page.usual ? { limit: Math.min(listed, page.largest) } : {});
        if (mine !== this.#loads) return;
        this.#loading = false;
        this.loadingMore = false;
        this.problem = outcome.ok ? null : outcome.problem;
        if (!outcome.ok) {
            this.#later.after(outcome.problem);
            return;
        }
        this.#later.stop();
        this.state = stillRead(readAgain(this.state, outcome.value), this.app?.marks?.pending() ?? []);
        this.loaded = true;
        // What came meanwhile may be in it or not.
        if (this.#again) void this.load();
    }

    async more(): Promise<void> {
        const { next } = this.state;
        if (!next || this.loadingMore) return;
        const mine = this.#loads;
        this.loadingMore = true;
        const outcome = await this.api.notifications({ before: next });
        if (mine !== this.#loads) return;
        this.loadingMore = false;
        this.problem = outcome.ok ? null : outcome.problem;
        if (!outcome.ok) return;
        const known = new Set(this.state.items.map(({ id }) => id));
        this.state = {
            ...this.state,
            items: [...this.state.items, ...outcome.value.items.filter(({ id }) => !known.has(id))],
            next: outcome.value.next,
        };
    }

    apply(event: LiveEvent): void {
        if (this.#loading) this.#again ||= event.kind === 'notification' || event.kind === 'notifications.read';
        const doubtful = uncertain(this.state, event);
        const known = this.state.items.some(({ thread, group }) =>
            event.kind === 'group.closed' ? group?.slug === event.group : thread?.id === event.thread,
        );
        const ofOthers = (event.kind === 'thread.ordered' || event.kind === 'group.closed') && !known;
        this.state = applyToNotices(this.state, event);
        if (event.kind === 'notification' && !event.data.notification.read) this.onNew(event.data.notification);
        if (!doubtful) return;
        if (ofOthers) this.#soon ??= setTimeout(() => void this.load(), Math.random() * spreadMs);
        else void this.load();
    }

    /** Shown at once. */
    read({ id, read }: Notification): void {
        if (read) return;
        this.#uncounted ||= this.state.unread > 99;
        this.state = readHere(this.state, id);
        void this.app?.mark(`notice:${id}`, true);
    }

    readAll(): void {
        const newest = this.state.items[0];
        if (!newest) return;
        this.state = readUpTo(this.state, newest.renewed_at);
        void this.app?.mark('notices:', newest.renewed_at);
    }

    /** What the server said of it: taken back, and counted again where nobody here can. */
    marked(name: string, { ok }: Outcome<unknown>): void {
        if (name !== 'notices:' && (!name.startsWith('notice:') || (ok && !this.#uncounted))) return;
        this.#uncounted = false;
        void this.load();
    }
}
