import { plural } from '../plural';
import type { TrendPoint } from './document';

const size = { width: 640, height: 220 };
/** What the line is drawn in; texts stand around it. */
const plot = { left: 48, right: 552, top: 48, bottom: 180 };

/**
 * The trend as a picture for a README: it follows the reader's light or dark theme and says in words what it shows.
 * @param points oldest first, at least one
 */
export function trendPicture(points: readonly TrendPoint[]): string {
  const times = points.map(({ date }) => Date.parse(date));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const top = ceiling(Math.max(...points.map(({ total }) => total)));
  const x = (time: number) => (to === from ? plot.right : plot.left + ((time - from) / (to - from)) * (plot.right - plot.left));
  const y = (total: number) => plot.bottom - (total / top) * (plot.bottom - plot.top);
  const places = points.map(({ total }, at) => ({ x: round(x(times[at] ?? to)), y: round(y(total)) }));
  const last = points.at(-1);
  const end = places.at(-1) ?? { x: plot.right, y: plot.bottom };
  const days = [...new Set([day(from), day(to)])];
  const grid = [...new Set([0, top / 2, top])].filter(Number.isInteger);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-labelledby="title description">
<title id="title">Altitude findings over time</title>
<desc id="description">${points.map(({ date, total }) => `${date.slice(0, 10)}: ${plural(total, 'finding')}`).join('; ')}.</desc>
<style>
text { font: 12px system-ui, sans-serif; fill: #57606a; }
.name { font-weight: 600; fill: #24292f; }
.grid { stroke: #d0d7de; }
.line { fill: none; stroke: #0969da; stroke-width: 2; stroke-linejoin: round; }
.point { fill: #0969da; }
@media (prefers-color-scheme: dark) {
text { fill: #9198a1; }
.name { fill: #f0f6fc; }
.grid { stroke: #3d444d; }
.line { stroke: #4493f8; }
.point { fill: #4493f8; }
}
</style>
<text class="name" x="${plot.left}" y="24">Findings over time</text>
${grid.map((total) => `<path class="grid" d="M${plot.left} ${round(y(total))}H${plot.right}"/><text x="${plot.left - 8}" y="${round(y(total)) + 4}" text-anchor="end">${total}</text>`).join('\n')}
<polyline class="line" points="${places.map((place) => `${place.x},${place.y}`).join(' ')}"/>
${places.map((place) => `<circle class="point" cx="${place.x}" cy="${place.y}" r="3"/>`).join('\n')}
<text class="name" x="${end.x + 10}" y="${end.y + 4}">${last?.total ?? 0}</text>
${days.map((text, at) => `<text x="${at === days.length - 1 ? plot.right : plot.left}" y="${plot.bottom + 24}" text-anchor="${at === days.length - 1 ? 'end' : 'start'}">${text}</text>`).join('\n')}
</svg>
`;
}

/** The next round number with a whole half, so that the axis reads well. */
function ceiling(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [2, 4, 6, 8, 10].map((step) => step * power).find((each) => each >= most) ?? 10 * power;
}

const round = (value: number) => Math.round(value * 10) / 10;

const day = (time: number) => new Date(time).toISOString().slice(0, 10);
