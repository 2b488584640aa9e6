import { expressionsIn, type Reference, referencesIn } from '../workflow-model';
import { commandLines, type Rules, references, steps } from './rule';

/** What scripts say. */
export const SCRIPT_RULES: Rules = {
  *injection({ workflow }) {
    for (const { step, where } of steps(workflow)) {
      const script = step.uses?.includes('/github-script@') ? step.with?.script : step.run;
      for (const reference of expressionsIn(String(script ?? '')).flatMap(referencesIn)) {
        if (!isHarmless(reference)) {
          const name = reference.join('.');
          yield { where, message: `puts \${{ ${name} }} into a script, where its text runs as code: pass it by env` };
        }
      }
    }
  },

  /** A line break in a text of somebody's choice begins another output, or another variable of the steps that follow. */
  *'output-injection'({ workflow }) {
    for (const { step, where } of steps(workflow)) {
      const variables = Object.entries(step.env ?? {}).flatMap(([name, value]) =>
        references(value).some(isWrittenByAnybody) ? name : [],
      );
      for (const line of commandLines(step.run).filter((one) => />>\s*"?\$\{?GITHUB_(OUTPUT|ENV|PATH)\b/.test(one))) {
        for (const name of variables.filter((one) => new RegExp(`\\$\\{?${one}\\b`).test(line))) {
          yield {
            where,
            message: `writes ${name} into an environment file, where a line break in it begins another entry`,
          };
        }
      }
    }
  },

  /** A package's script runs with the rights of the job before anything has looked at the package. */
  *'dependency-scripts'({ workflow }) {
    for (const { step, where } of steps(workflow)) {
      for (const line of commandLines(step.run).filter((one) => INSTALLS.test(one) && !WITHOUT_SCRIPTS.test(one))) {
        yield { where, message: `"${line}" runs the scripts of dependencies: add --ignore-scripts` };
      }
    }
  },

  /** Only what a lockfile names is run: nothing else is the same tomorrow. */
  *'locked-command'({ workflow }) {
    for (const { step, where } of steps(workflow)) {
      for (const line of commandLines(step.run).filter((one) => !ONLY_TELLS.test(one))) {
        for (const [fetched] of line.matchAll(FETCHES)) {
          yield { where, message: `"${fetched.trim()}" fetches what no lockfile names` };
        }
      }
    }
  },
};

/** A message names commands that people run; nothing in it is run. */
const ONLY_TELLS = /^echo "(?:[^"`$]|\$(?!\())*"(?: >> "\$\w+")?$/;

const INSTALLS = /\b(npm (ci|install|i|add|update|rebuild)|(pnpm|yarn) (install|add|up|update|upgrade|rebuild))\b/;
const WITHOUT_SCRIPTS = /--ignore-scripts\b|--mode=skip-build\b|^echo /;

/** Commands that bring a program or package which is not locked. */
export const FETCHES = new RegExp(
  [
    /\bnpx (?!--no-install\b)\S+/,
    /\bnpm (exec|x|init|create|link) \S+/,
    /\bnpm (install|i|add)\b(?=.* (-g|--global|[\w@][^\s-]*@))/,
    /\b(pnpm|yarn) (dlx|create)\b/,
    /\bpnpx\b/,
    /\bcorepack\b/,
    /\bpip3? install\b/,
    /\bapt(-get)? install\b/,
    /\b(curl|wget)\b.*\|\s*(sudo )?(ba)?sh\b/,
    /\bdocker (run|pull)\b(?!.*@sha256:)/,
  ]
    .map(({ source }) => `(?:${source})`)
    .join('|'),
  'g',
);

/** Text that only GitHub itself writes, in a form that no shell reads as code. */
function isHarmless(reference: Reference): boolean {
  return /^(runner\.(os|arch|temp|tool_cache)|github\.(action_path|api_url|job|repository_id|repository_owner_id|run_attempt|run_id|run_number|server_url|sha|workspace)|job\.status|steps\.[^.]+\.(outcome|conclusion)|needs\.[^.]+\.result)$/.test(
    reference.join('.'),
  );
}

/** Text that whoever opens a pull request, names a branch or starts a workflow has written. */
function isWrittenByAnybody(reference: Reference): boolean {
  return /^(inputs\.|github\.(event\.|head_ref|base_ref|ref_name|ref$|actor|triggering_actor))/.test(
    reference.join('.'),
  );
}
