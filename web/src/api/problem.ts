// SPDX-License-Identifier: EUPL-1.2
// What went wrong, as a value: nothing in the application throws for an answer that was to be expected.
import type { components } from './generated/openapi.ts';

/** The server's codes, and one of our own for a server that did not answer. */
export type ProblemCode = components['schemas']['problem_code'] | 'unreachable';

export interface Problem {
    code: ProblemCode;
    /** The server's sentence, for codes this program does not know yet. */
    title: string;
    status: number;
    incident: string | null;
    fields: Record<string, string[]>;
    /** Seconds the server asks to wait. */
    retryAfter: number | null;
}

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

export const unreachable: Problem = {
    code: 'unreachable',
    title: '',
    status: 0,
    incident: null,
    fields: {},
    retryAfter: null,
};

export function problemFrom(body: unknown, response: Response): Problem {
    const said = (typeof body === 'object' && body !== null ? body : {}) as Partial<components['schemas']['problem']>;
    const wait = Number(response.headers.get('Retry-After'));
    return {
        // A proxy in between answers in its own words: 502 and 504 mean that the server was not reached.
        code: said.type ?? (response.status >= 500 ? 'unavailable' : 'internal'),
        title: said.title ?? '',
        status: response.status,
        incident: said.instance ?? null,
        fields: said.errors ?? {},
        retryAfter: wait > 0 ? wait : null,
    };
}

const beforeLooking = ['suspended', 'cross_site', 'still_running', 'idempotency_mismatch'];

/** The server knew of no earlier sending under the same key, looked at this one and refused it: nothing came of either. */
export function refused({ code, status }: Problem): boolean {
    return [403, 404, 409, 413, 422].includes(status) && !beforeLooking.includes(code);
}

/** Whether sending the same again later may work. */
export function passing(problem: Problem): boolean {
    return (
        problem.code === 'unreachable' ||
        problem.code === 'still_running' ||
        problem.code === 'too_many_requests' ||
        problem.status >= 500
    );
}
