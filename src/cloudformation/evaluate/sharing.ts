import { isObject } from '../../util/json';
import { references } from './evaluate';
import type { Resource, Template } from './model';
import { isUnknown } from './value';

/** What of a template may be used, and added to, by what is not at hand. */
export class Sharing {
  private readonly names: ReadonlySet<string>;

  public constructor(template: Template) {
    this.names = new Set([...exported(template), ...handedOver(template)]);
  }

  public includes({ logicalId }: Resource): boolean {
    return this.names.has(logicalId);
  }
}

/**
 * What is exported by a template of which some export is taken by nobody at hand: then the stacks at hand are not all
 * that belong together, and the others may add to anything that is exported.
 */
function exported(template: Template): string[] {
  const { assembly, outputs } = template;
  const exports = Object.values(outputs)
    .filter(isObject)
    .filter((output) => isObject(output.Export));
  if (exports.every((output) => assembly.isImported(output, template))) return [];
  return exports.flatMap((output) => references(output.Value ?? null)).map(({ id }) => id);
}

/** What is given to nested stacks that are not at hand, and to the programs behind custom resources. */
function handedOver(template: Template): string[] {
  return [...template.resources.values()].filter(isUnseen).flatMap((resource) => {
    const parameters = resource.property('Parameters');
    const open =
      isUnknown(resource.property()) || isUnknown(parameters) || Object.values(parameters ?? {}).some(isOpen);
    // What cannot be seen may be anything.
    return open ? [...template.resources.keys()] : references(resource.raw.Properties ?? null).map(({ id }) => id);
  });
}

function isUnseen({ logicalId, template, type }: Resource): boolean {
  if (type === 'AWS::CloudFormation::Stack') return template.nested(logicalId) === undefined;
  return type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');
}

/** Whether a value may be a resource of its own stack although it does not refer to one: an attribute of something else. */
function isOpen(value: unknown): boolean {
  return isUnknown(value) && !value.outside && value.expression.includes('"Fn::GetAtt"');
}
