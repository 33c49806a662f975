// SPDX-License-Identifier: EUPL-1.2
// Tags: their pages, and the vocabulary as those keep it who run the network.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { KeptTag } from './types.ts';

export function tagCalls(client: Client<paths>, ask: Ask) {
    const one = (name: string) => ({ params: { path: { name } } });
    return {
        allTags: ({ q, ...rest }: { q: string } & PageRequest) =>
            ask((within) => client.GET('/tags', { ...within, params: { query: { ...page(rest), ...(q ? { q } : {}) } } })),
        tag: (name: string) => ask((within) => client.GET('/tags/{name}', { ...within, ...one(name) })),
        tagThreads: (name: string, query: PageRequest) =>
            ask((within) => client.GET('/tags/{name}/threads', { ...within, params: { path: { name }, query: page(query) } })),
        consoleTags: (q: string) => ask((within) => client.GET('/console/tags', { ...within, params: { query: q ? { q } : {} } })),
        keepTag: (name: string, body: KeptTag) => ask((within) => client.PUT('/console/tags/{name}', { ...within, ...one(name), body })),
        mergeTag: (name: string, into: string, version: string) =>
            ask((within) => client.POST('/console/tags/{name}/merger', { ...within, ...one(name), body: { into, version } })),
    };
}
