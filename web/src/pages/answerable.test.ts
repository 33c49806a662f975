// SPDX-License-Identifier: EUPL-1.2
// Open questions that one could answer, on the home page.
import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { facts, group, person, thread } from '../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../tests/support/network.ts';
import type { App } from '../state/app.svelte.ts';
import HomePage from './HomePage.svelte';

let network: Network;
let app: App;

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
    network
        .on('GET /groups', { body: { items: [group('contratacion')], next: null } })
        .on('GET /feed', { body: { items: [thread(10)], next: null } });
    app = signedIn(network);
    app.enter();
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
});
afterEach(() => {
    app.live.stop();
    vi.unstubAllGlobals();
});

describe('the home page', () => {
    it('welcomes who has just come with the words of the network, and nobody else', async () => {
        const text = { name: 'welcome-red', kind: 'welcome', title: 'Te damos la bienvenida', body: 'Hola', html: '<p>Hola</p>', version: 2 };
        network.on('GET /texts', { body: { items: [{ ...text, name: 'welcome-dinamizacion', title: 'Otra' }, text] } }).on('GET /questions', { body: { items: [] } });
        const first = show(app, HomePage, {});
        await screen.findByRole('link', { name: 'Pregunta 10' });
        expect(network.calls('GET /texts')).toEqual([]);
        first.unmount();
        app.groups.items = [];
        show(app, HomePage, {});
        await screen.findByRole('heading', { name: 'Te damos la bienvenida' });
        expect(screen.queryByText('Otra')).toBeNull();
    });

    it('shows what one could answer, why, and no longer what somebody has answered', async () => {
        const items = [
            { why: 'subject', subject: 'padrón', thread: thread(30) },
            { why: 'town', subject: null, thread: thread(31) },
            { why: 'own', subject: null, thread: thread(32) },
        ];
        network.on('GET /questions', { body: { items } });
        show(app, HomePage, {});
        const section = await screen.findByRole('region', { name: 'Quizá puedas responder' });
        expect(within(section).getAllByRole('heading', { level: 3 }).map((one) => one.textContent?.trim().slice(0, 11))).toEqual(['Pregunta 30', 'Pregunta 31', 'Pregunta 32']);
        within(section).getByText('Sobre «padrón», que conoces o sigues');
        within(section).getByText('De un municipio como el tuyo');
        within(section).getByText('De tu administración');
        network.on('GET /questions', { body: { items: [] } });
        network.socket.say({ type: 'event', cursor: 'c1', kind: 'thread.created', group: 'contratacion', thread: 30, data: facts(30, { author: person(2) }) } as never);
        await waitFor(() => expect(screen.queryByRole('region', { name: 'Quizá puedas responder' })).toBeNull());
    });

    it('is whole without them, and asks for them once more', async () => {
        network.on('GET /questions', refusal(503, 'unavailable'));
        show(app, HomePage, {});
        await screen.findByRole('link', { name: 'Pregunta 10' });
        await waitFor(() => expect(network.calls('GET /questions')).toHaveLength(2));
        expect(screen.queryByRole('alert')).toBeNull();
        expect(screen.queryByRole('region', { name: 'Quizá puedas responder' })).toBeNull();
    });
});
