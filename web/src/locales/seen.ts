// SPDX-License-Identifier: EUPL-1.2
// Of when is what is shown, where it may be old.
import { t, writtenLanguage } from './index.svelte.ts';
import { daysBetween, fullTime } from './time.ts';

export function seenText(since: number, now: number): string {
    const at = new Date(since);
    if (daysBetween(at, new Date(now)) !== 0) return t('notice.seen_on', { date: fullTime(at.toISOString()) });
    return t('notice.seen_at', { time: new Intl.DateTimeFormat(writtenLanguage(), { timeStyle: 'short' }).format(at) });
}
