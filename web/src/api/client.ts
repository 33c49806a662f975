// SPDX-License-Identifier: EUPL-1.2
// The only place that fetches. Every call answers an Outcome and never throws.
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './generated/openapi.ts';
import type { FeedFilter } from '../state/feed-filter.ts';
import type { SearchFilter } from '../state/search-filter.ts';
import { page, type Answer, type PageRequest } from './ask.ts';
import { draftCalls } from './draft-calls.ts';
import { fileCalls } from './file-calls.ts';
import { followCalls } from './follow-calls.ts';
import { kindCalls } from './kind-calls.ts';
import { orderCalls } from './order-calls.ts';
import { problemFrom, unreachable, type Outcome } from './problem.ts';
import { stepCalls } from './step-calls.ts';
import type {
    Band,
    ChangedAppointment,
    EditedPost,
    EventBatch,
    NewAppointment,
    NewPost,
    NewThread,
    SavedProfile,
    ThreadKind,
} from './types.ts';

export interface ClientHooks {
    /** In which language problems are to be told. */
    language: () => string;
    /** The session has ended; `asked`: in the answer to something the person wanted. */
    onSignedOut: (asked: boolean) => void;
    onReached: (reached: boolean) => void;
}

interface PeopleQuery {
    q?: string;
    skill?: string;
    province?: string;
    band?: Band;
    administration?: number;
    likeMe?: boolean;
}

type QuestionState = 'unanswered' | 'answered' | 'solved';

/** A thread is read in pages of this many posts. */
export const postsPerPage = 50;
const answerWithinMs = 20_000;
/** Done by the application on its own, without the person waiting for it. */
const background = { background: true };
const pollSeconds = 25;

export type Api = ReturnType<typeof createApi>;

