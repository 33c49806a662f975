// SPDX-License-Identifier: EUPL-1.2
// Acts on a whole thread that ask for a reason: what is missing is said, and looked at; what is refused is said in its own words.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { post, thread } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import type { Thread } from '../../api/types.ts';
import { fieldText, problemText } from '../../locales/problems.ts';
import { problemFrom } from '../../api/problem.ts';
import CheckForm from '../CheckForm/CheckForm.svelte';
import CloseThread from '../CloseThread/CloseThread.svelte';
import MergeThread from '../MergeThread/MergeThread.svelte';
import MoveThread from '../MoveThread/MoveThread.svelte';
import SplitThread from '../SplitThread/SplitThread.svelte';
import ThreadLevel from '../ThreadLevel/ThreadLevel.svelte';

let network: Network;
const ondone = vi.fn();

beforeEach(() => {
    ondone.mockClear();
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

const open = (part: unknown, props: Record<string, unknown> = {}) =>
    show(signedIn(network), part as Component, { thread: thread(7), onclose: () => undefined, ondone, ...props });
const type = (name: string | RegExp, value: string) => fireEvent.input(screen.getByRole('textbox', { name }), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const told = () => [screen.getByRole('alert').textContent, (document.activeElement as HTMLInputElement).labels?.[0]?.textContent?.trim()];
const found = (id: number, kind: Thread['kind']) => ({ thread: thread(id, { kind }), extract: null, answer: null });
const posted = () => network.sent.filter(({ method }) => method === 'POST');

it('merging asks for the other thread and the reason', async () => {
    network.on('GET /search', { body: { items: [found(8, 'question')], next: null } }).on('POST /threads/7/merger', { body: thread(8) });
    open(MergeThread);
    await press('Unirlas');
    expect(told()).toEqual(['Busca la conversación que queda y elígela.', 'La conversación que queda']);
    await type('La conversación que queda', 'plazo');
    await press('Buscar');
    await screen.findByRole('radio', { name: 'Pregunta 8' });
    expect(screen.getByRole('alert').textContent).toBe('Escribe el motivo.');
    await type(/Motivo/, '  ');
    await press('Unirlas');
    expect(told()).toEqual(['Escribe el motivo.', 'Motivo (lo verá quien pueda leer la conversación)']);
    expect(posted()).toEqual([]);
    await type(/Motivo/, 'Repetida');
    await press('Unirlas');
    await waitFor(() => expect(ondone).toHaveBeenCalledOnce());
});

it('merging offers only what takes the posts, and says so of an address', async () => {
    network
        .on('GET /search', { body: { items: [found(7, 'question'), found(8, 'poll'), found(9, 'event'), found(10, 'article'), found(11, 'update')], next: null } })
        .on('GET /threads/8', { body: thread(8, { kind: 'poll' }) });
    open(MergeThread);
    await type('La conversación que queda', 'plazo');
    await press('Buscar');
    await waitFor(() => expect(screen.getAllByRole('radio').map((radio) => (radio as HTMLInputElement).value)).toEqual(['10', '11']));
    await type('La conversación que queda', 'https://plaza.example/threads/8');
    await press('Buscar');
    await screen.findByText('Solo se puede unir a una pregunta, una novedad o un artículo. Elige otra conversación.');
    expect(screen.queryAllByRole('radio')).toEqual([]);
});

it('merging into what went meanwhile says that it is gone, not that it cannot be commented on', async () => {
    network
        .on('GET /search', { body: { items: [found(8, 'question')], next: null } })
        .on('POST /threads/7/merger', refusal(422, 'invalid', { errors: { into: ['unknown'] } }));
    open(MergeThread);
    await type('La conversación que queda', 'plazo');
    await press('Buscar');
    await screen.findByRole('radio', { name: 'Pregunta 8' });
    await type(/Motivo/, 'Repetida');
    await press('Unirlas');
    expect((await screen.findByRole('alert')).textContent?.trim()).toBe('Lo que has elegido ya no está. Búscalo otra vez.');
});

it('splitting asks for posts, then a title', async () => {
    network.on('POST /threads/7/split', { status: 201, body: thread(9) });
    open(SplitThread, { posts: [post(1), post(2), post(3)] });
    await type(/Motivo/, 'Es otra cosa');
    await press('Separarlos');
    expect([screen.getByRole('alert').textContent, document.activeElement]).toEqual(['Marca los mensajes que separas.', screen.getAllByRole('checkbox')[0]]);
    await fireEvent.click(screen.getAllByRole('checkbox')[1]!);
    await press('Separarlos');
    expect(told()).toEqual(['Escribe un título para la conversación nueva.', 'Título de la conversación nueva']);
    expect(posted()).toEqual([]);
});

it('moving asks for the group', async () => {
    network.on('GET /threads/7/destinations', { body: { items: [{ slug: 'padron', name: 'Padrón', kind: 'open' }] } });
    open(MoveThread);
    await screen.findByRole('option', { name: 'Padrón' });
    await type(/Motivo/, 'Es de padrón');
    await press('Llevarla');
    expect(told()).toEqual(['Elige a qué grupo la llevas.', 'Grupo']);
});

it('a reason stays for the visit until it is sent, of each thread and act', async () => {
    network.on('PUT /threads/70/closed', refusal(503, 'unavailable')).on('PUT /threads/71/closed', { body: thread(71) });
    const reason = () => (screen.getByRole('textbox', { name: /Motivo/ }) as HTMLTextAreaElement).value;
    const again = async (change: Record<string, unknown>, part: unknown = CloseThread) => {
        const { unmount } = open(part, change);
        if (part === MoveThread) await screen.findByRole('option', { name: 'Padrón' });
        return { unmount, reason: reason() };
    };
    network.on('GET /threads/70/destinations', { body: { items: [{ slug: 'padron', name: 'Padrón', kind: 'open' }] } });
    const first = await again({ thread: thread(70) });
    await type(/Motivo/, 'Repetida, con mucho detalle');
    await press('Cerrar');
    await screen.findByRole('alert');
    first.unmount();
    for (const [change, part, kept] of [[{ thread: thread(71) }, CloseThread, ''], [{ thread: thread(70) }, MoveThread, ''], [{ thread: thread(70) }, CloseThread, 'Repetida, con mucho detalle']] as const) {
        const one = await again(change, part);
        expect(one.reason).toBe(kept);
        one.unmount();
    }
    const last = await again({ thread: thread(71) });
    await type(/Motivo/, 'Otra');
    await press('Cerrar');
    await waitFor(() => expect(ondone).toHaveBeenCalledOnce());
    last.unmount();
    expect((await again({ thread: thread(71) })).reason).toBe('');
});

it('what is said of a thread that does not hold stays when another form takes its place', async () => {
    // The form goes with what was sent.
    const onsend = vi.fn(() => {
        second.unmount();
        return Promise.resolve(null);
    });
    const mount = () => show(signedIn(network), CheckForm as Component, { thread: 72, onsend, oncancel: () => undefined });
    const first = mount();
    await fireEvent.click(screen.getByRole('radio', { name: 'No, ya no es así' }));
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Cambió la ley' } });
    first.unmount();
    const second = mount();
    expect([(screen.getByRole('textbox') as HTMLInputElement).value, (screen.getByRole('radio', { name: 'No, ya no es así' }) as HTMLInputElement).checked]).toEqual(['Cambió la ley', true]);
    await press('Guardar');
    await waitFor(() => expect(onsend).toHaveBeenCalledWith({ holds: false, reason: 'Cambió la ley' }));
    await new Promise((done) => setTimeout(done));
    mount();
    expect([(screen.getByRole('textbox') as HTMLInputElement).value, (screen.getByRole('radio', { name: 'No, ya no es así' }) as HTMLInputElement).checked]).toEqual(['', false]);
});

it('what one is told of says that it could not be read, with a way to try again', async () => {
    network.on('GET /threads/7/level', 'unreachable');
    open(ThreadLevel);
    await screen.findByRole('alert');
    network.on('GET /threads/7/level', { body: { level: 'muted', group_level: 'mentions' } });
    await press('Volver a intentarlo');
    expect(((await screen.findByRole('combobox')) as HTMLSelectElement).value).toBe('muted');
    expect(screen.queryByRole('alert')).toBeNull();
});

it('a code is told in the words of its field', () => {
    const said = (errors: Record<string, string[]>) => problemFrom({ type: 'invalid', errors }, new Response(null, { status: 422 }));
    expect(problemText(said({ parent: ['unknown'] }))).toBe('Ese mensaje ya no está: no se puede comentar.');
    expect(problemText(said({ administration: ['unknown'] }))).toBe('Esa administración ya no está.');
    expect(problemText(said({ holds: ['not_in_this_kind'] }))).toBe('Eso no se puede hacer con este tipo de conversación.');
    expect(fieldText(said({ role: ['not_in_this_kind'] }), 'role')).toBe('Aquí no se puede publicar ese tipo de mensaje.');
    expect(fieldText(said({ group: ['unknown'] }), 'group')).toBe('Ese grupo ya no está, o no puedes escribir en él. Elige otro.');
});
