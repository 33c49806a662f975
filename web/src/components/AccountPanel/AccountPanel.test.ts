// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { App } from '../../state/app.svelte.ts';
import { leftIn } from '../../state/left.ts';
import AccountPanel from './AccountPanel.svelte';

let network: Network;
let app: App;

beforeEach(async () => {
    localStorage.clear();
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    network = new Network();
    network.on('DELETE /session', { status: 204 });
    app = signedIn(network);
    vi.stubGlobal('location', { ...location, assign: vi.fn() });
});
afterEach(() => vi.unstubAllGlobals());

async function leave() {
    show(app, AccountPanel, {});
    await fireEvent.click(screen.getByRole('button', { name: /Tu cuenta/ }));
    await fireEvent.click(screen.getByRole('button', { name: 'Cerrar sesión' }));
}
const out = () => waitFor(() => expect(app.session.status).toBe('out'));
const kept = () => [leftIn(app.drafts, 1).length, leftIn(app.drafts, 2).length];

describe('signing out', () => {
    it('asks nothing where nothing was left unsent', async () => {
        app.drafts.open(2, 'ask').save({ title: 'De otra persona' });
        await leave();
        await out();
        expect(kept()).toEqual([0, 1]);
    });

    it.each([
        ['Conservar en este equipo', [2, 1]],
        ['Borrar', [0, 1]],
    ])('asks what becomes of what was left unsent: %s', async (choice, left) => {
        app.drafts.open(1, 'ask').save({ title: 'Contrato' });
        app.drafts.open(1, 'thread:7').save({ text: 'Respuesta' });
        app.drafts.open(2, 'ask').save({ title: 'De otra persona' });
        await leave();
        await screen.findByText('Hay 2 textos tuyos sin enviar', { exact: false });
        expect(network.calls('DELETE /session')).toEqual([]);
        await fireEvent.click(screen.getByRole('button', { name: choice }));
        await out();
        await waitFor(() => expect(kept()).toEqual(left));
    });

    it('can be thought better of', async () => {
        app.drafts.open(1, 'ask').save({ title: 'Contrato' });
        await leave();
        await fireEvent.click(await screen.findByRole('button', { name: 'Cancelar' }));
        expect(screen.queryByRole('dialog')).toBeNull();
        expect([app.session.status, network.calls('DELETE /session'), leftIn(app.drafts, 1).length]).toEqual(['in', [], 1]);
    });

    it('says which texts there are, leads to them, and advises what its first button does', async () => {
        vi.stubGlobal('location', { ...location, pathname: '/threads/7', search: '' });
        app.drafts.open(1, 'comment:12').save({ text: `Un comentario ${'largo '.repeat(40)}` });
        await leave();
        const dialog = await screen.findByRole('dialog');
        const link = within(dialog).getByRole('link', { name: /^Un comentario largo .*…$/ });
        expect(link.getAttribute('href')).toBe('/threads/7');
        within(dialog).getByText('Consérvalo', { exact: false });
        expect(within(dialog).getAllByRole('button')[0]?.textContent).toBe('Conservar en este equipo');
        await fireEvent.click(link);
        expect([screen.queryByRole('dialog'), network.calls('DELETE /session')]).toEqual([null, []]);
    });
});
