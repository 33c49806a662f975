// SPDX-License-Identifier: EUPL-1.2
// What was to be sent and reached nobody: it waits where it was written, and goes once, under one key.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { post } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import type { NewPost, Post } from '../../api/types.ts';
import type { App } from '../../state/app.svelte.ts';
import { unaskedMs } from '../../state/outbox.svelte.ts';
import ReplyBox from '../ReplyBox/ReplyBox.svelte';

let network: Network;
let app: App;
const onsent = vi.fn();
const name = 'plaza:draft:1:thread:7';

function open(more: Record<string, unknown> = {}) {
    app = signedIn(network);
    return show(app, ReplyBox as unknown as Component, {
        place: 'thread:7',
        label: 'Tu respuesta',
        send: 'Responder',
        content: (body: string) => ({ role: 'answer', body }) as const,
        deliver: (answer: NewPost, key: string) => app.api.writePost(7, answer, key),
        amend: (published: Post, { body }: NewPost, key: string) => app.api.editPost(published.id, { body }, key),
        onsent,
        ...more,
    });
}

const box = () => screen.getByRole('textbox', { name: 'Tu respuesta' }) as HTMLTextAreaElement;
const button = (label: string) => screen.findByRole('button', { name: label });
const sent = () => network.calls('POST /threads/7/posts');
const keys = () => new Set(sent().map(({ headers }) => headers.get('Idempotency-Key'))).size;
const waits = () => screen.findByText('Se enviará cuando vuelva la conexión.', { exact: false });
const takes = () => network.on('POST /threads/7/posts', { status: 201, body: post(2) });

/** Something else reaches the server. */
async function back(): Promise<void> {
    network.on('GET /installation', { body: {} });
    await app.loadInstallation();
}

async function press(text = 'Con informe de necesidad.'): Promise<void> {
    network.on('POST /threads/7/posts', 'unreachable');
    await fireEvent.input(box(), { target: { value: text } });
    await fireEvent.click(await button('Responder'));
    await waits();
}

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    network = new Network();
});
afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(navigator, 'locks');
});

describe('what reached nobody', () => {
    it('stays where it was written and goes by itself, under the same key', async () => {
        open();
        await press();
        expect([box().value, box().readOnly]).toEqual(['Con informe de necesidad.', true]);
        expect(screen.queryByRole('button', { name: 'Responder' })).toBeNull();
        expect(screen.queryByRole('alert')).toBeNull();
        takes();
        await back();
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        // It is nothing that was asked for now: nobody is to be led to it.
        expect(onsent.mock.calls[0]?.[1]).toBe(true);
        expect([sent().length, keys(), localStorage.length]).toEqual([2, 1, 0]);
        await button('Responder');
    });

    it('is given back to write on, and what is sent then is what is written then', async () => {
        open();
        await press('Tres presupuestso');
        await fireEvent.click(await button('No enviar'));
        expect([box().readOnly, document.activeElement]).toEqual([false, box()]);
        takes();
        await back();
        await new Promise((done) => setTimeout(done, 50));
        expect(sent()).toHaveLength(1);
        network.on('PUT /posts/10002', { body: post(2) });
        await fireEvent.input(box(), { target: { value: 'Tres presupuestos' } });
        await fireEvent.click(await button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect([onsent.mock.calls[0]?.[1], keys()]).toEqual([false, 1]);
    });

    it('is given back with the reason when it is refused', async () => {
        open();
        await press();
        network.on('POST /threads/7/posts', refusal(403, 'not_a_member'));
        await back();
        await screen.findByRole('alert');
        expect([box().value, box().readOnly]).toEqual(['Con informe de necesidad.', false]);
        expect(JSON.parse(localStorage.getItem(name) ?? '{}')).toMatchObject({ fields: { text: 'Con informe de necesidad.' }, attempt: null });
        expect(localStorage.getItem(name)).not.toContain('waits');
        await button('Responder');
    });

    it('goes on waiting for a server that is only just there again', async () => {
        open();
        await press();
        network.on('POST /threads/7/posts', refusal(503, 'unavailable'));
        await back();
        await waitFor(() => expect(sent()).toHaveLength(2));
        await waits();
        takes();
        await fireEvent.click(await button('Enviar ahora'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect([sent().length, keys()]).toEqual([3, 1]);
    });

    it('does not wait where the server was there and could not: that is said as ever', async () => {
        network.on('POST /threads/7/posts', refusal(503, 'unavailable'));
        open();
        await fireEvent.input(box(), { target: { value: 'Texto' } });
        await fireEvent.click(await button('Responder'));
        await screen.findByRole('alert');
        expect([box().readOnly, screen.queryByRole('button', { name: 'No enviar' })]).toEqual([false, null]);
    });

    it('is not sent into a conversation that was closed meanwhile', async () => {
        open({ shut: 'Esta conversación está cerrada.' });
        localStorage.setItem(name, JSON.stringify({ fields: { text: 'Tarde' }, attempt: null, at: Date.now(), waits: Date.now() }));
        dispatchEvent(new StorageEvent('storage', { key: name, newValue: localStorage.getItem(name) }));
        await waitFor(() => expect(box().value).toBe('Tarde'));
        takes();
        await back();
        await new Promise((done) => setTimeout(done, 50));
        expect(sent()).toHaveLength(0);
    });
});

describe('after a reload', () => {
    it('it waits still, and goes under the key it had', async () => {
        const { unmount } = open();
        await press();
        unmount();
        open();
        await waits();
        expect([box().value, box().readOnly]).toEqual(['Con informe de necesidad.', true]);
        takes();
        await fireEvent.click(await button('Enviar ahora'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(keys()).toBe(1);
    });

    it('what was left for long is looked at first', async () => {
        const { unmount } = open();
        await press();
        unmount();
        takes();
        vi.spyOn(Date, 'now').mockReturnValue(Date.now() + unaskedMs + 1);
        open();
        await screen.findByText('Esto se quedó sin enviar', { exact: false });
        await back();
        await new Promise((done) => setTimeout(done, 50));
        expect(sent()).toHaveLength(1);
        await fireEvent.click(await button('Enviar ahora'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(keys()).toBe(1);
    });

    it('what never left the device is not taken for something that may be published, however long ago', async () => {
        const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
        const { unmount } = open();
        await press();
        unmount();
        online.mockReturnValue(true);
        takes();
        vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 48 * 3_600_000);
        open();
        await fireEvent.click(await button('Enviar ahora'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(keys()).toBe(1);
    });
});

describe('in two tabs', () => {
    it('one sends it', async () => {
        open();
        await press();
        Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: (_: string, __: object, run: (lock: null) => unknown) => Promise.resolve(run(null)) } });
        takes();
        await back();
        await new Promise((done) => setTimeout(done, 50));
        expect(sent()).toHaveLength(1);
        await waits();
    });

    it('what the other has sent, and has not been heard of here, is not sent again', async () => {
        open();
        await press();
        localStorage.removeItem(name);
        takes();
        await back();
        await new Promise((done) => setTimeout(done, 50));
        expect(sent()).toHaveLength(1);
        dispatchEvent(new StorageEvent('storage', { key: name, newValue: null }));
        await screen.findByText('Este texto se ha enviado o descartado en otra pestaña o en otro equipo.');
        expect([box().value, box().readOnly]).toEqual(['', false]);
    });
});
