import { join } from 'node:path';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { IMAGE_VERSIONS_FILE, imageVersion } from '../image-versions';
import type { EcrImage, ImageVersions, Stage } from '../model';

/** Account, region, repository, and tag or digest of an image in a private ECR repository; a digest goes before a tag. */
const PRIVATE_ECR =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)(?::[^@]+(?=@))?(?:[:@](.+))?$/;

/** Where images come from. */
export interface ImageSources {
  readonly imageVersions: ImageVersions;
  readonly rootDirectory: string;
}

/** The application's image. */
export function applicationImage(scope: Construct, stage: Stage, sources: ImageSources): ecs.ContainerImage {
  const { image } = stage;
  if (image.source === 'asset') {
    return assetImage(stage, join(sources.rootDirectory, image.directory));
  }
  const version = imageVersion(stage, sources.imageVersions);
  if (version === 'latest') {
    Annotations.of(scope).addWarningV2(
      'udp-service:image-version-latest',
      `${IMAGE_VERSIONS_FILE}: stage "${stage.name}" deploys "latest", so two tasks may run different images and a ` +
        'rollback brings back nothing. Write the tag or digest to deploy.',
    );
  }
  return image.source === 'ecr'
    ? ecs.ContainerImage.fromEcrRepository(repository(scope, image), version)
    : ecs.ContainerImage.fromRegistry(`${image.name}${version.startsWith('sha256:') ? '@' : ':'}${version}`);
}

/** Edits that were kept beside files of the template: an image with one of them is the same image. */
const KEPT_EDITS = '**/*.udp-service.patch';

/** An image built from a directory, for the architecture of the stage, whatever machine it is built on. */
export function assetImage({ task }: Stage, directory: string, buildArgs?: Record<string, string>): ecs.ContainerImage {
  return ecs.ContainerImage.fromAsset(directory, {
    buildArgs,
    exclude: [KEPT_EDITS],
    platform: task.architecture === 'ARM64' ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
  });
}

/**
 * An image of any registry by its complete name. One of a private ECR repository is named by that repository, so that the
 * execution role may pull it.
 */
export function namedImage(scope: Construct, id: string, name: string): ecs.ContainerImage {
  const [, account, region, repositoryName, version] = PRIVATE_ECR.exec(name) ?? [];
  if (repositoryName === undefined) {
    return ecs.ContainerImage.fromRegistry(name);
  }
  const repositoryArn = Stack.of(scope).formatArn({
    service: 'ecr',
    account,
    region,
    resource: 'repository',
    resourceName: repositoryName,
  });
  const repository = ecr.Repository.fromRepositoryAttributes(scope, id, { repositoryName, repositoryArn });
  return ecs.ContainerImage.fromEcrRepository(repository, version);
}

/**
 * The repository by its attributes: the execution role may pull from it and from no other. A repository of another
 * account must admit this account in its own policy, which no stack of this account can do for it.
 */
function repository(scope: Construct, { account, region, repositoryName }: EcrImage): ecr.IRepository {
  if (account === undefined && region === undefined) {
    return ecr.Repository.fromRepositoryName(scope, 'Repository', repositoryName);
  }
  return ecr.Repository.fromRepositoryAttributes(scope, 'Repository', {
    repositoryName,
    repositoryArn: Stack.of(scope).formatArn({
      service: 'ecr',
      account,
      region,
      resource: 'repository',
      resourceName: repositoryName,
    }),
  });
}
