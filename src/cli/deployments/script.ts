import { parseArgs } from 'node:util';
import { requireSafeAssembly } from '../../delivery/assembly-safety';
import { UserError } from '../../util/user-error';
import { ExitCode } from '../exit';
import { tellFailure, tellingOf } from '../failure';
import { begin, broughtBack, chooseForApproval, fetchShown, record, settingFor, target } from './operations';

const OPTIONS = ['to', 'run', 'commit', 'digest', 'rollback-of'] as const;

/**
 * What deploy and rollback ask of assemblies and of the deployments of a stage, for a repository without the `udp-service` command. It is
 * bundled into one file, which an ejected repository owns.
 */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      debug: { type: 'boolean' },
      ...(Object.fromEntries(OPTIONS.map((name) => [name, { type: 'string' }])) as Record<
        (typeof OPTIONS)[number],
        { type: 'string' }
      >),
    },
  });
  const [operation, stage = ''] = positionals;
  if (operation === 'check') {
    requireSafeAssembly('cdk.out');
    return;
  }
  const setting = settingFor(stage);
  const { to, run = '', commit = '', digest = '' } = values;
  const back = () => broughtBack(values['rollback-of'], values.commit);
  switch (operation) {
    case 'choose':
      return chooseForApproval(setting, target(to));
    case 'fetch':
      return fetchShown(setting, { run, commit, digest }, 'cdk.out');
    case 'begin':
      return begin(setting, back());
    case 'record':
      return record(setting, 'cdk.out.tgz', 'cdk.out', back());
    default:
      throw new UserError({
        subject: 'operation',
        value: operation,
        cause: 'is no operation',
        remedy: 'Use one of check, choose, fetch, begin, record',
      });
  }
}

const args = process.argv.slice(2);
main(args).catch((error: unknown) => {
  process.stderr.write(tellFailure(error, tellingOf(args, process.env)));
  process.exitCode = ExitCode.USAGE;
});
