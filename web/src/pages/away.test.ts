// SPDX-License-Identifier: EUPL-1.2
// Pages that could not be loaded while the server or its database was away, and load once it is back.
import { screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { group, notification, post, thread, threadPage } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import type { App } from '../state/app.svelte.ts';
import type { Place } from '../state/router.svelte.ts';
import GroupPage from './GroupPage.svelte';
import GroupsPage from './GroupsPage.svelte';
import HomePage from './HomePage.svelte';
import NotificationsPage from './NotificationsPage.svelte';
import SearchPage from './SearchPage.svelte';
import ThreadPage from './ThreadPage.svelte';

let network: Network;
let app: App;

function place(params: Record<string, string> = {}, query = ''): Place {
    return { path: '/', params, query: new URLSearchParams(query), hash: '', page: HomePage as Component, visit: 1 };
}

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
    network.on('GET /groups', { body: { items: [group('contratacion')], next: null } }).on('PUT /threads/7/read', { status: 204 });
    app = signedIn(network);
    app.enter();
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
});
afterEach(() => {
    app.live.stop();
    vi.unstubAllGlobals();
});

const pages: [string, string, Component<any>, object, object, string][] = [
    ['home', 'GET /feed', HomePage, {}, { items: [thread(10)], next: null }, 'Pregunta 10'],
    ['a thread', 'GET /threads/7', ThreadPage, { place: place({ id: '7' }) }, threadPage([post(1)]), 'Pregunta 7'],
    ['search', 'GET /search', SearchPage, { place: place({}, 'q=algo') }, { items: [{ thread: thread(10), number: 1, extract: '' }], next: null }, 'Pregunta 10'],
    ['a group', 'GET /groups/contratacion', GroupPage, { place: place({ slug: 'contratacion' }) }, group('contratacion'), 'Contratacion'],
    ['the groups', 'GET /groups', GroupsPage, {}, { items: [group('padron')], next: null }, 'Padron'],
];

/** What is tried now and then is not tried within the test. */
const never = () => vi.spyOn(Math, 'random').mockReturnValue(100);

describe.each(pages)('%s', (_, request, Page, props, body, sign) => {
    it('loads by itself when the server is heard again', async () => {
        never();
        network.on(request, 'unreachable').on('GET /questions', 'unreachable').on('GET /me/unread', 'unreachable').on('GET /announcements', 'unreachable');
        show(app, Page, props as Record<string, unknown>);
        await screen.findAllByRole('alert');
        expect(app.away).toBe(true);
        network.on(request, { body }).on('GET /groups/contratacion/threads', { body: { items: [], next: null } });
        network.socket.say({ type: 'hello', cursor: 'h2', resumed: true });
        expect(app.away).toBe(false);
        await screen.findAllByText(sign);
    });

    it('loads by itself when the database is back', async () => {
        never();
        network.socket.say({ type: 'notice', code: 'delayed' } as never);
        network.on(request, refusal(503, 'unavailable'));
        show(app, Page, props as Record<string, unknown>);
        await screen.findAllByRole('alert');
        expect(app.delayed).toBe(true);
        network.on(request, { body }).on('GET /groups/contratacion/threads', { body: { items: [], next: null } });
        network.socket.say({ type: 'notice', code: 'on_time' } as never);
        await screen.findAllByText(sign);
    });

    it('tries now and then meanwhile', async () => {
        network.on(request, refusal(503, 'unavailable'));
        show(app, Page, props as Record<string, unknown>);
        await screen.findAllByRole('alert');
        network.on(request, { body }).on('GET /groups/contratacion/threads', { body: { items: [], next: null } });
        await screen.findAllByText(sign);
    });
});

it('offers to mark all notices as read once there is a list of them', async () => {
    never();
    network.on('GET /notifications', 'unreachable');
    app.notifications.begin(3);
    show(app, NotificationsPage, {});
    await screen.findAllByRole('alert');
    expect(screen.queryByRole('button', { name: 'Marcar todos como leídos' })).toBeNull();
    network.on('GET /notifications', { body: { items: [notification(1)], next: null, unread: 3 } });
    network.socket.say({ type: 'hello', cursor: 'h2', resumed: true });
    await screen.findByRole('button', { name: 'Marcar todos como leídos' });
});
