// SPDX-License-Identifier: EUPL-1.2
// What is to be sent of what was put in, or what must be looked at first.
import { t } from '../../locales/index.svelte.ts';
import { over } from '../Composer/size.ts';
import type { Facts, KindName, Written } from './kinds.ts';
import { threadFrom } from './question.ts';

export interface Missing {
    title?: string;
    body?: boolean;
    group?: string;
    extra?: string;
}

export interface Ready {
    thread: Written;
    missing: Missing;
    /** The field to look at first. */
    fault: string | null;
}

export function readyOf(put: { title: string; body: string; tags: string[]; kind: KindName; appointment: string; group: string; /** Nothing of this kind may be written there. */ barred: boolean }, added: Facts | undefined): Ready {
    const { title, kind, appointment, group } = put;
    const thread = { ...threadFrom(put), ...(appointment ? { appointment: Number(appointment) } : {}), ...(added && 'facts' in added ? added.facts : {}) };
    const missing = {
        ...(title.trim() === '' ? { title: t(kind === 'question' ? 'ask.title_missing' : 'ask.title_missing_other') } : {}),
        ...(over(thread.body) > 0 ? { body: true } : {}),
        ...(group === '' ? { group: t('ask.group_missing') } : {}),
        ...(added && 'why' in added ? { extra: added.why } : {}),
    };
    const wrongFact = added && 'why' in added ? added.field : null;
    return { thread, missing, fault: missing.title ? 'title' : missing.body ? 'body' : (wrongFact ?? (put.barred || missing.group ? 'group' : null)) };
}
