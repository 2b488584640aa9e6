import type * as ts from 'typescript';
import type { Located, Source, Sources } from './sources';
import type { Values } from './values';

/** Where the project types come from. */
export interface ProjectTypes {
  /** The package of the template. */
  readonly template: string;
  /** The package of an organisation's subclass, where the repository has one. */
  readonly preset?: string;
}

/** The class of the template that repositories and presets begin with. */
const TEMPLATE_CLASS = 'UdpServiceProject';

/** The options of every project of the template that a file creates: the argument of `new`, or the whole of a JSON file. */
export function projectOptions(
  sources: Sources,
  values: Values,
  entry: Source,
  types: ProjectTypes,
): Located<ts.Expression>[] {
  const { api } = sources;
  if (entry.path.endsWith('.json')) {
    const [statement] = entry.file.statements;
    return statement && api.isExpressionStatement(statement) ? [{ source: entry, node: statement.expression }] : [];
  }
  const found: Located<ts.Expression>[] = [];
  const classes = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (api.isNewExpression(node)) {
      const lineage = lineageOf(sources, values, { source: entry, node: node.expression }, types);
      const [options] = node.arguments ?? [];
      if (lineage !== undefined && options !== undefined) found.push({ source: entry, node: options });
      for (const own of lineage ?? []) {
        if (classes.has(own.node)) continue;
        classes.add(own.node);
        found.push(...passedOn(api, own));
      }
    }
    api.forEachChild(node, visit);
  };
  visit(entry.file);
  return found;
}

/** The repository's own subclasses between an expression and the template's class; `undefined` for any other class. */
function lineageOf(
  sources: Sources,
  values: Values,
  expression: Located<ts.Expression>,
  types: ProjectTypes,
): Located<ts.ClassLikeDeclaration>[] | undefined {
  const { api } = sources;
  const { source, node } = expression;
  if (api.isPropertyAccessExpression(node) && api.isIdentifier(node.expression)) {
    const owner = values.bindings.of({ source, node: node.expression });
    const isModule = owner.kind === 'import' && owner.member === '*';
    return isModule && isProjectClass(owner.module, node.name.text, types) ? [] : undefined;
  }
  if (!api.isIdentifier(node)) return undefined;
  const binding = values.bindings.of({ source, node });
  if (binding.kind === 'import') return isProjectClass(binding.module, binding.member, types) ? [] : undefined;
  if (binding.kind !== 'class') return undefined;
  const base = binding.node.heritageClauses?.find(({ token }) => token === api.SyntaxKind.ExtendsKeyword)?.types[0];
  if (base === undefined) return undefined;
  const above = lineageOf(sources, values, { source: binding.source, node: base.expression }, types);
  return above && [{ source: binding.source, node: binding.node }, ...above];
}

/** A preset may call its classes as it likes; of the template there is one. */
function isProjectClass(module: string, member: string, { template, preset }: ProjectTypes): boolean {
  return module === template ? member === TEMPLATE_CLASS : module === preset;
}

/** What a subclass gives to the class above it. */
function passedOn(api: typeof ts, { source, node }: Located<ts.ClassLikeDeclaration>): Located<ts.Expression>[] {
  const found: Located<ts.Expression>[] = [];
  const visit = (child: ts.Node): void => {
    if (api.isCallExpression(child) && child.expression.kind === api.SyntaxKind.SuperKeyword) {
      const [options] = child.arguments;
      if (options !== undefined) found.push({ source, node: options });
    }
    if (!api.isClassLike(child)) api.forEachChild(child, visit);
  };
  for (const member of node.members) if (api.isConstructorDeclaration(member)) api.forEachChild(member, visit);
  return found;
}
