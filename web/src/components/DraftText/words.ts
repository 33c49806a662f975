// SPDX-License-Identifier: EUPL-1.2
import type { Fields } from '../../state/drafts.ts';

const first = ['title', 'text', 'body'];

/** What was typed of a draft, from its title on; what was chosen from a list is a word or none. */
export function words(fields: Fields): string {
    const others = Object.keys(fields).filter((name) => !first.includes(name) && /\s/.test(fields[name]?.trim() ?? ''));
    return [...first, ...others]
        .map((name) => fields[name]?.trim() ?? '')
        .filter(Boolean)
        .join('\n\n');
}
