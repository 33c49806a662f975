// SPDX-License-Identifier: EUPL-1.2
// Parts of a page that do not come: that is said, nothing typed or chosen is stuck behind them, and they come when tried again.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { group, post, thread } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { KindFields } from '../ThreadForm/kinds.ts';
import { kinds } from '../ThreadForm/kinds.ts';
import Brand from '../Brand/Brand.svelte';
import ReplyBox from '../ReplyBox/ReplyBox.svelte';
import ThreadForm from '../ThreadForm/ThreadForm.svelte';
import Later from './Later.svelte';

/** What does not come at first. */
const away = vi.hoisted(() => ({ uploads: true }));
vi.mock('../../locales/index.svelte.ts', async (original) => {
    const real = await original<typeof import('../../locales/index.svelte.ts')>();
    return {
        ...real,
        later: (load: () => Promise<unknown>) => async () => {
            if (away.uploads && String(load).includes('Uploads.svelte')) throw new TypeError('Failed to fetch dynamically imported module');
            return load();
        },
    };
});
vi.mock('../../api/upload.ts', () => ({
    largestFile: 1000,
    upload: ({ name }: File) => ({ cancel: () => undefined, done: Promise.resolve({ ok: true, value: { id: 7, name, width: null } }) }),
}));

let network: Network;
const onsent = vi.fn();

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    away.uploads = true;
    network = new Network();
    network.on('GET /tags', { body: { items: [], next: null } });
});
afterEach(() => vi.unstubAllGlobals());

const text = (name: string) => screen.getByRole('textbox', { name }) as HTMLTextAreaElement;

it('says that it is missing, tries again, and then offers the whole page anew', async () => {
    const reload = vi.fn();
    vi.stubGlobal('location', { reload });
    const load = vi.fn().mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'));
    render(Later as Component<any>, { props: { load } });
    const again = await screen.findByRole('button', { name: 'Volver a intentarlo' });
    expect(screen.getByRole('alert').textContent).toContain('Esta página no ha terminado de descargarse.');
    await fireEvent.click(again);
    await fireEvent.click(await screen.findByRole('button', { name: 'Recargar' }));
    expect([load.mock.calls.length, reload.mock.calls.length]).toEqual([3, 1]);
});

it('shows what came when it was tried again, with what was given to it', async () => {
    const load = vi.fn().mockRejectedValueOnce(new TypeError()).mockResolvedValue({ default: Brand });
    show(signedIn(network), Later, { load });
    await fireEvent.click(await screen.findByRole('button', { name: 'Volver a intentarlo' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(load).toHaveBeenCalledTimes(2);
});

it('keeps a thread back whose kind did not come, says so, and sends it when it has', async () => {
    const Fields = (() => {}) as unknown as Component<KindFields, Record<string, never>, 'extra' | 'body'>;
    const fields = vi.fn().mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'));
    vi.spyOn(kinds, 'article', 'get').mockReturnValue({ fields });
    network.on('POST /groups/padron/threads', { status: 201, body: thread(9) });
    const app = signedIn(network);
    app.groups.items = [group('padron')];
    app.groups.loaded = true;
    show(app, ThreadForm, { place: 'ask', open: true, asks: 'article', onsent });
    await screen.findByText('Esta página no ha terminado de descargarse.');
    await fireEvent.input(text('Título'), { target: { value: 'Cómo se pide' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Publicar' }));
    await screen.findByText(/No hemos podido conectar con el servidor/);
    expect(network.calls('POST /groups/padron/threads')).toEqual([]);
    fields.mockResolvedValue({ default: Fields, facts: () => ({ facts: {} }) });
    await fireEvent.click(screen.getByRole('button', { name: 'Publicar' }));
    await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
});

it('says that files were not added, lets the text go without them, and takes them when they are chosen again', async () => {
    network.on('POST /threads/7/posts', { status: 201, body: post(2) });
    const app = signedIn(network);
    show(app, ReplyBox as unknown as Component, {
        place: 'thread:7',
        label: 'Tu respuesta',
        send: 'Responder',
        content: (body: string) => ({ role: 'answer', body }),
        deliver: (answer: { role: 'answer'; body: string }, key: string) => app.api.writePost(7, answer, key),
        onsent,
    });
    const files = [new File(['Acta'], 'acta.pdf')];
    await fireEvent.change(screen.getByLabelText('Añadir archivos'), { target: { files } });
    expect((await screen.findByRole('alert')).textContent).toMatch(/^No se han podido añadir los archivos/);
    await fireEvent.input(text('Tu respuesta'), { target: { value: 'Sin acta' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Responder' }));
    await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
    away.uploads = false;
    await fireEvent.change(screen.getByLabelText('Añadir archivos'), { target: { files } });
    await waitFor(() => expect(text('Tu respuesta').value.trim()).toBe('[acta.pdf](/files/7)'));
    expect(screen.queryByRole('alert')).toBeNull();
});
