import { renameEnumMember } from '../../../src/lifecycle/projenrc/enums';
import { movePins } from '../../../src/lifecycle/projenrc/pins';
import { edit, projenrcTs, TYPES } from './support';

describe('a member of an enum gets another name', () => {
  const rename = (given: Parameters<typeof edit>[0]) =>
    edit(given, (projenrc) => renameEnumMember(projenrc, TYPES, 'Protocol', 'UDP', 'DATAGRAM')).files;

  test('wherever it stands, in quotes, by alias, namespace and preset', () => {
    const source = projenrcTs(
      "  protocol: Protocol.UDP, ports: [{ protocol: Protocol['UDP'] }, { protocol: P.UDP }, { protocol: udp.Protocol.UDP }, { protocol: Acme.UDP }],",
      "import { Protocol as P } from 'projen-udp-service';\nimport * as udp from 'projen-udp-service';\nimport { Protocol as Acme } from '@acme/udp';\n",
    );
    expect(rename(source)['.projenrc.ts']).toBe(
      source
        .replace('Protocol.UDP, ports', 'Protocol.DATAGRAM, ports')
        .replace("['UDP']", "['DATAGRAM']")
        .replace('P.UDP }', 'P.DATAGRAM }')
        .replace('udp.Protocol.UDP', 'udp.Protocol.DATAGRAM')
        .replace('Acme.UDP', 'Acme.DATAGRAM'),
    );
  });

  test('but no other enum, and nothing that shadows it', () => {
    const source = "import { Other as Protocol } from 'elsewhere';\nconst x = Protocol.UDP;\n";
    expect(rename(source)).toEqual({});
    const shadowed = projenrcTs('', 'function f(Protocol: { UDP: number }) {\n  return Protocol.UDP;\n}\n');
    expect(rename(shadowed)).toEqual({});
  });
});

describe('what is held at a version', () => {
  const move = (given: Parameters<typeof edit>[0]) =>
    edit(given, (projenrc) => movePins(projenrc, { 'projen-udp-service': '1.3.0', '@acme/udp': '2.0.0' }));

  test('moves with its operator, in options and in calls', () => {
    const source = `${projenrcTs(
      "  devDeps: ['projen-udp-service@1.2.0', \"@acme/udp@^1.0.0\", 'left-pad@1.0.0', 'projen-udp-service', ...more],",
      "const more = ['projen-udp-service@~1.2.0'];\n",
    )}project.addDevDeps('projen-udp-service@file:./x.tgz');\n`;
    const { files, result } = move(source);
    expect(files['.projenrc.ts']).toBe(
      source
        .replace("'projen-udp-service@1.2.0'", "'projen-udp-service@1.3.0'")
        .replace('@acme/udp@^1.0.0', '@acme/udp@^2.0.0')
        .replace('@~1.2.0', '@~1.3.0')
        .replace('@file:./x.tgz', '@1.3.0'),
    );
    expect(result.map(({ place }) => place)).toEqual([
      '.projenrc.ts:5',
      '.projenrc.ts:5',
      '.projenrc.ts:2',
      '.projenrc.ts:8',
    ]);
  });

  test('moves in JSON, and stays where it is the version already', () => {
    expect(move({ '.projenrc.json': '{ "devDeps": ["projen-udp-service@1.2.0"] }' }).files).toEqual({
      '.projenrc.json': '{ "devDeps": ["projen-udp-service@1.3.0"] }',
    });
    expect(move(projenrcTs("  devDeps: ['projen-udp-service@1.3.0'],"))).toEqual({ files: {}, result: [] });
  });
});
