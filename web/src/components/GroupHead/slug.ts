// SPDX-License-Identifier: EUPL-1.2
const longest = 50;

/** The address that a name suggests. */
export function slugOf(name: string): string {
    return name
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, longest)
        .replace(/^-+|-+$/g, '');
}
