// SPDX-License-Identifier: EUPL-1.2
// Tells the other tabs of the browser who has signed in, or that somebody has signed out. They share one cookie: a tab
// that goes on showing somebody else would write in the name of whoever signed in last.

/** A person's id, or null for signed out. */
export interface Signals {
    tell(person: number | null): void;
}

export function openSignals(onSignal: (person: number | null) => void): Signals {
    if (!('BroadcastChannel' in globalThis)) return { tell: () => {} };
    const channel = new BroadcastChannel('plaza-session');
    channel.onmessage = ({ data }: MessageEvent<number | null>) => onSignal(data);
    return { tell: (person) => channel.postMessage(person) };
}
