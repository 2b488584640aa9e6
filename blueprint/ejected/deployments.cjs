"use strict";

// src/cli/deployments/script.ts
var import_node_util2 = require("node:util");

// src/expected-error.ts
var ExpectedError = class extends Error {
};

// src/file-error.ts
var import_node_path = require("node:path");

// src/ownership/atomic.ts
var TEMPORARY = ".udp-service.tmp";

// src/file-error.ts
var CAUSES = {
  EACCES: ["you have no right to it", "Give yourself the right (chmod, chown), then run this again"],
  EPERM: ["you have no right to it", "Give yourself the right (chmod, chown), then run this again"],
  EROFS: ["it lies on a file system that is read-only", "Work on a copy that can be written"],
  EISDIR: ["it is a folder, and a file is expected", "Move it away, then run this again"],
  ENOTDIR: ["a part of its path is a file, and a folder is expected", "Move that away, then run this again"],
  ENOENT: ["it is not there, or its folder is not", "Create it or correct the path, then run this again"],
  ENOSPC: ["the disk is full", "Make room, then run this again"],
  EMFILE: ["too many files are open", "Close some, or raise the limit (ulimit -n), then run this again"]
};
function fileErrorText(error, directory) {
  const { code: code2 = "", path, dest } = Object(error);
  const [cause, remedy] = CAUSES[code2] ?? [];
  const file = (dest ?? path)?.replace(TEMPORARY, "");
  if (cause === void 0 || file === void 0) return void 0;
  const inside = (0, import_node_path.relative)(directory, file);
  return `${inside === "" || inside.startsWith("..") ? file : inside}: ${cause} (${code2}). ${remedy}.`;
}

// src/cli/exit.ts
var UsageError = class extends ExpectedError {
};

// src/cli/deployments/operations.ts
var import_node_fs8 = require("node:fs");
var import_node_os2 = require("node:os");
var import_node_path6 = require("node:path");

// src/delivery/deployments/order.ts
function judgeOrder(question) {
  const { last, toLast, toMain, isOnBranch, isStartedByHand } = question;
  if (toLast === "identical" || toLast === "ahead") return { kind: "forward" };
  const cause = toLast === "behind" ? "it is older" : "neither of them holds the other";
  const replaced = `The commit ${short(last.commit)}, deployed last by run ${last.run}, is not part of this one: what it changed is taken away.`;
  if (last.isOnBranch) {
    return toLast !== "behind" && !isOnBranch && isStartedByHand ? { kind: "forward", note: replaced } : { kind: "refused", cause };
  }
  if (isOnBranch && toMain === "behind") {
    return { kind: "refused", cause: "it is older than what the default branch has deployed before" };
  }
  const mayPass = isStartedByHand || isOnBranch && toLast !== "behind";
  return mayPass ? { kind: "forward", note: replaced } : { kind: "refused", cause };
}
function short(commit) {
  return commit.slice(0, 7);
}

// src/delivery/digest.ts
var import_node_crypto = require("node:crypto");
var import_node_fs = require("node:fs");
var import_promises = require("node:stream/promises");
var DIGEST = /^[0-9a-f]{64}$/;
async function digestOf(file) {
  const hash = (0, import_node_crypto.createHash)("sha256");
  await (0, import_promises.pipeline)((0, import_node_fs.createReadStream)(file), hash);
  return hash.digest("hex");
}

