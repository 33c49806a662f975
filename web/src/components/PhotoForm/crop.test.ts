// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { dragged, middle, pressed, sentSide, square, within } from './crop.ts';

describe('the square of a picture', () => {
    it('is its middle to begin with, as large as it can be', () => {
        expect(square(400, 300, middle)).toEqual({ left: 50, top: 0, side: 300 });
        expect(square(300, 400, middle)).toEqual({ left: 0, top: 50, side: 300 });
    });

    it('stays in the picture however near and far to one side', () => {
        for (const zoom of [0.1, 1, 2.5, 9]) {
            for (const [x, y] of [[-1, 0.5], [0, 2], [1, 1]] as const) {
                const { left, top, side } = square(640, 480, within({ zoom, x, y }));
                expect(left >= 0 && top >= 0 && left + side <= 640 && top + side <= 480).toBe(true);
                expect(side).toBeGreaterThanOrEqual(480 / 4);
            }
        }
    });

    it('moves by keys, and not by others', () => {
        expect(pressed(middle, 'ArrowRight')).toEqual({ zoom: 1, x: 0.55, y: 0.5 });
        expect(pressed({ ...middle, y: 0 }, 'ArrowUp')).toEqual({ zoom: 1, x: 0.5, y: 0 });
        expect(pressed(middle, '+')?.zoom).toBeCloseTo(1.1);
        expect(pressed(middle, '-')?.zoom).toBe(1);
        expect(pressed(middle, 'Tab')).toBeNull();
    });

    it('goes the other way than the hand that drags the picture', () => {
        expect(dragged(600, 300, middle, 0.5, 0.5)).toEqual({ zoom: 1, x: 0, y: 0.5 });
        expect(dragged(600, 300, middle, -0.1, 0).x).toBeCloseTo(0.6);
    });

    it('is sent in no more pixels than it has or pages show', () => {
        expect([sentSide(50), sentSide(300.4), sentSide(4000)]).toEqual([96, 300, 768]);
    });
});
