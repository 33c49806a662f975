// SPDX-License-Identifier: EUPL-1.2
// What one has begun to write, kept by the server. Nobody waits for any of it: it goes on behind what is typed.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { components, paths } from './generated/openapi.ts';

export type KeptDraft = components['schemas']['draft'];
export type NewDraft = components['schemas']['new_draft'];
export type DraftRow = components['schemas']['draft_row'];
export type Publication = components['schemas']['draft_publication'];

export function draftCalls(client: Client<paths>, ask: Ask) {
    /** Its name with the server, in visible ASCII. */
    const at = (place: string) => ({ path: { place } });
    const background = { background: true };
    /** `lasting`: goes on where the page goes meanwhile. */
    const sent = (within: { signal: AbortSignal }, lasting: boolean) => (lasting ? { ...within, keepalive: true } : within);
    return {
        // Each says whose drafts it takes them to be: somebody else may have signed in at this machine meanwhile.
        drafts: (person: number) => ask((within) => client.GET('/me/drafts', { ...within, params: { query: { person } } }), background),
        draft: (person: number, place: string) =>
            ask((within) => client.GET('/me/drafts/{place}', { ...within, params: { ...at(place), query: { person } } }), background),
        saveDraft: (place: string, draft: NewDraft, lasting = false) =>
            ask((within) => client.PUT('/me/drafts/{place}', { ...sent(within, lasting), params: at(place), body: draft }), background),
        removeDraft: (person: number, place: string, version: number) =>
            ask((within) => client.DELETE('/me/drafts/{place}', { ...sent(within, true), params: { ...at(place), query: { person, version } } }), background),
    };
}
