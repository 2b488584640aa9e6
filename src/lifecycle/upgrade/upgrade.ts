import { compare } from 'semver';
import type { Manifest } from '../../files/manifest';
import { installedTemplate } from '../../files/template';
import type { UserError } from '../../util/user-error';
import { MIGRATIONS } from '../migrations/registry';
import { type MigrationReport, revert } from '../migrations/run';
import { verifyLocked } from './authenticity/locked';
import { type Verified, verifyTargets } from './authenticity/verify';
import { blockedBy, upgradeBlocked } from './blocked';
import type { Target } from './choose';
import { directDependencies, installedVersion } from './installed';
import { type Journal, JournalFile } from './journal';
import { packagesOf, type UpgradeKind } from './kinds';
import type { Outcome, Upgraded, Verdict } from './outcome';
import { manifestOf, type Plan, planTemplate, type TemplateRequest } from './plan';
import { Registry } from './registry';
import {
  install,
  judge,
  movedDependencies,
  releasesOf,
  synthesize,
  type UpgradeContext,
  update,
  updateSnapshots,
  verifyInstalled,
} from './steps';
import { WorkingTree } from './working-tree';

/** What is wanted of an upgrade. */
export interface UpgradeRequest extends TemplateRequest {
  readonly kind: UpgradeKind;
  /** Leaves a blocked upgrade as far as it came, to be completed by hand. */
  readonly keep: boolean;
}

/** An upgrade whose versions are installed. */
interface Installed extends Plan {
  readonly kind: UpgradeKind;
  /** Commit that what runs is compared with. */
  readonly base: string;
  readonly verified: readonly Verified[];
}

/** Name of the journal in git's own folder. */
const JOURNAL = 'udp-service-upgrade.json';
/** The same of what completes the work of others, which begins from a commit whenever it is run. */
const COMPLETION = 'udp-service-completion.json';

/** Brings a repository up to date; one that was interrupted goes on where it was. */
export class Upgrade {
  private readonly tree: WorkingTree;
  /** Whether anything may have been changed. */
  private installing = false;

  public constructor(private readonly context: UpgradeContext) {
    this.tree = new WorkingTree(context.directory, context.run);
  }

  /**
   * @throws UserError where it cannot begin; what goes wrong later is an outcome
   */
  public async run(request: UpgradeRequest): Promise<Outcome> {
    const { kind } = request;
    const commit = await this.tree.head();
    const journal = await this.journal();
    const begun = journal.read();
    const resumed = begun?.commit === commit && begun.kind === kind ? begun : undefined;
    const changes = await this.tree.changes();
    if (resumed === undefined && changes.length > 0)
      throw dirty(
        changes.map(({ path }) => path),
        begun,
      );
    const manifest = manifestOf(this.context.directory);
    const plan = await this.plan(manifest, request, changes.length > 0 ? resumed : undefined);
    if (kind === 'template' && plan.targets.length === 0) return { state: 'current', kind, remarks: plan.remarks };
    if (changes.length === 0) journal.remove();
    journal.write({ kind, commit, targets: plan.targets });
    try {
      const verified = await this.verify(plan.targets, request.to);
      const outcome = await this.carryOut(kind, commit, manifest, { ...plan, verified }, journal);
      journal.remove();
      return outcome;
    } catch (error) {
      const blocked = blockedBy(error);
      // an interrupted upgrade stays as it is: the next run completes it
      if (blocked === undefined || this.context.signal.aborted) throw error;
      const { reason, remedy } = blocked;
      if (!request.keep) {
        if (this.installing) await this.takeBack(commit);
        journal.remove();
      }
      return { state: 'blocked', kind, reason, remedy };
    }
  }

  /**
   * Completes what somebody else has installed and committed: migrations, synth and snapshots follow.
   *
   * @param base commit that the change as a whole is compared with
   */
  public async complete(base: string): Promise<Outcome> {
    const kind = 'template';
    const changes = await this.tree.changes();
    if (changes.length > 0)
      throw dirty(
        changes.map(({ path }) => path),
        undefined,
      );
    const manifest = manifestOf(this.context.directory);
    const packages = [manifest.template, ...(manifest.preset ? [manifest.preset] : [])];
    const targets = packages.flatMap(({ name, version: from }): Target[] => {
      const to = installedVersion(this.context.directory, name);
      return to === undefined || to === from ? [] : [{ name, from, to }];
    });
    if (targets.length === 0) return { state: 'current', kind, remarks: [] };
    const journal = new JournalFile(await this.tree.privatePath(COMPLETION));
    journal.remove();
    try {
      const verified = await this.verify(targets, []);
      return await this.finish({ kind, base, targets, remarks: [], verified }, journal);
    } catch (error) {
      const blocked = blockedBy(error);
      if (blocked === undefined || this.context.signal.aborted) throw error;
      return { state: 'blocked', kind, ...blocked };
    } finally {
      journal.remove();
    }
  }

  /**
   * Takes back an upgrade that was interrupted or kept.
   *
   * @returns the object that holds what was there
   */
  public async abort(): Promise<string | undefined> {
    const journal = await this.journal();
    const begun = journal.read();
    if (begun === undefined || begun.commit !== (await this.tree.head())) {
      throw upgradeBlocked('there is no upgrade to take back', 'Run this at the commit at which it began.');
    }
    const kept = await this.takeBack(begun.commit);
    journal.remove();
    return kept;
  }

