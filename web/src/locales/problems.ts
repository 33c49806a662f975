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

/** What a code says of a field, where it means something else there than anywhere. */
function invalid(field: string, code: string): string | null {
    return tryText(`invalid.${code}_${field}`) ?? coded(`invalid.${code}`);
}

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
    const fields = Object.entries(problem.fields).flatMap(([field, codes]) => codes.map((code) => [field, code] as const));
    if (problem.code === 'invalid' && fields.length > 0) {
        const said = fields.map(([field, code]) => invalid(field, code)).filter((text) => text !== null);
        if (said.length > 0) return [...new Set(said)].join(' ');
    }
    return coded(`problem.${problem.code}`) ?? (problem.title || t('problem.internal'));
}

/** What is wrong with one field, or null. */
export function fieldText(problem: Problem | null, field: string): string | null {
    const code = problem?.fields[field]?.[0];
    return code === undefined ? null : (invalid(field, code) ?? t('invalid.other'));
}
