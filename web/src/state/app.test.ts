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

it('nothing goes for the closing of a group that one belongs to, which a server of the version before tells its members', () => {
    const network = new Network();
    const app = signedIn(network);
    app.groups.items = [{ slug: 'mia' }] as never;
    const heard: (string | null)[] = [];
    app.live.listen({ onEvent: ({ group }) => void heard.push(group) });
    app.live.start('c0', 1);
    network.socket.say({ type: 'hello', cursor: 'h', resumed: true });
    for (const group of ['mia', 'otra']) network.socket.say({ type: 'event', cursor: group, kind: 'group.closed', group, thread: null, data: {} });
    network.socket.say({ type: 'event', cursor: 'c', kind: 'read', group: 'mia', thread: 7, data: { number: 1 } });
    expect(heard).toEqual(['otra', 'mia']);
    app.live.stop();
});
