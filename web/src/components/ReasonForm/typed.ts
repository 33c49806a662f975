// SPDX-License-Identifier: EUPL-1.2
// What was typed into forms that close at one press: it is found again in them until it is sent, or the visit ends.

const typed = new Map<string, string>();

/** `place`: of one person, for one act on one thing. */
export function typedAt(place: string): string {
    return typed.get(place) ?? '';
}

export function keepTyped(place: string, text: string): void {
    if (text.trim()) typed.set(place, text);
    else typed.delete(place);
}
