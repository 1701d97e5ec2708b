import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer } from '../../support/engine/script.ts';
import { evaluateForMoto } from '../support/jsonata/evaluate.ts';

type Invoke = (functionName: string, payload: unknown) => Promise<Answer>;

/** What moto's interpreter calls: Lambda, where each region has the functions of one machine. */
export interface OutsideOfMoto {
  readonly port: number;
  /** Answers the invocations of a region from now on. */
  readonly play: (region: string, invoke: Invoke) => void;
  readonly close: () => void;
}

const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** The region that a request was signed for. */
const regionOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';

/** As Lambda answers: an error of the code is a success of the call, a fault of Lambda is none. */
const reply = (answer: Answer, response: ServerResponse): void => {
  if ('payload' in answer) {
    response.setHeader('X-Amz-Executed-Version', '$LATEST');
    response.end(JSON.stringify(answer.payload));
  } else if (answer.error.startsWith('Lambda.')) {
    response.statusCode = 500;
    response.setHeader('X-Amzn-RequestId', '00000000-0000-4000-8000-000000000000');
    response.setHeader('X-Amzn-ErrorType', answer.error.slice('Lambda.'.length));
    response.end(JSON.stringify({ Message: answer.cause }));
  } else {
    response.setHeader('X-Amz-Function-Error', 'Unhandled');
    response.end(answer.cause);
  }
};

/** Listens where moto looks for AWS, and for the expressions that moto cannot evaluate itself. */
export const startOutsideOfMoto = async (): Promise<OutsideOfMoto> => {
  const plays = new Map<string, Invoke>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = '' } = request;
    const body = await text(request);
    if (url === '/jsonata') return void response.end(await evaluateForMoto(body));
    const functionName = invocation.exec(url)?.[1];
    const invoke = plays.get(regionOf(request));
    if (functionName === undefined || invoke === undefined)
      return void response.writeHead(501).end(`Nothing here answers ${request.method} ${url}`);
    const payload: unknown = body === '' ? {} : JSON.parse(body);
    reply(await invoke(decodeURIComponent(functionName), payload), response);
  };
  const server = createServer((request, response) => void handle(request, response));
  // moto keeps its connections and does not expect them to be closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    play: (region, invoke) => plays.set(region, invoke),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
