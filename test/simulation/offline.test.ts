import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../sandbox/runtime.ts';

describe('a rehearsal with AWS credentials and an endpoint that listens', () => {
  it('makes no connection', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;

    const rehearsing = spawn(process.execPath, ['sandbox/main.ts', 'rollout', 'errors', '--json'], {
      cwd: projectRoot,
      env: {
        PATH: process.env.PATH,
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
        AWS_SESSION_TOKEN: 'example',
        AWS_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        HTTPS_PROXY: `http://127.0.0.1:${port}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let line = '';
    rehearsing.stdout.on('data', (chunk) => {
      line += chunk;
    });
    const [code] = await once(rehearsing, 'exit');
    server.close();

    expect(code).toBe(0);
    expect(JSON.parse(line)).toMatchObject({ outcome: 'rolled-back' });
    expect(connections).toBe(0);
  });
});