// src/delivery/deployments/record.ts
var COMMIT = /^[0-9a-f]{40}$/;
function prefixOf(service, stage) {
  return `udp-service/${service}/${stage}/`;
}
function lastKey(service, stage) {
  return `${prefixOf(service, stage)}last.json`;
}
function runPrefix(service, stage, run2) {
  return `${prefixOf(service, stage)}runs/${run2}-`;
}
function recordKey({ service, stage, run: run2, attempt }) {
  return `${runPrefix(service, stage, run2)}${attempt}.json`;
}
var NoRecord = class extends Error {
};
function readStart(text, service, stage) {
  const value = fieldsOf(text);
  const start = {
    service: textIn(value, "service"),
    stage: textIn(value, "stage"),
    commit: textIn(value, "commit", COMMIT),
    run: numberIn(value, "run"),
    attempt: numberIn(value, "attempt"),
    time: textIn(value, "time", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    ...value.rollbackOf !== void 0 && { rollbackOf: numberIn(value, "rollbackOf") },
    ...value.mainCommit !== void 0 && { mainCommit: textIn(value, "mainCommit", COMMIT) }
  };
  if (start.service !== service || start.stage !== stage) {
    throw new NoRecord(`it is of the stage ${start.stage} of ${start.service}`);
  }
  return start;
}
function readDeployment(text, service, stage) {
  const value = fieldsOf(text);
  return {
    ...readStart(text, service, stage),
    digest: textIn(value, "digest", DIGEST),
    author: textIn(value, "author"),
    actor: textIn(value, "actor"),
    image: textIn(value, "image")
  };
}
function fieldsOf(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NoRecord("it is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NoRecord("it is no JSON object");
  return value;
}
function textIn(value, name, form = /^[\s\S]{0,2000}$/) {
  const text = value[name];
  if (typeof text !== "string" || !form.test(text)) throw new NoRecord(`its '${name}' is not what it has to be`);
  return text;
}
function numberIn(value, name) {
  const number = value[name];
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) {
    throw new NoRecord(`its '${name}' is no number of that kind`);
  }
  return number;
}

// src/delivery/deployments/begin.ts
async function beginDeployment(beginning) {
  const { service, stage, context, history, store, back, now } = beginning;
  const sentences = [];
  const recorded = await readLast(beginning);
  const last = recorded ?? await lastOfApi(history, sentences);
  const commit = back?.commit ?? context.commit;
  const isOnBranch = await history.isOnBranch(commit);
  if (back !== void 0) {
    sentences.push(
      `${stage}: goes back${last === void 0 ? "" : ` from commit ${short(last.commit)} (run ${last.run})`} to commit ${short(back.commit)}, as run ${back.run} deployed it.`
    );
  } else if (last === void 0) {
    sentences.push(`${stage}: no earlier deployment is known, so none is newer than commit ${short(commit)}.`);
  } else {
    sentences.push(...await forward(beginning, last, isOnBranch));
  }
  const start = {
    service,
    stage,
    commit,
    run: context.run,
    attempt: context.attempt,
    ...back && { rollbackOf: back.run },
    time: now().toISOString(),
    ...mainCommit(isOnBranch ? commit : last?.mainCommit)
  };
  await store.put(lastKey(service, stage), `${JSON.stringify(start)}
`);
  return { sentences };
}
function mainCommit(commit) {
  return commit === void 0 ? {} : { mainCommit: commit };
}
async function readLast({ service, stage, store }) {
  const key = lastKey(service, stage);
  const text = await store.get(key);
  if (text === void 0) return void 0;
  try {
    return readStart(text, service, stage);
  } catch (error) {
    if (!(error instanceof NoRecord)) throw error;
    throw new ExpectedError(
      `${store.place}/${key}: does not tell what was deployed to ${stage} last: ${error.message}. Somebody else wrote it. Find out who (AWS CloudTrail, versions of the object), restore the version before it, or delete it; then GitHub is asked.`
    );
  }
}
async function lastOfApi(history, sentences) {
  sentences.push(
    `${history.stage}: nothing is recorded in its account yet, so GitHub is asked what was deployed last; deployments of workstations are not known there.`
  );
  for await (const { run: run2, workflow } of history.changes()) {
    if (workflow === "rollback") {
      sentences.push(`Run ${run2.id} was a rollback; GitHub does not tell to which commit.`);
      continue;
    }
    return { commit: run2.head_sha, run: run2.id, mainCommit: run2.head_sha };
  }
  return void 0;
}
async function forward({ stage, context, history }, last, isOnBranch) {
  const { commit } = context;
  const { api } = history;
  const order = judgeOrder({
    commit,
    isOnBranch,
    last: { ...last, isOnBranch: await history.isOnBranch(last.commit) },
    toLast: await api.relation(last.commit, commit),
    // one that was taken out of the history since tells nothing
    ...last.mainCommit !== void 0 && await history.isOnBranch(last.mainCommit) && { toMain: await api.relation(last.mainCommit, commit) },
    isStartedByHand: context.event === "workflow_dispatch" && context.attempt === 1
  });
  if (order.kind === "refused") {
    throw new ExpectedError(
      `stage ${stage}: commit ${short(commit)} is not deployed over commit ${short(last.commit)}, which run ${last.run} deployed last: ${order.cause}. To go back, use the workflow rollback. To go on, run the workflow deploy for the newest commit of ${history.branch}.`
    );
  }
  const follows = `${stage}: commit ${short(commit)} follows commit ${short(last.commit)}, which run ${last.run} deployed last.`;
  return [order.note ?? follows];
}

// src/delivery/deployments/finish.ts
var import_node_fs2 = require("node:fs");
async function recordDeployment(finished) {
  const { service, stage, context, store, tar, image, commit, back, now } = finished;
  if (!(0, import_node_fs2.existsSync)(tar)) {
    throw new ExpectedError(
      `${tar}: is not there, so what was deployed to ${stage} cannot be recorded. Name the tar of the assembly.`
    );
  }
  const record2 = {
    service,
    stage,
    commit: back?.commit ?? context.commit,
    run: context.run,
    attempt: context.attempt,
    ...back && { rollbackOf: back.run },
    time: now().toISOString(),
    digest: await digestOf(tar),
    author: commit?.author ?? "unknown",
    actor: context.actor,
    image
  };
  await store.put(recordKey(record2), `${JSON.stringify(record2)}
`);
  return record2;
}

// src/delivery/kept.ts
var RECORD = "udp-service.json";
function artifactOf(stage) {
  return `deployed-${stage}`;
}
var KEPT_TAR = "cdk.out.tgz";
var KEPT_FOLDER = "cdk.out";
var DEPLOYING_WORKFLOWS = ["deploy", "rollback"];
function workflowFile(workflow) {
  return `.github/workflows/${workflow}.yml`;
}
function jobNameOf(workflow, stage) {
  return workflow === "deploy" ? `Deploy ${stage}` : `Roll ${stage} back`;
}
var DEPLOY_STEP = "Deploy";
var KEEP_STEP = "Keep what was deployed";
var ASSEMBLY_ARTIFACT = "assembly";

// src/delivery/deployments/api.ts
var PAGE = 100;
var RepositoryApi = class {
  constructor(github, name) {
    this.github = github;
    this.name = name;
  }
  github;
  name;
  relations = /* @__PURE__ */ new Map();
  async repository() {
    return this.github.get(`repos/${this.name}`);
  }
  /** The newest commit of a branch: asked of the branches, because a tag may have the same name. */
  async head(branch) {
    const answer = await this.github.get(
      `repos/${this.name}/branches/${encodeURIComponent(branch)}`
    );
    return answer?.commit.sha;
  }
  /** How `head` lies to `base`: `ahead` where it holds it and more. */
  relation(base, head) {
    const key = `${base}...${head}`;
    const known2 = this.relations.get(key) ?? this.compare(key);
    this.relations.set(key, known2);
    return known2;
  }
  async commit(sha) {
    const answer = await this.github.get(`repos/${this.name}/commits/${sha}`);
    if (answer === void 0) return void 0;
    const { message, author } = answer.commit;
    const login = answer.author?.login;
    return {
      subject: message.split("\n", 1)[0],
      author: login === void 0 ? `${author?.name ?? "unknown"} (no account on GitHub)` : login,
      date: author?.date ?? "unknown"
    };
  }
  run(id) {
    return this.github.get(`repos/${this.name}/actions/runs/${id}`);
  }
  /** Runs of a workflow file, the newest first. */
  runs(file) {
    return this.pages(`actions/workflows/${file}/runs`, "workflow_runs");
  }
  /** The jobs of every attempt of a run. */
  jobs(run2) {
    return this.pages(`actions/runs/${run2}/jobs?filter=all`, "jobs");
  }
  /** Artifacts of a name, of every run. */
  artifacts(name) {
    return this.pages(`actions/artifacts?name=${encodeURIComponent(name)}`, "artifacts");
  }
  /** Artifacts of a run. */
  artifactsOf(run2) {
    return this.pages(`actions/runs/${run2}/artifacts`, "artifacts");
  }
  download(run2, artifact, directory) {
    return this.github.download(this.name, run2, artifact, directory);
  }
  async compare(basehead) {
    const answer = await this.github.get(`repos/${this.name}/compare/${basehead}?per_page=1`);
    return answer?.status ?? "unknown";
  }
  async *pages(path, member) {
    const start = `repos/${this.name}/${path}${path.includes("?") ? "&" : "?"}per_page=${PAGE}`;
    for (let page = 1; ; page++) {
      const answer = await this.github.get(`${start}&page=${page}`);
      const items = answer?.[member] ?? [];
      yield* items;
      if (items.length < PAGE) return;
    }
  }
};

// src/delivery/deployments/history.ts
var EVENTS = ["push", "workflow_dispatch"];
var DeploymentHistory = class _DeploymentHistory {
  constructor(api, stage, repositoryId, branch, head) {
    this.api = api;
    this.stage = stage;
    this.repositoryId = repositoryId;
    this.branch = branch;
    this.head = head;
  }
  api;
  stage;
  repositoryId;
  branch;
  head;
  /** @throws ExpectedError where the repository or its default branch cannot be read */
  static async open(github, repository, stage) {
    const api = new RepositoryApi(github, repository);
    const known2 = await api.repository();
    const head = known2 && await api.head(known2.default_branch);
    if (known2 === void 0 || head === void 0) {
      throw new ExpectedError(
        `${repository}: ${known2 === void 0 ? "the repository" : `its branch ${known2.default_branch}`} cannot be read. Check the name and the permissions of the token ('contents: read' and 'actions: read').`
      );
    }
    return new _DeploymentHistory(api, stage, known2.id, known2.default_branch, head);
  }
  /** Whether a commit is part of the default branch. */
  async isOnBranch(commit) {
    const relation = await this.api.relation(this.head, commit);
    return relation === "behind" || relation === "identical";
  }
  /** Deployments of the stage that are kept, the newest artifacts first. */
  async *kept(isWanted = () => true) {
    const artifacts = [];
    for await (const artifact of this.api.artifacts(artifactOf(this.stage))) {
      if (this.mayBeOurs(artifact) && isWanted(artifact.workflow_run?.head_sha ?? "")) artifacts.push(artifact);
    }
    artifacts.sort((a, b) => a.created_at < b.created_at ? 1 : -1);
    const runs = [...new Set(artifacts.flatMap(({ workflow_run: run2 }) => run2?.id ?? []))];
    for (const run2 of runs) {
      const found = await this.ofRun(run2);
      if (typeof found !== "string") yield found;
    }
  }
  /** The kept deployment of a run, or why it has none that may be brought back. */
  async ofRun(id) {
    const run2 = await this.api.run(id);
    if (run2 === void 0) return "the repository has no such run";
    const workflow = await this.workflowOf(run2);
    if (!isWorkflow(workflow)) return workflow;
    const job = await this.successOf(id, workflow);
    if (job === void 0) return `no job '${jobNameOf(workflow, this.stage)}' of it ended well`;
    const artifact = await this.artifactOf(id);
    if (artifact === void 0) return `its artifact ${artifactOf(this.stage)} is not there any more`;
    return {
      run: id,
      workflow,
      commit: run2.head_sha,
      deployedAt: job.completed_at ?? artifact.created_at,
      keptUntil: artifact.expires_at,
      actor: run2.actor?.login ?? "unknown"
    };
  }
  /** Jobs that changed the stage, of the newest runs first. */
  async *changes() {
    for await (const { run: run2, workflow } of this.runs()) {
      const reason = await this.workflowOf(run2);
      if (!isWorkflow(reason)) continue;
      const jobs = await this.jobsOf(run2.id, workflow);
      const job = jobs.find((one) => hasPassed(one, DEPLOY_STEP));
      if (job !== void 0) yield { run: run2, workflow, job };
    }
  }
  /** The workflow of ours that a run is of, or why it is none that may have deployed. */
  async workflowOf(run2) {
    const path = run2.path.replace(/@.*$/, "");
    const workflow = DEPLOYING_WORKFLOWS.find((one) => workflowFile(one) === path);
    if (workflow === void 0) return `it ran ${path}, which deploys nothing`;
    if (run2.repository?.id !== this.repositoryId || run2.head_repository?.id !== this.repositoryId) {
      return "its code is of another repository";
    }
    if (!EVENTS.includes(run2.event)) return `it was started by ${run2.event}`;
    if (!await this.isOnBranch(run2.head_sha)) {
      return `its commit ${run2.head_sha.slice(0, 7)} is no part of the branch ${this.branch}`;
    }
    return workflow;
  }
  /** Runs of both workflows, the newest first. */
  async *runs() {
    const heads = [];
    for (const workflow of DEPLOYING_WORKFLOWS) {
      const all = this.api.runs(`${workflow}.yml`);
      heads.push({ workflow, all, next: await all.next() });
    }
    for (; ; ) {
      const open2 = heads.filter(({ next }) => next.done !== true);
      if (open2.length === 0) return;
      const newest = open2.reduce((a, b) => a.next.value.created_at >= b.next.value.created_at ? a : b);
      yield { run: newest.next.value, workflow: newest.workflow };
      newest.next = await newest.all.next();
    }
  }
  async successOf(run2, workflow) {
    return (await this.jobsOf(run2, workflow)).find((job) => job.conclusion === "success" && hasPassed(job, KEEP_STEP));
  }
  /** The jobs of the stage in a run, the last attempt first. */
  async jobsOf(run2, workflow) {
    const name = jobNameOf(workflow, this.stage);
    const jobs = [];
    for await (const job of this.api.jobs(run2)) if (job.name === name) jobs.push(job);
    return jobs.sort((a, b) => (b.run_attempt ?? 1) - (a.run_attempt ?? 1));
  }
  async artifactOf(run2) {
    for await (const artifact of this.api.artifactsOf(run2)) {
      if (artifact.name === artifactOf(this.stage) && !artifact.expired) return artifact;
    }
    return void 0;
  }
  /** Sorts out what needs no further question. */
  mayBeOurs({ name, expired, workflow_run: run2 }) {
    if (name !== artifactOf(this.stage) || expired || !run2) return false;
    return [run2.repository_id, run2.head_repository_id].every((id) => id === void 0 || id === this.repositoryId);
  }
};
function isWorkflow(answer) {
  return DEPLOYING_WORKFLOWS.some((workflow) => workflow === answer);
}
function hasPassed({ steps = [] }, step) {
  return steps.some(({ name, conclusion }) => name === step && conclusion === "success");
}

// src/delivery/deployments/image.ts
var import_node_fs3 = require("node:fs");
var import_node_path2 = require("node:path");
function imageOf(assembly, { name, application }) {
  let resources = {};
  try {
    const template = JSON.parse((0, import_node_fs3.readFileSync)((0, import_node_path2.join)(assembly, `${name}-service.template.json`), "utf8"));
    resources = template.Resources ?? {};
  } catch {
    return "not known";
  }
  const containers = Object.values(resources).flatMap(
    ({ Type, Properties }) => Type === "AWS::ECS::TaskDefinition" ? Properties?.ContainerDefinitions ?? [] : []
  );
  const image = containers.find(({ Name }) => Name === application.containerName)?.Image;
  return image === void 0 ? "not known" : textOf(image).slice(0, 500);
}
function textOf(value) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  const [[kind, inner] = ["", void 0]] = Object.entries(value);
  if (kind === "Fn::Sub") return textOf(Array.isArray(inner) ? inner[0] : inner);
  if (kind === "Fn::Join" && Array.isArray(inner)) return inner[1].map(textOf).join(String(inner[0]));
  return `\${${kind === "Ref" ? String(inner) : JSON.stringify(inner)}}`;
}

