// SPDX-License-Identifier: EUPL-1.2
// Texts that are published at a time, asked for where somebody chooses one.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { components, paths } from './generated/openapi.ts';

export type NewPublication = components['schemas']['new_publication'];

export function scheduleCalls(client: Client<paths>, ask: Ask) {
    const at = (place: string) => ({ path: { place } });
    return {
        scheduleDraft: (place: string, wanted: NewPublication) =>
            ask((within) => client.PUT('/me/drafts/{place}/publication', { ...within, params: at(place), body: wanted })),
        publishDraft: (person: number, place: string, key: string) =>
            ask((within) => client.POST('/me/drafts/{place}/publication', { ...within, params: { ...at(place), header: { 'Idempotency-Key': key } }, body: { person } })),
        unscheduleDraft: (person: number, place: string) =>
            ask((within) => client.DELETE('/me/drafts/{place}/publication', { ...within, params: { ...at(place), query: { person } } })),
    };
}
