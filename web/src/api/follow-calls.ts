// SPDX-License-Identifier: EUPL-1.2
// What one follows. Nobody else can see it.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';

export type Followable = { person: number } | { tag: string } | { thread: number };

export function followCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    const named = (name: string) => ({ params: { path: { name } } });
    return {
        following: (kind: 'people' | 'tags' | 'threads', query: PageRequest) =>
            ask((within) => client.GET('/me/following', { ...within, params: { query: { kind, ...page(query) } } })),
        follows: (what: Followable) =>
            ask((within) =>
                'person' in what ? client.GET('/people/{id}/follow', { ...within, ...of(what.person) })
                : 'tag' in what ? client.GET('/tags/{name}/follow', { ...within, ...named(what.tag) })
                : client.GET('/threads/{id}/follow', { ...within, ...of(what.thread) }),
            ),
        follow: (what: Followable) =>
            ask((within) =>
                'person' in what ? client.PUT('/people/{id}/follow', { ...within, ...of(what.person) })
                : 'tag' in what ? client.PUT('/tags/{name}/follow', { ...within, ...named(what.tag) })
                : client.PUT('/threads/{id}/follow', { ...within, ...of(what.thread) }),
            ),
        unfollow: (what: Followable) =>
            ask((within) =>
                'person' in what ? client.DELETE('/people/{id}/follow', { ...within, ...of(what.person) })
                : 'tag' in what ? client.DELETE('/tags/{name}/follow', { ...within, ...named(what.tag) })
                : client.DELETE('/threads/{id}/follow', { ...within, ...of(what.thread) }),
            ),
    };
}
