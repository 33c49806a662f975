// SPDX-License-Identifier: EUPL-1.2
// Model documents: what they are, and which administrations took them over.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { components, paths } from './generated/openapi.ts';

type Schemas = components['schemas'];
export type ModelQuery = Omit<NonNullable<paths['/models']['get']['parameters']['query']>, 'limit' | 'before'>;

export function modelCalls(client: Client<paths>, ask: Ask) {
    const of = (id: number) => ({ params: { path: { id } } });
    return {
        models: ({ before, limit, ...asked }: ModelQuery & PageRequest) => ask((within) => client.GET('/models', { ...within, params: { query: { ...asked, ...page({ before, limit }) } } })),
        startModel: (slug: string, body: Schemas['new_model'], key: string) =>
            ask((within) => client.POST('/groups/{slug}/models', { ...within, params: { path: { slug }, header: { 'Idempotency-Key': key } }, body })),
        model: (id: number) => ask((within) => client.GET('/threads/{id}/model', { ...within, ...of(id) })),
        changeModel: (id: number, body: Schemas['model_change']) => ask((within) => client.PUT('/threads/{id}/model', { ...within, ...of(id), body })),
        modelAdoptions: (id: number, query: PageRequest) =>
            ask((within) => client.GET('/threads/{id}/model/adoptions', { ...within, params: { path: { id }, query: page(query) } })),
        setAdoption: (id: number, administration: number, adopted: boolean) =>
            ask((within) => {
                const request = { ...within, params: { path: { id, administration } } };
                return adopted
                    ? client.PUT('/threads/{id}/model/adoptions/{administration}', request)
                    : client.DELETE('/threads/{id}/model/adoptions/{administration}', request);
            }),
    };
}
