import { type Note, removeOption, renameOptions, type ValueMap } from '../../../src/lifecycle/projenrc/edit-options';
import { edit, type Given, projenrcTs } from './support';

/** What becomes of the options of a `.projenrc.ts`, and what is said. */
function rename(given: Given, from: string, to: string, map?: ValueMap) {
  const { files, result } = edit(given, (projenrc) => renameOptions(projenrc, [{ from, to }], map));
  return { files, text: files['.projenrc.ts'], notes: result };
}

const places = (notes: readonly Note[]) => notes.map(({ place }) => place);

describe('an option gets another name', () => {
  test.each([
    ['plain', '  port: 53, // the resolver', '  listenerPort: 53, // the resolver'],
    ['in single quotes', "  'port': 53,", "  'listenerPort': 53,"],
    ['in double quotes', '  "port" : 53,', '  "listenerPort" : 53,'],
    ['computed from a text', "  ['port']: 53,", "  ['listenerPort']: 53,"],
    ['in shorthand', '  port,', '  listenerPort: port,'],
    [
      'beside comments',
      '  /* a */ port /* b */ : /* c */ 53 /* d */,',
      '  /* a */ listenerPort /* b */ : /* c */ 53 /* d */,',
    ],
    ['within a spread', '  ...{ port: 53 },', '  ...{ listenerPort: 53 },'],
    [
      'on a condition',
      '  ...(process.env.X ? { port: 53 } : {}),',
      '  ...(process.env.X ? { listenerPort: 53 } : {}),',
    ],
    [
      'and only there',
      "  name: 'port', tags: { port: '53' }, port: 53,",
      "  name: 'port', tags: { port: '53' }, listenerPort: 53,",
    ],
  ])('%s', (_, before, after) => {
    const source = projenrcTs(before, 'const port = 53;\n');
    expect(rename(source, 'port', 'listenerPort')).toMatchObject({
      text: source.replace(before, after),
      notes: [],
    });
  });

  test.each([
    ['a group', 'healthCheck.path', 'healthCheck.url', "  healthCheck: { path: '/' },", "  healthCheck: { url: '/' },"],
    [
      'every entry of a list',
      'ports[].probe',
      'ports[].question',
      '  ports: [{ probe: Probe.DNS }, { port: 1, probe: x }],',
      '  ports: [{ question: Probe.DNS }, { port: 1, question: x }],',
    ],
    [
      'lists in lists',
      'stages[].ports[].probe',
      'stages[].ports[].question',
      "  stages: [{ name: 'dev', ports: [{ probe: a }] }],",
      "  stages: [{ name: 'dev', ports: [{ question: a }] }],",
    ],
    [
      'what a function makes',
      'stages[].region',
      'stages[].where',
      "  stages: ['a', 'b'].map((name) => ({ name, region: 'eu-west-1' })),",
      "  stages: ['a', 'b'].map((name) => ({ name, where: 'eu-west-1' })),",
    ],
    [
      'what a list holds on a condition',
      'stages[].region',
      'stages[].where',
      "  stages: [...(x ? [{ name: 'a', region: r }] : [])],",
      "  stages: [...(x ? [{ name: 'a', where: r }] : [])],",
    ],
  ])('in %s', (_, from, to, before, after) => {
    const source = projenrcTs(before);
    expect(rename(source, from, to)).toMatchObject({ text: source.replace(before, after), notes: [] });
  });

  test('behind constants, with whatever reads them', () => {
    const source = projenrcTs(
      '  ports: [dns, { ...dns, name: "second" }],\n  ...common,\n  application: { environment: { PORT: String(dns.port) } },',
      `const dns = { name: 'dns', port: 53 } as const;
const settings = { group: { port: 5 } };
const common: StageOptions = { ports: list };
const list = [dns];
console.log(dns.port, dns['port'], settings.group.port, dns.name);
`,
    );
    const { text, notes } = rename(source, 'ports[].port', 'ports[].number');
    expect(notes).toEqual([]);
    expect(text).toBe(
      source
        .replace("{ name: 'dns', port: 53 }", "{ name: 'dns', number: 53 }")
        .replace("dns.port, dns['port'], settings", "dns.number, dns['number'], settings")
        .replace('String(dns.port)', 'String(dns.number)'),
    );
  });

  test('of the service and of its stages at once, where an object is used in both', () => {
    const source = projenrcTs(
      '  healthCheck: slow,\n  stages: [stage(1)],',
      "const slow = { path: '/' };\nconst stage = (x: number) => ({ healthCheck: x ? { ...slow } : { 'path': '/x' } });\nlog(slow.path);\n",
    );
    const { files, result } = edit(source, (projenrc) =>
      renameOptions(projenrc, [
        { from: 'healthCheck.path', to: 'healthCheck.url' },
        { from: 'stages[].healthCheck.path', to: 'stages[].healthCheck.url' },
      ]),
    );
    expect(result).toEqual([]);
    expect(files['.projenrc.ts']).toBe(
      source.replace('{ path:', '{ url:').replace("'path'", "'url'").replace('slow.path', 'slow.url'),
    );
  });

  test('in what a function of the file returns', () => {
    const source = projenrcTs(
      "  stages: [stage('dev'), stage('prod')],",
      `const stage = (name: string) => {
  if (name === 'prod') return { name, region: 'eu-west-1' };
  return { name, region: 'eu-central-1' };
};
`,
    );
    expect(rename(source, 'stages[].region', 'stages[].where')).toMatchObject({
      text: source.replaceAll('region:', 'where:'),
      notes: [],
    });
  });

  test.each([
    [
      'an alias',
      "import { UdpServiceProject as Service } from 'projen-udp-service';\nnew Service({ port: 1 }).synth();",
    ],
    ['a namespace', "import * as udp from 'projen-udp-service';\nnew udp.UdpServiceProject({ port: 1 }).synth();"],
    ['the preset', "import { AcmeUdp } from '@acme/udp';\nnew AcmeUdp({ port: 1 }).synth();"],
    [
      'a subclass',
      "import { UdpServiceProject } from 'projen-udp-service';\nclass Mine extends UdpServiceProject {}\nnew Mine({ port: 1 });",
    ],
    [
      'what a subclass passes on',
      "import { UdpServiceProject } from 'projen-udp-service';\nclass Mine extends UdpServiceProject {\n  constructor(options: O) {\n    super({ port: 1, ...options });\n  }\n}\nnew Mine({});",
    ],
    [
      'a variable',
      "import { UdpServiceProject } from 'projen-udp-service';\nconst options: UdpServiceProjectOptions = { port: 1 };\nnew UdpServiceProject(options);",
    ],
  ])('through %s', (_, source) => {
    expect(rename(source, 'port', 'listenerPort')).toMatchObject({
      text: source.replace('port: 1', 'listenerPort: 1'),
      notes: [],
    });
  });

  test('in JavaScript, by require', () => {
    const source =
      "const { UdpServiceProject } = require('projen-udp-service');\nnew UdpServiceProject({ port: 1 }).synth();\n";
    expect(rename({ '.projenrc.js': source }, 'port', 'listenerPort').files).toEqual({
      '.projenrc.js': source.replace('port: 1', 'listenerPort: 1'),
    });
    const module = "const udp = require('projen-udp-service');\nnew udp.UdpServiceProject({ port: 1 }).synth();\n";
    expect(rename({ '.projenrc.js': module }, 'port', 'listenerPort').files).toEqual({
      '.projenrc.js': module.replace('port: 1', 'listenerPort: 1'),
    });
  });

  test('in JSON', () => {
    const source =
      '{\n  "type": "projen-udp-service.UdpServiceProject",\n  "stages" : [ {"name":"dev","port" : 1} ]\n}\n';
    expect(rename({ '.projenrc.json': source }, 'stages[].port', 'stages[].number').files).toEqual({
      '.projenrc.json': source.replace('"port"', '"number"'),
    });
  });

  test('in files beside, by relative import', () => {
    const files = {
      '.projenrc.ts':
        "import { Mine } from './projenrc/mine';\nimport { ports } from './projenrc/ports.js';\nnew Mine({ ports });\n",
      'projenrc/mine.ts':
        "import { UdpServiceProject } from 'projen-udp-service';\nexport class Mine extends UdpServiceProject {\n  constructor(o: O) {\n    super({ ports: [{ port: 2 }], ...o });\n  }\n}\n",
      'projenrc/ports.ts': "export { dns as ports } from './more';\n",
      'projenrc/more.ts': 'export const dns = [{ port: 53 }];\n',
    };
    expect(rename(files, 'ports[].port', 'ports[].number')).toMatchObject({
      notes: [],
      files: {
        'projenrc/mine.ts': files['projenrc/mine.ts'].replace('port: 2', 'number: 2'),
        'projenrc/more.ts': 'export const dns = [{ number: 53 }];\n',
      },
    });
  });

  test('with a byte order mark and CRLF', () => {
    const source = `\uFEFF${projenrcTs('  port: 53,').replaceAll('\n', '\r\n')}`;
    expect(rename(source, 'port', 'listenerPort').text).toBe(source.replace('port: 53', 'listenerPort: 53'));
  });

  test('and another value', () => {
    const source = projenrcTs(
      "  ports: [{ wait: 30 }, { wait: '60' }, { wait: -1 }, { wait: minutes }],",
      'const minutes = f();\n',
    );
    const { text, notes } = rename(source, 'ports[].wait', 'ports[].waitMinutes', (value) =>
      typeof value === 'number' ? value / 60 : `${Number(value) / 60} min`,
    );
    expect(text).toContain(
      "[{ waitMinutes: 0.5 }, { waitMinutes: '1 min' }, { waitMinutes: -0.016666666666666666 }, { wait: minutes }]",
    );
    expect(notes).toEqual([{ place: '.projenrc.ts:5', text: expect.stringContaining('only a person can translate') }]);
  });

  test('a second time changes nothing', () => {
    const { text } = rename(projenrcTs('  port: 53,'), 'port', 'listenerPort');
    expect(rename(text, 'port', 'listenerPort')).toEqual({ files: {}, text: undefined, notes: [] });
  });
});

