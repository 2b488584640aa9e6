import { type awscdk, Component, JsonFile } from 'projen';
import { redactMessage } from '../credentials/redact';
import type { Service } from '../model/model';
import type { UdpServiceProjectOptions } from '../options';
import type { AcceptedFinding, Finding } from '../pitfalls';
import { ASSEMBLY } from './cdk-tasks';
import { optionOf } from './problem-places';

/** The option in which findings are accepted. */
export const ACCEPTED_OPTION = 'acceptedFindings';
/** The findings that the options accept, for the command `check`. */
export const ACCEPTED_FINDINGS = '.projen/accepted-findings.json';

/** What the options are found to be, and what is accepted of it. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
}

/** The known pitfalls: told of the options, found in every synthesized assembly, accepted where a reason is given. */
export class PitfallCheck extends Component {
  public constructor(
    project: awscdk.AwsCdkTypeScriptApp,
    { findings, accepted }: Judgement,
    given: UdpServiceProjectOptions,
  ) {
    super(project);
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
