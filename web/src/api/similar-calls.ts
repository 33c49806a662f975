// SPDX-License-Identifier: EUPL-1.2
// What is like a question that is being written.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { components, paths } from './generated/openapi.ts';

export type Similar = components['schemas']['similar'];

/** Of a text below the title so much goes along: an address takes no more, where each letter may become many. */
const longest = 600;

export function similarCalls(client: Client<paths>, ask: Ask) {
    return {
        similar: (title: string, body: string) =>
            ask((within) => client.GET('/questions/similar', { ...within, params: { query: { title, ...(body ? { body: [...body].slice(0, longest).join('') } : {}) } } }), { background: true }),
    };
}
