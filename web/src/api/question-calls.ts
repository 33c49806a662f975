// SPDX-License-Identifier: EUPL-1.2
// How questions stand, besides their answers.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { NewApplied } from './types.ts';
import type { QueueChoice } from '../state/queue.ts';

export function questionCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    return {
        applied: (id: number, query: PageRequest) =>
            ask((within) => client.GET('/posts/{id}/applied', { ...within, params: { path: { id }, query: page(query) } })),
        sayApplied: (id: number, administration: number, body: NewApplied) =>
            ask((within) => client.PUT('/posts/{id}/applied/{administration}', { ...within, params: { path: { id, administration } }, body })),
        takeBackApplied: (id: number, administration: number) =>
            ask((within) => client.DELETE('/posts/{id}/applied/{administration}', { ...within, params: { path: { id, administration } } })),
        sameProblem: (id: number, query: PageRequest) =>
            ask((within) => client.GET('/threads/{id}/same_problem', { ...within, params: { path: { id }, query: page(query) } })),
        saySame: (id: number) => ask((within) => client.PUT('/threads/{id}/same_problem', { ...within, ...of(id), body: {} })),
        takeBackSame: (id: number) => ask((within) => client.DELETE('/threads/{id}/same_problem', { ...within, ...of(id) })),
        waiting: ({ scope, group, tag, order, like_me, ...rest }: Partial<QueueChoice> & PageRequest) =>
            ask((within) =>
                client.GET('/questions', {
                    ...within,
                    params: {
                        query: {
                            ...page(rest), ...(scope ? { scope } : {}), ...(group ? { group } : {}), ...(tag ? { tag } : {}), ...(order ? { order } : {}),
                            ...(like_me ? { like_me } : {}),
                        },
                    },
                }),
            ),
        groupHealth: (slug: string) => ask((within) => client.GET('/groups/{slug}/health', { ...within, params: { path: { slug } } })),
        markDuplicate: (id: number, other: number, reason: string) =>
            ask((within) => client.PUT('/threads/{id}/duplicate', { ...within, ...of(id), body: { of: other, ...(reason ? { reason } : {}) } })),
    };
}
