// SPDX-License-Identifier: EUPL-1.2
// Says to those who listen to the page what others see happen on it, without interrupting them.

export class Announcer {
    text = $state('');
    #clear: ReturnType<typeof setTimeout> | undefined;

    say(text: string): void {
        clearTimeout(this.#clear);
        // The same words twice in a row would not be read the second time.
        this.text = this.text === text ? `${text}\u00a0` : text;
        this.#clear = setTimeout(() => (this.text = ''), 10_000);
    }
}
