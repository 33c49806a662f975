// SPDX-License-Identifier: EUPL-1.2
// A text whose files are still on their way: it is not sent without them, and what is kept of it has no place for them.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { group, post, thread } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import { unreachable, type Outcome } from '../../api/problem.ts';
import type { UploadedFile } from '../../api/upload.ts';
import type { App } from '../../state/app.svelte.ts';
import ReplyBox from '../ReplyBox/ReplyBox.svelte';
import ThreadForm from '../ThreadForm/ThreadForm.svelte';

/** Each file that is given, and how it ends. */
const uploads = vi.hoisted(() => [] as { name: string; end: (outcome: unknown) => void }[]);
vi.mock('../../api/upload.ts', () => ({
    largestFile: 1000,
    upload: ({ name }: File) => {
        const done = new Promise((end) => uploads.push({ name, end }));
        return { cancel: () => undefined, done };
    },
}));

const kept = 'plaza:draft:1:thread:7';
const arrived = (id: number, name: string) => ({ ok: true, value: { id, name, width: null } }) as Outcome<UploadedFile>;
const acta = () => new File(['Acta'], 'acta.pdf', { type: 'application/pdf' });

let network: Network;
let said: MockInstance<App['announcer']['say']>;
const onsent = vi.fn();

beforeEach(() => {
    localStorage.clear();
    uploads.length = 0;
    onsent.mockClear();
    network = new Network();
    network.on('POST /threads/7/posts', { status: 201, body: post(2) });
});
afterEach(() => vi.unstubAllGlobals());

function reply() {
    const app = signedIn(network);
    said = vi.spyOn(app.announcer, 'say');
    return show(app, ReplyBox as unknown as Component, {
        place: 'thread:7',
        label: 'Tu respuesta',
        send: 'Responder',
        content: (body: string) => ({ role: 'answer', body }),
        deliver: (answer: { role: 'answer'; body: string }, key: string) => app.api.writePost(7, answer, key),
        onsent,
    });
}

const box = (name = 'Tu respuesta') => screen.getByRole('textbox', { name }) as HTMLTextAreaElement;
const choose = (...files: File[]) => fireEvent.change(screen.getByLabelText('Añadir archivos'), { target: { files } });
const list = () => screen.getByRole('list', { name: 'Archivos que se están subiendo' });
const storedText = () => (JSON.parse(localStorage.getItem(kept) ?? 'null') as { fields: { text: string } } | null)?.fields.text;

