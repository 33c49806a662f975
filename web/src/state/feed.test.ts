// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../api/types.ts';
import { facts, person, post, thread } from '../../tests/support/examples.ts';
import { applyToFeed, firstPage, nextPage, showArrived, type FeedState } from './feed.ts';

const me = 1;
const mine = ({ group }: { group: { slug: string } }) => group.slug === 'contratacion';
const apply = (state: FeedState, event: LiveEvent) => applyToFeed(state, event, me, mine);
const ids = (threads: { id: number }[]) => threads.map(({ id }) => id);

function threadEvent(kind: 'thread.created' | 'thread.changed' | 'thread.accepted', data: ReturnType<typeof facts>): LiveEvent {
    return { type: 'event', cursor: 'c', kind, group: data.group.slug, thread: data.id, data };
}

const state = firstPage({ items: [thread(10), thread(11)], next: 'more' });

describe('the feed', () => {
    it('lets a new thread wait, counted as unread', () => {
        const next = apply(state, threadEvent('thread.created', facts(12, { author: person(2) })));
        expect(ids(next.items)).toEqual([10, 11]);
        expect(ids(next.arrived)).toEqual([12]);
        expect(next.arrived[0]?.unread).toBe(1);
        expect(ids(showArrived(next).items)).toEqual([12, 10, 11]);
        expect(showArrived(next).arrived).toEqual([]);
    });

    it('shows the same event applied twice once', () => {
        const event = threadEvent('thread.created', facts(12, { author: person(2) }));
        expect(apply(apply(state, event), event)).toEqual(apply(state, event));
        const shown = showArrived(apply(state, event));
        expect(ids(apply(shown, event).items)).toEqual([12, 10, 11]);
    });

    it('shows at once what the reader wrote, perhaps on another device', () => {
        const next = apply(state, threadEvent('thread.created', facts(12)));
        expect(ids(next.items)).toEqual([12, 10, 11]);
        expect(next.items[0]?.unread).toBe(0);
    });

    it('lets an old question of the reader wait when somebody has answered it', () => {
        const next = apply(state, threadEvent('thread.changed', facts(12, { answers: 1, state: 'answered' })));
        expect([ids(next.items), ids(next.arrived), next.arrived[0]?.unread]).toEqual([[10, 11], [12], 1]);
    });

    it('changes a row in its place and keeps what is personal', () => {
        const known = firstPage({ items: [thread(10), thread(11, { unread: 3 })], next: null });
        const next = apply(known, threadEvent('thread.accepted', facts(11, { state: 'solved', accepted: 4, answers: 2 })));
        expect(ids(next.items)).toEqual([10, 11]);
        expect(next.items[1]).toMatchObject({ state: 'solved', accepted: 4, answers: 2, unread: 3, can: { answer: true } });
    });

    it('ignores threads of groups that are not mine', () => {
        const other = facts(12, { group: { slug: 'padron', name: 'Padrón' }, author: person(2) });
        expect(apply(state, threadEvent('thread.created', other)).arrived).toEqual([]);
    });

    it('takes a waiting thread back that no longer belongs to the list', () => {
        const filtered = (thread: { state: string }) => thread.state === 'unanswered';
        const waiting = applyToFeed(state, threadEvent('thread.created', facts(12, { author: person(2) })), me, filtered);
        const answered = threadEvent('thread.changed', facts(12, { state: 'answered', author: person(2) }));
        expect(applyToFeed(waiting, answered, me, filtered).arrived).toEqual([]);
    });

    it('counts posts of others as unread, up to 100, and not my own', () => {
        const { my_vote: _, ...data } = post(5, { author: person(2) });
        const created: LiveEvent = { type: 'event', cursor: 'c', kind: 'post.created', group: 'contratacion', thread: 10, data };
        expect(apply(state, created).items[0]?.unread).toBe(1);
        expect(apply(state, { ...created, data: { ...data, author: person(me) } }).items[0]?.unread).toBe(0);
        const full = firstPage({ items: [thread(10, { unread: 100 })], next: null });
        expect(apply(full, created).items[0]?.unread).toBe(100);
    });

    it('forgets the unread ones once they were read to the end elsewhere', () => {
        const unread = firstPage({ items: [thread(10, { unread: 2, answers: 2 })], next: null });
        const read = (number: number): LiveEvent => ({
            type: 'event',
            cursor: 'c',
            kind: 'read',
            group: 'contratacion',
            thread: 10,
            data: { number },
        });
        expect(apply(unread, read(2)).items[0]?.unread).toBe(2);
        expect(apply(unread, read(3)).items[0]?.unread).toBe(0);
    });

    it('adds the next page without what moved into it meanwhile', () => {
        const next = nextPage(state, { items: [thread(11), thread(9)], next: null });
        expect(ids(next.items)).toEqual([10, 11, 9]);
        expect(next.next).toBeNull();
    });
});
