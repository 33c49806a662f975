// SPDX-License-Identifier: EUPL-1.2
// Whether what threads say still holds, and articles.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { ArticleFromAnswer, NewCheck, NewNormChange } from './types.ts';

export function knowledgeCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    return {
        validity: (id: number) => ask((within) => client.GET('/threads/{id}/validity', { ...within, ...of(id) })),
        checkThread: (id: number, body: NewCheck) => ask((within) => client.POST('/threads/{id}/checks', { ...within, ...of(id), body })),
        askForCheck: (id: number) => ask((within) => client.PUT('/threads/{id}/check_request', { ...within, ...of(id) })),
        supersede: (id: number, by: number) => ask((within) => client.PUT('/threads/{id}/superseded', { ...within, ...of(id), body: { by } })),
        reinstate: (id: number) => ask((within) => client.DELETE('/threads/{id}/superseded', { ...within, ...of(id) })),
        reviews: (group: string, query: PageRequest) =>
            ask((within) => client.GET('/reviews', { ...within, params: { query: { ...page(query), ...(group ? { group } : {}) } } })),
        planReview: (id: number, on: string) => ask((within) => client.PUT('/threads/{id}/review', { ...within, ...of(id), body: { on } })),
        makeArticle: (id: number, body: ArticleFromAnswer, key: string) =>
            ask((within) => client.POST('/threads/{id}/article', { ...within, params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
        authors: (id: number) => ask((within) => client.GET('/threads/{id}/authors', { ...within, ...of(id) })),
        addAuthor: (id: number, person: number) => ask((within) => client.PUT('/threads/{id}/authors/{person}', { ...within, params: { path: { id, person } } })),
        removeAuthor: (id: number, person: number) => ask((within) => client.DELETE('/threads/{id}/authors/{person}', { ...within, params: { path: { id, person } } })),
        articleTemplate: (slug: string) => ask((within) => client.GET('/groups/{slug}/article_template', { ...within, params: { path: { slug } } })),
        setArticleTemplate: (slug: string, headings: string[]) =>
            ask((within) => client.PUT('/groups/{slug}/article_template', { ...within, params: { path: { slug } }, body: { headings } })),
        addNormChange: (slug: string, body: NewNormChange, key: string) =>
            ask((within) => client.POST('/console/norms/{slug}/changes', { ...within, params: { path: { slug }, header: { 'Idempotency-Key': key } }, body })),
        removeNormChange: (slug: string, id: number) =>
            ask((within) => client.DELETE('/console/norms/{slug}/changes/{id}', { ...within, params: { path: { slug, id } } })),
    };
}