describe('a file under way', () => {
    it('keeps the answer back until it is there, and says so at the list', async () => {
        reply();
        await fireEvent.input(box(), { target: { value: 'Va el acta' } });
        await choose(acta());
        await waitFor(() => expect(box().value).toMatch(/\[Subiendo acta\.pdf…\]\(#archivo-\w+\)/));
        await fireEvent.click(screen.getByRole('button', { name: 'Responder' }));
        await fireEvent.keyDown(box(), { key: 'Enter', ctrlKey: true });
        expect(screen.getByRole('alert').textContent).toBe('Espera a que acaben de subir los archivos, o quítalos, antes de enviar.');
        expect(document.activeElement).toBe(list());
        expect(network.calls('POST /threads/7/posts')).toEqual([]);
        uploads[0]?.end(arrived(7, 'acta.pdf'));
        await waitFor(() => expect(box().value).toContain('[acta.pdf](/files/7)'));
        expect(screen.queryByRole('alert')).toBeNull();
        expect(said).toHaveBeenCalledWith('acta.pdf, añadido al texto');
        await fireEvent.click(screen.getByRole('button', { name: 'Responder' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(network.calls('POST /threads/7/posts').map(({ body }) => body.body)).toEqual([expect.stringContaining('[acta.pdf](/files/7)')]);
    });

    it('is not waited for where it was taken out of the text, nor said to stand in it', async () => {
        reply();
        await choose(acta());
        await waitFor(() => expect(box().value).toContain('Subiendo'));
        await fireEvent.input(box(), { target: { value: 'Sin acta' } });
        await fireEvent.click(screen.getByRole('button', { name: 'Responder' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        uploads[0]?.end(arrived(7, 'acta.pdf'));
        await waitFor(() => expect(screen.queryByRole('list', { name: 'Archivos que se están subiendo' })).toBeNull());
        expect(box().value).toBe('');
        expect(said).not.toHaveBeenCalled();
    });

    it('has no place in what is kept, here or of an older program', async () => {
        const { unmount } = reply();
        await fireEvent.input(box(), { target: { value: 'Va el acta' } });
        await choose(acta());
        await waitFor(() => expect(box().value).toContain('Subiendo'));
        expect(storedText()?.trim()).toBe('Va el acta');
        unmount();
        reply();
        expect(box().value.trim()).toBe('Va el acta');
        const old = { fields: { text: 'Va el acta [Subiendo plan [2].pdf… 1] y el [Uploading map.png… 2] plano' }, attempt: null, at: Date.now() };
        localStorage.setItem(kept, JSON.stringify(old));
        document.body.innerHTML = '';
        reply();
        expect(box().value).toBe('Va el acta y el plano');
        // Who writes those words means them.
        await fireEvent.input(box(), { target: { value: 'Pone [Subiendo acta.pdf… 1]' } });
        await fireEvent.click(screen.getByRole('button', { name: 'Responder' }));
        await waitFor(() => expect(network.calls('POST /threads/7/posts').map(({ body }) => body.body)).toEqual(['Pone [Subiendo acta.pdf… 1]']));
    });

    it('stays in the text when another window changes that', async () => {
        reply();
        await choose(acta());
        await waitFor(() => expect(box().value).toContain('Subiendo'));
        const newValue = JSON.stringify({ fields: { text: 'De la otra' }, attempt: null, at: Date.now() });
        localStorage.setItem(kept, newValue);
        dispatchEvent(new StorageEvent('storage', { key: kept, newValue }));
        await waitFor(() => expect(box().value).toContain('De la otra'));
        uploads[0]?.end(arrived(7, 'acta.pdf'));
        await waitFor(() => expect(box().value.trim()).toBe('De la otra [acta.pdf](/files/7)'));
    });

    it('is tried again by hand after a break of the line, at a place of its own', async () => {
        reply();
        await choose(acta());
        await waitFor(() => expect(uploads).toHaveLength(1));
        uploads[0]?.end({ ok: false, problem: { ...unreachable } });
        await waitFor(() => expect(box().value.trim()).toBe(''));
        await fireEvent.click(await screen.findByRole('button', { name: 'Volver a intentarlo con acta.pdf' }));
        expect(box().value).toContain('[Subiendo acta.pdf…]');
        uploads[1]?.end(arrived(7, 'acta.pdf'));
        await waitFor(() => expect(box().value.trim()).toBe('[acta.pdf](/files/7)'));
        expect(uploads.map(({ name }) => name)).toEqual(['acta.pdf', 'acta.pdf']);
    });

    it('is not offered again when it was refused for what it is', async () => {
        reply();
        await choose(acta());
        await waitFor(() => expect(uploads).toHaveLength(1));
        uploads[0]?.end({ ok: false, problem: { ...unreachable, code: 'invalid', status: 422, fields: { file: ['has_macros'] } } });
        await screen.findByRole('alert');
        expect(screen.queryByRole('button', { name: 'Volver a intentarlo con acta.pdf' })).toBeNull();
    });

    it('goes again by itself once when the server was busy', async () => {
        reply();
        await choose(acta());
        await waitFor(() => expect(uploads).toHaveLength(1));
        const busy = { ok: false, problem: { ...unreachable, code: 'unavailable', status: 503, retryAfter: 0.05 } };
        uploads[0]?.end(busy);
        await waitFor(() => expect(uploads).toHaveLength(2));
        expect([box().value.includes('Subiendo'), screen.queryByRole('alert')]).toEqual([true, null]);
        uploads[1]?.end(busy);
        await screen.findByRole('button', { name: 'Volver a intentarlo con acta.pdf' });
        expect(uploads).toHaveLength(2);
    });

    it('keeps a thread back too', async () => {
        const app = signedIn(network);
        app.groups.items = [group('contratacion')];
        app.groups.loaded = true;
        network.on('GET /tags', { body: { items: [], next: null } });
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        show(app, ThreadForm, { place: 'ask', group: 'contratacion', open: true, onsent });
        await fireEvent.input(box('Tu pregunta en una frase'), { target: { value: '¿Vale?' } });
        await choose(acta());
        await waitFor(() => expect(box('Detalles').value).toContain('Subiendo'));
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        expect(document.activeElement).toBe(list());
        expect(localStorage.getItem('plaza:draft:1:ask')).not.toContain('Subiendo');
        uploads[0]?.end(arrived(7, 'acta.pdf'));
        await waitFor(() => expect(box('Detalles').value).toContain('/files/7'));
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(network.calls('POST /groups/contratacion/threads').map(({ body }) => body.body)).toEqual(['[acta.pdf](/files/7)']);
    });
});

describe('what is pasted', () => {
    const picture = new File(['png'], 'image.png', { type: 'image/png' });
    /** What a program has put on the clipboard, by kind. */
    const paste = (files: File[], kinds: Record<string, string>) =>
        fireEvent.paste(box(), { clipboardData: { files, types: [...Object.keys(kinds), 'Files'], getData: (kind: string) => kinds[kind] ?? '' } });

    it('is words where a picture of them comes along, as with cells of a spreadsheet', async () => {
        reply();
        // The browser goes on by itself with what nobody has taken.
        expect(await paste([picture], { 'text/plain': 'Tasa\t12,50\n', 'text/html': '<table><tr><td>Tasa<td>12,50</table>' })).toBe(true);
        expect(await paste([picture], { 'text/plain': 'Título', 'text/rtf': '{\\rtf Título}' })).toBe(true);
        expect([uploads, box().value]).toEqual([[], '']);
    });

    it('is the picture where there is nothing else, and files of a folder with their names', async () => {
        reply();
        expect(await paste([picture], {})).toBe(false);
        expect(await paste([picture], { 'text/html': '<img src="https://otro.example/plano.png">', 'text/plain': '\n' })).toBe(false);
        expect(await paste([acta()], { 'text/plain': 'acta.pdf' })).toBe(false);
        await waitFor(() => expect(uploads.map(({ name }) => name)).toEqual(['Imagen pegada.png', 'Imagen pegada.png', 'acta.pdf']));
    });

    it('is no picture that somebody chose, which has the name that it was given', async () => {
        reply();
        await choose(picture);
        await waitFor(() => expect(uploads.map(({ name }) => name)).toEqual(['image.png']));
    });
});
