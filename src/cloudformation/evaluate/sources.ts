import type { Assembly } from '../stack';
import type { TemplateSource } from './assembly';

/** What was read as the templates that rules look at; the same file read twice is one template. */
export function sourcesOf(assemblies: readonly Assembly[]): TemplateSource[] {
  const sources = assemblies.flatMap(sourcesIn);
  return [...new Map(sources.map((source) => [source.id, source])).values()];
}

function sourcesIn({ stacks }: Assembly): TemplateSource[] {
  // a stack stands before those that are nested in it
  const ids = new Map<string, string>();
  return stacks.map(({ environment, file, id: stack, lines, name = stack, parent, template }) => {
    const above =
      parent === undefined ? undefined : { id: ids.get(parent.id) ?? parent.id, logicalId: parent.logicalId };
    const id = above === undefined ? file : `${above.id}/${above.logicalId}`;
    ids.set(stack, id);
    return {
      id,
      name,
      file,
      ...(environment === undefined ? {} : { environment }),
      ...(above === undefined ? {} : { parent: above }),
      content: template,
      lines,
    };
  });
}
