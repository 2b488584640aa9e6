import { contentHash } from '../../files/content';
import { UserError } from '../../util/user-error';
import { removeOption as remove, renameOptions as rename, type ValueMap } from '../projenrc/edit-options';
import { renameEnumMember as renameMember } from '../projenrc/enums';
import type { Change, RetiredOption } from './migration';

export interface RenamedOption {
  /** `healthCheck.path`, `ports[].probe`. */
  readonly from: string;
  /** In the same group, or in another one of the same level. */
  readonly to: string;
  /** Whether a stage can have it as well. */
  readonly perStage?: boolean;
  /** Another value for an old one. @default - the value stays */
  readonly map?: ValueMap;
  /** The way back. @default - none where there is a map */
  readonly mapBack?: ValueMap;
}

/** An option gets another name. */
export function renamedOption({ from, to, perStage, map, mapBack }: RenamedOption): Change {
  const renames = levels(perStage).map((level) => ({ from: `${level}${from}`, to: `${level}${to}` }));
  const back = renames.map((one) => ({ from: one.to, to: one.from }));
  const isOneWay = map !== undefined && mapBack === undefined;
  return {
    apply: (repository) => {
      const changed = repository.editProjenrc((projenrc) => rename(projenrc, renames, map));
      if (changed && isOneWay) {
        repository.cannotRevert(`the value that '${from}' had cannot be told from that of '${to}'`);
      }
    },
    revert: (repository) => {
      repository.editProjenrc((projenrc) => rename(projenrc, back, mapBack));
    },
    retires: renames.map((one): RetiredOption => ({ path: one.from, to: one.to })),
  };
}

export interface RemovedOption {
  readonly path: string;
  /** Whether a stage can have it as well. */
  readonly perStage?: boolean;
  /** Why it is gone; it stands in what the options check says. */
  readonly reason: string;
}

/** An option is no longer needed. */
export function removedOption({ path, perStage, reason }: RemovedOption): Change {
  const paths = levels(perStage).map((level) => `${level}${path}`);
  return {
    apply: (repository) => {
      const removed = repository.editProjenrc((projenrc) => remove(projenrc, paths));
      if (removed) repository.cannotRevert(`the value that '${path}' had is not known any longer`);
    },
    revert: () => undefined,
    retires: paths.map((one): RetiredOption => ({ path: one, reason })),
  };
}

export interface RenamedEnumMember {
  readonly enumeration: string;
  readonly from: string;
  readonly to: string;
}

/** A member of an enum gets another name; its value, which JSON holds, stays. */
export function renamedEnumMember({ enumeration, from, to }: RenamedEnumMember): Change {
  const edit =
    (old: string, fresh: string): Change['apply'] =>
    (repository) =>
      repository.editProjenrc((projenrc) => {
        renameMember(projenrc, repository.types, enumeration, old, fresh);
        return [];
      });
  return { apply: edit(from, to), revert: edit(to, from) };
}

/** An owned file gets another path; its content stays as it is. */
export function movedFile({ from, to }: { readonly from: string; readonly to: string }): Change {
  return {
    apply: (repository) => repository.move(from, to),
    revert: (repository) => repository.move(to, from),
  };
}

/** A managed file becomes the user's: what lies there stays, and no later version writes it again. */
export function handedOverFile(path: string): Change {
  return {
    apply: (repository) => {
      const file = repository.file(path);
      if (file !== undefined && file.class !== 'owned') repository.classify(path, { ...file, class: 'owned' });
    },
    revert: (repository) => {
      const file = repository.file(path);
      if (file === undefined || file.class !== 'owned') return;
      if (!repository.isUntouched(path)) {
        throw new UserError({
          subject: path,
          cause: 'was edited since it is yours, and the older version would write it whole',
        });
      }
      repository.classify(path, { ...file, class: 'managed' });
    },
  };
}

export interface TakenOverFile {
  readonly path: string;
  /** Where what the user made of it goes: the path with `.mine` behind it, the only copy that the workflow `upgrade` proposes. */
  readonly keepAs: string;
}

/** An owned file becomes managed: what the user made of it is kept under another name. */
export function takenOverFile({ path, keepAs }: TakenOverFile): Change {
  return {
    apply: (repository) => {
      const file = repository.file(path);
      const text = repository.read(path);
      if (file?.class !== 'owned' || file.released || text === undefined) return;
      if (!repository.isUntouched(path)) {
        const kept = repository.read(keepAs);
        if (kept !== undefined && kept !== text) {
          throw new UserError({
            subject: path,
            cause: `is kept as ${keepAs}, which exists`,
            remedy: `Move or rename ${keepAs}`,
          });
        }
        repository.write(keepAs, text);
        repository.note({
          place: keepAs,
          text: `holds what you made of ${path}, which the template writes from now on`,
        });
      }
      repository.classify(path, { ...file, class: 'managed', sha256: contentHash(text) });
    },
    revert: (repository) => {
      const file = repository.file(path);
      const kept = repository.read(keepAs);
      if (file?.class !== 'managed') return;
      if (kept !== undefined) {
        repository.write(path, kept);
        repository.remove(keepAs);
      }
      repository.classify(path, { ...file, class: 'owned' });
    },
  };
}

/** Where an option stands: among the options themselves, and among those of each stage. */
function levels(perStage: boolean | undefined): readonly string[] {
  return perStage ? ['', 'stages[].'] : [''];
}
