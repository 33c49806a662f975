// SPDX-License-Identifier: EUPL-1.2
// The thread of a page: loads it, keeps it live and carries out what the reader does with it.
import type { Api } from '../api/client.ts';
import type { Live } from '../api/live.ts';
import type { Outcome, Problem } from '../api/problem.ts';
import type { LiveEvent, LivePost, EditedPost, NewPost, Notification, Page, Post, PostPlace, Thread, ThreadPage } from '../api/types.ts';
import { Retry } from './retry.ts';
import {
    addPosts,
    applyToThread,
    changePost,
    emptied,
    hasText,
    highestNumber,
    isUnread,
    lastInRow,
    morePosts,
    openThread,
    refreshThread,
    seenAll,
    withThread,
    type Order,
    type ThreadView,
} from './thread.ts';

/** A deep link is followed through so many pages at most. */
const pagesToTarget = 40;

type Change = (view: ThreadView) => ThreadView;
/** An answer, and what has to be done again over it. */
type Fetched<Value> = [Outcome<Value>, Change];

export class ThreadStore {
    view = $state.raw<ThreadView | null>(null);
    /** What went wrong with something the reader asked for; `retry` does that again. */
    problem = $state.raw<Problem | null>(null);
    /** What is shown may be old: it could not be read again, which goes on being tried. */
    stale = $state.raw<Problem | null>(null);
    loadingMore = $state(false);
    /** What went wrong with an action on a post, shown at that post. */
    postProblem = $state.raw<{ number: number; problem: Problem } | null>(null);
    retry: () => void = () => {};
    /** What changed while each answer was on its way: the answer may be from before. */
    #fetching = new Set<Change[]>();
    #loads = 0;
    #pages = 1;
    #order: Order = 'best';
    #readTo = 0;
    /** A notice of this thread may wait to be read. */
    #noticed = true;
    #catchingUp = false;
    #again = false;
    readonly #later = new Retry(() => void this.catchUp());

    constructor(
        private readonly api: Api,
        private readonly live: Live,
        private readonly id: number,
        private readonly me: number,
        private readonly hooks: { onPost: (post: LivePost) => void; onAccepted: () => void; /** Whether there are notices that were not read. */ noticed?: () => boolean; /** Tells that it is read so far, and goes on until it is known. */ onRead?: (number: number) => void; /** What was asked for is there now. */ onMoved?: (place: PostPlace) => void },
    ) {}

    /** Listens until the returned function is called. */
    follow(): () => void {
        const unlisten = this.live.listen({
            onEvent: (event) => {
                this.apply(event);
                if (event.kind === 'notification') this.#heard(event.data.notification);
            },
            onResync: () => void this.catchUp(),
            // Between the page and the watch there was a gap.
            onWatching: (thread) => void (thread === this.id && this.catchUp()),
        });
        const unwatch = this.live.watch(this.id);
        return () => {
            unwatch();
            unlisten();
            this.#later.stop();
        };
    }

    /** Of what was read already and changed before the reader's eyes, or happened to the thread there. */
    #heard({ thread, number, read }: Notification): void {
        const upTo = Math.max(this.#readTo, this.view?.readUpTo ?? 0);
        if (thread?.id !== this.id || read || upTo === 0 || (number ?? 0) > upTo) return;
        if (document.visibilityState === 'visible') this.hooks.onRead?.(upTo);
        else this.#noticed = true;
    }

