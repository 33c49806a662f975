// SPDX-License-Identifier: EUPL-1.2
// Answers that are older than what was heard while they were on their way.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { person, post, threadPage } from '../../tests/support/examples.ts';
import type { Api } from '../api/client.ts';
import type { Live, LiveListener } from '../api/live.ts';
import { unreachable, type Outcome } from '../api/problem.ts';
import type { LiveEvent, Page, Post, ThreadPage } from '../api/types.ts';
import { ThreadStore } from './thread-store.svelte.ts';

type Asked = { order: string; before: string | null; answer: (outcome: Outcome<ThreadPage>) => void };

let asked: Asked[];
let listener: LiveListener;
let store: ThreadStore;
let saved: (outcome: Outcome<Post>) => void;
let leave: () => void;
let postsAfter: (after: number) => Promise<Outcome<Page<Post>>>;
const onPost = vi.fn();

const page = (posts: Post[], next: string | null = null): Outcome<ThreadPage> => ({
    ok: true,
    value: threadPage(posts, { posts: { items: posts, next } }),
});
const gone: Outcome<never> = { ok: false, problem: unreachable };
const missing: Outcome<never> = { ok: false, problem: { ...unreachable, code: 'not_found', status: 404 } };
const settle = () => vi.advanceTimersByTimeAsync(0);
const texts = () => store.view?.posts.map(({ number, body }) => `${number} ${body}`);

async function answer(outcome: Outcome<ThreadPage>): Promise<void> {
    asked.shift()?.answer(outcome);
    await settle();
}

let cursors = 0;
function hear(kind: LiveEvent['kind'], data: object): void {
    listener.onEvent?.({ type: 'event', cursor: `c${++cursors}`, kind, group: 'contratacion', thread: 7, data } as LiveEvent);
}
const live = ({ my_vote: _, ...data }: Post) => data;

let read: number[];
let noticed: boolean;

beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    read = [];
    noticed = false;
    postsAfter = async () => ({ ok: true, value: { items: [], next: null } });
    onPost.mockClear();
    const api = {
        thread: (_: number, order: string, before: string | null = null) =>
            new Promise<Outcome<ThreadPage>>((done) => asked.push({ order, before, answer: done })),
        postsAfter: (_: number, after: number) => postsAfter(after),
        editPost: () => new Promise<Outcome<Post>>((done) => (saved = done)),
    };
    const connection = {
        listen: (heard: LiveListener) => {
            listener = heard;
            return () => {};
        },
        watch: () => () => {},
    };
    store = new ThreadStore(api as unknown as Api, connection as unknown as Live, 7, 1, { onPost, onAccepted: () => {}, noticed: () => noticed, onRead: (number) => read.push(number) });
    leave = store.follow();
});
afterEach(() => {
    leave();
    vi.useRealTimers();
});

async function opened(posts: Post[], next: string | null = null): Promise<void> {
    void store.load('best');
    await answer(page(posts, next));
}

describe('a post too long for its event', () => {
    const bare = (number: number) => {
        const { body: _, html: __, ...data } = live(post(number));
        return data;
    };
    const reading = (read: Post) => {
        let done = () => {};
        const began = new Promise<void>((begin) => (done = begin));
        postsAfter = async (after) => {
            await began;
            return { ok: true, value: { items: after === read.number - 1 ? [read] : [], next: null } };
        };
        return done;
    };

    it('is read, when it is new and when it was changed', async () => {
        await opened([post(1)]);
        reading(post(2))();
        hear('post.created', bare(2));
        await settle();
        expect(texts()).toEqual(['1 Texto 1', '2 Texto 2']);
        expect(onPost).toHaveBeenCalledTimes(1);
        reading(post(2, { body: 'Otro' }))();
        hear('post.edited', bare(2));
        await settle();
        expect(texts()).toEqual(['1 Texto 1', '2 Otro']);
    });

    it('stays deleted when that is heard before it was read', async () => {
        await opened([post(1)]);
        const done = reading(post(2));
        hear('post.created', bare(2));
        hear('post.hidden', { number: 2 });
        done();
        await settle();
        expect(texts()).toEqual(['1 Texto 1', '2 ']);
    });
});

