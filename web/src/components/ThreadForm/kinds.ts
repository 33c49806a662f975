// SPDX-License-Identifier: EUPL-1.2
// What can be written, and what each kind asks for besides title, text, group and tags. To add a kind: a line in `kinds`, its
// name in the catalogues (`kind.…`, `ask.title_…`), and where it has facts of its own a component that asks for them and
// exports `facts` from its module script.
import type { Component } from 'svelte';
import type { Api } from '../../api/client.ts';
import { unreachable, type Outcome, type Problem } from '../../api/problem.ts';
import type { Group, Me, NewThread, Thread } from '../../api/types.ts';
import { later } from '../../locales/index.svelte.ts';
import type { Fields } from '../../state/drafts.ts';
import { moderates } from '../MemberRow/rank.ts';

/** Kinds of threads, and model documents: articles that say more. */
export type KindName = Thread['kind'] | 'model';
/** Title, text, tags and what the kind adds. */
export type Written = Omit<NewThread, 'kind'> & { kind: KindName };

export interface KindFields {
    /** Begins the identifiers of what is asked for. */
    id: string;
    /** What was put in, kept with the draft. Bindable. */
    extra: Fields;
    /** The text, for kinds that begin with one. Bindable. */
    body: string;
    /** Address of the group; empty while none is chosen. */
    group: string;
    /** The thread to start from; 0 for none. */
    from: number;
    problem: Problem | null;
    readonly: boolean;
}

/** What is sent besides title, text and tags, or the field (without the beginning) that must be looked at first, and why. */
export type Facts = { facts: Record<string, unknown> } | { field: string; why: string };

interface Part {
    default: Component<KindFields, Record<string, never>, 'extra' | 'body'>;
    facts: (extra: Fields) => Facts;
}

interface Kind {
    fields?: () => Promise<Part>;
    /** Where not every member may write it; the server has the last word. */
    offered?: (group: Group | undefined, me: Me | null) => boolean;
    /** Where it has an address of its own. */
    send?: (api: Api, slug: string, thread: Written, key: string) => Promise<Outcome<Thread>>;
}


// In the order in which they are offered.
export const kinds: Partial<Record<KindName, Kind>> = {
    question: {},
    update: {},
    article: { fields: later(() => import('../ArticleFields/ArticleFields.svelte')) },
    announcement: {
        fields: later(() => import('../AnnouncementFields/AnnouncementFields.svelte')),
        offered: (group, me) => group === undefined || moderates(group.my_membership) || (me?.roles ?? []).some((role) => role !== 'auditor'),
        send: (api, slug, { kind: _, ...thread }, key) => api.announce(slug, thread, key),
    },
    poll: {
        fields: later(() => import('../PollFields/PollFields.svelte')),
        send: (api, slug, { kind: _, ...thread }, key) => api.startPoll(slug, thread as Parameters<typeof api.startPoll>[1], key),
    },
    event: {
        fields: later(() => import('../EventFields/EventFields.svelte')),
        send: (api, slug, { kind: _, ...thread }, key) => api.startEvent(slug, thread as Parameters<typeof api.startEvent>[1], key),
    },
    model: {
        fields: later(() => import('../ModelFields/ModelFields.svelte')),
        send: async (api, slug, { kind: _, ...thread }, key) => {
            const part = await import('../../api/model-calls.ts').catch(() => null);
            if (!part) return { ok: false, problem: { ...unreachable } };
            const calls = api.using(part.modelCalls);
            return calls.startModel(slug, thread as Parameters<typeof calls.startModel>[1], key);
        },
    },
    thanks: { fields: later(() => import('../ThanksFields/ThanksFields.svelte')) },
};

const addresses: Record<string, KindName> = {
    novedad: 'update',
    articulo: 'article',
    anuncio: 'announcement',
    encuesta: 'poll',
    convocatoria: 'event',
    modelo: 'model',
    agradecimiento: 'thanks',
};

/** What is written at `/escribir/…`; a question where nothing else is known by that word. */
export function kindAt(word: string | undefined): KindName {
    const kind = addresses[word ?? ''];
    return kind && kinds[kind] ? kind : 'question';
}

export function sendThread(api: Api, slug: string, thread: Written, key: string): Promise<Outcome<Thread>> {
    return kinds[thread.kind]?.send?.(api, slug, thread, key) ?? api.startThread(slug, thread as NewThread, key);
}
