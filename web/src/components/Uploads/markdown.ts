// SPDX-License-Identifier: EUPL-1.2
import type { UploadedFile } from '../../api/upload.ts';

/** How a text names a file: pictures stand in it, the others are links. */
export function markdownOf({ id, name, width }: Pick<UploadedFile, 'id' | 'name' | 'width'>): string {
    const words = (width === null ? name : name.replace(/\.\w+$/, '')).replace(/[\\[\]*_`<>]/g, '\\$&');
    return `${width === null ? '' : '!'}[${words}](/files/${id})`;
}

/** What stands in a text for a file under way; what it looks like is the same in every language. */
export function placeFor(words: string, key: string): string {
    return `[${words.replace(/[[\]\n\r]/g, '')}](#archivo-${key})`;
}

const places = /\[[^[\]\n]*\]\(#archivo-\w+\) ?/g;
/** As they were before they were links. */
const olderPlaces = /\[(?:Subiendo|Uploading) [^\n]*?… \d+\] ?/g;

/** The text as it is kept and sent: a file that is not there yet has no place in it. */
export function withoutPlaces(text: string): string {
    return text.replace(places, '');
}

/** A text that was kept, also by an older program. */
export function asKept(text: string): string {
    return withoutPlaces(text).replace(olderPlaces, '');
}

/** The text with something put in where one writes, set apart by spaces as needed; and where one goes on. */
export function putIn(text: string, at: number, piece: string): { text: string; at: number } {
    const before = text.slice(0, at);
    const after = text.slice(at);
    const words = (/(^|\s)$/.test(before) ? '' : ' ') + piece + (/^\s/.test(after) ? '' : ' ');
    return { text: before + words + after, at: before.length + words.length };
}

/** The text with something else where those words stand, and where one goes on; null where they stand nowhere any more. */
export function putInstead(text: string, at: number, words: string, piece: string): { text: string; at: number } | null {
    const from = text.indexOf(words);
    if (from < 0) return null;
    // Nothing in their place takes the space with it that was put behind them.
    const to = from + words.length + (piece === '' && text[from + words.length] === ' ' ? 1 : 0);
    const shift = piece.length - (to - from);
    return { text: text.slice(0, from) + piece + text.slice(to), at: at >= to ? at + shift : Math.min(at, from + piece.length) };
}
