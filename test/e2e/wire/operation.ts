import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The SDK's package that sent a request, such as `client-sns`: it says so in its user agent. */
export const packageOf = ({ headers }: WireRequest): string => {
  const [, api = 'unknown'] = /\bapi\/([\w-]+)#/.exec(headers['user-agent'] ?? '') ?? [];
  return `client-${api}`;
};

/** The model of an operation as the SDK's packages export it, as far as it is needed here. */
type Model = readonly [kind: number, namespace: string, name: string, traits: Traits];
type Traits = { readonly http?: readonly [method: string, path: string, status: number] };

const isModel = (exported: unknown): exported is Model =>
  Array.isArray(exported) && typeof exported[3] === 'object' && 'http' in (exported[3] ?? {});

const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);

/** Services that speak REST name an operation by method and path, as the SDK's model says. */
const restOperation = async (request: WireRequest): Promise<string | undefined> => {
  const [path = ''] = request.path.split('?');
  const exported: Readonly<Record<string, unknown>> = await import(
    `@aws-sdk/${packageOf(request)}`
  );
  return Object.values(exported)
    .filter(isModel)
    .find(([, , , { http: [method, pattern] = ['', ''] }]) => {
      return method === request.method && matches(pattern, path);
    })?.[2];
};

/** The operation that a request asks for, in any of AWS's protocols. */
export const operationOf = async (request: WireRequest): Promise<string> => {
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  const action = new URLSearchParams(request.body).get('Action');
  const remote = /\/operation\/(\w+)$/.exec(request.path)?.[1];
  return target ?? remote ?? action ?? (await restOperation(request)) ?? 'an unknown operation';
};
