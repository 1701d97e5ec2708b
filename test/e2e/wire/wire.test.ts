import './environment.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { albOverTheWire } from './alb.ts';
import { aliasOverTheWire } from './alias.ts';
import { cloudWatchOverTheWire } from './cloudwatch.ts';
import { executionsOverTheWire } from './executions.ts';
import { leftOutText } from './left-out.ts';
import { lostAnswersOverTheWire } from './lost-answers.ts';
import { madeCalls } from './made-calls.ts';
import { permissionsOverTheWire } from './permissions.ts';
import { runsOverTheWire } from './runs.ts';
import { secretsOverTheWire } from './secrets.ts';
import { aWire } from './wire.ts';

/** The calls of our code that no emulator answers, each with what was found when it was tried. */
const notEmulated: Readonly<Record<string, string>> = {};

describe('over the wire', () => {
  const wire = aWire();

  runsOverTheWire(wire);
  lostAnswersOverTheWire(wire);
  executionsOverTheWire(wire);
  aliasOverTheWire(wire);
  albOverTheWire(wire);
  cloudWatchOverTheWire(wire);
  secretsOverTheWire(wire);
  permissionsOverTheWire(wire);

  describe('the calls of our code', () => {
    const answered = () =>
      new Set(wire.calls().flatMap(({ name, status }) => (status < 300 ? [name] : [])));
    const made = madeCalls();
    afterAll(() => {
      const all = [...made.keys()];
      const seen = all.filter((name) => answered().has(name));
      console.log(
        [
          `${seen.length} of the ${all.length} calls that functions/ make were answered by an emulator.`,
          ...all
            .filter((name) => !seen.includes(name))
            .map((name) => `  not ${name}: ${notEmulated[name]}`),
          leftOutText(),
        ].join('\n'),
      );
    });

    it.each([...made])('were answered by an emulator or are listed: %s', (name) => {
      expect(answered().has(name)).toBe(!(name in notEmulated));
    });

    it('are made where one is listed as not emulated', () => {
      expect(Object.keys(notEmulated).filter((name) => !made.has(name))).toEqual([]);
    });
  });
});
