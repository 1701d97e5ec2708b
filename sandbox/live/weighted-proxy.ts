import { Agent, createServer, request as requestOf } from 'node:http';
import { listening, type SampleService, stopped } from './sample-service.ts';

export interface WeightedProxy {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

type Upstream = Pick<SampleService, 'port'>;

/** The side with the largest claim gets the next request, so that few requests already have the split. */
const chooser = (sides: Readonly<Record<string, Upstream>>, weights: () => Weights) => {
  const owed = new Map(Object.keys(sides).map((side) => [side, 0]));
  return (): Upstream | undefined => {
    const shares = weights();
    for (const [side, claim] of owed) owed.set(side, claim + (shares[side] ?? 0) / 100);
    const [side] = [...owed].reduce((most, each) => (each[1] > most[1] ? each : most));
    owed.set(side, (owed.get(side) ?? 0) - 1);
    return sides[side];
  };
};

type Weights = Readonly<Record<string, number>>;

/** Splits requests between the sides by weights in percent that it asks for at each request. */
export const startProxy = async (
  sides: Readonly<Record<string, Upstream>>,
  weights: () => Weights,
): Promise<WeightedProxy> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const next = chooser(sides, weights);
  const server = createServer((request, response) => {
    const port = next()?.port;
    const onward = requestOf({ host: '127.0.0.1', port, path: request.url, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    onward.end();
  });
  const port = await listening(server);
  return {
    port,
    stop: async () => {
      agent.destroy();
      await stopped(server);
    },
  };
};
