// SPDX-License-Identifier: EUPL-1.2
// What somebody left unsent on this device, for lists of it.
import { prefix, type Drafts, type GroupPlace } from './drafts.ts';

/** How it begins, and where it goes on. */
export interface Left {
    name: string;
    text: string;
    /** When it was last changed. */
    at: string;
    page: string | null;
    /** It was to be sent, and the server was not reached. */
    waits: boolean;
}

const beginning = 80;

/** The newest first. `groups`: where those are now. */
export function leftIn(drafts: Drafts, person: number, groups: GroupPlace[] = []): Left[] {
    return drafts
        .names(`${prefix}${person}:`)
        .map((name) => ({ name, draft: drafts.stored(name) }))
        .sort((one, other) => (other.draft?.at ?? 0) - (one.draft?.at ?? 0))
        .map(({ name, draft }) => {
            const { title = '', body = '', text = '' } = draft?.fields ?? {};
            const said = [title, text, body].find((words) => words.trim() !== '') ?? '';
            const group = groups.find(({ id }) => String(id) === /:#(\d+)/.exec(name)?.[1]);
            const page = group ? draft?.page?.replace(/^\/groups\/[^/?]+/, `/groups/${group.slug}`) : draft?.page;
            return { name, text: shortened(said.trim().replace(/\s+/g, ' ')), at: new Date(draft?.at ?? 0).toISOString(), page: page || null, waits: Boolean(draft?.waits) };
        });
}

function shortened(text: string): string {
    const characters = [...text];
    return characters.length > beginning ? `${characters.slice(0, beginning - 1).join('')}…` : text;
}
