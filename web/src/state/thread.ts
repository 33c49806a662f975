// SPDX-License-Identifier: EUPL-1.2
// One thread and the posts of it that were loaded, and what an event makes of them. Nothing here fetches or draws.
import type { LiveEvent, LivePost, Post, Thread, ThreadAct, ThreadPage } from '../api/types.ts';

export type Order = 'best' | 'number';

export interface ThreadView {
    thread: Thread;
    /** What was done to it. */
    acts: ThreadAct[];
    /** In the order they are shown, fixed when loaded: nothing moves under the eyes of who reads. */
    posts: Post[];
    order: Order;
    /** Cursor of what is not loaded yet, null when all is. */
    next: string | null;
    /** Read before this visit: what is above is new. */
    readUpTo: number;
    bookmarked: boolean;
    /** It shows another thread. */
    shows: boolean;
    /** Numbers of posts of others that came while the page was open. */
    arrived: number[];
}

/** The thread of an address, or null where there can be none. */
export function threadIn(text: string): number | null {
    const id = /^[1-9]\d*$/.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(id) ? id : null;
}

export function openThread(page: ThreadPage, order: Order): ThreadView {
    const { posts, bookmarked, shows, read_up_to, acts, ...thread } = page;
    return { thread, acts, posts: posts.items, order, next: posts.next, readUpTo: read_up_to, bookmarked, shows, arrived: [] };
}

export function morePosts(view: ThreadView, posts: Post[], next: string | null): ThreadView {
    return { ...addPosts(view, posts), next };
}

/** What was read again after a gap: facts are newer, places stay. */
export function refreshThread(view: ThreadView, page: ThreadPage): ThreadView {
    const { posts, bookmarked, shows, read_up_to: _, acts, ...thread } = page;
    return addPosts({ ...view, bookmarked, shows, thread, acts }, posts.items);
}

export function addPosts(view: ThreadView, posts: Post[]): ThreadView {
    const fresh = new Map(posts.map((post) => [post.number, post]));
    const known = view.posts.map((post) => {
        const newer = fresh.get(post.number);
        fresh.delete(post.number);
        return newer ?? post;
    });
    return { ...view, posts: [...known, ...fresh.values()] };
}

export function highestNumber(view: ThreadView): number {
    return view.posts.reduce((highest, { number }) => Math.max(highest, number), 0);
}

/** The last number up to which all posts are loaded. */
export function lastInRow(view: ThreadView): number {
    const loaded = new Set(view.posts.map(({ number }) => number));
    let last = 0;
    while (loaded.has(last + 1)) last++;
    return last;
}

/** Of somebody else, and not read before this visit; where the thread was never opened, nothing is told apart. */
export function isUnread(post: Post, readUpTo: number, me: number): boolean {
    return readUpTo > 0 && post.number > readUpTo && !post.deleted && post.author?.id !== me;
}

/** Without its text an event only says that there is a post: it has to be read. */
export function hasText(post: LivePost): post is Omit<Post, 'my_vote'> {
    return post.body !== undefined && post.html !== undefined;
}

export function applyToThread(view: ThreadView, event: LiveEvent, me: number): ThreadView {
    if (event.thread !== view.thread.id) return view;
    switch (event.kind) {
        case 'thread.created':
        case 'thread.changed':
        case 'thread.accepted':
            return withThread(view, { ...view.thread, ...event.data });
        case 'post.created': {
            if (!hasText(event.data)) return view;
            const known = view.posts.find(({ number }) => number === event.data.number);
            const post: Post = { ...event.data, my_vote: known?.my_vote ?? false };
            const arrived = known || event.data.author?.id === me ? view.arrived : [...view.arrived, post.number];
            return { ...addPosts(view, [post]), arrived };
        }
        case 'post.edited': {
            const { data } = event;
            if (!hasText(data)) return view;
            return changePost(view, data.number, (post) => ({ ...data, my_vote: post.my_vote }));
        }
        case 'post.hidden':
            return {
                ...changePost(view, event.data.number, emptied),
                arrived: view.arrived.filter((number) => number !== event.data.number),
            };
        case 'same_problem.changed':
            return { ...view, thread: { ...view.thread, ...event.data } };
        case 'applied.changed':
        case 'useful.changed':
            return changePost(view, event.data.number, (post) => ({ ...post, ...event.data }));
        default:
            return view;
    }
}

/** Also for the answer of accepting and taking back: the mark of the posts follows the thread's. */
export function withThread(view: ThreadView, thread: Thread): ThreadView {
    return {
        ...view,
        thread,
        posts: view.posts.map((post) =>
            post.accepted === (post.number === thread.accepted) ? post : { ...post, accepted: !post.accepted },
        ),
    };
}

export function changePost(view: ThreadView, number: number, edit: (post: Post) => Post): ThreadView {
    return { ...view, posts: view.posts.map((post) => (post.number === number ? edit(post) : post)) };
}

export function emptied(post: Post): Post {
    return { ...post, author: null, body: '', html: '', accepted: false, deleted: true };
}

export function seenAll(view: ThreadView): ThreadView {
    return { ...view, arrived: [] };
}

export interface Branch {
    post: Post;
    /** Comments on it and on its comments, in the order of writing. */
    comments: Post[];
}

/** The page: the root, and what answers it, each with the comments that hang from it. */
export function branches(posts: Post[]): { root: Post | null; rootComments: Post[]; answers: Branch[] } {
    const byNumber = new Map(posts.map((post) => [post.number, post]));
    const commentsOf = new Map<number, Post[]>();
    const answers: Branch[] = [];
    let root: Post | null = null;
    for (const post of posts) {
        if (post.role === 'root') root = post;
        const top = post.role === 'comment' ? topOf(post, byNumber) : null;
        if (top) commentsOf.set(top.number, [...(commentsOf.get(top.number) ?? []), post]);
        // A comment whose post is not loaded stands by itself until it is.
        else if (post.role !== 'root') answers.push({ post, comments: [] });
    }
    const written = (number: number) => (commentsOf.get(number) ?? []).sort((a, b) => a.number - b.number);
    return {
        root,
        rootComments: root ? written(root.number) : [],
        answers: answers.map(({ post }) => ({ post, comments: written(post.number) })),
    };
}

function topOf(comment: Post, byNumber: Map<number, Post>): Post | null {
    let post: Post | undefined = comment;
    // A parent is always older, so this ends.
    while (post && post.role === 'comment') post = post.parent === null ? undefined : byNumber.get(post.parent);
    return post ?? null;
}
