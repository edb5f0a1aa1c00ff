/** What a lesson's picture may be made of: it is put into the panel as markup, so only what draws is let in. */
const elements = new Set('svg g defs title desc path rect circle ellipse line polyline polygon text tspan marker linearGradient stop'.split(' '));

const attributes = new Set(
  [
    'xmlns xmlns:xlink xml:lang xml:space lang version viewBox preserveAspectRatio role aria-hidden aria-label aria-labelledby aria-describedby id',
    'x y x1 y1 x2 y2 dx dy cx cy r rx ry width height d points pathLength transform textLength lengthAdjust',
    'fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit color opacity vector-effect paint-order',
    'font-family font-size font-style font-weight font-variant letter-spacing word-spacing text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift writing-mode',
    'marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient',
    'gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity href xlink:href',
  ].flatMap((names) => names.split(' ')),
);

export const draws = (element: string): boolean => elements.has(element);

/** Neither a handler nor a style nor a class, nor anything that the panel's own elements are known by. */
export const describesDrawing = (attribute: string): boolean => attributes.has(attribute);
