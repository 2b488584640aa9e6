/** The findings of `impact` that somebody has acknowledged. */
export const ACKNOWLEDGEMENTS_FILE = '.udp-service/acknowledgements.json';
/** The findings of `check` that the options accept. */
export const ACCEPTED_FINDINGS = '.projen/accepted-findings.json';
/** The folders of a generated repository whose files are the template's; what stands beside them is the user's. */
export const TEMPLATE_SOURCES = 'src/template';
export const TEMPLATE_TESTS = 'test/template';
/** The entry point of the CDK app: the one file of the template outside its folder. */
export const ENTRY_POINT = 'src/main.ts';
/** The user's hooks into the stacks. */
export const EXTENSIONS = 'src/extensions.ts';
/** The resolved service: typed data, of which the right side is JSON. */
export const DEFINITION = `${TEMPLATE_SOURCES}/service.ts`;
/** How the copy of a file is called that its user wrote and the template writes from a migration on. */
export const KEPT_ENDING = '.mine';
/** The test whose snapshots are the template's; those of other tests are their owner's. */
export const SNAPSHOT_TEST = `${TEMPLATE_TESTS}/stages.test.ts`;
/**
 * The same test in whatever folder the version of the template has it that wrote a manifest: a version cannot know where
 * the next one has it, and what lies there is judged by its content.
 */
export function snapshotTestIn(files: Readonly<Record<string, unknown>>): string {
  return Object.keys(files).find((path) => /^test\/(?:.+\/)?stages\.test\.ts$/.test(path)) ?? SNAPSHOT_TEST;
}

/** Where Jest keeps the snapshots of a test. */
export function snapshotsOf(test: string): string {
  return test.replace(/([^/]+)$/, '__snapshots__/$1.snap');
}
