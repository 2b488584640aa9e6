import { assemblyOf, type TemplateSource } from '../cloudformation/evaluate/assembly';
import type { Service } from '../model/model';
import { type KnownPitfall, numberOf, pitfalls } from './catalogue';
import type { Finding } from './finding';
import { LEVELS, type OptionViolation, type TemplateViolation } from './pitfall';
import { Topology } from './template/topology';

/**
 * What the option rules find in a resolved service.
 *
 * @param given the options as the user wrote them: a rule over texts looks at each of them
 */
export function checkService(service: Service, given: object = {}): Finding[] {
  return sorted(
    pitfalls.flatMap((pitfall) =>
      pitfall.coverage
        .flatMap((coverage) => (coverage.kind === 'option' ? [...coverage.check(service, given)] : []))
        .map((violation) => inOptions(pitfall, violation)),
    ),
  );
}

/** What the template rules find in templates that are deployed together. */
export function checkTemplates(sources: readonly TemplateSource[]): Finding[] {
  const topology = new Topology(assemblyOf(sources));
  return sorted(
    pitfalls.flatMap((pitfall) =>
      pitfall.coverage
        .flatMap((coverage) => (coverage.kind === 'template' ? [...coverage.check(topology)] : []))
        .map((violation) => inTemplate(pitfall, violation)),
    ),
  );
}

function inOptions(
  pitfall: KnownPitfall,
  { isBinding, level, message, option, remedy, stage }: OptionViolation,
): Finding {
  return {
    pitfall: pitfall.id,
    level,
    title: pitfall.title,
    message,
    remedy: remedy ?? pitfall.remedy,
    option,
    ...(isBinding && { isBinding }),
    ...(stage === undefined ? {} : { stage }),
  };
}

function inTemplate(pitfall: KnownPitfall, { level, message, part, remedy, resource }: TemplateViolation): Finding {
  const { constructPath, line, logicalId, template, type } = resource;
  return {
    pitfall: pitfall.id,
    level,
    title: pitfall.title,
    message,
    remedy: remedy ?? pitfall.remedy,
    resource: {
      logicalId,
      type,
      stack: template.name,
      file: template.file,
      ...(line === undefined ? {} : { line }),
      ...(constructPath === undefined ? {} : { constructPath }),
    },
    ...(part === undefined ? {} : { part }),
  };
}

/** The heaviest first, then by number; one finding is told once. */
function sorted(findings: readonly Finding[]): Finding[] {
  const unique = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...unique.values()].sort(
    (left, right) =>
      LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level) || numberOf(left.pitfall) - numberOf(right.pitfall),
  );
}
