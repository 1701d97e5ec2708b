import { text } from '../../platform/schema.ts';

/** A run is named like its execution, for which Step Functions takes at most 80 characters. */
export const RunId = text(80);

/** The number and kind of a gate, such as `approval-1`. */
export const GateId = text(40);
