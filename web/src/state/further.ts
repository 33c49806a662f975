// SPDX-License-Identifier: EUPL-1.2
// More of a list, where it ends: the button that was pressed goes, and the focus must not go with it.
import { tick } from 'svelte';
import { t } from '../locales/index.svelte.ts';
import type { Announcer } from './announcer.svelte.ts';
import type { ThreadStore } from './thread-store.svelte.ts';

type Rows = Element | null | undefined;

/** Says how many came; the first of them takes the focus of a button that is not there any more. `whole`: there are no more. */
function landed(announcer: Announcer, first: Rows, count: number, whole: boolean): void {
    if (count > 0 || whole) announcer.say([count > 0 && t('list.more_said', { count }), whole && t('list.end_said')].filter(Boolean).join(' '));
    if (document.activeElement !== document.body) return;
    const to = first?.matches('[tabindex]') ? first : (first?.querySelector('a[href], button') ?? document.querySelector('main h1'));
    (to as HTMLElement | null)?.focus();
}

/** `rows`: what holds one element for each of them. */
export async function further(announcer: Announcer, rows: () => Rows, load: () => Promise<unknown>, whole: () => boolean): Promise<void> {
    const before = rows()?.children.length ?? 0;
    await load();
    await tick();
    landed(announcer, rows()?.children[before], (rows()?.children.length ?? 0) - before, whole());
}

/** Of a thread: posts stand in branches, and take the focus themselves. */
export async function furtherPosts(announcer: Announcer, store: Pick<ThreadStore, 'view' | 'more'>): Promise<void> {
    const numbers = () => store.view?.posts.map(({ number }) => number) ?? [];
    const known = numbers();
    await store.more();
    await tick();
    const added = numbers().filter((number) => !known.includes(number));
    landed(announcer, document.getElementById(`p${added[0]}`), added.length, !store.view?.next);
}
