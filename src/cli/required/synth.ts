import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { install, type SynthesisLimits, synthesize } from '../../impact/source/synthesize';
import { digestOf, pack } from '../../required/archive';
import { ExitCode } from '../exit';

/** Synthesizes a checkout and packs the assembly; where there is no CDK app the archive is empty. */
export async function synthesizeSide(directory: string, file: string, limits: SynthesisLimits): Promise<ExitCode> {
  const output = mkdtempSync(join(tmpdir(), 'udp-service-synth-'));
  try {
    if (existsSync(join(directory, 'cdk.json'))) {
      await install(directory, directory, limits);
      await synthesize(directory, join(output, 'assembly'), directory, limits);
    } else {
      process.stdout.write(`${directory}: holds no CDK app, it has no cdk.json\n`);
    }
    await pack(output, resolve(file), limits);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
  const digest = await digestOf(file);
  process.stdout.write(`${file}: sha256 ${digest}\n`);
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `digest=${digest}\n`);
  return ExitCode.OK;
}
