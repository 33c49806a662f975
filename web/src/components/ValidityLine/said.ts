// SPDX-License-Identifier: EUPL-1.2
// What is said of whether a thread still holds, in a line.
import type { Thread } from '../../api/types.ts';
import type { MessageKey } from '../../locales/index.svelte.ts';
import { day } from '../../locales/time.ts';

export interface Said {
    key: MessageKey;
    values: Record<string, string>;
    /** Where one should look before relying on it. */
    doubtful: boolean;
}

/** The day of a moment, for who reads it. */
export const dayOf = (time: string) => day(new Intl.DateTimeFormat('sv').format(new Date(time)));

/** Nothing where another thread took its place: that one is named instead. */
export function said({ validity, superseded_by }: Pick<Thread, 'validity' | 'superseded_by'>): Said[] {
    if (!validity || superseded_by) return [];
    const { checked_at, checked_by, holds, norm_changed, unchecked_since } = validity;
    const values: Record<string, string> = checked_at ? { date: dayOf(checked_at), name: checked_by?.name ?? '' } : {};
    const lines: Said[] = [];
    if (holds === false) lines.push({ key: 'validity.no_longer', values, doubtful: true });
    else if (unchecked_since) lines.push({ key: 'validity.unchecked', values: { year: String(new Date(unchecked_since).getFullYear()) }, doubtful: true });
    else if (holds) lines.push({ key: 'validity.checked', values, doubtful: false });
    if (norm_changed) lines.push({ key: 'validity.norm_changed', values: { date: day(norm_changed) }, doubtful: true });
    return lines;
}
