import { accessSync } from 'node:fs';
import { type Process, start } from './support/processes';

/** The usual answer to a load balancer's health check: a shell loop around `nc` that says ok whatever happens. */
export function startLoop(port: number): Process {
  const nc = `${busybox()} nc -l -p ${port}`;
  return start('setsid', [
    'sh',
    '-c',
    `while true; do { printf 'HTTP/1.1 200 OK\\r\\n\\n'; echo ok; } | ${nc} > /dev/null; done`,
  ]);
}

/** Ends the loop with the `nc` that it has started. */
export async function stopLoop(loop: Process): Promise<void> {
  try {
    process.kill(-loop.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await loop.exit();
}

function busybox(): string {
  for (const path of ['/bin/busybox', '/usr/bin/busybox']) {
    try {
      accessSync(path);
      return path;
    } catch {
      // The next one.
    }
  }
  throw new Error('busybox is missing; install the Debian package busybox-static (tools/daemons.sh)');
}
