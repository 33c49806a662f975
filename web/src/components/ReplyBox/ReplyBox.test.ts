// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { post } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import type { Component } from 'svelte';
import type { NewPost, Post } from '../../api/types.ts';
import type { App } from '../../state/app.svelte.ts';
import ReplyBox from './ReplyBox.svelte';

const Box = ReplyBox as unknown as Component;

let network: Network;
const onsent = vi.fn();
const look = vi.fn();

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    look.mockClear();
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

function open() {
    const app = signedIn(network);
    return show(app, Box, {
        place: 'thread:7',
        label: 'Tu respuesta',
        send: 'Responder',
        ...sending(app),
    });
}

const sending = (app: App) => ({
    content: (body: string) => ({ role: 'answer', body }) as const,
    deliver: (answer: NewPost, key: string) => app.api.writePost(7, answer, key),
    amend: (published: Post, { body }: NewPost, key: string) => app.api.editPost(published.id, { body }, key),
    look,
    onsent,
});

const box = () => screen.getByRole('textbox', { name: 'Tu respuesta' }) as HTMLTextAreaElement;
const button = (name: string) => screen.getByRole('button', { name });
const sent = () => network.calls('POST /threads/7/posts');

describe('writing an answer', () => {
    it('sends it once, trimmed, with a key, and leaves an empty box and no draft', async () => {
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        open();
        await fireEvent.input(box(), { target: { value: '  Con informe de necesidad.\n' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(sent().map(({ body }) => body)).toEqual([{ role: 'answer', body: 'Con informe de necesidad.' }]);
        expect(sent()[0]?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
        expect(sent()[0]?.headers.get('X-Plaza')).toBe('1');
        expect(box().value).toBe('');
        expect(localStorage.length).toBe(0);
    });

    it('keeps the text when the server does not answer, says so beside it, and sends it again under the same key', async () => {
        network.on('POST /threads/7/posts', 'unreachable');
        open();
        await fireEvent.input(box(), { target: { value: 'Texto largo' } });
        await fireEvent.click(button('Responder'));
        await screen.findByText('No hemos podido conectar con el servidor. Se enviará cuando vuelva la conexión.');
        expect([box().value, box().readOnly]).toEqual(['Texto largo', true]);
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        await fireEvent.click(button('Enviar ahora'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        const keys = sent().map(({ headers }) => headers.get('Idempotency-Key'));
        expect(keys).toHaveLength(2);
        expect(keys[0]).toBe(keys[1]);
        expect([box().value, box().readOnly]).toEqual(['', false]);
        expect(screen.queryByText('Se enviará', { exact: false })).toBeNull();
    });

    it('brings the text back after a reload, and sends it under the key of the attempt before', async () => {
        network.on('POST /threads/7/posts', 'unreachable');
        const { unmount } = open();
        await fireEvent.input(box(), { target: { value: 'Texto largo' } });
        await fireEvent.click(button('Responder'));
        await fireEvent.click(await screen.findByRole('button', { name: 'No enviar' }));
        unmount();
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        open();
        expect(box().value).toBe('Texto largo');
        screen.getByText('Hemos recuperado lo que estabas escribiendo.');
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        const keys = sent().map(({ headers }) => headers.get('Idempotency-Key'));
        expect(keys[0]).toBe(keys[1]);
    });

    it('changed after an attempt without answer is there once, as it reads now', async () => {
        network.on('POST /threads/7/posts', 'unreachable');
        open();
        await fireEvent.input(box(), { target: { value: 'Tres presupuestos' } });
        await fireEvent.click(button('Responder'));
        await fireEvent.click(await screen.findByRole('button', { name: 'No enviar' }));
        network.on('POST /threads/7/posts', { status: 201, body: post(2, { body: 'Tres presupuestos' }) });
        network.on('PUT /posts/10002', { body: post(2, { body: 'Tres presupuestos o más' }) });
        await fireEvent.input(box(), { target: { value: 'Tres presupuestos o más' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(sent().map(({ body }) => body.body)).toEqual(['Tres presupuestos', 'Tres presupuestos']);
        expect(sent()[0]?.headers.get('Idempotency-Key')).toBe(sent()[1]?.headers.get('Idempotency-Key'));
        expect(network.calls('PUT /posts/10002').map(({ body }) => body)).toEqual([{ body: 'Tres presupuestos o más' }]);
        expect(localStorage.length).toBe(0);
    });

    it('written without network is sent as it reads when there is one again', async () => {
        const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
        network.on('POST /threads/7/posts', 'unreachable');
        open();
        await fireEvent.input(box(), { target: { value: 'Tres presupuestso' } });
        await fireEvent.click(button('Responder'));
        await fireEvent.click(await screen.findByRole('button', { name: 'No enviar' }));
        online.mockReturnValue(true);
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        await fireEvent.input(box(), { target: { value: 'Tres presupuestos' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(sent().map(({ body }) => body.body)).toEqual(['Tres presupuestso', 'Tres presupuestos']);
    });

    it('put right after it was refused is sent as it is', async () => {
        network.on('POST /threads/7/posts', refusal(422, 'invalid', { errors: { body: ['too_complex'] } }));
        open();
        await fireEvent.input(box(), { target: { value: '| a |' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(box().getAttribute('aria-invalid')).toBe('true'));
        expect(document.activeElement).toBe(box());
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        await fireEvent.input(box(), { target: { value: 'a' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(sent().map(({ body }) => body.body)).toEqual(['| a |', 'a']);
    });

    it('a day after an attempt without answer asks to look before it is sent again', async () => {
        network.on('POST /threads/7/posts', 'unreachable');
        const clock = vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
        const { unmount } = open();
        await fireEvent.input(box(), { target: { value: 'Texto' } });
        await fireEvent.click(button('Responder'));
        await screen.findByRole('button', { name: 'No enviar' });
        unmount();
        clock.mockReturnValue(1_000_000 + 23 * 3600 * 1000);
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        open();
        await screen.findByText('Esto se quedó sin enviar', { exact: false });
        await fireEvent.click(button('Enviar ahora'));
        await screen.findByText('Ya intentaste enviarlo', { exact: false });
        expect([look.mock.calls.length, sent().length]).toEqual([1, 1]);
        expect(box().value).toBe('Texto');
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(sent()[0]?.headers.get('Idempotency-Key')).not.toBe(sent()[1]?.headers.get('Idempotency-Key'));
    });

    it('follows what is written in another tab, and is empty when it was sent there', async () => {
        open();
        const name = 'plaza:draft:1:thread:7';
        const text = JSON.stringify({ fields: { text: 'De la otra' }, attempt: null, at: Date.now() });
        localStorage.setItem(name, text);
        dispatchEvent(new StorageEvent('storage', { key: name, newValue: text }));
        await waitFor(() => expect(box().value).toBe('De la otra'));
        expect(localStorage.getItem(name)).toBe(text);
        localStorage.removeItem(name);
        dispatchEvent(new StorageEvent('storage', { key: name, newValue: null }));
        await screen.findByText('Este texto se ha enviado o descartado en otra pestaña o en otro equipo.');
        expect(box().value).toBe('');
    });

    it('takes nothing that would be cleared with what is under way', async () => {
        let arrive = () => {};
        const arrived = new Promise<void>((done) => { arrive = done; });
        show(signedIn(network), Box, {
            place: 'thread:7',
            label: 'Tu respuesta',
            send: 'Responder',
            content: (body: string) => ({ body }),
            deliver: async () => {
                await arrived;
                return { ok: true, value: post(2) };
            },
            onsent,
        });
        await fireEvent.input(box(), { target: { value: 'Texto' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(box().readOnly).toBe(true));
        arrive();
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        await waitFor(() => expect(box().readOnly).toBe(false));
    });

    it('does not offer to repeat what will be refused again', async () => {
        network.on('POST /threads/7/posts', refusal(403, 'not_a_member'));
        open();
        await fireEvent.input(box(), { target: { value: 'Texto' } });
        await fireEvent.click(button('Responder'));
        const alert = await screen.findByRole('alert');
        expect(alert.textContent).toContain('Para escribir aquí tienes que formar parte del grupo.');
        expect(screen.queryByRole('button', { name: 'Volver a intentarlo' })).toBeNull();
        expect(box().value).toBe('Texto');
    });

    it('shows what is wrong with the text at the text', async () => {
        network.on('POST /threads/7/posts', refusal(422, 'invalid', { errors: { body: ['too_complex'] } }));
        open();
        await fireEvent.input(box(), { target: { value: '| a |' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(box().getAttribute('aria-invalid')).toBe('true'));
        const error = document.getElementById(box().getAttribute('aria-describedby') ?? '');
        expect(error?.textContent).toBe('El texto tiene demasiado formato. Prueba a repartirlo en varios mensajes.');
    });

    it('asks for text instead of sending nothing', async () => {
        open();
        await fireEvent.click(button('Responder'));
        expect(sent()).toEqual([]);
        screen.getByText('Escribe algo antes de enviarlo.');
        expect(document.activeElement).toBe(box());
    });

    it('keeps the text when the session has ended, and asks to sign in', async () => {
        network.on('POST /threads/7/posts', refusal(401, 'not_signed_in'));
        const app = signedIn(network);
        show(app, Box, {
            place: 'thread:7',
            label: 'Tu respuesta',
            send: 'Responder',
            ...sending(app),
        });
        await fireEvent.input(box(), { target: { value: 'Texto' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(app.session.status).toBe('expired'));
        expect(app.session.asking).toBe(true);
        expect(box().value).toBe('Texto');
    });

    it('says once how much is too much, and sends it when it fits', async () => {
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        open();
        await fireEvent.input(box(), { target: { value: 'á'.repeat(32_769) } });
        await fireEvent.click(button('Responder'));
        expect(screen.getAllByText('demasiado largo', { exact: false }).map((note) => note.textContent)).toEqual([
            'El texto es demasiado largo: sobra 1 carácter.',
        ]);
        expect(sent()).toEqual([]);
        await fireEvent.input(box(), { target: { value: 'á'.repeat(32_768) } });
        expect(screen.queryByText('demasiado largo', { exact: false })).toBeNull();
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
    });

    it('says what the server finds too long at the text alone', async () => {
        network.on('POST /threads/7/posts', refusal(422, 'invalid', { errors: { body: ['too_long'] } }));
        open();
        await fireEvent.input(box(), { target: { value: 'Largo' } });
        await fireEvent.click(button('Responder'));
        expect(await screen.findAllByText('El texto es demasiado largo.')).toHaveLength(1);
    });

    it('keeps the text as a draft when writing is cancelled, and says so', async () => {
        const app = signedIn(network);
        const said = vi.spyOn(app.announcer, 'say');
        const oncancel = vi.fn();
        const write = () => show(app, Box, { place: 'thread:7', label: 'Tu respuesta', send: 'Responder', oncancel, ...sending(app) });
        const { unmount } = write();
        await fireEvent.click(button('Cancelar'));
        expect(said).not.toHaveBeenCalled();
        await fireEvent.input(box(), { target: { value: 'Una hora de trabajo' } });
        await fireEvent.click(button('Cancelar'));
        expect([oncancel.mock.calls.length, said.mock.calls]).toEqual([2, [['Lo que habías escrito se queda en tus borradores.']]]);
        unmount();
        write();
        expect(box().value).toBe('Una hora de trabajo');
    });

    it('gives back what was discarded, until something else is written', async () => {
        localStorage.setItem('plaza:draft:1:thread:7', JSON.stringify({ fields: { text: 'Una hora de trabajo' }, attempt: null, at: Date.now() }));
        open();
        await fireEvent.click(button('Descartar'));
        expect([box().value, localStorage.getItem('plaza:draft:1:thread:7')]).toEqual(['', null]);
        await fireEvent.click(button('Deshacer'));
        expect(box().value).toBe('Una hora de trabajo');
        expect(localStorage.getItem('plaza:draft:1:thread:7')).toContain('Una hora de trabajo');
        await fireEvent.click(button('Descartar'));
        await fireEvent.input(box(), { target: { value: 'Otra cosa' } });
        expect(screen.queryByRole('button', { name: 'Deshacer' })).toBeNull();
    });
});
