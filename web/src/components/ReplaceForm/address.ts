// SPDX-License-Identifier: EUPL-1.2
import { threadIn } from '../../state/thread.ts';

/** The thread that an address leads to, whole or as a path, or its number alone. */
export function threadOf(address: string): number | null {
    const text = address.trim();
    return threadIn(/\/threads\/(\d+)(?:[/?#].*)?$/.exec(text)?.[1] ?? text);
}
