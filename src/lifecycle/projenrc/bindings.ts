import type * as ts from 'typescript';
import type { Located, Source, Sources } from './sources';

/** What a name stands for. */
export type Binding =
  /** A member of a module that is not part of the repository; `*` is the module itself. */
  | { readonly kind: 'import'; readonly module: string; readonly member: string }
  | { readonly kind: 'const'; readonly source: Source; readonly node: ts.VariableDeclaration }
  | { readonly kind: 'class'; readonly source: Source; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'function'; readonly source: Source; readonly node: ts.FunctionLikeDeclaration }
  | { readonly kind: 'parameter'; readonly source: Source; readonly node: ts.ParameterDeclaration }
  /** Something whose value cannot be told by reading. */
  | { readonly kind: 'unknown' };

const UNKNOWN: Binding = { kind: 'unknown' };

/** Finds what names stand for, over relative imports as well. */
export class Bindings {
  public constructor(private readonly sources: Sources) {}

  /** What an identifier stands for where it is written. */
  public of({ source, node }: Located<ts.Identifier>): Binding {
    for (let scope: ts.Node | undefined = node.parent; scope !== undefined; scope = scope.parent) {
      const found = this.declaredIn(source, scope, node.text);
      if (found !== undefined) return found;
    }
    return UNKNOWN;
  }

