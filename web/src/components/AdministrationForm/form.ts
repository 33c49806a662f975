// SPDX-License-Identifier: EUPL-1.2
// What is typed of an administration, and what is sent of it.
import type { AdministrationRef, ConsoleAdministration, NewAdministration } from '../../api/types.ts';

/** All texts, so that a draft keeps them. */
export interface Written {
    name: string;
    level: string;
    dir3: string;
    ine: string;
    province_id: string;
    region_id: string;
    population: string;
    website: string;
    valid_from: string;
    valid_to: string;
    parent: string;
    successor: string;
}

/** An administration chosen, as a text of the draft. */
export const kept = (one: AdministrationRef | null): string => (one ? JSON.stringify(one) : '');

export function chosen(text: string): AdministrationRef | null {
    try {
        return text === '' ? null : (JSON.parse(text) as AdministrationRef);
    } catch {
        return null;
    }
}

export function writtenOf(of: ConsoleAdministration | null): Written {
    return {
        name: of?.name ?? '', level: of?.level ?? 'municipality', dir3: of?.dir3 ?? '', ine: of?.ine ?? '',
        province_id: of?.province_id ?? '', region_id: of?.region_id ?? '', population: of?.population?.toString() ?? '',
        website: of?.website ?? '', valid_from: of?.valid_from ?? '', valid_to: of?.valid_to ?? '',
        parent: kept(of?.parent ?? null), successor: kept(of?.successor ?? null),
    };
}

export function sentOf(written: Written): NewAdministration {
    const text = (value: string) => value.trim() || null;
    // People write 12.345. What is no number goes as it is, for the server to refuse: as null it would erase the count.
    const digits = written.population.replace(/[.\s]/g, '');
    const population = digits === '' ? null : /^\d+$/.test(digits) ? Number(digits) : written.population;
    return {
        dir3: written.dir3.trim(), name: written.name.trim(), level: written.level as NewAdministration['level'], ine: text(written.ine),
        province_id: text(written.province_id), region_id: written.province_id ? null : text(written.region_id),
        population: population as number | null, website: text(written.website),
        parent: chosen(written.parent)?.id ?? null, successor: chosen(written.successor)?.id ?? null,
        valid_from: text(written.valid_from), valid_to: text(written.valid_to),
    };
}
