// SPDX-License-Identifier: EUPL-1.2
// The server's codes in words. Its own sentence stands in for a code this program does not know.
import type { Problem } from '../api/problem.ts';
import { moreTexts, t, tryText, type MessageKey } from './index.svelte.ts';

/** There from the beginning: they are said where the others could not be fetched, or at every turn. */
export const always: MessageKey[] = [
    'problem.unreachable',
    'problem.unavailable',
    'problem.request_timeout',
    'problem.not_found',
    'problem.not_signed_in',
    'problem.too_many_requests',
    'problem.invalid',
    'invalid.required',
    'invalid.too_long',
];

/** Texts by a code of the server's: those that are not here yet come, and what is shown follows. */
function coded(key: string): string | null {
    const text = tryText(key);
    if (text === null) void moreTexts().catch(() => undefined);
    return text;
}

export function problemText(problem: Problem): string {
    if (problem.code === 'too_many_requests' && problem.retryAfter) {
        return t('problem.wait', { seconds: problem.retryAfter });
    }
    const fields = Object.values(problem.fields).flat();
    if (problem.code === 'invalid' && fields.length > 0) {
        const said = fields.map((code) => coded(`invalid.${code}`)).filter((text) => text !== null);
        if (said.length > 0) return [...new Set(said)].join(' ');
    }
    return coded(`problem.${problem.code}`) ?? (problem.title || t('problem.internal'));
}

/** What is wrong with one field, or null. */
export function fieldText(problem: Problem | null, field: string): string | null {
    const code = problem?.fields[field]?.[0];
    return code === undefined ? null : (coded(`invalid.${code}`) ?? t('invalid.other'));
}
