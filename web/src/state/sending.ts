// SPDX-License-Identifier: EUPL-1.2
// Sends what a draft holds so that it has one effect, whatever became of an attempt before.
import { passing, refused, type Outcome, type Problem } from '../api/problem.ts';
import { randomKey, type Draft, type Fields } from './drafts.ts';

export type Sent<Value> =
    | { state: 'sent'; value: Value }
    /** An earlier attempt, which said something else, is published; this one was not sent. */
    | { state: 'earlier'; value: Value }
    /** An earlier attempt may be published, and nobody can tell any more; this one was not sent. */
    | { state: 'uncertain' }
    /** The server was not reached: it is to be sent again, as it is, when it can be. */
    | { state: 'waiting'; problem: Problem }
    | { state: 'failed'; problem: Problem };

export interface Sending<Content, Value> {
    send: (content: Content, key: string) => Promise<Outcome<Value>>;
    /** Makes what an earlier attempt published say what is wanted now. */
    amend?: (published: Value, content: Content, key: string) => Promise<Outcome<Value>>;
    /** Sending it twice has the effect of once. */
    repeatable?: boolean;
    /** What does not reach the server waits until it does. */
    waits?: boolean;
}

export async function sendDraft<Content, Value>(
    draft: Draft,
    fields: Fields,
    content: Content,
    how: Sending<Content, Value>,
): Promise<Sent<Value>> {
    draft.held = true;
    try {
        if (how.repeatable) draft.answered(fields);
        const step = draft.next(fields, content);
        if (step.do === 'look') return doubt(draft, fields);
        if (step.do === 'send') return await first(draft, fields, content, step, how);
        const earlier = await how.send(step.content as Content, step.key);
        if (earlier.ok) {
            const amended = await how.amend?.(earlier.value, content, randomKey());
            if (amended && !amended.ok) return failed(draft, fields, content, amended.problem, how);
            if (amended) return finish(draft, amended.value);
            draft.answered(fields);
            return { state: 'earlier', value: earlier.value };
        }
        if (earlier.problem.code === 'idempotency_mismatch') return doubt(draft, fields);
        if (!refused(earlier.problem)) return failed(draft, fields, content, earlier.problem, how);
        draft.answered(fields);
        const again = draft.next(fields, content);
        if (again.do !== 'send') return doubt(draft, fields);
        return await first(draft, fields, content, again, how);
    } finally {
        draft.held = false;
    }
}

async function first<Content, Value>(
    draft: Draft,
    fields: Fields,
    content: Content,
    { key, fresh }: { key: string; fresh: boolean },
    how: Sending<Content, Value>,
): Promise<Sent<Value>> {
    const offline = fresh && !navigator.onLine;
    const outcome = await how.send(content, key);
    if (outcome.ok) return finish(draft, outcome.value);
    if (outcome.problem.code === 'idempotency_mismatch') return doubt(draft, fields);
    const neverLeft = offline && !navigator.onLine && outcome.problem.code === 'unreachable';
    // What was refused needs no second look when it has been put right.
    if (refused(outcome.problem) || (neverLeft && !how.waits)) draft.answered(fields);
    return failed(draft, fields, content, outcome.problem, how, neverLeft);
}

function failed<Content, Value>(draft: Draft, fields: Fields, content: Content, problem: Problem, { waits }: Sending<Content, Value>, unsent = false): Sent<Value> {
    // What waits already is not given back for a server that is only just there again.
    if (waits && (problem.code === 'unreachable' || (draft.waits > 0 && passing(problem)))) {
        draft.wait(fields, unsent, content);
        return { state: 'waiting', problem };
    }
    if (draft.waits > 0) draft.stop(fields);
    return { state: 'failed', problem };
}

function finish<Value>(draft: Draft, value: Value): Sent<Value> {
    draft.clear();
    return { state: 'sent', value };
}

function doubt(draft: Draft, fields: Fields): { state: 'uncertain' } {
    draft.answered(fields);
    return { state: 'uncertain' };
}
