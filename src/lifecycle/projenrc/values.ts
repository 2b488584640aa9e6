import type * as ts from 'typescript';
import { Bindings, text } from './bindings';
import type { Located, Sources } from './sources';

/** An object literal with the file it stands in. */
export type ObjectLiteral = Located<ts.ObjectLiteralExpression>;

/** What an expression can be at run time, as far as reading tells. */
export interface Reach {
  /** Object literals whose members it has. */
  readonly literals: ObjectLiteral[];
  /** Texts that it is, as a list of names is made of them. */
  readonly strings: Located<ts.StringLiteralLike>[];
  /** Parts whose value cannot be told by reading. */
  readonly opaque: Located[];
  /** Names that were followed: their object is used here and nowhere unknown. */
  readonly followed: Set<ts.Identifier>;
}

/** A member of an object literal that is written out. */
export type Member = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** Follows expressions to the object literals that they are made of. */
export class Values {
  public readonly bindings: Bindings;

  public constructor(private readonly sources: Sources) {
    this.bindings = new Bindings(sources);
  }

  /** The object literals that an expression is, or is joined from. */
  public objects(expression: Located<ts.Expression>): Reach {
    const reach = empty();
    this.collect(expression, reach, new Set());
    return reach;
  }

  /** The same for the elements of a list. */
  public elements(list: Located<ts.Expression>): Reach {
    const reach = empty();
    this.collectElements(list, reach, new Set());
    return reach;
  }

  /** The written member of a literal by its name; several where a name is repeated. */
  public member({ node }: ObjectLiteral, name: string): Member | undefined {
    const { api } = this.sources;
    return node.properties.find(
      (property): property is Member =>
        (api.isPropertyAssignment(property) || api.isShorthandPropertyAssignment(property)) &&
        this.nameOf(property.name) === name,
    );
  }

  /** The name of a member; `undefined` where it is computed. */
  public nameOf(name: ts.PropertyName): string | undefined {
    const { api } = this.sources;
    return api.isComputedPropertyName(name) ? text(api, unwrapped(api, name.expression)) : text(api, name);
  }

  /** The expression behind a member. */
  public valueOf(member: Member): ts.Expression {
    return this.sources.api.isPropertyAssignment(member) ? member.initializer : member.name;
  }

  private collect(located: Located<ts.Expression>, reach: Reach, seen: Set<ts.Node>): void {
    const { api } = this.sources;
    const { source } = located;
    const node = unwrapped(api, located.node);
    if (seen.has(node)) return;
    seen.add(node);
    const follow = (expression: ts.Expression) => this.collect({ source, node: expression }, reach, seen);
    if (api.isObjectLiteralExpression(node)) {
      reach.literals.push({ source, node });
      for (const property of node.properties) if (api.isSpreadAssignment(property)) follow(property.expression);
    } else if (api.isConditionalExpression(node)) {
      follow(node.whenTrue);
      follow(node.whenFalse);
    } else if (api.isBinaryExpression(node) && isChoice(api, node)) {
      if (node.operatorToken.kind !== api.SyntaxKind.AmpersandAmpersandToken) follow(node.left);
      follow(node.right);
    } else if (api.isIdentifier(node)) {
      this.collectNamed({ source, node }, reach, (value) => this.collect(value, reach, seen));
    } else if (api.isPropertyAccessExpression(node)) {
      this.collectMember({ source, node }, reach, (value) => this.collect(value, reach, seen));
    } else if (api.isCallExpression(node) && api.isIdentifier(node.expression)) {
      this.collectReturned({ source, node: node.expression }, reach, (value) => this.collect(value, reach, seen));
    } else if (api.isStringLiteralLike(node)) {
      reach.strings.push({ source, node });
    } else if (!isNothing(api, node)) {
      reach.opaque.push({ source, node });
    }
  }

  private collectElements(located: Located<ts.Expression>, reach: Reach, seen: Set<ts.Node>): void {
    const { api } = this.sources;
    const { source } = located;
    const node = unwrapped(api, located.node);
    if (seen.has(node)) return;
    seen.add(node);
    const follow = (expression: ts.Expression) => this.collectElements({ source, node: expression }, reach, seen);
    if (api.isArrayLiteralExpression(node)) {
      for (const element of node.elements) {
        if (api.isSpreadElement(element)) follow(element.expression);
        else this.collect({ source, node: element }, reach, seen);
      }
    } else if (api.isConditionalExpression(node)) {
      follow(node.whenTrue);
      follow(node.whenFalse);
    } else if (api.isIdentifier(node)) {
      this.collectNamed({ source, node }, reach, (value) => this.collectElements(value, reach, seen));
    } else if (api.isPropertyAccessExpression(node)) {
      this.collectMember({ source, node }, reach, (value) => this.collectElements(value, reach, seen));
    } else if (api.isCallExpression(node)) {
      this.collectCall({ source, node }, reach, seen);
    } else if (!isNothing(api, node)) {
      reach.opaque.push({ source, node });
    }
  }

