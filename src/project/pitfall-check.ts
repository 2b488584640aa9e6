import { type awscdk, Component, JsonFile } from 'projen';
import { redactMessage } from '../credentials/redact';
import { ACCEPTED_FINDINGS } from '../files/paths';
import type { Service } from '../model/model';
import type { UdpServiceProjectOptions } from '../options';
import type { AcceptedFinding, Finding, UnusedAcceptance } from '../pitfalls';
import { isSlip } from '../pitfalls/nearest';
import { ASSEMBLY } from './cdk-tasks';
import { optionOf } from './problem-places';

/** The option in which findings are accepted. */
export const ACCEPTED_OPTION = 'acceptedFindings';

/** What the options are found to be, and what is accepted of it. */
export interface Judgement {
  /** Findings that are no errors and that nobody has accepted. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  /** Acceptances that accept nothing in the options. */
  readonly unused: readonly UnusedAcceptance[];
}

/** The known pitfalls: told of the options, found in every synthesized assembly, accepted where a reason is given. */
export class PitfallCheck extends Component {
  public constructor(
    project: awscdk.AwsCdkTypeScriptApp,
    { findings, accepted, unused }: Judgement,
    given: UdpServiceProjectOptions,
  ) {
    super(project);
    // the others may be for templates, which `check` sees
    for (const { id, resource, nearest } of unused) {
      if (resource === undefined || nearest === undefined || !isSlip(resource, nearest)) continue;
      project.logger.warn(
        `${ACCEPTED_OPTION}: ${id} accepts nothing at ${resource} in the options. Did you mean ${nearest}?`,
      );
    }
    for (const finding of findings) {
      const { pitfall, message, remedy } = finding;
      project.logger.warn(redactMessage(`${pitfall} ${optionOf(finding, given)}: ${message} ${remedy}`));
    }

    if (project.ejected) return;
    new JsonFile(project, ACCEPTED_FINDINGS, { obj: { [ACCEPTED_OPTION]: accepted } });
    const task = project.addTask('check', { description: 'Finds the known pitfalls in the synthesized templates' });
    task.execArgs(['udp-service', 'check', ASSEMBLY, '--accept', ACCEPTED_FINDINGS], { receiveArgs: true });
    project.postCompileTask.spawn(task);
  }
}

/** What an option says in so many words needs no second acceptance, nor does what a stage without production saves. */
export function acceptedBySaying({ name, stages }: Service): AcceptedFinding[] {
  const udp = stages.filter(({ ports }) => ports.some(({ protocol }) => protocol !== 'TCP'));
  const open = udp.filter(({ clients }) => clients.cidrs.includes('0.0.0.0/0'));
  const unlogged = udp.filter(
    ({ network, production }) => !production && network.source === 'created' && network.flowLogs === undefined,
  );
  return [
    ...open.map((stage) => ({
      id: 'P46' as const,
      resource: `${name}-${stage.name}-service`,
      reason: "'clients' of the stage says that anybody may send",
    })),
    ...unlogged.map((stage) => ({
      id: 'P31' as const,
      resource: `${name}-${stage.name}-network`,
      reason: "the stage serves no production, and flow logs cost by the byte; 'network.flowLogs' turns them on",
    })),
  ];
}
