// SPDX-License-Identifier: EUPL-1.2
import type { Outcome } from '../api/problem.ts';
import type { Page } from '../api/types.ts';

/** Pages that hold nothing and go on, one after the other: how many are asked for before the reader is. */
const most = 3;

/** The next page with something on it, of a list whose pages may hold nothing although it goes on. */
export async function pastEmpty<Item>(
    fetchPage: (before: string | null) => Promise<Outcome<Page<Item>>>,
    before: string | null,
): Promise<Outcome<Page<Item>>> {
    let outcome = await fetchPage(before);
    for (let i = 1; i < most && outcome.ok && outcome.value.items.length === 0 && outcome.value.next; ++i) {
        outcome = await fetchPage(outcome.value.next);
    }
    return outcome;
}