  private declaredIn(source: Source, scope: ts.Node, name: string): Binding | undefined {
    const { api } = this.sources;
    if (api.isFunctionLike(scope)) {
      const parameter = scope.parameters.find((one) => this.declares(one.name, name));
      return parameter && { kind: 'parameter', source, node: parameter };
    }
    if (api.isForOfStatement(scope) || api.isForInStatement(scope) || api.isForStatement(scope)) {
      const list = scope.initializer;
      const declares = list && api.isVariableDeclarationList(list) && this.declaring(list.declarations, name);
      return declares ? UNKNOWN : undefined;
    }
    if (!api.isSourceFile(scope) && !api.isBlock(scope) && !api.isModuleBlock(scope)) return undefined;
    for (const statement of scope.statements) {
      const found = this.declaredBy(source, statement, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private declaredBy(source: Source, statement: ts.Statement, name: string): Binding | undefined {
    const { api } = this.sources;
    if (api.isVariableStatement(statement)) return this.variable(source, statement.declarationList, name);
    if (api.isFunctionDeclaration(statement) && statement.name?.text === name) {
      return { kind: 'function', source, node: statement };
    }
    if (api.isClassDeclaration(statement) && statement.name?.text === name) {
      return { kind: 'class', source, node: statement };
    }
    if (api.isImportDeclaration(statement)) return this.imported(source, statement, name);
    if (api.isImportEqualsDeclaration(statement) && statement.name.text === name) {
      const reference = statement.moduleReference;
      const module = api.isExternalModuleReference(reference) ? text(api, reference.expression) : undefined;
      return module === undefined ? UNKNOWN : this.memberOf(source, module, '*');
    }
    return undefined;
  }

  private variable(source: Source, list: ts.VariableDeclarationList, name: string): Binding | undefined {
    const { api } = this.sources;
    const declaration = this.declaring(list.declarations, name);
    if (declaration === undefined) return undefined;
    const module = this.required(declaration.initializer);
    if (module !== undefined) {
      const member = this.destructured(declaration.name, name);
      return member === undefined ? UNKNOWN : this.memberOf(source, module, member);
    }
    const isConst = (list.flags & api.NodeFlags.Const) !== 0;
    if (!isConst || !api.isIdentifier(declaration.name)) return UNKNOWN;
    const value = declaration.initializer;
    if (value !== undefined && api.isClassExpression(value)) return { kind: 'class', source, node: value };
    if (value !== undefined && (api.isArrowFunction(value) || api.isFunctionExpression(value))) {
      return { kind: 'function', source, node: value };
    }
    return { kind: 'const', source, node: declaration };
  }

  /** The module behind `require('module')`. */
  private required(value: ts.Expression | undefined): string | undefined {
    const { api } = this.sources;
    const isRequire =
      value !== undefined &&
      api.isCallExpression(value) &&
      api.isIdentifier(value.expression) &&
      value.expression.text === 'require';
    return isRequire ? text(api, value.arguments[0]) : undefined;
  }

  /** The member of a module that a name of `const { Member: name } = require(…)` stands for. */
  private destructured(binding: ts.BindingName, name: string): string | undefined {
    const { api } = this.sources;
    if (api.isIdentifier(binding)) return '*';
    if (!api.isObjectBindingPattern(binding)) return undefined;
    const element = binding.elements.find((one) => api.isIdentifier(one.name) && one.name.text === name);
    if (element === undefined || element.dotDotDotToken !== undefined) return undefined;
    return element.propertyName === undefined ? name : text(api, element.propertyName);
  }

  private imported(source: Source, declaration: ts.ImportDeclaration, name: string): Binding | undefined {
    const { api } = this.sources;
    const clause = declaration.importClause;
    const module = text(api, declaration.moduleSpecifier);
    if (clause === undefined || module === undefined) return undefined;
    // a default import of a module in CommonJS is the module itself
    if (clause.name?.text === name) {
      return module.startsWith('.') ? this.memberOf(source, module, 'default') : this.memberOf(source, module, '*');
    }
    const named = clause.namedBindings;
    if (named === undefined) return undefined;
    if (api.isNamespaceImport(named)) return named.name.text === name ? this.memberOf(source, module, '*') : undefined;
    const element = named.elements.find((one) => one.name.text === name);
    return element && this.memberOf(source, module, (element.propertyName ?? element.name).text);
  }

  private memberOf(source: Source, module: string, member: string): Binding {
    if (!module.startsWith('.')) return { kind: 'import', module, member };
    const target = this.sources.imported(source, module);
    return (target && this.exported(target, member)) ?? UNKNOWN;
  }

  /** What a file of the repository exports under a name. */
  public exported(source: Source, name: string): Binding | undefined {
    const { api } = this.sources;
    for (const statement of source.file.statements) {
      if (api.isExportDeclaration(statement)) {
        const found = this.reExported(source, statement, name);
        if (found !== undefined) return found;
      } else if (api.isExportAssignment(statement) && name === 'default' && api.isIdentifier(statement.expression)) {
        return this.of({ source, node: statement.expression });
      } else if (this.isExported(statement, name === 'default')) {
        if (name === 'default' && api.isClassDeclaration(statement)) return { kind: 'class', source, node: statement };
        const found = this.declaredBy(source, statement, name);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  private reExported(source: Source, statement: ts.ExportDeclaration, name: string): Binding | undefined {
    const { api } = this.sources;
    const module = text(api, statement.moduleSpecifier);
    const clause = statement.exportClause;
    if (clause === undefined) {
      const target = module === undefined ? undefined : this.sources.imported(source, module);
      return target && this.exported(target, name);
    }
    if (!api.isNamedExports(clause)) return undefined;
    const element = clause.elements.find((one) => one.name.text === name);
    if (element === undefined) return undefined;
    const original = element.propertyName ?? element.name;
    if (module !== undefined) return this.memberOf(source, module, original.text);
    return api.isIdentifier(original) ? this.of({ source, node: original }) : undefined;
  }

  private isExported(statement: ts.Statement, byDefault: boolean): boolean {
    const { api } = this.sources;
    const modifiers = api.canHaveModifiers(statement) ? (api.getModifiers(statement) ?? []) : [];
    const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind);
    return has(api.SyntaxKind.ExportKeyword) && (!byDefault || has(api.SyntaxKind.DefaultKeyword));
  }

  private declaring(declarations: readonly ts.VariableDeclaration[], name: string): ts.VariableDeclaration | undefined {
    return declarations.find((declaration) => this.declares(declaration.name, name));
  }

  private declares(binding: ts.BindingName, name: string): boolean {
    const { api } = this.sources;
    if (api.isIdentifier(binding)) return binding.text === name;
    return binding.elements.some((element) => api.isBindingElement(element) && this.declares(element.name, name));
  }
}

/** The text of a string literal or of a name. */
export function text(api: typeof ts, node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  return api.isStringLiteralLike(node) || api.isIdentifier(node) ? node.text : undefined;
}
