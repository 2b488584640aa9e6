import { plain, table } from '../../util/markdown';
import type { Answer } from './questions';
import { failedAnswers, type SmokeTestResult } from './run';

export function smokeText(stage: string, result: SmokeTestResult): string {
  const { answers, skipped } = result;
  const lines = answers.map((answer) => {
    const { address, zone = '', word, milliseconds, attempts } = answer;
    const time = milliseconds === undefined ? '' : ` ${milliseconds} ms`;
    return `${word === 'ok' ? 'ok' : '!!'} ${address} ${zone} ${asked(answer)}: ${word}${time} (attempt ${attempts})`;
  });
  return [...lines, ...skipped, `${stage}: ${verdict(result)}`, ''].join('\n');
}

export function smokeMarkdown(stage: string, result: SmokeTestResult): string {
  const rows = result.answers.map((answer) => {
    const { address, zone = '', word, milliseconds, attempts } = answer;
    return [
      address,
      zone,
      plain(asked(answer)),
      word === 'ok' ? 'ok' : `**${plain(word)}**`,
      String(milliseconds ?? ''),
      String(attempts),
    ];
  });
  return [
    `### ${plain(stage)}: ${verdict(result)}`,
    '',
    ...(rows.length === 0 ? [] : [table(['address', 'zone', 'asked', 'answer', 'ms', 'attempts'], rows), '']),
    ...result.skipped.map((reason) => `- ${plain(reason)}`),
  ].join('\n');
}

function asked({ question }: Answer): string {
  return `${question.name} (${question.port}/${question.transport}${question.transport === 'udp' ? `, ${question.probe.preset}` : ''})`;
}

function verdict(result: SmokeTestResult): string {
  const failed = failedAnswers(result);
  if (result.answers.length === 0) return 'no smoke test, because nothing can be asked';
  if (failed.length === 0) return 'smoke test passed';
  const addresses = new Set(failed.map(({ address }) => address));
  return `smoke test failed at ${addresses.size} of ${new Set(result.answers.map(({ address }) => address)).size} addresses`;
}
