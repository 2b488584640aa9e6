import { Project } from 'projen';
import { DEFINITION } from '../files/paths';
import { type PackageManager, shell } from '../package-managers';

/**
 * What needs projen, this package or `.projenrc.ts`, and is left out where the repository is ejected: steps and jobs of
 * workflows, tasks, paragraphs. A call of a task (`npx projen build`) may stay: it becomes a script of package.json.
 */
export function unlessEjected<T>(scope: Parameters<typeof Project.of>[0], ...items: readonly T[]): T[] {
  return Project.of(scope).ejected ? [] : [...items];
}

/** What stands in an ejected repository for what is gone, in the order in which it is looked for. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/`npx projen service`/g, `\`${DEFINITION}\``],
  [/`npx udp-service impact`/g, '`npx cdk diff`'],
  [/([`'])npx projen\1/g, '$1npx projen build$1'],
  [/\.projenrc\.ts/g, DEFINITION],
];

/** A text for people or for a shell, with scripts of package.json in place of tasks. */
export function ejectedText(text: string, manager: PackageManager): string {
  const replaced = REPLACED.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
  const starts = [shell(...manager.exec), manager.typed, 'npx'].map((start) => start.replaceAll(/[-]/g, '\\-'));
  const task = new RegExp(`(?:${starts.join('|')}) projen ([\\w:<][\\w:.<>\${}-]*)( -)?`, 'g');
  return replaced.replace(task, (_call, name: string, argument?: string) =>
    shell(...manager.script, name, ...(argument === undefined ? [] : [...manager.scriptArguments, argument.trim()])),
  );
}

/** A command of this package, of which nothing is left. */
const GONE = /\budp-service [a-z<]/;

const FENCE = '```';

/** A Markdown document without the sentences, table rows and lines of code that call what is gone. */
export function ejectedMarkdown(text: string): string {
  const kept: string[] = [];
  let fence: number | undefined;
  for (const line of text.split('\n')) {
    const isFence = line.trimStart().startsWith(FENCE);
    if (!isFence && GONE.test(line)) {
      const sentences = fence === undefined && !line.startsWith('|') ? withoutCalls(line) : '';
      if (sentences !== '') kept.push(sentences);
      continue;
    }
    kept.push(line);
    if (!isFence) continue;
    if (fence === undefined) fence = kept.length - 1;
    else {
      if (kept.slice(fence + 1, -1).every((code) => code.trimStart().startsWith('#'))) dropFence(kept, fence);
      fence = undefined;
    }
  }
  return kept.join('\n');
}

/** The sentences of a line that call nothing that is gone; nothing where only the mark of a list is left. */
function withoutCalls(line: string): string {
  const sentences = line.split(/(?<=[.:]) (?=[A-Z`])/).filter((sentence) => !GONE.test(sentence));
  const rest = sentences.join(' ').replace(/:$/, '.');
  return /^\s*(\d+\.|[-*])?\s*$/.test(rest) ? '' : rest;
}

/** Drops a block of code without a command, and the paragraph that leads to it. */
function dropFence(lines: string[], at: number): void {
  lines.length = at;
  while (lines.at(-1) === '') lines.pop();
  if (lines.at(-1)?.endsWith(':')) lines.pop();
}
