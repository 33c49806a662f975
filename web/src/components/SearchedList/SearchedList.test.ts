// SPDX-License-Identifier: EUPL-1.2
import { createRawSnippet, type Component } from 'svelte';
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import { PagedList } from '../../state/paged-list.svelte.ts';
import SearchedList from './SearchedList.svelte';

const { navigate } = vi.hoisted(() => ({ navigate: vi.fn() }));
vi.mock('../../state/router.svelte.ts', async (original) => ({ ...(await original<object>()), navigate }));
afterEach(() => vi.unstubAllGlobals());

const row = createRawSnippet((item: () => { name: string }) => ({ render: () => `<p>${item().name}</p>` }));

function shown(items: string[], next: string | null = null) {
    vi.stubGlobal('scrollTo', vi.fn());
    const list = new PagedList<{ name: string }>(
        (before) => Promise.resolve({ ok: true, value: { items: before ? [{ name: 'zonas' }] : items.map((name) => ({ name })), next: before ? null : next } } as any),
        ({ name }) => name,
    );
    const place = { path: '/etiquetas', query: new URLSearchParams('q=aguas&banda=x') };
    show(signedIn(new Network()), SearchedList as Component<any>, {
        place, list, title: 'Etiquetas', intro: 'Todas', find: 'Buscar una', none: 'Ninguna', row,
    });
}

it('narrows by words, and leaves alone what else the address says', async () => {
    shown([]);
    expect(await screen.findByText('Ninguna')).toBeTruthy();
    const words = screen.getByRole('searchbox') as HTMLInputElement;
    expect(words.value).toBe('aguas');
    await fireEvent.input(words, { target: { value: ' padrón ' } });
    await fireEvent.submit(words.form!);
    expect(navigate).toHaveBeenLastCalledWith('/etiquetas?banda=x&q=padr%C3%B3n', { replace: true });
    await fireEvent.input(words, { target: { value: ' ' } });
    await fireEvent.submit(words.form!);
    expect(navigate).toHaveBeenLastCalledWith('/etiquetas?banda=x', { replace: true });
});

it('shows its rows, then more, and leaves the focus on the list when that was all', async () => {
    shown(['aguas'], 'c1');
    await screen.findByText('aguas');
    expect(screen.queryByText('Ninguna')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Cargar más' }));
    await screen.findByText('zonas');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Etiquetas' })));
});
