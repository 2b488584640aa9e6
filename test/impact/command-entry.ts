import { Command } from 'commander';
import { registerImpact } from '../../src/cli/impact';

/** The command as a process of its own, for tests of its exit code and output. */
const program = new Command('udp-service');
registerImpact(program);
program.parseAsync();
