// SPDX-License-Identifier: EUPL-1.2
// Questions that are asked of people: how they are looked after, and what those say who were asked.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';

export function routingCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    return {
        routing: (thread: number) => ask((within) => client.GET('/threads/{id}/routing', { ...within, ...of(thread) }), { background: true }),
        sayToRouting: (thread: number, said: 'passed' | 'declined') =>
            ask((within) => client.PUT('/threads/{id}/routing/mine', { ...within, ...of(thread), body: { said } })),
        asked: (query: PageRequest) => ask((within) => client.GET('/me/asked', { ...within, params: { query: page(query) } }), { background: true }),
        routingSettings: () => ask((within) => client.GET('/me/routing', within)),
        setWeekly: (weekly: number) => ask((within) => client.PUT('/me/routing', { ...within, body: { weekly } })),
        beAskedAgain: (id: number) => ask((within) => client.DELETE('/me/routing/declined/{id}', { ...within, ...of(id) })),
    };
}
