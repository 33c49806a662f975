// SPDX-License-Identifier: EUPL-1.2
import type { KindName, Written } from './kinds.ts';

export const titleLongest = 200;

/** Who says it all in one line has asked: the line is the text too (the thread page does not show it twice). */
export function threadFrom(written: { title: string; body: string; tags: string[]; kind: KindName }): Written {
    const title = written.title.trim().replace(/\s+/g, ' ');
    return { kind: written.kind, title, body: written.body.trim() || title, tags: written.tags };
}

export function onlyTitle(title: string, body: string): boolean {
    return title.trim() === body.trim();
}
