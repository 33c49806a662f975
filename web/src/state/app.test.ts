// SPDX-License-Identifier: EUPL-1.2
import { afterEach, expect, it, vi } from 'vitest';
import { me, person } from '../../tests/support/examples.ts';
import { Network, signedIn } from '../../tests/support/network.ts';

afterEach(() => vi.unstubAllGlobals());

it('drafts are exchanged once when the server is back, however many people signed in at this window', async () => {
    const network = new Network();
    network.on('GET /me/drafts', { body: { items: [], ended: [], next: null } }).on('GET /installation', 'unreachable');
    const app = signedIn(network);
    const drafts = () => network.calls('GET /me/drafts').length;
    for (const id of [1, 2, 3]) {
        app.session.me = { ...me, person: { ...me.person, ...person(id) } } as typeof me;
        app.enter();
        await vi.waitFor(() => expect([app.sync?.person, drafts()]).toEqual([id, id]));
    }
    const before = drafts();
    await app.loadInstallation();
    network.on('GET /installation', { body: {} });
    await app.loadInstallation();
    await new Promise((done) => setTimeout(done, 50));
    expect(drafts() - before).toBe(1);
    app.live.stop();
    app.sync?.end();
});
