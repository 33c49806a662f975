// SPDX-License-Identifier: EUPL-1.2
import { number } from '../../locales/index.svelte.ts';

/** As people speak of it: 340 KB, 2,4 MB. */
export function sizeOf(bytes: number): string {
    const inKb = Math.max(1, Math.round(bytes / 1000));
    return inKb < 1000 ? `${number(inKb)} KB` : `${number(Math.round(bytes / 100_000) / 10)} MB`;
}

/** What it is, by the ending that the server gives every name. */
export const kindOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toUpperCase();
