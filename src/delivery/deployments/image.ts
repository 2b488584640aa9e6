import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from '../../model/model';

interface TaskDefinition {
  readonly Type?: string;
  readonly Properties?: {
    readonly ContainerDefinitions?: readonly { readonly Name?: unknown; readonly Image?: unknown }[];
  };
}

/** The application's image in the template of a stage, with its version; for people, and proof of nothing. */
export function imageOf(assembly: string, { name, application }: Stage): string {
  let resources: Readonly<Record<string, TaskDefinition>> = {};
  try {
    const template = JSON.parse(readFileSync(join(assembly, `${name}-service.template.json`), 'utf8'));
    resources = (template as { Resources?: typeof resources }).Resources ?? {};
  } catch {
    return 'not known';
  }
  const containers = Object.values(resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::ECS::TaskDefinition' ? (Properties?.ContainerDefinitions ?? []) : [],
  );
  const image = containers.find(({ Name }) => Name === application.containerName)?.Image;
  return image === undefined ? 'not known' : textOf(image).slice(0, 500);
}

/** A value of a template as text, with references by their names. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, inner] = ['', undefined]] = Object.entries(value);
  if (kind === 'Fn::Sub') return textOf(Array.isArray(inner) ? inner[0] : inner);
  if (kind === 'Fn::Join' && Array.isArray(inner)) return (inner[1] as unknown[]).map(textOf).join(String(inner[0]));
  return `\${${kind === 'Ref' ? String(inner) : JSON.stringify(inner)}}`;
}
