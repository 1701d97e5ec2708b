/** A JSONata machine of these states that begins with the first. */
export const aMachine = (states: Record<string, object>, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});

/** A branch of one state, or what a Map does for each item. */
export const aGraph = (name: string, state: object) => ({
  StartAt: name,
  States: { [name]: state },
});

export const aPass = (more: object = {}) => ({
  Type: 'Pass',
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** A task that invokes the function of this name with the state's input. */
export const aTask = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** A task that hands its token to the function `listen` and waits for the answer. */
export const aTokenTask = (more: object = {}) => ({
  ...aTask('listen', more),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'listen', Payload: { token: '{% $states.context.Task.Token %}' } },
});

const nextOf = (catcher: object): string => ('Next' in catcher ? String(catcher.Next) : '');

/** A machine whose one task has these catchers; what they lead to passes on what it is given. */
export const aCatchingMachine = (catchers: object[], more: object = {}) =>
  aMachine({
    Work: aTask('work', { Catch: catchers, Next: 'Done', ...more }),
    ...Object.fromEntries(catchers.map((catcher) => [nextOf(catcher), aPass()])),
    Done: { Type: 'Succeed' },
  });

/** A machine of one Parallel; a catcher of it leads to `Caught`. */
export const aParallel = (Branches: object[], more: object = {}) =>
  aMachine({
    Both: { Type: 'Parallel', Branches, Next: 'Done', ...more },
    Done: { Type: 'Succeed' },
    ...('Catch' in more ? { Caught: aPass() } : {}),
  });

/** A machine of one Map that does the state `One` for each item; a catcher of it leads to `Caught`. */
export const aMap = (state: object, more: object = {}) =>
  aMachine({
    Each: {
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...aGraph('One', state) },
      Next: 'Done',
      ...more,
    },
    Done: { Type: 'Succeed' },
    ...('Catch' in more ? { Caught: aPass() } : {}),
  });
