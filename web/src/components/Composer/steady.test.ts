// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hold } from './steady.ts';

const scrolled = vi.fn();

beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('scrollBy', scrolled);
    vi.stubGlobal('visualViewport', null);
    vi.stubGlobal('ResizeObserver', class {
        observe() {}
        disconnect() {}
    });
});
afterEach(() => {
    document.body.replaceChildren();
    dispatchEvent(new Event('scroll'));
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

function open(): { form: HTMLFormElement; box: HTMLElement; area: HTMLTextAreaElement } {
    const [form, box, area] = [document.createElement('form'), document.createElement('div'), document.createElement('textarea')] as const;
    box.append(area);
    form.append(box);
    document.body.append(form);
    area.focus();
    hold(box);
    return { form, box, area };
}

function write({ area }: { area: HTMLElement }): number {
    scrolled.mockClear();
    area.dispatchEvent(new Event('input', { bubbles: true }));
    vi.advanceTimersByTime(100);
    return scrolled.mock.calls.length;
}

it('a box that has left the page does not let go of the one that is written in now', () => {
    const one = open();
    expect([document.body.style.overflowAnchor, write(one)]).toEqual(['none', 1]);
    one.form.remove();
    const two = open();
    // As when the page is scrolled or changes its height.
    dispatchEvent(new Event('scroll'));
    expect([document.body.style.overflowAnchor, write(two), write(one)]).toEqual(['none', 1, 0]);
    two.form.remove();
    dispatchEvent(new Event('scroll'));
    expect(document.body.style.overflowAnchor).toBe('');
});

it('of two boxes in one form only the one that is written in is held, also when one goes back', () => {
    const one = open();
    const two = open();
    one.form.append(two.box);
    for (const { area, box } of [two, one, two]) {
        area.focus();
        hold(box);
    }
    expect([write(one), write(two)]).toEqual([0, 1]);
    vi.spyOn(document, 'hasFocus').mockReturnValueOnce(true);
    two.area.blur();
    expect([document.body.style.overflowAnchor, write(two)]).toEqual(['', 0]);
});
