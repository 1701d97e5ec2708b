import { Agent, get } from 'node:http';

/** Sends so many requests a second until it is stopped. What is answered is not looked at. */
export const startLoad = (port: number, perSecond: number): { readonly stop: () => void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const began = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    for (; sent < due; sent += 1)
      get({ host: '127.0.0.1', port, path: '/', agent }, (answer) => answer.resume()).on(
        'error',
        () => {},
      );
  }, 10);
  return {
    stop: () => {
      clearInterval(timer);
      agent.destroy();
    },
  };
};
