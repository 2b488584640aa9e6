import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { shown } from './problem';

/** The folder of an assembly, and what lies outside of it. */
export class Root {
  /** With all links followed. */
  public readonly path: string;

  public constructor(directory: string) {
    this.path = realpathSync.native(directory);
  }

  /**
   * Why a path of a manifest is refused; `undefined` where it stays in the assembly.
   *
   * @param from folder that it starts from, relative to the assembly
   */
  public outside(value: unknown, from = '.'): string | undefined {
    if (typeof value !== 'string' || value === '') return `is ${shown(value)} and no path`;
    if (value.includes('\0')) return `${shown(value)} is no path`;
    // on Windows the other slash separates, too
    const path = value.replaceAll('\\', '/');
    if (path.startsWith('/') || /^[a-z]:/i.test(path)) return `${shown(value)} is an absolute path`;
    // the assembly of an inner stage has its assets beside it; anywhere else nobody needs a step upwards
    if (goesBack(path)) return `${shown(value)} goes up from a folder that it names`;
    const absolute = resolve(this.path, from, path);
    if (!this.holds(absolute)) return `${shown(value)} leads out of the assembly`;
    if (!this.holds(this.real(absolute))) return `${shown(value)} leads out of the assembly by a link`;
    return undefined;
  }

  /** Why a symbolic link is refused. */
  public linkOutside(link: string, target: string): string | undefined {
    if (target.startsWith('/') || target.includes('\\') || /^[a-z]:/i.test(target)) {
      return `is a link to the absolute path ${shown(target)}`;
    }
    // what such steps mean depends on the links among them
    if (goesBack(target)) return `is a link that goes up from a folder that it names, ${shown(target)}`;
    const absolute = join(this.path, dirname(link), target);
    if (!this.holds(absolute) || !this.holds(this.real(join(this.path, link)))) {
      return `is a link out of the assembly, to ${shown(target)}`;
    }
    return undefined;
  }

  private holds(absolute: string): boolean {
    const path = relative(this.path, absolute);
    return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !/^([a-z]:|\/)/i.test(path));
  }

  /** Where a path leads with all links followed; of one that is not there, where its folder leads. */
  private real(absolute: string): string {
    try {
      // as the system follows links: the other one takes `..` away before it looks at what stands before it
      return realpathSync.native(absolute);
    } catch {
      const folder = dirname(absolute);
      return folder === absolute ? absolute : join(this.real(folder), absolute.slice(folder.length));
    }
  }
}

/** Whether a step upwards comes after a named one. */
function goesBack(path: string): boolean {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  return steps.some((step, index) => step === '..' && index > 0 && steps[index - 1] !== '..');
}

/** Whether a file is there, itself and not a link to it. */
export function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}
