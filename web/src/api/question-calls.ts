// SPDX-License-Identifier: EUPL-1.2
// How questions stand, besides their answers.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { paths } from './generated/openapi.ts';

export function questionCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    return {
        markDuplicate: (id: number, other: number, reason: string) =>
            ask((within) => client.PUT('/threads/{id}/duplicate', { ...within, ...of(id), body: { of: other, ...(reason ? { reason } : {}) } })),
    };
}
