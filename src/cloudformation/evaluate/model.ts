import type { Json, JsonObject } from '../../util/json';
import { inWords } from '../words';
import type { Truth } from './truth';

/** A value that only the deployment knows. Two of them are equal if they stand for the same expression. */
export class Unknown {
  public constructor(
    /** Canonical text of the expression, with the template it stands in. */
    public readonly expression: string,
    /** Whether it comes from outside of its stack, so that it can be none of the stack's own resources. */
    public readonly outside = false,
    /** The expression itself, where there is one. */
    private readonly node?: Json,
  ) {}

  /** As people say it. */
  public toString(): string {
    if (this.node !== undefined) return inWords(this.node);
    return this.expression === '' ? 'a value that only the deployment knows' : this.expression;
  }
}

/** A reference to a resource of the templates at hand: `Ref` or one of its attributes. */
export class Reference {
  public constructor(
    public readonly resource: Resource,
    /** `Ref`, or the name of the attribute. */
    public readonly attribute: string,
  ) {}

  /** As people say it. */
  public toString(): string {
    const { logicalId } = this.resource;
    return inWords(this.attribute === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, this.attribute] });
  }
}

/** What an expression of a template comes to; `undefined` is an absent value. */
export type Value =
  | undefined
  | null
  | string
  | number
  | boolean
  | Unknown
  | Reference
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A resource of a template; its properties are evaluated when they are first read. */
export interface Resource {
  readonly template: Template;
  readonly logicalId: string;
  /** As the template has it. */
  readonly raw: JsonObject;
  readonly type: string;
  readonly line: number | undefined;
  /** A property by its path; an absent one is `undefined`, an open one `Unknown`. */
  property(...path: readonly (string | number)[]): Value;
  /** Whether something that is not at hand may add to it: a rule, a route, a listener, an alarm. */
  readonly shared: boolean;
  /** Whether the resource's condition lets it be created. */
  readonly present: Truth;
  /** Path of the construct that made it, where the CDK did. */
  readonly constructPath: string | undefined;
  /** Logical IDs named by `DependsOn`. */
  readonly dependsOn: readonly string[];
  /** What becomes of the resource when it leaves the stack, as written. */
  readonly deletionPolicy: string | undefined;
}

/** A template among the others that are read with it. */
export interface Template {
  readonly assembly: Assembly;
  /** Unique among the templates that are read together. */
  readonly id: string;
  /** Stack name, or the file's name where there is no manifest. */
  readonly name: string;
  /** Path of the file as it is shown to people. */
  readonly file: string;
  /** `aws://account/region` of a cloud assembly. */
  readonly environment: string | undefined;
  /** The resource that creates this template as a nested stack. */
  readonly parent: { readonly id: string; readonly logicalId: string } | undefined;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly parameters: JsonObject;
  readonly conditions: JsonObject;
  readonly mappings: JsonObject;
  readonly outputs: JsonObject;
  /** Whether a macro or a loop makes resources that cannot be seen here. */
  readonly incomplete: boolean;
  /** The value that the parent stack gives to a parameter of this nested one. */
  bound(parameter: string): Value;
  /** The nested stack that a resource of this template creates. */
  nested(logicalId: string): Template | undefined;
  /** The value of an export that this template takes. */
  exported(name: Value): Value;
  /** The value of an output of another stack, by what `Fn::GetStackOutput` says of it. */
  outputOf(reference: Value): Value;
  /** The templates of whose outputs this one takes some. */
  importsFrom(): ReadonlySet<Template>;
}

/** Every template that is checked together. */
export interface Assembly {
  readonly templates: readonly Template[];
  /** Whether some resource may exist that no template shows. */
  readonly incomplete: boolean;
  /** Resources of a type that are created, or may be. */
  ofType(...types: readonly string[]): readonly Resource[];
  /** Evaluates a part of a template, or answers with something else where the part refers to itself in a circle. */
  once<T>(part: Json, evaluation: () => T, inCircle: T): T;
  /** Whether some template at hand takes an exported output. */
  isImported(output: JsonObject, exporter: Template): boolean;
}
