import { App } from 'aws-cdk-lib/core';
import { canonicalStage } from '../../blueprint/src/template/canonical';
import type { Service } from '../../blueprint/src/template/model';
import { createAddresses } from '../../blueprint/src/template/parts/addresses';
import { createNetwork } from '../../blueprint/src/template/parts/network';
import { createService } from '../../blueprint/src/template/parts/service';
import { BaseStack } from '../../blueprint/src/template/stacks/base-stack';
import type { Template, Templates } from '../../blueprint/test/template/support/repository';
import { FEATURE_FLAGS_2026_11 } from '../../src/history/baselines/feature-flags-2026-11';
import { sampled } from '../support/sampled';
import { MATRIX } from './support/matrix';
import { rootOf, synthesize } from './support/synthesis';

/** Services with more than one stack a stage, one stage of each: what stands in one stack anyway proves nothing. */
const DIVIDED = MATRIX.flatMap(([title, { name, stages }]): [string, Service][] => {
  const stage = stages.find(({ network, addresses }) => network.source === 'created' || addresses.source === 'elastic');
  return stage ? [[title, { name, stages: [{ ...stage, trust: undefined }] }]] : [];
});

/** Those that each commit looks at; `npm run test:matrix` looks at all. */
const SAMPLE = sampled(DIVIDED, 6, 2);

test('some services of the sample have each part', () => {
  const stages = SAMPLE.flatMap(([, service]) => service.stages);
  expect(stages.filter(({ network }) => network.source === 'created').length).toBeGreaterThan(3);
  expect(stages.filter(({ network }) => network.source === 'imported').length).toBeGreaterThan(0);
  expect(stages.filter(({ addresses }) => addresses.source === 'elastic').length).toBeGreaterThan(3);
});

test.each(SAMPLE)('parts are the same in one stack and in stacks of their own: %s', (_, service) => {
  const apart = synthesize(service).templates;
  const together = inOneStack(service);
  expect(Object.keys(apart).length).toBeGreaterThan(1);

  const ids = Object.values(apart).flatMap(({ Resources }) => Object.keys(Resources));
  expect(Object.keys(together.template.Resources).sort()).toEqual(ids.sort());
  const outputs: Record<string, Value> = {};
  for (const [stackName, template] of Object.entries(apart)) {
    const found = comparable(template, stackName, apart);
    const same = comparable(together.template, together.stackName, {}, Object.keys(template.Resources));
    expect(found.Resources).toEqual(same.Resources);
    Object.assign(outputs, found.Outputs);
  }
  // what one stack exports to another is needed in between alone
  expect(outputs).toMatchObject(comparable(together.template, together.stackName, {}).Outputs);
});

/** A stage whose parts are built into one stack. */
function inOneStack({ name: serviceName, stages }: Service): {
  readonly stackName: string;
  readonly template: Template;
} {
  const stage = canonicalStage(stages[0]);
  const rootDirectory = rootOf();
  const app = new App({
    context: FEATURE_FLAGS_2026_11,
    outdir: `${rootDirectory}/cdk.out`,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });
  const stack = new BaseStack(
    app,
    { serviceName, stage },
    { part: 'service', description: 'All parts', terminationProtection: false },
  );
  const { network, addresses } = stage;
  createService(stack, {
    serviceName,
    stage,
    imageVersions: { [stage.name]: '1.0.0' },
    extensions: {},
    rootDirectory,
    network: network.source === 'created' ? createNetwork(stack, { serviceName, stage, network }) : undefined,
    addresses: addresses.source === 'elastic' ? createAddresses(stack, { serviceName, stage, addresses }) : undefined,
  });
  const { stackName } = stack;
  return { stackName, template: app.synth().getStackByName(stackName).template as Template };
}

type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** What two templates have in common of which one is in another stack. */
interface Comparable {
  readonly Resources: Readonly<Record<string, Value>>;
  readonly Outputs: Readonly<Record<string, Value>>;
}

/**
 * A template, or these resources of it, without what the stack has to do with it: values of other stacks are followed to
 * where they come from, dependencies on other parts and the stack's own name are left out.
 */
function comparable(
  { Resources, Outputs = {} }: Template,
  stackName: string,
  others: Templates,
  ids: readonly string[] = Object.keys(Resources),
): Comparable {
  const names = [stackName, stackName.replace('udp-service-', '')];
  const follow = (value: Value): Value => {
    if (typeof value === 'string') return names.reduce((text, name) => text.replaceAll(name, '<stack>'), value);
    if (isList(value)) return value.map(follow);
    if (typeof value !== 'object' || value === null) return value;
    const { 'Fn::GetStackOutput': output } = value;
    if (output !== undefined) return follow(outputOf(output, others));
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => {
        // made of the name of the stack and its hash
        if (key === 'RoleName') return [];
        if (key !== 'DependsOn') return [[key, follow(one)]];
        const within = [one].flat().filter((id) => ids.includes(String(id)));
        return within.length > 0 ? [[key, within]] : [];
      }),
    );
  };
  const all = JSON.parse(JSON.stringify({ Resources, Outputs })) as Comparable;
  const own = Object.entries(all.Resources).filter(([id]) => ids.includes(id));
  return {
    Resources: Object.fromEntries(own.map(([id, resource]) => [id, follow(resource)])),
    Outputs: Object.fromEntries(Object.entries(all.Outputs).map(([id, output]) => [id, follow(output)])),
  };
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** What another stack hands over. */
function outputOf(reference: Value, others: Templates): Value {
  const { StackName, OutputName } = reference as { readonly StackName: string; readonly OutputName: string };
  const outputs = { ...others[StackName].Outputs } as { readonly [name: string]: { readonly Value: Value } };
  return outputs[OutputName].Value;
}
