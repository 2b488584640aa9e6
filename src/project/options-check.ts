import { resolve as resolvePath } from 'node:path';
import { HIDDEN } from '../credentials/redact';
import type { UdpServiceProjectOptions } from '../options';
import { checkOptions } from '../options/check';
import type { ShapeCheck } from '../options/shape';
import { checkAcceptedFindings, checkService, type Finding, judge } from '../pitfalls';
import { CREDENTIAL } from '../pitfalls/rules/p51-credentials';
import { type ResolvedInput, resolveService } from '../service/resolve';
import { type Problem, Problems } from '../util/problems';
import { checkCodeOwners } from './code-owners';
import { checkImageVersions } from './image-versions';
import { ACCEPTED_OPTION, acceptedBySaying, type Judgement } from './pitfall-check';
import { givenValue, isConsequence, optionOf } from './problem-places';
import { resolveWorkflowSettings, type WorkflowSettings } from './workflows/settings';

/** What options become, and what a user should know of them. */
export interface CheckedOptions extends ResolvedInput, Judgement {
  readonly settings: WorkflowSettings;
}

/**
 * Checks options in every way: their form, what each of them means, and what they mean together. Every phase goes on with
 * what the one before it could use, so that all problems are told in one run.
 *
 * @param subclassed a subclass has options of its own, so unknown names are its affair
 * @param retirementOf why an option is no longer there
 * @throws UserError that names every option that is wrong, before anything is made of them
 */
export function checkedOptions(
  options: UdpServiceProjectOptions,
  subclassed: boolean,
  retirementOf: ShapeCheck['retirementOf'],
): CheckedOptions {
  const form = checkOptions(options, subclassed, retirementOf);
  const sound = form.problems.length === 0 ? options : form.sound;
  const directory = resolvePath(options.outdir ?? '.');
  const resolved = resolveService(sound);
  const { service, initialImageVersions } = resolved;
  const workflows = resolveWorkflowSettings(sound, service);
  const meaning = [
    ...resolved.problems,
    ...workflows.problems,
    ...(sound.codeOwners ? checkCodeOwners(sound.codeOwners, directory) : []),
    ...checkImageVersions(service, initialImageVersions, directory),
  ];
  const acceptances = checkAcceptedFindings(sound.acceptedFindings ?? [], ACCEPTED_OPTION);
  const accepted = [...acceptances.accepted, ...acceptedBySaying(service)];
  const today = new Date().toISOString().slice(0, 10);
  const { open, unused } = judge(checkService(service, sound), accepted, today);
  const errors = open.filter(({ level }) => level === 'error');
  const problems = new Problems();
  for (const problem of form.problems) problems.add(problem);
  for (const problem of [...meaning, ...acceptances.problems, ...errors.map((finding) => problemOf(finding, sound))]) {
    if (!isConsequence(problem.subject, form.doubtful)) problems.add(problem);
  }
  problems.throwIfAny();
  return { ...resolved, settings: workflows.settings, findings: open, accepted, unused };
}

function problemOf(finding: Finding, given: UdpServiceProjectOptions): Problem {
  const { pitfall, message, remedy } = finding;
  // a credential was given, and nobody may read it
  const value = pitfall === CREDENTIAL ? HIDDEN : givenValue(finding, given);
  return { subject: optionOf(finding, given), value, cause: message.replace(/\.$/, ''), remedy, pitfall };
}
