import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const INTERNALS = 'src/project/projen-internals.ts';

/** Components: all that is synthesized in the process of a user's `.projenrc`. */
const FILES = [
  'src/udp-service-project.ts',
  ...readdirSync(join(ROOT, 'src/project'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src/project', path)),
];

/** Ways behind the public interface of an object. */
const REFLECTION = /^(Object\.(create|defineProperty|defineProperties|setPrototypeOf|getPrototypeOf)|Reflect\.\w+)$/;
/** Ways to end the process of whoever synthesizes. */
const END = /^process\.(exit|abort|kill|reallyExit)$/;

const at = (text: string) => ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);

/** What a file does that a component must not do. */
function faults(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const fault = faultOf(node);
    if (fault !== undefined) found.push(fault);
    node.forEachChild(visit);
  };
  visit(at(text));
  return found;
}

function faultOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.getText();
    if (END.test(name)) return `ends the process: ${name}`;
    if (node.name.text === 'prototype' || REFLECTION.test(name)) return `reaches behind an interface: ${name}`;
    if (node.name.text === 'tryRemoveChild') return `takes a component out: ${name}`;
    const isOwn = node.expression.kind === ts.SyntaxKind.ThisKeyword;
    if (node.name.text.startsWith('_') && !isOwn) return `reaches behind an interface: ${name}`;
  }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
    if (/^_|^(pre|post)?synthesize/i.test(node.argumentExpression.text)) return `reaches behind: ${node.getText()}`;
  }
  if (ts.isAsExpression(node) && ts.isAsExpression(node.expression)) return `forces a type: ${node.getText()}`;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = node;
    const isMember =
      ts.isPropertyAccessExpression(left) ||
      (ts.isElementAccessExpression(left) && ts.isStringLiteral(left.argumentExpression));
    if (isMember && !/^(this|process\.env)$/.test(left.expression.getText()) && isCode(node.right)) {
      return `replaces a method: ${left.getText()}`;
    }
    if (isMember && left.getText() === 'process.exitCode') return 'ends the process: process.exitCode';
  }
  return undefined;
}

/** A function, or what may be one. */
function isCode(node: ts.Expression): boolean {
  return (
    ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isIdentifier(node) || ts.isCallExpression(node)
  );
}

test('nothing but one module reaches behind the public interface of projen, and no component ends the process', () => {
  expect(FILES.length).toBeGreaterThan(50);
  const found = FILES.filter((path) => path !== INTERNALS).flatMap((path) =>
    faults(readFileSync(join(ROOT, path), 'utf8')).map((fault) => `${path} ${fault}`),
  );
  expect(found).toEqual([]);
});

test('the module itself does so, and does not end the process either', () => {
  const found = faults(readFileSync(join(ROOT, INTERNALS), 'utf8'));
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter((fault) => fault.startsWith('ends'))).toEqual([]);
});

test('each way into projen says why', () => {
  const source = at(readFileSync(join(ROOT, INTERNALS), 'utf8'));
  const unexplained = source.statements
    .filter(ts.isFunctionDeclaration)
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .filter((one) => !/\* Reason: \S/.test(source.text.slice(one.pos, one.getStart())))
    .map(({ name }) => name?.text);
  expect(unexplained).toEqual([]);
});

test.each([
  ['manifest.synthesize = () => undefined', 'replaces a method: manifest.synthesize'],
  ["manifest['synthesize'] = run", "replaces a method: manifest['synthesize']"],
  ['FileBase.prototype.synthesize.call(file)', 'reaches behind an interface: FileBase.prototype'],
  ["Object.defineProperty(file, 'changed', {})", 'reaches behind an interface: Object.defineProperty'],
  ["Reflect.get(file, 'text')", 'reaches behind an interface: Reflect.get'],
  ['project._initProject', 'reaches behind an interface: project._initProject'],
  ['(file as unknown as Renderer).text', 'forces a type: file as unknown as Renderer'],
  ['node.scope?.node.tryRemoveChild(node.id)', 'takes a component out: node.scope?.node.tryRemoveChild'],
  ['process.exit(0)', 'ends the process: process.exit'],
])('%s is found', (text, fault) => {
  expect(faults(text)).toContain(fault);
});

test.each(['this.text = text', 'process.env.CI = this.ci', 'this._own', 'options.synthesize()', 'value as string'])(
  '%s is no fault',
  (text) => {
    expect(faults(text)).toEqual([]);
  },
);
