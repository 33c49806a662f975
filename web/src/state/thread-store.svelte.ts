// SPDX-License-Identifier: EUPL-1.2
// The thread of a page: loads it, keeps it live and carries out what the reader does with it.
import type { Api } from '../api/client.ts';
import type { Live } from '../api/live.ts';
import type { Outcome, Problem } from '../api/problem.ts';
import type { LiveEvent, LivePost, NewPost, Page, Post, ThreadPage } from '../api/types.ts';
import { Retry } from './retry.ts';
import {
    addPosts,
    applyToThread,
    changePost,
    emptied,
    hasText,
    highestNumber,
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
    #readTo = 0;
    #catchingUp = false;
    #again = false;
    readonly #later = new Retry(() => void this.catchUp());

    constructor(
        private readonly api: Api,
        private readonly live: Live,
        private readonly id: number,
        private readonly me: number,
        private readonly hooks: { onPost: (post: LivePost) => void; onAccepted: () => void },
    ) {}

    /** Listens until the returned function is called. */
    follow(): () => void {
        const unlisten = this.live.listen({
            onEvent: (event) => this.apply(event),
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

    async load(order: Order, target = 0): Promise<void> {
        const mine = ++this.#loads;
        const [outcome, changed] = await this.#ask(this.api.thread(this.id, order));
        if (mine !== this.#loads) return;
        if (!outcome.ok) {
            this.#fail(outcome.problem, () => void this.load(order, target));
            return;
        }
        this.problem = null;
        this.#pages = 1;
        this.view = changed(openThread(outcome.value, order));
        // The watch stood before there was anything to close the gap of.
        if (this.#again) void this.catchUp();
        if (target > 0) await this.seek(target);
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

    /** Reads what may have been missed: all that is loaded, and every post after the last one known. */
    async catchUp(): Promise<void> {
        this.#again = true;
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
        if (event.kind === 'membership.changed' && event.group === this.view?.thread.group.slug) {
            void this.catchUp();
            return;
        }
        if (event.thread !== this.id) return;
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

    /** Up to the last post where all are loaded: reading on is a matter of scrolling, not of pressing. */
    async markRead(): Promise<void> {
        if (!this.view || this.view.next) return;
        const last = highestNumber(this.view);
        if (last <= Math.max(this.#readTo, this.view.readUpTo)) return;
        this.#readTo = last;
        await this.api.markRead(this.id, last);
    }

    async write(post: NewPost, key: string): Promise<Outcome<Post>> {
        const outcome = await this.api.writePost(this.id, post, key);
        if (outcome.ok) {
            this.#change((view) => addPosts(view, [outcome.value]));
            void this.markRead();
        }
        return outcome;
    }

    async edit(post: Post, body: string, key: string): Promise<Outcome<Post>> {
        const outcome = await this.api.editPost(post.id, body, key);
        if (outcome.ok) this.#changePost(post.number, () => outcome.value);
        return outcome;
    }

    async remove(post: Post): Promise<void> {
        const outcome = await this.api.deletePost(post.id);
        if (outcome.ok) this.#changePost(post.number, emptied);
        this.#report(post.number, outcome);
    }

    /** Shown at once and put right by the answer: a click on "useful" must not feel like a form. */
    async setUseful(post: Post, useful: boolean): Promise<void> {
        const expected = Math.max(0, post.useful + (useful ? 1 : -1));
        const mark = (my_vote: boolean, from: number, to: number) =>
            // A count that is another meanwhile was told by somebody else's mark, and stands.
            this.#changePost(post.number, (now) => ({ ...now, my_vote, useful: now.useful === from ? to : now.useful }));
        mark(useful, post.useful, expected);
        const outcome = await this.api.setUseful(post.id, useful);
        if (!outcome.ok) mark(post.my_vote, expected, post.useful);
        else this.#changePost(post.number, (now) => ({ ...now, my_vote: outcome.value.my_vote, useful: outcome.value.useful }));
        this.#report(post.number, outcome);
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

    /** A post that was deleted stays so, whatever comes of things begun before. */
    #changePost(number: number, edit: (post: Post) => Post): void {
        this.#change((view) => changePost(view, number, (post) => (post.deleted ? post : edit(post))));
    }

    #report(number: number, outcome: Outcome<unknown>): void {
        this.postProblem = outcome.ok ? null : { number, problem: outcome.problem };
    }
}
