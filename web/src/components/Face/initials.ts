// SPDX-License-Identifier: EUPL-1.2
// What stands in the place of a photo.

/** Words that join names and are no name. */
const joining = new Set(['de', 'del', 'la', 'las', 'los', 'el', 'i', 'y', 'da', 'do', 'dos', 'das', 'e', 'd', 'l', 'van', 'von']);

/** The first letter of the first name and of the first surname; of one word its first letter. */
export function initials(name: string): string {
    const words = name.split(/[\s'’·-]+/).filter((word) => /^\p{L}/u.test(word));
    const names = words.filter((word) => !joining.has(word.toLowerCase()));
    const chosen = (names.length > 0 ? names : words).slice(0, 2);
    return chosen.map((word) => ([...word][0] ?? '').toLocaleUpperCase()).join('') || '?';
}

/** One of four pairs of colours, always the same for a person. */
export const shade = (id: number) => id % 4;
