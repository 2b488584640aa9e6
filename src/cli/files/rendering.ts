import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RENDERING, type Rendering } from '../../files/rendering';
import { RENDER, TYPESCRIPT_LOADER } from '../../lifecycle/projenrc/command';
import { PROJENRC_FILES } from '../../lifecycle/projenrc/sources';
import { ProcessError, runProcess } from '../../util/process';
import { UserError } from '../../util/user-error';
import { jsonProgramOf } from '../projen';

/** As much of a failing synth's output as helps to see the cause. */
const TAIL = 4000;

/** What the installed template makes of every file: a synth of its own that writes nothing into the repository. */
export async function renderRepository(directory: string): Promise<Rendering> {
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-rendering-'));
  try {
    const file = join(folder, 'rendering.json');
    const output = await synthesize(directory, file);
    if (!existsSync(file)) {
      throw new UserError({
        subject: directory,
        cause: 'what the template writes is not known, because the synth failed:',
        output: output.slice(-TAIL).trim(),
        remedy: 'Correct the cause, then run this again.',
      });
    }
    return JSON.parse(readFileSync(file, 'utf8')) as Rendering;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How the options of a repository are run, by the file that holds them: not by its tasks, which may do more than that. */
const COMMANDS: Readonly<Record<(typeof PROJENRC_FILES)[number], (directory: string) => readonly string[]>> = {
  '.projenrc.ts': () => [...RENDER, ...TYPESCRIPT_LOADER, '.projenrc.ts'],
  '.projenrc.js': () => [...RENDER, '.projenrc.js'],
  '.projenrc.json': (directory) => [...RENDER, jsonProgramOf(directory)],
};

function commandFor(directory: string): readonly string[] {
  const options = PROJENRC_FILES.find((file) => existsSync(join(directory, file)));
  if (options === undefined) {
    throw new UserError({
      subject: directory,
      cause: `what the template writes is not known, because it has no ${PROJENRC_FILES.join(' and no ')}`,
      remedy: 'Run this in a repository of the template',
    });
  }
  return COMMANDS[options](directory);
}

/** What the synth printed; whether it went well is seen by what it left. */
async function synthesize(directory: string, file: string): Promise<string> {
  try {
    const { output } = await runProcess([process.execPath, ...commandFor(directory)], {
      cwd: directory,
      env: { ...process.env, [RENDERING]: file, PROJEN_DISABLE_POST: 'true' },
    });
    return output;
  } catch (error) {
    if (!(error instanceof ProcessError) || error.exitCode === undefined) throw error;
    return error.output;
  }
}
