// SPDX-License-Identifier: EUPL-1.2
// What may be shown again without asking, and what may not.
import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { facts, group, post, thread, threadPage } from '../../tests/support/examples.ts';
import type { LiveListener } from '../api/live.ts';
import { unreachable, type Problem } from '../api/problem.ts';
import type { LiveEvent, Post } from '../api/types.ts';
import { Memory, mostLists, mostThreads } from './memory.svelte.ts';
import { openThread, type ThreadView } from './thread.ts';

let listener: LiveListener;
let memory: Memory;
let mine: string[];
const session = { status: 'in' };

beforeEach(() => {
    mine = ['contratacion'];
    session.status = 'in';
    const live = {
        listen: (heard: LiveListener) => {
            listener = heard;
            return () => {};
        },
        watch: () => () => {},
    };
    memory = new Memory({ heardAt: 1000, me: 1, session, groups: { has: (slug) => mine.includes(slug) }, live });
});

const view = (id: number, posts: Post[] = [post(1), post(2)]): ThreadView => ({ ...openThread(threadPage(posts), 'best'), thread: thread(id) });
const keep = (id = 7) => memory.keepThread(id, view(id));
const hear = (kind: string, data: object, about: number | null = 7, of: string | null = 'contratacion') =>
    listener.onEvent?.({ type: 'event', cursor: kind, kind, group: of, thread: about, data } as unknown as LiveEvent);
const live = ({ my_vote: _, ...data }: Post) => data;

/** What a page would be shown that asked while this was the answer. */
function shown(id: number, problem: Problem = { ...unreachable }): ThreadView | null {
    const store = { view: null as ThreadView | null, problem: problem as Problem | null, catchUp: vi.fn(async () => {}) };
    const end = $effect.root(() => {
        $effect(() => memory.attach(store, id));
    });
    flushSync();
    end();
    expect(store.catchUp).toHaveBeenCalledTimes(store.view ? 1 : 0);
    return store.view;
}
const texts = (of: ThreadView | null) => of?.posts.map(({ body }) => body);
const list = (address = '/groups/contratacion') => memory.list(address, unreachable)?.state.items.map(({ id }) => id);
const keepList = (address = '/groups/contratacion') => memory.keepList(address, group('contratacion'), { items: [thread(7), thread(8)], next: null, arrived: [] });

describe('what was shown', () => {
    it('is shown as it was left where the server is not reached, and only then', () => {
        keep();
        keepList();
        expect([texts(shown(7)), memory.since(7), list()]).toEqual([['Texto 1', 'Texto 2'], 1000, [7, 8]]);
        expect([shown(8), memory.list('/groups/otra', unreachable)]).toEqual([null, null]);
        const missing: Problem = { ...unreachable, code: 'not_found', status: 404 };
        expect([shown(7, missing), shown(7)]).toEqual([null, null]);
        expect([memory.list('/groups/contratacion', missing), list()]).toEqual([null, undefined]);
    });

    it('stays when its page is left before anything was answered', () => {
        keep();
        $effect.root(() => {
            $effect(() => memory.attach({ view: null, problem: null, catchUp: async () => {} }, 7));
        })();
        flushSync();
        expect(shown(7)).not.toBeNull();
    });

    it('goes on with what happened since', () => {
        keep();
        keepList();
        hear('post.created', live(post(3)));
        hear('post.edited', live(post(2, { body: 'Corregido' })));
        hear('thread.changed', facts(7, { title: 'Otra cosa' }));
        expect(texts(shown(7))).toEqual(['Texto 1', 'Corregido', 'Texto 3']);
        expect(shown(7)?.arrived).toEqual([]);
        expect(memory.list('/groups/contratacion', unreachable)?.state.items[0]?.title).toBe('Otra cosa');
    });

    it('is bounded: what was left last stays', () => {
        for (let id = 1; id <= mostThreads + 1; id++) keep(id);
        expect([memory.since(1), memory.since(2), memory.since(mostThreads + 1)]).toEqual([undefined, 1000, 1000]);
        for (let turn = 0; turn <= mostLists; turn++) keepList(`/groups/contratacion?turn=${turn}`);
        expect([list('/groups/contratacion?turn=0'), list('/groups/contratacion?turn=1')]).toEqual([undefined, [7, 8]]);
    });
});

describe('what may not be shown', () => {
    it('is never kept of a group that nobody tells of', () => {
        mine = [];
        keep();
        keepList();
        expect([shown(7), list()]).toEqual([null, undefined]);
    });

    it('is not kept once the session is over', () => {
        keep();
        session.status = 'expired';
        keep();
        expect(shown(7)).toBeNull();
    });

    it('goes when the page that loaded it again was refused', () => {
        keep();
        keepList();
        memory.keepThread(7, null);
        memory.keepList('/groups/contratacion', null, { items: [], next: null, arrived: [] });
        expect([shown(7), list()]).toEqual([null, undefined]);
    });

    it('a text that was deleted or hidden goes from it', () => {
        keep();
        hear('post.hidden', { number: 2 });
        expect(texts(shown(7))).toEqual(['Texto 1', '']);
    });

    it.each([
        ['thread.gone', {}],
        ['thread.ordered', {}],
        // Too large to come with its text: what it was before may be what was to go.
        ['post.edited', { ...live(post(2)), body: undefined, html: undefined }],
        ['thread.changed', facts(7, { group: { slug: 'otra', name: 'Otra' } })],
    ])('goes with %s', (kind, data) => {
        keep();
        keep(8);
        keepList();
        hear(kind, data);
        expect(shown(7)).toBeNull();
        expect(shown(8)).not.toBeNull();
        if (kind === 'thread.gone' || kind === 'thread.changed') expect(list()).toEqual([8]);
    });

    it.each(['membership', 'gap', 'end'] as const)('all of it goes with another %s', (what) => {
        keep();
        keepList();
        if (what === 'membership') hear('membership.changed', { my_membership: 'none' }, null, 'otra');
        else if (what === 'gap') listener.onResync?.();
        else memory.clear();
        expect([shown(7), list()]).toEqual([null, undefined]);
    });
});
