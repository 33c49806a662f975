// SPDX-License-Identifier: EUPL-1.2
/** A BroadcastChannel between the "tabs" of one test, which speaks at once. */
export class Channel {
    static readonly open = new Set<Channel>();
    onmessage: ((event: { data: unknown }) => void) | null = null;

    constructor(readonly name: string) {
        Channel.open.add(this);
    }

    postMessage(data: unknown): void {
        for (const channel of Channel.open) {
            if (channel !== this && channel.name === this.name) channel.onmessage?.({ data: structuredClone(data) });
        }
    }
}
