/** What is drawn, and how high it is. */
export interface Drawing {
  readonly height: number;
  readonly shapes: readonly string[];
}

export const WIDTH = 720;

/** Where the drawing begins, under the title. */
export const TOP = 40;

/** Colours that are told apart on a light and on a dark page; the background is the page's own. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .right { text-anchor: end }
  .middle { text-anchor: middle }
  .theirs { fill: #818b98 }
  .ours { fill: #0969da }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .line { stroke: #0969da; stroke-width: 2; fill: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .theirs { fill: #9198a1 }
    .ours { fill: #4493f8 }
    .grid { stroke: #3d444d }
    .line { stroke: #4493f8 }
  }`;

/** An SVG file with a title. */
export function picture(title: string, { height, shapes }: Drawing): string {
  const size = `width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    text(title, { x: 8, y: 22, look: 'title' }),
    ...shapes,
    '</svg>\n',
  ].join('\n');
}

/** A line of text; `look` is one or more of the classes above. */
export function text(content: string, { x, y, look = '' }: { x: number; y: number; look?: string }): string {
  const kind = look === '' ? '' : ` class="${look}"`;
  return `<text x="${round(x)}" y="${round(y)}"${kind}>${escaped(content)}</text>`;
}

/** Tenths of a pixel are enough. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
