/**
 * The machine uses something that this engine does not run as AWS would, or that AWS would refuse.
 * Nothing was executed. Nothing is ever ignored: a rehearsal that skips a field proves nothing.
 */
export class UnsupportedMachineError extends Error {
  override readonly name = 'UnsupportedMachineError';
}
