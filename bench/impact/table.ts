/**
 * Compares every pair of the corpus by this package and by `cdk diff --fail-on=destructive`, prints the table and
 * writes it into docs/impact.md.
 *
 * Run: npm run bench:impact
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplate } from '../../src/cloudformation/files';
import { compareAssemblies } from '../../src/impact/compare';
import { readSide } from '../../src/impact/source/read';
import { blocks, type Level, worstLevel } from '../../src/model/levels';
import { CORPUS } from './corpus';
import { type CorpusCase, type CorpusSide, isYaml } from './corpus/case';
import { writeSide } from './corpus/write';

const ROOT = join(__dirname, '..', '..');
const CDK = join(ROOT, 'node_modules', '.bin', 'cdk');
const DOCUMENT = join(ROOT, 'docs', 'impact.md');
const [BEGIN, END] = ['<!-- corpus:begin -->', '<!-- corpus:end -->'];
const PARALLEL = 2;
const TIMEOUT = 60_000;

type Verdict = 'pass' | 'fail' | 'error';

interface Row {
  readonly item: CorpusCase;
  readonly ours: Level;
  readonly cdk: Verdict;
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'impact-bench-'));
  try {
    const started = performance.now();
    const ours = CORPUS.map((item) => levelOf(join(directory, item.id), item));
    const elapsed = performance.now() - started;
    const rows: Row[] = [];
    const queue = [...CORPUS.entries()];
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, item] = next;
        rows[index] = { item, ours: ours[index] as Level, cdk: await cdkVerdict(join(directory, item.id), item) };
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    const text = render(rows, await cdkVersion());
    writeFileSync(DOCUMENT, embed(readFileSync(DOCUMENT, 'utf8'), text));
    console.log(text);
    console.log(`\n${CORPUS.length} pairs by impact in ${(elapsed / 1000).toFixed(1)} s`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function levelOf(directory: string, { base, head, id }: CorpusCase): Level {
  const [before, after] = [base, head].map((side, index) => readSide(writeSide(join(directory, String(index)), side)));
  if (before === undefined || after === undefined) throw new Error(`corpus case ${id} cannot be read`);
  return worstLevel(compareAssemblies(before, after).map(({ level }) => level));
}

/** The CLI compares one stack at a time: each stack of the head with its own template of the base. */
async function cdkVerdict(directory: string, { base, head }: CorpusCase): Promise<Verdict> {
  const app = assemblyFor(join(directory, '1'), head);
  const empty = join(directory, 'empty.json');
  writeFileSync(empty, '{"Resources":{}}');
  const verdicts: Verdict[] = [];
  for (const [id, stackName] of stacksOf(head)) {
    verdicts.push(await cdkDiff(app, templateFor(join(directory, '0'), base, id, stackName) ?? empty, id));
  }
  return verdicts.includes('error') ? 'error' : verdicts.includes('fail') ? 'fail' : 'pass';
}

function stacksOf(side: CorpusSide): [id: string, stackName: string][] {
  return isYaml(side)
    ? [['service', 'service']]
    : Object.entries(side).map(([id, { stackName = id }]) => [id, stackName]);
}

/** The CLI has no bare templates on the side of the app: YAML is put into an assembly. */
function assemblyFor(directory: string, side: CorpusSide): string {
  if (!isYaml(side)) return directory;
  const { template } = readTemplate(join(directory, 'service.yaml'));
  const assembly = join(directory, 'assembly');
  mkdirSync(assembly, { recursive: true });
  return writeSide(assembly, { service: { template } });
}

function templateFor(directory: string, side: CorpusSide, id: string, stackName: string): string | undefined {
  if (isYaml(side)) return join(directory, 'service.yaml');
  const stacks = stacksOf(side);
  const [found] = stacks.find(([other]) => other === id) ?? stacks.find(([, other]) => other === stackName) ?? [];
  const file = found === undefined ? undefined : join(directory, `${found}.template.json`);
  return file !== undefined && existsSync(file) ? file : undefined;
}

function cdkDiff(app: string, template: string, stack: string): Promise<Verdict> {
  const args = [
    'diff',
    '--app',
    app,
    '--template',
    template,
    '--fail-on=destructive',
    '--no-notices',
    '--no-color',
    stack,
  ];
  return new Promise((resolve) => {
    const env = { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', CI: 'true' };
    execFile(CDK, args, { env, timeout: TIMEOUT, maxBuffer: 1 << 24, cwd: tmpdir() }, (error, stdout, stderr) => {
      if (error === null) resolve('pass');
      else resolve(`${stdout}${stderr}`.includes('destructive change(s)') ? 'fail' : 'error');
    });
  });
}

function cdkVersion(): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(CDK, ['--version'], { timeout: TIMEOUT }, (error, stdout) =>
      error === null ? resolve(stdout.trim()) : reject(error),
    );
  });
}

function render(rows: readonly Row[], version: string): string {
  const correct = rows.filter(({ item, ours }) => item.level === ours);
  const dangerous = rows.filter(({ item }) => blocks(item.level));
  const harmless = rows.filter(({ item }) => !blocks(item.level));
  const passedByCdk = dangerous.filter(({ cdk }) => cdk === 'pass');
  const passedByUs = dangerous.filter(({ ours }) => !blocks(ours));
  const falseByCdk = harmless.filter(({ cdk }) => cdk === 'fail');
  const falseByUs = harmless.filter(({ ours }) => blocks(ours));
  const errors = rows.filter(({ cdk }) => cdk === 'error');
  const line = ({ item, ours, cdk }: Row): string =>
    `| ${item.title} | ${item.level} | ${ours}${ours === item.level ? '' : ' ✗'} | ${cdk} | ${item.why} |`;
  return [
    `${rows.length} pairs, ${dangerous.length} of them dangerous (replaces or loses). cdk diff: ${version}.`,
    '',
    '| | `udp-service impact` | `cdk diff --fail-on=destructive` |',
    '|---|---|---|',
    `| level as known | ${correct.length} of ${rows.length} | has no levels |`,
    `| dangerous and let pass | ${passedByUs.length} of ${dangerous.length} | ${passedByCdk.length} of ${dangerous.length} |`,
    `| harmless and stopped | ${falseByUs.length} of ${harmless.length} | ${falseByCdk.length} of ${harmless.length} |`,
    `| could not compare | 0 | ${errors.length} |`,
    '',
    '| change | known level | impact | cdk diff | why |',
    '|---|---|---|---|---|',
    ...rows.map(line),
  ].join('\n');
}

function embed(document: string, text: string): string {
  const [start, end] = [document.indexOf(BEGIN as string), document.indexOf(END as string)];
  if (start < 0 || end < start)
    throw new Error(`${DOCUMENT} has no place for the table: put ${BEGIN} and ${END} into it`);
  return `${document.slice(0, start)}${BEGIN}\n\n${text}\n\n${document.slice(end)}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
