import { lt, rcompare, valid } from 'semver';

/** Releases by references of actions (`actions/checkout@<commit>`); undefined where nobody tells the release. */
export type ActionReleases = ReadonlyMap<string, string | undefined>;

/** What trusted code knows of the actions that a workflow may use. */
export interface KnownActions {
  /** Every workflow of the base, by its path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Those that the installed template uses. */
  readonly actions: ActionReleases;
  /** Those that are new and that the host has confirmed to be a release of an action of the base. */
  readonly confirmed: ActionReleases;
}

/** References of actions that a workflow uses, with the version that stands behind each of them. */
export function usedActions(text: string): Map<string, string | undefined> {
  const found = text.matchAll(/^\s*(?:- )?uses:\s*["']?([^\s"'#]+)["']?(?:\s+#\s*(\S+))?/gm);
  return new Map([...found].map(([, uses, version]) => [uses as string, version]));
}

/** Why a workflow may not run an action: nobody knows it, or it is older than the one that ran before. */
export function judgeAction(uses: string, path: string, known: KnownActions): string | undefined {
  if (!isKnown(uses, known)) return `runs the action ${uses}`;
  const name = nameOf(uses);
  const own = ofName(name, usedActions(known.texts.get(path) ?? ''));
  if (own.has(uses)) return undefined;
  const everywhere = ofName(name, releasesIn(known));
  const release = everywhere.get(uses);
  const newest = newestOf(own.size > 0 ? own : everywhere);
  // it ran nowhere yet in this workflow, and the installed template says which release it is of, or nobody does
  if (own.size === 0 && (release === undefined || newest === undefined)) return undefined;
  if (release === undefined || valid(release) === null || newest === undefined) {
    return `runs the action ${uses}, and nobody tells whether that is older than the one before`;
  }
  return lt(release, newest) ? `goes back to ${release} of the action ${name}, from ${newest}` : undefined;
}

/** Whether an action is one of the base, of the installed template, or one that the host has confirmed. */
export function isKnown(uses: string, { texts, actions, confirmed }: KnownActions): boolean {
  return actions.has(uses) || confirmed.has(uses) || [...texts.values()].some((text) => usedActions(text).has(uses));
}

/** Whoever says which release a commit is: the host, the installed template, the base; not the patch. */
function releasesIn({ texts, actions, confirmed }: KnownActions): Map<string, string | undefined> {
  const inTexts = [...texts.values()].flatMap((text) => [...usedActions(text)]);
  return new Map([...inTexts, ...actions, ...confirmed]);
}

function ofName(name: string, all: ActionReleases): Map<string, string | undefined> {
  return new Map([...all].filter(([uses]) => nameOf(uses) === name));
}

function newestOf(all: ActionReleases): string | undefined {
  return [...all.values()]
    .filter((one) => one !== undefined && valid(one) !== null)
    .sort((a, b) => rcompare(a as string, b as string))[0];
}

export function nameOf(uses: string): string {
  return uses.replace(/@.*$/, '');
}