describe('is left alone, and named by file and line', () => {
  test.each([
    ['both names are there', '  port: 53,\n  listenerPort: 54,', '', '.projenrc.ts:4'],
    [
      'the object is passed to something else',
      '  ...common,',
      'const common = { port: 53 };\nlog(common);\n',
      '.projenrc.ts:2',
    ],
    [
      'the object is taken apart',
      '  ...common,',
      'const common = { port: 53 };\nconst { port } = common;\n',
      '.projenrc.ts:2',
    ],
    ['the value is computed', '  ...load(),', '', '.projenrc.ts:4'],
    ['the value comes from a package', '  ...defaults,', "import { defaults } from 'elsewhere';\n", '.projenrc.ts:5'],
    ['the object may be changed', '  ...common,', 'let common = { port: 53 };\n', '.projenrc.ts:5'],
    [
      'the object has a type of its own',
      '  ...common,',
      'interface Mine { port: number }\nconst common: Mine = { port: 53 };\n',
      '.projenrc.ts:6',
    ],
  ])('where %s', (_, options, before, place) => {
    const { files, notes } = rename(projenrcTs(options, before), 'port', 'listenerPort');
    expect(files).toEqual({});
    expect(places(notes)).toEqual([place]);
  });

  test('a class that is not of the template', () => {
    const source =
      "import { TypeScriptProject } from 'projen';\nclass UdpServiceProject {}\nnew TypeScriptProject({ port: 1 });\nnew UdpServiceProject({ port: 1 });\n";
    expect(rename(source, 'port', 'listenerPort')).toEqual({ files: {}, text: undefined, notes: [] });
  });

  test('a file that does not parse', () => {
    expect(() => rename(projenrcTs('  port: 53 54,'), 'port', 'listenerPort')).toThrow(
      /^\.projenrc\.ts:4: does not parse: .*Correct it/,
    );
  });
});

