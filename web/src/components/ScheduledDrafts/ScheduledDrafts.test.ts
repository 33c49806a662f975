// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../../../tests/support/network.ts';
import DraftsPage from '../../pages/DraftsPage.svelte';

let network: Network;
beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

it('does not say that nothing waits before that is known', async () => {
    network.on('GET /me/drafts', refusal(503, 'unavailable'));
    show(signedIn(network), DraftsPage, {});
    await screen.findByRole('alert');
    expect(screen.queryByText('No tienes nada a medias.')).toBeNull();
    network.on('GET /me/drafts', { body: { items: [], ended: [] } });
    await fireEvent.click(screen.getByRole('button', { name: 'Volver a intentarlo' }));
    await screen.findByText('No tienes nada a medias.');
    expect(screen.queryByRole('alert')).toBeNull();
});

it('lets a text that waits for its time be discarded where it stands, after asking, and nothing that changed meanwhile', async () => {
    const row = (version: number) => ({ place: 'later-a', version, saved_at: '2026-11-22T08:00:00Z', publication: { title: 'Aviso de cierre', group: 1, publish_at: '2026-12-24T08:00:00Z', refused: null } });
    let stands: unknown[] = [row(7)];
    const gone: string[] = [];
    network
        .on('GET /me/drafts', () => ({ body: { items: stands, ended: [], next: null } }))
        .on('DELETE /me/drafts/later-a', ({ query }) => {
            gone.push(query.get('version') ?? '');
            stands = query.get('version') === '8' ? [] : [row(8)];
            return { status: 204 };
        });
    localStorage.setItem('plaza:draft:1:later-a', JSON.stringify({ fields: { text: 'Lo que tecleé' }, attempt: null, at: Date.now() }));
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    const app = signedIn(network);
    const said = vi.spyOn(app.announcer, 'say');
    show(app, DraftsPage, {});
    const discard = async () => {
        await fireEvent.click(await screen.findByRole('button', { name: 'Descartar: Aviso de cierre' }));
        const dialog = screen.getByRole('dialog');
        within(dialog).getByText(/^No se publicará el .*24 de diciembre/);
        await fireEvent.click(within(dialog).getByRole('button', { name: 'Descartar' }));
    };
    await discard();
    await waitFor(() => expect(said.mock.calls.flat()).toEqual(['Este texto ha cambiado entretanto, y sigue aquí. Míralo antes de descartarlo.']));
    expect(localStorage.getItem('plaza:draft:1:later-a')).toContain('Lo que tecleé');
    await discard();
    await waitFor(() => expect(said).toHaveBeenLastCalledWith('Borrador descartado.'));
    expect([gone, localStorage.getItem('plaza:draft:1:later-a')]).toEqual([['7', '8'], null]);
    await screen.findByText('No tienes nada a medias.');
});
