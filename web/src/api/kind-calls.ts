// SPDX-License-Identifier: EUPL-1.2
// Announcements, and what one keeps, finds useful and shows elsewhere.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { components, paths } from './generated/openapi.ts';

type Schemas = components['schemas'];

export function kindCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    const paged = (id: number, query: PageRequest) => ({ params: { path: { id }, query: page(query) } });
    const into = (slug: string, key: string) => ({ params: { path: { slug }, header: { 'Idempotency-Key': key } } });
    return {
        announce: (slug: string, body: Schemas['new_announcement'], key: string) =>
            ask((within) => client.POST('/groups/{slug}/announcements', { ...within, ...into(slug, key), body })),
        startPoll: (slug: string, body: Schemas['new_poll'], key: string) =>
            ask((within) => client.POST('/groups/{slug}/polls', { ...within, ...into(slug, key), body })),
        poll: (id: number) => ask((within) => client.GET('/threads/{id}/poll', { ...within, ...of(id) })),
        vote: (id: number, options: number[]) => ask((within) => client.PUT('/threads/{id}/poll/vote', { ...within, ...of(id), body: { options } })),
        startEvent: (slug: string, body: Schemas['new_event'], key: string) =>
            ask((within) => client.POST('/groups/{slug}/events', { ...within, ...into(slug, key), body })),
        event: (id: number) => ask((within) => client.GET('/threads/{id}/event', { ...within, ...of(id) })),
        eventPeople: (id: number, query: PageRequest) => ask((within) => client.GET('/threads/{id}/event/people', { ...within, ...paged(id, query) })),
        signUp: (id: number, coming: boolean) =>
            ask((within) => (coming ? client.PUT('/threads/{id}/event/me', { ...within, ...of(id) }) : client.DELETE('/threads/{id}/event/me', { ...within, ...of(id) }))),
        announcements: () => ask((within) => client.GET('/announcements', within)),
        announcement: (id: number) => ask((within) => client.GET('/threads/{id}/announcement', { ...within, ...of(id) })),
        announcementReaders: (id: number, query: PageRequest) =>
            ask((within) => client.GET('/threads/{id}/announcement/readers', { ...within, ...paged(id, query) })),
        acknowledge: (id: number) => ask((within) => client.PUT('/threads/{id}/announcement/read', { ...within, ...of(id) })),
        bookmarks: (query: PageRequest) => ask((within) => client.GET('/me/bookmarks', { ...within, params: { query: page(query) } })),
        setBookmark: (id: number, kept: boolean) =>
            ask((within) => {
                const request = { ...within, ...of(id) };
                return kept ? client.PUT('/threads/{id}/bookmark', request) : client.DELETE('/threads/{id}/bookmark', request);
            }),
        foundUseful: (post: number, query: PageRequest) =>
            ask((within) => client.GET('/posts/{id}/useful', { ...within, ...paged(post, query) })),
        shareThread: (id: number, body: Schemas['new_share'], key: string) =>
            ask((within) =>
                client.POST('/threads/{id}/shares', { ...within, params: { path: { id }, header: { 'Idempotency-Key': key } }, body }),
            ),
        shownThread: (id: number) => ask((within) => client.GET('/threads/{id}/shown', { ...within, ...of(id) })),
    };
}
