// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group, thread } from '../../../tests/support/examples.ts';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import ThreadForm from '../ThreadForm/ThreadForm.svelte';
import { offered, telling } from './asking.ts';

let network: Network;
const onsent = vi.fn();
const like = (id: number, title: string, more = {}) => ({ thread: thread(id, { title, state: 'solved', accepted: 2 }), number: 2, extract: 'Con <mark>tres</mark>.', close: true, ...more });
const answer = (items: object[], groups: string[] = [], tags: string[] = []) => network.on('GET /questions/similar', { body: { items, groups, tags } });

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    network = new Network();
    network.on('GET /tags', { body: { items: [], next: null } });
});
afterEach(() => vi.unstubAllGlobals());

function open(props: Record<string, unknown> = {}) {
    const app = signedIn(network);
    app.groups.items = [group('contratacion'), group('urbanismo', { kind: 'private', members: 7 })];
    app.groups.loaded = true;
    show(app, ThreadForm, { place: 'ask', open: true, onsent, ...props });
    return app;
}
const type = (value: string) => fireEvent.input(screen.getByLabelText('Tu pregunta en una frase'), { target: { value } });
const chosen = () => (screen.getByLabelText('Grupo') as HTMLSelectElement).value;
const asked = () => network.calls('POST /groups/contratacion/threads').length + network.calls('POST /groups/urbanismo/threads').length;

describe('what is like a question', () => {
    it('is asked for once there is something to tell by', () => {
        expect(telling('contrato')).toBe('');
        expect(telling(' de a ')).toBe('');
        expect(telling('  contrato   menor ')).toBe('contrato menor');
    });

    it('has as many tags to offer as still fit', () => {
        const found = { items: [], groups: [], tags: ['a', 'b', 'c'] };
        expect(offered(found, ['b'], 3)).toEqual(['a', 'c']);
        expect(offered(found, ['b', 'd'], 3)).toEqual(['a']);
        expect(offered(found, ['x', 'y', 'z', 'v'], 3)).toEqual([]);
    });

    it('is shown and said once, with the group proposed until another is chosen', async () => {
        answer([like(3, '¿Tres presupuestos?')], ['contratacion', 'urbanismo'], ['contratos']);
        const app = open();
        await type('Contrato menor');
        await screen.findByRole('link', { name: '¿Tres presupuestos?' });
        expect(app.announcer.text).toContain('Hay una pregunta parecida');
        expect(chosen()).toBe('contratacion');
        await fireEvent.click(screen.getByRole('button', { name: 'Mejor en Urbanismo' }));
        expect(chosen()).toBe('urbanismo');
        screen.getByText(/Solo lo leerán las 7 personas de Urbanismo/);
        await type('Contrato menor de obras');
        await waitFor(() => expect(network.calls('GET /questions/similar')).toHaveLength(2));
        expect(chosen()).toBe('urbanismo');
        await fireEvent.click(screen.getByRole('button', { name: 'Añadir la etiqueta contratos' }));
        screen.getByRole('button', { name: 'Quitar la etiqueta contratos' });
    });

    it('leaves the group that was chosen by hand', async () => {
        answer([like(3, '¿Tres presupuestos?')], ['contratacion', 'urbanismo']);
        open();
        await type('Contrato menor');
        await waitFor(() => expect(chosen()).toBe('contratacion'));
        await fireEvent.change(screen.getByLabelText('Grupo'), { target: { value: 'urbanismo' } });
        answer([like(4, '¿Cuántas ofertas?')], ['contratacion']);
        await type('Contrato menor de obras');
        await screen.findByRole('link', { name: '¿Cuántas ofertas?' });
        expect(chosen()).toBe('urbanismo');
    });

    it('that was solved is to be seen before it is asked again, once', async () => {
        answer([like(3, '¿Tres presupuestos?')], ['contratacion']);
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        open();
        await type('Contrato menor');
        await screen.findByRole('link', { name: '¿Tres presupuestos?' });
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await screen.findByRole('region', { name: 'Parece que esto ya se resolvió' });
        expect(asked()).toBe(0);
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar de todos modos' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(asked()).toBe(1);
    });

    it.each([
        ['it is not close', () => answer([like(3, 'x y z', { close: false })], ['contratacion'])],
        ['nobody solved it', () => answer([like(3, 'x y z', { thread: thread(3, { title: 'x y z', state: 'answered' }) })], ['contratacion'])],
        ['it could not be asked for', () => network.on('GET /questions/similar', refusal(503, 'unavailable'))],
    ])('stops nobody where %s', async (_, prepare) => {
        prepare();
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        open({ group: 'contratacion' });
        await type('Contrato menor');
        await waitFor(() => expect(network.calls('GET /questions/similar').length).toBeGreaterThan(0));
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
    });
});
