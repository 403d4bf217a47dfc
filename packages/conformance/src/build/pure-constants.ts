import { Rolldown } from 'tsdown';

/**
 * Puts what a module computes for its constants, such as `z.object({ … })`, into a function that is called at once and marked as pure.
 * A bundler may then leave out every constant that nobody uses, one by one: by itself it cannot know that such a call changes nothing, and
 * where many modules share a file it would have to keep the call and all that it needs. The sources must keep to that: a constant at the
 * top of a module is never computed for its effect.
 */
export function pureConstants(): Rolldown.Plugin {
  return {
    name: 'pure-constants',
    transform: {
      filter: { id: /\/packages\/[^/]+\/src\/.*\.ts$/ },
      handler(code) {
        const result = new Rolldown.RolldownMagicString(code);
        for (const { start, end } of computedConstants(this.parse(code, { lang: 'ts' }))) {
          result.appendLeft(start, '/* @__PURE__ */ (() => (').prependRight(end, '))()');
        }
        return result.hasChanged() ? { code: result } : undefined;
      },
    },
  };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/** The values of those constants at the top of a module that take a call or a look into an object to compute. */
function computedConstants(program: unknown): Node[] {
  return nodesIn(program)
    .flatMap((statement) => (statement.type === 'ExportNamedDeclaration' ? nodesIn(statement) : [statement]))
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap(nodesIn)
    .flatMap(({ init }) => (isNode(init) && runs(init) ? [init] : []));
}

const RUNNING = /^(Call|New|Member|TaggedTemplate)Expression$|^SpreadElement$/;

/** Whether computing it may run other code, for all that a bundler knows. What a function does, it does later. */
function runs(node: Node): boolean {
  if (/Function|^TS.*Type/.test(node.type)) return false;
  const inserts = node.type === 'TemplateLiteral' && nodesIn(node['expressions']).length > 0;
  return inserts || RUNNING.test(node.type) || nodesIn(node).some(runs);
}

/** The nodes right below one. */
function nodesIn(node: unknown): Node[] {
  return Object.values(Object(node) as object)
    .flat()
    .filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
