// SPDX-License-Identifier: EUPL-1.2
// What concerns me: the number on the bell, and the list behind it.
import type { Api } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import type { LiveEvent, Notification } from '../api/types.ts';
import { applyToNotices, noNotices, readAgain, readHere, uncertain, type NoticesState } from './notifications.ts';
import { Retry } from './retry.ts';

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
    #loading = false;
    readonly #later = new Retry(() => void this.load());

    constructor(
        private readonly api: Pick<Api, 'notifications' | 'readNotification' | 'readNotifications'>,
        /** Something new came while the application was open. */
        private readonly onNew: (notification: Notification) => void = () => {},
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
        this.state = readAgain(this.state, outcome.value);
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
        this.state = applyToNotices(this.state, event);
        if (event.kind === 'notification' && !event.data.notification.read) this.onNew(event.data.notification);
        if (doubtful) void this.load();
    }

    /** Shown at once, and taken back should the server not hear of it. */
    async read(notification: Notification): Promise<void> {
        if (notification.read) return;
        const uncounted = this.state.unread > 99;
        this.state = readHere(this.state, notification.id);
        const outcome = await this.api.readNotification(notification.id);
        if (!outcome.ok || uncounted) void this.load();
    }

    async readAll(): Promise<Problem | null> {
        const newest = this.state.items[0];
        if (!newest) return null;
        const outcome = await this.api.readNotifications(newest.renewed_at);
        if (!outcome.ok) return outcome.problem;
        await this.load();
        return null;
    }
}
