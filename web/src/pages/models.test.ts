// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { Network, show, signedIn } from '../../tests/support/network.ts';
import ModelsPage from './ModelsPage.svelte';

let network: Network;
beforeEach(() => {
    vi.stubGlobal('scrollTo', vi.fn());
    network = new Network().on('GET /models', { body: { items: [], next: null } });
});
afterEach(() => vi.unstubAllGlobals());

const open = (query: string) => {
    history.replaceState(null, '', `/modelos?${query}`);
    show(signedIn(network), ModelsPage, { place: { path: '/modelos', params: {}, query: new URLSearchParams(query), hash: '', page: ModelsPage as Component, visit: 1 } });
    return (screen.getByText('Más filtros').closest('details') as HTMLDetailsElement);
};

it('keeps the filters of less use folded, unless one of them holds', async () => {
    const rest = open('type=form');
    expect(rest.open).toBe(false);
    expect([...rest.querySelectorAll('[name]')].map((field) => field.getAttribute('name'))).toEqual(['state', 'group', 'tag', 'order']);
    expect(rest.contains(screen.getByLabelText('Qué es'))).toBe(false);
});

it('filters by what is folded too', async () => {
    const rest = open('tag=terrazas');
    await waitFor(() => expect(rest.open).toBe(true));
    rest.open = false;
    await fireEvent.change(screen.getByLabelText('Qué es'), { target: { value: 'form' } });
    await waitFor(() => expect(new URLSearchParams(location.search).get('type')).toBe('form'));
    expect(new URLSearchParams(location.search).get('tag')).toBe('terrazas');
});