describe('an open thread', () => {
    it('keeps what came while its order was changed', async () => {
        await opened([post(1), post(2)]);
        void store.load('number');
        hear('post.created', live(post(3)));
        await answer(page([post(1), post(2)]));
        expect(texts()).toEqual(['1 Texto 1', '2 Texto 2', '3 Texto 3']);
    });

    it('shows the order asked for last', async () => {
        await opened([post(1)]);
        void store.load('number');
        void store.load('best');
        const [older] = asked.splice(0, 1);
        await answer(page([post(1), post(3), post(2)]));
        older?.answer(page([post(1), post(2), post(3)]));
        await settle();
        expect([store.view?.order, store.view?.posts.map(({ number }) => number)]).toEqual(['best', [1, 3, 2]]);
    });

    it('puts no older answer over what was heard since', async () => {
        await opened([post(1), post(2)]);
        void store.catchUp();
        hear('post.edited', live(post(2, { body: 'Corregido' })));
        hear('post.hidden', { number: 1 });
        await answer(page([post(1), post(2)]));
        expect(store.view?.posts.map(({ body, deleted }) => [body, deleted])).toEqual([['', true], ['Corregido', false]]);
    });

    it('reads again as much as was loaded, and what came behind it', async () => {
        await opened([post(1), post(2)], 'a');
        void store.more();
        await answer(page([post(3), post(4)]));
        void store.catchUp();
        await answer(page([post(1), post(2)], 'b'));
        await answer(page([post(3, { body: 'Corregido' }), post(4)], 'c'));
        expect(asked.map(({ before }) => before)).toEqual(['c']);
        await answer(page([post(5)]));
        expect(texts()).toEqual(['1 Texto 1', '2 Texto 2', '3 Corregido', '4 Texto 4', '5 Texto 5']);
        expect(store.view?.arrived).toEqual([5]);
    });

    it('reads no further than it was loaded', async () => {
        await opened([post(1)], 'a');
        void store.catchUp();
        await answer(page([post(1)], 'b'));
        expect(asked).toEqual([]);
        expect([texts(), store.view?.next, store.view?.arrived]).toEqual([['1 Texto 1'], 'b', []]);
    });

    it('closes the gap of a watch that stood before the first answer', async () => {
        void store.load('best');
        listener.onWatching?.(7, false);
        await answer(page([post(1)]));
        await answer(page([post(1), post(2)]));
        expect(texts()).toEqual(['1 Texto 1', '2 Texto 2']);
    });

    it('reads what was not to be read once it is watched, and asks again only then', async () => {
        void store.load('number');
        await answer(missing);
        expect([texts(), store.problem?.status, asked]).toEqual([undefined, 404, []]);
        listener.onWatching?.(7, true);
        await answer(missing);
        expect(asked).toEqual([]);
        listener.onWatching?.(7, false);
        expect(asked[0]?.order).toBe('number');
        await answer(page([post(1)]));
        expect([texts(), store.problem]).toEqual([['1 Texto 1'], null]);
    });

    it('keeps what is there when it cannot be read again, says so, and tries until it can', async () => {
        await opened([post(1)]);
        void store.catchUp();
        await answer(gone);
        expect([texts(), store.stale?.code]).toEqual([['1 Texto 1'], 'unreachable']);
        await vi.advanceTimersByTimeAsync(2000);
        await answer(gone);
        await vi.advanceTimersByTimeAsync(1000);
        expect(asked).toEqual([]);
        await vi.advanceTimersByTimeAsync(3000);
        await answer(page([post(1), post(2)]));
        expect([texts(), store.stale]).toEqual([['1 Texto 1', '2 Texto 2'], null]);
        await vi.advanceTimersByTimeAsync(600_000);
        expect(asked).toEqual([]);
    });

    it('tries again what the reader asked for', async () => {
        await opened([post(1)], 'a');
        void store.more();
        await answer(gone);
        store.retry();
        expect(asked.map(({ before }) => before)).toEqual(['a']);
        await answer(page([post(2)]));
        expect([texts(), store.problem]).toEqual([['1 Texto 1', '2 Texto 2'], null]);
    });
});

describe('an edit', () => {
    it('brings no post back that was deleted before its answer came', async () => {
        await opened([post(1), post(2)]);
        void store.edit(post(2), { body: 'Mejor' }, 'key');
        hear('post.hidden', { number: 2 });
        saved({ ok: true, value: post(2, { body: 'Mejor' }) });
        await settle();
        expect(store.view?.posts[1]).toMatchObject({ body: '', deleted: true });
    });
});

