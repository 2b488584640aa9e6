import { mask } from '../../src/credentials';
import { checkService, checkTemplates } from '../../src/pitfalls/check';
import { resolveService } from '../../src/service/resolve';
import { optionsError, Problems } from '../../src/util/problems';
import { synthesize } from '../support/synthesized';
import { credentials, harmless } from './support/corpus';

type Options = Parameters<typeof synthesize>[0];
const untyped = (options: unknown): Options => options as Options;

/** What a user reads when options are refused. */
function messageOf(options: unknown): string {
  try {
    synthesize(untyped(options));
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
  }
  return '';
}

const VALUE = ['hun', 'ter2'].join('');
const TOKEN = ['ghp', `a7${'bC3dE5fG'.repeat(4)}hi`].join('_');

describe('a value where the name of a secret belongs is refused and never printed', () => {
  test.each<[string, unknown]>([
    ['application.secrets.TOKEN', { application: { secrets: { TOKEN: VALUE } } }],
    ['application.secrets.TOKEN', { application: { secrets: { TOKEN: [VALUE] } } }],
    ['application.secrets.TOKEN.value', { application: { secrets: { TOKEN: { value: VALUE } } } }],
    [
      'application.secrets.TOKEN.ssmParameterName',
      { application: { secrets: { TOKEN: { ssmParameterName: `${VALUE} !` } } } },
    ],
    [
      'application.secrets.TOKEN.secretsManagerArn',
      { application: { secrets: { TOKEN: { secretsManagerArn: VALUE } } } },
    ],
    ['application.secrets', { application: { secrets: VALUE } }],
    ['application.secret', { application: { secret: { TOKEN: VALUE } } }],
    ['application.password', { application: { password: VALUE } }],
    ['application.environment', { application: { environment: [{ name: 'DB_PASSWORD', value: VALUE }] } }],
    ['application.environment', { application: { environment: [`DB_PASSWORD=${VALUE}`] } }],
    ['application.env', { application: { env: { DB_PASSWORD: VALUE } } }],
    ['application.environment.DB_PASSWORD', { application: { environment: { DB_PASSWORD: { value: VALUE } } } }],
    ['npmRegistry.token', { npmRegistry: { registry: 'https://npm.example.com', token: `${VALUE}-!` } }],
    ['npmRegistry.token', { npmRegistry: { registry: 'https://npm.example.com', token: TOKEN } }],
    ['stages[dev].application.secrets.T', { stages: [{ name: 'dev', application: { secrets: { T: VALUE } } }] }],
    ['port', { port: `postgres://dns:${VALUE}@db/zones` }],
  ])('%s', (option, options) => {
    const message = messageOf(options);
    expect(message).toContain(option);
    expect(message).not.toContain(VALUE);
    expect(message).not.toContain(TOKEN);
  });

  test('the form of a secret is told', () => {
    expect(messageOf({ application: { secrets: { TOKEN: VALUE } } })).toContain('{ ssmParameterName');
  });

  test('a cause that repeats the value is cleaned as well, and what cannot be JSON is told', () => {
    const problems = new Problems();
    problems.add({ subject: 'npmRegistry.token', value: VALUE, cause: `'${VALUE}' is long`, remedy: `Not ${VALUE}.` });
    problems.add({ subject: 'port', value: 53n, cause: 'a bigint', remedy: 'Give a number.' });
    const { message } = optionsError(problems.all);
    expect(message).not.toContain(VALUE);
    expect(message).toContain('port: "53n"');
  });
});

