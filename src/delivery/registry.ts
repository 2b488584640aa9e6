import { type Aws, awsErrorCode } from '../clients/aws/cli';

/** An image in a private Amazon ECR repository. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  /** Tag, or digest (`sha256:…`). */
  readonly version: string;
}

/** Account, region, repository, and tag or digest; a digest goes before a tag. */
const NAME = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)(?::[^@]+(?=@))?[:@](.+)$/;

const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** An image by its whole name; `undefined` where it lies in no private Amazon ECR repository. */
export function parseEcrImage(name: string): EcrImage | undefined {
  const [, account, region, repository, version] = NAME.exec(name) ?? [];
  return version === undefined ? undefined : { account, region, repository, version };
}

/** What a repository says about an image. */
export type Manifest =
  | { readonly kind: 'found'; readonly architectures: readonly string[] | undefined; readonly configDigest?: string }
  | { readonly kind: 'no-repository' }
  | { readonly kind: 'no-image' };

interface ManifestDocument {
  readonly manifests?: readonly { readonly platform?: { readonly architecture?: string } }[];
  readonly config?: { readonly digest?: string };
}

/**
 * Looks an image up. Architectures are `undefined` where the image names none: one that was built for one architecture says
 * so only in a part that is fetched apart.
 */
export async function readManifest(aws: Aws, image: EcrImage): Promise<Manifest> {
  const at = ['--registry-id', image.account, '--repository-name', image.repository];
  try {
    const { images } = await aws<{ images: { imageManifest: string }[] }>(
      'ecr',
      'batch-get-image',
      ...at,
      '--image-ids',
      `${image.version.startsWith('sha256:') ? 'imageDigest' : 'imageTag'}=${image.version}`,
      '--accepted-media-types',
      ...MANIFESTS,
    );
    if (images.length === 0) return { kind: 'no-image' };
    const { manifests, config } = JSON.parse(images[0].imageManifest) as ManifestDocument;
    if (manifests) {
      const named = manifests.flatMap(({ platform }) => platform?.architecture ?? []);
      return { kind: 'found', architectures: named.filter((architecture) => architecture !== 'unknown') };
    }
    const configDigest = config?.digest;
    return { kind: 'found', architectures: await builtFor(aws, at, configDigest), configDigest };
  } catch (error) {
    if (awsErrorCode(error) === 'RepositoryNotFoundException') return { kind: 'no-repository' };
    throw error;
  }
}

/** The architecture in an image's configuration; `undefined` where that cannot be fetched. */
async function builtFor(aws: Aws, at: readonly string[], digest = ''): Promise<string[] | undefined> {
  try {
    const { downloadUrl } = await aws<{ downloadUrl: string }>(
      'ecr',
      'get-download-url-for-layer',
      ...at,
      '--layer-digest',
      digest,
    );
    const answer = await fetch(downloadUrl, { signal: AbortSignal.timeout(10_000) });
    const { architecture } = (await answer.json()) as { architecture?: unknown };
    return typeof architecture === 'string' ? [architecture] : undefined;
  } catch {
    return undefined; // the image is there, which is what matters most
  }
}
