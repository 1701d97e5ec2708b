import type { ListTagsCommandInput } from '@aws-sdk/client-lambda';
import { supportFields } from '../supported-fields.ts';
import { invalidValue } from './exceptions.ts';
import { type FunctionState, requireFunction } from './function-state.ts';

/** Tags belong to a function, which only its ARN names here; versions and aliases have none. */
export const listTags = (state: FunctionState, input: ListTagsCommandInput) => {
  supportFields('ListTags', input, ['Resource']);
  const { Resource = '' } = input;
  if (!/^arn:[^:]+:lambda:[^:]+:\d+:function:[^:]+$/.test(Resource))
    throw invalidValue(`${Resource} is not the ARN of a function without version or alias`);
  requireFunction(state, { FunctionName: Resource });
  return { Tags: { ...state.tags } };
};
