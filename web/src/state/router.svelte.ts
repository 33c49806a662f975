// SPDX-License-Identifier: EUPL-1.2
// Which page is shown. Plain links work: a click on one of ours is answered here instead of by a new document.
// README.md says why this is not a library.
import { parse } from 'regexparam';
import { tick, type Component } from 'svelte';

export interface Route {
    pattern: string;
    load: () => Promise<{ default: Component<any> }>;
    /** Shown also to who is not signed in, in place of the page to sign in. */
    outside?: boolean;
    /** Where mailed links lead, with a token as their hash. */
    mailed?: boolean;
}

export interface Place {
    path: string;
    query: URLSearchParams;
    /** Without the leading "#". */
    hash: string;
    params: Record<string, string>;
    page: Component<any>;
    /** Of a route for who is not signed in as well. */
    outside?: boolean;
    /** The token of a mailed link: another one is another page, though only the hash changes. */
    token?: string;
    /** Changes with every page opened, not when only the hash changes. */
    visit: number;
}

type Arrival = { scroll: number | null; focus: boolean };

let routes: { match: RegExp; keys: string[]; load: Route['load']; outside: boolean; mailed: boolean }[] = [];
let place = $state.raw<Place | null>(null);
let broken = $state(false);
let arrival: Arrival | null = null;
let visit = 0;
let shown = '';

export const router = {
    get place(): Place | null {
        return place;
    },
    /** The program of a page did not arrive. */
    get broken(): boolean {
        return broken;
    },
};

/** Fetches the page of the address while the server is asked who one is. */
export function useRoutes(table: Route[]): void {
    routes = table.map(({ pattern, load, outside = false, mailed = false }) => {
        const { pattern: match, keys } = parse(pattern);
        return { match, keys: keys as string[], load, outside, mailed };
    });
    // What fails here fails again, and is told, when the page is opened.
    routes.find(({ match }) => match.test(location.pathname))?.load().catch(() => {});
}

/** Whether the page of the address is also for who is not signed in. */
export function isOutside(): boolean {
    return routes.find(({ match }) => match.test(location.pathname))?.outside ?? false;
}

/** `focus`: the page takes the place of another, of signing in. */
export function startRouter(focus = false): () => void {
    history.scrollRestoration = 'manual';
    const onPop = () => void open({ scroll: Number(history.state?.scroll ?? 0), focus: true });
    const onOnline = () => broken && void open({ scroll: null, focus: true });
    addEventListener('popstate', onPop);
    // What did not arrive without a connection is asked for again.
    addEventListener('online', onOnline);
    document.addEventListener('click', followLink);
    void open({ scroll: Number(history.state?.scroll ?? 0) || null, focus });
    return () => {
        removeEventListener('popstate', onPop);
        removeEventListener('online', onOnline);
        document.removeEventListener('click', followLink);
    };
}

/** `focus`: also where the page takes the place of the one before. */
export function navigate(address: string, options: { replace?: boolean; focus?: boolean } = {}): Promise<void> {
    if (options.replace) {
        history.replaceState(null, '', address);
    } else {
        // Where one stood is kept with the page that is left, for the way back.
        history.replaceState({ scroll: scrollY }, '');
        history.pushState(null, '', address);
    }
    return open({ scroll: null, focus: options.focus ?? !options.replace });
}

/** A group that one belongs to has moved: its page goes with it. */
export function followGroup(from: string, to: string): void {
    const { pathname, search, hash } = location;
    const old = `/groups/${from}`;
    if (pathname !== old && !pathname.startsWith(`${old}/`)) return;
    void navigate(`/groups/${to}${pathname.slice(old.length)}${search}${hash}`, { replace: true });
}

/** Pages call this once what they show has arrived: only then is there something to scroll to. */
export function settled(): Promise<void> {
    return settledAt('');
}

/** The same, where one begins to read at this element, unless the address says another or one comes back to where one was. */
export async function settledAt(first: string): Promise<void> {
    const { scroll = null, focus = false } = arrival ?? {};
    arrival = null;
    await tick();
    const begin = place?.hash || (scroll === null ? first : '');
    const target = begin ? document.getElementById(begin) : null;
    if (target) {
        target.scrollIntoView();
        target.focus({ preventScroll: true });
        return;
    }
    if (scroll !== null) scrollTo(0, scroll);
    else if (focus) scrollTo(0, 0);
    if (focus) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

async function open(how: Arrival): Promise<void> {
    const mine = ++visit;
    const { pathname, search, hash } = location;
    const address = pathname + search;
    if (place && address === shown) {
        broken = false;
        const target = decode(hash.slice(1));
        // What leads about the page, and the way back to it, is no other link.
        const link = place.token !== undefined && target && !document.getElementById(target);
        place = { ...place, hash: target, ...(link ? { token: target } : {}) };
        arrival = how;
        await settled();
        return;
    }
    for (const { match, keys, load, outside, mailed } of routes) {
        const found = match.exec(pathname);
        if (!found) continue;
        let page: Component<any>;
        try {
            page = (await load()).default;
        } catch {
            broken = true;
            return;
        }
        if (mine !== visit) return;
        broken = false;
        shown = address;
        arrival = how;
        const params = Object.fromEntries(keys.map((key, index) => [key, decode(found[index + 1] ?? '')]));
        const target = decode(hash.slice(1));
        place = { path: pathname, query: new URLSearchParams(search), hash: target, params, page, outside, visit, ...(mailed ? { token: target } : {}) };
        return;
    }
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

function followLink(event: MouseEvent): void {
    // Anything but a plain click is the browser's: new tab, new window, saving.
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link?.href || link.target || link.hasAttribute('download')) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname.startsWith('/api/')) return;
    event.preventDefault();
    void navigate(address.pathname + address.search + address.hash);
}
