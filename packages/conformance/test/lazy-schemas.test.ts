import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { publicPackages } from '../src/workspace.ts';

/** Sources of ours that make schemas, by path. The sandbox is a program of its own, which needs all of them at once. */
const sources = publicPackages()
  .filter(({ manifest }) => manifest.name !== '@partner-apis/sandbox')
  .flatMap(({ directory }) =>
    globSync('src/**/*.ts', { cwd: directory }).map((path) => join(directory, path)),
  )
  .map((path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true))
  .filter(({ text }) => text.includes("from 'zod/mini'"));

const MAKES = /\bz\s*\.\s*[a-z_]\w*\(/;

/** Functions of ours that make a schema: those of `once()` are constants. */
const makers = new Set(
  sources
    .flatMap(({ statements }) => [...statements])
    .flatMap((one): ts.Node[] =>
      ts.isVariableStatement(one) ? [...one.declarationList.declarations] : [one],
    )
    .filter((one) => ts.isFunctionDeclaration(one) || isFunction(one))
    .filter((one) => MAKES.test(one.getText()))
    .map(({ name }) => name?.getText()),
);

function isFunction(node: ts.Node): node is ts.VariableDeclaration {
  if (!ts.isVariableDeclaration(node)) return false;
  const { initializer: value } = node;
  return value !== undefined && (ts.isArrowFunction(value) || value.getText().startsWith('once('));
}

/** Schemas that are made while a module is loaded, as `file: text`. */
function madeAtOnce(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText().replaceAll(/\s/g, '');
      if (callee === 'z.lazy' || callee === 'once') return;
      if (callee.startsWith('z.') || makers.has(callee.split('.').at(-1)))
        found.push(`${source.fileName}: ${node.getText().split('\n')[0]}`);
    }
    node.forEachChild(look);
  };
  source.statements.forEach(look);
  return found;
}

test('an import makes no schema but those that are made when they are first used', () => {
  expect(sources.length).toBeGreaterThan(60);
  expect(makers.size).toBeGreaterThan(100);
  expect(sources.flatMap(madeAtOnce)).toEqual([]);
});
