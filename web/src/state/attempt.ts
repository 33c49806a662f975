// SPDX-License-Identifier: EUPL-1.2
// The key of a form that keeps no attempts on the device: what is sent again as it was has one effect, and what was
// changed since goes under a key of its own, or the server refuses it as another under the same.
import { passing, type Outcome } from '../api/problem.ts';
import { randomKey } from './drafts.ts';

export class Attempt {
    #key = '';
    #content = '';

    async send<Value>(content: unknown, call: (key: string) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
        const text = JSON.stringify(content);
        if (this.#key === '' || text !== this.#content) [this.#key, this.#content] = [randomKey(), text];
        const outcome = await call(this.#key);
        if (outcome.ok || !passing(outcome.problem)) this.#key = '';
        return outcome;
    }
}
