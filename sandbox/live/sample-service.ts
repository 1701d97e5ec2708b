import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Histogram, Registry } from 'prom-client';

/** How a version behaves; may be changed while it runs. */
export interface Behaviour {
  /** Share of requests that end with a 500, 0 to 1. */
  errorShare: number;
  /** How long an answer takes at least. */
  milliseconds: number;
}

export interface SampleService {
  readonly version: string;
  readonly port: number;
  readonly behaviour: Behaviour;
  readonly stop: () => Promise<void>;
}

const bounds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** What client libraries count, and what the sidecar of a mesh would count beside it. */
const instruments = (version: string) => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames: ['code', 'version'],
    registers,
  });
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long answers took.',
    labelNames: ['version'],
    buckets: bounds,
    registers,
  });
  const mesh = new Counter({
    name: 'istio_requests_total',
    help: 'Requests as the sidecar of the called side counts them.',
    labelNames: ['reporter', 'destination_version', 'response_code'],
    registers,
  });
  const meshMilliseconds = new Histogram({
    name: 'istio_request_duration_milliseconds',
    help: 'How long answers took as the sidecar of the called side saw it.',
    labelNames: ['reporter', 'destination_version'],
    buckets: bounds.map((bound) => bound * 1_000),
    registers,
  });
  return {
    registry,
    count: (code: string, took: number): void => {
      const destination = { reporter: 'destination', destination_version: version };
      requests.inc({ code, version });
      seconds.observe({ version }, took / 1_000);
      mesh.inc({ ...destination, response_code: code });
      meshMilliseconds.observe(destination, took);
    },
  };
};

/** Listens on a port of the loopback, a free one unless it is given. @returns the port. */
export const listening = async (server: Server, port = 0): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

export const stopped = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Every so many requests one fails: a share without chance, so that few requests suffice to see it. */
const failing = (behaviour: Behaviour) => {
  let owed = 0;
  return (): boolean => {
    owed += behaviour.errorShare;
    if (owed < 1) return false;
    owed -= 1;
    return true;
  };
};

/** One version of a small HTTP service with /metrics in Prometheus' text format. */
export const startService = async (
  version: string,
  behaviour: Behaviour,
  wanted?: number,
): Promise<SampleService> => {
  const { registry, count } = instruments(version);
  const fails = failing(behaviour);
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      registry.metrics().then((text) => {
        response.writeHead(200, { 'content-type': registry.contentType }).end(text);
      });
      return;
    }
    const began = performance.now();
    setTimeout(() => {
      const code = fails() ? 500 : 200;
      count(String(code), performance.now() - began);
      response.writeHead(code).end(version);
    }, behaviour.milliseconds);
  });
  const port = await listening(server, wanted);
  return { version, port, behaviour, stop: () => stopped(server) };
};
