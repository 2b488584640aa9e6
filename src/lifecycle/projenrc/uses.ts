import type * as ts from 'typescript';
import type { Located, Source, Sources } from './sources';
import type { TextEdit } from './text-edits';
import { type ObjectLiteral, type Values, wraps } from './values';

/** An edit with the file that it is of. */
export interface SourceEdit {
  readonly source: Source;
  readonly edit: TextEdit;
}

/** What a name of an object's member means elsewhere. */
export type Uses =
  | { readonly kind: 'known'; readonly edits: readonly SourceEdit[] }
  /** The object goes where nobody can follow it by reading. */
  | { readonly kind: 'uncertain'; readonly at: Located };

/** The name that an object has, and the members that lead from it to a literal within. */
interface Owner {
  readonly name: Located<ts.Identifier>;
  readonly path: readonly string[];
}

const ENTRY = '[]';

/**
 * Looks where else a literal is used: `dns.port` has to follow when the member `port` of `dns` gets another name.
 *
 * @param followed uses that lead into the options themselves
 */
export function usesOf(
  sources: Sources,
  values: Values,
  target: ObjectLiteral,
  followed: ReadonlySet<ts.Identifier>,
  rename: { readonly from: string; readonly to?: string },
): Uses {
  const { api } = sources;
  const owner = ownerOf(api, target);
  if (owner === undefined) return { kind: 'known', edits: [] };
  const edits: SourceEdit[] = [];
  for (const reference of references(sources, values, owner.name)) {
    if (followed.has(reference.node)) continue;
    const use = useOf(api, reference, owner.path, rename);
    if (use === 'uncertain') return { kind: 'uncertain', at: reference };
    if (use !== undefined) edits.push({ source: reference.source, edit: use });
  }
  return { kind: 'known', edits };
}

/** A literal without a name of its own is used where it stands and nowhere else. */
function ownerOf(api: typeof ts, { source, node }: ObjectLiteral): Owner | undefined {
  const path: string[] = [];
  let child: ts.Node = node;
  for (let parent = node.parent; parent !== undefined; child = parent, parent = parent.parent) {
    if (api.isVariableDeclaration(parent) || api.isFunctionDeclaration(parent)) {
      const { name } = parent;
      return name !== undefined && api.isIdentifier(name) ? { name: { source, node: name }, path } : undefined;
    }
    if (api.isPropertyAssignment(parent)) path.unshift(parent.name.getText(source.file).replace(/^['"]|['"]$/g, ''));
    else if (api.isArrayLiteralExpression(parent)) path.unshift(ENTRY);
    else if (api.isNewExpression(parent) || api.isClassLike(parent)) return undefined;
    else if (api.isCallExpression(parent)) {
      // of calls only `list.map(…)` and the like are followed, and what they make is a list again
      if (parent.expression !== child) path.unshift(ENTRY);
    }
  }
  return undefined;
}

/** Every place that names a variable or function, but for its declaration. */
function references(sources: Sources, values: Values, name: Located<ts.Identifier>): Located<ts.Identifier>[] {
  const { api } = sources;
  const found: Located<ts.Identifier>[] = [];
  for (const source of sources.all()) {
    const visit = (node: ts.Node): void => {
      if (api.isIdentifier(node) && node.text === name.node.text && isUse(api, node)) {
        const binding = values.bindings.of({ source, node });
        const declared =
          binding.kind === 'function' && binding.node.name === undefined
            ? binding.node.parent === name.node.parent
            : 'node' in binding && binding.node === name.node.parent;
        if (declared) found.push({ source, node });
      }
      api.forEachChild(node, visit);
    };
    visit(source.file);
  }
  return found;
}

function isUse(api: typeof ts, node: ts.Identifier): boolean {
  const { parent } = node;
  const isName =
    ('name' in parent && parent.name === node && !api.isShorthandPropertyAssignment(parent)) ||
    (api.isBindingElement(parent) && parent.propertyName === node) ||
    api.isImportSpecifier(parent) ||
    api.isExportSpecifier(parent);
  return !isName;
}

/** What a use asks of a rename: nothing, an edit, or to keep the hands off. */
function useOf(
  api: typeof ts,
  { source, node }: Located<ts.Identifier>,
  path: readonly string[],
  { from, to }: { readonly from: string; readonly to?: string },
): TextEdit | 'uncertain' | undefined {
  let current: ts.Node = node;
  for (const step of [...path, from]) {
    while (wraps(api, current.parent)) current = current.parent;
    const { parent } = current;
    const access = memberAccess(api, parent, current);
    if (access === undefined) {
      return isDestructured(api, parent, current, step) === false ? undefined : 'uncertain';
    }
    if (access.name !== step) return step === ENTRY ? 'uncertain' : undefined;
    if (step === from && parent === lastAccess(api, node, path.length)) {
      if (to === undefined) return 'uncertain';
      return { start: access.node.getStart(source.file), end: access.node.end, text: access.quoted(to) };
    }
    current = parent;
  }
  return undefined;
}

/** The access that is `depth` members behind a name. */
function lastAccess(api: typeof ts, node: ts.Node, depth: number): ts.Node {
  let current = node;
  for (let step = 0; step <= depth; step++) {
    while (wraps(api, current.parent)) current = current.parent;
    current = current.parent;
  }
  return current;
}

function memberAccess(api: typeof ts, parent: ts.Node, child: ts.Node) {
  if (api.isPropertyAccessExpression(parent) && parent.expression === child) {
    return { name: parent.name.text, node: parent.name, quoted: (name: string) => name };
  }
  if (api.isElementAccessExpression(parent) && parent.expression === child) {
    const key = parent.argumentExpression;
    if (api.isStringLiteralLike(key)) {
      const quote = key.getText()[0];
      return { name: key.text, node: key, quoted: (name: string) => `${quote}${name}${quote}` };
    }
  }
  return undefined;
}

/** Whether `const { a, b } = object` takes the member; `undefined` where it is no such declaration. */
function isDestructured(api: typeof ts, parent: ts.Node, child: ts.Node, member: string): boolean | undefined {
  if (!api.isVariableDeclaration(parent) || parent.initializer !== child) return undefined;
  if (!api.isObjectBindingPattern(parent.name)) return undefined;
  return parent.name.elements.some(
    (element) => element.dotDotDotToken !== undefined || (element.propertyName ?? element.name).getText() === member,
  );
}
