// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Network, show, signedIn } from '../../../tests/support/network.ts';
import PhotoForm from './PhotoForm.svelte';

afterEach(() => vi.unstubAllGlobals());

it('is not given up while it is sent: it would be the photo all the same', async () => {
    HTMLDialogElement.prototype.showModal = function () {
        this.open = true;
    };
    HTMLDialogElement.prototype.close = () => {};
    vi.stubGlobal('createImageBitmap', async () => ({ width: 10, height: 10, close() {} }));
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) => done(new Blob(['x'])));
    const app = signedIn(new Network());
    let answer: (value: never) => void = () => {};
    vi.spyOn(app.api, 'using').mockReturnValue({ setPhoto: () => new Promise<never>((done) => (answer = done)) });
    const onchange = vi.fn();
    show(app, PhotoForm, { profile: { name: 'Marta Ruiz', photo: null }, onchange });
    const file = document.querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(file, 'files', { value: [new Blob(['x'])] });
    Object.defineProperty(file, 'value', { value: '', writable: true });
    await fireEvent.change(file);
    await screen.findByRole('dialog');
    const cancel = () => fireEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Usar esta foto' }));
    await cancel();
    screen.getByRole('dialog');
    answer({ ok: false, problem: { status: 503, code: 'unavailable', fields: {} } } as never);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Usar esta foto' }).getAttribute('aria-busy')).toBe('false'));
    await cancel();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});
