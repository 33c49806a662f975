// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { LiveEvent, Post } from '../api/types.ts';
import { facts, person, post, threadPage } from '../../tests/support/examples.ts';
import { applyToThread, branches, highestNumber, morePosts, openThread, refreshThread, withThread } from './thread.ts';

const me = 1;
const view = openThread(threadPage([post(1), post(4, { useful: 3 }), post(2)]), 'best');
const numbers = (posts: Post[]) => posts.map(({ number }) => number);

function created(added: Post): LiveEvent {
    const { my_vote: _, ...data } = added;
    return { type: 'event', cursor: 'c', kind: 'post.created', group: 'contratacion', thread: 7, data };
}

const accepted = (number: number | null): LiveEvent => ({
    type: 'event',
    cursor: 'c',
    kind: 'thread.accepted',
    group: 'contratacion',
    thread: 7,
    data: facts(7, { accepted: number, state: number ? 'solved' : 'answered' }),
});

describe('an open thread', () => {
    it('adds what others write at the end and says that it is new', () => {
        const next = applyToThread(view, created(post(5)), me);
        expect(numbers(next.posts)).toEqual([1, 4, 2, 5]);
        expect(next.arrived).toEqual([5]);
    });

    it('shows the same event applied twice once', () => {
        const once = applyToThread(view, created(post(5)), me);
        expect(applyToThread(once, created(post(5)), me)).toEqual(once);
    });

    it('does not call new what the reader wrote', () => {
        expect(applyToThread(view, created(post(5, { author: person(me) })), me).arrived).toEqual([]);
    });

    it('moves nothing when an answer is accepted, marks it, and unmarks the one before', () => {
        const first = applyToThread(view, accepted(2), me);
        expect(numbers(first.posts)).toEqual([1, 4, 2]);
        expect(first.posts.map((shown) => shown.accepted)).toEqual([false, false, true]);
        const second = applyToThread(first, accepted(4), me);
        expect(second.posts.map((shown) => shown.accepted)).toEqual([false, true, false]);
        expect(applyToThread(second, accepted(null), me).posts.some((shown) => shown.accepted)).toBe(false);
        expect(withThread(view, { ...view.thread, accepted: 2 }).posts[2]?.accepted).toBe(true);
    });

    it('keeps my mark when a post is edited and takes the count of others', () => {
        const marked = { ...view, posts: view.posts.map((shown) => ({ ...shown, my_vote: true })) };
        const { my_vote: _, ...data } = post(4, { body: 'otro', html: '<p>otro</p>' });
        const edited = applyToThread(
            marked,
            { type: 'event', cursor: 'c', kind: 'post.edited', group: 'contratacion', thread: 7, data },
            me,
        );
        expect(edited.posts[1]).toMatchObject({ html: '<p>otro</p>', my_vote: true });
        const counted = applyToThread(
            marked,
            {
                type: 'event',
                cursor: 'c',
                kind: 'useful.changed',
                group: 'contratacion',
                thread: 7,
                data: { number: 4, useful: 9 },
            },
            me,
        );
        expect(counted.posts[1]).toMatchObject({ useful: 9, my_vote: true });
    });

    it('takes the text of a hidden post away and keeps its place', () => {
        const hidden = applyToThread(
            view,
            { type: 'event', cursor: 'c', kind: 'post.hidden', group: 'contratacion', thread: 7, data: { number: 4 } },
            me,
        );
        expect(numbers(hidden.posts)).toEqual([1, 4, 2]);
        expect(hidden.posts[1]).toMatchObject({ deleted: true, html: '', body: '', author: null });
    });

    it('ignores events of other threads', () => {
        expect(applyToThread(view, { ...created(post(5)), thread: 8 } as LiveEvent, me)).toBe(view);
    });

    it('adds further pages without repeating posts, and keeps places when read again', () => {
        const more = morePosts(view, [post(2), post(3)], null);
        expect(numbers(more.posts)).toEqual([1, 4, 2, 3]);
        expect(highestNumber(more)).toBe(4);
        const again = refreshThread(more, threadPage([post(1), post(2, { useful: 8 }), post(4), post(6)]));
        expect(numbers(again.posts)).toEqual([1, 4, 2, 3, 6]);
        expect(again.posts[2]?.useful).toBe(8);
    });
});

describe('branches of a thread', () => {
    it('hang comments, and comments on comments, under what they are about, in the order of writing', () => {
        const comment = (number: number, parent: number) => post(number, { role: 'comment', parent });
        const { root, rootComments, answers } = branches([
            post(1),
            post(4),
            post(2),
            comment(7, 6),
            comment(6, 4),
            comment(3, 1),
            comment(5, 4),
        ]);
        expect(root?.number).toBe(1);
        expect(numbers(rootComments)).toEqual([3]);
        expect(answers.map((branch) => [branch.post.number, numbers(branch.comments)])).toEqual([
            [4, [5, 6, 7]],
            [2, []],
        ]);
    });

    it('show a comment by itself while what it is about is not loaded', () => {
        const { answers } = branches([post(1), post(9, { role: 'comment', parent: 8 })]);
        expect(answers.map(({ post: shown }) => shown.number)).toEqual([9]);
    });
});