export function createApi(hooks: ClientHooks) {
    const client = createClient<paths>({
        baseUrl: `${location.origin}/api/v1`,
        fetch: (request) => fetch(request),
    });

    const shared: Middleware = {
        onRequest({ request }) {
            request.headers.set('Accept-Language', hooks.language());
            // A form of another site cannot set a header: the server tells its requests from ours by it.
            if (request.method !== 'GET') request.headers.set('X-Plaza', '1');
        },
    };
    client.use(shared);

    async function outcome<Data>(
        call: (within: { signal: AbortSignal }) => Promise<Answer<Data>>,
        options: { withinMs?: number; background?: boolean; given?: AbortSignal } = {},
    ) {
        let answer: Answer<Data>;
        const { given } = options;
        const late = AbortSignal.timeout(options.withinMs ?? answerWithinMs);
        const either = new AbortController();
        for (const end of given ? [late, given] : [late]) end.addEventListener('abort', () => either.abort(), { once: true });
        try {
            answer = await call({ signal: either.signal });
        } catch {
            // What was given up says nothing of the server.
            if (!given?.aborted) hooks.onReached(false);
            return { ok: false, problem: { ...unreachable } } as Outcome<Data>;
        }
        hooks.onReached(true);
        if (answer.response.ok) return { ok: true, value: answer.data } as Outcome<Data>;
        const problem = problemFrom(answer.error, answer.response);
        if (problem.code === 'not_signed_in') hooks.onSignedOut(!options.background);
        return { ok: false, problem } as Outcome<Data>;
    }

    const withKey = (key: string) => ({ 'Idempotency-Key': key });

    return {
        /** Calls that no first page makes: they come with the components that make them. */
        using: <Calls>(calls: (to: typeof client, ask: typeof outcome) => Calls): Calls => calls(client, outcome),
        installation: () => outcome((within) => client.GET('/installation', within)),
        me: () => outcome((within) => client.GET('/me', within), background),
        signIn: (email: string, password: string, otp?: string) =>
            outcome((within) =>
                client.POST('/session', { ...within, body: { email, password, ...(otp ? { otp } : {}) } }),
            ),
        finishSignIn: (code: string) =>
            outcome((within) => client.POST('/session/second_factor', { ...within, body: { code } })),
        signOut: () => outcome((within) => client.DELETE('/session', within)),

        people: (query: PeopleQuery & PageRequest) =>
            outcome((within) =>
                client.GET('/people', {
                    ...within,
                    params: {
                        query: {
                            ...page(query),
                            ...(query.q ? { q: query.q } : {}),
                            ...(query.skill ? { skill: query.skill } : {}),
                            ...(query.province ? { province: query.province } : {}),
                            ...(query.band ? { band: query.band } : {}),
                            ...(query.administration ? { administration: query.administration } : {}),
                            ...(query.likeMe ? { like_me: true } : {}),
                        },
                    },
                }),
            ),
        suggestPeople: (q: string) =>
            outcome((within) => client.GET('/people/suggest', { ...within, params: { query: { q } } }), background),
        administrations: (query: { q?: string; province?: string; band?: Band } & PageRequest) =>
            outcome((within) =>
                client.GET('/administrations', {
                    ...within,
                    params: {
                        query: {
                            ...page(query),
                            ...(query.q ? { q: query.q } : {}),
                            ...(query.province ? { province: query.province } : {}),
                            ...(query.band ? { band: query.band } : {}),
                        },
                    },
                }),
            ),
        administration: (id: number) =>
            outcome((within) => client.GET('/administrations/{id}', { ...within, params: { path: { id } } })),
        administrationQuestions: (id: number, query: PageRequest) =>
            outcome((within) =>
                client.GET('/administrations/{id}/questions', { ...within, params: { path: { id }, query: page(query) } }),
            ),
        person: (id: number) => outcome((within) => client.GET('/people/{id}', { ...within, params: { path: { id } } })),
        contributions: (id: number, query: PageRequest) =>
            outcome((within) =>
                client.GET('/people/{id}/contributions', { ...within, params: { path: { id }, query: page(query) } }),
            ),
        /** With the tag of this state, to save over it and over no other. */
        myProfile: () =>
            outcome(async (within) => {
                const { data, ...rest } = await client.GET('/me/profile', within);
                return { ...rest, ...(data ? { data: { profile: data, tag: rest.response.headers.get('ETag') ?? '*' } } : {}) };
            }),
        saveProfile: (profile: SavedProfile, tag: string, key: string) =>
            outcome((within) =>
                client.PUT('/me/profile', {
                    ...within,
                    params: { header: { ...withKey(key), 'If-Match': tag } },
                    body: profile,
                }),
            ),
        addAppointment: (id: number, appointment: NewAppointment, key: string) =>
            outcome((within) =>
                client.POST('/people/{id}/appointments', {
                    ...within,
                    params: { path: { id }, header: withKey(key) },
                    body: appointment,
                }),
            ),
        changeAppointment: (id: number, appointment: number, change: ChangedAppointment, key: string) =>
            outcome((within) =>
                client.PUT('/people/{id}/appointments/{appointment}', {
                    ...within,
                    params: { path: { id, appointment }, header: withKey(key) },
                    body: change,
                }),
            ),

        groups: (query: { q?: string; mine?: boolean; invited?: boolean } & PageRequest) =>
            outcome((within) =>
                client.GET('/groups', {
                    ...within,
                    params: {
                        query: {
                            ...page(query),
                            ...(query.q ? { q: query.q } : {}),
                            ...(query.mine ? { mine: true } : {}),
                            ...(query.invited ? { invited: true } : {}),
                        },
                    },
                }),
            ),
        group: (slug: string) => outcome((within) => client.GET('/groups/{slug}', { ...within, params: { path: { slug } } })),
        joinGroup: (slug: string) =>
            outcome((within) => client.PUT('/groups/{slug}/members/me', { ...within, params: { path: { slug } } })),
        leaveGroup: (slug: string) =>
            outcome((within) => client.DELETE('/groups/{slug}/members/me', { ...within, params: { path: { slug } } })),
        groupThreads: (slug: string, query: { kind?: ThreadKind; state?: QuestionState; like_me?: boolean } & PageRequest) =>
            outcome((within) =>
                client.GET('/groups/{slug}/threads', {
                    ...within,
                    params: {
                        path: { slug },
                        query: {
                            ...page(query),
                            ...(query.kind ? { kind: query.kind } : {}),
                            ...(query.state ? { state: query.state } : {}),
                            ...(query.like_me ? { like_me: true } : {}),
                        },
                    },
                }),
            ),
        startThread: (slug: string, thread: NewThread, key: string) =>
            outcome((within) =>
                client.POST('/groups/{slug}/threads', {
                    ...within,
                    params: { path: { slug }, header: withKey(key) },
                    body: thread,
                }),
            ),

        notifications: (query: PageRequest) =>
            outcome((within) => client.GET('/notifications', { ...within, params: { query: page(query) } }), background),
        readNotification: (id: number) =>
            outcome((within) => client.PUT('/notifications/{id}/read', { ...within, params: { path: { id } } }), background),
        readNotifications: (up_to: string) =>
            outcome((within) => client.PUT('/notifications/read', { ...within, body: { up_to } })),
        ...draftCalls(client, outcome),
        ...fileCalls(client, outcome),
        ...followCalls(client, outcome),
        ...orderCalls(client, outcome),
        ...kindCalls(client, outcome),
        ...stepCalls(client, outcome),

        feed: ({ limit, before, ...filter }: FeedFilter & PageRequest) =>
            outcome((within) => client.GET('/feed', { ...within, params: { query: { ...filter, ...page({ limit, before }) } } })),
        unread: () => outcome((within) => client.GET('/me/unread', within), background),
        /** Of a group, or of everything. */
        markAllRead: (slug: string | null, up_to: string) =>
            outcome((within) =>
                slug === null
                    ? client.PUT('/feed/read', { ...within, body: { up_to } })
                    : client.PUT('/groups/{slug}/read', { ...within, params: { path: { slug } }, body: { up_to } }),
            ),
        away: () => outcome((within) => client.GET('/feed/away', within)),
        putAway: () => outcome((within) => client.DELETE('/feed/away', within)),
        forYou: (request: PageRequest) => outcome((within) => client.GET('/feed/for_you', { ...within, params: { query: page(request) } })),
        answerable: () => outcome((within) => client.GET('/questions', { ...within, params: { query: { scope: 'mine', limit: 3 } } })),
        search: (query: { q: string } & SearchFilter & PageRequest) =>
            outcome((within) =>
                client.GET('/search', {
                    ...within,
                    params: {
                        query: {
                            q: query.q,
                            ...page(query),
                            ...(query.group ? { group: query.group } : {}),
                            ...(query.kind ? { kind: query.kind } : {}),
                            ...(query.state ? { state: query.state } : {}),
                            ...(query.tag ? { tag: query.tag } : {}),
                            ...(query.band ? { band: query.band } : {}),
                            ...(query.norm ? { norm: query.norm } : {}),
                            ...(query.like_me ? { like_me: true } : {}),
                        },
                    },
                }),
            ),
        tags: (q: string) => outcome((within) => client.GET('/tags', { ...within, params: { query: { q, limit: 8 } } })),

        thread: (id: number, order: 'best' | 'number', before?: string | null, unasked = false) =>
            outcome(
                (within) =>
                    client.GET('/threads/{id}', {
                        ...within,
                        params: { path: { id }, query: { order, limit: postsPerPage, ...(before ? { before } : {}) } },
                    }),
                { background: unasked },
            ),
        postsAfter: (id: number, after: number, unasked = false, limit = postsPerPage) =>
            outcome(
                (within) =>
                    client.GET('/threads/{id}/posts', {
                        ...within,
                        params: { path: { id }, query: { after, limit } },
                    }),
                { background: unasked },
            ),
        writePost: (id: number, post: NewPost, key: string) =>
            outcome((within) =>
                client.POST('/threads/{id}/posts', { ...within, params: { path: { id }, header: withKey(key) }, body: post }),
            ),
        editPost: (id: number, body: EditedPost, key: string) =>
            outcome((within) => client.PUT('/posts/{id}', { ...within, params: { path: { id }, header: withKey(key) }, body })),
        revisions: (id: number, query: PageRequest) =>
            outcome((within) => client.GET('/posts/{id}/revisions', { ...within, params: { path: { id }, query: page(query) } })),
        deletePost: (id: number) =>
            outcome((within) => client.DELETE('/posts/{id}', { ...within, params: { path: { id } } })),
        setUseful: (id: number, useful: boolean) =>
            outcome((within) => {
                const request = { ...within, params: { path: { id } } };
                return useful ? client.PUT('/posts/{id}/useful', request) : client.DELETE('/posts/{id}/useful', request);
            }),
        accept: (id: number, number: number) =>
            outcome((within) => client.PUT('/threads/{id}/accepted', { ...within, params: { path: { id } }, body: { number } })),
        withdrawAcceptance: (id: number) =>
            outcome((within) => client.DELETE('/threads/{id}/accepted', { ...within, params: { path: { id } } })),
        markRead: (id: number, number: number) =>
            outcome(
                (within) => client.PUT('/threads/{id}/read', { ...within, params: { path: { id } }, body: { number } }),
                background,
            ),
        preview: (body: string) => outcome((within) => client.POST('/preview', { ...within, body: { body } })),

        pollEvents: (since: string | null, atOnce = false, watch: number[] = [], given?: AbortSignal) =>
            outcome<EventBatch>(
                (within) =>
                    client.GET('/events', {
                        ...within,
                        params: { query: { wait: atOnce ? 0 : pollSeconds, ...(since ? { since } : {}), ...(watch.length > 0 ? { watch } : {}) } },
                        querySerializer: { array: { style: 'form', explode: false } },
                        // The library takes fields that are always null for absent ones.
                    }) as Promise<Answer<EventBatch>>,
                { ...background, withinMs: (pollSeconds + 10) * 1000, ...(given ? { given } : {}) },
            ),
    };
}