// src/delivery/deployments/run-context.ts
function runContext(env) {
  const { GITHUB_SHA: commit = "", GITHUB_EVENT_NAME: event = "", GITHUB_ACTOR: actor = "unknown" } = env;
  const [run2, attempt] = [env.GITHUB_RUN_ID, env.GITHUB_RUN_ATTEMPT].map(Number);
  if (!COMMIT.test(commit) || !(run2 > 0) || !(attempt > 0)) {
    throw new ExpectedError(
      "GITHUB_SHA, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT: this is no run of a workflow, and only those are recorded. Deployments of a workstation are not."
    );
  }
  return { commit, run: run2, attempt, event, actor };
}

// src/delivery/deployments/store.ts
var import_node_fs4 = require("node:fs");
var import_node_os = require("node:os");
var import_node_path3 = require("node:path");

// src/aws/cli.ts
var import_node_child_process = require("node:child_process");
var TIMEOUT_MS = 3e4;
var MAX_ANSWER_BYTES = 32 * 1024 * 1024;
var AwsError = class extends ExpectedError {
  constructor(message, code2) {
    super(message);
    this.code = code2;
  }
  code;
};
function awsCli(region, env = process.env) {
  const common = ["--output", "json", ...region === void 0 ? [] : ["--region", region]];
  return (service, operation, ...options) => new Promise((resolve, reject) => {
    const args = [service, operation, ...options, ...common];
    const limits = { env: { ...env, AWS_PAGER: "" }, timeout: TIMEOUT_MS, maxBuffer: MAX_ANSWER_BYTES };
    (0, import_node_child_process.execFile)("aws", args, limits, (error, stdout, stderr) => {
      if (error) reject(failure(`aws ${service} ${operation}`, error, stderr));
      else resolve(JSON.parse(stdout || "{}"));
    });
  });
}
function failure(command, error, stderr) {
  if (error.code === "ENOENT") {
    return new AwsError(`${command}: the AWS CLI is not installed. Install it (https://aws.amazon.com/cli/).`);
  }
  if (error.killed) return new AwsError(`${command}: no answer within ${TIMEOUT_MS / 1e3} s. Check the network.`);
  const cause = stderr.trim().split("\n").pop() || error.message;
  return new AwsError(`${command}: ${cause}`, /An error occurred \((\w[\w.]*)\)/.exec(stderr)?.[1]);
}

