// SPDX-License-Identifier: EUPL-1.2
// Times as people say them: "hace 5 minutos", "ayer", and a date once that is shorter to understand.
import { writtenLanguage } from './index.svelte.ts';

const minute = 60_000;
const hour = 60 * minute;
const wholeDay = 24 * hour;

export function saidTime(iso: string, now: number, language = writtenLanguage()): string {
    const time = new Date(iso);
    const past = now - time.getTime();
    const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
    // A clock that goes a little wrong must not say "in 3 seconds".
    if (past < minute) return relative.format(0, 'second');
    if (past < hour) return relative.format(-Math.floor(past / minute), 'minute');
    if (past < 12 * hour) return relative.format(-Math.floor(past / hour), 'hour');
    const days = daysBetween(time, new Date(now));
    if (days === 0) return relative.format(-Math.floor(past / hour), 'hour');
    if (days < 7) return relative.format(-days, 'day');
    const sameYear = time.getFullYear() === new Date(now).getFullYear();
    return new Intl.DateTimeFormat(language, {
        day: 'numeric',
        month: 'short',
        ...(sameYear ? {} : { year: 'numeric' }),
    }).format(time);
}

export function daysBetween(earlier: Date, later: Date): number {
    const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
    return Math.round((midnight(later) - midnight(earlier)) / wholeDay);
}

export function fullTime(iso: string, language = writtenLanguage()): string {
    return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
}

/** A day of the calendar, wherever the reader's clock stands. */
export function day(date: string, language = writtenLanguage()): string {
    return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** Whether a last day is over, for who reads it. */
export function isPast(date: string | null, now = new Date()): boolean {
    return date !== null && date < new Intl.DateTimeFormat('sv').format(now);
}
