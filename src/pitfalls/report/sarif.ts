import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pitfalls } from '../catalogue';
import type { Finding, FoundResource } from '../finding';
import type { Level, Pitfall } from '../pitfall';

/** How SARIF names the levels. */
const SARIF_LEVELS: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  advice: 'note',
};

/**
 * The findings as SARIF 2.1.0, as GitHub code scanning reads it. Accepted findings are left out: GitHub shows a
 * suppressed result like any other.
 *
 * @param acceptances what was accepted, and by what: the properties of the run, for who reads the file
 */
export function sarifReport(findings: readonly Finding[], informationUri: string, acceptances?: object): string {
  const used = pitfalls.filter(({ id }) => findings.some(({ pitfall }) => pitfall === id));
  const content = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'udp-service', informationUri, rules: used.map((pitfall) => toRule(pitfall, findings)) },
        },
        results: findings.map((finding) => toResult(finding, used)),
        columnKind: 'utf16CodeUnits',
        ...(acceptances === undefined ? {} : { properties: acceptances }),
      },
    ],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function toRule({ id, title, cause, remedy, references }: Pitfall, findings: readonly Finding[]): object {
  const level = findings.find(({ pitfall }) => pitfall === id)?.level ?? 'warning';
  const links = references.map((reference) => `- <${reference}>`).join('\n');
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: cause },
    help: {
      text: `${cause} ${remedy}\n${references.join('\n')}`,
      markdown: `**Cause.** ${cause}\n\n**Remedy.** ${remedy}\n\n${links}`,
    },
    ...(references[0] === undefined ? {} : { helpUri: references[0] }),
    defaultConfiguration: { level: SARIF_LEVELS[level] },
    properties: { tags: ['udp', 'nlb', 'ecs'], precision: 'high' },
  };
}

function toResult(finding: Finding, rules: readonly Pitfall[]): object {
  const { level, message, pitfall, remedy, resource } = finding;
  return {
    ruleId: pitfall,
    ruleIndex: rules.findIndex(({ id }) => id === pitfall),
    level: SARIF_LEVELS[level],
    message: { text: `${message} ${remedy}` },
    ...(resource === undefined ? {} : { locations: [toLocation(resource)] }),
    partialFingerprints: { primaryLocationLineHash: fingerprint(finding) },
  };
}

function toLocation({ constructPath, file, line, logicalId, type }: FoundResource): object {
  const location = isAbsolute(file)
    ? { uri: pathToFileURL(file).href }
    : { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
  const logical = { name: logicalId, fullyQualifiedName: constructPath ?? logicalId, kind: 'resource' };
  return {
    physicalLocation: { artifactLocation: location, region: { startLine: line ?? 1 } },
    logicalLocations: [{ ...logical, properties: { type } }],
  };
}

/** What stays the same when only lines move. */
function fingerprint({ message, option, pitfall, resource, stage }: Finding): string {
  const parts = [pitfall, stage, option, resource?.stack, resource?.logicalId, message];
  return `${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}:1`;
}
