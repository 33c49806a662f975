// SPDX-License-Identifier: EUPL-1.2
// Files of a group. Sending one has its own way (upload.ts).
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { components, paths } from './generated/openapi.ts';

export type GroupFile = components['schemas']['group_file'];

export function fileCalls(client: Client<paths>, ask: Ask) {
    return {
        /** What has become of a file that I sent; the scanner may still look at it. */
        fileState: (id: number) => ask((within) => client.GET('/files/{id}/state', { ...within, params: { path: { id } } }), { background: true }),
        groupFiles: (slug: string, query: PageRequest) =>
            ask((within) => client.GET('/groups/{slug}/files', { ...within, params: { path: { slug }, query: page(query) } })),
    };
}
