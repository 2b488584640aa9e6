import { isObject, type Json, type JsonObject } from '../../util/json';
import { evaluate, truthOfCondition } from './evaluate';
import type { Assembly, Resource, Template, Value } from './model';
import { Sharing } from './sharing';
import type { Truth } from './truth';
import { isUnknown, step } from './value';

/** A template as it was read. */
export interface TemplateSource {
  /** Unique among the templates that are read together. */
  readonly id: string;
  /** Stack name, or the file's name where there is no manifest. */
  readonly name: string;
  /** Path of the file as it is shown to people. */
  readonly file: string;
  /** `aws://account/region` of a cloud assembly. */
  readonly environment?: string;
  /** Parsed content in long form (`Fn::GetAtt`, not `!GetAtt`). */
  readonly content: Json;
  /** Line of each resource by its logical ID. */
  readonly lines: ReadonlyMap<string, number>;
  /** The resource that creates this template as a nested stack. */
  readonly parent?: { readonly id: string; readonly logicalId: string };
}

function section(content: Json, name: string): JsonObject {
  const value = isObject(content) ? content[name] : undefined;
  return isObject(value) ? value : {};
}

/** A resource of a template; its properties are evaluated when they are first read. */
class ReadResource implements Resource {
  public readonly type: string;
  public readonly line: number | undefined;
  private evaluated: Value;

  public constructor(
    public readonly template: ReadTemplate,
    public readonly logicalId: string,
    public readonly raw: JsonObject,
    line: number | undefined,
  ) {
    this.type = typeof raw.Type === 'string' ? raw.Type : '';
    this.line = line;
  }

  /** A property by its path; an absent one is `undefined`, an open one `Unknown`. */
  public property(...path: readonly (string | number)[]): Value {
    this.evaluated ??= evaluate(this.raw.Properties ?? {}, this.template) ?? {};
    return step(this.evaluated, ...path);
  }

  /** Whether something that is not at hand may add to it: a rule, a route, a listener, an alarm. */
  public get shared(): boolean {
    return this.template.shares(this);
  }

  /** Whether the resource's condition lets it be created. */
  public get present(): Truth {
    return typeof this.raw.Condition === 'string' ? truthOfCondition(this.raw.Condition, this.template) : true;
  }

  /** Path of the construct that made it, where the CDK did. */
  public get constructPath(): string | undefined {
    const path = step(evaluate(this.raw.Metadata ?? {}, this.template), 'aws:cdk:path');
    return typeof path === 'string' ? path : undefined;
  }

  /** Logical IDs named by `DependsOn`. */
  public get dependsOn(): readonly string[] {
    const value = this.raw.DependsOn;
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  }

  /** What becomes of the resource when it leaves the stack, as written. */
  public get deletionPolicy(): string | undefined {
    return typeof this.raw.DeletionPolicy === 'string' ? this.raw.DeletionPolicy : undefined;
  }
}

/** A template among the others that are read with it. */
class ReadTemplate implements Template {
  public readonly id: string;
  public readonly name: string;
  public readonly file: string;
  public readonly environment: string | undefined;
  public readonly resources: ReadonlyMap<string, ReadResource>;
  public readonly parent: TemplateSource['parent'];
  public readonly parameters: JsonObject;
  public readonly conditions: JsonObject;
  public readonly mappings: JsonObject;
  public readonly outputs: JsonObject;
  /** Whether a macro or a loop makes resources that cannot be seen here. */
  public readonly incomplete: boolean;
  private sharing: Sharing | undefined;

  public constructor(
    public readonly assembly: ReadAssembly,
    private readonly source: TemplateSource,
  ) {
    this.id = source.id;
    this.name = source.name;
    this.file = source.file;
    this.environment = source.environment;
    this.parent = source.parent;
    this.parameters = section(source.content, 'Parameters');
    this.conditions = section(source.content, 'Conditions');
    this.mappings = section(source.content, 'Mappings');
    this.outputs = section(source.content, 'Outputs');
    const raw = section(source.content, 'Resources');
    this.incomplete = Object.keys(raw).some((key) => key.startsWith('Fn::')) || usesMacro(source.content);
    const resources = new Map<string, ReadResource>();
    for (const [logicalId, value] of Object.entries(raw)) {
      if (!isObject(value) || logicalId.startsWith('Fn::')) continue;
      const resource = new ReadResource(this, logicalId, value, source.lines.get(logicalId));
      resources.set(logicalId, resource);
    }
    this.resources = resources;
  }

  /** Whether something that is not at hand may add to a resource of this template. */
  public shares(resource: Resource): boolean {
    this.sharing ??= new Sharing(this);
    return this.sharing.includes(resource);
  }

  /** The value that the parent stack gives to a parameter of this nested one. */
  public bound(parameter: string): Value {
    if (this.parent === undefined) return undefined;
    const stack = this.assembly.template(this.parent.id)?.resources.get(this.parent.logicalId);
    return stack?.property('Parameters', parameter);
  }

  /** The nested stack that a resource of this template creates. */
  public nested(logicalId: string): ReadTemplate | undefined {
    return this.assembly.templates.find(({ parent }) => parent?.id === this.id && parent.logicalId === logicalId);
  }

  public exported(name: Value): Value {
    return this.assembly.exported(name, this);
  }

  /** The value of an output of another stack, by what `Fn::GetStackOutput` says of it. */
  public outputOf(reference: Value): Value {
    return this.assembly.outputOf(reference, this);
  }

