// SPDX-License-Identifier: EUPL-1.2
// Threads, posts and people for tests.
import type { Group, LiveThread, Me, Notification, PersonRef, Post, Thread, ThreadPage } from '../../src/api/types.ts';

export function person(id: number, name = `Persona ${id}`): PersonRef {
    return {
        id,
        photo: null,
        name,
        post: 'Secretaria-interventora',
        administration: { id: 900, name: 'Ayuntamiento de Villarejo', band: '1000-4999' },
    };
}

export function thread(id: number, change: Partial<Thread> = {}): Thread {
    return {
        id,
        group: { slug: 'contratacion', name: 'Contratación' },
        kind: 'question',
        title: `Pregunta ${id}`,
        state: 'unanswered',
        language: 'es',
        author: person(1),
        tags: [],
        created_at: '2026-05-04T08:00:00.000Z',
        last_activity_at: '2026-05-04T08:00:00.000Z',
        answers: 0,
        replies: 0,
        accepted: null,
        pinned: false,
        validity: null,
        model: null,
        superseded_by: null,
        duplicate_of: null,
        reopened_at: null,
        same_problem: 0,
        same_here: false,
        unread: 0,
        closed: false,
        can: { reply: true, answer: true, mark: true, accept: false, edit: false, close: false, order: false },
        ...change,
    };
}

export function facts(id: number, change: Partial<LiveThread> = {}): LiveThread {
    const { unread: _, can: __, superseded_by: ___, duplicate_of: ____, same_here: _____, ...rest } = thread(id);
    return { ...rest, ...change };
}

export function post(number: number, change: Partial<Post> = {}): Post {
    return {
        files: [],
        id: 10_000 + number,
        thread: 7,
        number,
        role: number === 1 ? 'root' : 'answer',
        parent: null,
        author: person(number),
        body: `Texto ${number}`,
        html: `<p>Texto ${number}</p>`,
        useful: 0,
        applied: 0,
        my_vote: false,
        accepted: false,
        deleted: false,
        created_at: '2026-05-04T08:00:00.000Z',
        version: 1, edited_at: null, edited_by: null, weight: null,
        ...change,
    };
}

export function threadPage(posts: Post[], change: Partial<ThreadPage> = {}): ThreadPage {
    return { ...thread(7), bookmarked: false, shows: false, read_up_to: 0, acts: [], posts: { items: posts, next: null }, ...change };
}

export function group(slug: string, change: Partial<Group> = {}): Group {
    return {
        id: [...slug].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_003,
        slug,
        name: slug[0]?.toUpperCase() + slug.slice(1),
        kind: 'open',
        description: 'De qué va el grupo.',
        rules: '',
        welcome: '',
        official: false,
        language: 'es',
        who_starts: 'members',
        mail_content: 'auto',
        join_relations: ['employee'],
        archived: false,
        idle_since: null,
        members: 12,
        my_membership: 'member',
        my_level: 'questions',
        version: 1,
        ...change,
    };
}

export function notification(id: number, change: Partial<Notification> = {}): Notification {
    return {
        id,
        cause: 'answer',
        group: { slug: 'contratacion', name: 'Contratación' },
        thread: { id: 7, title: 'Conversación 7', kind: 'question' },
        number: 2,
        times: 1,
        actor: person(3, 'Pau Vidal'),
        facts: {},
        created_at: '2026-05-04T08:00:00.000Z',
        renewed_at: '2026-05-04T08:00:00.000Z',
        read: false,
        ...change,
    };
}

export const me: Me = {
    person: { id: 1, name: 'Marta Ruiz', email: 'marta@villarejo.example', photo: null, post: 'Secretaria-interventora' },
    administration: { id: 900, name: 'Ayuntamiento de Villarejo', band: '1000-4999' },
    posts: [],
    roles: [],
    guest: false,
    contact_of: [],
    second_factor_lost: false,
    confirm_address: null,
    language: 'es',
    first_steps_open: false,
    away_since: null,
    counters: { unread_threads: 0, notifications: 0 },
    cursor: 'c0',
};
