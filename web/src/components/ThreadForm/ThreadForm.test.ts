// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group, thread } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import type { App } from '../../state/app.svelte.ts';
import ThreadForm from './ThreadForm.svelte';

let network: Network;
let app: App;
const onsent = vi.fn();

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    network = new Network();
    network.on('GET /tags', { body: { items: [{ name: 'contrato-menor' }, { name: 'contratos' }], next: null } });
});
afterEach(() => vi.unstubAllGlobals());

function open(props: Record<string, unknown> = {}, groups = [group('contratacion'), group('urbanismo')]) {
    app = signedIn(network);
    app.groups.items = groups;
    app.groups.loaded = true;
    return show(app, ThreadForm, { place: 'ask', onsent, ...props });
}

const title = () => screen.getByLabelText('Tu pregunta en una frase') as HTMLTextAreaElement;
const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
const asked = () => network.calls('POST /groups/contratacion/threads');

describe('the box to ask from', () => {
    it('is one line until it is touched', async () => {
        open();
        expect(screen.queryByLabelText('Grupo')).toBeNull();
        await fireEvent.focus(title());
        screen.getByLabelText('Grupo');
        screen.getByLabelText('Detalles');
    });

    it('goes with its group to another address, also when another group takes the one it had', async () => {
        const [team, other] = [group('equipo', { id: 50 }), group('equipo', { id: 51, name: 'Otro equipo' })];
        const first = open({ place: team }, [team]);
        await type(title(), '¿Quién llama al proveedor?');
        first.unmount();
        const again = open({ place: other }, [other, { ...team, slug: 'equipo-x7k' }]);
        expect(title().value).toBe('');
        again.unmount();
        const third = open({ place: { id: 50, slug: 'equipo-x7k' } }, [other, { ...team, slug: 'equipo-x7k' }]);
        await waitFor(() => expect((screen.getByLabelText('Grupo') as HTMLSelectElement).value).toBe('equipo-x7k'));
        expect(title().value).toBe('¿Quién llama al proveedor?');
        third.unmount();
        // Who does not belong to it any more chooses anew.
        open({ place: { id: 50, slug: 'equipo' } }, [other, group('urbanismo')]);
        await waitFor(() => expect((screen.getByLabelText('Grupo') as HTMLSelectElement).value).toBe(''));
    });

    it('keeps what a program wrote that knew groups by their address alone', async () => {
        const [older] = [group('equipo', { id: undefined as never })];
        open({ place: older }, [older]).unmount();
        const first = open({ place: older }, [older]);
        await type(title(), '¿Quién llama?');
        first.unmount();
        open({ place: group('equipo', { id: 50 }) }, [group('equipo', { id: 50 })]);
        expect(title().value).toBe('¿Quién llama?');
    });

    it('asks with details, group and tags', async () => {
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        open({ open: true });
        await type(title(), ' ¿Tres\npresupuestos? ');
        await type(screen.getByLabelText('Detalles'), 'Somos 1.800.');
        await fireEvent.change(screen.getByLabelText('Grupo'), { target: { value: 'contratacion' } });
        const tags = screen.getByRole('combobox', { name: /Etiquetas/ });
        await type(tags, 'contrato');
        await screen.findByRole('option', { name: 'contrato-menor' });
        await fireEvent.keyDown(tags, { key: 'ArrowDown' });
        await fireEvent.keyDown(tags, { key: 'Enter' });
        await type(tags, 'Obra Mayor, ');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(asked()[0]?.body).toEqual({
            kind: 'question',
            title: '¿Tres presupuestos?',
            body: 'Somos 1.800.',
            tags: ['contrato-menor', 'obra-mayor'],
        });
        expect(localStorage.length).toBe(0);
    });

    it('says that the group is needed to name somebody, and leads there', async () => {
        open({ open: true });
        await type(screen.getByLabelText('Detalles'), 'Hola @Jul');
        await fireEvent.click(await screen.findByRole('button', { name: 'Elige antes el grupo para poder nombrar a alguien' }));
        expect(document.activeElement).toBe(screen.getByLabelText('Grupo'));
        await fireEvent.change(screen.getByLabelText('Grupo'), { target: { value: 'contratacion' } });
        expect(screen.queryByRole('button', { name: /Elige antes el grupo/ })).toBeNull();
    });

    it('has buttons for the form of the text, and keys for them', async () => {
        open({ open: true });
        const box = screen.getByLabelText<HTMLTextAreaElement>('Detalles');
        await type(box, 'Plazo de pago');
        await import('@github/markdown-toolbar-element');
        expect(screen.getByRole('button', { name: 'Negrita' }).title).toBe('Negrita (Ctrl+B)');
        box.setSelectionRange(0, 5);
        expect(await fireEvent.keyDown(box, { key: 'b', ctrlKey: true })).toBe(false);
        expect(box.value).toBe('**Plazo** de pago');
        box.setSelectionRange(13, 17);
        await fireEvent.keyDown(box, { key: 'k', metaKey: true });
        expect(box.value).toBe('**Plazo** de [pago](url)');
        expect(await fireEvent.keyDown(box, { key: 'b', ctrlKey: true, shiftKey: true })).toBe(true);
    });

    it('says before anything is written where one may not announce, and sends nothing there', async () => {
        open({ open: true, asks: 'announcement' }, [group('contratacion'), group('urbanismo')]);
        await screen.findByText(/^Solo anuncia quien modera el grupo/);
        await fireEvent.change(screen.getByLabelText('Grupo'), { target: { value: 'contratacion' } });
        screen.getByText(/^Solo anuncia quien modera el grupo/);
        await type(screen.getByLabelText('Título'), 'Cerramos el viernes');
        await fireEvent.click(screen.getByRole('button', { name: 'Publicar' }));
        await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Grupo')));
        expect(network.calls('POST /groups/contratacion/announcements')).toEqual([]);
        await fireEvent.click(screen.getByRole('radio', { name: 'Novedad' }));
        expect(screen.queryByText(/Solo anuncia quien modera/)).toBeNull();
    });

    it('lets who moderates announce', async () => {
        open({ open: true, asks: 'announcement' }, [group('contratacion', { my_membership: 'moderator' })]);
        await screen.findByText(/^Llega a todas las personas/);
        expect(screen.queryByText(/Solo anuncia quien modera/)).toBeNull();
    });

    it('shows the whole title also when the window becomes narrower', async () => {
        open({ open: true });
        Object.defineProperty(title(), 'scrollHeight', { value: 96 });
        fireEvent(window, new Event('resize'));
        expect(title().style.height).toBe('96px');
    });

    it('takes a question of one line as the text too', async () => {
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        open({ open: true, group: 'contratacion' });
        await type(title(), '¿Vale la firma?');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalled());
        expect(asked()[0]?.body).toMatchObject({ title: '¿Vale la firma?', body: '¿Vale la firma?' });
    });

    it('says what is missing at its field and sends nothing', async () => {
        open({ open: true });
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        screen.getByText('Escribe tu pregunta.');
        screen.getByText('Elige en qué grupo preguntas.');
        expect(document.activeElement).toBe(title());
        expect(network.sent.filter(({ method }) => method === 'POST')).toEqual([]);
    });

    it('carries the words of a search over, and what was made of them before', async () => {
        const { unmount } = open({ open: true, place: 'ask:tasa', words: 'tasa por cocotero' });
        expect(title().value).toBe('tasa por cocotero');
        await type(title(), '¿Hay tasa por cocotero?');
        unmount();
        open({ open: true, place: 'ask:tasa', words: 'tasa por cocotero' });
        expect(title().value).toBe('¿Hay tasa por cocotero?');
    });

    it('chooses the group where there is only one', () => {
        open({ open: true }, [group('padron')]);
        expect((screen.getByLabelText('Grupo') as HTMLSelectElement).value).toBe('padron');
    });

    it('offers no archived group', () => {
        open({ open: true }, [group('padron'), group('archivo', { archived: true }), group('tributos')]);
        expect(screen.queryByRole('option', { name: 'Archivo' })).toBeNull();
    });

    it('keeps everything over a reload and a failure, and can be told to forget it', async () => {
        network.on('POST /groups/contratacion/threads', refusal(503, 'unavailable'));
        const { unmount } = open({ open: true, group: 'contratacion' });
        await type(title(), '¿Plazo?');
        await type(screen.getByLabelText('Detalles'), 'Detalle');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await screen.findByRole('alert');
        const first = asked()[0]?.headers.get('Idempotency-Key');
        unmount();
        open();
        expect(title().value).toBe('¿Plazo?');
        expect((screen.getByLabelText('Detalles') as HTMLTextAreaElement).value).toBe('Detalle');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(asked()).toHaveLength(2));
        expect(asked()[1]?.headers.get('Idempotency-Key')).toBe(first);
        await fireEvent.click(screen.getByRole('button', { name: 'Descartar' }));
        expect(title().value).toBe('');
        expect(localStorage.length).toBe(0);
        await fireEvent.click(screen.getByRole('button', { name: 'Deshacer' }));
        expect([title().value, (screen.getByLabelText('Detalles') as HTMLTextAreaElement).value]).toEqual(['¿Plazo?', 'Detalle']);
        expect(localStorage.getItem('plaza:draft:1:ask')).toContain('Detalle');
    });

    it('waits as it is for the server, goes by itself, and leads nobody away', async () => {
        network.on('POST /groups/contratacion/threads', 'unreachable');
        open({ open: true, group: 'contratacion' });
        await type(title(), '¿Plazo?');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await screen.findByText('Se enviará cuando vuelva la conexión.', { exact: false });
        expect([title().readOnly, screen.queryByRole('button', { name: 'Preguntar' }), screen.queryByRole('button', { name: 'Publicar más tarde…' })]).toEqual([true, null, null]);
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) }).on('GET /installation', { body: {} });
        await app.loadInstallation();
        const link = await screen.findByRole('link', { name: 'Ver' });
        expect(link.getAttribute('href')).toBe('/threads/9');
        expect(new Set(asked().map(({ headers }) => headers.get('Idempotency-Key'))).size).toBe(1);
        expect([onsent.mock.calls.length, asked().length, title().value, title().readOnly, localStorage.length]).toEqual([0, 2, '', false, 0]);
    });

    it('tells that the first sending was published when another text was sent after it', async () => {
        network.on('POST /groups/contratacion/threads', 'unreachable');
        open({ open: true, group: 'contratacion' });
        await type(title(), '¿Plazo?');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await fireEvent.click(await screen.findByRole('button', { name: 'No enviar' }));
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        await type(title(), '¿Qué plazo hay?');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        const link = await screen.findByRole('link', { name: 'Ver' });
        expect(link.getAttribute('href')).toBe('/threads/9');
        expect(asked().map(({ body }) => body.title)).toEqual(['¿Plazo?', '¿Plazo?']);
        expect(onsent).not.toHaveBeenCalled();
        expect(title().value).toBe('¿Qué plazo hay?');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(asked()[2]?.body.title).toBe('¿Qué plazo hay?');
    });

    it('follows what is written in another tab', async () => {
        open();
        const fields = { title: '¿Y en verano?', body: 'Detalle', group: 'urbanismo', tags: 'agosto', kind: 'question' };
        const newValue = JSON.stringify({ fields, attempt: null, at: Date.now() });
        localStorage.setItem('plaza:draft:1:ask', newValue);
        dispatchEvent(new StorageEvent('storage', { key: 'plaza:draft:1:ask', newValue }));
        await waitFor(() => expect(title().value).toBe('¿Y en verano?'));
        expect((screen.getByLabelText('Grupo') as HTMLSelectElement).value).toBe('urbanismo');
        localStorage.removeItem('plaza:draft:1:ask');
        dispatchEvent(new StorageEvent('storage', { key: 'plaza:draft:1:ask', newValue: null }));
        await waitFor(() => expect(title().value).toBe(''));
        expect(localStorage.length).toBe(0);
    });

    it('shows what the server finds wrong at its field', async () => {
        network.on('POST /groups/contratacion/threads', refusal(422, 'invalid', { errors: { title: ['too_long'] } }));
        open({ open: true, group: 'contratacion' });
        await type(title(), 'x');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(title().getAttribute('aria-invalid')).toBe('true'));
        expect(document.getElementById(title().getAttribute('aria-describedby') ?? '')?.textContent).toBe(
            'El texto es demasiado largo.',
        );
    });

    it('chooses no group where one does not belong, says so and leads there', async () => {
        network.on('GET /groups/padron', { body: group('padron', { name: 'Padrón', my_membership: 'none' }) });
        open({ open: true, group: 'padron' }, [group('contratacion')]);
        await screen.findByText('No formas parte de Padrón', { exact: false });
        expect(screen.getByRole('link', { name: 'Ir a Padrón' }).getAttribute('href')).toBe('/groups/padron');
        expect((screen.getByLabelText('Grupo') as HTMLSelectElement).value).toBe('');
        await type(title(), '¿Alta?');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        screen.getByText('Elige en qué grupo preguntas.');
        expect(network.calls('POST /groups/padron/threads')).toEqual([]);
    });

    it('keeps a group joined a moment ago', async () => {
        network.on('GET /groups/padron', { body: group('padron', { my_membership: 'member' }) });
        open({ open: true, group: 'padron' });
        await waitFor(() => expect(network.calls('GET /groups/padron')).toHaveLength(1));
        network.on('POST /groups/padron/threads', { status: 201, body: thread(9) });
        await type(title(), '¿Alta?');
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
    });

    it('asks unless something else is looked for, which is one stop', async () => {
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        open({ open: true, group: 'contratacion' });
        expect(screen.queryAllByRole('radio')).toEqual([]);
        await type(title(), 'Ya está la guía');
        await fireEvent.click(screen.getByRole('button', { name: 'Otra cosa…' }));
        const names = screen.getAllByRole('radio').map((radio) => (radio as HTMLInputElement).name);
        expect([names.length, new Set(names).size, names[0] !== '']).toEqual([7, 1, true]);
        expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Pregunta' }));
        await fireEvent.click(screen.getByRole('radio', { name: 'Novedad' }));
        // What was typed stays.
        expect((screen.getByLabelText('Título') as HTMLTextAreaElement).value).toBe('Ya está la guía');
        await fireEvent.click(screen.getByRole('button', { name: 'Publicar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(asked()[0]?.body).toMatchObject({ kind: 'update', title: 'Ya está la guía' });
    });

    it('opens as what its address says, and keeps the kind with the draft', async () => {
        const { unmount } = open({ open: true, asks: 'article' });
        expect((screen.getByRole('radio', { name: 'Artículo' }) as HTMLInputElement).checked).toBe(true);
        await type(screen.getByLabelText('Título'), 'Cómo se pide');
        unmount();
        open({ open: true });
        expect((screen.getByRole('radio', { name: 'Artículo' }) as HTMLInputElement).checked).toBe(true);
    });

    it('publishes nothing at once while a time is being chosen, whatever is pressed', async () => {
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        network.on('PUT /me/drafts/', refusal(503, 'unavailable'));
        open({ open: true, group: 'contratacion' });
        await type(title(), '¿Mañana?');
        await fireEvent.click(screen.getByRole('button', { name: 'Publicar más tarde…' }));
        const at = await screen.findByLabelText('Día y hora');
        expect(screen.queryByRole('button', { name: 'Preguntar' })).toBeNull();
        await fireEvent.keyDown(title(), { key: 'Enter', ctrlKey: true });
        await fireEvent.submit(at.closest('form')!);
        await waitFor(() => expect(document.activeElement).toBe(at));
        expect(asked()).toHaveLength(0);
        await fireEvent.click(screen.getByRole('button', { name: 'Programar' }));
        await screen.findByRole('alert');
        expect(screen.queryByRole('button', { name: 'Volver a intentarlo' })).toBeNull();
        await fireEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
        await fireEvent.submit(title().closest('form')!);
        // Not before it is known that nothing waits for that time.
        await screen.findByRole('alert');
        expect(asked()).toHaveLength(0);
        network.on('GET /me/drafts', { body: { items: [], ended: [] } });
        await fireEvent.submit(title().closest('form')!);
        await waitFor(() => expect(asked()).toHaveLength(1));
    });

    it('says once how much is too much', async () => {
        open({ open: true, group: 'contratacion' });
        await type(title(), '¿Cabe?');
        await type(screen.getByLabelText('Detalles'), 'ñ'.repeat(32_800));
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        expect(screen.getAllByText('demasiado largo', { exact: false }).map((note) => note.textContent)).toEqual([
            'El texto es demasiado largo: sobran 32 caracteres.',
        ]);
        expect([asked(), document.activeElement]).toEqual([[], screen.getByLabelText('Detalles')]);
    });
});
