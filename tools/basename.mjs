/** All that the rules of secretlint use of `node:path`, which browsers do not have. */
export default { basename: (path) => path.split('/').at(-1) };
