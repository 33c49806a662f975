// SPDX-License-Identifier: EUPL-1.2
import type { NetworkText } from '../api/types.ts';

/** What the starter kit brought is Spanish; what language somebody wrote it in since then, nobody said. */
export const languageOf = ({ version }: NetworkText): 'es' | undefined => (version === 1 ? 'es' : undefined);