describe('an option moves to another group', () => {
  test.each([
    [
      'that is there',
      "  rollout: { grace: 1, other: 2 },\n  healthCheck: { path: '/' },",
      "  rollout: { other: 2 },\n  healthCheck: { path: '/', graceSeconds: 1 },",
    ],
    [
      'that is empty',
      '  rollout: { grace: 1, other: 2 },\n  healthCheck: {},',
      '  rollout: { other: 2 },\n  healthCheck: { graceSeconds: 1 },',
    ],
    [
      'that is not there yet',
      '  rollout: { other: 2, grace: 1 },\n  name: n,',
      '  rollout: { other: 2 },\n  healthCheck: { graceSeconds: 1 },\n  name: n,',
    ],
    [
      'and its own becomes empty',
      '  rollout: { grace: 1 }, // soon\n  name: n,',
      '  healthCheck: { graceSeconds: 1 }, // soon\n  name: n,',
    ],
    [
      'on lines of their own',
      "  rollout: {\n    // a\n    grace: 1, // b\n    other: 2,\n  },\n  healthCheck: {\n    path: '/',\n  },",
      "  rollout: {\n    // a\n    // b\n    other: 2,\n  },\n  healthCheck: {\n    path: '/',\n    graceSeconds: 1,\n  },",
    ],
  ])('%s', (_, before, after) => {
    const source = projenrcTs(before);
    expect(rename(source, 'rollout.grace', 'healthCheck.graceSeconds')).toMatchObject({
      text: source.replace(before, after),
      notes: [],
    });
  });

  test('from the outermost group and into it', () => {
    expect(rename(projenrcTs('  port: 53,\n  name: n,'), 'port', 'listener.port').text).toContain(
      '\n  listener: { port: 53 },\n  name: n,\n',
    );
    expect(rename(projenrcTs('  listener: { port: 53 },\n  name: n,'), 'listener.port', 'port').text).toContain(
      '\n  port: 53,\n  name: n,\n',
    );
  });

  test('in every stage, in JSON', () => {
    const source = '{ "stages": [{ "rollout": { "grace": 1 } }, { "rollout": { "grace": 2, "other": 1 } }] }';
    expect(
      rename({ '.projenrc.json': source }, 'stages[].rollout.grace', 'stages[].healthCheck.grace').files[
        '.projenrc.json'
      ],
    ).toBe(
      '{ "stages": [{ "healthCheck": { "grace": 1 } }, { "rollout": { "other": 1 }, "healthCheck": { "grace": 2 } }] }',
    );
  });

  test('but not out of an object of its own, nor over what is there', () => {
    const apart = rename(
      projenrcTs('  rollout,', 'const rollout = { grace: 1 };\n'),
      'rollout.grace',
      'healthCheck.grace',
    );
    expect(apart).toMatchObject({ files: {}, notes: [{ place: '.projenrc.ts:2' }] });
    const taken = rename(
      projenrcTs('  rollout: { grace: 1 }, healthCheck: { grace: 2 },'),
      'rollout.grace',
      'healthCheck.grace',
    );
    expect(taken).toMatchObject({ files: {}, notes: [{ place: '.projenrc.ts:4' }] });
  });
});

