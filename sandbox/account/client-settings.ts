import { requiredContext } from './context.ts';

/** The parts of an SDK client that a simulated call honours. */
export interface SdkClient {
  readonly config: {
    readonly serviceId?: string;
    region?: () => Promise<string>;
    readonly maxAttempts?: () => Promise<number>;
    readonly requestHandler?: { readonly configProvider?: Promise<{ requestTimeout?: number }> };
  };
}

export interface ClientSettings {
  /** Undefined when the client was made without a region and so takes its function's. */
  readonly region: string | undefined;
  readonly maxAttempts: number;
}

/** Stands for "no region of its own"; a client's region must be a valid part of a host name. */
const ownRegionIsUnset = 'region-of-the-function';
const sdkDefaultMaxAttempts = '3';

/**
 * Starts to read the settings with the two variables in place, and puts the environment back at
 * once: the SDK looks there first and synchronously, and would otherwise open the files of the
 * person's own AWS configuration.
 */
const startReading = (client: SdkClient): Promise<[string | undefined, number | undefined]> => {
  const { AWS_REGION, AWS_MAX_ATTEMPTS } = process.env;
  process.env.AWS_REGION = ownRegionIsUnset;
  process.env.AWS_MAX_ATTEMPTS = sdkDefaultMaxAttempts;
  try {
    return Promise.all([client.config.region?.(), client.config.maxAttempts?.()]);
  } finally {
    restore('AWS_REGION', AWS_REGION);
    restore('AWS_MAX_ATTEMPTS', AWS_MAX_ATTEMPTS);
  }
};

const restore = (name: string, value: string | undefined): void => {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
};

const known = new WeakMap<SdkClient, ClientSettings>();

const regionOfContext = async (): Promise<string> => {
  const { home, invocation } = requiredContext('The region');
  return invocation?.region ?? home.region;
};

export const settingsOf = async (client: SdkClient): Promise<ClientSettings> => {
  const settings = known.get(client);
  if (settings !== undefined) return settings;
  const [region, maxAttempts] = await startReading(client);
  const isUnset = region === ownRegionIsUnset;
  // Code that asks its client for the region gets the one of the account in which it runs.
  if (isUnset) client.config.region = regionOfContext;
  const fresh = {
    region: isUnset ? undefined : region,
    maxAttempts: maxAttempts ?? Number(sdkDefaultMaxAttempts),
  };
  known.set(client, fresh);
  return fresh;
};

/** The client's own limit for one answer in milliseconds, or undefined when it waits for ever. */
export const requestLimit = async (client: SdkClient): Promise<number | undefined> => {
  const limit = (await client.config.requestHandler?.configProvider)?.requestTimeout;
  return limit === undefined || limit === 0 ? undefined : limit;
};
