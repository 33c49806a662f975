// SPDX-License-Identifier: EUPL-1.2
// What the calls to the server share.
import type { Outcome } from './problem.ts';

export type Answer<Data> = { data?: Data; error?: unknown; response: Response };
export type Ask = <Data>(
    call: (within: { signal: AbortSignal }) => Promise<Answer<Data>>,
    /** `background`: nobody asked for it, and that a session has ended is no reason to ask who they are. */
    options?: { background?: boolean },
) => Promise<Outcome<Data>>;

export interface PageRequest {
    before?: string | null;
    limit?: number;
}

export const page = ({ before, limit }: PageRequest) => ({ ...(before ? { before } : {}), ...(limit ? { limit } : {}) });