describe('an option is removed', () => {
  test.each([
    ['on a line of its own', '  a: 1,\n  old: 2,\n  b: 3,', '  a: 1,\n  b: 3,'],
    ['over several lines', '  a: 1,\n  old: {\n    x: 1,\n  },\n  b: 3,', '  a: 1,\n  b: 3,'],
    ['with comments around it, which stay', '  // why\n  old: 2, // since\n  b: 3,', '  // why\n  // since\n  b: 3,'],
    ['among others on one line', '  a: 1, old: 2, b: 3,', '  a: 1, b: 3,'],
    ['the last without a comma', '  a: 1,\n  old: 2', '  a: 1'],
    ['the last behind a comment', '  a: 1, // one\n  old: 2', '  a: 1, // one'],
    ['the only one', '  old: 2,\n', ''],
  ])('%s', (_, before, after) => {
    const source = projenrcTs(before);
    const { files, result } = edit(source, (projenrc) => removeOption(projenrc, ['old']));
    expect(files['.projenrc.ts']).toBe(source.replace(before, after));
    expect(result).toEqual([]);
  });

  test.each([
    ['the first', '{ "old": 1, "b": 2 }', '{ "b": 2 }'],
    ['the last', '{\n  "a": 1,\n  "old": 2\n}', '{\n  "a": 1\n}'],
    ['the only one', '{\n  "old": 2\n}', '{\n}'],
  ])('in JSON: %s', (_, before, after) => {
    const { files } = edit({ '.projenrc.json': before }, (projenrc) => removeOption(projenrc, ['old']));
    expect(files['.projenrc.json']).toBe(after);
    expect(() => JSON.parse(after)).not.toThrow();
  });

  test('unless it is read elsewhere', () => {
    const source = projenrcTs('  ...common,', 'const common = { old: 1 };\nconsole.log(common.old);\n');
    const { files, result } = edit(source, (projenrc) => removeOption(projenrc, ['old']));
    expect(files).toEqual({});
    expect(places(result)).toEqual(['.projenrc.ts:2']);
  });
});
