import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { createApp } from '../../../blueprint/src/template/app';
import type { Stage } from '../../../blueprint/src/template/model';
import { ACKNOWLEDGEMENTS } from '../../../blueprint/test/template/support/nag-acknowledgements';
import { readAssembly } from '../../../src/cloudformation/files';
import type { Assembly } from '../../../src/cloudformation/stack';
import { FEATURE_FLAGS_2026_11 as featureFlags } from '../../../src/history/baselines/feature-flags-2026-11';
import type { ServiceOptions, StageOptions } from '../../../src/options';
import { type ResolvedInput, resolveService } from '../../../src/service/resolve';
import type { Resource, Resources } from './control';

/** The blueprint as it lies here: with the Dockerfile of the sample and the health gate. */
const ROOT = join(__dirname, '..', '..', '..', 'blueprint');

/** What a rule of cdk-nag refuses, and why that is meant. */
export interface Refused {
  readonly rule: string;
  readonly info: string;
  readonly reasons: ReadonlySet<string>;
}

/** A stage as it is deployed. */
export interface Synthesized {
  readonly resources: Resources;
  readonly assembly: Assembly;
  readonly warnings: readonly string[];
  /** By rule. */
  readonly refused: ReadonlyMap<string, Refused>;
}

export type Options = ServiceOptions & { readonly stage?: Partial<StageOptions> };

/** Synthesizes a service of one stage, with the health gate and the sample of this repository. */
export function synthesizeOptions({ stage, ...options }: Options): Synthesized {
  const { service, warnings } = resolveOptions({ stage, ...options });
  const outdir = mkdtempSync(join(tmpdir(), 'security-'));
  try {
    const app = createApp({
      service,
      imageVersions: Object.fromEntries(service.stages.map(({ name }) => [name, '1.0.0'])),
      extensions: {},
      rootDirectory: ROOT,
      outdir,
      context: featureFlags,
      validateTemplates: false,
    });
    const stacks = app.synth().stacks;
    const resources = new Map(
      stacks.flatMap(({ stackName, template }) =>
        Object.entries(template.Resources as Record<string, Resource>).map(
          ([id, resource]) => [`${stackName}/${id}`, resource] as const,
        ),
      ),
    );
    const assembly = readAssembly(outdir);
    return { resources, assembly, warnings, refused: refusedBy(app, service.stages[0]) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function resolveOptions({ stage, ...options }: Options): ResolvedInput {
  return resolveService({
    name: 'udp-service',
    ...options,
    stages: [{ name: 'dev', account: '111122223333', region: 'eu-west-1', ...stage }],
  });
}

function refusedBy(app: ReturnType<typeof createApp>, stage: Stage): ReadonlyMap<string, Refused> {
  const refused = new Map<string, Refused>();
  for (const pack of [new AwsSolutionsChecks(app), new NIST80053R5Checks(app)]) {
    for (const { ruleName, description, violatingResources } of pack.validateScope(app).violations) {
      const reasons = violatingResources.map(({ constructPath = '' }) => {
        const path = constructPath.slice(stage.name.length + 1);
        const meant = ACKNOWLEDGEMENTS.find(
          ({ id, path: where, when }) => id.test(ruleName) && where.test(path) && (when?.(stage) ?? true),
        );
        return meant?.reason ?? `NOT ACKNOWLEDGED at ${path}`;
      });
      const rule = ruleName.replace(/\[.*/, '');
      const known = refused.get(rule)?.reasons ?? [];
      const info = description.replace(/ - \(Control IDs:.*/s, '');
      refused.set(rule, { rule, info, reasons: new Set([...known, ...reasons]) });
    }
  }
  return refused;
}
