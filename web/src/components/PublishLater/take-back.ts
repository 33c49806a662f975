// SPDX-License-Identifier: EUPL-1.2
import type { draftCalls } from '../../api/draft-calls.ts';
import type { Problem } from '../../api/problem.ts';

/** A text that was to be scheduled at a place, and may have been though no answer said so, waits no longer. What is in the way
 *  of publishing it now: a problem, or that it has left that place already, published or discarded. */
export async function takeBack(api: Pick<ReturnType<typeof draftCalls>, 'drafts' | 'removeDraft'>, me: number, place: string): Promise<Problem | 'gone' | null> {
    const known = await api.drafts(me);
    if (!known.ok) return known.problem;
    if (known.value.ended.some((one) => one.place === place)) return 'gone';
    const waiting = known.value.items.find((one) => one.place === place);
    if (!waiting) return null;
    const removed = await api.removeDraft(me, place, waiting.version);
    return removed.ok ? null : removed.problem;
}
