// SPDX-License-Identifier: EUPL-1.2
// What is typed before there is an account. It outlives a reload of the page and not the tab: whoever uses the machine next
// does not find it. No password goes in here.
import type { Fields } from './drafts.ts';

const key = (email: string) => `plaza:registration:${email}`;

/** Of these fields: a link may open another form than the one before, which asked for other things. */
export function keptFor<Name extends string>(email: string, names: readonly Name[]): Partial<Record<Name, string>> {
    try {
        const kept = JSON.parse(sessionStorage.getItem(key(email)) ?? '{}') as Fields;
        return Object.fromEntries(names.filter((name) => typeof kept[name] === 'string').map((name) => [name, kept[name]])) as Partial<Record<Name, string>>;
    } catch {
        return {};
    }
}

/** Where the browser keeps nothing, a reload loses it. */
export function keepFor(email: string, fields: Fields | null): void {
    try {
        if (fields) sessionStorage.setItem(key(email), JSON.stringify(fields));
        else sessionStorage.removeItem(key(email));
    } catch {
        return;
    }
}
