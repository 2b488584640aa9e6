/**
 * Where the application's image comes from: a directory of the repository (default), an ECR repository, or any
 * other registry. Give one of `directory`, `ecrRepository`, `registry`.
 */
export interface ImageOptions {
  /**
   * Directory with a Dockerfile, relative to the repository; the image is built at deployment.
   *
   * @default "app"
   */
  readonly directory?: string;

  /**
   * Existing ECR repository of any account and region: its ARN, or its name when it lies in the account and region
   * of the stage.
   *
   * @default - the image is built from `directory`
   */
  readonly ecrRepository?: string;

  /**
   * Existing image of any other registry, without tag or digest, for example `public.ecr.aws/nginx/nginx`.
   *
   * @default - the image is built from `directory`
   */
  readonly registry?: string;

  /**
   * Tag or digest (`sha256:…`) of an existing image that is written into `images.json` when that file is created.
   * Afterwards `images.json` holds the version of each stage and is yours (or your bot's) to change.
   *
   * @default - none: `images.json` must name a version for every stage
   */
  readonly initialVersion?: string;
}
