import { mkdirSync } from 'node:fs';
import type { SynthesisLimits } from '../../impact/source/synthesize';
import { runProcess } from '../../util/process';

/** Packs a folder into one file, which keeps its modes and dotfiles on the way to another job. */
export async function pack(folder: string, file: string, limits: SynthesisLimits): Promise<void> {
  await tar(['--create', '--gzip', '--file', file, '--directory', folder, '.'], file, limits);
}

/** Unpacks a file that another job made; what would lie outside of the folder is refused. */
export async function unpack(file: string, folder: string, limits: SynthesisLimits): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await tar(['--extract', '--gzip', '--no-same-owner', '--file', file, '--directory', folder], file, limits);
}

async function tar(args: readonly string[], purpose: string, limits: SynthesisLimits): Promise<void> {
  const remedy = 'Run the workflow again; if it fails again, look at the job that made the file';
  await runProcess(['tar', ...args], { ...limits, purpose, remedy });
}