  /** `names.map((name) => ({ … }))`, `list.filter(…)`, `stages('eu')`. */
  private collectCall({ source, node }: Located<ts.CallExpression>, reach: Reach, seen: Set<ts.Node>): void {
    const { api } = this.sources;
    const called = node.expression;
    const method = api.isPropertyAccessExpression(called) ? called.name.text : undefined;
    const [callback] = node.arguments;
    if (api.isPropertyAccessExpression(called) && method === 'filter') {
      this.collectElements({ source, node: called.expression }, reach, seen);
    } else if (method === 'map' && callback !== undefined && isFunction(api, callback)) {
      for (const value of this.returned(callback)) this.collect({ source, node: value }, reach, seen);
    } else if (method === 'flatMap' && callback !== undefined && isFunction(api, callback)) {
      for (const value of this.returned(callback)) this.collectElements({ source, node: value }, reach, seen);
    } else if (api.isIdentifier(called)) {
      this.collectReturned({ source, node: called }, reach, (value) => this.collectElements(value, reach, seen));
    } else {
      reach.opaque.push({ source, node });
    }
  }

  private collectNamed(
    name: Located<ts.Identifier>,
    reach: Reach,
    follow: (value: Located<ts.Expression>) => void,
  ): void {
    if (name.node.text === 'undefined') return;
    reach.followed.add(name.node);
    const binding = this.bindings.of(name);
    if (binding.kind === 'const' && binding.node.initializer !== undefined) {
      if (isForeign(this.sources.api, binding.node)) reach.opaque.push(name);
      else follow({ source: binding.source, node: binding.node.initializer });
    } else if (binding.kind !== 'parameter' || !this.isPassedOn(binding.node)) {
      reach.opaque.push(name);
    }
  }

  /** The member of an object that is known: `defaults.stages`. */
  private collectMember(
    { source, node }: Located<ts.PropertyAccessExpression>,
    reach: Reach,
    follow: (value: Located<ts.Expression>) => void,
  ): void {
    const owner = this.objects({ source, node: node.expression });
    for (const name of owner.followed) reach.followed.add(name);
    const members = owner.literals.flatMap((one) => {
      const member = this.member(one, node.name.text);
      return member === undefined ? [] : [{ source: one.source, node: this.valueOf(member) }];
    });
    if (members.length === 0) reach.opaque.push({ source, node });
    else members.forEach(follow);
  }

  private collectReturned(
    name: Located<ts.Identifier>,
    reach: Reach,
    follow: (value: Located<ts.Expression>) => void,
  ): void {
    reach.followed.add(name.node);
    const binding = this.bindings.of(name);
    if (binding.kind !== 'function') reach.opaque.push({ source: name.source, node: name.node.parent });
    else for (const value of this.returned(binding.node)) follow({ source: binding.source, node: value });
  }

  /** What a function returns. */
  private returned(called: ts.FunctionLikeDeclaration): ts.Expression[] {
    const { api } = this.sources;
    if (called.body === undefined) return [];
    if (!api.isBlock(called.body)) return [called.body];
    const found: ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (api.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
      if (!api.isFunctionLike(node) && !api.isClassLike(node)) api.forEachChild(node, visit);
    };
    api.forEachChild(called.body, visit);
    return found;
  }

  /** The options of a subclass, which whoever creates it writes out. */
  private isPassedOn(parameter: ts.ParameterDeclaration): boolean {
    return this.sources.api.isConstructorDeclaration(parameter.parent);
  }
}

/** Whether an object has a type of the repository's own: its members may be named so on purpose. */
function isForeign(api: typeof ts, { type, initializer }: ts.VariableDeclaration): boolean {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (api.isTypeReferenceNode(node) && api.isIdentifier(node.typeName)) names.push(node.typeName.text);
    api.forEachChild(node, visit);
  };
  if (type !== undefined) visit(type);
  if (initializer !== undefined && (api.isSatisfiesExpression(initializer) || api.isAsExpression(initializer))) {
    visit(initializer.type);
  }
  const { statements } = (type ?? initializer)?.getSourceFile() ?? { statements: [] };
  return statements.some(
    (statement) =>
      (api.isInterfaceDeclaration(statement) || api.isTypeAliasDeclaration(statement)) &&
      names.includes(statement.name.text),
  );
}

type Wrapper =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion;

/** Whether a node is another expression with something around it that does not change its value. */
export function wraps(api: typeof ts, node: ts.Node): node is Wrapper {
  return (
    api.isParenthesizedExpression(node) ||
    api.isAsExpression(node) ||
    api.isSatisfiesExpression(node) ||
    api.isNonNullExpression(node) ||
    api.isTypeAssertionExpression(node)
  );
}

/** The expression within parentheses, `as const` and the like. */
export function unwrapped(api: typeof ts, node: ts.Expression): ts.Expression {
  return wraps(api, node) ? unwrapped(api, node.expression) : node;
}

function isFunction(api: typeof ts, node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return api.isArrowFunction(node) || api.isFunctionExpression(node);
}

function isChoice(api: typeof ts, { operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return [
    api.SyntaxKind.QuestionQuestionToken,
    api.SyntaxKind.BarBarToken,
    api.SyntaxKind.AmpersandAmpersandToken,
  ].includes(kind);
}

/** What holds no member. */
function isNothing(api: typeof ts, node: ts.Node): boolean {
  return (
    api.isLiteralExpression(node) ||
    node.kind === api.SyntaxKind.NullKeyword ||
    node.kind === api.SyntaxKind.TrueKeyword ||
    node.kind === api.SyntaxKind.FalseKeyword
  );
}

function empty(): Reach {
  return { literals: [], strings: [], opaque: [], followed: new Set() };
}
