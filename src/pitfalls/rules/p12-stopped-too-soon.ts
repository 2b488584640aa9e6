import { knownNumber, step } from '../../cloudformation/evaluate/value';
import { optionRule, takesUdp } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide, issue } from '../references';
import type { Topology } from '../template/topology';

/** How long the data plane may still send to a target that is deregistered. */
const PROPAGATION_SECONDS = 75;

/** Fargate kills a container after this long at the latest. */
const FARGATE_STOP_LIMIT_SECONDS = 120;

function* hastyStops(topology: Topology): Iterable<TemplateViolation> {
  for (const service of topology.udpServices) {
    for (const container of service.task?.containers ?? []) {
      const timeout = knownNumber(step(container.definition, 'StopTimeout'));
      if (timeout !== undefined && timeout > FARGATE_STOP_LIMIT_SECONDS && service.fargate === true && service.task) {
        yield {
          level: 'error',
          resource: service.task.resource,
          message: `Container ${String(container.name)} has a stop timeout of ${timeout} s; Fargate takes ${FARGATE_STOP_LIMIT_SECONDS} s at most.`,
        };
      }
    }
    for (const { containerName, targetGroup } of service.attachments.filter((one) => one.targetGroup.udp === true)) {
      const container = service.task?.container(containerName);
      if (container === undefined || container === 'unknown') continue;
      const delayText = targetGroup.attribute('deregistration_delay.timeout_seconds');
      const timeout = step(container.definition, 'StopTimeout');
      const delay = delayText === undefined ? 300 : knownNumber(delayText);
      const stop = timeout === undefined ? 30 : knownNumber(timeout);
      if (delay === undefined || stop === undefined || delay + stop >= PROPAGATION_SECONDS) continue;
      yield {
        level: 'warning',
        resource: targetGroup.resource,
        message:
          `A deregistration delay of ${delay} s and a stop timeout of ${stop} s are over before the data plane stops ` +
          'sending, which takes 75 to 120 s: each deployment loses datagrams.',
      };
    }
  }
}

export const pitfall = {
  id: 'P12',
  theme: 'Stops',
  title: 'Datagrams are lost at every deployment and scale-in',
  cause:
    'The application exits as soon as it is told to stop, while the load balancer still sends for up to two minutes, and UDP has no retry.',
  remedy: 'Deregister for 120 s, serve on after SIGTERM, and give the container a stop timeout of 30 to 120 s.',
  references: [ecsGuide('load-balancer-connection-draining'), issue('aws/containers-roadmap', 470)],
  coverage: [
    optionRule('stops that are over too soon', function* ({ application, loadBalancer, ports }) {
      const total = loadBalancer.deregistrationDelaySeconds + application.stopTimeoutSeconds;
      if (ports.some(takesUdp) && total < PROPAGATION_SECONDS) {
        yield {
          level: 'warning',
          option: 'loadBalancer.deregistrationDelaySeconds',
          message: `With the stop timeout it makes ${total} s, and the data plane sends to a removed target for 75 to 120 s: each deployment loses datagrams.`,
        };
      }
    }),
    { kind: 'template', finds: 'stops that are over too soon, or that Fargate does not take', check: hastyStops },
  ],
} satisfies Pitfall;
