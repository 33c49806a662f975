// SPDX-License-Identifier: EUPL-1.2
// What is being written when writing ends stays before who writes it, with the reason and a way to take it along.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { group, person, post, threadPage } from '../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../tests/support/network.ts';
import type { LiveEvent, Post, Thread } from '../api/types.ts';
import type { App } from '../state/app.svelte.ts';
import type { Place } from '../state/router.svelte.ts';
import ThreadPage from './ThreadPage.svelte';

let network: Network;
let app: App;
const posts = [post(1), post(2), post(3, { author: person(1) })];
const can = { reply: true, answer: true, mark: true, accept: false, edit: false, close: false, order: false };
const closed = { closed: true, can: { ...can, reply: false, answer: false } };
const copy = vi.fn(() => Promise.resolve());

beforeEach(() => {
    localStorage.clear();
    copy.mockClear();
    vi.stubGlobal('scrollTo', vi.fn());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: copy }, configurable: true });
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

const stands = (change: Partial<Thread>, shown: Post[] = posts) =>
    network.on('GET /threads/7', { body: threadPage(shown, change) }).on('GET /threads/7/posts', { body: { items: [], next: null } });

async function open(change: Partial<Thread> = { can }) {
    stands(change);
    const place: Place = { path: '/', params: { id: '7' }, query: new URLSearchParams(), hash: '', page: ThreadPage as Component, visit: 1 };
    show(app, ThreadPage, { place });
    await screen.findByRole('heading', { level: 1, name: 'Pregunta 7' });
}

let cursors = 0;
function hear(kind: LiveEvent['kind'], data: unknown) {
    network.socket.say({ type: 'event', cursor: `c${++cursors}`, kind, group: 'contratacion', thread: 7, data } as never);
}

const write = async (name: string, text: string) => {
    const area = (await screen.findByRole('textbox', { name })) as HTMLTextAreaElement;
    area.focus();
    await fireEvent.input(area, { target: { value: text } });
    return area;
};
const reason = 'Esta conversación está cerrada: se puede leer, pero ya no se escribe en ella. Tu texto sigue aquí: cópialo si lo quieres para otro sitio.';
const told = (area: HTMLElement) => within(area.closest('form')!).findByRole('status');
const state = (area: HTMLTextAreaElement) => [area.isConnected, area.value, area.readOnly, document.activeElement === area];

it('an answer stays, with the focus, when the thread is closed, and can be copied but not sent', async () => {
    await open();
    const area = await write('Tu respuesta', 'Una hora de trabajo');
    stands(closed);
    hear('thread.ordered', { act: 'closed' });
    await waitFor(() => expect(area.readOnly).toBe(true));
    expect(state(area)).toEqual([true, 'Una hora de trabajo', true, true]);
    expect((await told(area)).textContent).toContain(reason);
    expect(within(area.closest('form')!).queryByRole('button', { name: 'Responder' })).toBeNull();
    expect(screen.queryByTitle(/^Negrita/)).toBeNull();
    await fireEvent.keyDown(area, { key: 'b', code: 'KeyB', ctrlKey: true });
    expect(area.value).toBe('Una hora de trabajo');
    await fireEvent.submit(area.closest('form')!);
    await fireEvent.click(screen.getByRole('button', { name: 'Copiar el texto' }));
    expect([copy.mock.calls, network.calls('POST /threads/7/posts')]).toEqual([[['Una hora de trabajo']], []]);
    // Opened again it goes on.
    stands({ can });
    hear('thread.ordered', { act: 'reopened' });
    await waitFor(() => expect(state(area)).toEqual([true, 'Una hora de trabajo', false, true]));
    expect(screen.getByTitle(/^Negrita/).closest('markdown-toolbar')?.getAttribute('for')).toBe(area.id);
});

it('nothing but the reason stands where nothing was being written', async () => {
    await open();
    stands(closed);
    hear('thread.ordered', { act: 'closed' });
    await screen.findByText(/Esta conversación está cerrada/);
    expect(screen.queryByRole('textbox')).toBeNull();
});

it('what was kept of a visit before is shown where it was written', async () => {
    localStorage.setItem('plaza:draft:1:thread:7', JSON.stringify({ fields: { text: 'De ayer' }, attempt: null, at: Date.now() }));
    await open(closed);
    const area = screen.getByRole('textbox', { name: 'Tu respuesta' }) as HTMLTextAreaElement;
    expect([area.value, area.readOnly]).toEqual(['De ayer', true]);
});

it('a comment stays when its thread is closed, and when what it hangs from is deleted', async () => {
    await open();
    await fireEvent.click(within(document.getElementById('p2')!).getByRole('button', { name: 'Responder' }));
    const area = await write('Tu comentario', 'Un matiz');
    stands({ can }, [posts[0]!, { ...posts[1]!, deleted: true, html: '', body: '' }, posts[2]!]);
    hear('membership.changed', {});
    await waitFor(() => expect(area.readOnly).toBe(true));
    expect((await told(area)).textContent).toContain('El mensaje 2 fue borrado. Tu texto sigue aquí');
    stands(closed);
    hear('thread.ordered', { act: 'closed' });
    await waitFor(async () => expect((await told(area)).textContent).toContain(reason));
    expect(state(area)).toEqual([true, 'Un matiz', true, true]);
});

it('a change stays when its text is deleted', async () => {
    await open();
    await fireEvent.click(within(document.getElementById('p3')!).getByRole('button', { name: 'Más acciones del mensaje 3' }));
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Editar' }));
    const area = await write('Editar', 'Texto 3, corregido');
    stands({ can }, [posts[0]!, posts[1]!, { ...posts[2]!, deleted: true, html: '', body: '' }]);
    hear('membership.changed', {});
    await waitFor(() => expect(area.readOnly).toBe(true));
    expect(state(area)).toEqual([true, 'Texto 3, corregido', true, true]);
    expect((await told(area)).textContent).toContain('El mensaje 3 fue borrado. Tu texto sigue aquí');
});
