import type { Service } from '../../../service/model';
import { code, literal, type Section, steps } from '../markdown';

export function addRegion({ stages }: Service): Section {
  const { name, account = '111122223333' } = stages[stages.length - 1];
  const registry = stages.some(({ image }) => image.source !== 'asset');
  return {
    title: 'Add a region',
    blocks: [
      steps(
        `Add a stage that inherits, with what belongs to the region:\n\n${code(
          'ts',
          `{ name: '${name}-us', extends: '${name}', account: '${account}', region: 'us-east-1' }`,
        )}`,
        `Give it what never crosses a region: ${literal('network')} where zones or IDs are named, allocation IDs, ` +
          'secrets by ARN, `deployRoleArn`.',
        ...(registry
          ? [
              `Add its version to ${literal('images.json')}; an ECR repository is read across regions, at the price of the transfer and of a second region to depend on.`,
            ]
          : []),
        `Bootstrap it once: \`npx cdk bootstrap aws://${account}/us-east-1\`.`,
        'Run `npx projen` and `npx projen test:update`, commit, deploy. Addresses are new: fixed addresses belong to one region.',
      ),
    ],
  };
}
