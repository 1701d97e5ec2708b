import fc from 'fast-check';

/** The same draws in every run, so that it turns red by what was changed and never by chance. */
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_260_302) });
