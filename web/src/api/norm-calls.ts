// SPDX-License-Identifier: EUPL-1.2
// Legal norms: who cites them, and what administrators say they are called.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { NewNorm } from './types.ts';

export function normCalls(client: Client<paths>, ask: Ask) {
    const one = (slug: string) => ({ params: { path: { slug } } });
    return {
        norms: ({ q, ...rest }: { q: string } & PageRequest) =>
            ask((within) => client.GET('/norms', { ...within, params: { query: { ...page(rest), ...(q ? { q } : {}) } } })),
        norm: (slug: string) => ask((within) => client.GET('/norms/{slug}', { ...within, ...one(slug) })),
        normThreads: (slug: string, article: string, query: PageRequest) =>
            ask((within) =>
                client.GET('/norms/{slug}/threads', {
                    ...within,
                    params: { path: { slug }, query: { ...page(query), ...(article ? { article } : {}) } },
                }),
            ),
        consoleNorms: (q: string) => ask((within) => client.GET('/console/norms', { ...within, params: { query: q ? { q } : {} } })),
        addNorm: (body: NewNorm, key: string) =>
            ask((within) => client.POST('/console/norms', { ...within, params: { header: { 'Idempotency-Key': key } }, body })),
        addNormName: (slug: string, name: string) =>
            ask((within) => client.PUT('/console/norms/{slug}/names/{name}', { ...within, params: { path: { slug, name } } })),
        removeNormName: (slug: string, name: string) =>
            ask((within) => client.DELETE('/console/norms/{slug}/names/{name}', { ...within, params: { path: { slug, name } } })),
    };
}
