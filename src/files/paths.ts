/** The findings of `impact` that somebody has acknowledged. */
export const ACKNOWLEDGEMENTS_FILE = '.udp-service/acknowledgements.json';
/** The test whose snapshots are the template's; those of other tests are their owner's. */
export const SNAPSHOT_TEST = 'test/stages.test.ts';
