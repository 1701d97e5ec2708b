import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  ReturnConsumedCapacity,
  ReturnValue,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { conditionalCheckFailed, validation } from './errors.ts';
import { project } from './project.ts';
import { consumedCapacity, oneOf, type Request } from './request.ts';
import { itemBytes, writeUnits } from './size.ts';
import { cloneItem, type Item } from './values.ts';
import {
  isConditionMet,
  itemOnFailure,
  outcomeOf,
  type PlannedWrite,
  planWrite,
  readWrite,
  type WriteInput,
  type WriteKind,
} from './write.ts';

interface Answer {
  readonly Attributes?: Item;
  readonly ConsumedCapacity?: PutItemCommandOutput['ConsumedCapacity'];
}

interface SingleInput extends WriteInput {
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

const more = ['ReturnValues', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'];

const attributesOf = (write: PlannedWrite, after: Item | undefined): Item | undefined => {
  const paths = write.expressions.update?.paths ?? [];
  switch (write.input.ReturnValues) {
    case 'ALL_OLD':
      return write.old && cloneItem(write.old);
    case 'ALL_NEW':
      return after && cloneItem(after);
    case 'UPDATED_OLD':
      return write.old && project(write.old, paths);
    case 'UPDATED_NEW':
      return after && project(after, paths);
    default:
      return undefined;
  }
};

const checkReturnValues = (kind: WriteKind, { ReturnValues }: WriteInput): void => {
  const all: ReturnValue[] = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];
  oneOf('returnValues', ReturnValues, all);
  if (kind !== 'Update' && !['ALL_OLD', 'NONE'].includes(ReturnValues ?? 'NONE'))
    throw validation('ReturnValues can only be ALL_OLD or NONE');
};

const writeOne = (
  kind: WriteKind,
  command: string,
  input: SingleInput,
  request: Request,
): Answer => {
  checkReturnValues(kind, input);
  const write = planWrite(request, readWrite(kind, command, input, more));
  if (write.problem !== undefined) throw validation(write.problem);
  const bytes = (item: Item | undefined) => (item ? itemBytes(item) : 0);
  const charge = (units: number) => [{ table: write.table.name, read: 0, write: units }];
  if (!isConditionMet(write)) {
    request.charge(charge(writeUnits(bytes(write.old))));
    throw conditionalCheckFailed(itemOnFailure(write));
  }
  const after = outcomeOf(write);
  write.table.write(write.place, after, request.now);
  const charges = charge(writeUnits(bytes(write.old), bytes(after)));
  request.charge(charges);
  const Attributes = attributesOf(write, after);
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, charges)?.[0];
  return {
    ...(Attributes && Object.keys(Attributes).length > 0 && { Attributes }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
};

type Output<Whole> = Omit<Whole, '$metadata'>;

export const putItem = (
  input: PutItemCommandInput,
  request: Request,
): Output<PutItemCommandOutput> => writeOne('Put', 'PutItem', input, request);

export const updateItem = (
  input: UpdateItemCommandInput,
  request: Request,
): Output<UpdateItemCommandOutput> => writeOne('Update', 'UpdateItem', input, request);

export const deleteItem = (
  input: DeleteItemCommandInput,
  request: Request,
): Output<DeleteItemCommandOutput> => writeOne('Delete', 'DeleteItem', input, request);
