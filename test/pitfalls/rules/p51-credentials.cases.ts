import type { OptionCases, TemplateCases } from '../support/cases';
import { all, containers, type Draft, properties, unchanged } from '../support/good';
import * as stage from '../support/stage';

const PASSWORD = ['hun', 'ter2'].join('');

const TOKEN = ['ghp', `a7${'bC3dE5fG'.repeat(4)}hi`].join('_');

const container =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[0], values);
  };

const variable = (Name: string, Value: Draft) => container({ Environment: [{ Name, Value }] });

const parameter =
  (name: string, declared: Draft) =>
  (t: Draft): void => {
    t.Parameters[name] = { Type: 'String', ...declared };
  };

export const options: OptionCases = {
  valid: {
    'harmless variables': stage.application({ environment: { AUTH_ENABLED: 'true', TOKEN_TTL: '60', PWD: '/srv' } }),
    'a command with a port': stage.application({ command: ['named', '-g', '-p', '5353'] }),
    'a tag': { tags: { owner: 'dns', 'cost-center': '4711' } },
  },
  invalid: {
    variable: [
      stage.application({ environment: { DB_PASSWORD: 'hunter2' } }),
      'error application.environment.DB_PASSWORD',
    ],
    command: [stage.application({ command: ['dns', '--password', 'hunter2'] }), 'error application.command[2]'],
    tag: [{ tags: { password: 'hunter2' } }, 'error tags.password'],
  },
};

export const template: TemplateCases = {
  valid: {
    'no environment': unchanged,
    'a switch': variable('AUTH_ENABLED', 'true'),
    'an open value': all(parameter('Password', { NoEcho: true }), variable('DB_PASSWORD', { Ref: 'Password' })),
    'an address whose password is open': all(
      parameter('Password', { NoEcho: true }),
      variable('DATABASE', { 'Fn::Sub': 'postgres://dns:${Password}@db.example.com/zones' }),
    ),
    'a dynamic reference': variable('DB_PASSWORD', '{{resolve:secretsmanager:dns/db}}'),
    'the ARN of a secret': container({
      Secrets: [
        { Name: 'TOKEN', ValueFrom: { 'Fn::Sub': 'arn:aws:ssm:eu-west-1:${AWS::AccountId}:parameter/dns/token' } },
      ],
    }),
    'a branch that cannot be': all(
      (t) => {
        t.Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
      },
      variable('DB_PASSWORD', { 'Fn::If': ['Never', PASSWORD, { Ref: 'AWS::NoValue' }] }),
    ),
    'an open list': all(
      parameter('Command', { Type: 'CommaDelimitedList' }),
      container({ Command: { Ref: 'Command' } }),
    ),
    'log options that name things': container({
      LogConfiguration: { LogDriver: 'awslogs', Options: { mode: 'non-blocking', 'awslogs-group': 'dns-token' } },
    }),
  },
  invalid: {
    'a password by the name of its variable': [variable('DB_PASSWORD', PASSWORD), 'error Task'],
    'a token whatever its variable is called': [variable('REPOSITORY', TOKEN), 'error Task'],
    'the default of a parameter': [
      all(parameter('Password', { Default: PASSWORD }), variable('DB_PASSWORD', { Ref: 'Password' })),
      'error Task',
    ],
    'an address with an open host': [
      all(
        parameter('Host', {}),
        variable('DATABASE', { 'Fn::Join': ['', [`postgres://dns:${PASSWORD}@`, { Ref: 'Host' }, '/zones']] }),
      ),
      'error Task',
    ],
    'a branch of an open condition': [
      all(
        parameter('Stage', {}),
        (t) => {
          t.Conditions = { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } };
        },
        variable('DB_PASSWORD', { 'Fn::If': ['Prod', { Ref: 'AWS::NoValue' }, PASSWORD] }),
      ),
      'error Task',
    ],
    'an option of the command': [container({ Command: ['dns', `--password=${PASSWORD}`] }), 'error Task'],
    'the entry point': [container({ EntryPoint: ['sh', '-c', `TOKEN=${TOKEN} exec dns`] }), 'error Task'],
    'a label': [container({ DockerLabels: { 'com.example.apiKey': TOKEN } }), 'error Task'],
    'a log option': [
      container({
        LogConfiguration: { LogDriver: 'splunk', Options: { 'splunk-token': `${PASSWORD}-${PASSWORD}` } },
      }),
      'error Task',
    ],
    'the secret where its ARN belongs': [container({ Secrets: [{ Name: 'T', ValueFrom: TOKEN }] }), 'error Task'],
    'a tag': [
      (t) => {
        properties(t, 'Task').Tags = [{ Key: 'db-password', Value: PASSWORD }];
      },
      'error Task',
    ],
  },
};
