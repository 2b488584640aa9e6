import { posix } from 'node:path';
import type * as ts from 'typescript';
import { applyEdits, type TextEdit } from '../projenrc/text-edits';
import type { TypeScript } from '../projenrc/typescript';

/** New paths of files by their old ones, relative to the repository, with `/`. */
export type MovedFiles = ReadonlyMap<string, string>;

/** A name of a module in a source, with the file that it leads to. */
export interface ModuleName {
  /** As it is written: `./model`. */
  readonly name: string;
  readonly line: number;
  /** The file that it leads to; of a folder the index of it. */
  readonly target: string;
  /** Where the name stands between its quotes. */
  readonly start: number;
  readonly end: number;
}

const SOURCE = /\.[cm]?[jt]sx?$/;
/** What may be left out of the name of a module, or written in another way. */
const ENDS = ['', '.ts', '.tsx', '.mts', '.cts', '/index.ts'];

/** Relative names of modules in a source that lead to one of some files: imports, types, `require`, mocks of Jest. */
export function moduleNames(api: TypeScript, path: string, text: string, files: ReadonlySet<string>): ModuleName[] {
  if (!SOURCE.test(path)) return [];
  const source = api.createSourceFile(path, text, api.ScriptTarget.Latest, true);
  const found: ModuleName[] = [];
  const visit = (node: ts.Node): void => {
    if (api.isStringLiteralLike(node) && /^\.{1,2}\//.test(node.text) && isModuleName(api, node)) {
      const target = targetOf(path, node.text, files);
      if (target !== undefined) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        found.push({ name: node.text, line, target, start: node.getStart(source) + 1, end: node.getEnd() - 1 });
      }
    }
    api.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A source as it must be where it moves, or what it imports: every byte but the names of modules stays. */
export function withMovedModules(
  api: TypeScript,
  { from, to, text }: { readonly from: string; readonly to: string; readonly text: string },
  moved: MovedFiles,
  files: ReadonlySet<string>,
): string {
  const edits = moduleNames(api, from, text, files).flatMap(({ name, target, start, end }): TextEdit[] => {
    const fresh = nameFrom(to, moved.get(target) ?? target, name);
    return fresh === name || (from === to && !moved.has(target)) ? [] : [{ start, end, text: fresh }];
  });
  return applyEdits(text, edits);
}

/** The name of a module as another file writes it, with as much of the end as it had. */
export function nameFrom(path: string, target: string, like: string): string {
  const relative = posix.relative(posix.dirname(path), target);
  const name = relative.startsWith('.') ? relative : `./${relative}`;
  const end = /\.[cm]?[jt]sx?$/.exec(like)?.[0];
  return name.replace(/(?:\/index)?\.[cm]?tsx?$/, end ?? '');
}

function isModuleName(api: TypeScript, node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (api.isImportDeclaration(parent) || api.isExportDeclaration(parent)) return true;
  if (api.isExternalModuleReference(parent)) return true;
  if (api.isLiteralTypeNode(parent)) return api.isImportTypeNode(parent.parent);
  if (!api.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const { expression } = parent;
  return expression.kind === api.SyntaxKind.ImportKeyword || /^(require|jest)\b/.test(expression.getText());
}

function targetOf(path: string, name: string, files: ReadonlySet<string>): string | undefined {
  const base = posix.join(posix.dirname(path), name);
  const stem = base.replace(/\.([cm]?)jsx?$/, '.$1ts');
  return [...ENDS.map((end) => `${base}${end}`), stem].find((candidate) => files.has(candidate));
}