  /** Writes what differs from the last commit into a file. */
  public async writePatch(file: string): Promise<void> {
    await this.tree.writePatch(await this.tree.head(), file);
  }

  private async plan(manifest: Manifest, request: UpgradeRequest, resumed: Journal | undefined): Promise<Plan> {
    if (request.kind !== 'template') return { targets: [], remarks: [] };
    if (resumed !== undefined) return { targets: resumed.targets, remarks: ['An interrupted upgrade was completed.'] };
    const { manager, run } = this.context;
    return planTemplate(manifest, request, new Registry(manager, run));
  }

  private async carryOut(
    kind: UpgradeKind,
    commit: string,
    manifest: Manifest,
    { targets, remarks, verified }: Plan & { readonly verified: readonly Verified[] },
    journal: JournalFile,
  ): Promise<Outcome> {
    const { context } = this;
    if (kind === 'template') journal.report(this.revertFor(manifest, targets));
    this.installing = true;
    if (kind === 'template') {
      await install(context, targets, manifest);
    } else {
      const own = [manifest.template.name, ...(manifest.preset ? [manifest.preset.name] : [])];
      await update(context, packagesOf(kind, directDependencies(context.directory), own));
    }
    return this.finish({ kind, base: commit, targets, remarks, verified }, journal);
  }

  /** Whether versions are what their registry and their makers have signed. */
  private async verify(targets: readonly Target[], wishes: readonly string[]): Promise<Verified[]> {
    const { manager, run, say } = this.context;
    if (targets.length > 0) say('Verifying signatures and provenance');
    const isAsked = ({ name, to }: Target) => wishes.some((wish) => wish === to || wish === `${name}@${to}`);
    const asked = new Set(targets.filter(isAsked).map(({ name, to }) => `${name}@${to}`));
    return verifyTargets(targets, new Registry(manager, run), { asked });
  }

  /** What follows whatever was installed. */
  private async finish(installed: Installed, journal: JournalFile): Promise<Outcome> {
    const { context } = this;
    const { kind, base, targets, verified } = installed;
    const remarks = [
      ...installed.remarks,
      ...verified.map(({ remark }) => remark),
      ...verifyLocked(context.directory, context.manager, verified),
    ];
    await synthesize(context, journal.reports);
    verifyInstalled(context.directory, targets);
    if ((await this.tree.changes()).length === 0) return { state: 'current', kind, remarks };
    const names = directDependencies(context.directory);
    const { done: migrations, notes } = journal.migrations();
    const moved = await movedDependencies(context, names, (path) => this.tree.show(base, path));
    return {
      state: 'upgraded',
      kind,
      moved: [...targets, ...moved.filter(({ name }) => targets.every((target) => target.name !== name))],
      migrations,
      notes,
      remarks,
      releases: releasesOf(context.directory, targets),
      ...(await this.verdict(base)),
    };
  }

  /** Files are whole by now: what fails from here on is shown with them, so that it can be corrected there. */
  private async verdict(commit: string): Promise<Pick<Upgraded, 'verdict' | 'incomplete'>> {
    try {
      await updateSnapshots(this.context);
      const verdict: Verdict = await judge(this.context, commit);
      return { verdict };
    } catch (error) {
      const blocked = blockedBy(error);
      if (blocked === undefined || this.context.signal.aborted) throw error;
      return { incomplete: { ...blocked } };
    }
  }

  /** Only a version that has a migration can take it back, so it does before an older one is installed. */
  private revertFor({ template }: Manifest, targets: readonly Target[]): MigrationReport {
    const target = targets.find(({ name }) => name === template.name);
    const installed = installedTemplate();
    const isDown = target !== undefined && compare(target.to, template.version) < 0;
    // an interrupted downgrade has reverted before it installed
    if (!isDown || compare(installed.version, template.version) < 0) return { done: [], notes: [] };
    return revert(this.context.directory, target.to, { migrations: MIGRATIONS, installed });
  }

  private async takeBack(commit: string): Promise<string | undefined> {
    const { manager, run, say } = this.context;
    say('Going back to what was there before');
    const kept = await this.tree.restore(commit);
    await run(manager.installLocked, {
      purpose: 'the dependencies of before cannot be installed again',
      remedy: 'The files are as they were; install the dependencies by hand',
      secrets: true,
    });
    return kept;
  }

  private async journal(): Promise<JournalFile> {
    return new JournalFile(await this.tree.privatePath(JOURNAL));
  }
}

function dirty(paths: readonly string[], begun: Journal | undefined): UserError {
  const shown = paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more` : '');
  return upgradeBlocked(
    `the working tree has changes that are not committed (${shown})`,
    begun === undefined
      ? 'Commit or stash them: an upgrade begins with what is committed, so that nothing of yours is mixed with it.'
      : `They are of an upgrade of kind '${begun.kind}' that was interrupted: run that again, or take it back by 'npx udp-service upgrade --abort'.`,
  );
}
