// SPDX-License-Identifier: EUPL-1.2
// What changed from one text to another, by words; by lines where that would take too long, and whole where that does too.
import { diffLines, diffWordsWithSpace } from 'diff';

export interface Part {
    kind: 'same' | 'added' | 'removed';
    text: string;
}

/** Milliseconds that one way of looking may take: the page stays alive. */
const patience = 200;
/** Characters of what did not change that are shown on either side of what did. */
const around = 120;

/** The part of a text that has to stay for its words to be compared. */
const alike = 0.35;

/** Characters that stayed between two changes from which on they are two; less are words that both happen to have. */
const island = 25;

const whole = (before: string, after: string): Part[] =>
    [
        { kind: 'removed' as const, text: before },
        { kind: 'added' as const, text: after },
    ].filter(({ text }) => text !== '');

export function difference(before: string, after: string): Part[] {
    const options = { timeout: patience };
    const changes = diffWordsWithSpace(before, after, options) ?? diffLines(before, after, options);
    if (!changes) return whole(before, after);
    const kept = changes.reduce((sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length), 0);
    // What was rewritten is read one after the other, not word by word.
    if (kept < alike * Math.max(before.length, after.length)) return whole(before, after);
    return passages(changes.map(({ added, removed, value }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value })));
}

const size = (parts: Part[], without: Part['kind']) => parts.reduce((sum, { kind, text }) => sum + (kind === without ? 0 : text.length), 0);
const joined = (parts: Part[], without: Part['kind']) => parts.map(({ kind, text }) => (kind === without ? '' : text)).join('');

/** A sentence that another one stands for now is struck whole, and the other follows whole, though they have some words in common. */
function passages(parts: Part[]): Part[] {
    const out: Part[] = [];
    for (let at = 0; at < parts.length; ) {
        let end = at;
        // From one change to the last that only islands lie before.
        for (let next = at; next < parts.length && (parts[next]!.kind !== 'same' || (next > at && parts[next]!.text.trim().length < island)); next++) {
            if (parts[next]!.kind !== 'same') end = next + 1;
        }
        const run = parts.slice(at, end);
        const islands = run.filter(({ kind }) => kind === 'same');
        const kept = islands.reduce((sum, { text }) => sum + text.length, 0);
        if (islands.length > 1 && 2 * kept < Math.max(size(run, 'added'), size(run, 'removed'))) {
            out.push(...whole(joined(run, 'added'), joined(run, 'removed')));
        } else {
            out.push(...(run.length > 0 ? run : [parts[at]!]));
        }
        at = Math.max(end, at + 1);
    }
    return out;
}

/** Without the long stretches where nothing changed. */
export function shortened(parts: Part[]): Part[] {
    return parts.map((part, index) => {
        const [first, last] = [index === 0, index === parts.length - 1];
        if (part.kind !== 'same' || part.text.length <= 2 * around + 20 || (first && last)) return part;
        const [beginning, end] = [first ? '' : part.text.slice(0, around), last ? '' : part.text.slice(-around)];
        return { kind: 'same', text: `${beginning} […] ${end}` };
    });
}
