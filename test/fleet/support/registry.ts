import { LoopbackRegistry } from '../../support/loopback-registry';
import { LATEST, RING, VERSIONS } from '../versions';
import { buildVersions } from './build-versions';

/** The template's package. */
const PACKAGE = 'projen-udp-service';

/**
 * A registry with versions of this package: `latest` is at the newest that is released, a ring at what comes after it.
 *
 * @param only versions that are published. @default - all of them
 */
export async function fleetRegistry(only?: readonly string[]): Promise<LoopbackRegistry> {
  const tarballs = await buildVersions(VERSIONS, only);
  const registry = await LoopbackRegistry.start([PACKAGE]);
  try {
    for (const [version, tarball] of tarballs) await registry.publish(tarball, version.includes('-') ? RING : 'latest');
    await registry.tag(PACKAGE, LATEST, 'latest');
    return registry;
  } catch (error) {
    await registry.stop();
    throw error;
  }
}
