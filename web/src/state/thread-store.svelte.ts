// SPDX-License-Identifier: EUPL-1.2
// The thread of a page: loads it, keeps it live and carries out what the reader does with it.
import type { Api } from '../api/client.ts';
import type { Live } from '../api/live.ts';
import type { Outcome, Problem } from '../api/problem.ts';
import type { LiveEvent, LivePost, NewPost, Post, ThreadPage } from '../api/types.ts';
import {
    addPosts,
    applyToThread,
    changePost,
    emptied,
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

export class ThreadStore {
    view = $state.raw<ThreadView | null>(null);
    problem = $state.raw<Problem | null>(null);
    loadingMore = $state(false);
    /** What went wrong with an action on a post, shown at that post. */
    postProblem = $state.raw<{ number: number; problem: Problem } | null>(null);
    #meanwhile: LiveEvent[] = [];
    #readTo = 0;

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
        };
    }

    async load(order: Order, target = 0): Promise<void> {
        const outcome = await this.api.thread(this.id, order);
        if (!outcome.ok) {
            this.problem = outcome.problem;
            return;
        }
        this.problem = null;
        this.view = openThread(outcome.value, order);
        const meanwhile = this.#meanwhile;
        this.#meanwhile = [];
        for (const event of meanwhile) this.apply(event);
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
        this.loadingMore = true;
        const outcome = await this.api.thread(this.id, view.order, view.next);
        this.loadingMore = false;
        if (!outcome.ok || !this.view) {
            this.problem = outcome.ok ? null : outcome.problem;
            return false;
        }
        this.problem = null;
        this.view = morePosts(this.view, outcome.value.posts.items, outcome.value.posts.next);
        return true;
    }

    /** Reads what may have been missed: the thread as it is now, and every post after the last one known. */
    async catchUp(): Promise<void> {
        const view = this.view;
        if (!view) return;
        const outcome = await this.api.thread(this.id, view.order);
        if (!outcome.ok) {
            if (outcome.problem.status === 404) this.#gone(outcome.problem);
            return;
        }
        if (!this.view) return;
        const known = new Set(this.view.posts.map(({ number }) => number));
        this.#take(outcome.value);
        while (this.view && !this.view.next) {
            const after = highestNumber(this.view);
            const more: Outcome<{ items: Post[]; next: string | null }> = await this.api.postsAfter(this.id, after);
            if (!more.ok || more.value.items.length === 0 || !this.view) break;
            this.view = addPosts(this.view, more.value.items);
        }
        const missed = this.view.posts.filter((post) => !known.has(post.number) && post.author?.id !== this.me);
        if (missed.length > 0) {
            this.view = { ...this.view, arrived: [...this.view.arrived, ...missed.map(({ number }) => number)] };
        }
    }

    #take(page: ThreadPage): void {
        if (this.view) this.view = refreshThread(this.view, page);
    }

    /** Access ended while the page was open: nothing of it stays. */
    #gone(problem: Problem): void {
        this.view = null;
        this.problem = problem;
    }

    apply(event: LiveEvent): void {
        if (event.kind === 'membership.changed' && event.group === this.view?.thread.group.slug) {
            void this.catchUp();
            return;
        }
        if (event.thread !== this.id) return;
        if (!this.view) {
            this.#meanwhile.push(event);
            return;
        }
        const before = this.view;
        this.view = applyToThread(before, event, this.me);
        if (event.kind === 'post.created' && this.view.arrived.length > before.arrived.length) this.hooks.onPost(event.data);
        if (event.kind === 'thread.accepted' && event.data.author.id !== this.me) this.hooks.onAccepted();
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
        if (outcome.ok && this.view) {
            this.view = addPosts(this.view, [outcome.value]);
            void this.markRead();
        }
        return outcome;
    }

    async edit(post: Post, body: string, key: string): Promise<Outcome<Post>> {
        const outcome = await this.api.editPost(post.id, body, key);
        if (outcome.ok && this.view) this.view = changePost(this.view, post.number, () => outcome.value);
        return outcome;
    }

    async remove(post: Post): Promise<void> {
        const outcome = await this.api.deletePost(post.id);
        if (outcome.ok && this.view) this.view = changePost(this.view, post.number, emptied);
        this.#report(post.number, outcome);
    }

    /** Shown at once and put right by the answer: a click on "useful" must not feel like a form. */
    async setUseful(post: Post, useful: boolean): Promise<void> {
        if (!this.view) return;
        this.view = changePost(this.view, post.number, (now) => ({
            ...now,
            my_vote: useful,
            useful: Math.max(0, now.useful + (useful ? 1 : -1)),
        }));
        const outcome = await this.api.setUseful(post.id, useful);
        if (this.view) this.view = changePost(this.view, post.number, () => (outcome.ok ? outcome.value : post));
        this.#report(post.number, outcome);
    }

    async accept(number: number): Promise<boolean> {
        const outcome = await this.api.accept(this.id, number);
        if (outcome.ok && this.view) this.view = withThread(this.view, outcome.value);
        this.#report(number, outcome);
        return outcome.ok;
    }

    async withdrawAcceptance(number: number): Promise<boolean> {
        const outcome = await this.api.withdrawAcceptance(this.id);
        if (outcome.ok && this.view) this.view = withThread(this.view, outcome.value);
        this.#report(number, outcome);
        return outcome.ok;
    }

    #report(number: number, outcome: Outcome<unknown>): void {
        this.postProblem = outcome.ok ? null : { number, problem: outcome.problem };
    }
}