// src/aws/roles.ts
async function assumeRole(aws, roleArn2, session) {
  const { Credentials } = await aws("sts", "assume-role", "--role-arn", roleArn2, "--role-session-name", session);
  return {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
    AWS_PROFILE: void 0
  };
}

// src/service/partition.ts
function partitionOf(region) {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
function filePublishingRoleArn(place2) {
  return roleArn(place2, "file-publishing");
}
function assetsBucket({ account, region, bootstrapQualifier }) {
  return `cdk-${bootstrapQualifier}-assets-${account}-${region}`;
}
function roleArn({ account, region, bootstrapQualifier }, kind) {
  const name = `cdk-${bootstrapQualifier}-${kind}-role-${account}-${region}`;
  return `arn:${partitionOf(region)}:iam::${account}:role/${name}`;
}

// src/delivery/deployments/store.ts
var SESSION = "udp-service";
async function openStore(stage, env, connect = awsCli) {
  const { name, account, region, bootstrapQualifier } = stage;
  if (account === void 0 || region === void 0) {
    throw new ExpectedError(
      `stage ${name}: has no ${account === void 0 ? "account" : "region"}, so no workflow has deployed it and nothing is recorded. Give it in .projenrc.ts.`
    );
  }
  const place2 = { account, region, bootstrapQualifier };
  const role = filePublishingRoleArn(place2);
  let credentials;
  try {
    credentials = await assumeRole(connect(region, env), role, SESSION);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ExpectedError(
      `stage ${name}: the records of its deployments cannot be reached, because the role ${role} cannot be assumed (${error.message}). Use credentials of the deploy role of the stage: it may assume the roles of the bootstrap stack.`
    );
  }
  return bucketStore(connect(region, { ...env, ...credentials }), assetsBucket(place2), account);
}
var ABSENT = ["NoSuchKey", "404"];
function bucketStore(aws, bucket, account) {
  const at = ["--bucket", bucket, "--expected-bucket-owner", account];
  return {
    place: `s3://${bucket}`,
    get: (key) => withFile(async (file) => {
      try {
        await aws("s3api", "get-object", ...at, "--key", key, file);
        return (0, import_node_fs4.readFileSync)(file, "utf8");
      } catch (error) {
        if (error instanceof AwsError && ABSENT.includes(error.code ?? "")) return void 0;
        throw error;
      }
    }),
    put: (key, text) => withFile(async (file) => {
      (0, import_node_fs4.writeFileSync)(file, text);
      await aws("s3api", "put-object", ...at, "--key", key, "--body", file, "--content-type", "application/json");
    }),
    list: async (prefix) => {
      const { Contents = [] } = await aws(
        "s3api",
        "list-objects-v2",
        ...at,
        "--prefix",
        prefix
      );
      return Contents.map(({ Key }) => Key);
    }
  };
}
async function withFile(work) {
  const folder = (0, import_node_fs4.mkdtempSync)((0, import_node_path3.join)((0, import_node_os.tmpdir)(), "udp-service-record-"));
  try {
    return await work((0, import_node_path3.join)(folder, "record.json"));
  } finally {
    (0, import_node_fs4.rmSync)(folder, { recursive: true, force: true });
  }
}

// src/delivery/deployments/proof.ts
async function recordsOf(store, service, stage, run2) {
  const records = [];
  const refused2 = [];
  for (const key of await store.list(runPrefix(service, stage, run2))) {
    try {
      const record2 = readDeployment(await store.get(key) ?? "", service, stage);
      if (record2.run !== run2) throw new NoRecord(`it is of run ${record2.run}`);
      records.push(record2);
    } catch (error) {
      if (!(error instanceof NoRecord)) throw error;
      refused2.push(`${store.place}/${key}: ${error.message}`);
    }
  }
  return { records: records.sort((a, b) => b.attempt - a.attempt), refused: refused2 };
}
async function prove(store, of, digest) {
  const { service, stage, run: run2 } = of;
  const { records, refused: refused2 } = await recordsOf(store, service, stage, run2);
  const proof = records.find((record2) => record2.digest === digest);
  if (proof !== void 0) return proof;
  const place2 = `${store.place}/${runPrefix(service, stage, run2)}*`;
  const found = records.map((record2) => `${record2.digest} (attempt ${record2.attempt})`).join(", ");
  const cause = records.length > 0 ? `its artifact has the SHA-256 ${digest}, and recorded is ${found}: the artifact was exchanged, or a later attempt did not end well` : `nothing is recorded of it at ${place2}${refused2.length > 0 ? ` that can be used (${refused2.join("; ")})` : ""}`;
  throw new ExpectedError(
    `stage ${stage}: run ${run2} cannot be brought back: ${cause}. Name another deployment by its run, or revert the commit and let the workflow deploy.`
  );
}

// src/delivery/rollback/kept-assembly.ts
var import_node_child_process2 = require("node:child_process");
var import_node_crypto2 = require("node:crypto");
var import_node_fs5 = require("node:fs");
var import_node_path4 = require("node:path");
var import_node_util = require("node:util");

// src/service/stacks.ts
var STACK_PARTS = ["network", "addresses", "service"];

// src/delivery/rollback/kept-assembly.ts
var execute = (0, import_node_util.promisify)(import_node_child_process2.execFile);
async function downloadTar(api, run2, artifact, scratch) {
  const folder = (0, import_node_fs5.mkdtempSync)((0, import_node_path4.join)(scratch, "run-"));
  await api.download(run2, artifact, folder);
  const file = (0, import_node_path4.join)(folder, KEPT_TAR);
  if (!(0, import_node_fs5.existsSync)(file) || !(0, import_node_fs5.lstatSync)(file).isFile()) {
    throw new ExpectedError(`run ${run2}: its artifact ${artifact} holds no ${KEPT_TAR}. Name another run.`);
  }
  return { run: run2, file, digest: await digestOf(file) };
}
async function unpack({ file, run: run2 }) {
  const directory = (0, import_node_path4.join)(file, "..", KEPT_FOLDER);
  (0, import_node_fs5.mkdirSync)(directory);
  const to = ["--strip-components", "1", "--no-same-owner", "--no-same-permissions", "--directory", directory];
  try {
    await execute("tar", ["--extract", "--gzip", "--file", file, ...to]);
  } catch (error) {
    throw new ExpectedError(`run ${run2}: its ${KEPT_TAR} cannot be unpacked (${firstLine(error)}). Name another run.`);
  }
  checkUnpacked(directory);
  return directory;
}
function checkUnpacked(directory) {
  const manifest = (0, import_node_path4.join)(directory, "manifest.json");
  if (!(0, import_node_fs5.existsSync)(manifest) || !(0, import_node_fs5.lstatSync)(manifest).isFile()) {
    throw new ExpectedError(
      `${KEPT_TAR}: holds no assembly of the CDK (${KEPT_FOLDER}/manifest.json). Name another run.`
    );
  }
}
function claimedCommit(directory) {
  const file = (0, import_node_path4.join)(directory, RECORD);
  if (!(0, import_node_fs5.existsSync)(file) || !(0, import_node_fs5.lstatSync)(file).isFile()) return void 0;
  try {
    const { commit } = JSON.parse((0, import_node_fs5.readFileSync)(file, "utf8"));
    return typeof commit === "string" && COMMIT.test(commit) ? commit : void 0;
  } catch {
    return void 0;
  }
}
function templatesDigest(directory, stage) {
  const hash = (0, import_node_crypto2.createHash)("sha256");
  const { artifacts = {} } = readJson((0, import_node_path4.join)(directory, "manifest.json"));
  for (const id of STACK_PARTS.map((part) => `${stage}-${part}`)) {
    const file = artifacts[id]?.properties?.templateFile;
    if (typeof file !== "string" || (0, import_node_path4.basename)(file) !== file) continue;
    hash.update(`${id}
${JSON.stringify(deployed(readJson((0, import_node_path4.join)(directory, file))))}
`);
  }
  return hash.digest("hex");
}
function place({ file }, directory, output) {
  (0, import_node_fs5.rmSync)(output, { recursive: true, force: true });
  (0, import_node_fs5.cpSync)(directory, output, { recursive: true, verbatimSymlinks: true });
  (0, import_node_fs5.cpSync)(file, `${output}.tgz`);
}
function deployed(template) {
  return JSON.parse(
    JSON.stringify(template),
    (key, value) => key === "CDKMetadata" || key === "Metadata" ? void 0 : value
  );
}
function readJson(file) {
  if (!(0, import_node_fs5.existsSync)(file) || !(0, import_node_fs5.lstatSync)(file).isFile()) throw new ExpectedError(`${(0, import_node_path4.basename)(file)}: is not there.`);
  try {
    return JSON.parse((0, import_node_fs5.readFileSync)(file, "utf8"));
  } catch (error) {
    throw new ExpectedError(`${(0, import_node_path4.basename)(file)}: is no JSON (${error.message}).`);
  }
}
function firstLine(error) {
  const { stderr = "", message } = error;
  return (stderr || message).trim().split("\n")[0];
}

// src/delivery/rollback/choose.ts
var OFFERED = 10;
async function offered(history) {
  return sorted(await first(history.kept(), OFFERED));
}
async function choose(search, kept) {
  const { history, wanted } = search;
  if (wanted !== void 0 && isRun(wanted)) return ofRun(search, Number(wanted));
  if (wanted !== void 0) return ofCommit(search, wanted, kept);
  const passedOver = [];
  for (const deployment of kept) {
    const opened = await open(search, deployment).catch((error) => {
      if (!(error instanceof ExpectedError)) throw error;
      passedOver.push({ run: deployment.run, reason: error.message });
      return void 0;
    });
    if (opened === void 0) continue;
    if (await search.differs(opened.directory)) return { ...opened, passedOver };
    passedOver.push({ run: deployment.run, reason: "it is what runs" });
  }
  const reasons = passedOver.map(({ run: run2, reason }) => `run ${run2}: ${reason}`).join("; ");
  throw new ExpectedError(
    `stage ${history.stage}: no kept deployment differs from what runs and may be brought back, so there is nothing to go back to. ${known(kept)}${reasons && ` ${reasons}.`}`
  );
}
async function ofRun(search, run2) {
  const found = await search.history.ofRun(run2);
  if (typeof found === "string") {
    throw new ExpectedError(
      `stage ${search.history.stage}: run ${run2} cannot be brought back: ${found}. Name another deployment of the stage.`
    );
  }
  return { ...await open(search, found), passedOver: [] };
}
async function ofCommit(search, wanted, kept) {
  const { history, store } = search;
  const deployed2 = history.kept((commit) => commit.startsWith(wanted));
  for await (const deployment of deployed2) {
    if (deployment.workflow === "deploy") return { ...await open(search, deployment), passedOver: [] };
  }
  if (store !== void 0) {
    for await (const deployment of history.kept()) {
      if (deployment.workflow !== "rollback") continue;
      const opened = await open(search, deployment);
      if (opened.commit.startsWith(wanted)) return { ...opened, passedOver: [] };
    }
  }
  throw new ExpectedError(
    `stage ${history.stage}: no deployment of ${wanted} is kept. ${known(kept)} Name one of them by its run, or revert the commit and let the workflow deploy.`
  );
}
async function open(search, deployment) {
  const { history, service, store, scratch } = search;
  const { run: run2, workflow } = deployment;
  const tar = await downloadTar(history.api, run2, artifactOf(history.stage), scratch);
  const record2 = store && await prove(store, { service, stage: history.stage, run: run2 }, tar.digest);
  const directory = await unpack(tar);
  const told = record2?.commit ?? (workflow === "deploy" ? deployment.commit : claimedCommit(directory));
  if (told === void 0 || workflow === "deploy" && told !== deployment.commit) {
    throw new ExpectedError(
      `run ${run2}: ${told === void 0 ? "its assembly does not say which commit it is of" : `it is of commit ${deployment.commit}, and its record is of ${told}`}. Name another run.`
    );
  }
  if (!await history.isOnBranch(told)) {
    throw new ExpectedError(
      `run ${run2}: the commit ${told} that it deployed is no part of the branch ${history.branch}. Name another run.`
    );
  }
  return { deployment, commit: told, details: await history.api.commit(told), record: record2, tar, directory };
}
async function differsFromLast(history, scratch) {
  const always = { differs: () => Promise.resolve(true) };
  const next = await history.changes().next();
  if (next.done === true) return always;
  const { run: run2, workflow, job } = next.value;
  const isKept = job.steps?.some(({ name, conclusion }) => name === KEEP_STEP && conclusion === "success") === true;
  if (!isKept && workflow === "rollback") return always;
  try {
    const artifact = isKept ? artifactOf(history.stage) : ASSEMBLY_ARTIFACT;
    const tar = await downloadTar(history.api, run2.id, artifact, scratch);
    const last = templatesDigest(await unpack(tar), history.stage);
    return {
      run: run2.id,
      differs: (directory) => Promise.resolve(templatesDigest(directory, history.stage) !== last)
    };
  } catch (error) {
    if (error instanceof ExpectedError) return always;
    throw error;
  }
}
async function first(all, count) {
  const found = [];
  for await (const one of all) if (found.push(one) === count) break;
  return found;
}
function sorted(kept) {
  return [...kept].sort((a, b) => a.deployedAt < b.deployedAt ? 1 : -1);
}
function isRun(wanted) {
  return /^\d+$/.test(wanted) && !/^\d{40}$/.test(wanted);
}
function known(kept) {
  const runs = kept.map(({ run: run2, commit }) => `${run2} (${commit.slice(0, 7)})`);
  return runs.length > 0 ? `Kept are those of the runs ${runs.join(", ")}.` : "None is kept.";
}

// src/markdown.ts
function plain(text) {
  return text.replace(/\s+/g, " ").replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]).replace(/[\\`*_[\]|~@#]/g, (sign) => sign === "@" ? "@\u200B" : `\\${sign}`);
}
function code(text) {
  return `\`${text.replace(/\s+/g, " ").replaceAll("`", "'")}\``;
}
function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

// src/delivery/rollback/report.ts
function listing(kept, now) {
  if (kept.length === 0) return "No deployment is kept.";
  return kept.map(({ deployment, details }) => {
    const { run: run2, commit, deployedAt, keptUntil, workflow } = deployment;
    const of = workflow === "deploy" ? `commit ${commit.slice(0, 7)}` : "a rollback";
    const by = details === void 0 ? "" : `, ${quoted(details.subject)} by ${oneLine(details.author)}`;
    return `run ${run2}: ${of}${workflow === "deploy" ? by : ""}, deployed ${deployedAt} (${ageOf(deployedAt, now)}), kept until ${keptUntil}`;
  }).join("\n");
}
function listingMarkdown(stage, kept, now) {
  const rows = kept.map(({ deployment: { run: run2, commit, deployedAt, keptUntil, workflow }, details }) => [
    String(run2),
    workflow === "deploy" ? code(commit.slice(0, 7)) : "a rollback",
    workflow === "deploy" ? plain(details?.subject ?? "") : "",
    workflow === "deploy" ? plain(details?.author ?? "") : "",
    `${deployedAt} (${ageOf(deployedAt, now)})`,
    keptUntil
  ]);
  return `### ${plain(stage)}: what can be brought back

${table(["run", "commit", "subject", "author", "deployed", "kept until"], rows)}`;
}
function choiceText(stage, choice, now) {
  return facts(stage, choice, now).map(([name, value]) => `${name}: ${oneLine(value)}`).join("\n");
}
function choiceMarkdown(stage, choice, now) {
  const rows = facts(stage, choice, now).map(([name, value]) => [name, plain(value)]);
  return `### ${plain(stage)}: goes back to run ${choice.deployment.run}

${table(["", ""], rows)}`;
}
function facts(stage, choice, now) {
  const { deployment, commit, details, record: record2, tar, passedOver } = choice;
  const isClaim = record2 === void 0 && deployment.workflow === "rollback";
  return [
    [stage, `goes back to run ${deployment.run}`],
    [
      "commit",
      isClaim ? `${commit}, as its assembly says; refused after the approval unless the record says the same` : commit
    ],
    ["subject", details?.subject ?? "not known"],
    ["author", details === void 0 ? "not known" : `${details.author}, ${details.date}`],
    ["deployed", `${deployment.deployedAt} (${ageOf(deployment.deployedAt, now)}), started by ${deployment.actor}`],
    ...record2 === void 0 ? [] : [["image", record2.image]],
    ["SHA-256", tar.digest],
    [
      "proof",
      record2 === void 0 ? "not looked at here: the job of the stage compares the digest with the record in its account, and refuses another one" : `recorded by run ${record2.run}, attempt ${record2.attempt}, at ${record2.time}`
    ],
    ...passedOver.map(({ run: run2, reason }) => [`not run ${run2}`, reason])
  ];
}
function ageOf(time, now) {
  const minutes = Math.floor((now.getTime() - Date.parse(time)) / 6e4);
  if (!Number.isFinite(minutes)) return "age not known";
  const [count, unit] = minutes < 60 ? [Math.max(0, minutes), "minute"] : minutes < 2880 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1440), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
function quoted(text) {
  return `"${oneLine(text)}"`;
}
function oneLine(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").replaceAll("::", ": :");
}

// src/github/cli.ts
var import_node_child_process3 = require("node:child_process");
var TIMEOUT_MS2 = 3e4;
var DOWNLOAD_TIMEOUT_MS = 6e5;
function githubCli(host, env = process.env) {
  const call = async (path, args, input) => {
    const command = ["api", "--hostname", host, ...args, path];
    const result = await run(command, env, input);
    if (result.code === 0) return result.output;
    if (/\bHTTP 404\b/.test(result.errors) && input === void 0) return void 0;
    throw refused(command, result);
  };
  return {
    get: async (path) => {
      const text = await call(path, []);
      return text === void 0 ? void 0 : JSON.parse(text);
    },
    send: async (method, path, body) => {
      await call(path, ["--method", method, "--input", "-", "--silent"], JSON.stringify(body));
    },
    download: async (repository, id, artifact, directory) => {
      const of = ["--repo", `${host}/${repository}`, "--name", artifact, "--dir", directory];
      const command = ["run", "download", String(id), ...of];
      const result = await run(command, env, "", DOWNLOAD_TIMEOUT_MS);
      if (result.code !== 0) throw refused(command, result);
    }
  };
}
function refused(command, { code: code2, errors }) {
  return new ExpectedError(`gh ${command.join(" ")}: ${errors.trim().split("\n").pop() || `ended with ${code2}`}`);
}
function run(args, env, input = "", timeout = TIMEOUT_MS2) {
  return new Promise((resolve, reject) => {
    const child = (0, import_node_child_process3.spawn)("gh", args, { env: { ...env, GH_PROMPT_DISABLED: "1" }, timeout });
    const [output, errors] = [[], []];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => errors.push(chunk));
    child.stdin.on("error", () => void 0);
    child.stdin.end(input);
    child.on("error", (error) => reject(notStarted(error)));
    child.on("close", (code2, signal) => {
      if (signal !== null) reject(new ExpectedError(`gh: no answer within ${timeout / 1e3} s. Check the network.`));
      else resolve({ code: code2, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() });
    });
  });
}
function notStarted({ code: code2, message }) {
  return new ExpectedError(
    code2 === "ENOENT" ? "gh: the GitHub CLI is not installed. Install it (https://cli.github.com/), then log in with `gh auth login`." : `gh: could not be started (${message}).`
  );
}

