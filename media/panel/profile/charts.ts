import type { Heights } from '../../../src/shared/pages/profile';
import { tiers } from '../../../src/lessons/model';
import { svg } from '../dom';

const top = tiers.length - 1;

/** A line over time, a height for each tier, stretched to the room it is given. */
export function line(heights: Heights, label: string, grid: boolean): SVGSVGElement {
  const steps = Math.max(1, heights.length - 1);
  const points = heights.map((height, step) => `${step},${top - height}`);
  return svg(
    'svg',
    { class: 'line', viewBox: `0 0 ${steps} ${top}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    ...(grid ? tiers : tiers.slice(0, 1)).map((_, height) => svg('path', { class: 'level', d: `M0 ${top - height}H${steps}` })),
    svg('polygon', { class: 'ground', points: [`0,${top}`, ...points, `${steps},${top}`].join(' ') }),
    svg('polyline', { class: 'height', points: points.join(' ') }),
  );
}

/** A share of a whole, 0 to 1, as a bar. The words beside it say the same. */
export function bar(share: number): SVGSVGElement {
  return svg(
    'svg',
    { class: 'bar', viewBox: '0 0 100 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'whole', width: '100', height: '1' }),
    svg('rect', { class: 'share', width: String(share * 100), height: '1' }),
  );
}
