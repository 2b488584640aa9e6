import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RENDERING, type Rendering } from '../../files/rendering';
import { PROJENRC_TS } from '../../lifecycle/projenrc/command';
import { ProcessError, runProcess } from '../../util/process';
import { UserError } from '../../util/user-error';
import { projenOf } from '../projen';

/** Where projen finds the tasks of a repository. */
const TASKS = '.projen/tasks.json';

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

/** The task of the repository; where its list of tasks is lost or in conflict, which may be why this runs, what it does. */
function commandFor(directory: string): readonly string[] {
  try {
    JSON.parse(readFileSync(join(directory, TASKS), 'utf8'));
  } catch {
    if (existsSync(join(directory, '.projenrc.ts'))) return PROJENRC_TS;
  }
  return [projenOf(directory), 'default'];
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
