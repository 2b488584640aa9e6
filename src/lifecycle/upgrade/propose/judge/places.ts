import { DEFINITION, TEMPLATE_SOURCES, TEMPLATE_TESTS } from '../../../../files/paths';

/** Names that tell no tool to read or run a file, but `import` alone: small letters, no second ending. */
const FOLDERS = '(?:[a-z][a-z0-9-]*/)*';
const MODULE = '[a-z][a-z0-9-]*';

/** The folders of the template, in which nothing else may stand. */
const OWN = [
  new RegExp(`^${TEMPLATE_SOURCES}/${FOLDERS}${MODULE}\\.ts$`),
  new RegExp(`^${TEMPLATE_TESTS}/${FOLDERS}${MODULE}(?:\\.test)?\\.ts$`),
];

/** What the template writes outside of its folders in some repositories and not in others. */
const SINGLE = new Set([
  '.projen/accepted-findings.json',
  DEFINITION,
  'docs/service.md',
  'health/Dockerfile',
  'health/gate.py',
  'images.json',
  'smoke-test/courier.py',
]);

/** Where a migration may leave what lay elsewhere: sources and tests, by names that mean nothing to a tool. */
const KEPT = new RegExp(`^(?:src|test)/${FOLDERS}${MODULE}(?:\\.test)?\\.ts$`);

/**
 * Whether an upgrade may put a new file there. The manifest of a patch comes with the patch and proves nothing, so this is
 * what the installed version knows of the template: a file anywhere else could be one that a tool, an agent or GitHub
 * reads.
 */
export function mayBeNew(path: string): boolean {
  return SINGLE.has(path) || OWN.some((place) => place.test(path));
}

/** Whether a migration may move a file there whose content stays. */
export function mayBeMovedTo(path: string): boolean {
  return mayBeNew(path) || KEPT.test(path);
}
