// SPDX-License-Identifier: EUPL-1.2
// What a live connection costs that only waits.
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {tokenOf, type Server} from './network.ts';

/** Opens a WebSocket by hand and waits for the server's first message. */
async function open(server: Server, client: number): Promise<Socket> {
  const [address, port] = server.host.split(':');
  const socket = connect(Number(port), address);
  socket.write(`GET /api/v1/live HTTP/1.1\r\nHost: ${server.host}\r\nOrigin: ${server.origin}\r\n` +
    `Cookie: __Host-plaza=${tokenOf(client)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: plaza.v1\r\n\r\n`);
  let received = '';
  while (!received.includes('"hello"')) {
    const [part] = await once(socket, 'data');
    received += part;
    if (!received.startsWith('HTTP/1.1 101')) throw new Error(`no live connection: ${received.slice(0, 300)}`);
  }
  socket.resume();
  return socket;
}

/** KB of resident memory for each of so many live connections of load clients. */
export async function idleConnectionKb(server: Server, clients: number, count: number): Promise<number> {
  const before = server.residentMb;
  const sockets: Socket[] = [];
  try {
    while (sockets.length < count) {
      const batch = Array.from({length: Math.min(50, count - sockets.length)}, (_, n) => open(server, 1 + (sockets.length + n) % clients));
      sockets.push(...await Promise.all(batch));
    }
    await pause(500);
    return (server.residentMb - before) * 1024 / count;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}