    async load(order: Order, target = 0): Promise<void> {
        const mine = ++this.#loads;
        this.#order = order;
        const [outcome, changed] = await this.#ask(this.api.thread(this.id, order));
        if (mine !== this.#loads) return;
        if (!outcome.ok) {
            this.#fail(outcome.problem, () => void this.load(order, target));
            return;
        }
        if (outcome.value.id !== this.id) return this.leadOn(target || 1);
        this.problem = null;
        this.#pages = 1;
        this.view = changed(openThread(outcome.value, order));
        // The watch stood before there was anything to close the gap of.
        if (this.#again) void this.catchUp();
        if (target > 0) await this.seek(target);
    }

    /** Of a thread that was merged into another, and of posts that were split off: to where they are now. */
    async leadOn(number: number): Promise<void> {
        const place = await this.api.movedPost(this.id, number);
        if (place.ok) this.hooks.onMoved?.(place.value);
        else this.#fail(place.problem, () => void this.leadOn(number));
    }

    /** Where the post of this number is, if it was split off and the reader may see it: in the thread made of it, or merged since. */
    movedOff(number: number): 'away' | 'merged' | null {
        const act = this.view?.acts.find(({ kind, numbers }) => kind === 'split' && numbers.includes(number));
        return act ? (act.thread ? 'away' : 'merged') : null;
    }

    /** Loads on until the post with this number is there. */
    async seek(target: number): Promise<void> {
        for (let page = 0; page < pagesToTarget; page++) {
            if (!this.view?.next || this.view.posts.some(({ number }) => number === target)) return;
            if (!(await this.more())) return;
        }
    }

    async more(): Promise<boolean> {
        const view = this.view;
        if (!view?.next || this.loadingMore) return false;
        const mine = this.#loads;
        this.loadingMore = true;
        const [outcome, changed] = await this.#ask(this.api.thread(this.id, view.order, view.next));
        this.loadingMore = false;
        if (mine !== this.#loads || !this.view) return false;
        if (!outcome.ok) {
            this.#fail(outcome.problem, () => void this.more());
            return false;
        }
        this.problem = null;
        this.#pages++;
        this.view = changed(morePosts(this.view, outcome.value.posts.items, outcome.value.posts.next));
        return true;
    }

    /** The first post that the reader has not read, loaded; 0 where there is none, or nothing was read before. */
    async seekUnread(): Promise<number> {
        const upTo = this.view?.readUpTo ?? 0;
        if (upTo === 0 || !this.view?.thread.unread) return 0;
        await this.seek(upTo + 1);
        const unread = this.view?.posts.filter((post) => isUnread(post, upTo, this.me)).map(({ number }) => number) ?? [];
        return unread.length > 0 ? Math.min(...unread) : 0;
    }

    /** Reads what may have been missed: all that is loaded, and every post after the last one known. */
    async catchUp(): Promise<void> {
        this.#again = true;
        // It was not to be read; it may be now.
        if (!this.view && this.problem?.status === 404) return this.load(this.#order);
        if (!this.view || this.#catchingUp) return;
        this.#catchingUp = true;
        let problem: Problem | null = null;
        while (this.#again && !problem) {
            this.#again = false;
            problem = await this.#readAgain();
        }
        this.#catchingUp = false;
        if (problem?.status === 404) return this.#gone(problem);
        this.stale = problem;
        if (problem) this.#later.after(problem);
        else this.#later.stop();
    }

    async #readAgain(): Promise<Problem | null> {
        if (!this.view) return null;
        const { order, next } = this.view;
        const [loads, pages] = [this.#loads, this.#pages];
        const last = highestNumber(this.view);
        let before: string | null = null;
        for (let page = 0; page < pages || (next === null && before); page++) {
            const [outcome, changed]: Fetched<ThreadPage> = await this.#ask(this.api.thread(this.id, order, before, true));
            if (!outcome.ok) return outcome.problem;
            if (outcome.value.id !== this.id) {
                void this.leadOn(1);
                return null;
            }
            if (!this.view) return null;
            // Where not all is loaded, a post may come only because it climbed.
            const isNew = ({ number }: Post) => next === null || number > last;
            this.view = changed(this.#withNew(refreshThread(this.view, outcome.value), outcome.value.posts.items.filter(isNew)));
            before = outcome.value.posts.next;
            if (!before) break;
        }
        if (loads === this.#loads && pages === this.#pages) this.view = { ...this.view, next: before };
        while (!this.view.next) {
            const after = highestNumber(this.view);
            const [outcome, changed]: Fetched<Page<Post>> = await this.#ask(this.api.postsAfter(this.id, after, true));
            if (!outcome.ok) return outcome.problem;
            if (!this.view || outcome.value.items.length === 0) return null;
            this.view = changed(this.#withNew(addPosts(this.view, outcome.value.items), outcome.value.items));
        }
        return null;
    }

    /** Marks those of the posts that were not there before and are of others. */
    #withNew(view: ThreadView, posts: Post[]): ThreadView {
        const known = new Set(this.view?.posts.map(({ number }) => number));
        const missed = posts.filter((post) => !known.has(post.number) && post.author?.id !== this.me);
        return missed.length === 0 ? view : { ...view, arrived: [...view.arrived, ...missed.map(({ number }) => number)] };
    }

    async #ask<Value>(asked: Promise<Outcome<Value>>): Promise<Fetched<Value>> {
        const changes: Change[] = [];
        this.#fetching.add(changes);
        const outcome = await asked;
        this.#fetching.delete(changes);
        return [outcome, (view) => changes.reduce((now, change) => change(now), view)];
    }

    #change(change: Change): void {
        for (const changes of this.#fetching) changes.push(change);
        if (this.view) this.view = change(this.view);
    }

    #fail(problem: Problem, retry: () => void): void {
        if (problem.status === 404) return this.#gone(problem);
        this.problem = problem;
        this.retry = retry;
    }

    /** Access ended while the page was open: nothing of it stays. */
    #gone(problem: Problem): void {
        this.#loads++;
        this.#later.stop();
        this.view = null;
        this.stale = null;
        this.problem = problem;
    }

    apply(event: LiveEvent): void {
        // Of its group, or of one that is another by name since it moved.
        if (event.kind === 'membership.changed') {
            void this.catchUp();
            return;
        }
        if (event.thread !== this.id) return;
        if (event.kind === 'thread.ordered' || event.kind === 'thread.gone') return void this.catchUp();
        if ((event.kind === 'post.created' || event.kind === 'post.edited') && !hasText(event.data)) {
            void this.#readPost(event);
            return;
        }
        const before = this.view;
        this.#change((view) => applyToThread(view, event, this.me));
        if (!before || !this.view) return;
        if (event.kind === 'post.created' && this.view.arrived.length > before.arrived.length) this.hooks.onPost(event.data);
        if (event.kind === 'thread.accepted' && event.data.author.id !== this.me) this.hooks.onAccepted();
    }

    /** The event was too large to hold the text of its post. */
    async #readPost(event: Extract<LiveEvent, { data: LivePost }>): Promise<void> {
        const { number } = event.data;
        const [outcome, changed] = await this.#ask(this.api.postsAfter(this.id, number - 1, true, 1));
        if (!outcome.ok) return this.catchUp();
        const post = outcome.value.items.find((read) => read.number === number);
        if (!post) return;
        const { my_vote: _, ...data } = post;
        this.apply({ ...event, data });
        if (this.view) this.view = changed(this.view);
    }

    seen(): void {
        if (this.view && this.view.arrived.length > 0) this.view = seenAll(this.view);
        void this.markRead();
    }

    /** Up to the post before the first that is not loaded: reading on is a matter of scrolling, not of pressing. */
    async markRead(): Promise<void> {
        if (!this.view) return;
        const last = this.view.next ? lastInRow(this.view) : highestNumber(this.view);
        if (last === 0) return;
        // What was read may have changed since: a notice tells of it, and goes when it is read again.
        const noticed = this.#noticed && (this.hooks.noticed?.() ?? false);
        if (last <= Math.max(this.#readTo, this.view.readUpTo) && !noticed) return;
        this.#noticed = false;
        this.#readTo = last;
        this.hooks.onRead?.(last);
    }

    async write(post: NewPost, key: string): Promise<Outcome<Post>> {
        const outcome = await this.api.writePost(this.id, post, key);
        if (outcome.ok) {
            this.#change((view) => addPosts(view, [outcome.value]));
            void this.markRead();
        }
        return outcome;
    }

    async edit(post: Post, change: EditedPost, key: string): Promise<Outcome<Post>> {
        const outcome = await this.api.editPost(post.id, change, key);
        if (!outcome.ok) return outcome;
        const shown = this.view?.posts.find(({ number }) => number === post.number);
        // By the live connection it may have come before, and another change after it.
        if (shown && shown.version >= outcome.value.version) return outcome;
        this.#changePost(post.number, () => outcome.value);
        const { title, tags } = change;
        this.#change((view) => ({ ...view, thread: { ...view.thread, title: title ?? view.thread.title, tags: tags ?? view.thread.tags } }));
        return outcome;
    }

    async remove(post: Post): Promise<void> {
        const outcome = await this.api.deletePost(post.id);
        if (outcome.ok) this.#changePost(post.number, emptied);
        this.#report(post.number, outcome);
    }

    /** What the server said of "useful". */
    marked(id: number, outcome: Outcome<unknown>): void {
        const number = this.view?.posts.find((post) => post.id === id)?.number;
        if (!number) return;
        const { my_vote, useful } = (outcome.ok ? outcome.value : {}) as Post;
        if (outcome.ok) this.#changePost(number, (now) => ({ ...now, my_vote, useful }));
        this.#report(number, outcome);
    }

    async accept(number: number): Promise<boolean> {
        const outcome = await this.api.accept(this.id, number);
        if (outcome.ok) this.#change((view) => withThread(view, outcome.value));
        this.#report(number, outcome);
        return outcome.ok;
    }

    async withdrawAcceptance(number: number): Promise<boolean> {
        const outcome = await this.api.withdrawAcceptance(this.id);
        if (outcome.ok) this.#change((view) => withThread(view, outcome.value));
        this.#report(number, outcome);
        return outcome.ok;
    }

    /** What an act on the thread made of it. */
    changed(thread: Thread): void {
        this.#change((view) => withThread(view, thread));
    }

    /** A post that was deleted stays so, whatever comes of things begun before. */
    #changePost(number: number, edit: (post: Post) => Post): void {
        this.#change((view) => changePost(view, number, (post) => (post.deleted ? post : edit(post))));
    }

    #report(number: number, outcome: Outcome<unknown>): void {
        this.postProblem = outcome.ok ? null : { number, problem: outcome.problem };
    }
}
