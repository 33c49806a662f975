// SPDX-License-Identifier: EUPL-1.2
// What a thread of some kind holds besides its posts: read, read again when somebody changes it, and changed by me.
import type { Outcome, Problem } from '../api/problem.ts';
import { loadAgain } from './again.svelte.ts';
import type { App } from './app.svelte.ts';

/** What a call of the interface brings when it succeeds. */
export type Brought<Call extends (...given: never[]) => unknown> = Awaited<ReturnType<Call>> extends Outcome<infer Value> ? Value : never;

export class Facts<Value> {
    now = $state.raw<Value | null>(null);
    problem = $state.raw<Problem | null>(null);
    busy = $state(false);

    constructor(
        private readonly read: () => Promise<Outcome<Value>>,
        private readonly come: (value: Value) => void,
    ) {}

    readonly load = async () => {
        this.take(await this.read());
    };

    /** One act at a time, answered by what it made of them; whether it succeeded. */
    async act(begin: () => Promise<Outcome<Value>>): Promise<boolean> {
        if (this.busy) return false;
        this.busy = true;
        const outcome = await begin();
        this.busy = false;
        this.take(outcome);
        return outcome.ok;
    }

    private take(outcome: Outcome<Value>) {
        this.problem = outcome.ok ? null : outcome.problem;
        if (!outcome.ok) return;
        this.now = outcome.value;
        this.come(outcome.value);
    }
}

/** For as long as the component is there: loaded at once, and whenever the thread or what I may do in it changes. */
export function factsOf<Value>(app: App, thread: number, kind: 'poll' | 'event', read: () => Promise<Outcome<Value>>, come: (value: Value) => void = () => {}): Facts<Value> {
    const facts = new Facts(read, come);
    $effect(() =>
        app.live.listen({
            onEvent: (heard) => {
                const here = heard.thread === thread && (heard.kind === `${kind}.changed` || heard.kind === 'thread.changed');
                if (here || heard.kind === 'membership.changed') void facts.load();
            },
            onResync: () => void facts.load(),
        }),
    );
    loadAgain(app, () => facts.problem, () => void facts.load());
    void facts.load();
    return facts;
}
