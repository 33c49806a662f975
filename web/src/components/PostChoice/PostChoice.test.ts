// SPDX-License-Identifier: EUPL-1.2
// A draft that was begun as a post which has ended since.
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { group, me, post, thread } from '../../../tests/support/examples.ts';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import type { Me } from '../../api/types.ts';
import ThreadForm from '../ThreadForm/ThreadForm.svelte';
import ReplyBox from '../ReplyBox/ReplyBox.svelte';

let network: Network;
const onsent = vi.fn();

const held = (id: number, main: boolean): Me['posts'][number] => ({
    id, main, position: `Puesto ${id}`, unit: '', relation: 'employee', since: null, until: null,
    administration: { id: 900, name: 'Ayuntamiento de Villarejo', band: '1000-4999' },
});

beforeEach(() => {
    localStorage.clear();
    onsent.mockClear();
    network = new Network();
});
afterEach(() => vi.unstubAllGlobals());

function holding(...posts: Me['posts']) {
    const app = signedIn(network);
    app.session.me = { ...me, posts };
    app.groups.items = [group('contratacion')];
    app.groups.loaded = true;
    return app;
}

describe.each([
    ['the main one alone is left', [held(51, true)]],
    ['others are left', [held(51, true), held(53, false)]],
])('a draft of a post that ended, when %s', (_, posts) => {
    it('is sent as the main post by the box for answers', async () => {
        const app = holding(...posts);
        app.drafts.open(1, 'thread:7').save({ text: 'Con informe.', appointment: '52' });
        const content = vi.fn((body: string, appointment: number | null) => ({ body, appointment }));
        const deliver = async () => ({ ok: true, value: post(2) }) as const;
        show(app, ReplyBox as never, { place: 'thread:7', label: 'Tu respuesta', send: 'Responder', choose: true, content, deliver, onsent });
        await fireEvent.click(screen.getByRole('button', { name: 'Responder' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(content).toHaveBeenCalledWith('Con informe.', null);
    });

    it('is sent as the main post by the box to ask from', async () => {
        network.on('POST /groups/contratacion/threads', { status: 201, body: thread(9) });
        const app = holding(...posts);
        app.drafts.open(1, 'ask').save({ title: '¿Quién fiscaliza?', body: '', group: 'contratacion', appointment: '52' });
        show(app, ThreadForm, { place: 'ask', onsent });
        await fireEvent.click(screen.getByRole('button', { name: 'Preguntar' }));
        await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
        expect(network.calls('POST /groups/contratacion/threads')[0]?.body).not.toHaveProperty('appointment');
    });
});

it('a draft of a post that is held still is sent as it', async () => {
    const app = holding(held(51, true), held(52, false));
    app.drafts.open(1, 'thread:7').save({ text: 'Con informe.', appointment: '52' });
    const content = vi.fn((body: string, appointment: number | null) => ({ body, appointment }));
    const deliver = async () => ({ ok: true, value: post(2) }) as const;
    show(app, ReplyBox as never, { place: 'thread:7', label: 'Tu respuesta', send: 'Responder', choose: true, content, deliver, onsent });
    await fireEvent.click(screen.getByRole('button', { name: 'Responder' }));
    await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
    expect(content).toHaveBeenCalledWith('Con informe.', 52);
});
