// SPDX-License-Identifier: EUPL-1.2
// What is reached at an address, whoever serves there: a balancer, or a process that something else started.
import type {Server} from './server.ts';

/** As much of a server as clients look at. */
export function reachedAt(port: number, origin = `http://127.0.0.1:${port}`): Server {
  return {port, host: `127.0.0.1:${port}`, origin, secrets: new Set<string>(), log: ''} as unknown as Server;
}
