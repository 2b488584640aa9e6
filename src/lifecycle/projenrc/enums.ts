import type * as ts from 'typescript';
import type { ProjectTypes } from './projects';
import type { Projenrc } from './projenrc';
import type { Source } from './sources';

/** Gives a member of an enum of the template another name, wherever the enum was imported from the template or the preset. */
export function renameEnumMember(
  projenrc: Projenrc,
  { template, preset }: ProjectTypes,
  enumeration: string,
  from: string,
  to: string,
): void {
  const { api, sources, values } = projenrc;
  const isOurs = (module: string) => module === template || module === preset;
  const isEnum = (source: Source, node: ts.Expression): boolean => {
    if (api.isIdentifier(node)) {
      const binding = values.bindings.of({ source, node });
      return binding.kind === 'import' && isOurs(binding.module) && binding.member === enumeration;
    }
    if (!api.isPropertyAccessExpression(node) || !api.isIdentifier(node.expression)) return false;
    const owner = values.bindings.of({ source, node: node.expression });
    return owner.kind === 'import' && isOurs(owner.module) && owner.member === '*' && node.name.text === enumeration;
  };
  // options and the files that they are imported from have been looked at
  projenrc.options();
  for (const source of sources.all()) {
    const visit = (node: ts.Node): void => {
      if (api.isPropertyAccessExpression(node) && node.name.text === from && isEnum(source, node.expression)) {
        sources.edit(source, { start: node.name.getStart(source.file), end: node.name.end, text: to });
      } else if (api.isElementAccessExpression(node) && isEnum(source, node.expression)) {
        const key = node.argumentExpression;
        if (api.isStringLiteralLike(key) && key.text === from) {
          const quote = key.getText(source.file)[0];
          sources.edit(source, { start: key.getStart(source.file), end: key.end, text: `${quote}${to}${quote}` });
        }
      }
      api.forEachChild(node, visit);
    };
    visit(source.file);
  }
}
