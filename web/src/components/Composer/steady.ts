// SPDX-License-Identifier: EUPL-1.2
// What is being written stays where it is in the window while others' posts arrive above it, and its lower edge is not
// lost below the window while it grows. The browser's own anchoring holds what is read instead, or nothing (Safari).
let held: HTMLElement | null = null;
/** Ends that. A box that has left the page would do it later, when another is held. */
let release = () => {};

const marginPx = 8;
/** Never along a way: who writes sees nothing move. */
const by = (top: number) => scrollBy({ top, behavior: 'instant' });
/** A keyboard on the screen takes its part of the window. */
const lowest = () => (visualViewport ? visualViewport.offsetTop + visualViewport.height : innerHeight);

/** Until the focus leaves its form. */
export function hold(composer: HTMLElement): void {
    const form = composer.closest('form') ?? composer;
    if (held === composer || !form.contains(document.activeElement) || !('ResizeObserver' in globalThis)) return;
    release();
    held = composer;
    /** Of the box on the page, and of the window on the page, as they were last. */
    let place = 0;
    let height = 0;
    let shownFrom = 0;
    let seen = false;

    function look(): void {
        const { top, bottom } = composer.getBoundingClientRect();
        place = top + scrollY;
        height = bottom - top;
        shownFrom = scrollY;
        // Who has scrolled away from it while it has the focus is reading: what is read stays then, as everywhere.
        seen = Math.min(bottom, lowest()) - Math.max(top, 0) >= Math.min(height, lowest()) / 2;
        document.body.style.overflowAnchor = seen ? 'none' : '';
    }

    /** As far as its upper edge stays in the window. */
    function lower(): void {
        const { top, bottom } = composer.getBoundingClientRect();
        by(Math.max(0, Math.min(bottom + marginPx - lowest(), top)));
        look();
    }

    function settle(): void {
        if (!composer.isConnected) return end();
        const { top, bottom } = composer.getBoundingClientRect();
        const moved = top + scrollY - place;
        const grown = bottom - top > height;
        // From where the window was: at the end of a page that became shorter the browser has moved it already.
        if (seen && Math.abs(moved) >= 1) by(shownFrom + moved - scrollY);
        if (seen && grown) lower();
        else look();
    }

    const changed = new ResizeObserver(settle);
    // After the field has taken its new height.
    const typed = () => requestAnimationFrame(() => held === composer && lower());
    const left = ({ relatedTarget }: FocusEvent) => {
        // Another window that is looked at meanwhile ends nothing.
        if (document.hasFocus() && !form.contains(relatedTarget as Node | null)) end();
    };

    function end(): void {
        held = null;
        changed.disconnect();
        removeEventListener('scroll', settle);
        composer.removeEventListener('input', typed);
        form.removeEventListener('focusout', left);
        document.body.style.overflowAnchor = '';
    }

    release = end;
    look();
    changed.observe(document.body);
    changed.observe(composer);
    addEventListener('scroll', settle, { passive: true });
    composer.addEventListener('input', typed);
    form.addEventListener('focusout', left);
}
