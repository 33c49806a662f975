// SPDX-License-Identifier: EUPL-1.2
// Keeping threads in order.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { ThreadSplit } from './types.ts';

export function orderCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    return {
        closeThread: (id: number, reason: string) =>
            ask((within) => client.PUT('/threads/{id}/closed', { ...within, ...of(id), body: { reason } })),
        reopenThread: (id: number) => ask((within) => client.DELETE('/threads/{id}/closed', { ...within, ...of(id) })),
        destinations: (id: number) => ask((within) => client.GET('/threads/{id}/destinations', { ...within, ...of(id) })),
        moveThread: (id: number, group: string, reason: string) =>
            ask((within) => client.PUT('/threads/{id}/group', { ...within, ...of(id), body: { group, reason } })),
        mergeThread: (id: number, into: number, reason: string) =>
            ask((within) => client.POST('/threads/{id}/merger', { ...within, ...of(id), body: { into, reason } })),
        splitThread: (id: number, body: ThreadSplit, key: string) =>
            ask((within) =>
                client.POST('/threads/{id}/split', { ...within, params: { path: { id }, header: { 'Idempotency-Key': key } }, body }),
            ),
        movedPost: (id: number, number: number) =>
            ask((within) => client.GET('/threads/{id}/moved', { ...within, params: { path: { id }, query: { number } } })),
    };
}
