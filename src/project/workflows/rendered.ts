import type { github, IResolver } from 'projen';

/** What `YamlFile` renders with; protected there, because projen offers no hook on the text of a workflow. */
interface Renderer {
  synthesizeContent(resolver: IResolver): string | undefined;
}

/** Gives a workflow no permission of its own, so that each job names what it needs, and amends its text. */
export function amendWorkflow(workflow: github.GithubWorkflow, amend: (text: string) => string): void {
  const renderer = workflow.file as unknown as Renderer | undefined;
  if (!renderer) return;
  const render = renderer.synthesizeContent.bind(renderer);
  renderer.synthesizeContent = (resolver) => {
    const text = render(resolver);
    // the YAML writer drops empty objects, and without this line jobs would start from the repository's default token
    return text && amend(text.replace(/^jobs:$/m, 'permissions: {}\njobs:'));
  };
}