  /** The names of the exports that this template takes. */
  public imports(): readonly Value[] {
    return this.argumentsOf('Fn::ImportValue');
  }

  /** The templates of whose outputs this one takes some. */
  public importsFrom(): ReadonlySet<Template> {
    return new Set([
      ...this.imports().flatMap((name) => this.assembly.exporters(name, this).map(({ template }) => template)),
      ...this.argumentsOf('Fn::GetStackOutput').flatMap((reference) => this.assembly.producers(reference, this)),
    ]);
  }

  private argumentsOf(name: string): readonly Value[] {
    return calls(this.source.content, name).map((argument) => evaluate(argument, this));
  }
}

/** The arguments with which an intrinsic function is called. */
function calls(node: Json, name: string): readonly Json[] {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap((item) => calls(item, name));
  return Object.entries(node as JsonObject).flatMap(([key, value]) => (key === name ? [value] : calls(value, name)));
}

/** Macros that add no load balancer, service or security group of their own. */
const HARMLESS_TRANSFORMS = new Set(['AWS::Serverless-2016-10-31', 'AWS::SecretsManager-2020-07-23']);

function usesMacro(content: Json): boolean {
  const value = isObject(content) ? content.Transform : undefined;
  const transforms = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  // The language extensions add loops and functions; loops are seen by their keys.
  return transforms.some(
    (name) =>
      typeof name !== 'string' || !(HARMLESS_TRANSFORMS.has(name) || name.startsWith('AWS::LanguageExtensions')),
  );
}

/** The templates that are deployed together, for rules to ask. */
export function assemblyOf(sources: readonly TemplateSource[]): Assembly {
  return new ReadAssembly(sources);
}

/** Every template that is checked together. */
class ReadAssembly implements Assembly {
  public readonly templates: readonly ReadTemplate[];
  /** Parts that are being evaluated. */
  private readonly open = new Set<Json>();

  public constructor(sources: readonly TemplateSource[]) {
    this.templates = sources.map((source) => new ReadTemplate(this, source));
  }

  public template(id: string): ReadTemplate | undefined {
    return this.templates.find((template) => template.id === id);
  }

  /** Resources of a type that are created, or may be. */
  public ofType(...types: readonly string[]): readonly Resource[] {
    return this.templates.flatMap((template) =>
      [...template.resources.values()].filter(
        (resource) => types.includes(resource.type) && resource.present !== false,
      ),
    );
  }

  /** Whether some resource may exist that no template shows. */
  public get incomplete(): boolean {
    return this.templates.some((template) => template.incomplete);
  }

  /** The value of an export, taken from the one stack of the importer's environment that has it. */
  public exported(name: Value, importer: Template): Value {
    const candidates = this.exporters(name, importer);
    const only = candidates.length === 1 ? candidates[0] : undefined;
    const value = only && this.once(only.output, () => evaluate(only.output.Value ?? null, only.template), undefined);
    return isUnknown(value) || value === null ? undefined : value;
  }

  /** Evaluates a part of a template, or answers with something else where the part refers to itself in a circle. */
  public once<T>(part: Json, evaluation: () => T, inCircle: T): T {
    if (this.open.has(part)) return inCircle;
    this.open.add(part);
    try {
      return evaluation();
    } finally {
      this.open.delete(part);
    }
  }

  /** Whether some template at hand takes an exported output. */
  public isImported(output: JsonObject, exporter: Template): boolean {
    return this.templates.some((template) =>
      template
        .imports()
        .some((name) =>
          this.exporters(name, template).some((found) => found.output === output && found.template === exporter),
        ),
    );
  }

  /** The value of the output that `Fn::GetStackOutput` names, where its stack is at hand. */
  public outputOf(reference: Value, consumer: Template): Value {
    const candidates = this.producers(reference, consumer);
    const only = candidates.length === 1 ? candidates[0] : undefined;
    const name = step(reference, 'OutputName');
    const output = only && typeof name === 'string' ? only.outputs[name] : undefined;
    const value =
      only && isObject(output) ? this.once(output, () => evaluate(output.Value ?? null, only), undefined) : undefined;
    return isUnknown(value) || value === null ? undefined : value;
  }

  /** The stacks that `Fn::GetStackOutput` may mean: by name, in the stated region or in that of the consumer. */
  public producers(reference: Value, consumer: Template): readonly ReadTemplate[] {
    const name = step(reference, 'StackName');
    const region = step(reference, 'Region');
    if (typeof name !== 'string') return [];
    const named = this.templates.filter((template) => template.name === name);
    if (typeof region === 'string') return named.filter(({ environment }) => environment?.endsWith(`/${region}`));
    const near = named.filter(({ environment }) => environment === consumer.environment);
    return near.length > 0 ? near : named;
  }

  private nameOfExport({ Export }: JsonObject, template: Template): Value {
    if (!isObject(Export)) return undefined;
    return this.once(Export, () => evaluate(Export.Name ?? null, template), undefined);
  }

  /** The outputs that an import may mean; those of its own environment come first. */
  public exporters(name: Value, importer: Template): readonly { template: ReadTemplate; output: JsonObject }[] {
    if (typeof name !== 'string') return [];
    const found = this.templates.flatMap((template) =>
      Object.values(template.outputs)
        .filter(isObject)
        .filter((output) => this.nameOfExport(output, template) === name)
        .map((output) => ({ template, output })),
    );
    const near = found.filter(({ template }) => template.environment === importer.environment);
    return near.length > 0 ? near : found;
  }
}
