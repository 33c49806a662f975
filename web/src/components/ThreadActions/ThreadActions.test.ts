// SPDX-License-Identifier: EUPL-1.2
// The head of a thread: one line before the text, and everything else behind its menu.
import { fireEvent, screen, within } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { group, post, thread, threadPage } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { Thread } from '../../api/types.ts';
import ThreadPage from '../../pages/ThreadPage.svelte';
import type { App } from '../../state/app.svelte.ts';
import type { Place } from '../../state/router.svelte.ts';

let network: Network;
let app: App;

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
        .on('GET /groups', { body: { items: [group('contratacion', { my_membership: 'moderator' })], next: null } })
        .on('PUT /threads/7/read', { status: 204 })
        .on('GET /threads/7/follow', { body: { following: false } })
        .on('GET /threads/7/level', { body: { level: null, group_level: 'mentions' } })
        .on('GET /threads/7/validity', { body: { checks: [], changes: [], supersedes: [], articles: [], asked_by: null, review: null, made_of: null } })
        .on('PUT /threads/7/pinned', { status: 204 })
        .on('PUT /threads/7/bookmark', { status: 204 });
    app = signedIn(network);
    app.enter();
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
});
afterEach(() => {
    app.live.stop();
    vi.unstubAllGlobals();
});

async function open(change: Partial<Thread> = {}) {
    await app.groups.load();
    network.on('GET /threads/7', { body: threadPage([post(1), post(2)], change) }).on('GET /threads/7/posts', { body: { items: [], next: null } });
    const place: Place = { path: '/', params: { id: '7' }, query: new URLSearchParams(), hash: '', page: ThreadPage as Component, visit: 1 };
    const { container } = show(app, ThreadPage, { place });
    await screen.findByRole('heading', { level: 1, name: 'Pregunta 7' });
    const more = await screen.findByRole('button', { name: 'Más acciones de la conversación' });
    /** What can be pressed before the text. */
    const before = () =>
        [...container.querySelectorAll('button')]
            .filter((button) => button.compareDocumentPosition(document.getElementById('p1')!) & Node.DOCUMENT_POSITION_FOLLOWING)
            .map((button) => button.textContent?.trim());
    return { more, before };
}

const names = () => screen.getAllByRole('menuitem').map((item) => item.textContent);
const choose = async (more: HTMLElement, name: string) => {
    await fireEvent.click(more);
    await fireEvent.click(await screen.findByRole('menuitem', { name }));
};

it('lets the text come first: following and the menu are all that stands before it', async () => {
    const { more, before } = await open({ answers: 1, state: 'answered', author: { ...thread(7).author, id: 9 } });
    await screen.findByRole('button', { name: 'Seguir esta conversación' });
    expect(before()).toEqual(['Seguir esta conversación', 'Más']);
    await fireEvent.click(more);
    // Its end is seen, too, where the window is low.
    await vi.waitFor(() => expect(vi.mocked(Element.prototype.scrollIntoView).mock.contexts).toContain(screen.getByRole('menu')));
    expect(names()).toEqual([
        'Guardar para luego', 'Compartir en otro grupo…', 'Avisos de esta conversación…',
        '¿Sigue vigente?…', 'Pedir que se compruebe', 'Poner fecha de revisión…', 'Sustituir por otra conversación…', 'Fijar en el grupo',
    ]);
});

it('does not offer to follow what one began oneself, of which one hears anyway', async () => {
    const { before } = await open();
    await vi.waitFor(() => expect(network.calls('GET /threads/7/follow')).toHaveLength(1));
    expect(before()).toEqual(['Más']);
});

it('puts the question in front where somebody should look before relying on it', async () => {
    const doubtful = { checked_at: '2026-01-02T08:00:00.000Z', checked_by: null, holds: false, norm_changed: null, unchecked_since: null, asked: false };
    const { before } = await open({ answers: 1, validity: doubtful as unknown as Thread['validity'] });
    await screen.findByRole('button', { name: '¿Sigue vigente?' });
    expect(before()).toContain('¿Sigue vigente?');
    screen.getByText(/^Ya no está vigente/);
});

it('opens the form of an entry with the focus in it', async () => {
    const { more } = await open();
    await choose(more, '¿Sigue vigente?…');
    const part = await screen.findByRole('region', { name: 'Vigencia' });
    await vi.waitFor(() => expect(document.activeElement).toBe(within(part).getByLabelText('Sí, sigue vigente hoy')));
});

it('gives the focus back to the menu when a form is cancelled, and shows it again when it is chosen again', async () => {
    const { more } = await open();
    await choose(more, '¿Sigue vigente?…');
    const part = await screen.findByRole('region', { name: 'Vigencia' });
    const field = () => within(part).getByLabelText('Sí, sigue vigente hoy');
    await vi.waitFor(() => expect(document.activeElement).toBe(field()));
    more.focus();
    await choose(more, '¿Sigue vigente?…');
    const again = await screen.findByRole('region', { name: 'Vigencia' });
    await vi.waitFor(() => expect(document.activeElement).toBe(within(again).getByLabelText('Sí, sigue vigente hoy')));
    const cancel = within(again).getByRole('button', { name: 'Cancelar' });
    cancel.focus();
    await fireEvent.click(cancel);
    await vi.waitFor(() => expect(document.activeElement).toBe(more));
});

it.each(['poll', 'event', 'thanks'] as const)('asks of no %s whether it still holds', async (kind) => {
    const { more } = await open({ kind, state: 'open' });
    await fireEvent.click(more);
    expect(names()).not.toContain('¿Sigue vigente?…');
    expect(names()).toContain('Guardar para luego');
});

it('keeps and pins, and says in its next opening what would undo it', async () => {
    const { more } = await open();
    await choose(more, 'Guardar para luego');
    await choose(more, 'Fijar en el grupo');
    await vi.waitFor(async () => {
        if (more.getAttribute('aria-expanded') === 'false') await fireEvent.click(more);
        expect(names()).toEqual(expect.arrayContaining(['Quitar de guardados', 'Dejar de fijar']));
    });
});

it('shows what one is told of the thread in a dialog', async () => {
    const { more } = await open();
    await choose(more, 'Avisos de esta conversación…');
    await within(await screen.findByRole('dialog')).findByLabelText('Avisarme de esta conversación');
});
