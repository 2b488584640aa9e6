import { UserError } from '../../util/user-error';
import { checkAssembly, refusalOf } from './check';
import { newestSchemaOf } from './known-schema';

export { verifyDigest } from './digest';
export { unpackAssembly } from './unpack';

/**
 * Refuses an assembly that is more than data. Whatever opens one to hand it to the CDK calls this first.
 *
 * @param directory the unpacked assembly
 * @throws UserError that names every file and property for which it is refused
 */
export function requireSafeAssembly(directory: string): void {
  const problems = checkAssembly(directory, newestSchemaOf(process.cwd()));
  if (problems.length > 0) throw new UserError(refusalOf(directory, problems));
}
