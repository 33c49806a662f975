// SPDX-License-Identifier: EUPL-1.2
// Changes of what was asked or called.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { components, paths } from './generated/openapi.ts';

type Schemas = components['schemas'];

export function changeCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    return {
        changeEvent: (id: number, body: Schemas['changed_event']) => ask((within) => client.PUT('/threads/{id}/event', { ...within, ...of(id), body })),
        cancelEvent: (id: number, reason: string) =>
            ask((within) => client.PUT('/threads/{id}/event/cancelled', { ...within, ...of(id), body: { reason } })),
        restoreEvent: (id: number) => ask((within) => client.DELETE('/threads/{id}/event/cancelled', { ...within, ...of(id) })),
        changePoll: (id: number, body: Schemas['changed_poll']) => ask((within) => client.PUT('/threads/{id}/poll', { ...within, ...of(id), body })),
        closePoll: (id: number) => ask((within) => client.PUT('/threads/{id}/poll/closed', { ...within, ...of(id) })),
    };
}
