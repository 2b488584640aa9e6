import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** What makes documents: their words are Markdown (`blueprint/docs`, `tools/documents`), which these fill. */
const PLACES = ['src/project/service-docs', 'src/project/readme.ts', 'tools/docs', 'tools/docs.ts', 'tools/documents'];

/** Of a rule's own record: what it is called, and why. */
const RECORD = new Set(['title', 'cause', 'remedy', 'finds', 'why']);

/** Words of a sentence; a shorter text is a label. */
const WORDS = 6;

function sourcesIn(place: string): string[] {
  const path = join(ROOT, place);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(path, name));
}

/** The text of a literal, of literals that are added, and of a template without its values. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map(({ literal }) => `value${literal.text}`)].join('');
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? 'value'}${right ?? 'value'}`;
}

function isSentence(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word));
  return words.length >= WORDS && /\p{L}[)`*"']*\.(?:\s|$)/u.test(text);
}

function isOfRecord(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isPropertyAssignment(parent) && parent.initializer === node && RECORD.has(parent.name.getText());
}

/** Sentences in the code of a file, by line. */
function sentencesIn(name: string, code: string): string[] {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): string[] => {
    const text = textOf(node);
    if (text !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      return isSentence(text) && !isOfRecord(node) ? [`${name}:${line + 1}: ${text.slice(0, 60)}`] : [];
    }
    const found: string[] = [];
    ts.forEachChild(node, (child) => void found.push(...visit(child)));
    return found;
  };
  return visit(source);
}

test.each([
  ["const a = 'The tasks admit the load balancer alone.';", 1],
  ["const a = 'The tasks admit ' + 'the load balancer ' + 'alone. ';", 1],
  ['const a = `The tasks admit ${port} of the load balancer alone.\\nMore`;', 1],
  ["const a = ['## Head', 'The tasks `admit` the load balancer alone (`x`).'];", 1],
  ["const a = { notes: 'The tasks admit the load balancer alone.' };", 1],
  ["const a = { why: 'The tasks admit the load balancer alone.' };", 0],
  ["const a = 'the tasks admit the load balancer alone';", 0],
  ["const a = 'See docs/security.md.';", 0],
  ["// The tasks admit the load balancer alone.\nimport './a.b.c';", 0],
])('a sentence in code is seen: %s', (code, count) => {
  expect(sentencesIn('a.ts', code)).toHaveLength(count);
});

test('what makes documents holds no sentence of them', () => {
  const files = PLACES.flatMap(sourcesIn);
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => sentencesIn(relative(ROOT, file), readFileSync(file, 'utf8')))).toEqual([]);
});
