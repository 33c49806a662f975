// SPDX-License-Identifier: EUPL-1.2
// How long something lasts, in one unit: «5 horas», «3 días».
import { writtenLanguage } from './index.svelte.ts';

const units = [
    ['month', 30 * 24 * 3600, 60 * 24 * 3600],
    ['day', 24 * 3600, 48 * 3600],
    ['hour', 3600, 3600],
] as const;

export function lasting(seconds: number, language = writtenLanguage()): string {
    const [unit, length] = units.find(([, , from]) => seconds >= from) ?? (['minute', 60] as const);
    // Less than one is one: nobody answered in nothing.
    const count = Math.max(1, Math.floor(seconds / length));
    return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
