// SPDX-License-Identifier: EUPL-1.2
import { screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import HostPrompts from './HostPrompts.svelte';

afterEach(() => vi.unstubAllGlobals());

it('reads no policy to who keeps a group, and calls nothing Spanish but what the kit brought', async () => {
    const text = (name: string, kind: string, version: number) => ({ name, kind, title: name, body: '', html: `<p>De ${name}</p>`, version, changed_at: null });
    const texts = [text('welcome-dinamizacion', 'welcome', 1), text('welcome-otra', 'welcome', 1), text('lunes', 'prompt', 1), text('dilluns', 'prompt', 2)];
    const network = new Network();
    network.on('GET /texts', ({ query }) => ({ body: { items: texts.filter(({ kind }) => kind === query.get('kind')), next: null } }));
    show(signedIn(network), HostPrompts, {});
    await screen.findByText('De dilluns');
    expect(network.calls('GET /texts').map(({ query }) => query.get('kind')).sort()).toEqual(['prompt', 'welcome']);
    expect(screen.queryByText('De welcome-otra')).toBeNull();
    expect(['lunes', 'dilluns'].map((name) => screen.getByText(`De ${name}`).closest('.prose')?.getAttribute('lang'))).toEqual(['es', null]);
});