// src/github/workflow.ts
var import_node_fs6 = require("node:fs");
var SUMMARY_LIMIT = 1e6;
var ELSEWHERE = {
  summarize: () => void 0,
  output: () => void 0,
  group: () => void 0,
  endGroup: () => void 0,
  annotate: () => void 0
};
function workflowOf(env, write) {
  if (env.GITHUB_ACTIONS !== "true") return ELSEWHERE;
  const append = (file, text) => file && (0, import_node_fs6.appendFileSync)(file, text);
  return {
    summarize: (markdown) => append(env.GITHUB_STEP_SUMMARY, `${markdown.trimEnd().slice(0, SUMMARY_LIMIT)}

`),
    // one line each: nothing that is handed on here has more
    output: (name, value) => append(env.GITHUB_OUTPUT, `${name}=${value.replace(/[\r\n]+/g, " ")}
`),
    group: (title) => write(`::group::${inOneLine(title)}
`),
    endGroup: () => write("::endgroup::\n"),
    annotate: (level, title, message) => write(`::${level} title=${asProperty(title)}::${inOneLine(message)}
`)
  };
}
function inOneLine(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function asProperty(text) {
  return inOneLine(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

// src/cli/definition.ts
var import_node_fs7 = require("node:fs");
var import_node_path5 = require("node:path");
var DEFINITION = "src/service.ts";
function readDefinition(directory) {
  const remedy = "Run this in the repository of a service, after `npx projen`.";
  let text;
  try {
    text = (0, import_node_fs7.readFileSync)((0, import_node_path5.join)(directory, DEFINITION), "utf8");
  } catch (error) {
    throw new UsageError(`${DEFINITION}: cannot be read (${error.message}). ${remedy}`);
  }
  const json = /^export const service: Service = (\{.*\});\s*$/ms.exec(text)?.[1];
  try {
    if (json === void 0) throw new Error("it exports no service");
    return JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${DEFINITION}: is not as it was written (${error.message}). ${remedy}`);
  }
}
function stageOf({ name, stages }, wanted) {
  const stage = stages.find((one) => one.name === wanted);
  if (stage === void 0) {
    const names = stages.map((one) => one.name).join(", ");
    throw new UsageError(`stage ${wanted}: the service ${name} has no such stage. Its stages are: ${names}.`);
  }
  return stage;
}

// src/cli/deployments/operations.ts
function settingFor(stage, given) {
  const { env } = process;
  const repository = given ?? env.GH_REPO ?? env.GITHUB_REPOSITORY;
  if (!repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new UsageError(`--repository ${repository ?? ""}: names no repository. Give owner/name.`);
  }
  const service = readDefinition(process.cwd());
  const write = (text) => process.stdout.write(text);
  return {
    service,
    stage: stageOf(service, stage),
    github: githubCli(env.GH_HOST ?? "github.com"),
    repository,
    env,
    workflow: workflowOf(env, write),
    write,
    now: () => /* @__PURE__ */ new Date()
  };
}
function historyOf({ github, repository, stage }) {
  return DeploymentHistory.open(github, repository, stage.name);
}
async function list(setting, history) {
  const { stage, workflow, write, now } = setting;
  const kept = await offered(history);
  const listed = [];
  for (const deployment of kept) {
    listed.push({ deployment, details: await history.api.commit(deployment.commit) });
  }
  write(`${listing(listed, now())}
`);
  workflow.summarize(listingMarkdown(stage.name, listed, now()));
  return kept;
}
async function chooseForApproval(setting, wanted) {
  const { service, workflow, write } = setting;
  const history = await historyOf(setting);
  await inScratch(async (scratch) => {
    const kept = await list(setting, history);
    const { run: run2, differs } = await differsFromLast(history, scratch);
    write(
      run2 === void 0 ? "What runs is not known here, so the newest kept deployment is chosen where none is named.\n" : `What runs is taken to be what run ${run2} deployed.
`
    );
    const choice = await choose({ history, service: service.name, wanted, differs, scratch }, kept);
    tell(setting, choice);
    workflow.output("run", String(choice.deployment.run));
    workflow.output("commit", choice.commit);
    workflow.output("digest", choice.tar.digest);
  });
}
async function fetchShown(setting, shown, output) {
  const { service, stage, env, workflow } = setting;
  checkShown(shown);
  const history = await historyOf(setting);
  const store = await openStore(stage, env);
  await inScratch(async (scratch) => {
    const search = { history, service: service.name, store, scratch, differs: () => Promise.resolve(true) };
    const choice = await ofRun(search, Number(shown.run));
    for (const [what, before, after] of [
      ["commit", shown.commit, choice.commit],
      ["SHA-256", shown.digest, choice.tar.digest]
    ]) {
      if (before !== after) {
        throw new UsageError(
          `stage ${stage.name}: run ${shown.run} is not what was shown before the approval: its ${what} was ${before}, and is ${after}. Start the workflow rollback again.`
        );
      }
    }
    tell(setting, choice);
    place(choice.tar, choice.directory, output);
    workflow.output("run", String(choice.deployment.run));
    workflow.output("commit", choice.commit);
  });
}
async function begin(setting, back) {
  const { service, stage, env, workflow, write, now } = setting;
  const { sentences } = await beginDeployment({
    service: service.name,
    stage: stage.name,
    context: runContext(env),
    history: await historyOf(setting),
    store: await openStore(stage, env),
    back,
    now
  });
  write(`${sentences.join("\n")}
`);
  workflow.summarize(sentences.join(" "));
}
async function record(setting, tar, app, back) {
  const { service, stage, env, write, now } = setting;
  const context = runContext(env);
  const history = await historyOf(setting);
  const written = await recordDeployment({
    service: service.name,
    stage: stage.name,
    context,
    store: await openStore(stage, env),
    tar,
    image: imageOf(app, stage),
    commit: await history.api.commit(back?.commit ?? context.commit),
    back,
    now
  });
  write(`${stage.name}: recorded run ${written.run}, attempt ${written.attempt}, SHA-256 ${written.digest}.
`);
}
function tell({ stage, workflow, write, now }, choice) {
  write(`${choiceText(stage.name, choice, now())}
`);
  workflow.summarize(choiceMarkdown(stage.name, choice, now()));
  workflow.annotate(
    "notice",
    `${stage.name} goes back`,
    `To run ${choice.deployment.run}, commit ${choice.commit}. Subject, author and age stand in the summary.`
  );
}
function broughtBack(run2, commit) {
  if (!run2 && !commit) return void 0;
  if (!/^[1-9]\d{0,15}$/.test(run2 ?? ""))
    throw new UsageError(`--rollback-of ${run2 ?? ""}: is no ID of a run. Give both, --rollback-of and --commit.`);
  if (!COMMIT.test(commit ?? ""))
    throw new UsageError(`--commit ${commit ?? ""}: is no whole commit. Give its 40 digits.`);
  return { run: Number(run2), commit };
}
function target(text = "") {
  if (!/^([0-9]*|[0-9a-f]{7,40})$/.test(text)) {
    throw new UsageError(`--to ${text.slice(0, 60)}: give the ID of a run, or at least seven digits of a commit.`);
  }
  return text === "" ? void 0 : text;
}
async function inScratch(work) {
  const scratch = (0, import_node_fs8.mkdtempSync)((0, import_node_path6.join)((0, import_node_os2.tmpdir)(), "udp-service-rollback-"));
  try {
    return await work(scratch);
  } finally {
    (0, import_node_fs8.rmSync)(scratch, { recursive: true, force: true });
  }
}
function checkShown({ run: run2, commit, digest }) {
  const forms = [
    ["--run", run2, /^[1-9]\d{0,15}$/],
    ["--commit", commit, COMMIT],
    ["--digest", digest, DIGEST]
  ];
  for (const [option, value, form] of forms) {
    if (!form.test(value)) {
      throw new UsageError(
        `${option} ${value.slice(0, 80)}: is not what 'rollback --choose' hands over. Start the workflow rollback again.`
      );
    }
  }
}

// src/cli/deployments/script.ts
var OPTIONS = ["to", "run", "commit", "digest", "rollback-of"];
async function main(args) {
  const { values, positionals } = (0, import_node_util2.parseArgs)({
    args: [...args],
    allowPositionals: true,
    options: Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }]))
  });
  const [operation, stage = ""] = positionals;
  const setting = settingFor(stage);
  const { to, run: run2 = "", commit = "", digest = "" } = values;
  const back = () => broughtBack(values["rollback-of"], values.commit);
  switch (operation) {
    case "choose":
      return chooseForApproval(setting, target(to));
    case "fetch":
      return fetchShown(setting, { run: run2, commit, digest }, "cdk.out");
    case "begin":
      return begin(setting, back());
    case "record":
      return record(setting, "cdk.out.tgz", "cdk.out", back());
    default:
      throw new UsageError(`${operation ?? ""}: is not one of choose, fetch, begin, record.`);
  }
}
main(process.argv.slice(2)).catch((error) => {
  const text = error instanceof ExpectedError ? error.message : fileErrorText(error, process.cwd());
  if (text === void 0) throw error;
  process.stderr.write(`error: ${text}
`);
  process.exitCode = 2 /* USAGE */;
});
