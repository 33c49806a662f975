// SPDX-License-Identifier: EUPL-1.2
import type { Post } from '../../api/types.ts';

const longest = 600;

/** A post as a quotation to answer to, with who said it and where. */
export function quoteOf(post: Post, thread: number): string {
    const text = post.body.length > longest ? `${post.body.slice(0, longest).trimEnd()}…` : post.body;
    const lines = text.split('\n').map((line) => `> ${line}`.trimEnd());
    const source = post.author ? `> — [${post.author.name}](/threads/${thread}#p${post.number})` : null;
    return [...lines, ...(source ? ['>', source] : []), '', ''].join('\n');
}
