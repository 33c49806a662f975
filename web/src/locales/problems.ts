// SPDX-License-Identifier: EUPL-1.2
// The server's codes in words. Its own sentence stands in for a code this program does not know.
import type { Problem } from '../api/problem.ts';
import { t, tryText } from './index.svelte.ts';

export function problemText(problem: Problem): string {
    if (problem.code === 'too_many_requests' && problem.retryAfter) {
        return t('problem.wait', { seconds: problem.retryAfter });
    }
    const fields = Object.values(problem.fields).flat();
    if (problem.code === 'invalid' && fields.length > 0) {
        const said = fields.map((code) => tryText(`invalid.${code}`)).filter((text) => text !== null);
        if (said.length > 0) return [...new Set(said)].join(' ');
    }
    return tryText(`problem.${problem.code}`) ?? (problem.title || t('problem.internal'));
}

/** What is wrong with one field, or null. */
export function fieldText(problem: Problem | null, field: string): string | null {
    const code = problem?.fields[field]?.[0];
    return code === undefined ? null : (tryText(`invalid.${code}`) ?? t('invalid.other'));
}
