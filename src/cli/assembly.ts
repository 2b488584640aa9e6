import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import { requireSafeAssembly, unpackAssembly, verifyDigest } from '../delivery/assembly-safety';

interface UnpackOptions {
  readonly output: string;
}

/** Environment variable with the SHA-256 that an archive must have: told by the job that made it, and by nobody else. */
const DIGEST_VARIABLE = 'ASSEMBLY_SHA256';

/** Adds `assembly`: what proves that an assembly is data, and the one that was meant. */
export function registerAssembly(program: Command): void {
  const assembly = program
    .command('assembly')
    .description('prove that an assembly is data alone, and unpack the archive of one that another job has made');
  assembly
    .command('check')
    .description('refuse an assembly that names a program, reaches out of its folder, or holds what is not known')
    .argument('[folder]', 'the synthesized assembly', 'cdk.out')
    .addHelpText('after', '\nExit code: 0 it is data, 2 it is refused, or could not be read.')
    .action((folder: string) => {
      requireSafeAssembly(folder);
      process.stdout.write(`${folder}: data alone, and all of it in its folder.\n`);
    });
  assembly
    .command('unpack')
    .description('unpack the archive of an assembly, where it is the one that was told, and data alone')
    .argument('<archive>', 'tar that is compressed with gzip, and holds one folder')
    .option('--output <folder>', 'where the assembly is put; it may not be there yet', 'cdk.out')
    .addHelpText('after', `\nThe environment variable ${DIGEST_VARIABLE} holds the SHA-256 that the archive must have.`)
    .addHelpText('after', 'Exit code: 0 unpacked, 2 refused.')
    .action(async (archive: string, { output }: UnpackOptions) => {
      await verifyDigest(archive, process.env[DIGEST_VARIABLE]);
      await unpackAssembly(archive, output);
      try {
        requireSafeAssembly(output);
      } catch (error) {
        // what is refused is not left where the next command looks
        rmSync(output, { recursive: true, force: true });
        throw error;
      }
      process.stdout.write(`${output}: unpacked from ${archive}, whose SHA-256 is the one that was told.\n`);
    });
}
