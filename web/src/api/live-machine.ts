// SPDX-License-Identifier: EUPL-1.2
// Decides how to stay live, without touching a socket or a clock: a step takes what happened and says what to do.
// live.ts carries it out.
import type { EventBatch, LiveCommand, LiveEvent, LiveMessage } from './types.ts';

export type Input =
    | { type: 'start'; cursor: string | null }
    | { type: 'stop' }
    /** Another tab holds the connection, and this is what it heard. */
    | { type: 'relayed'; event: LiveEvent }
    | { type: 'message'; message: LiveMessage }
    | { type: 'closed'; code: number }
    /** Nothing was heard for as long as one waits for it. */
    | { type: 'silent' }
    | { type: 'timer' }
    | { type: 'polled'; batch: EventBatch }
    | { type: 'poll_failed'; status: number; retryAfter: number | null }
    | { type: 'watch'; thread: number }
    | { type: 'unwatch'; thread: number }
    /** The network came back, or the machine woke up: a connection that looks open may be dead. */
    | { type: 'wake' };

export type Effect =
    | { do: 'connect'; since: string | null }
    | { do: 'disconnect' }
    | { do: 'send'; command: LiveCommand }
    /** Ask for something that the server answers: only then is it known to be there. */
    | { do: 'probe' }
    /** At once: the server is to answer without waiting for events, which tells that it is there. */
    | { do: 'poll'; since: string | null; atOnce: boolean; watch: number[] }
    | { do: 'wait'; ms: number }
    | { do: 'deliver'; event: LiveEvent }
    /** What is shown may have gaps: load it again. */
    | { do: 'resync' }
    /** Events of this thread arrive from now on: what came before must be read. */
    | { do: 'watching'; thread: number; /** None arrive, or none any more. */ refused: boolean }
    | { do: 'delayed'; delayed: boolean }
    /** The server does not want this person any more: ask who they are. */
    | { do: 'denied' };

export type Phase = 'idle' | 'connecting' | 'open' | 'waiting' | 'polling';

export interface Machine {
    phase: Phase;
    cursor: string | null;
    /** Attempts in a row that brought nothing. */
    failures: number;
    pollsSinceSocket: number;
    /** The last poll did not reach the server: what failed was not the WebSocket alone. */
    away: boolean;
    watched: number[];
    /** Asked for and refused; the server may say otherwise another time. */
    refused: number[];
    /** What the poll under way asks for, */
    asked: number[];
    /** and of the watched those that one was answered for: their events come by the cursor from then on. */
    polled: number[];
    /** The server is of the version before, and refuses a poll that asks for threads. */
    plain: boolean;
    /** Asked whether the server is there, and not answered yet. */
    probing: boolean;
    /** Cursors of the last events delivered, against one that comes by both ways. */
    seen: string[];
}

export const still: Machine = {
    phase: 'idle',
    cursor: null,
    failures: 0,
    pollsSinceSocket: 0,
    away: false,
    watched: [],
    refused: [],
    asked: [],
    polled: [],
    plain: false,
    probing: false,
    seen: [],
};

const seenKept = 500;
const failuresBeforePolling = 2;
/** More than the server takes, of one connection or one poll. */
const mostWatched = 20;
const pollsBeforeSocket = 20;
const longestWaitMs = 30_000;
/** A server that is started anew is back within minutes, and is not to be waited for much longer than that takes. */
const soonMs = 4000;
const soonAttempts = 60;
/** What a browser says of a connection that nobody closed. */
const gone = 1006;
const policyViolation = 1008;
const restart = 1012;

