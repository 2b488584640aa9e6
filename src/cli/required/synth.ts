import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { workflowOf } from '../../clients/github/workflow';
import { digestOf } from '../../delivery/digest';
import { type SynthesisLimits, synthesize } from '../../impact/source/synthesize';
import { pack } from '../../lifecycle/required/archive';
import { installLocked } from '../../lifecycle/required/install';
import { ExitCode } from '../exit';

/** Installs what a checkout has locked; where there is no CDK app, nothing. */
export async function installSide(directory: string, limits: SynthesisLimits): Promise<ExitCode> {
  if (hasApp(directory)) await installLocked(directory, limits);
  else process.stdout.write(`${directory}: holds no CDK app, it has no cdk.json\n`);
  return ExitCode.OK;
}

/** Synthesizes a checkout and packs the assembly; where there is no CDK app, the archive is empty. */
export async function synthesizeSide(directory: string, file: string, limits: SynthesisLimits): Promise<ExitCode> {
  const output = mkdtempSync(join(tmpdir(), 'udp-service-synth-'));
  try {
    if (hasApp(directory)) await synthesize(resolve(directory), join(output, 'assembly'), directory, limits);
    await pack(output, resolve(file), limits);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
  const digest = await digestOf(file);
  const write = (text: string) => process.stdout.write(text);
  write(`${file}: sha256 ${digest}\n`);
  workflowOf(process.env, write).output('digest', digest);
  return ExitCode.OK;
}

function hasApp(directory: string): boolean {
  return existsSync(join(directory, 'cdk.json'));
}
