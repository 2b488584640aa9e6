import { install, type SynthesisLimits } from '../../impact/source/synthesize';
import { renderedDifferences } from '../../required/render';
import { ExitCode } from '../exit';

/** Tells which committed files the template would write otherwise. */
export async function checkFiles(directory: string, limits: SynthesisLimits): Promise<ExitCode> {
  await install(directory, directory, limits);
  const differences = await renderedDifferences(directory, limits);
  if (differences.length === 0) {
    process.stdout.write('Every file is as the template writes it.\n');
    return ExitCode.OK;
  }
  const count = differences.length === 1 ? 'A file is' : `${differences.length} files are`;
  process.stdout.write(`${count} not as the template writes ${differences.length === 1 ? 'it' : 'them'}:\n`);
  for (const path of differences) process.stdout.write(`  ${path}\n`);
  process.stdout.write('Run `npx projen` and commit the result; what it would overwrite belongs into .projenrc.ts.\n');
  return ExitCode.FINDING;
}
