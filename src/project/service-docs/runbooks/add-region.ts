import type { Service } from '../../../model/model';
import { code, literal, type Section, steps } from '../markdown';

/** What a new stage may be called by its region. */
const REGIONS = [
  ['us', 'us-east-1'],
  ['eu', 'eu-central-1'],
  ['ap', 'ap-northeast-1'],
] as const;

export function addRegion({ stages }: Service): Section {
  const { name, account = '111122223333' } = stages.find(({ production }) => production) ?? stages[stages.length - 1];
  const [suffix, region] = REGIONS.find(([, one]) => stages.every((stage) => stage.region !== one)) ?? REGIONS[0];
  const byParameter = JSON.stringify(stages).includes('"ssm:');
  const registry = stages.some(({ image }) => image.source !== 'asset');
  return {
    title: 'Add a region',
    blocks: [
      steps(
        `Add a stage that inherits, with what belongs to the region:\n\n${code(
          'ts',
          `{ name: '${name}-${suffix}', extends: '${name}', account: '${account}', region: '${region}' }`,
        )}`,
        `Give it what never crosses a region: ${literal('network')} where zones or IDs are named, allocation IDs, ` +
          'secrets, topics, keys and hosted zones by ID or ARN, names of existing clusters.' +
          (byParameter ? ' Parameters (`ssm:…`) must exist there under the same names, or it names others.' : ''),
        ...(registry
          ? [
              `Add its version to ${literal('images.json')}; an ECR repository is read across regions, at the price of the transfer and of a second region to depend on.`,
            ]
          : []),
        `Bootstrap it once: \`npx cdk bootstrap aws://${account}/${region}\`.`,
        'Run `npx projen` and `npx projen test:update`, commit, deploy. Addresses are new: fixed addresses belong to one region.',
      ),
    ],
  };
}
