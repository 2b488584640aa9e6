import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { UserProblems } from './user-problem';

/** Names a file that a synth leaves its problems in, for a program that runs it: nothing has to be read out of a text. */
export const ERRORS_VARIABLE = 'UDP_SERVICE_ERRORS';

/** @param shown the problems as they may be read: without secrets */
export function leaveProblems({ heading, problems }: UserProblems): void {
  const file = process.env[ERRORS_VARIABLE];
  if (file) writeFileSync(file, JSON.stringify({ heading, problems }));
}

/** What a synth left; `undefined` where it left nothing. */
export function readToldProblems(file: string): UserProblems | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as UserProblems) : undefined;
}
