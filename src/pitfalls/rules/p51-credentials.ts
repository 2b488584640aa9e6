import { mask } from '../../credentials';
import { credentialsInData, type Places } from '../../credentials/options';
import { unseenTextsIn } from '../../credentials/unseen';
import type { OptionViolation, Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import { credentialsOfTask } from '../template/credentials';
import type { Topology } from '../template/topology';

/** The pitfall of a credential that everybody reads. */
export const CREDENTIAL = 'P51';

const PLACES: Places = {
  maps: new Set(['environment', 'tags', 'labels']),
  commands: new Set(['command', 'entryPoint', 'localCommand']),
  // reasons are for people, and a credential in one is found where it stands
  ignored: new Set(['acceptedFindings', 'acknowledgements']),
};

const SHORTEN =
  'Put a text that is so long, packed or encoded into a file of the image or a parameter. Or look through the rest';

const STAGE = /^stages\[([^\]]*)\]\./;

function* inOptions(given: object): Iterable<OptionViolation> {
  for (const { kind, path } of credentialsInData(given, PLACES)) {
    const stage = STAGE.exec(path)?.[1];
    const option = mask(path.replace(STAGE, ''));
    yield {
      level: 'error',
      ...(stage === undefined ? {} : { stage }),
      option,
      message: `It holds a credential (${mask(kind)}), and everybody reads it who may read the repository, the template or the task definition.`,
      remedy: remedyOf(option),
    };
  }
  for (const { path, message } of unseenTextsIn(given, PLACES)) {
    const stage = STAGE.exec(path)?.[1];
    const option = mask(path.replace(STAGE, ''));
    const accepted = `acceptedFindings: [{ id: '${CREDENTIAL}', resource: '${option}', reason: '…' }]`;
    yield {
      level: 'warning',
      ...(stage === undefined ? {} : { stage }),
      option,
      message,
      remedy: `${SHORTEN}, and accept it: ${accepted}.`,
    };
  }
}

function remedyOf(option: string): string {
  const variable = /^application\.environment\.(\w+)$/.exec(option)?.[1];
  const place = variable === undefined ? "'application.secrets'" : `'application.secrets.${variable}'`;
  return (
    `Store it in Secrets Manager or as an SSM parameter, name that in ${place}, and replace the credential: it was written down. ` +
    `If it is none, accept it: acceptedFindings: [{ id: '${CREDENTIAL}', resource: '${option}', reason: '…' }].`
  );
}

function* inTemplates({ assembly }: Topology): Iterable<TemplateViolation> {
  for (const resource of assembly.ofType('AWS::ECS::TaskDefinition')) {
    for (const found of credentialsOfTask(resource)) {
      const part = mask(found.part);
      const place = found.container === undefined ? part : `${part} of container ${mask(found.container)}`;
      if ('unseen' in found) {
        const remedy = `${SHORTEN}, and accept ${CREDENTIAL} with a reason; its resource is "${part}".`;
        yield { level: 'warning', resource, part, message: `${place}: ${found.unseen}`, remedy };
      } else {
        yield {
          level: 'error',
          resource,
          part,
          message: `${place} holds a credential (${mask(found.kind)}), and everybody reads it who may read the template or describe the task definition.`,
          remedy:
            'Store it in Secrets Manager or as an SSM parameter, take it from there by Secrets of the container, and replace the credential. ' +
            `If it is none, accept ${CREDENTIAL} with a reason; its resource is "${part}".`,
        };
      }
    }
  }
}

export const pitfall = {
  id: CREDENTIAL,
  theme: 'Credentials',
  title: 'A credential stands in plain sight',
  cause:
    'Environment, command, labels and tags of a task are plain text in the repository, in the template and in the task definition, of which every revision is kept.',
  remedy:
    'Store the value in Secrets Manager or as an SSM parameter, name that as a secret of the container, and replace the credential.',
  references: [ecsGuide('specifying-sensitive-data'), ecsGuide('security-tasks-containers')],
  coverage: [
    {
      kind: 'option',
      finds:
        'credentials in every text of the options, also in JSON, YAML, XML, SQL and lines of a shell, in up to four codes (Base64, hexadecimal, gzip) and in the names of labels: by the rules of secretlint and gitleaks, by addresses with a password, by options of commands and by telling names in twenty languages. A password that stands under a name that tells nothing is not found. Told and not looked into: what is behind 64 KiB, packed otherwise or encoded more often',
      check: (_service, given) => inOptions(given),
    },
    {
      kind: 'template',
      finds:
        'credentials in environment, command, entry point, labels, tags, health command and log options of tasks; what was not looked into there',
      check: inTemplates,
    },
  ],
} satisfies Pitfall;
