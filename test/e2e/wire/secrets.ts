import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSecret } from '../../../functions/telemetry/secrets.ts';
import { emulatedSettings } from '../support/emulated-account.ts';
import type { EmulatorName } from './recorder.ts';
import type { Wire } from './wire.ts';

const text = '{"user":"evenkeel","password":"over-the-wire"}';

/** The credentials for a Prometheus, on both emulators. */
export const secretsOverTheWire = (wire: Wire): void => {
  describe.each<EmulatorName>(['moto', 'MiniStack'])('Secrets Manager on %s', (name) => {
    const made: { arn?: string } = {};

    beforeAll(async () => {
      wire.route(name, 'client-secrets-manager');
      const endpoint = wire.emulator(name).url;
      const client = new SecretsManagerClient({ ...emulatedSettings, endpoint });
      const { ARN } = await client.send(
        new CreateSecretCommand({ Name: `prometheus-${name}`, SecretString: text }),
      );
      made.arn = ARN;
    });

    it('reads the text of a secret by its ARN', async () => {
      expect(await readSecret(made.arn ?? '')).toBe(text);
    });

    it('fails with the name of what is wrong for a secret that does not exist', async () => {
      await expect(readSecret(`${made.arn}-other`)).rejects.toHaveProperty(
        'name',
        'ResourceNotFoundException',
      );
    });
  });
};
