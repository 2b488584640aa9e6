type Members = Readonly<Record<string, unknown>>;

/**
 * The names of parameters whose defaults refer to each other in a circle, the first one again at the end; `undefined`
 * where there is none. CloudFormation takes texts alone as defaults, so such a template was never deployed.
 */
export function parameterCycle(template: unknown): readonly string[] | undefined {
  const parameters = membersOf(membersOf(template).Parameters);
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | undefined => {
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    if (done.has(name) || !Object.hasOwn(parameters, name)) return undefined;
    for (const next of namesIn(membersOf(parameters[name]).Default)) {
      const cycle = visit(next, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(parameters)) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Names that an expression refers to. */
function namesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  return Object.entries(membersOf(node)).flatMap(([key, value]) => {
    if (key === 'Ref' && typeof value === 'string') return [value];
    if (key !== 'Fn::Sub') return namesIn(value);
    const [text, variables] = Array.isArray(value) ? value : [value];
    const names = typeof text === 'string' ? [...text.matchAll(/\$\{([^!}.][^}.]*)\}/g)].map(([, name]) => name) : [];
    return [...names, ...namesIn(variables)];
  });
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}