export function step(machine: Machine, input: Input, random: () => number): [Machine, Effect[]] {
    switch (input.type) {
        case 'start':
            if (machine.phase === 'idle') return connect({ ...machine, cursor: machine.cursor ?? input.cursor, failures: 0 });
            // Signed in again: what happened since the last event handled is still to be told.
            return machine.phase === 'waiting' ? connect({ ...machine, failures: 0 }) : [machine, []];
        case 'stop':
            // What was heard stays known: this tab may hold the connection again, from there.
            return [
                { ...still, cursor: machine.cursor, seen: machine.seen, watched: wanted(machine) },
                [{ do: 'disconnect' }],
            ];
        case 'relayed':
            return machine.phase === 'idle' ? deliver(machine, input.event) : [machine, []];
        case 'watch':
            return watch(machine, input.thread);
        case 'unwatch':
            return unwatch(machine, input.thread);
        default:
    }
    if (machine.phase === 'idle') return [machine, []];
    switch (input.type) {
        case 'message':
            return hear({ ...machine, probing: false }, input.message);
        case 'closed':
            return lose(machine, input.code, random);
        case 'silent': {
            if (machine.phase === 'open' && !machine.probing) return [{ ...machine, probing: true }, [{ do: 'probe' }]];
            const [next, effects] = lose(machine, gone, random);
            return [next, [{ do: 'disconnect' }, ...effects]];
        }
        case 'timer':
            return machine.phase === 'waiting' ? retry(machine) : [machine, []];
        case 'wake': {
            const [next, effects] = connect({ ...machine, failures: 0 });
            return [next, [{ do: 'disconnect' }, ...effects]];
        }
        case 'polled':
            return machine.phase === 'polling' ? takeBatch(machine, input.batch) : [machine, []];
        case 'poll_failed':
            return machine.phase === 'polling' ? failPoll(machine, input.status, input.retryAfter, random) : [machine, []];
    }
}

function connect(machine: Machine): [Machine, Effect[]] {
    return [{ ...machine, phase: 'connecting', probing: false }, [{ do: 'connect', since: machine.cursor }]];
}

function poll(machine: Machine): [Machine, Effect[]] {
    const asked = machine.watched.slice(0, mostWatched);
    // An answer tells from where on the events of a thread come.
    const atOnce = machine.away || machine.pollsSinceSocket === 0 || machine.watched.some((thread) => !machine.polled.includes(thread));
    return [{ ...machine, phase: 'polling', asked }, [{ do: 'poll', since: machine.cursor, atOnce, watch: machine.plain ? [] : asked }]];
}

function wait(machine: Machine, ms: number): [Machine, Effect[]] {
    return [{ ...machine, phase: 'waiting' }, [{ do: 'wait', ms: Math.round(ms) }]];
}

function retry(machine: Machine): [Machine, Effect[]] {
    // A proxy that lets no WebSocket through fails each time before the server's hello; the long poll passes it, and
    // tells what a failed handshake does not: whether the server is away or the session is over.
    return machine.failures >= failuresBeforePolling ? poll(machine) : connect(machine);
}

function hear(machine: Machine, message: LiveMessage): [Machine, Effect[]] {
    switch (message.type) {
        case 'hello': {
            const opened: Machine = {
                ...machine,
                watched: wanted(machine),
                refused: [],
                polled: [],
                phase: 'open',
                failures: 0,
                pollsSinceSocket: 0,
                // Resumed, the events since our cursor follow: it moves with each of them and not before.
                cursor: message.resumed ? (machine.cursor ?? message.cursor) : message.cursor,
            };
            const effects: Effect[] = message.resumed ? [] : [{ do: 'resync' }];
            for (const thread of opened.watched) effects.push(command('watch', thread));
            return [opened, effects];
        }
        case 'event':
            return deliver(machine, message);
        case 'watching':
            return [machine, machine.watched.includes(message.thread) ? [{ do: 'watching', thread: message.thread, refused: false }] : []];
        case 'notice':
            return [machine, [{ do: 'delayed', delayed: message.code === 'delayed' }]];
        case 'refused':
            return refuse(machine, message.thread);
    }
}

/** Its page looks again, and finds out what holds. */
function refuse(machine: Machine, thread: number): [Machine, Effect[]] {
    if (!machine.watched.includes(thread)) return [machine, []];
    return [
        { ...machine, watched: machine.watched.filter((other) => other !== thread), refused: [...machine.refused, thread] },
        [{ do: 'watching', thread, refused: true }],
    ];
}

function deliver(machine: Machine, event: LiveEvent): [Machine, Effect[]] {
    if (machine.seen.includes(event.cursor)) return [machine, []];
    const seen = [...machine.seen.slice(1 - seenKept), event.cursor];
    const next: Machine = { ...machine, cursor: event.cursor, seen };
    const effects: Effect[] = [{ do: 'deliver', event }];
    // Where one has come in, what was refused before may be read.
    if (event.kind !== 'membership.changed' || (machine.phase !== 'open' && machine.phase !== 'polling')) return [next, effects];
    const again = machine.phase === 'open' ? machine.refused.map((thread) => command('watch', thread)) : [];
    return [{ ...next, watched: wanted(machine), refused: [] }, [...effects, ...again]];
}

