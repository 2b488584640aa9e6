import { execFile, spawn } from 'node:child_process';
import type { Command } from '../../package-managers';
import { UsageError } from '../exit';

/** What a program prints; nothing where it fails. */
export function outputOf([program, ...args]: Command): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });
}

/** Runs a program before the eyes of the user, who may answer it. */
export function attend([program, ...args]: Command): Promise<void> {
  return new Promise((resolve, reject) => {
    const command = [program, ...args].join(' ');
    process.stdout.write(`> ${command}\n`);
    const child = spawn(program, args, { stdio: 'inherit' });
    child.on('error', (error) => reject(new UsageError(`${command}: could not be started (${error.message}).`)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new UsageError(`${command}: ended with ${code}. Its message stands above.`));
    });
  });
}
