import { appendFileSync } from 'node:fs';

/** What a program says to GitHub, where it runs in one of its workflows; elsewhere it says nothing. */
export interface Workflow {
  /** Adds to the job's summary. */
  summarize(markdown: string): void;
  /** Sets an output of the step. */
  output(name: string, value: string): void;
  /** A folded part of the log. */
  group(title: string): void;
  endGroup(): void;
  /** Shows a message beside the run. */
  annotate(level: 'error' | 'warning' | 'notice', title: string, message: string): void;
}

/** A summary holds a mebibyte, and GitHub drops a larger one as a whole. */
const SUMMARY_LIMIT = 1_000_000;

const ELSEWHERE: Workflow = {
  summarize: () => undefined,
  output: () => undefined,
  group: () => undefined,
  endGroup: () => undefined,
  annotate: () => undefined,
};

export function workflowOf(env: NodeJS.ProcessEnv, write: (text: string) => void): Workflow {
  if (env.GITHUB_ACTIONS !== 'true') return ELSEWHERE;
  const append = (file: string | undefined, text: string) => file && appendFileSync(file, text);
  return {
    summarize: (markdown) => append(env.GITHUB_STEP_SUMMARY, `${markdown.trimEnd().slice(0, SUMMARY_LIMIT)}\n\n`),
    // one line each: nothing that is handed on here has more
    output: (name, value) => append(env.GITHUB_OUTPUT, `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`),
    group: (title) => write(`::group::${inOneLine(title)}\n`),
    endGroup: () => write('::endgroup::\n'),
    annotate: (level, title, message) => write(`::${level} title=${asProperty(title)}::${inOneLine(message)}\n`),
  };
}

function inOneLine(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function asProperty(text: string): string {
  return inOneLine(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
