// SPDX-License-Identifier: EUPL-1.2
// What a notice says, and where it leads. A cause that this version does not know is told in general words.
import type { Notification } from '../../api/types.ts';
import type { MessageKey } from '../../locales/index.svelte.ts';

const known = {
    accepted: 'notification.accepted',
    address_asked: 'notification.address_asked',
    address_bounced: 'notification.address_bounced',
    address_lapsed: 'notification.address_lapsed',
    announcement: 'notification.announcement',
    answer: 'notification.answer',
    answer_applied: 'notification.answer_applied',
    application_waiting: 'notification.application_waiting',
    article_made: 'notification.article_made',
    author_asked: 'notification.author_asked',
    check_asked: 'notification.check_asked',
    comment: 'notification.comment',
    confirmation_without_colleagues: 'notification.confirmation_without_colleagues',
    edited: 'notification.edited',
    event_cancelled: 'notification.event_cancelled',
    event_changed: 'notification.event_changed',
    event_place: 'notification.event_place',
    event_restored: 'notification.event_restored',
    file_refused: 'notification.file_refused',
    group_invitation: 'notification.group_invitation',
    guest_joined: 'notification.guest_joined',
    invited_joined: 'notification.invited_joined',
    membership_by_rule: 'notification.membership_by_rule',
    membership_granted: 'notification.membership_granted',
    membership_refused: 'notification.membership_refused',
    membership_requested: 'notification.membership_requested',
    membership_unanswered: 'notification.membership_unanswered',
    mention: 'notification.mention',
    model_adopted: 'notification.model_adopted',
    model_annulled: 'notification.model_annulled',
    model_appealed: 'notification.model_appealed',
    new_post: 'notification.new_post',
    new_question: 'notification.new_question',
    new_thread: 'notification.new_thread',
    no_longer_holds: 'notification.no_longer_holds',
    norm_changed: 'notification.norm_changed',
    person_awaits_confirmation: 'notification.person_awaits_confirmation',
    post_ended: 'notification.post_ended',
    posts_split: 'notification.posts_split',
    question_waits: 'notification.question_waits',
    reply: 'notification.reply',
    review_due: 'notification.review_due',
    routed: 'notification.routed',
    scheduled_published: 'notification.scheduled_published',
    scheduled_refused: 'notification.scheduled_refused',
    scheduled_stopped: 'notification.scheduled_stopped',
    thanks: 'notification.thanks',
    thread_closed: 'notification.thread_closed',
    thread_merged: 'notification.thread_merged',
    thread_moved: 'notification.thread_moved',
    thread_moved_away: 'notification.thread_moved_away',
    thread_reopened: 'notification.thread_reopened',
} satisfies Record<string, MessageKey>;

/** Where somebody said why. */
const reasoned = {
    model_annulled: 'notification.model_annulled_why',
    model_appealed: 'notification.model_appealed_why',
} satisfies Partial<Record<keyof typeof known, MessageKey>>;

export interface Sentence {
    key: MessageKey;
    values: Record<string, string | number>;
    to: string;
}

export function sentence({ cause, thread, group, number, times, actor, facts }: Notification): Sentence {
    return {
        key: text(facts.reason) && Object.hasOwn(reasoned, cause) ? reasoned[cause as keyof typeof reasoned] : Object.hasOwn(known, cause) ? known[cause as keyof typeof known] : 'notification.other',
        values: { name: actor?.name ?? '', others: times - 1, times, title: thread?.title ?? text(facts.title), group: group?.name ?? '', administration: text(facts.administration), file: text(facts.file), reason: text(facts.reason) },
        to: place(thread?.id, number, group?.slug, facts.link),
    };
}

const text = (fact: unknown) => (typeof fact === 'string' ? fact : '');

function place(thread: number | undefined, number: number | null, group: string | undefined, link: unknown): string {
    if (typeof link === 'string' && /^\/(?!\/)/.test(link)) return link;
    if (thread !== undefined) return `/threads/${thread}${number ? `#p${number}` : ''}`;
    return group === undefined ? '/' : `/groups/${group}`;
}