function lose(machine: Machine, code: number, random: () => number): [Machine, Effect[]] {
    if (machine.phase !== 'open' && machine.phase !== 'connecting') return [machine, []];
    if (code === policyViolation) {
        const [next, effects] = wait({ ...machine, failures: machine.failures + 1 }, longestWaitMs);
        return [next, [{ do: 'denied' }, ...effects]];
    }
    // Everybody was sent away at once: they must not all come back at once.
    if (code === restart) return wait({ ...machine, failures: 0 }, 500 + 4500 * random());
    const failures = machine.phase === 'open' ? 0 : machine.failures + 1;
    return wait({ ...machine, failures }, backOff(failures, random));
}

function takeBatch(machine: Machine, batch: EventBatch): [Machine, Effect[]] {
    let current: Machine = { ...machine, failures: failuresBeforePolling, pollsSinceSocket: machine.pollsSinceSocket + 1 };
    const effects: Effect[] = [];
    if (!batch.resumed) effects.push({ do: 'resync' });
    for (const event of batch.events) {
        const [next, delivered] = deliver(current, event);
        current = next;
        effects.push(...delivered);
    }
    // As over a connection: what is more than it takes is refused.
    const { asked } = machine;
    const refused = [...(batch.refused ?? []), ...machine.watched.filter((thread) => !asked.includes(thread))];
    for (const thread of refused) {
        const [next, told] = refuse(current, thread);
        current = next;
        effects.push(...told);
    }
    const stand = current.watched.filter((thread) => asked.includes(thread));
    for (const thread of stand) if (!current.polled.includes(thread)) effects.push({ do: 'watching', thread, refused: false });
    current = { ...current, polled: stand, cursor: batch.cursor };
    // When the server is back; and now and then, for the proxy may be gone, on a laptop taken home.
    const [next, onward] =
        machine.away || current.pollsSinceSocket >= pollsBeforeSocket
            ? connect({ ...current, failures: failuresBeforePolling - 1, pollsSinceSocket: 0, away: false })
            : poll(current);
    return [next, [...effects, ...onward]];
}

function failPoll(machine: Machine, status: number, retryAfter: number | null, random: () => number): [Machine, Effect[]] {
    const failures = machine.failures + 1;
    const away = status === 0 || status >= 500;
    const plain = machine.plain || status === 422;
    const [next, effects] = wait({ ...machine, failures, away, plain }, (retryAfter ?? 0) * 1000 + backOff(failures, random));
    return status === 401 || status === 403 || status === 428 ? [next, [{ do: 'denied' }, ...effects]] : [next, effects];
}

function backOff(failures: number, random: () => number): number {
    const longest = failures <= soonAttempts ? soonMs : longestWaitMs;
    return Math.min(longest, 1000 * 2 ** Math.max(0, failures - 1)) * (0.5 + random() / 2);
}

function watch(machine: Machine, thread: number): [Machine, Effect[]] {
    if (machine.watched.includes(thread)) return [machine, []];
    const next = { ...machine, watched: [...machine.watched, thread], refused: machine.refused.filter((other) => other !== thread) };
    // The poll under way does not know of it.
    if (machine.phase === 'polling') return poll(next);
    return [next, machine.phase === 'open' ? [command('watch', thread)] : []];
}

function unwatch(machine: Machine, thread: number): [Machine, Effect[]] {
    if (!machine.watched.includes(thread)) return [{ ...machine, refused: machine.refused.filter((other) => other !== thread) }, []];
    return [
        { ...machine, watched: machine.watched.filter((other) => other !== thread), polled: machine.polled.filter((other) => other !== thread) },
        machine.phase === 'open' ? [command('unwatch', thread)] : [],
    ];
}

function wanted({ watched, refused }: Machine): number[] {
    return [...watched, ...refused];
}

function command(type: LiveCommand['type'], thread: number): Effect {
    return { do: 'send', command: { type, thread } };
}
