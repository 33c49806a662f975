// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import { post, threadPage } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import type { Post } from '../../api/types.ts';
import { ThreadStore } from '../../state/thread-store.svelte.ts';
import EditPost from './EditPost.svelte';

let network: Network;
const onsaved = vi.fn();
const oncancel = vi.fn();
const mine = post(1, { role: 'root', body: 'Pido tres.', version: 1 });

beforeEach(() => {
    localStorage.clear();
    onsaved.mockClear();
    oncancel.mockClear();
    network = new Network().on('GET /threads/7', { body: threadPage([mine], { id: 7, title: '¿Cuántos?', tags: ['contratos'] }) });
});

async function open(of: Post = mine) {
    const app = signedIn(network);
    const store = new ThreadStore(app.api, app.live, 7, 1, { onPost: () => {}, onAccepted: () => {} });
    await store.load('number');
    show(app, EditPost, { post: of, store, onsaved, oncancel });
    return screen.findByRole('textbox', { name: 'Editar' }) as Promise<HTMLTextAreaElement>;
}

const save = () => fireEvent.click(screen.getByRole('button', { name: 'Guardar' }));
const sent = () => network.calls('PUT /posts/10001').map(({ body }) => body);

it('sends what was changed and nothing else', async () => {
    network.on('PUT /posts/10001', { body: post(1, { body: 'Pido dos.', version: 2 }) });
    const area = await open();
    await fireEvent.input(area, { target: { value: 'Pido dos.' } });
    await save();
    await waitFor(() => expect(onsaved).toHaveBeenCalled());
    expect(sent()).toEqual([{ body: 'Pido dos.', version: 1 }]);
});

it('shows what stands before it takes its place, and goes on from that when it is discarded', async () => {
    const theirs = post(1, { role: 'root', body: 'Pido cinco.', version: 4 });
    const area = await open();
    network.on('PUT /posts/10001', refusal(409, 'conflict')).on('GET /threads/7', { body: threadPage([theirs], { id: 7, title: '¿Cuántos?', tags: ['menores'] }) });
    await fireEvent.input(area, { target: { value: 'Pido dos.' } });
    await save();
    await screen.findByText(/No hemos sustituido nada/);
    expect([document.querySelector('del')?.textContent, document.querySelector('ins')?.textContent]).toEqual(['cinco', 'dos']);
    screen.getByText('Etiquetas publicadas: menores');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Otro texto publicado entretanto'));
    network.on('PUT /posts/10001', { body: post(1, { body: 'Pido dos.', version: 5 }) });
    await fireEvent.click(screen.getByRole('button', { name: 'Publicar lo mío en su lugar' }));
    await waitFor(() => expect(onsaved).toHaveBeenCalled());
    expect(sent()).toEqual([{ body: 'Pido dos.', version: 1 }, { body: 'Pido dos.', version: 4 }]);
});

it('takes a draft that does not say what it was changed from for one of the first text', async () => {
    localStorage.setItem('plaza:draft:1:edit:10001', JSON.stringify({ fields: { text: 'De antes.' }, attempt: null, at: Date.now() }));
    network.on('PUT /posts/10001', { body: post(1, { body: 'De antes.', version: 9 }) });
    const area = await open(post(1, { role: 'root', body: 'Otra cosa ya.', version: 8 }));
    expect(area.value).toBe('De antes.');
    await save();
    await waitFor(() => expect(sent()).toEqual([{ body: 'De antes.', version: 1 }]));
});

it('wants a title', async () => {
    await open();
    await fireEvent.input(screen.getByRole('textbox', { name: 'Título' }), { target: { value: ' ' } });
    await save();
    expect([document.activeElement?.getAttribute('aria-invalid'), sent()]).toEqual(['true', []]);
});
