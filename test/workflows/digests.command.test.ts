import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYMENTS_SCRIPT } from '../../src/project/deployments-script';
import { goodAssembly, writeAssembly } from '../support/assembly';
import { run } from '../support/run';
import { synthesize, temporaryDirectory } from '../support/synthesized';
import { type Job, needsOf, parseWorkflow } from '../support/workflow-model';
import { parseCommandFile } from '../support/workflow-runner/command-files';

const ROLES = ['deployRoleArn', 'diffRoleArn', 'driftRoleArn'];
const at = { account: '111122223333', region: 'eu-west-1' };
const arn = (purpose: string) => `arn:aws:iam::111122223333:role/${purpose}`;
const STAGES = ['dev', 'prod'].map((name) => ({
  ...at,
  name,
  ...Object.fromEntries(ROLES.map((key) => [key, arn(key)])),
}));

function filesOf(ejecting: boolean) {
  if (!ejecting) return synthesize({ stages: STAGES });
  process.env.PROJEN_EJECTING = 'true';
  try {
    return synthesize({ stages: STAGES });
  } finally {
    delete process.env.PROJEN_EJECTING;
  }
}

const [files, ejected] = [filesOf(false), filesOf(true)];
const jobsOf = (of: typeof files, name: string) => parseWorkflow(String(of[`.github/workflows/${name}.yml`])).jobs;
const stepOf = (job: Job, id: string) => job.steps?.find((step) => step.id === id);

test.each(['deploy', 'diff', 'drift'])(
  'in %s, whatever a job takes from another has the digest that this one told',
  (name) => {
    for (const of of [files, ejected]) {
      const jobs = jobsOf(of, name);
      const taking = Object.values(jobs).filter((job) => stepOf(job, 'unpack_assembly') ?? stepOf(job, 'load_images'));
      if (name === 'deploy') expect(taking.length).toBeGreaterThan(1);
      for (const job of taking) {
        for (const id of ['unpack_assembly', 'load_images'].filter((one) => stepOf(job, one))) {
          const [digest, ...others] = Object.values(stepOf(job, id)?.env ?? {});
          expect(others).toEqual([]);
          const [, maker, output] = /^\$\{\{ needs\.([\w-]+)\.outputs\.(\w+) \}\}$/.exec(String(digest)) ?? [];
          expect(needsOf(job)).toContain(maker);
          const [, step] =
            /^\$\{\{ steps\.(\w+)\.outputs\.sha256 \}\}$/.exec(String(jobs[maker].outputs?.[output])) ?? [];
          expect(stepOf(jobs[maker], step)?.run).toContain('sha256sum');
        }
      }
    }
  },
);

/** Runs the script of a step as a runner does. */
async function script(text: string, cwd: string, env: NodeJS.ProcessEnv = {}) {
  const output = join(cwd, '../output');
  writeFileSync(output, '');
  const result = await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', text], {
    cwd,
    env: { ...process.env, ...env, GITHUB_OUTPUT: output },
  });
  return { ...result, outputs: parseCommandFile(readFileSync(output, 'utf8')) };
}

/** The folders of two jobs, and the digest that the first one has told of its assembly. */
async function packed(change: (directory: string) => void = () => undefined) {
  const folder = temporaryDirectory();
  const [first, second] = ['first', 'second'].map((name) => join(folder, name));
  mkdirSync(second);
  writeAssembly(join(first, 'cdk.out'), goodAssembly());
  change(join(first, 'cdk.out'));
  const pack = stepOf(jobsOf(ejected, 'deploy').synth, 'pack_assembly')?.run ?? '';
  const { code, outputs } = await script(pack, first);
  expect(code).toBe(0);
  cpSync(join(first, 'cdk.out.tgz'), join(second, 'cdk.out.tgz'));
  mkdirSync(join(second, '.github/scripts'), { recursive: true });
  writeFileSync(join(second, DEPLOYMENTS_SCRIPT), String(ejected[DEPLOYMENTS_SCRIPT]));
  return { first, second, sha256: outputs.sha256 };
}

describe('the steps of an ejected repository, run as they are', () => {
  const unpack = stepOf(jobsOf(ejected, 'deploy')['deploy-prod'], 'unpack_assembly')?.run ?? '';

  test('unpack the assembly that was told', async () => {
    const { second, sha256 } = await packed();
    expect(await script(unpack, second, { ASSEMBLY_SHA256: sha256 })).toMatchObject({ code: 0 });
    expect(existsSync(join(second, 'cdk.out/manifest.json'))).toBe(true);
  });

  test.each([
    ['another one of the same name', undefined],
    ['one of which nobody told the digest', ''],
    ['one of which something else was told', 'main'],
  ])('refuse %s', async (_, told) => {
    const { second } = await packed();
    const other = await packed((directory) => writeFileSync(join(directory, 'added'), 'x'));
    const result = await script(unpack, second, { ASSEMBLY_SHA256: told ?? other.sha256 });
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/^::error::cdk\.out\.tgz is not the file whose SHA-256/m);
    expect(existsSync(join(second, 'cdk.out'))).toBe(false);
  });

  test('refuse an assembly that names a program, though it is the one that was told', async () => {
    const { second, sha256 } = await packed((directory) => {
      const parts = goodAssembly()['dev-service.assets.json'];
      parts.files.folder.source = { executable: ['touch', 'x'] };
      writeFileSync(join(directory, 'dev-service.assets.json'), JSON.stringify(parts));
    });
    const result = await script(unpack, second, { ASSEMBLY_SHA256: sha256 });
    expect(result.code).toBe(2);
    expect(result.output).toContain('files.folder.source.executable: names a program');
  });

  test('and its scripts check what they deploy and compare', () => {
    const { scripts } = ejected['package.json'];
    for (const name of ['deploy:prod', 'diff:prod']) {
      expect(scripts[name]).toMatch(/deployments\.cjs check && cdk (deploy|diff) --app cdk\.out/);
    }
  });
});

test('images are loaded where they are those that were told, and else not', async () => {
  const load = stepOf(jobsOf(files, 'deploy')['deploy-prod'], 'load_images')?.run ?? '';
  const tell = (stepOf(jobsOf(files, 'deploy')['images-arm64'], 'build_images')?.run ?? '')
    .split('\n')
    .slice(1)
    .join('\n');
  const folder = join(temporaryDirectory(), 'job');
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'docker'), '#!/bin/sh\necho "docker $*"\n', { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env.PATH}` };
  writeFileSync(join(folder, 'images.tar'), 'images');
  const { outputs } = await script(tell, folder);
  const loaded = await script(load, folder, { ...env, IMAGES_SHA256: outputs.sha256 });
  expect(loaded).toMatchObject({ code: 0, output: 'docker load --input images.tar\n' });
  for (const [content, told] of [
    ['other images', outputs.sha256],
    ['images', ''],
  ]) {
    writeFileSync(join(folder, 'images.tar'), content);
    const refused = await script(load, folder, { ...env, IMAGES_SHA256: told });
    expect(refused.code).toBe(1);
    expect(refused.output).not.toContain('docker load');
  }
  rmSync(folder, { recursive: true });
});
