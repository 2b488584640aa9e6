import * as dgram from 'node:dgram';
import { check } from './checkers';

/** A task behind the model: an address of its own with the application and what answers its health check. */
export interface Task {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly gatePort: number;
  readonly path: string;
}

interface Target {
  readonly task: Task;
  healthy: boolean;
  draining: boolean;
  good: number;
  bad: number;
}

export interface Timing {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthy: number;
  readonly unhealthy: number;
  /** Nodes that check every target, each at a phase of its own. */
  readonly checkers: number;
  /** How long a deregistered target keeps the flows it has. */
  readonly deregistrationMs: number;
}

interface Flow {
  target: Target;
  readonly upstream: dgram.Socket;
}

/**
 * A model of a Network Load Balancer for UDP.
 *
 * A flow is a client's address and port; it stays with its target while that is healthy, the next datagram of a flow
 * whose target is unhealthy goes to another, and when no target is healthy all of them are used (fail-open).
 */
export class LoadBalancer {
  private readonly targets: Target[] = [];
  private readonly flows = new Map<string, Flow>();
  private readonly timers: NodeJS.Timeout[] = [];
  private chosen = 0;
  private readonly listener = dgram.createSocket('udp4');

  public constructor(private readonly timing: Timing) {}

  public async listen(): Promise<number> {
    this.listener.on('message', (message, client) => this.forward(message, client));
    await new Promise<void>((resolve) => this.listener.bind(0, '127.0.0.1', resolve));
    return this.listener.address().port;
  }

  public register(task: Task): void {
    const target: Target = { task, healthy: false, draining: false, good: 0, bad: 0 };
    this.targets.push(target);
    const { checkers, intervalMs } = this.timing;
    for (let index = 0; index < checkers; index += 1) {
      const timer = setTimeout(() => this.keepChecking(target), (index * intervalMs) / checkers);
      this.timers.push(timer);
    }
  }

  /** No new flows; those it has go on until the delay is over. */
  public async deregister(task: Task): Promise<void> {
    const target = this.find(task);
    target.draining = true;
    await new Promise((resolve) => setTimeout(resolve, this.timing.deregistrationMs));
    this.remove(task);
  }

  public remove(task: Task): void {
    this.targets.splice(this.targets.indexOf(this.find(task)), 1);
  }

  public isHealthy(task: Task): boolean {
    return this.targets.some((target) => target.task === task && target.healthy);
  }

  public close(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const { upstream } of this.flows.values()) upstream.close();
    this.flows.clear();
    this.targets.length = 0;
    this.listener.close();
  }

  private find(task: Task): Target {
    const target = this.targets.find((one) => one.task === task);
    if (!target) throw new Error(`${task.name} is not registered`);
    return target;
  }

  private keepChecking(target: Target): void {
    const once = async () => {
      const { gatePort, path, address } = target.task;
      this.count(target, (await check(gatePort, path, this.timing.timeoutMs, address)) === 'ok');
    };
    void once();
    this.timers.push(setInterval(() => void once(), this.timing.intervalMs));
  }

  private count(target: Target, passed: boolean): void {
    target.good = passed ? target.good + 1 : 0;
    target.bad = passed ? 0 : target.bad + 1;
    if (target.good >= this.timing.healthy) target.healthy = true;
    if (target.bad >= this.timing.unhealthy) target.healthy = false;
  }

  private forward(message: Buffer, client: dgram.RemoteInfo): void {
    const key = `${client.address}:${client.port}`;
    const target = this.choose(this.flows.get(key)?.target);
    if (!target) return;
    let flow = this.flows.get(key);
    if (!flow) {
      const upstream = dgram.createSocket('udp4', (answer) => this.listener.send(answer, client.port, client.address));
      upstream.on('error', () => undefined);
      flow = { target, upstream };
      this.flows.set(key, flow);
    }
    flow.target = target;
    flow.upstream.send(message, target.task.port, target.task.address, () => undefined);
  }

  private choose(current: Target | undefined): Target | undefined {
    const healthy = this.targets.filter((target) => target.healthy);
    const usable = healthy.length > 0 ? healthy : this.targets;
    if (current && usable.includes(current)) return current;
    const fresh = usable.filter((target) => !target.draining);
    const among = fresh.length > 0 ? fresh : usable;
    // The hash of a flow is as good as chance; in turn, it is the same chance for whoever is compared.
    this.chosen += 1;
    return among[this.chosen % among.length];
  }
}

/** How long a client asks from one port. */
const FLOW_MS = 2000;

/** A steady stream of single questions from clients that come and go; a question without an answer is lost. */
export class Clients {
  public sent = 0;
  private missing = 0;
  private readonly open = new Map<string, NodeJS.Timeout>();
  private readonly sockets: dgram.Socket[];
  private readonly timers: NodeJS.Timeout[];

  public constructor(
    port: number,
    perSecond: number,
    flows: number,
    private readonly patienceMs: number,
  ) {
    this.sockets = Array.from({ length: flows }, () => this.newSocket());
    let renewed = 0;
    const renew = setInterval(() => {
      const index = renewed % flows;
      const old = this.sockets[index];
      this.sockets[index] = this.newSocket();
      setTimeout(() => old.close(), patienceMs);
      renewed += 1;
    }, FLOW_MS / flows);
    const from = Date.now();
    const send = setInterval(() => {
      const due = ((Date.now() - from) * perSecond) / 1000;
      while (this.sent < due) {
        this.ask(this.sockets[this.sent % flows], port);
        this.sent += 1;
      }
    }, 5);
    this.timers = [renew, send];
  }

  /** Datagrams without an answer so far. */
  public get lost(): number {
    return this.missing;
  }

  /** Waits for what is still on its way. */
  public async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    while (this.open.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, this.patienceMs));
    for (const socket of this.sockets) socket.close();
  }

  private newSocket(): dgram.Socket {
    const socket = dgram.createSocket('udp4', (answer) => {
      const id = answer.toString();
      clearTimeout(this.open.get(id));
      this.open.delete(id);
    });
    return socket.on('error', () => undefined);
  }

  private ask(socket: dgram.Socket, port: number): void {
    const id = String(this.sent);
    const giveUp = () => {
      this.open.delete(id);
      this.missing += 1;
    };
    this.open.set(id, setTimeout(giveUp, this.patienceMs));
    socket.send(id, port, '127.0.0.1', () => undefined);
  }
}
