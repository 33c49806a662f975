// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { navigate, router, settled, startRouter, useRoutes } from './router.svelte.ts';

const page = (name: string) => ({ default: name as unknown as Component });
let stop: () => void;

const pages = {
    home: vi.fn(async () => page('home')),
    thread: vi.fn(async () => page('thread')),
    other: vi.fn(async () => page('other')),
};

beforeEach(async () => {
    history.replaceState(null, '', '/');
    vi.stubGlobal('scrollTo', vi.fn());
    useRoutes([
        { pattern: '/', load: pages.home },
        { pattern: '/threads/:id', load: pages.thread },
        { pattern: '*', load: pages.other },
    ]);
    stop = startRouter();
    await waitFor(() => expect(router.place?.path).toBe('/'));
});
afterEach(() => {
    stop();
    document.body.replaceChildren();
    vi.unstubAllGlobals();
});

function link(attributes: Record<string, string>): HTMLAnchorElement {
    const made = document.createElement('a');
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(document.createElement('b'));
    document.body.append(made);
    return made;
}

const shown = () => router.place?.page as unknown as string;

describe('links', () => {
    it('open pages here, with what stands in the address', async () => {
        await fireEvent.click(link({ href: '/threads/7?x=1#p3' }).firstElementChild as Element);
        await waitFor(() => expect(shown()).toBe('thread'));
        expect(router.place).toMatchObject({ params: { id: '7' }, hash: 'p3' });
        expect(router.place?.query.get('x')).toBe('1');
        expect(location.pathname).toBe('/threads/7');
    });

    it.each([
        ['with Ctrl', { href: '/threads/7' }, { ctrlKey: true }],
        ['with Meta', { href: '/threads/7' }, { metaKey: true }],
        ['with Shift', { href: '/threads/7' }, { shiftKey: true }],
        ['with the middle button', { href: '/threads/7' }, { button: 1 }],
        ['to a new tab', { href: '/threads/7', target: '_blank' }, {}],
        ['that download', { href: '/threads/7', download: '' }, {}],
        ['to another site', { href: 'https://www.boe.es/' }, {}],
        ['to the interface', { href: '/api/v1/openapi.yaml' }, {}],
    ])('%s are left to the browser', async (_, attributes, click) => {
        const element = link(attributes);
        let ours = true;
        // Asked after the router, and before jsdom would try to leave the page.
        addEventListener(
            'click',
            (event) => {
                ours = event.defaultPrevented;
                event.preventDefault();
            },
            { once: true },
        );
        await fireEvent.click(element, click);
        expect(ours).toBe(false);
        expect(shown()).toBe('home');
    });
});

describe('pages', () => {
    it('unknown addresses have one too', async () => {
        await navigate('/a/b/c');
        expect(shown()).toBe('other');
    });

    it('the last of two opened quickly stays', async () => {
        let arrive = () => {};
        pages.thread.mockImplementationOnce(() => new Promise((done) => (arrive = () => done(page('thread')))));
        const slow = navigate('/threads/7');
        await navigate('/a');
        arrive();
        await slow;
        expect(shown()).toBe('other');
    });

    it('whose program does not arrive are said to be broken, not blank', async () => {
        pages.thread.mockRejectedValueOnce(new Error('gone'));
        await navigate('/threads/7');
        expect(router.broken).toBe(true);
        await navigate('/');
        expect(router.broken).toBe(false);
    });

    it('whose program did not arrive come when there is a connection again', async () => {
        pages.thread.mockRejectedValueOnce(new Error('offline'));
        await navigate('/threads/8');
        expect(router.broken).toBe(true);
        await fireEvent(window, new Event('online'));
        await waitFor(() => expect([router.broken, router.place?.path]).toEqual([false, '/threads/8']));
    });

    it('get the focus at their heading, and one comes back to where one stood', async () => {
        document.body.innerHTML = '<main><h1 tabindex="-1">T</h1><p id="p3" tabindex="-1"></p></main>';
        vi.stubGlobal('scrollY', 480);
        await navigate('/threads/7');
        await settled();
        expect(scrollTo).toHaveBeenLastCalledWith(0, 0);
        expect(document.activeElement?.tagName).toBe('H1');
        history.back();
        await waitFor(() => expect(shown()).toBe('home'));
        await settled();
        expect(scrollTo).toHaveBeenLastCalledWith(0, 480);
    });

    it('do not reload for a place within them', async () => {
        document.body.innerHTML = '<main><h1 tabindex="-1">T</h1><p id="p3" tabindex="-1"></p></main>';
        const target = document.getElementById('p3') as HTMLElement;
        target.scrollIntoView = vi.fn();
        await navigate('/threads/7');
        const { visit } = router.place ?? {};
        await navigate('/threads/7#p3');
        expect(router.place?.visit).toBe(visit);
        expect(target.scrollIntoView).toHaveBeenCalled();
        expect(document.activeElement).toBe(target);
    });
});