describe('what the server said of "useful"', () => {
    const shown = () => store.view?.posts.map(({ useful: count, my_vote, body, deleted }) => ({ count, my_vote, body, deleted }))[1];

    it('is shown at its post, which stays what it is meanwhile', async () => {
        await opened([post(1), post(2, { useful: 4, author: person(5) })]);
        hear('post.edited', live(post(2, { useful: 4, body: 'Corregido' })));
        store.marked(post(2).id, { ok: true, value: post(2, { useful: 9, my_vote: true }) });
        expect(shown()).toMatchObject({ count: 9, my_vote: true, body: 'Corregido' });
        hear('post.hidden', { number: 2 });
        store.marked(post(2).id, { ok: true, value: post(2, { useful: 9, my_vote: true }) });
        expect(shown()).toMatchObject({ body: '', deleted: true });
    });

    it('is told there where it was refused, and not where it is of another thread', async () => {
        await opened([post(1), post(2)]);
        store.marked(4711, gone);
        expect(store.postProblem).toBeNull();
        store.marked(post(2).id, gone);
        expect(store.postProblem).toMatchObject({ number: 2 });
    });
});

describe('a notice of what was read already', () => {
    const edited = (number: number, change = {}) => ({ id: 9, cause: 'edited', thread: { id: 7 }, number, read: false, ...change });
    const tell = (notification: object) => listener.onEvent?.({ kind: 'notification', data: { notification, change: 1 } } as unknown as LiveEvent);

    it('goes when the thread is opened, once, and not where there is none', async () => {
        await opened([post(1), post(2)]);
        await store.markRead();
        expect(read).toEqual([2]);
        await store.markRead();
        expect(read).toEqual([2]);
        noticed = true;
        tell(edited(2, { thread: { id: 8 } }));
        await store.markRead();
        expect(read).toEqual([2]);
    });

    it('that waits is read with a thread that had been read to its end', async () => {
        noticed = true;
        void store.load('best');
        const whole = page([post(1), post(2)]);
        await answer(whole.ok ? { ...whole, value: { ...whole.value, read_up_to: 2 } } : whole);
        await store.markRead();
        await store.markRead();
        expect(read).toEqual([2]);
    });

    it('goes as well where it tells of the thread that is open, and not before that is read', async () => {
        const closed = { id: 9, cause: 'thread_closed', thread: { id: 7 }, number: null, read: false };
        await opened([post(1), post(2)]);
        tell(closed);
        expect(read).toEqual([]);
        await store.markRead();
        tell({ ...closed, thread: { id: 8 } });
        expect(read).toEqual([2]);
        tell(closed);
        expect(read).toEqual([2, 2]);
    });

    it('goes while the change is on the screen, and takes nothing unread with it', async () => {
        await opened([post(1), post(2)]);
        await store.markRead();
        tell(edited(1));
        tell(edited(3));
        tell(edited(1, { read: true }));
        expect(read).toEqual([2, 2]);
    });
});

describe('what a change says', () => {
    it('does not take the place of a later one that came before its answer', async () => {
        await opened([post(1), post(2)]);
        void store.edit(post(1), { body: 'Mío', title: 'Mío', version: 1 }, 'key');
        listener.onEvent?.({ kind: 'post.edited', thread: 7, data: { ...post(1, { body: 'De otra', version: 3 }) } } as unknown as LiveEvent);
        saved({ ok: true, value: post(1, { body: 'Mío', version: 2 }) });
        await vi.advanceTimersByTimeAsync(0);
        expect([store.view?.posts[0]?.body, store.view?.thread.title === 'Mío']).toEqual(['De otra', false]);
    });
});

describe('what is done to a thread', () => {
    it('is read again, with its lines', async () => {
        await opened([post(1), post(2)]);
        hear('thread.ordered', { act: 'closed' });
        await settle();
        const acts = [{ id: 1, kind: 'closed' as const, at: '2026-05-04T08:00:00.000Z', by: person(9), reason: 'Ya.', title: '', changes: [], group: null, thread: null, numbers: [] }];
        const read = page([post(1), post(2)]);
        await answer(read.ok ? { ...read, value: { ...read.value, acts, closed: true } } : read);
        expect([store.view?.thread.closed, store.view?.acts]).toEqual([true, acts]);
    });
});
