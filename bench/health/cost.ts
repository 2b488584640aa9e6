import { readdirSync, readFileSync } from 'node:fs';
import type { Process } from './support/processes';

/** Kibibytes that a process and its children hold in memory now. */
export function residentKiB(root: number): number {
  return tree(root).reduce((sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0), 0);
}

/** Milliseconds of processor time that a process and its ended children have taken. */
export function processorMs({ pid }: Process): number {
  const fields = read(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  // utime, stime, cutime and cstime, in ticks of 10 ms.
  return fields.slice(11, 15).reduce((sum, ticks) => sum + 10 * Number(ticks), 0);
}

function tree(root: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => read(Number(name), 'stat').split(') ')[1]?.split(' ')[1] === String(root));
  return [root, ...children.flatMap((name) => tree(Number(name)))];
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}
