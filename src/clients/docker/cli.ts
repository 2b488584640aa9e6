import { runProcess } from '../../util/process';

/** Runs docker; what it prints as progress is seen, the rest is the answer. */
export type Docker = (args: readonly string[], directory?: string) => Promise<string>;

export function dockerCli(env: NodeJS.ProcessEnv): Docker {
  // as the CDK: attestations would turn an image into an index, of which a platform's image is only a part
  const environment = { ...env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
  return async (args, cwd) => {
    const { stdout } = await runProcess(['docker', ...args], {
      cwd,
      env: environment,
      showsErrors: true,
      title: 'Docker',
      install: 'Images are built with it: install it',
      subject: `docker ${args[0]}${cwd === undefined ? '' : ` in ${cwd}`}`,
      tail: 'seen',
    });
    return stdout;
  };
}
