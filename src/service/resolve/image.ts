import type { Image } from '../../model/model';
import type { ImageOptions } from '../../options';
import type { Checks } from './checks';

const ECR_ARN = /^arn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/;
const ECR_NAME = /^[a-z0-9]+([._/-][a-z0-9]+)*$/;

export function resolveImage(options: ImageOptions, checks: Checks): Image {
  checks.exclusive(options, ['directory', 'ecrRepository', 'registry'], false);
  if (options.ecrRepository !== undefined) return ecrImage(options.ecrRepository, checks);
  if (options.registry !== undefined) return registryImage(options.registry, checks);

  const directory = options.directory ?? 'app';
  if (directory.startsWith('/') || directory.split('/').includes('..')) {
    checks.refuse(
      'directory',
      directory,
      'outside of the repository',
      "Give a path relative to the repository, for example 'app'.",
    );
  }
  if (options.initialVersion !== undefined) {
    checks.refuse(
      'initialVersion',
      options.initialVersion,
      'an image that is built here has no version',
      "Remove it, or name an existing image with 'ecrRepository' or 'registry'.",
    );
  }
  return { source: 'asset', directory };
}

function ecrImage(repository: string, checks: Checks): Image {
  const arn = ECR_ARN.exec(repository);
  if (arn) return { source: 'ecr', repositoryName: arn[3], account: arn[2], region: arn[1] };
  checks.text(
    'ecrRepository',
    repository,
    ECR_NAME,
    'the ARN or the name of an ECR repository, without tag or digest',
    'arn:aws:ecr:eu-west-1:111122223333:repository/dns',
  );
  return { source: 'ecr', repositoryName: repository };
}

function registryImage(name: string, checks: Checks): Image {
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (/[@:]/.test(last)) {
    checks.refuse(
      'registry',
      name,
      'the name holds a version',
      "Give the name alone and the version as 'initialVersion'; afterwards it stands in images.json.",
    );
  } else {
    checks.text(
      'registry',
      name,
      /^[A-Za-z0-9._:-]+(\/[a-z0-9._-]+)*$/,
      'the name of an image',
      'public.ecr.aws/nginx/nginx',
    );
  }
  return { source: 'registry', name };
}
