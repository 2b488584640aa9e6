import { checkAssembly, refusalText } from './check';
import { newestSchemaOf } from './known-schema';

/**
 * The check as a program that needs Node.js alone, for repositories that have nothing but the CDK. A step before
 * compilation bundles it into `blueprint/delivery`.
 */
const [directory = 'cdk.out'] = process.argv.slice(2);
const problems = checkAssembly(directory, newestSchemaOf(process.cwd()));
if (problems.length === 0) console.log(`${directory}: data alone, and all of it in its folder.`);
else {
  console.error(`error: ${refusalText(directory, problems)}`);
  process.exitCode = 2;
}