describe('a credential in the options', () => {
  const refused = { application: { environment: { DB_PASSWORD: VALUE } } };

  test('is refused with option, kind and remedy, and its value is not told', () => {
    const message = messageOf(refused);
    expect(message).toContain('application.environment.DB_PASSWORD: "***"');
    expect(message).toContain("'application.secrets.DB_PASSWORD'");
    expect(message).toContain('(P51)');
    expect(message).not.toContain(VALUE);
  });

  test('of one stage names the stage', () => {
    const stages = [{ name: 'prod', application: { command: ['dns', `--token=${TOKEN}`] } }];
    expect(messageOf({ stages })).toContain('stages[prod].application.command[1]: "***"');
  });

  test.each<[string, unknown]>([
    ['a tag', { tags: { owner: TOKEN } }],
    ['the name of a tag', { tags: { [TOKEN]: 'owner' } }],
    [
      'the host of an image',
      { image: { name: `dns:${VALUE}7@registry.example.com/dns`, registry: `https://a:${VALUE}@b.c` } },
    ],
    ['an option of the repository', { localCommand: `dns --password ${VALUE}` }],
    ['a description', { description: `built with ${TOKEN}` }],
  ])('%s', (_name, options) => {
    const message = messageOf(options);
    expect(message).not.toBe('');
    expect(message).not.toContain(VALUE);
    expect(message).not.toContain(TOKEN);
  });

  test('is accepted with a reason, in the template that is made of it as well', () => {
    const option = 'application.environment.DB_PASSWORD';
    const files = synthesize(
      untyped({ ...refused, acceptedFindings: [{ id: 'P51', resource: option, reason: 'the password of the demo' }] }),
    );
    expect(JSON.stringify(files['.projen/accepted-findings.json'])).toContain(option);
  });

  test('accepted elsewhere is still refused', () => {
    const acceptedFindings = [{ id: 'P51', resource: 'application.environment.OTHER', reason: 'x' }];
    expect(messageOf({ ...refused, acceptedFindings })).toContain('DB_PASSWORD');
  });
});

test('all of the corpus is refused or passes in a project, too', () => {
  const environmentOf = (samples: ReturnType<typeof credentials>) =>
    Object.fromEntries(samples.flatMap((one) => ('name' in one ? [[one.name, one.value]] : [])));
  expect(messageOf({ application: { environment: environmentOf(harmless()) } })).toBe('');
  const given = environmentOf(credentials());
  const message = messageOf({ application: { environment: given } });
  for (const [name, value] of Object.entries(given)) {
    expect(message).toContain(`application.environment.${name}: "***"`);
    expect(message).not.toContain(value);
  }
});

test('no credential of the corpus is left in a masked text', () => {
  for (const sample of credentials()) {
    if (!('name' in sample)) continue;
    const text = mask(`options: ${sample.name}=${sample.value} is wrong`);
    // a list of words has no end that could be known
    if (!/\s/.test(sample.value)) expect(text).not.toContain(sample.value);
  }
});

describe('a text of which only the beginning is looked at is told', () => {
  const LENGTH = 65_536 + 1_000;
  const long = 'zone '.repeat(LENGTH).slice(0, LENGTH - TOKEN.length) + TOKEN;
  const part = `It has ${LENGTH} characters. Credentials are looked for in the first 65536; the last 1000 were not looked at.`;
  const { service } = resolveService({ name: 'dns' });
  const inOptions = (given: object) =>
    checkService(service, given)
      .filter(({ pitfall }) => pitfall === 'P51')
      .map(({ level, option, message }) => ({ level, option, message }));

  test.each<[string, object]>([
    ['application.environment.ZONES', { application: { environment: { ZONES: long } } }],
    ['application.command', { application: { command: ['serve', long.slice('serve '.length)] } }],
    // each part is looked at, and not what they are together
    ['application.command', { application: { command: ['x'.repeat(33_000), 'y'.repeat(LENGTH - 33_001)] } }],
    ['description', { description: long }],
  ])('%s', (option, given) => {
    expect(inOptions(given)).toEqual([{ level: 'warning', option, message: part }]);
  });

  test('in the stage that has it, and none where all was looked at', () => {
    const stages = [{ name: 'prod', application: { environment: { ZONES: long } } }];
    expect(checkService(service, { stages })).toContainEqual(
      expect.objectContaining({ level: 'warning', option: 'application.environment.ZONES', stage: 'prod' }),
    );
    expect(inOptions({ application: { environment: { ZONES: long.slice(0, 65_536) } } })).toEqual([]);
  });

  test('in a template, too', () => {
    const container = {
      Name: 'dns',
      Image: 'dns',
      Environment: [{ Name: 'ZONES', Value: long }],
      Command: ['a', long],
    };
    const Properties = { ContainerDefinitions: [container] };
    const content = { Resources: { Task: { Type: 'AWS::ECS::TaskDefinition', Properties } } };
    const findings = checkTemplates([
      { id: 'service', name: 'service', file: 'service.json', content, lines: new Map() },
    ]);
    const found = findings.filter(({ pitfall }) => pitfall === 'P51');
    expect(found.map(({ level, message }) => [level, message])).toEqual([
      ['warning', `environment.ZONES of container dns: ${part}`],
      [
        'warning',
        `command of container dns: ${part.replace(String(LENGTH), String(LENGTH + 2)).replace('1000', '1002')}`,
      ],
    ]);
  });
});
