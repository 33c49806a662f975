// SPDX-License-Identifier: EUPL-1.2
// What administrators ask of the server.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { MailState } from './types.ts';

export function consoleCalls(client: Client<paths>, ask: Ask) {
    return {
        outbox: () => ask((within) => client.GET('/outbox', within)),
        mails: (query: { state?: MailState } & PageRequest) =>
            ask((within) =>
                client.GET('/mails', {
                    ...within,
                    params: { query: { ...page(query), ...(query.state ? { state: query.state } : {}) } },
                }),
            ),
        sendMailAgain: (id: number) =>
            ask((within) => client.POST('/mails/{id}/again', { ...within, params: { path: { id } } })),

        consolePeople: (query: { q: string; status: '' | 'active' | 'suspended' } & PageRequest) =>
            ask((within) =>
                client.GET('/console/people', {
                    ...within,
                    params: {
                        query: { ...page(query), ...(query.q ? { q: query.q } : {}), ...(query.status ? { status: query.status } : {}) },
                    },
                }),
            ),
        suspendPerson: (id: number, reason: string) =>
            ask((within) =>
                client.PUT('/console/people/{id}/suspension', { ...within, params: { path: { id } }, body: { reason } }),
            ),
        reinstatePerson: (id: number) =>
            ask((within) => client.DELETE('/console/people/{id}/suspension', { ...within, params: { path: { id } } })),
        setNetworkRole: (id: number, role: 'none' | 'administrator' | 'auditor' | 'network_host') =>
            ask((within) => client.PUT('/console/people/{id}/role', { ...within, params: { path: { id } }, body: { role } })),
        endSessionsOf: (id: number) =>
            ask((within) => client.DELETE('/console/people/{id}/sessions', { ...within, params: { path: { id } } })),
        resetSecondFactor: (id: number, reason: string, key: string) =>
            ask((within) => {
                const params = { path: { id }, header: { 'Idempotency-Key': key } };
                return client.POST('/console/people/{id}/second_factor/reset', { ...within, params, body: { reason } });
            }),
        previewMerger: (id: number, into: number) =>
            ask((within) => client.GET('/console/people/{id}/merger', { ...within, params: { path: { id }, query: { into } } })),
        mergePeople: (id: number, into: number, reason: string, key: string) =>
            ask((within) => {
                const params = { path: { id }, header: { 'Idempotency-Key': key } };
                return client.POST('/console/people/{id}/merger', { ...within, params, body: { into, reason } });
            }),
        lastMergers: () => ask((within) => client.GET('/console/mergers', within)),
        merger: (id: number) => ask((within) => client.GET('/console/mergers/{id}', { ...within, params: { path: { id } } })),
        giveUpMerger: (id: number) => ask((within) => client.DELETE('/console/mergers/{id}', { ...within, params: { path: { id } } })),
        setContact: (administration: number, person: number, named: boolean) =>
            ask((within) => {
                const request = { ...within, params: { path: { id: administration, person } } };
                return named
                    ? client.PUT('/administrations/{id}/contacts/{person}', request)
                    : client.DELETE('/administrations/{id}/contacts/{person}', request);
            }),
        audit: (query: { action: string; object?: number | undefined } & PageRequest) =>
            ask((within) =>
                client.GET('/console/audit', {
                    ...within,
                    params: {
                        query: {
                            ...page(query),
                            ...(query.action ? { action: query.action } : {}),
                            ...(query.object ? { object: query.object } : {}),
                        },
                    },
                }),
            ),
        auditState: () => ask((within) => client.GET('/console/audit/state', within)),
    };
}
