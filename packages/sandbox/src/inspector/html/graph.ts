import type { AstralView } from '../views/astral.ts';
import { all, html, type Html } from './html.ts';

type Event = AstralView['events'][number];

interface Node {
  readonly event: Event;
  readonly depth: number;
  readonly row: number;
  readonly parentRow: number | undefined;
}

const [WIDTH, HEIGHT, GAP] = [150, 26, 34];

/** Events shown, and levels of a chain. */
const [MOST, DEEPEST] = [40, 30];

/** Chains of events, from parent to child, as a drawing: one row for each event, one column for each generation. */
export function chains(events: readonly Event[]): Html {
  const nodes = layOut(events);
  if (nodes.length === 0) return html`<p class="none">No event of the last ones has a parent.</p>`;
  const height = nodes.length * GAP + 8;
  const width = (Math.max(...nodes.map(({ depth }) => depth)) + 1) * (WIDTH + 30) + 8;
  return html`<svg
    class="chains"
    role="img"
    aria-label="${nodes.length} events in chains"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
  >
    ${all(nodes, node)}
  </svg>`;
}

function node({ event, depth, row, parentRow }: Node): Html {
  const [x, y] = [depth * (WIDTH + 30) + 4, row * GAP + 4];
  const from =
    parentRow === undefined ? undefined : { x: x - 18 - WIDTH / 2, y: parentRow * GAP + 4 + HEIGHT };
  const progress = event.consumers.every((each) => each.progress === 'confirmed')
    ? 'confirmed'
    : event.consumers.some((each) => each.progress === 'waiting')
      ? 'waiting'
      : 'handed-out';
  const label = event.code.length > 22 ? `${event.code.slice(0, 21)}…` : event.code;
  return html`${from === undefined ? '' : html`<path d="M${from.x} ${from.y}V${y + HEIGHT / 2}H${x}"></path>`}<g
      ><title>${event.code}, ${event.id}, ${progress}</title
      ><rect class="${progress}" x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="4"></rect
      ><text x="${x + 8}" y="${y + 17}">${label}</text></g
    >`;
}

/** Roots in order of publication, each followed by its children. Only events that have a parent or a child are there. */
function layOut(events: readonly Event[]): Node[] {
  const known = new Map(events.map((event) => [event.id, event]));
  const children = Map.groupBy(events, ({ parent }) => parent ?? '');
  const nodes: Node[] = [];
  const placed = new Set<string>();
  const place = (event: Event, depth: number, parentRow: number | undefined): void => {
    if (placed.has(event.id) || depth > DEEPEST || nodes.length >= MOST) return;
    placed.add(event.id);
    const row = nodes.length;
    nodes.push({ event, depth, row, parentRow });
    for (const child of children.get(event.id) ?? []) place(child, depth + 1, row);
  };
  for (const event of events) {
    const orphan = event.parent !== undefined && !known.has(event.parent);
    if (orphan || (event.parent === undefined && children.has(event.id))) place(event, 0, undefined);
  }
  return nodes;
}
