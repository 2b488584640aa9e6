import { ExpectedError } from '../../util/expected-error';
import { checkAssembly, refusalText } from './check';
import { newestSchemaOf } from './known-schema';

export { verifyDigest } from './digest';
export { unpackAssembly } from './unpack';

/**
 * Refuses an assembly that is more than data. Whatever opens one to hand it to the CDK calls this first.
 *
 * @param directory the unpacked assembly
 * @throws ExpectedError that names every file and property for which it is refused
 */
export function requireSafeAssembly(directory: string): void {
  const problems = checkAssembly(directory, newestSchemaOf(process.cwd()));
  if (problems.length > 0) throw new ExpectedError(refusalText(directory, problems));
}
