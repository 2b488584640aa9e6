/**
 * Measures what each tool says about the bad templates of the corpus, and writes it to `result.json`, from which
 * docs/pitfalls.md takes its table.
 *
 * A tool finds a pitfall in a template if it reports one of the rules that `concerns.json` names for the pitfall, on a
 * resource where the fault is. Every other report on such a resource is printed, so that the list can be judged.
 *
 * Usage: tsx bench/pitfalls/measure.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TemplateSource } from '../../src/cloudformation/evaluate/assembly';
import { readTemplates } from '../../src/cloudformation/files';
import { checkTemplates, type PitfallId } from '../../src/pitfalls';

const CORPUS = join(__dirname, '..', '..', 'test', 'pitfalls', 'corpus');
const RESULT = join(__dirname, 'result.json');
const TOOLS = ['cfn-lint', 'cdk-nag', 'cdk'] as const;
type Tool = (typeof TOOLS)[number];

/** What a tool says about a resource; the whole template where the resource is empty. */
interface Report {
  readonly tool: Tool;
  readonly file: string;
  readonly rule: string;
  readonly resource: string;
}

interface LintMatch {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** Rules of the tools that speak of a pitfall. */
const concerns: Readonly<Record<string, Partial<Record<Tool, readonly string[]>>>> = JSON.parse(
  readFileSync(join(__dirname, 'concerns.json'), 'utf8'),
);

function run(command: string, args: readonly string[]): { stdout: string; stderr: string } {
  const { error, stderr, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 1 << 28,
  });
  if (error) throw new Error(`${command} cannot be run: ${error.message}. Install it, it is what is measured.`);
  return { stdout, stderr };
}

function lint(files: readonly string[]): Report[] {
  const { stdout } = run('cfn-lint', ['--format', 'json', '--non-zero-exit-code', 'none', ...files]);
  return (JSON.parse(stdout || '[]') as LintMatch[]).map(({ Filename, Location, Rule }) => ({
    tool: 'cfn-lint',
    file: Filename,
    rule: Rule.Id,
    resource: Location.Path?.[0] === 'Resources' ? String(Location.Path[1]) : '',
  }));
}

function cdk(sources: readonly TemplateSource[], folder: string): Report[] {
  const included = sources.map(({ content, file, id }) => {
    const name = id.replace(/\W/g, '-');
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
    return { file, name };
  });
  const templates = included.map(({ name }) => join(folder, `${name}.json`));
  const { stdout } = run(process.execPath, ['--import', 'tsx', join(__dirname, 'cdk.ts'), folder, ...templates]);
  const thrown = JSON.parse(stdout.trim().split('\n').pop() ?? '') as Record<string, string>;
  return included.flatMap(({ file, name }) => {
    const error = thrown[join(folder, `${name}.json`)];
    const errors: Report[] =
      error === undefined || error === 'ValidationFailed' ? [] : [{ tool: 'cdk', file, rule: error, resource: '' }];
    return [...errors, ...reported(join(folder, `${name}.out`, 'validation-report.json'), file)];
  });
}

function reported(path: string, file: string): Report[] {
  let report: ValidationReport;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return []; // Nothing was found, or the synthesis ended before.
  }
  return report.pluginReports.flatMap(({ pluginName, violations }) =>
    violations
      // cdk-nag reports its own failures as violations.
      .filter(({ description }) => !description.startsWith('Rule threw an error'))
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => ({
          tool: pluginName === 'AwsSolutions' ? ('cdk-nag' as const) : ('cdk' as const),
          file,
          rule: ruleName,
          resource: basename(constructPath),
        })),
      ),
  );
}

function version(name: string): string {
  const resolve = createRequire(__filename).resolve;
  return (JSON.parse(readFileSync(resolve(`${name}/package.json`), 'utf8')) as { version: string }).version;
}

/** The faults of each input as the corpus states them: `P1 error LogicalId`. */
const stated: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(join(CORPUS, 'expected.json'), 'utf8'),
);

const folder = mkdtempSync(join(tmpdir(), 'measure-'));
const cases: Record<string, Record<Tool | 'stated' | 'check', number>> = {};
const good = readdirSync(join(CORPUS, 'good')).map((name) =>
  checkTemplates(readTemplates([join(CORPUS, 'good', name)])),
);
try {
  const inputs = Object.entries(stated).map(([name, faults]) => ({
    name,
    sources: readTemplates([join(CORPUS, 'bad', name)]),
    faults: faults.map((fault) => fault.split(' ') as [PitfallId, string, string]),
  }));
  const all = inputs.flatMap(({ sources }) => sources);
  const reports = [...lint([...new Set(all.map(({ file }) => file))]), ...cdk(all, folder)];
  for (const { faults, name, sources } of inputs) {
    const files = new Set(sources.map(({ file }) => file));
    const findings = checkTemplates(sources);
    for (const id of new Set(faults.map(([pitfall]) => pitfall))) {
      const places = new Set(faults.filter(([pitfall]) => pitfall === id).map(([, , logicalId]) => logicalId));
      const near = reports.filter(({ file, resource }) => files.has(file) && (resource === '' || places.has(resource)));
      cases[id] ??= { stated: 0, check: 0, 'cfn-lint': 0, 'cdk-nag': 0, cdk: 0 };
      const row = cases[id];
      row.stated += 1;
      const checked = findings.some(({ pitfall, resource }) => pitfall === id && places.has(resource?.logicalId ?? ''));
      row.check += checked ? 1 : 0;
      for (const tool of TOOLS) {
        const speaks = near.some(({ rule, tool: by }) => by === tool && (concerns[id]?.[tool] ?? []).includes(rule));
        row[tool] += speaks ? 1 : 0;
      }
      const others = new Set(near.map(({ rule, tool }) => `${tool} ${rule}`));
      console.log(`${name} ${id}: ${[...others].join(', ') || '-'}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const number = (id: string): number => Number((id as PitfallId).slice(1));
const result = {
  templates: Object.keys(stated).length,
  good: { templates: good.length, findings: good.flat().length },
  versions: {
    'cfn-lint': run('cfn-lint', ['--version']).stdout.trim().split(' ').pop(),
    'cdk-nag': version('cdk-nag'),
    'aws-cdk-lib': version('aws-cdk-lib'),
  },
  pitfalls: Object.fromEntries(Object.entries(cases).sort(([left], [right]) => number(left) - number(right))),
};
writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
