// SPDX-License-Identifier: EUPL-1.2
// What administrators of the network ask of the server about administrations.
import type { Client } from 'openapi-fetch';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { Administration, Band, ChangedAdministration, NewAdministration } from './types.ts';

interface Filters {
    q: string;
    province: string;
    band: string;
    level: string;
    ended: boolean;
}

export function administrationCalls(client: Client<paths>, ask: Ask) {
    const one = (id: number) => ({ params: { path: { id } } });
    const keyed = (key: string) => ({ 'Idempotency-Key': key });
    return {
        consoleAdministrations: ({ q, province, band, level, ended, ...rest }: Filters & PageRequest) =>
            ask((within) =>
                client.GET('/console/administrations', {
                    ...within,
                    params: {
                        query: {
                            ...page(rest),
                            ...(q ? { q } : {}),
                            ...(province ? { province } : {}),
                            ...(band ? { band: band as Band } : {}),
                            ...(level ? { level: level as Administration['level'] } : {}),
                            ...(ended ? { ended } : {}),
                        },
                    },
                }),
            ),
        consoleAdministration: (id: number) =>
            ask((within) => client.GET('/console/administrations/{id}', { ...within, ...one(id) })),
        createAdministration: (body: NewAdministration, key: string) =>
            ask((within) => client.POST('/console/administrations', { ...within, params: { header: keyed(key) }, body })),
        changeAdministration: (id: number, body: ChangedAdministration, key: string) =>
            ask((within) =>
                client.PUT('/console/administrations/{id}', { ...within, params: { path: { id }, header: keyed(key) }, body }),
            ),
        startDomainImport: (csv: string, dry_run: boolean, key: string) =>
            ask((within) => client.POST('/console/domains', { ...within, params: { header: keyed(key) }, body: { csv, dry_run } })),
        lastDomainImports: () => ask((within) => client.GET('/console/domain_imports', within)),
        domainImport: (id: number) => ask((within) => client.GET('/console/domain_imports/{id}', { ...within, params: { path: { id } } })),
        startPeopleImport: (csv: string, dry_run: boolean, key: string) =>
            ask((within) => client.POST('/console/people_imports', { ...within, params: { header: keyed(key) }, body: { csv, dry_run } })),
        lastPeopleImports: () => ask((within) => client.GET('/console/people_imports', within)),
        peopleImport: (id: number) =>
            ask((within) => client.GET('/console/people_imports/{id}', { ...within, params: { path: { id } } })),
        takeBackPeopleImport: (id: number, key: string) =>
            ask((within) => client.DELETE('/console/people_imports/{id}', { ...within, params: { path: { id }, header: keyed(key) } })),
        addMailDomain: (id: number, domain: string) =>
            ask((within) => client.PUT('/console/administrations/{id}/domains/{domain}', { ...within, params: { path: { id, domain } } })),
        removeMailDomain: (id: number, domain: string) =>
            ask((within) => client.DELETE('/console/administrations/{id}/domains/{domain}', { ...within, params: { path: { id, domain } } })),
    };
}
