/** The account, region and credentials that every emulator and every client of one uses. */
export const emulatedAccount = {
  AWS_ACCESS_KEY_ID: 'emulated',
  AWS_SECRET_ACCESS_KEY: 'emulated',
  AWS_SESSION_TOKEN: 'emulated',
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_EC2_METADATA_DISABLED: 'true',
} as const;

export const region = emulatedAccount.AWS_REGION;

export const accountId = '123456789012';

/** What a client of an emulator needs besides the endpoint, where the environment does not say it. */
export const emulatedSettings = {
  region,
  credentials: {
    accessKeyId: emulatedAccount.AWS_ACCESS_KEY_ID,
    secretAccessKey: emulatedAccount.AWS_SECRET_ACCESS_KEY,
  },
  maxAttempts: 1,
};

/** This process's environment without anything that could reach a real AWS account. */
export const safeEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  ...emulatedAccount,
});
