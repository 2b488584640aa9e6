import { github, type IResolver } from 'projen';
import { commentVersions } from './actions';

/** What `YamlFile` renders with; protected there, because projen offers no hook on the text of a workflow. */
interface Renderer {
  synthesizeContent(resolver: IResolver): string | undefined;
}

/** A workflow that has no permission of its own (each job names what it needs) and shows the versions of its actions. */
export class ServiceWorkflow extends github.GithubWorkflow {
  public constructor(scope: github.GitHub, name: string, options: github.GithubWorkflowOptions = {}) {
    super(scope, name, options);
    const renderer = this.file as unknown as Renderer | undefined;
    if (!renderer) return;
    const render = renderer.synthesizeContent.bind(renderer);
    renderer.synthesizeContent = (resolver) => {
      const text = render(resolver);
      // the YAML writer drops empty objects, and without this line jobs would start from the repository's default token
      return text && commentVersions(text.replace(/^jobs:$/m, 'permissions: {}\njobs:'));
    };
  }
}
