import type { Redaction } from '../credentials/redaction';
import type { UserProblem, UserProblems } from './user-problem';

/** Problems as text for people: a list below its heading, or a sentence or two for each. */
export function problemsText({ heading, problems }: UserProblems, redaction: Redaction): string {
  const told = problems.map((problem) => redacted(problem, redaction));
  if (heading === undefined) return told.map(sentences).join('\n');
  return `${redaction.text(heading)}\n\n${told.map(listed).join('\n\n')}`;
}

/** Problems as the list below a heading. */
export function listText(problems: readonly UserProblem[], redaction: Redaction): string {
  return problems.map((problem) => listed(redacted(problem, redaction))).join('\n\n');
}

/** A problem in sentences: the subject, the cause, the remedy. */
export function problemText(problem: UserProblem, redaction: Redaction): string {
  return sentences(redacted(problem, redaction));
}

/** A problem without what nobody may read. */
export function shownProblem(problem: UserProblem, redaction: Redaction): UserProblem {
  const { subject, shown, cause, output, remedy, pitfall } = redacted(problem, redaction);
  const value: unknown = shown === undefined || shown === NOT_GIVEN ? undefined : JSON.parse(shown);
  return { subject, value, cause, output, remedy, pitfall };
}

/** What stands for a value that was not given. */
const NOT_GIVEN = '(not given)';

interface Told extends Omit<UserProblem, 'value'> {
  /** The value as JSON; absent where the problem has none. */
  readonly shown?: string;
}

function redacted(problem: UserProblem, { value: valueIn, text }: Redaction): Told {
  const { subject, cause, output, remedy, pitfall } = problem;
  const { shown, hidden } = 'value' in problem ? valueIn(subject, problem.value) : { shown: undefined, hidden: [] };
  const clean = (part: string | undefined) => (part === undefined ? undefined : text(part, hidden));
  return {
    subject: text(subject),
    shown,
    cause: text(cause, hidden),
    output: clean(output),
    remedy: clean(remedy),
    pitfall,
  };
}

function sentences({ subject, shown, cause, output, remedy, pitfall }: Told): string {
  const what = shown === undefined || shown === NOT_GIVEN ? subject : `${subject} ${bare(shown)}`;
  const why = `${what}: ${cause}${reference(pitfall)}`;
  if (output !== undefined && output !== '') {
    return [why, output, ...(remedy ? [remedy] : [])].join('\n');
  }
  return [sentence(why), ...(remedy ? [sentence(remedy)] : [])].join(' ');
}

function listed({ subject, shown, cause, output = '', remedy, pitfall }: Told): string {
  const why = `${cause}${reference(pitfall)}`;
  const [first, ...more] = remedy?.split('\n') ?? [];
  return [
    ...(shown === undefined ? [`  ${subject}: ${why}`] : [`  ${subject}: ${shown}`, `    cause:  ${why}`]),
    ...(output === '' ? [] : output.split('\n').map((line) => `    ${line}`)),
    ...(first === undefined ? [] : [`    remedy: ${first}`, ...more.map((line) => `            ${line}`)]),
  ].join('\n');
}

function reference(pitfall: string | undefined): string {
  return pitfall === undefined ? '' : ` (${pitfall})`;
}

/** A word stands for itself; anything else is quoted, so that its beginning and end are seen. */
function bare(shown: string): string {
  return /^"([\w./@:+-]+|\*\*\*)"$/.test(shown) ? shown.slice(1, -1) : shown;
}

/** With a full stop, unless the text ends with a sign of its own. */
function sentence(text: string): string {
  return /[.!?:…]$|\n$/.test(text) ? text : `${text}.`;
}
