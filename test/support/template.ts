export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/** The logical ids of the resources of some types for which something is true. */
export const idsWhere = (
  template: Template,
  types: readonly string[],
  isTrue: (resource: Resource, id: string) => boolean,
): string[] =>
  types
    .flatMap((type) => resourcesOf(template, type))
    .filter(([id, resource]) => isTrue(resource, id))
    .map(([id]) => id);

/** The property at a path such as `DeadLetterConfig.TargetArn`, undefined where there is none. */
export const propertyOf = (resource: Resource | undefined, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null
          ? (value as Record<string, unknown>)[key]
          : undefined,
      resource?.Properties,
    );

/** The logical id that a reference names: `Ref` or `Fn::GetAtt`. */
export const referenced = (value: unknown): string | undefined => {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as {
    Ref?: string;
    'Fn::GetAtt'?: readonly string[];
  };
  return Ref ?? attribute?.[0];
};

/** The logical id of a function's resource, by the function's name in serverless.yml. */
export const functionId = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', 'Dash')}LambdaFunction`;

export const functionResource = (template: Template, name: string): Resource | undefined =>
  template.Resources[functionId(name)];
