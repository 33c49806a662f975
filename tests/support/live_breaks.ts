// SPDX-License-Identifier: EUPL-1.2
// Server processes that are killed or asked to end at any moment, and, where the cluster is the test's own, a PostgreSQL
// that restarts. Nobody is asked before: whoever is at work finds it gone.
import type {Cluster} from './cluster.ts';
import type {Random} from './seeded.ts';
import {Server, type Settings} from './server.ts';
import type {World} from './world.ts';

/** Each connection learns the statements anew after a restart, which costs more than the steps between two of them. */
export const fewWorkers: Settings = {PLAZA_DATABASE_WORKERS: '4'};

export class Breaks {
  /** How often what was done. */
  readonly done = new Map<string, number>();

  constructor(private readonly world: World, public other: Server, private readonly cluster: Cluster | null, private readonly random: Random) {}

  servers(): Server[] { return [this.world.server, this.other]; }

  private count(what: string): void { this.done.set(what, (this.done.get(what) ?? 0) + 1); }

  /** By signal, or in good order. */
  private async end(server: Server, what: string): Promise<void> {
    const kill = this.random.chance(0.6);
    this.count(`${what} ${kill ? 'killed' : 'ended'}`);
    await (kill ? server.kill() : server.stop());
  }
  private async first(): Promise<void> {
    await this.end(this.world.server, 'first server');
    await this.world.restart(fewWorkers);
  }
  private async second(): Promise<void> {
    await this.end(this.other, 'other server');
    this.other = await Server.start(this.world.database.url, fewWorkers);
  }
  private async postgres(): Promise<void> {
    const mode = this.random.chance(0.6) ? 'immediate' : 'fast';
    this.count(`postgres ${mode}`);
    await this.cluster!.stop(mode);
    if (this.random.chance(0.3)) {
      this.count('first server killed without postgres');
      await this.world.server.kill();
      await this.cluster!.start();
      await this.world.restart(fewWorkers);
    } else {
      await this.cluster!.start();
    }
  }

  async one(): Promise<void> {
    const kinds = [[2, () => this.first()], [2, () => this.second()], ...(this.cluster ? [[3, () => this.postgres()] as const] : [])] as const;
    await this.random.weighted(kinds)();
  }

  async stop(): Promise<void> { if (!this.other.ended) await this.other.stop(); }
}
