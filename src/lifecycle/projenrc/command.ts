/**
 * What migrations are started by. An upgrade runs the task of the version before it, so this never changes: it is the
 * way on which every later version reaches a repository.
 */
export const PRELOAD = ['--require', 'projen-udp-service/lib/preload.js'];

/** What renders instead of synthesizing; see `src/render.ts`. */
export const RENDER = ['--require', 'projen-udp-service/lib/render.js'];

/**
 * The options and the app are run without type-checking: the build checks types once, for everything. What is generated
 * is CommonJS, so the loader of ES modules, which starts a thread of its own, is left out.
 */
export const TYPESCRIPT_LOADER = ['--require', 'tsx/cjs'];

/** Arguments of Node.js that synthesize a repository by its options in TypeScript. */
export const PROJENRC_TS = [...PRELOAD, ...TYPESCRIPT_LOADER, '.projenrc.ts'];
