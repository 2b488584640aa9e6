import type * as ts from 'typescript';
import type { Projenrc } from './projenrc';
import type { Located } from './sources';

/** Options that name dependencies, with their versions or without. */
const LISTS = ['devDeps[]', 'projenOptions.deps[]'];

/** Methods of a project that do the same. */
const METHODS: ReadonlySet<string> = new Set(['addDeps', 'addDevDeps']);

/** A dependency that `.projenrc` holds at a version, so that no update can move it. */
export interface Pin {
  /** File and line. */
  readonly place: string;
  /** As it was written: `projen-udp-service@1.2.3`. */
  readonly spec: string;
}

/**
 * Moves what is held at a version: `devDeps: ['name@1.2.3']` and `project.addDevDeps('name@1.2.3')`. A range keeps its
 * operator; what names a file or a tag is a version from then on.
 *
 * @returns the pins that were moved
 */
export function movePins(projenrc: Projenrc, versions: Readonly<Record<string, string>>): Pin[] {
  const { sources } = projenrc;
  const listed = LISTS.flatMap((path) => projenrc.groups(path).strings);
  const specs = new Map([...listed, ...namedInCalls(projenrc)].map((one) => [one.node, one]));
  return [...specs.values()].flatMap((located) => {
    const { source, node } = located;
    const separator = node.text.indexOf('@', 1);
    const name = node.text.slice(0, separator);
    const version = separator > 0 ? versions[name] : undefined;
    if (version === undefined) return [];
    const operator = /^[\^~]/.exec(node.text.slice(separator + 1))?.[0] ?? '';
    const spec = `${name}@${operator}${version}`;
    if (spec === node.text) return [];
    const quote = node.getText(source.file)[0];
    sources.edit(source, { start: node.getStart(source.file), end: node.end, text: `${quote}${spec}${quote}` });
    return [{ place: sources.place(located), spec: node.text }];
  });
}

function namedInCalls({ api, entry }: Projenrc): Located<ts.StringLiteralLike>[] {
  const found: Located<ts.StringLiteralLike>[] = [];
  const visit = (node: ts.Node): void => {
    if (api.isCallExpression(node) && api.isPropertyAccessExpression(node.expression)) {
      if (METHODS.has(node.expression.name.text)) {
        found.push(...node.arguments.filter(api.isStringLiteralLike).map((one) => ({ source: entry, node: one })));
      }
    }
    api.forEachChild(node, visit);
  };
  visit(entry.file);
  return found;
}
