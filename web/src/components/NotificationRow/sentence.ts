// SPDX-License-Identifier: EUPL-1.2
// What a notice says, and where it leads. A cause that this version does not know is told in general words.
import type { Notification } from '../../api/types.ts';
import type { MessageKey } from '../../locales/index.svelte.ts';

const known = {
    accepted: 'notification.accepted',
    answer: 'notification.answer',
    comment: 'notification.comment',
    group_invitation: 'notification.group_invitation',
    membership_granted: 'notification.membership_granted',
    membership_refused: 'notification.membership_refused',
    membership_requested: 'notification.membership_requested',
    person_awaits_confirmation: 'notification.person_awaits_confirmation',
    reply: 'notification.reply',
} satisfies Record<string, MessageKey>;

export interface Sentence {
    key: MessageKey;
    values: Record<string, string | number>;
    to: string;
}

export function sentence({ cause, thread, group, number, times, actor, facts }: Notification): Sentence {
    return {
        key: Object.hasOwn(known, cause) ? known[cause as keyof typeof known] : 'notification.other',
        values: { name: actor?.name ?? '', others: times - 1, times, title: thread?.title ?? '', group: group?.name ?? '' },
        to: place(thread?.id, number, group?.slug, facts.link),
    };
}

function place(thread: number | undefined, number: number | null, group: string | undefined, link: unknown): string {
    if (typeof link === 'string' && /^\/(?!\/)/.test(link)) return link;
    if (thread !== undefined) return `/threads/${thread}${number ? `#p${number}` : ''}`;
    return group === undefined ? '/' : `/groups/${group}`;
}
