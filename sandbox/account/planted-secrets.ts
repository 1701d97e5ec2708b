/**
 * The credentials that Lambda puts into every function's environment, with values that are
 * recognised wherever they turn up.
 */
export const plantedCredentials: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'ASIAPLANTEDCANARY000',
  AWS_SECRET_ACCESS_KEY: 'planted-canary-secret-access-key',
  AWS_SESSION_TOKEN: 'planted-canary-session-token',
};

/** Values that may stand in nothing that is told, logged, kept or shown. */
export const plantedSecrets: readonly string[] = Object.values(plantedCredentials);
