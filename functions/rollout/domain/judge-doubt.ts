import { type Case, type Finding, finding } from './judge-finding.ts';

/** What could not be believed of stable keeps from a pass, not from a regression that the rest shows. */
export const undoubted = (one: Case, found: Finding): Finding => {
  const stable = one.comparable === 'both' ? one.answer.readings[one.name]?.stable : undefined;
  const doubt = stable?.kind === 'share' ? stable.doubt : undefined;
  if (doubt === undefined || found.verdict.verdict === 'regress') return found;
  const { because: _because, verdict: _verdict, decides: _decides, ...numbers } = found.verdict;
  return finding(one, 'blind', `${found.verdict.title} cannot be seen on stable: ${doubt}`, {
    ...numbers,
    newestBucket: found.newestBucket,
    missedByStable: found.missedByStable,
  });
};
