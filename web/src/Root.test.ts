// SPDX-License-Identifier: EUPL-1.2
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Network, refusal, show, signedIn } from '../tests/support/network.ts';
import Root from './Root.svelte';
import { routes } from './routes.ts';
import { navigate, useRoutes } from './state/router.svelte.ts';

let network: Network;

beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('scrollTo', vi.fn());
    Element.prototype.scrollIntoView = vi.fn();
    network = new Network();
    useRoutes(routes);
});
afterEach(async () => {
    // The router outlives the page.
    await navigate('/contrasena-olvidada');
    vi.unstubAllGlobals();
});

/** As the browser does where only the hash is another. */
function follow(address: string) {
    history.pushState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
}
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }, { timeout: 10_000 }));

it.each([
    ['/confirmar-direccion', 'Sigue siendo mi dirección', 'PUT /address_confirmations'],
    ['/nueva-direccion', 'Confirmar la dirección', 'PUT /email_changes'],
    ['/sin-correos', 'Dejar de recibirlos', 'POST /unsubscriptions/'],
    ['/registro/confirmar', 'Confirmar mi correo', 'POST /registration/look'],
])('uses the link that was followed last, also where only its hash is another: %s', async (path, button, call) => {
    const mailed = () => network.sent.filter((sent) => `${sent.method} ${sent.path}`.startsWith(call)).map((sent) => sent.body?.token ?? sent.path.split('/').at(-1));
    for (const token of ['first', 'second']) network.on(call.endsWith('/') ? call + token : call, refusal(410, 'link_ended'));
    const app = signedIn(network);
    app.session.status = 'out';
    history.replaceState(null, '', `${path}#first`);
    show(app, Root, { app });
    await press(button);
    await screen.findByRole('alert');
    follow(`${path}#second`);
    await press(button);
    await waitFor(() => expect(mailed()).toEqual(['first', 'second']));
    // To the contents of the page, and back: that is no link.
    await screen.findByRole('alert');
    screen.getByRole('main').id = 'main';
    follow(path);
    follow(`${path}#main`);
    await new Promise((done) => setTimeout(done));
    expect(screen.queryByRole('button', { name: button })).toBeNull();
});
