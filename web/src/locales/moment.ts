// SPDX-License-Identifier: EUPL-1.2
// A moment to come, as a field takes it and as people say it: in the time of this device, and with the day of the week.
import { writtenLanguage } from './index.svelte.ts';

/** `2026-11-23T08:30`, for a field of day and time; empty for what is no moment. */
export function fieldTime(moment: Date): string {
    if (Number.isNaN(moment.getTime())) return '';
    const two = (part: number) => String(part).padStart(2, '0');
    return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

export function saidMoment(iso: string, language = writtenLanguage()): string {
    return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso));
}

/** The morning of the next working day, which is when most texts written in the evening are meant to appear. */
export function nextMorning(now: Date): Date {
    const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8, 30);
    while (morning.getDay() === 0 || morning.getDay() === 6) morning.setDate(morning.getDate() + 1);
    return morning;
}
