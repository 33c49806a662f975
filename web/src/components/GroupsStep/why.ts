// SPDX-License-Identifier: EUPL-1.2
import type { SuggestedGroup } from '../../api/types.ts';
import { t } from '../../locales/index.svelte.ts';

/** Subjects that are named; there may be more. */
const most = 3;
/** The server counts so far. */
const many = 10;

/** Why a group is suggested. */
export function why({ subjects, people }: Pick<SuggestedGroup, 'subjects' | 'people'>): string {
    const reasons = [
        subjects.length > 0 ? t('steps.why_subjects', { subjects: subjects.slice(0, most).join(', ') }) : '',
        people >= many ? t('steps.why_many') : people > 0 ? t('steps.why_people', { count: people }) : '',
    ].filter(Boolean);
    return reasons.join(' · ') || t('steps.why_official');
}
