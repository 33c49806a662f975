// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { post } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import ReplyBox from './ReplyBox.svelte';

let network: Network;
const onsent = vi.fn();

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

function open() {
    const app = signedIn(network);
    return show(app, ReplyBox, {
        place: 'thread:7',
        label: 'Tu respuesta',
        send: 'Responder',
        deliver: (body: string, key: string) => app.api.writePost(7, { role: 'answer', body }, key),
        onsent,
    });
}

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
        const alert = await screen.findByRole('alert');
        expect(alert.textContent).toContain('No hemos podido conectar con el servidor. Tu texto está guardado.');
        expect(box().value).toBe('Texto largo');
        network.on('POST /threads/7/posts', { status: 201, body: post(2) });
        await fireEvent.click(button('Volver a intentarlo'));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        const keys = sent().map(({ headers }) => headers.get('Idempotency-Key'));
        expect(keys).toHaveLength(2);
        expect(keys[0]).toBe(keys[1]);
        expect(screen.queryByRole('alert')).toBeNull();
    });

    it('brings the text back after a reload, and sends it under the key of the attempt before', async () => {
        network.on('POST /threads/7/posts', 'unreachable');
        const { unmount } = open();
        await fireEvent.input(box(), { target: { value: 'Texto largo' } });
        await fireEvent.click(button('Responder'));
        await screen.findByRole('alert');
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

    it('takes nothing that would be cleared with what is under way', async () => {
        let arrive = () => {};
        const arrived = new Promise<void>((done) => { arrive = done; });
        show(signedIn(network), ReplyBox, {
            place: 'thread:7',
            label: 'Tu respuesta',
            send: 'Responder',
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
        show(app, ReplyBox, {
            place: 'thread:7',
            label: 'Tu respuesta',
            send: 'Responder',
            deliver: (body: string, key: string) => app.api.writePost(7, { role: 'answer', body }, key),
            onsent,
        });
        await fireEvent.input(box(), { target: { value: 'Texto' } });
        await fireEvent.click(button('Responder'));
        await waitFor(() => expect(app.session.status).toBe('expired'));
        expect(app.session.asking).toBe(true);
        expect(box().value).toBe('Texto');
    });
});
