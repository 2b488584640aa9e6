import type { Service, Stage } from '../../../model/model';
import { table } from '../../../util/markdown';
import { code, type Section, steps } from '../markdown';
import { perStage, stackName } from '../names';
import { deleteStack, unprotect } from './protection';

export function retireStage(service: Service): Section {
  const registry = service.stages.some(({ image }) => image.source !== 'asset');
  return {
    title: 'Retire a stage',
    blocks: [
      'A stage that leaves `.projenrc.ts` is no longer deployed; its stacks run on until they are deleted.',
      steps(
        'Move the clients; `ProcessedBytes_UDP` of the load balancer tells when nobody is left.',
        'Set `loadBalancer: { deletionProtection: false }` where it is on, and deploy.',
        `Delete the stacks, the service first:\n\n${code(
          'sh',
          perStage(service, (stage) => removal(service, stage)),
        )}`,
        `Remove the stage from \`.projenrc.ts\`${registry ? ' and from `images.json`' : ''}, run \`npx projen\` and ` +
          '`npx projen test:update`, and commit. Its environment on GitHub, with what is kept there, is removed in the ' +
          'settings of the repository.',
        'Remove what is retained (below), when you are sure.',
      ),
      table(
        ['retained', 'found by', 'removed by'],
        [
          [
            'log groups, until removed; their lines until their retention ends',
            `\`aws logs describe-log-groups --log-group-name-prefix ${stackName(service, service.stages[0], 'service')}\``,
            '`aws logs delete-log-group --log-group-name <name>`',
          ],
          ...(service.stages.some(({ addresses }) => addresses.source === 'elastic')
            ? [
                [
                  'Elastic IPs: they cost money, and once released they never come back',
                  `\`aws ec2 describe-addresses --filters Name=tag:Name,Values=${service.name}-<stage>-*\``,
                  '`aws ec2 release-address --allocation-id <id>`',
                ],
              ]
            : []),
          ...(service.stages.some(({ trust }) => trust !== undefined)
            ? [
                [
                  "GitHub's OpenID Connect provider: other services of the account use it, too",
                  '`aws iam list-open-id-connect-providers`',
                  '`aws iam delete-open-id-connect-provider --open-id-connect-provider-arn <arn>`',
                ],
              ]
            : []),
          [
            'images in the bootstrap repository',
            `\`aws ecr describe-images --repository-name ${bootstrapRepository(service.stages[0])}\``,
            `\`npx cdk gc --unstable=gc ${environment(service.stages[0])}\`, which asks before it removes what no stack uses`,
          ],
        ],
      ),
    ],
  };
}

/** Where the CDK puts the images that it builds for a stage. */
function bootstrapRepository({ account = '<account>', bootstrapQualifier, region = '<region>' }: Stage): string {
  return `cdk-${bootstrapQualifier}-container-assets-${account}-${region}`;
}

function environment({ account = '<account>', region = '<region>' }: Stage): string {
  return `aws://${account}/${region}`;
}

function removal(service: Service, stage: Stage): string {
  const created = stage.network.source === 'created';
  const parts = [
    { part: 'service', exists: true, guarded: stage.production },
    { part: 'addresses', exists: stage.addresses.source === 'elastic', guarded: true },
    { part: 'network', exists: created, guarded: stage.production },
    { part: 'deploy-role', exists: stage.trust !== undefined, guarded: stage.production },
  ] as const;
  return parts
    .filter(({ exists }) => exists)
    .flatMap(({ part, guarded }) => [
      ...(guarded ? [unprotect(service, stage, part)] : []),
      deleteStack(service, stage, part),
    ])
    .join('\n');
}
