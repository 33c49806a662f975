// SPDX-License-Identifier: EUPL-1.2
import type { draftCalls } from '../../api/draft-calls.ts';
import type { Problem } from '../../api/problem.ts';
import type { Fields } from '../../state/drafts.ts';

/** A place where a text was to be scheduled, and a mark of each text that was sent there without an answer. It is kept with the
 *  draft: who goes on may do so on another day. */
export interface Tried {
    place: string;
    marks: string[];
}

export function triedAt(later: string): Tried {
    const [place = '', ...marks] = later.split(' ');
    return { place, marks };
}

export function alsoSent(later: string, fields: Fields): string {
    const { place, marks } = triedAt(later);
    return [place, ...new Set([...marks, markOf(fields)])].join(' ');
}

/** Two texts of one person do not share it but by a chance of one in 2⁵³. */
function markOf({ later: _, ...fields }: Fields): string {
    let [one, two] = [0x9e3779b9, 0x85ebca6b];
    const words = JSON.stringify(Object.entries(fields).sort(([name], [other]) => (name < other ? -1 : 1)));
    for (let i = 0; i < words.length; i++) {
        one = Math.imul(one ^ words.charCodeAt(i), 0x9e3779b1);
        two = Math.imul(two ^ words.charCodeAt(i), 0x5f356495);
        one ^= two >>> 15;
        two ^= one >>> 13;
    }
    return ((two >>> 0) * 2 ** 21 + (one >>> 11)).toString(36);
}

/** A text that was to be scheduled, and may have been though no answer said so, waits no longer. What is in the way of
 *  publishing it now: a problem, that it has left that place already, published or discarded ('planned'), or that what stands
 *  there is not what was sent from here ('changed'), which then stays. */
export async function takeBack(
    api: Pick<ReturnType<typeof draftCalls>, 'draft' | 'drafts' | 'removeDraft'>,
    me: number,
    later: string,
): Promise<Problem | 'planned' | 'changed' | null> {
    const { place, marks } = triedAt(later);
    const known = await api.drafts(me);
    if (!known.ok) return known.problem;
    if (known.value.ended.some((one) => one.place === place)) return 'planned';
    if (!known.value.items.some((one) => one.place === place)) return null;
    const standing = await api.draft(me, place);
    if (!standing.ok) return standing.problem.code === 'not_found' ? 'planned' : standing.problem;
    if (!marks.includes(markOf(standing.value.fields))) return 'changed';
    const removed = await api.removeDraft(me, place, standing.value.version);
    return removed.ok ? null : removed.problem;
}
