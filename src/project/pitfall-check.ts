import { type awscdk, Component, JsonFile } from 'projen';
import { HIDDEN, redactMessage } from '../credentials/redact';
import { ACCEPTED_FINDINGS } from '../files/paths';
import type { Service } from '../model/model';
import type { UdpServiceProjectOptions } from '../options';
import { type AcceptedFinding, checkService, type Finding, judge, validateAcceptedFindings } from '../pitfalls';
import { isSlip } from '../pitfalls/nearest';
import { CREDENTIAL } from '../pitfalls/rules/p51-credentials';
import { Problems } from '../util/problems';
import { ASSEMBLY } from './cdk-tasks';

const OPTION = 'acceptedFindings';

/** The known pitfalls: refused in the options, found in every synthesized assembly, accepted where a reason is given. */
export class PitfallCheck extends Component {
  public constructor(project: awscdk.AwsCdkTypeScriptApp, service: Service, given: UdpServiceProjectOptions) {
    super(project);
    const accepted = [...validateAcceptedFindings(given.acceptedFindings ?? [], '.projenrc.ts'), ...said(service)];
    const today = new Date().toISOString().slice(0, 10);
    const { open, unused } = judge(checkService(service, given), accepted, today);
    refuse(open.filter(({ level }) => level === 'error'));
    // the others may be for templates, which `check` sees
    for (const { id, resource, nearest } of unused) {
      if (resource === undefined || nearest === undefined || !isSlip(resource, nearest)) continue;
      project.logger.warn(`${OPTION}: ${id} accepts nothing at ${resource} in the options. Did you mean ${nearest}?`);
    }
    for (const finding of open.filter(({ level }) => level !== 'error')) {
      project.logger.warn(redactMessage(`${finding.pitfall} ${path(finding)}: ${finding.message} ${finding.remedy}`));
    }

    if (project.ejected) return;
    new JsonFile(project, ACCEPTED_FINDINGS, { obj: { [OPTION]: accepted } });
    const task = project.addTask('check', { description: 'Finds the known pitfalls in the synthesized templates' });
    task.execArgs(['udp-service', 'check', ASSEMBLY, '--accept', ACCEPTED_FINDINGS], { receiveArgs: true });
    project.postCompileTask.spawn(task);
  }
}

/** What an option says in so many words needs no second acceptance, nor does what a stage without production saves. */
function said({ name, stages }: Service): AcceptedFinding[] {
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

function refuse(findings: readonly Finding[]): void {
  const problems = new Problems();
  for (const finding of findings) {
    const { pitfall, message: cause, remedy } = finding;
    // a credential was given, and nobody may read it
    const value = pitfall === CREDENTIAL ? HIDDEN : undefined;
    problems.add({ option: path(finding), value, cause, remedy, pitfall });
  }
  problems.throwIfAny();
}

function path({ stage, option }: Finding): string {
  return stage === undefined ? `${option}` : `stages[${stage}].${option}`;
}
