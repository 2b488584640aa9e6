import type { SynthesisLimits } from '../../impact/source/synthesize';
import { renderedDifferences } from '../../lifecycle/required/render';
import { packageManagerFor, worded } from '../../package-managers';
import { ExitCode } from '../exit';

/** Tells which committed files the template would write otherwise. */
export async function checkFiles(directory: string, limits: SynthesisLimits): Promise<ExitCode> {
  const differences = await renderedDifferences(directory, limits);
  const [text, code] =
    differences.length === 0
      ? ['Every file is as the template writes it.', ExitCode.OK]
      : [describe(differences), ExitCode.FINDING];
  process.stdout.write(`${worded(text, packageManagerFor(directory))}\n`);
  return code;
}

function describe(differences: readonly string[]): string {
  return [
    'Not as the template writes them:',
    ...differences.map((path) => `  ${path}`),
    'Run `npx projen` and commit the result; a change that it takes back belongs into .projenrc.ts.',
  ].join('\n');
}
