// SPDX-License-Identifier: EUPL-1.2
// Who is signed in.
import { tick } from 'svelte';
import type { Api } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import type { Me } from '../api/types.ts';
import { openSignals, type Signals } from './signals.ts';

export type SessionStatus =
    | 'starting'
    /** The server could not be asked. */
    | 'unknown'
    | 'out'
    | 'in'
    /** Somebody of the administration has not confirmed them yet. */
    | 'waiting'
    /** The terms of use are not accepted yet. */
    | 'policy'
    /** Was in, and what is on the page stays there until they are in again. */
    | 'expired';

/** Where somebody stands who is signed in and may not go on. */
function stopped({ code }: Problem): 'waiting' | 'policy' | null {
    if (code === 'confirmation_pending') return 'waiting';
    return code === 'policy_pending' ? 'policy' : null;
}

export class Session {
    status = $state<SessionStatus>('starting');
    me = $state.raw<Me | null>(null);
    problem = $state.raw<Problem | null>(null);
    /** Expired, and the person wants to go on: they are asked to sign in over the page. */
    asking = $state(false);

    /** The password was right; a code is missing. */
    secondStep = $state(false);
    /** Why it is the password's turn again. */
    stepEnded = $state.raw<Problem | null>(null);

    readonly #signals: Signals;

    constructor(
        private readonly api: Pick<Api, 'me' | 'signIn' | 'finishSignIn' | 'signOut'>,
        private readonly reload = () => location.reload(),
    ) {
        this.#signals = openSignals((person) => this.#elsewhere(person));
    }

    async load(): Promise<void> {
        const outcome = await this.api.me();
        if (outcome.ok) {
            this.#enter(outcome.value);
        } else if (outcome.problem.status === 401 || outcome.problem.code === 'second_factor_pending') {
            this.secondStep = outcome.problem.code === 'second_factor_pending';
            this.status = this.me ? 'expired' : 'out';
        } else if (stopped(outcome.problem)) {
            this.me = null;
            this.status = stopped(outcome.problem) ?? 'unknown';
        } else if (!this.me || outcome.problem.code === 'suspended') {
            this.me = null;
            this.problem = outcome.problem;
            this.status = 'unknown';
        }
    }

    async signIn(email: string, password: string): Promise<Problem | null> {
        this.stepEnded = null;
        const outcome = await this.api.signIn(email, password);
        if (!outcome.ok) return outcome.problem;
        if (outcome.value.second_factor_pending) {
            this.secondStep = true;
            return null;
        }
        return this.arrive(outcome.value.person.id);
    }

    async finishSignIn(code: string): Promise<Problem | null> {
        const outcome = await this.api.finishSignIn(code);
        if (outcome.ok) return this.arrive(outcome.value.person.id);
        // It waited too long: from the beginning.
        if (outcome.problem.status === 401) {
            this.secondStep = false;
            this.stepEnded = outcome.problem;
        }
        return outcome.problem;
    }

    /** Back to the password. */
    async giveUp(): Promise<void> {
        await this.api.signOut();
        this.secondStep = false;
    }

    /** Signed in by whatever way. */
    async arrive(person: number): Promise<Problem | null> {
        // The other tabs send this person's cookie from now on.
        this.#signals.tell(person);
        if (this.#isOfAnother(person)) return null;
        const me = await this.api.me();
        if (me.ok) {
            this.#enter(me.value);
            return null;
        }
        const where = stopped(me.problem);
        if (!where) return me.problem;
        this.secondStep = false;
        this.status = where;
        return null;
    }

    async signOut(): Promise<Problem | null> {
        const outcome = await this.api.signOut();
        if (!outcome.ok && outcome.problem.status !== 401) return outcome.problem;
        this.#signals.tell(null);
        // Nothing may stay behind for who presses Back on a shared machine.
        this.me = null;
        this.status = 'out';
        await tick();
        location.assign('/');
        return null;
    }

    expire(asked: boolean): void {
        if (this.status === 'in') this.status = 'expired';
        // Found out in the background, it must not come between somebody and what they are typing.
        if (this.status === 'expired' && asked) this.asking = true;
    }

    #enter(me: Me): void {
        if (this.#isOfAnother(me.person.id)) return;
        this.me = me;
        this.problem = null;
        this.asking = false;
        this.secondStep = false;
        this.status = 'in';
    }

    /** Somebody else at the same screen: nothing of the one before may stay on it. */
    #isOfAnother(person: number | null): boolean {
        if (!this.me || this.me.person.id === person) return false;
        this.reload();
        return true;
    }

    /** Another tab signed this person in, or whoever it was out: all tabs send the same cookie. */
    #elsewhere(person: number | null): void {
        if (!this.#isOfAnother(person) && this.status !== 'in' && person !== null) void this.load();
    }
}
