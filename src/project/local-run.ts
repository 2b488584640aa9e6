import { type awscdk, Component } from 'projen';
import type { Service } from '../model/model';

/** The task `local`: the application and its health gate on this machine, with the environment of the task definition. */
export class LocalRun extends Component {
  public constructor(project: awscdk.AwsCdkTypeScriptApp, service: Service, command: string | undefined) {
    super(project);
    const [stage] = service.stages;
    const run = command ?? sampleCommand(service);
    const task = project.addTask('local', {
      description: 'Runs the application and its health gate here, sends probes and shows health and metrics',
    });
    task.spawn(project.cdkTasks.synthSilent);
    const args = ['udp-service', 'local', '--stage', stage.name, ...(run === undefined ? [] : ['--command', run])];
    task.execArgs(args, { receiveArgs: true });
  }
}

/** The sample runs as it is; how an application of another kind is started, only its owner knows. */
function sampleCommand({ stages: [{ image }] }: Service): string | undefined {
  return image.source === 'asset' ? `python3 ${image.directory}/server.py` : undefined;
}
