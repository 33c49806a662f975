// SPDX-License-Identifier: EUPL-1.2
// Puts the application together, in the order things need each other. Components get it with useApp().
import { createContext } from 'svelte';
import { createApi, type Api } from '../api/client.ts';
import { Live } from '../api/live.ts';
import type { Problem } from '../api/problem.ts';
import type { Installation } from '../api/types.ts';
import { language, later, patiently, t } from '../locales/index.svelte.ts';
import { AnswerableList } from './answerable.svelte.ts';
import { Announcer } from './announcer.svelte.ts';
import type { DraftSync } from './draft-sync.ts';
import { deviceStorage, Drafts } from './drafts.ts';
import { MyGroups } from './groups.svelte.ts';
import type { MarkName, Marks, Wanted } from './marks.svelte.ts';
import type { Memory } from './memory.svelte.ts';
import { Notifications } from './notifications.svelte.ts';
import type { Outbox } from './outbox.svelte.ts';
import { followGroup } from './router.svelte.ts';
import { Session } from './session.svelte.ts';
import { ThreadList } from './thread-list.svelte.ts';
import { UnreadThreads } from './unread.svelte.ts';

/** The words of notices come with the first of them. */
const marks = patiently(() => import('./marks.svelte.ts'));
const draftSync = patiently(() => import('./draft-sync.ts'));
const sentences = later(() => import('../components/NotificationRow/sentence.ts'));

export class App {
    readonly api: Api;
    readonly session: Session;
    readonly drafts: Drafts;
    readonly announcer = new Announcer();
    readonly groups: MyGroups;
    readonly feed: ThreadList;
    readonly answerable: AnswerableList;
    readonly notifications: Notifications;
    readonly unread: UnreadThreads;
    readonly live: Live;

    installation = $state.raw<Installation | null>(null);
    /** The last request did not reach the server. */
    away = $state(false);
    /** When the server was heard last. */
    heardAt = Date.now();
    /** The server is there but its database is not. */
    delayed = $state(false);
    /** What was shown, for when the server is not reached; once it is here. */
    memory = $state.raw<Memory | null>(null);
    /** What is pressed and not known to the server yet; once it is here. */
    marks = $state.raw<Marks | null>(null);
    /** Sends what waits and is not on the screen; once it is here. */
    outbox = $state.raw<Outbox | null>(null);
    /** Keeps drafts with the server, once it is here. */
    sync: DraftSync | null = null;
    readonly #whenBack = new Set<() => void>();

    constructor() {
        this.api = createApi({
            language,
            onSignedOut: (asked) => this.session.expire(asked),
            onReached: (reached) => this.#reach(reached),
        });
        this.session = new Session(this.api);
        this.drafts = new Drafts(deviceStorage());
        this.groups = new MyGroups(this.api, followGroup);
        this.feed = new ThreadList(
            (before) => this.api.feed({ before }),
            () => this.me,
            // Until my groups are known, everything that is sent to me may be of them.
            ({ id, group }, followed) =>
                followed || !this.groups.loaded || this.groups.has(group.slug) || this.feed.state.arrived.some((one) => one.id === id),
        );
        this.answerable = new AnswerableList(() => this.api.answerable());
        this.notifications = new Notifications(this.api, (notification) => {
            // Where they cannot be loaded the bell still counts.
            const say = ({ sentence }: Awaited<ReturnType<typeof sentences>>) => {
                const { key, values } = sentence(notification);
                this.announcer.say(t(key, values));
            };
            void sentences().then(say, () => undefined);
        }, this);
        this.unread = new UnreadThreads(() => this.api.unread(), () => this.me);
        this.live = new Live(this.api, {
            onDenied: () => void this.session.load(),
            onDelayed: (delayed) => {
                const back = this.delayed && !delayed;
                this.delayed = delayed;
                if (back) this.#tellBack();
            },
            onHeard: () => (this.heardAt = Date.now()),
            onReached: () => {
                this.away = false;
                // Also where a proxy answered for the server, which then never seemed away.
                this.#tellBack();
            },
            onAway: () => (this.away = true),
            // Whoever belongs to it sees it still; a server of the version before tells them nevertheless.
            ignores: ({ kind, group }) => kind === 'group.closed' && this.groups.has(group),
        });
        this.onBack(() => void this.sync?.pull());
        this.live.listen({
            onEvent: (event) => {
                this.groups.apply(event);
                this.notifications.apply(event);
                this.feed.apply(event);
                this.unread.apply(event);
                this.answerable.apply(event);
                if (event.kind === 'membership.changed') void this.feed.resync();
                this.sync?.hear(event);
            },
            onWatching: (_, refused) => {
                // Nobody tells what else of it is listed here, of a group that does not show itself any more.
                if (refused) this.#lookAgain();
            },
            onResync: () => {
                void this.groups.load();
                this.#lookAgain();
            },
        });
    }

    #lookAgain(): void {
        void this.notifications.load();
        void this.feed.resync();
        void this.unread.again();
        if (this.answerable.tried) void this.answerable.load();
    }

    get me(): number {
        return this.session.me?.person.id ?? 0;
    }

    #reach(reached: boolean): void {
        const back = reached && this.away;
        this.away = !reached;
        if (reached) this.heardAt = Date.now();
        if (back) this.#tellBack();
    }

    #tellBack(): void {
        for (const run of [...this.#whenBack]) run();
    }

    /** Calls it each time the server or its database can be asked again. */
    onBack(run: () => void): () => void {
        this.#whenBack.add(run);
        return () => this.#whenBack.delete(run);
    }

    async loadInstallation(): Promise<void> {
        const outcome = await this.api.installation();
        if (outcome.ok) this.installation = outcome.value;
    }

    /** Called each time the person becomes signed in. The cursor is from before anything else is read. */
    enter(): void {
        this.live.start(this.session.me?.cursor ?? null, this.me);
        this.notifications.begin(this.session.me?.counters.notifications ?? 0);
        void this.groups.load();
        void this.#keepDrafts(this.me);
        void this.marks?.go();
        this.outbox?.soon();
    }

    /** Shown as pressed at once, and sent, if need be when the server is reached again. */
    async mark(name: MarkName, wanted: Wanted): Promise<void> {
        if (!this.marks) {
            const person = this.me;
            const { Marks } = await marks();
            if (this.me !== person) return;
            this.marks ??= new Marks(this);
        }
        this.marks.press(name, wanted);
    }

    async #keepDrafts(person: number): Promise<void> {
        if (this.sync?.person === person) return this.sync.pull();
        const { DraftSync } = await draftSync();
        if (this.me !== person || this.sync?.person === person) return;
        this.sync?.end();
        this.sync = new DraftSync(this.api, this.drafts, deviceStorage(), person);
        this.sync.begin();
    }

    /** Names of the drafts that the server keeps; asked before somebody leaves. */
    async keptDrafts(): Promise<Set<string>> {
        return (await this.sync?.kept()) ?? new Set();
    }

    /** The one way out: what the server keeps of one's drafts does not stay on a machine that others use. */
    async leave(): Promise<Problem | null> {
        await Promise.all([this.keptDrafts(), this.marks?.go()]);
        const problem = await this.session.signOut();
        if (problem) return problem;
        this.marks?.clear();
        this.outbox?.end();
        this.sync?.release();
        this.sync = null;
        return null;
    }
}

const [useApp, setApp] = createContext<App>();
export { setApp, useApp };
