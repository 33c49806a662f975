// SPDX-License-Identifier: EUPL-1.2
// Light, dark, or as the device says.

export type Theme = 'auto' | 'light' | 'dark';

const remembered = 'plaza:theme';

function stored(): Theme {
    try {
        const text = localStorage.getItem(remembered);
        return text === 'light' || text === 'dark' ? text : 'auto';
    } catch {
        return 'auto';
    }
}

let choice = $state<Theme>(stored());

function show(): void {
    if (choice === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
}

show();

export const theme = {
    get choice(): Theme {
        return choice;
    },
    set choice(next: Theme) {
        choice = next;
        show();
        try {
            localStorage.setItem(remembered, next);
        } catch {
            // It holds for this visit then.
        }
    },
};
