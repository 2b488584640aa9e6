import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { HealthGate, Stage } from '../model';
import { assetImage, namedImage } from './images';

/** Where the health gate's program and its Dockerfile lie. */
export const GATE_DIRECTORY = 'health';
/** Isolated from the environment, without site packages, without writing byte code: the root is read-only. */
export const PYTHON = ['python3', '-I', '-S', '-B'];
/** The user `nobody`. */
export const UNPRIVILEGED_USER = '65534:65534';
/** Half of what ECS accepts for a whole task definition. */
const MAX_INLINE_BYTES = 32 * 1024;

/** The image of the health gate: its own, or the Python that runs a program of the task definition. */
export function gateImage(
  scope: Construct,
  stage: Stage,
  { delivery, baseImage }: HealthGate,
  rootDirectory: string,
): ecs.ContainerImage {
  return delivery === 'asset'
    ? assetImage(stage, join(rootDirectory, GATE_DIRECTORY), { BASE_IMAGE: baseImage })
    : namedImage(scope, 'HealthGateRepository', baseImage);
}

/** For programs that listen above port 1024 and open no raw socket: they need none. */
export function withoutCapabilities(scope: Construct, id: string): ecs.LinuxParameters {
  const parameters = new ecs.LinuxParameters(scope, id);
  parameters.dropCapabilities(ecs.Capability.ALL);
  return parameters;
}

/** A program of the repository as an argument of Python. */
export function inlineProgram(rootDirectory: string, file: string): string {
  // Its header says whose file it is in the repository; in the task definition it would only take room.
  const program = readFileSync(join(rootDirectory, file), 'utf8').replace(/^(#.*\n)+/, '');
  const size = Buffer.byteLength(program);
  if (size > MAX_INLINE_BYTES) {
    throw new Error(
      `${file}: has ${size} bytes, but a program with inline delivery is part of the task definition and has ` +
        `room for ${MAX_INLINE_BYTES}. Deliver it as an image of its own (delivery "asset").`,
    );
  }
  return program;
}
