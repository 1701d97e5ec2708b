import { actionsOf, list, type Statement, statementsAt } from '../../../support/permissions.ts';
import { propertyOf, resourcesOf, type Template } from '../../../support/template.ts';

/** One action of a statement, and the policy or role that it stands in. */
export interface Grant {
  readonly at: string;
  readonly action: string;
  readonly statement: Statement;
}

const grantsOf = (template: Template): Grant[] => {
  const managed = resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(
    ([id, policy]) => [id, statementsAt(policy, 'PolicyDocument')] as const,
  );
  const inline = resourcesOf(template, 'AWS::IAM::Role').flatMap(([id, role]) =>
    list(propertyOf(role, 'Policies') ?? []).map(
      (_, index) => [id, statementsAt(role, `Policies.${index}.PolicyDocument`)] as const,
    ),
  );
  return [...managed, ...inline].flatMap(([at, statements]) =>
    statements.flatMap((statement) =>
      // A statement with NotAction has none.
      (statement.Action === undefined ? ['no Action'] : actionsOf(statement)).map((action) => ({
        at,
        action,
        statement,
      })),
    ),
  );
};

/** Where a grant breaks something, as `policy: action`. */
export const everywhere = (template: Template, broken: (grant: Grant) => Promise<boolean>) =>
  Promise.all(
    grantsOf(template).map(async (grant) =>
      (await broken(grant)) ? [`${grant.at}: ${grant.action}`] : [],
    ),
  ).then((found) => [...new Set(found.flat())]);

export const resourcesIn = ({ Resource }: Statement): readonly unknown[] => list(Resource);
