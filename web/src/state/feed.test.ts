// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../api/types.ts';
import { facts, person, post, thread } from '../../tests/support/examples.ts';
import { applyToFeed, emptyFeed, firstPage, nextPage, showArrived, type FeedState } from './feed.ts';

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

    it('lets a thread wait that comes because of what one follows, though its group is not mine', () => {
        const data = facts(12, { group: { slug: 'padron', name: 'Padrón' }, author: person(2) });
        const event: LiveEvent = { type: 'event', cursor: 'c', kind: 'thread.followed', group: 'padron', thread: 12, data };
        const next = applyToFeed(state, event, me, (thread, followed) => followed || mine(thread));
        expect(ids(next.arrived)).toEqual([12]);
        expect(apply(state, event).arrived).toEqual([]);
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

    it('knows how many are left where one reads on elsewhere', () => {
        const unread = firstPage({ items: [thread(10, { unread: 2, answers: 2 })], next: null });
        const read = (number: number, left?: number): LiveEvent => ({
            type: 'event',
            cursor: 'c',
            kind: 'read',
            group: 'contratacion',
            thread: 10,
            data: { number, ...(left === undefined ? {} : { unread: left }) },
        });
        expect(apply(unread, read(2, 1)).items[0]?.unread).toBe(1);
        expect(apply(unread, read(3, 0)).items[0]?.unread).toBe(0);
        expect(apply(unread, read(3)).items[0]?.unread).toBe(2);
    });

    it('forgets what is unread up to a moment, of a group or of all', () => {
        const late = '2026-05-04T09:00:00.000Z';
        const unread = firstPage({
            items: [
                thread(10, { unread: 2 }),
                thread(11, { unread: 3, group: { slug: 'padron', name: 'Padrón' } }),
                thread(12, { unread: 4, last_activity_at: late }),
            ],
            next: null,
        });
        const all = (group: string | null): LiveEvent => ({
            type: 'event', cursor: 'c', kind: 'read.all', group, thread: null, data: { up_to: '2026-05-04T08:30:00.000Z' },
        });
        const left = (group: string | null) => apply(unread, all(group)).items.map((one) => one.unread);
        expect(left('contratacion')).toEqual([0, 3, 4]);
        expect(left(null)).toEqual([0, 0, 4]);
    });

    it('has nothing unread where the reader writes, perhaps on another device', () => {
        const unread = firstPage({ items: [thread(10, { unread: 2 })], next: null });
        const { my_vote: _, ...data } = post(5, { author: person(me) });
        const created: LiveEvent = { type: 'event', cursor: 'c', kind: 'post.created', group: 'contratacion', thread: 10, data };
        expect(apply(unread, created).items[0]?.unread).toBe(0);
    });

    it('adds the next page without what moved into it meanwhile', () => {
        const next = nextPage(state, { items: [thread(11), thread(9)], next: null });
        expect(ids(next.items)).toEqual([10, 11, 9]);
        expect(next.next).toBeNull();
    });
});

describe('a list of what nobody has answered', () => {
    const open = (of: { state: string | null }) => of.state === 'unanswered';
    const asked = firstPage({ items: [thread(10, { state: 'unanswered' }), thread(11, { state: 'unanswered' })], next: null });
    const after = (event: LiveEvent) => ids(applyToFeed(asked, event, me, (one) => mine(one) && open(one), open).items);

    it('loses what is answered, and nothing else', () => {
        expect(after(threadEvent('thread.changed', facts(10, { state: 'answered' })))).toEqual([11]);
        expect(after(threadEvent('thread.accepted', facts(11, { state: 'solved' })))).toEqual([10]);
        expect(after(threadEvent('thread.changed', facts(10, { state: 'unanswered', title: 'Otro' })))).toEqual([10, 11]);
        expect(after(threadEvent('thread.changed', facts(12, { state: 'answered' })))).toEqual([10, 11]);
    });
});

describe('a thread that goes to another group', () => {
    const list = { ...emptyFeed, items: [thread(7), thread(8)] };
    const moved = { type: 'event', cursor: 'c', kind: 'thread.changed', group: 'juntas', thread: 7, data: facts(7, { group: { slug: 'juntas', name: 'Juntas' } }) } as LiveEvent;
    const gone = { type: 'event', cursor: 'c', kind: 'thread.gone', group: 'contratacion', thread: 7, data: {} } as LiveEvent;
    const shown = (events: LiveEvent[], belongs: (thread: { group: { slug: string } }) => boolean) =>
        events.reduce((state, event) => applyToFeed(state, event, 1, belongs), list).items.map(({ id, group }) => `${id} ${group.slug}`);

    it('of a group that closes leaves the lists of who does not belong to it', () => {
        const closed = (group: string) => ({ type: 'event', cursor: 'c', kind: 'group.closed', group, thread: null, data: {} }) as LiveEvent;
        expect(shown([closed('juntas')], () => true)).toEqual(['7 contratacion', '8 contratacion']);
        expect(shown([closed('contratacion')], () => true)).toEqual([]);
    });

    it('leaves the lists of who may not read it there, and of the group it was in', () => {
        expect(shown([gone], () => true)).toEqual(['8 contratacion']);
        expect(shown([{ ...gone, group: null } as LiveEvent], () => true)).toEqual(['8 contratacion']);
        expect(shown([moved, gone], ({ group }) => group.slug === 'contratacion')).toEqual(['8 contratacion']);
    });

    it('stays in its place where the list shows both groups', () => {
        expect(shown([moved, gone], () => true)).toEqual(['7 juntas', '8 contratacion']);
    });
});
