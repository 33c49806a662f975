// SPDX-License-Identifier: EUPL-1.2
// Where the focus is after what had it is gone, and what is known to have been seen.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { group, person, post, thread, threadPage } from '../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../tests/support/network.ts';
import type { LiveEvent, Post } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
import type { Place } from '../state/router.svelte.ts';
import NotFoundPage from './NotFoundPage.svelte';
import ThreadPage from './ThreadPage.svelte';

let network: Network;
let app: App;
const asker = { can: { reply: true, answer: true, mark: true, accept: true, edit: true, close: false, order: false } };

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    Element.prototype.scrollIntoView = vi.fn();
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    network = new Network();
    network
        .on('GET /groups', { body: { items: [group('contratacion')], next: null } })
        .on('PUT /threads/7/read', { status: 204 })
        .on('PUT /threads/7/accepted', { body: thread(7, { ...asker, state: 'solved', accepted: 2 }) })
        .on('DELETE /threads/7/accepted', { body: thread(7, { ...asker, state: 'answered' }) })
        .on('DELETE /posts/10003', { status: 204 });
    app = signedIn(network);
    app.enter();
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
});
afterEach(() => {
    app.live.stop();
    vi.unstubAllGlobals();
});

async function open(posts: Post[]) {
    network.on('GET /threads/7', { body: threadPage(posts, asker) }).on('GET /threads/7/posts', { body: { items: [], next: null } });
    const place: Place = { path: '/', params: { id: '7' }, query: new URLSearchParams(), hash: '', page: ThreadPage as Component, visit: 1 };
    show(app, ThreadPage, { place });
    await screen.findByRole('heading', { level: 1, name: 'Pregunta 7' });
}

const mine = () => [post(1), post(2), post(3, { author: person(1) })];
const at = (id: string) => waitFor(() => expect(document.activeElement?.id).toBe(id));
const press = async (button: HTMLElement) => {
    button.focus();
    await fireEvent.click(button);
};

async function choose(item: string) {
    const menu = within(document.getElementById('p3') as HTMLElement).getByRole('button', { name: 'Más acciones del mensaje 3' });
    await press(menu);
    await press(await screen.findByRole('menuitem', { name: item }));
    return menu;
}

describe('the focus', () => {
    it('is on the post that was accepted, and on it when that is taken back', async () => {
        await open([post(1), post(2)]);
        await press(screen.getByRole('button', { name: 'Esto lo resolvió' }));
        await at('p2');
        (document.activeElement as HTMLElement).blur();
        await press(screen.getByRole('button', { name: 'No lo resolvió' }));
        await at('p2');
    });

    it('is on the post when it is not edited after all, or not commented on', async () => {
        await open(mine());
        await choose('Editar');
        await press(await screen.findByRole('button', { name: 'Cancelar' }));
        await at('p3');
        await press(within(document.getElementById('p2') as HTMLElement).getByRole('button', { name: 'Responder' }));
        await press(await screen.findByRole('button', { name: 'Cancelar' }));
        await at('p2');
    });

    it('goes back to the button of the menu when a question is closed by keyboard', async () => {
        await open(mine());
        const menu = await choose('Borrar');
        const dialog = await screen.findByRole('dialog');
        within(dialog).getByRole('button', { name: 'Cancelar' }).focus();
        await fireEvent(dialog, new Event('cancel', { cancelable: true }));
        await waitFor(() => expect(document.activeElement).toBe(menu));
    });

    it('is on the place of the post that was deleted', async () => {
        await open(mine());
        await choose('Borrar');
        await press(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Borrar' }));
        await screen.findByText('El mensaje 3 fue borrado.');
        await at('p3');
    });
});

describe('what is new', () => {
    it('needs no way to it once it has been on the screen, and keeps its mark', async () => {
        const watched = new Map<Element, (entries: object[]) => void>();
        vi.stubGlobal(
            'IntersectionObserver',
            class {
                constructor(private readonly hear: (entries: object[]) => void) {}
                observe(element: Element) {
                    watched.set(element, this.hear);
                }
                unobserve() {}
                disconnect() {}
            },
        );
        await open([post(1)]);
        const { my_vote: _, ...data } = post(2, { author: person(5, 'Pau Ferrer') });
        network.socket.say({ type: 'event', cursor: 'c1', kind: 'post.created', group: 'contratacion', thread: 7, data } as unknown as LiveEvent);
        await screen.findByRole('button', { name: 'Ver 1 mensaje nuevo' });
        const target = document.getElementById('p2') as HTMLElement;
        const hear = watched.get(target);
        hear?.([{ target, intersectionRatio: 0.1, intersectionRect: { height: 10 } }]);
        screen.getByRole('button', { name: 'Ver 1 mensaje nuevo' });
        hear?.([{ target, intersectionRatio: 0.6, intersectionRect: { height: 60 } }]);
        await waitFor(() => expect(screen.queryByRole('button', { name: 'Ver 1 mensaje nuevo' })).toBeNull());
        within(target).getByText('Nuevo');
        await waitFor(() => expect(network.calls('PUT /threads/7/read').at(-1)?.body).toEqual({ number: 2 }));
    });
});

describe('the page for an address without one', () => {
    it('names the installation in its title', () => {
        show(app, NotFoundPage, {});
        expect(document.title).toBe('Aquí no hay nada · Plaza');
    });
});
