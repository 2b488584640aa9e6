import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One instruction of a Dockerfile: its name in capitals, and the rest of its line. */
type Instruction = readonly [name: string, rest: string];

/** A stage of a Dockerfile, from one `FROM` to the next. */
interface BuildStage {
  /** Name of another stage, or an image. */
  readonly base: string;
  readonly name?: string;
  /** What its last `USER` says. */
  readonly user?: string;
}

/**
 * The user of the image that the Dockerfile of a directory builds; undefined where the Dockerfile does not say it: where
 * only the base image has one, or where it depends on an argument of the build.
 */
export function dockerfileUser(directory: string): string | undefined {
  const file = join(directory, 'Dockerfile');
  return existsSync(file) ? userOf(readFileSync(file, 'utf8')) : undefined;
}

/** The user of the image that a Dockerfile builds. */
export function userOf(dockerfile: string): string | undefined {
  const stages = stagesOf(instructionsOf(dockerfile));
  const known = new Map<string, string | undefined>();
  for (const [index, { base, name, user }] of stages.entries()) {
    const own = user ?? known.get(base.toLowerCase());
    known.set(String(index), own);
    if (name !== undefined) known.set(name.toLowerCase(), own);
  }
  const user = known.get(String(stages.length - 1));
  return user === undefined || user.includes('$') ? undefined : user;
}

function stagesOf(instructions: readonly Instruction[]): BuildStage[] {
  const stages: BuildStage[] = [];
  for (const [name, rest] of instructions) {
    if (name === 'FROM') {
      const [base = '', as, alias] = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
      stages.push({ base, name: as?.toUpperCase() === 'AS' ? alias : undefined });
    } else if (name === 'USER' && stages.length > 0) {
      stages.push({ ...(stages.pop() as BuildStage), user: unquoted(rest) });
    }
  }
  return stages;
}

/** Quotes are part of the syntax, not of the name. */
function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

/** The instructions, without comments, lines that are continued joined, and the text of here-documents left out. */
function instructionsOf(dockerfile: string): Instruction[] {
  const lines = dockerfile.replace(/^\uFEFF/, '').split(/\r?\n/);
  const continuation = escapeOf(lines);
  const instructions: Instruction[] = [];
  let pending = '';
  let terminators: string[] = [];
  for (const line of lines) {
    if (terminators.length > 0) {
      // With a dash before it, a terminator may be indented by tabs.
      if (line.replace(/^\t+/, '') === terminators[0]) terminators.shift();
      continue;
    }
    if (/^\s*(#|$)/.test(line)) continue;
    const text = pending + line.trim();
    if (text.endsWith(continuation)) {
      pending = `${text.slice(0, -1)} `;
      continue;
    }
    pending = '';
    const [, name, rest] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
    if (name === undefined) continue;
    instructions.push([name.toUpperCase(), rest.trim()]);
    terminators = hereDocuments(name.toUpperCase(), rest);
  }
  return instructions;
}

/** The character that continues a line: the directive `escape` before the first instruction may change it. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const [, directive, value] = /^#\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (directive === undefined) return '\\';
    if (directive.toLowerCase() === 'escape') return value;
  }
  return '\\';
}

/** The words that end the here-documents of an instruction, in order. */
function hereDocuments(instruction: string, rest: string): string[] {
  if (!['ADD', 'COPY', 'RUN'].includes(instruction)) return [];
  return [...rest.matchAll(/<<-?(["']?)([A-Za-z_]\w*)\1/g)].map(([, , word]) => word);
}
