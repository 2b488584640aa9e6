import { step } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { isDockerHub } from '../template/network';
import type { Topology } from '../template/topology';

function* anonymousPulls(topology: Topology): Iterable<TemplateViolation> {
  for (const { task } of topology.services) {
    for (const { name, image, definition } of task?.containers ?? []) {
      if (typeof image !== 'string' || !isDockerHub(image) || step(definition, 'RepositoryCredentials') !== undefined)
        continue;
      if (!task) continue;
      yield {
        level: 'warning',
        resource: task.resource,
        message: `Container ${String(name)} pulls ${image} from Docker Hub without credentials, where everybody behind one NAT address shares a limit.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P39',
  theme: 'Network',
  title: 'Pulls are throttled now and then',
  cause: 'Anonymous pulls from Docker Hub are limited by address, and all tasks behind a NAT gateway share one.',
  remedy: 'Take images from ECR, by a pull-through cache or a copy, pinned by digest.',
  references: [
    'https://docs.docker.com/docker-hub/usage/pulls/',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  ],
  coverage: [
    optionRule('images of Docker Hub', function* ({ image }) {
      if (image.source === 'registry' && isDockerHub(`${image.name}:tag`)) {
        yield {
          level: 'warning',
          option: 'image.registry',
          message: `${image.name} is pulled from Docker Hub without credentials, where everybody behind one NAT address shares a limit.`,
        };
      }
    }),
    { kind: 'template', finds: 'images of Docker Hub without credentials', check: anonymousPulls },
  ],
} satisfies Pitfall;
