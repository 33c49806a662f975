// SPDX-License-Identifier: EUPL-1.2
// When what is like a question is worth asking for, and what of the answer is proposed.
import type { Similar } from '../../api/similar-calls.ts';

/** Of less nothing can be told. */
const shortest = 8;

/** What to ask with; empty while that says too little. */
export function telling(title: string): string {
    const words = title.trim().replace(/\s+/g, ' ');
    return words.length >= shortest && words.includes(' ') ? words : '';
}

/** What somebody solved already, and may well be the same. */
export const solved = ({ items }: Similar) => items.filter(({ close, thread }) => close && thread.state === 'solved');

/** Tags to offer: as many as the thread still takes. */
export const offered = (found: Similar | null, tags: string[], most: number): string[] =>
    (found?.tags ?? []).filter((tag) => !tags.includes(tag)).slice(0, Math.max(0, most - tags.length));
