// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import DraftsPage from '../../pages/DraftsPage.svelte';
import type { Fields } from '../../state/drafts.ts';
import { words } from './words.ts';

let network: Network;
beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network();
    network.on('GET /people/1/drafts', { body: { items: [], ended: [] } }).on('GET /me/drafts', { body: { items: [], ended: [] } });
});
afterEach(() => vi.unstubAllGlobals());

const left = (place: string, fields: Fields) =>
    localStorage.setItem(`plaza:draft:1:${place}`, JSON.stringify({ fields, attempt: null, at: Date.now(), page: '/threads/7' }));

it('shows the whole of what was left for a place that is gone, and copies it', async () => {
    const long = `Primero, el informe.\n\n${'Y luego el resto de la respuesta. '.repeat(30).trim()}`;
    left('thread:7', { text: long, appointment: '3' });
    const writeText = vi.fn().mockResolvedValue(undefined);
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    const app = signedIn(network);
    const said = vi.spyOn(app.announcer, 'say');
    show(app, DraftsPage, {});
    const summary = await screen.findByText('Ver y copiar el texto');
    expect(screen.queryByRole('textbox')).toBeNull();
    const details = summary.closest('details')!;
    details.open = true;
    await fireEvent(details, new Event('toggle'));
    const area = (await screen.findByRole('textbox', { name: 'Texto del borrador' })) as HTMLTextAreaElement;
    expect([area.value, area.readOnly]).toEqual([long, true]);
    await fireEvent.click(screen.getByRole('button', { name: 'Copiar el texto' }));
    await waitFor(() => expect(said).toHaveBeenCalledWith('Texto copiado.'));
    expect(writeText).toHaveBeenCalledWith(long);
    // Where the browser lets nobody copy by a program.
    writeText.mockRejectedValue(new DOMException('', 'NotAllowedError'));
    await fireEvent.click(screen.getByRole('button', { name: 'Copiar el texto' }));
    await waitFor(() => expect([document.activeElement, area.selectionEnd - area.selectionStart]).toEqual([area, long.length]));
    expect(said).toHaveBeenLastCalledWith('Texto seleccionado: cópialo con Ctrl+C.');
});

it('takes what was typed, from the title on, and nothing that was chosen', () => {
    expect(words({ group: 'padron', kind: 'poll', body: 'Detalle', title: '¿Cuándo?', options: 'El lunes\nEl martes', multiple: 'true', version: '3' })).toBe(
        '¿Cuándo?\n\nDetalle\n\nEl lunes\nEl martes',
    );
});
